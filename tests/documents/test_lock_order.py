"""Acts that touch the same papers wait for each other in one order; what the database lets go is said in words."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.procedures import PLAN
from emulation_portal.core.contention import DoneAtOnce
from emulation_portal.core.errors import DomainError
from emulation_portal.documents import actions
from emulation_portal.documents.actions import RevokedBy
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.models import Document
from emulation_portal.procedure.acting import take
from emulation_portal.procedure.registry import Taking
from emulation_portal.rights.enums import Role
from tests.factories import campaigns
from tests.factories.documents import DAY, clerk, council_issuer, issued_document, order, transcribed_document
from tests.factories.pages import read_on
from tests.factories.papers import amended
from tests.factories.people import user_with_role
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


def while_held(paper: Document, *acts: Callable[[], object]) -> list[str]:
    """Start the acts one after the other while somebody holds the paper, each once the one before waits; then let go.

    Returns "" or the name of the error of each.
    """

    def run(act: Callable[[], object]) -> str:
        try:
            act()
        except (DomainError, DatabaseError, PermissionDenied) as error:
            return type(error).__name__
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        with transaction.atomic():
            Document.objects.select_for_update().get(pk=paper.pk)
            running = []
            for number, act in enumerate(acts, start=1):
                running.append(pool.submit(run, act))
                until(lambda number=number: _waiting() == number, what=f"act {number} to wait")
        return [each.result() for each in running]


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return int(cursor.fetchone()[0])


def _revoke(document: Document, through: Document, by) -> Callable[[], object]:
    return lambda: actions.revoke(
        document_id=document.pk, reason="Ban hành nhầm.", by=by, on=DAY, through=RevokedBy(document=through)
    )


def _issue(by, **touched: Document) -> Callable[[], object]:
    wanted = order()

    def act() -> None:
        with transaction.atomic():
            actions.issue(wanted, by=by, today=DAY, **touched)

    return act


def test_two_papers_that_revoke_each_other_at_once_do_not_lock_each_other_out() -> None:
    leader, first, second = user_with_role(Role.LEADER), issued_document(), issued_document()

    errors = while_held(first, _revoke(first, second, leader), _revoke(second, first, leader))

    assert errors == ["", "WrongPaper"]
    assert dict(Document.objects.values_list("pk", "status")) == {first.pk: "revoked", second.pk: "issued"}


def test_paper_that_touches_two_and_one_that_is_revoked_by_the_other_wait_in_one_order() -> None:
    leader, first, second = user_with_role(Role.LEADER), issued_document(), issued_document()

    errors = while_held(first, _revoke(first, second, leader), _issue(clerk(), supersedes=second, amends=first))

    assert errors == ["", "WrongPaper"]  # what was revoked is amended no more


def test_paper_is_not_ended_without_the_amendment_that_came_while_it_waited() -> None:
    leader, old, decision = user_with_role(Role.LEADER), issued_document(), issued_document()

    errors = while_held(old, _issue(clerk(), amends=old), _revoke(old, decision, leader))

    assert errors == ["", "DoneAtOnce"]
    assert set(Document.objects.values_list("status", flat=True)) == {"issued"}
    _revoke(old, decision, leader)()
    assert list(Document.objects.filter(status="issued")) == [decision]


def test_paper_and_its_amendment_that_are_revoked_at_once_wait_in_one_order() -> None:
    leader, old = user_with_role(Role.LEADER), issued_document()
    with transaction.atomic():
        amendment = actions.issue(order(), by=clerk(), today=DAY, amends=old)
    decision = issued_document()

    errors = while_held(old, _revoke(old, decision, leader), _revoke(amendment, old, leader))

    assert errors == ["", "InvalidMove"]


def test_amendment_that_was_revoked_while_its_plan_waited_does_not_hold_it_up() -> None:
    leader = campaigns.cast().leader
    plan = campaigns.plan_in(DraftStatus.ISSUED)
    amendment = amended(plan)

    def revoke_plan() -> None:
        try:
            campaigns.revoke(plan, by=leader)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            campaigns.revoke(amendment, by=leader, reason="Sai hạn.")
            revoking = pool.submit(revoke_plan)
            until(lambda: _waiting() == 1, what="the plan's revocation to wait")
        revoking.result()

    ended = Document.objects.order_by("pk").values_list("status", "status_reason")
    assert list(ended) == [("revoked", "Ban hành nhầm."), ("revoked", "Sai hạn.")]


def test_transcriptions_that_change_books_with_each_other_wait_in_one_order() -> None:
    council, by = council_issuer(), user_with_role(Role.CLERK)
    ours = transcribed_document(number=644)
    theirs = transcribed_document(number=12, of=council)

    def change(old: Document, number: int, of) -> Callable[[], object]:
        wanted = order(number=number, of=of)

        def act() -> None:
            with transaction.atomic():
                actions.transcribe(wanted, by=by, today=DAY, supersedes=old)

        return act

    errors = while_held(ours, change(ours, 644, council), change(theirs, 12, ours.issuer))

    assert errors == ["", ""]


@pytest.fixture
def impatient():
    """Let this connection wait for no lock longer than a moment."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")


def _held_elsewhere(campaign: Campaign, act: Callable[[], object]) -> object:
    """Do something while another connection holds the campaign."""

    def hold() -> None:
        try:
            with transaction.atomic():
                Campaign.objects.select_for_update().get(pk=campaign.pk)
                held.append(True)
                until(lambda: done, what="the act to end")
        finally:
            connection.close()

    held: list[bool] = []
    done: list[bool] = []
    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        until(lambda: held, what="the campaign to be held")
        try:
            return act()
        finally:
            done.append(True)
            holding.result()


def test_step_that_the_database_let_go_says_so_and_writes_nothing(impatient) -> None:
    plan, officer = campaigns.complete_draft(), campaigns.cast().officer

    def drop() -> None:
        with pytest.raises(DoneAtOnce, match="Hãy bấm lại"):
            take(PLAN, "discarded", Taking(plan.pk, officer, DAY, answers={"reason": "Thử."}))

    _held_elsewhere(plan.campaign, drop)

    plan.refresh_from_db()
    assert plan.status == DraftStatus.DRAFT


def test_page_whose_act_the_database_let_go_is_no_crash(impatient) -> None:
    plan = campaigns.complete_draft()
    client = Client(raise_request_exception=False)
    client.force_login(campaigns.cast().officer)
    step = reverse("procedure:step", args=["ke-hoach", plan.pk, "bo"])
    part = reverse("drafts:part", args=["ke-hoach", plan.pk, "general"])
    general = {
        "campaign_name": "Tên khác",
        "kind": "regular",
        "issuer": plan.issuer_id,
        "summary": "Gọn",
        "place_name": "Đây",
        "numbering_style": "decimal",
        "revision": plan.revision,
        "read": read_on(client.get(part)),
    }

    def press() -> list:
        return [client.post(step, {"reason": "Thử.", "revision": plan.revision}), client.post(part, general)]

    stepped, edited = _held_elsewhere(plan.campaign, press)

    assert (stepped.status_code, edited.status_code) == (422, 503)
    assert "việc của bạn chưa được lưu" in stepped.content.decode()
    assert "Có người khác đang làm cùng việc này" in edited.content.decode()
    assert client.post(part, general).status_code == 302
