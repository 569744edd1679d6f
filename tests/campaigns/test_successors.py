"""Papers that amend or replace others, and drafts begun twice."""

import datetime as dt

import pytest

from campaigns.actions import lock_campaign, write_campaign_facts
from campaigns.models import Campaign, CampaignPaper, CampaignPlan
from campaigns.procedures import GUIDANCE
from campaigns.queries import plans_in_force
from campaigns.work import new_papers, new_plans
from emulation_portal.audit.models import Event
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.enums import DraftStatus, Relation
from emulation_portal.procedure.acting import take
from emulation_portal.procedure.registry import Taking
from emulation_portal.rights.enums import Role
from tests.factories import campaigns, papers
from tests.factories.campaigns import DAY
from tests.factories.documents import council_issuer
from tests.factories.papers import amended
from tests.factories.people import AppointmentFactory, user_with_role
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db


def test_amended_plan_stays_the_one_that_the_campaign_goes_by() -> None:
    plan = campaigns.plan_in(DraftStatus.ISSUED)
    first, second = amended(plan), amended(plan)

    plan.refresh_from_db()
    assert (plan.status, plan.is_current) == (DraftStatus.ISSUED, True)
    assert [each.is_current for each in (first, second)] == [False, False]
    assert plan.document.effects.count() == 2


@pytest.mark.parametrize("relation", [Relation.AMENDMENT, Relation.REPLACEMENT])
def test_amendment_has_no_successor_of_its_own(relation: Relation) -> None:
    amendment = amended(campaigns.plan_in(DraftStatus.ISSUED))

    with pytest.raises(DomainError, match="chỉ sửa đổi, bổ sung"):
        actions.start_successor(draft_id=amendment.pk, relation=relation, by=campaigns.cast().officer)


def test_amendments_end_with_the_plan_that_is_replaced() -> None:
    plan, who = campaigns.plan_in(DraftStatus.ISSUED), campaigns.cast()
    first, second = amended(plan), amended(plan)
    campaigns.revoke(second, by=who.leader)

    new = actions.start_successor(draft_id=plan.pk, relation=Relation.REPLACEMENT, by=who.officer)
    assert [told for told in new.effects_on_predecessor() if "sửa đổi" in told] == [
        "Kế hoạch số 02/KH-LMHTX, sửa đổi, bổ sung văn bản ấy, cũng hết hiệu lực cùng ngày."
    ]
    for event in ("submitted", "passed_on", "approved", "issued"):
        papers.step(new, event)

    new.refresh_from_db()
    assert states(plan, first, second) == [("superseded",) * 2, ("superseded",) * 2, ("revoked",) * 2]
    assert last_event(first) == ("plan.superseded", "Hết hiệu lực cùng Kế hoạch số 01/KH-LMHTX.")
    assert plans_in_force(plan.campaign) == [new]
    assert {first.replacement.pk, plan.replacement.pk} == {new.pk}
    page = Desk(who.officer).open(first.get_absolute_url())
    assert page.says("Kế hoạch này đã được thay thế")
    assert page.says("Hết hiệu lực cùng Kế hoạch số 01/KH-LMHTX")


def test_amendments_end_with_the_plan_that_is_revoked() -> None:
    plan, who = campaigns.plan_in(DraftStatus.ISSUED), campaigns.cast()
    amendment = amended(plan)
    page = Desk(who.leader).open(f"/ke-hoach/{plan.pk}/thu-hoi/")
    assert page.says("Kế hoạch số 02/KH-LMHTX, sửa đổi, bổ sung văn bản này, cũng bị thu hồi cùng ngày.")

    campaigns.revoke(plan, by=who.leader)

    assert states(plan, amendment) == [("revoked",) * 2] * 2
    assert last_event(amendment) == ("plan.revoked", "Hết hiệu lực cùng Kế hoạch số 01/KH-LMHTX.")
    plan.campaign.refresh_from_db()
    assert (plan.campaign.status, plans_in_force(plan.campaign)) == ("revoked", [])
    assert Desk(who.leader).open(amendment.get_absolute_url()).says("Kế hoạch đã thu hồi")


