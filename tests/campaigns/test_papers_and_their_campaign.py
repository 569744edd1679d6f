"""Which papers go on while their campaign stands where it does; when a campaign goes with the last of its drafts."""

import threading
from collections.abc import Callable
from contextlib import nullcontext

import pytest
from django.db import connection, transaction
from django.urls import reverse

from campaigns.actions.speaking import CampaignStandsStill
from campaigns.enums import CampaignStatus as C
from campaigns.models import Campaign, CampaignPaper
from campaigns.regulations import gaps_of_campaign
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.actions import DraftIncomplete
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.drafts.registry import kind_named, kinds
from emulation_portal.documents.models import RegisterEntry
from tests.factories import campaigns, papers
from tests.factories.campaigns import DAY
from tests.scenarios.desk import Desk
from tests.waiting import until

pytestmark = pytest.mark.django_db

ALL = set(C)
STOPPED = {
    "plan": {C.CLOSED, C.REVOKED, C.DISCARDED},
    "campaign_notice": {C.REVOKED, C.DISCARDED},
    "guidance": {C.SUSPENDED, C.CLOSED, C.REVOKED, C.DISCARDED},
    "report_urging": {C.REVOKED, C.DISCARDED},
    "summary": {C.REVOKED, C.DISCARDED},
}


def test_every_kind_of_a_campaign_says_in_which_states_it_goes_on() -> None:
    assert {kind.code: ALL - kind.goes_on_in for kind in kinds()} == STOPPED


@pytest.mark.parametrize(("kind", "status"), [(kind, status) for kind in sorted(STOPPED) for status in C])
def test_what_is_said_of_a_paper_that_does_not_go_on_names_what_to_do(kind: str, status: C) -> None:
    gaps = gaps_of_campaign(kind_named(kind).goes_on_in, "thông báo", name="Mùa vàng", status=status)

    assert len(gaps) == (status in STOPPED[kind])
    assert all("Phong trào “Mùa vàng”" in gap.message and "Hãy" in gap.message for gap in gaps)


def _paper_of(kind: str, campaign: Campaign, **changes) -> CampaignPaper:
    paper = papers.transcription(kind) if changes.pop("is_transcription", False) else papers.complete(kind)
    paper.campaign = campaign
    paper.save()
    return paper


@pytest.mark.parametrize("kind", ["campaign_notice", "guidance"])
@pytest.mark.parametrize("status", list(C))
def test_paper_is_submitted_only_while_its_campaign_lets_it(kind: str, status: C) -> None:
    paper = _paper_of(kind, campaigns.campaign_in(status))
    known = paper.campaign.was_made_known
    gaps = gaps_of_campaign(
        kind_named(kind).goes_on_in, paper.noun, name=paper.campaign.name, status=status, has_plan=known
    )
    stopped = [gap.message for gap in gaps]

    assert _gaps_at(lambda: papers.step(paper, "submitted")) == stopped
    assert bool(stopped) is (status in STOPPED[kind] or not known)


def _gaps_at(act: Callable[[], object]) -> list[str]:
    """Return what the paper lacks, when it is refused for that."""
    try:
        act()
    except DraftIncomplete as error:
        return [gap.message for gap in error.gaps]
    return []


@pytest.mark.parametrize("kind", ["campaign_notice", "guidance"])
def test_paper_that_was_approved_is_not_issued_once_its_campaign_is_revoked(kind: str) -> None:
    paper = papers.in_state(kind, DraftStatus.APPROVED)
    campaigns.revoke(paper.campaign.plans.get(), by=campaigns.cast().leader)

    with pytest.raises(DraftIncomplete, match=r"đã thu hồi, nên .* Hãy trả lại \(nếu đã trình\) rồi bỏ dự thảo này"):
        papers.step(paper, "issued")

    assert RegisterEntry.objects.filter(document_type=paper.document_type).count() == 0


@pytest.mark.parametrize(("status", "is_entered"), [(C.CLOSED, True), (C.REVOKED, True), (C.DISCARDED, False)])
def test_transcription_is_entered_of_any_campaign_that_there_was(status: C, is_entered: bool) -> None:
    paper = _paper_of("campaign_notice", campaigns.campaign_in(status), is_transcription=True)

    with nullcontext() if is_entered else pytest.raises(CampaignStandsStill, match="đã bỏ"):
        papers.step(paper, "transcribed")

    assert (CampaignPaper.objects.get(pk=paper.pk).status == DraftStatus.ISSUED) is is_entered


@pytest.mark.django_db(transaction=True)
def test_campaign_that_ends_while_the_number_is_given_stops_the_paper() -> None:
    paper = papers.in_state("campaign_notice", DraftStatus.APPROVED)
    clerk, leader, plan = campaigns.cast().clerk, campaigns.cast().leader, paper.campaign.plans.get()
    outcome: list[Exception] = []

    def issue() -> None:
        try:
            actions.issue_draft(draft_id=paper.pk, by=clerk, issued_on=DAY, today=DAY)
        except Exception as error:
            outcome.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=issue)
    with transaction.atomic():
        campaigns.revoke(plan, by=leader)
        thread.start()
        until(_somebody_waits_for_a_lock, what="the clerk to wait")
    thread.join()

    assert [type(error) for error in outcome] == [CampaignStandsStill]
    assert CampaignPaper.objects.get(pk=paper.pk).status == DraftStatus.APPROVED


def _somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("last", ["plan", "notice"])
def test_campaign_that_was_never_launched_goes_with_the_last_draft_that_speaks_of_it(last: str) -> None:
    plan, officer = campaigns.complete_draft(), campaigns.cast().officer
    notice = _paper_of("campaign_notice", plan.campaign)
    first, second = (notice, plan) if last == "plan" else (plan, notice)

    actions.discard_draft(draft_id=first.pk, by=officer, reason="Soạn nhầm.")
    between = Campaign.objects.get(pk=plan.campaign_id).status
    actions.discard_draft(draft_id=second.pk, by=officer, reason="Cũng nhầm.")

    assert (between, Campaign.objects.get(pk=plan.campaign_id).status) == (C.PLANNED, C.DISCARDED)


@pytest.mark.parametrize(("status", "offered"), [(C.RUNNING, 2), (C.CLOSED, 1), (C.SUSPENDED, 1), (C.REVOKED, 0)])
def test_only_what_may_go_on_is_begun(status: C, offered: int) -> None:
    campaign, officer = campaigns.campaign_in(status), Desk(campaigns.cast().officer)

    page = officer.open(campaign.get_absolute_url())
    begun = {
        kind: officer.open(reverse("drafts:create", args=[kind])) for kind in ("thong-bao-phong-trao", "huong-dan")
    }

    assert sum(map(page.says, ("Soạn thông báo", "Soạn hướng dẫn"))) == offered
    assert sum(each.says(campaign.name) for each in begun.values()) == offered


def test_who_revokes_a_plan_is_told_how_many_papers_stop_with_it() -> None:
    paper = papers.complete("campaign_notice")
    plan = paper.campaign.plans.get()
    url = reverse("procedure:step", args=["ke-hoach", plan.pk, "thu-hoi"])

    page = Desk(campaigns.cast().leader).open(url)

    assert page.says("1 văn bản đang soạn của phong trào không trình, ban hành được nữa.")


def test_nothing_is_told_of_a_campaign_before_its_plan() -> None:
    notice = _paper_of("campaign_notice", campaigns.complete_draft().campaign)

    with pytest.raises(DraftIncomplete, match="chưa có kế hoạch được ban hành"):
        papers.step(notice, "submitted")
