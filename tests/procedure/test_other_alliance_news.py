"""What is news, or a double, is so in one's own alliance; and no page leads where its reader may not go."""

from types import SimpleNamespace

import pytest

from campaigns.models import CampaignPlan
from campaigns.sample.office_plans import OFFICE_PLANS
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.enums import Relation
from emulation_portal.documents.drafts.models import Draft, PaperImport
from tests.factories import papers
from tests.factories.pages import shown
from tests.scenarios.desk import Desk

from .asking import carried

pytestmark = [pytest.mark.repeats, pytest.mark.django_db]

READERS = ("unit_head", "unit_editor", "council_member", "accountant", "officer")


def _news(desk: Desk) -> tuple[list[str], list[int]]:
    """Return the addresses of the items that are to be read, and the plans beside them."""
    home = desk.open("/").response
    urls = [item.url for item in home.context["items"] if item.button in ("Đọc kế hoạch", "Xem khen thưởng")]
    return urls, [plan.pk for plan in shown(home)["plans"]]


@pytest.mark.parametrize("role", READERS)
def test_plan_of_ours_is_no_news_to_them(w: SimpleNamespace, role: str) -> None:
    ours, theirs = _news(Desk(w.actors[role])), _news(Desk(w.theirs.users[role]))

    assert CampaignPlan.objects.visible_to(w.theirs.users[role]).filter(pk=w.issued_plan.pk).exists()
    assert ours[1]
    assert w.theirs.paper.pk not in ours[1]
    assert bool(ours[0]) is (role != "officer")
    assert theirs == ([], [w.theirs.paper.pk])


def test_who_belongs_nowhere_sees_what_anybody_sees(w: SimpleNamespace) -> None:
    anybody = [plan.pk for plan in shown(Desk().open("/").response)["plans"]]

    assert _news(Desk(w.actors["no_role"])) == ([], anybody[:3])
    assert {w.issued_plan.pk, w.theirs.paper.pk} <= set(anybody)


def test_public_paper_of_ours_is_no_double_of_their_file(w: SimpleNamespace) -> None:
    paper = w.registered.document
    day = f"ngày {paper.issued_on.day} tháng {paper.issued_on.month} năm {paper.issued_on.year}"
    text = f"Số: {paper.printed_number}\n\nNơi Họ, {day}\n\nKẾ HOẠCH\n\nMột việc\n\nI. MỤC ĐÍCH\n\nThi đua.\n"
    known = {}
    for name, user in (("ours", w.actors["officer"]), ("theirs", w.theirs.users["officer"])):
        source = actions.read_paper_file("plan", "van-ban.md", text.encode(), by=user, on=today())
        known[name] = [each.pk for each in Desk(user).open(source.get_absolute_url()).response.context["known"]]

    assert known == {"ours": [w.registered.pk], "theirs": [w.theirs.paper.pk]}


def test_greeting_shows_the_plans_of_the_sample_and_no_file_of_the_same_name(w: SimpleNamespace, settings) -> None:
    settings.SAMPLE_PERSONAS = True
    source = PaperImport.objects.create(
        kind="plan",
        file_name=OFFICE_PLANS[0],
        sha256="0" * 64,
        source_text="",
        parsed={},
        draft=w.theirs.draft,
        created_by=w.theirs.users["officer"],
    )

    page = Desk().open("/")

    assert source.draft.own.campaign.name not in page.text
    assert "first_plans" not in shown(page.response)


# --- what papers do to each other -------------------------------------------------------------------------------------


@pytest.mark.parametrize("relation", [Relation.AMENDMENT, Relation.REPLACEMENT])
@pytest.mark.parametrize("hidden", ["new", "old"])
def test_counterpart_that_the_reader_may_not_open_is_no_link(
    w: SimpleNamespace, relation: Relation, hidden: str
) -> None:
    who = {"chief" if role == "chief_of_office" else role: user for role, user in w.actors.items()}
    new = actions.start_successor(draft_id=w.issued_plan.pk, relation=relation, by=who["officer"])
    new.sections.filter(body="").update(body="Nội dung thay đổi.")
    pk = new.pk if hidden == "new" else w.issued_plan.pk
    Draft.objects.filter(pk=pk).update(is_public=False, addresses_everyone=False)
    new.addressed_units.add(w.own_unit)
    carried(new, on=today(), **who)
    shown, kept = (w.issued_plan, new) if hidden == "new" else (new, w.issued_plan)

    stranger, office = (Desk(user).open(shown.get_absolute_url()) for user in (None, who["leader"]))

    assert (stranger.status, office.status) == (200, 200)
    assert kept.get_absolute_url() not in stranger.response.content.decode()
    assert kept.get_absolute_url() in office.response.content.decode() or relation == Relation.AMENDMENT
    if hidden == "old":
        assert stranger.says(str(w.issued_plan.document))
    if hidden == "new" and relation == Relation.REPLACEMENT:
        assert stranger.says("Từ ngày")


def test_trail_of_a_public_notice_leads_to_a_page_that_is_there(w: SimpleNamespace) -> None:
    notice = papers.complete("campaign_notice", on=today())
    for event in ("submitted", "passed_on", "approved"):
        papers.step(notice, event)
    actions.issue_draft(draft_id=notice.pk, by=w.actors["clerk"], issued_on=today(), today=today())
    plan = notice.campaign.plans.get()
    Draft.objects.filter(pk=plan.pk).update(is_public=False, addresses_everyone=False)

    page = Desk().open(notice.get_absolute_url())
    links = [href for href in page.tree.xpath("//main//a/@href | //nav//a/@href") if href.startswith("/phong-trao/")]

    assert notice.campaign.get_absolute_url() in links
    assert [Desk().open(link).status for link in links] == [200] * len(links)