def test_amendment_that_is_revoked_alone_leaves_plan_and_campaign() -> None:
    plan, who = campaigns.plan_in(DraftStatus.ISSUED), campaigns.cast()
    amendment = amended(plan)

    campaigns.revoke(amendment, by=who.leader)

    assert states(plan, amendment) == [("issued",) * 2, ("revoked",) * 2]
    assert plans_in_force(plan.campaign) == [plan]


def test_amendments_of_a_corrected_transcription_amend_the_corrected_text() -> None:
    plan, who = campaigns.registered(), campaigns.cast()
    amendment = amended(plan)

    right = actions.start_successor(draft_id=plan.pk, relation=Relation.CORRECTION, by=who.clerk)
    assert right.effects_on_predecessor()[1:] == [f"{amendment.document} từ nay sửa đổi, bổ sung bản nhập mới."]
    actions.register_transcription(draft_id=right.pk, by=who.clerk, today=DAY)

    right.refresh_from_db()
    amendment.refresh_from_db()
    assert states(plan, amendment, right) == [("superseded",) * 2, ("issued",) * 2, ("issued",) * 2]
    assert amendment.predecessor_id == right.pk
    assert plans_in_force(plan.campaign) == [right, amendment]
    campaigns.revoke(right, by=who.leader)
    assert states(amendment) == [("revoked",) * 2]


def states(*plans: CampaignPlan) -> list[tuple[str, str]]:
    """Return where each plan stands, as a draft and as a paper of the book."""
    found = {each.pk: (each.status, each.document.status) for each in CampaignPlan.objects.select_related("document")}
    return [found[plan.pk] for plan in plans]


def last_event(plan: CampaignPlan) -> tuple[str, str]:
    event = Event.objects.filter(object_type="campaigns.campaignplan", object_id=str(plan.pk)).latest("pk")
    return event.verb, event.reason


def test_amendment_that_says_nothing_is_not_submitted() -> None:
    plan, who = campaigns.plan_in(DraftStatus.ISSUED), campaigns.cast()
    new = actions.start_successor(draft_id=plan.pk, relation=Relation.AMENDMENT, by=who.officer)

    with pytest.raises(actions.DraftIncomplete, match="mới có tiêu đề mà chưa có nội dung"):
        actions.submit_draft(draft_id=new.pk, by=who.officer, on=DAY)


def test_plan_whose_amendment_was_revoked_may_be_amended_and_revoked_again() -> None:
    plan, who = campaigns.plan_in(DraftStatus.ISSUED), campaigns.cast()
    campaigns.revoke(amended(plan), by=who.leader)

    assert not Desk(who.officer).open(plan.get_absolute_url()).says("Đang có bản mới được soạn")
    assert amended(plan).status == DraftStatus.ISSUED
    assert campaigns.revoke(plan, by=who.leader).status == DraftStatus.REVOKED


def test_amendment_names_the_old_paper_in_the_middle_of_a_sentence() -> None:
    plan = campaigns.plan_in(DraftStatus.ISSUED, summary="Tổ chức phong trào thi đua")
    new = actions.start_successor(draft_id=plan.pk, relation=Relation.AMENDMENT, by=campaigns.cast().officer)

    assert new.bases.last().text.endswith(" tổ chức phong trào thi đua.")
    assert new.summary.endswith(" tổ chức phong trào thi đua")
    assert new.preamble.endswith("như sau:")


@pytest.mark.parametrize(("named", "is_enough"), [("101/KH-LMHTX", False), ("1/KH-LMHTX", True)])
def test_amendment_names_the_old_paper_by_its_whole_number(named: str, is_enough: bool) -> None:
    plan, who = campaigns.plan_in(DraftStatus.ISSUED), campaigns.cast()
    new = actions.start_successor(draft_id=plan.pk, relation=Relation.AMENDMENT, by=who.officer)
    new.summary = f"Sửa đổi, bổ sung Kế hoạch số {named}"
    new.bases.all().delete()
    new.preamble = new.closing = ""

    gaps = [gap.message for gap in new.kind_of.gaps(new, DAY) if "chưa nêu số" in gap.message]

    assert (not gaps) == is_enough


def test_plan_is_not_revoked_while_its_amendment_is_written() -> None:
    plan, who = campaigns.plan_in(DraftStatus.ISSUED), campaigns.cast()
    actions.start_successor(draft_id=plan.pk, relation=Relation.AMENDMENT, by=who.officer)

    with pytest.raises(DomainError, match="chưa xong"):
        campaigns.revoke(plan, by=who.leader)


@pytest.mark.parametrize(
    ("relation", "words"),
    [(Relation.AMENDMENT, "đang soạn bản sửa đổi, bổ sung"), (Relation.REPLACEMENT, "đang soạn bản thay thế")],
)
def test_list_says_what_is_being_written_beside_the_plan_in_force(relation: Relation, words: str) -> None:
    plan, who = campaigns.plan_in(DraftStatus.ISSUED), campaigns.cast()
    actions.start_successor(draft_id=plan.pk, relation=relation, by=who.officer)

    assert Desk(who.officer).open("/phong-trao/").says(words)
    assert not Desk(user_with_role(Role.UNIT_EDITOR)).open("/phong-trao/").says("đang soạn")


def test_same_words_of_another_kind_or_campaign_are_another_draft() -> None:
    fields = {"issuer": campaigns.issuer(), "summary": "Về hạn nộp hồ sơ"}
    one, other = (campaigns.plan_in(DraftStatus.ISSUED).campaign for _ in range(2))
    by = campaigns.cast().officer

    begun = [
        actions.open_draft(kind, dict(fields), {"campaign": campaign}, by=by)
        for kind, campaign in (("campaign_notice", one), ("guidance", one), ("campaign_notice", other))
    ]

    assert len({draft.pk for draft in begun}) == CampaignPaper.objects.count() == 3
    assert actions.open_draft("campaign_notice", dict(fields), {"campaign": one}, by=by) == begun[0]


def test_suspended_campaign_resumes_where_it_stood() -> None:
    running, leader = campaigns.campaign_in("running"), campaigns.cast().leader

    campaigns.steer(running, "suspended", by=leader)
    campaigns.steer(running, "resumed", by=leader)

    assert Campaign.objects.get(pk=running.pk).status == "running"


def test_replacing_guidance_needs_its_criteria_too() -> None:
    new = take(
        GUIDANCE,
        "replacement_started",
        Taking(papers.in_state("guidance", "issued").pk, campaigns.cast().officer, DAY),
    )
    new.criteria.all().delete()

    assert "criteria" in {gap.part for gap in new.kind_of.gaps(type(new).objects.get(pk=new.pk), DAY)}


@pytest.mark.parametrize("relation", [Relation.AMENDMENT, Relation.REPLACEMENT])
def test_what_amends_or_replaces_is_of_the_same_body(relation: Relation) -> None:
    council, who = council_issuer(), campaigns.cast()
    AppointmentFactory(user=who.officer, unit=council.unit, role=Role.OFFICER)
    plan = campaigns.plan_in(DraftStatus.ISSUED)
    new = actions.start_successor(draft_id=plan.pk, relation=relation, by=who.officer)
    page = Desk(who.officer).open(f"{new.get_absolute_url()}sua/general/")

    with pytest.raises(DomainError, match="do chính cơ quan đã ban hành"):
        actions.edit_draft(
            draft_id=new.pk,
            revision=1,
            by=who.officer,
            part="general",
            change=lambda draft: setattr(draft, "issuer", council),
        )

    assert page.tree.xpath("//select[@name='issuer']/option/@value") == [str(plan.issuer_id)]


@pytest.mark.parametrize("kind", ["campaign_notice", "guidance"])
def test_who_may_not_sign_is_told_before_it_is_submitted(kind: str) -> None:
    paper = papers.complete(kind)
    paper.signing.effective_to = DAY
    paper.signing.save()

    with pytest.raises(actions.DraftIncomplete, match="không có thẩm quyền ký"):
        actions.submit_draft(draft_id=paper.pk, by=campaigns.cast().officer, on=DAY)


def test_replacement_keeps_its_trich_yeu_and_says_at_its_end_what_it_replaces() -> None:
    plan = campaigns.plan_in(DraftStatus.ISSUED, summary="Tổ chức phong trào thi đua")

    new = actions.start_successor(draft_id=plan.pk, relation=Relation.REPLACEMENT, by=campaigns.cast().officer)

    number = (
        plan.document.printed_number if plan.document else CampaignPlan.objects.get(pk=plan.pk).document.printed_number
    )
    assert new.summary == "Tổ chức phong trào thi đua"
    assert f"này thay thế Kế hoạch số {number} ngày" in new.closing
    assert not any("chưa nêu số" in gap.message for gap in new.kind_of.gaps(new, DAY))
    assert new.bases.count() == plan.bases.count()


def titles(reader, on: dt.date) -> list[str]:
    return [item.title for find in (new_plans, new_papers) for item in find(reader, on).page(0, 20)[0]]


def test_unit_is_told_of_a_new_notice_and_of_no_old_one() -> None:
    notice = papers.in_state("campaign_notice", "issued")
    reader, title = user_with_role(Role.UNIT_EDITOR), f"Đọc thông báo mới số {notice.document.printed_number}"

    told = {days: titles(reader, DAY + dt.timedelta(days=days)) for days in (10, 70)}

    assert (title in told[10], title in told[70]) == (True, False)


def test_who_is_to_read_a_new_plan_is_told_what_comes_next_the_launch_too() -> None:
    campaigns.plan_in(DraftStatus.ISSUED)
    reader = user_with_role(Role.UNIT_EDITOR)

    told = {days: new_plans(reader, DAY + dt.timedelta(days=days)).page(0, 1)[0][0].why for days in (14, 15)}

    assert told[14].endswith(" Mốc tới: phát động 16/03/2026.")
    assert told[15].endswith(" Mốc tới: tổng kết 31/12/2026.")


def _amending_the_theme(plan: CampaignPlan, theme: str) -> CampaignPlan:
    new = actions.start_successor(draft_id=plan.pk, relation=Relation.AMENDMENT, by=campaigns.cast().officer)
    write_campaign_facts(lock_campaign(new), new, {"name": plan.campaign.name, "theme": theme})
    new.save()
    new.sections.update(body=f"Chủ đề là {theme}.")
    for event in ("submitted", "passed_on", "approved", "issued"):
        papers.step(new, event)
    return CampaignPlan.objects.get(pk=new.pk)


def test_amendment_that_is_revoked_takes_back_what_it_said_of_the_campaign() -> None:
    plan, who = campaigns.plan_in(DraftStatus.ISSUED), campaigns.cast()
    before = Campaign.objects.get().theme
    amendment = _amending_the_theme(plan, "Xanh")
    assert (amendment.campaign_changes, Campaign.objects.get().theme) == ({"theme": "Xanh"}, "Xanh")

    campaigns.revoke(amendment, by=who.leader)

    assert Campaign.objects.get().theme == before


def test_what_a_later_amendment_said_stays_when_the_earlier_is_revoked() -> None:
    plan, who = campaigns.plan_in(DraftStatus.ISSUED), campaigns.cast()
    first = _amending_the_theme(plan, "Xanh")
    _amending_the_theme(plan, "Sạch")

    campaigns.revoke(first, by=who.leader)

    assert Campaign.objects.get().theme == "Sạch"
