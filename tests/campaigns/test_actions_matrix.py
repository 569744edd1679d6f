"""Every state × every step × every role, by the real actions: what is not in the table does not happen, to nobody."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns import actions
from campaigns.enums import PlanStatus as P
from campaigns.models import CampaignPlan
from emulation_portal.audit.models import Event
from emulation_portal.core.errors import DomainError
from emulation_portal.rights.enums import Role
from tests.factories import campaigns
from tests.factories.campaigns import DAY
from tests.factories.people import AppointmentFactory, UserFactory, user_with_role

pytestmark = pytest.mark.django_db

ACTS = {
    "submit": lambda plan, by: actions.submit_plan(plan_id=plan.pk, by=by, on=DAY),
    "pass on": lambda plan, by: actions.pass_on_plan(plan_id=plan.pk, by=by),
    "approve": lambda plan, by: actions.approve_plan(plan_id=plan.pk, by=by, on=DAY),
    "return": lambda plan, by: actions.return_plan(plan_id=plan.pk, by=by, reason="Sai thể thức."),
    "withdraw": lambda plan, by: actions.withdraw_plan(plan_id=plan.pk, by=by, reason="Cần sửa thêm."),
    "discard": lambda plan, by: actions.discard_plan(plan_id=plan.pk, by=by, reason="Nhập nhầm tệp."),
    "issue": lambda plan, by: actions.issue_plan(plan_id=plan.pk, by=by, issued_on=DAY, today=DAY),
    "register": lambda plan, by: actions.register_transcription(plan_id=plan.pk, by=by, today=DAY),
    "revoke": lambda plan, by: actions.revoke_plan(plan_id=plan.pk, by=by, reason="Ban hành nhầm."),
    "correct": lambda plan, by: actions.start_correction(plan_id=plan.pk, by=by),
}
# (act, role) → the state the plan comes to
DRAFTED = {
    P.DRAFT: {("submit", "officer"): P.DEPT_REVIEW, ("discard", "officer"): P.DISCARDED},
    P.RETURNED: {("submit", "officer"): P.DEPT_REVIEW, ("discard", "officer"): P.DISCARDED},
    P.DEPT_REVIEW: {
        ("pass on", "chief_of_office"): P.LEADER_REVIEW,
        ("return", "chief_of_office"): P.RETURNED,
        ("withdraw", "officer"): P.DRAFT,
    },
    P.LEADER_REVIEW: {("approve", "leader"): P.APPROVED, ("return", "leader"): P.RETURNED},
    P.APPROVED: {("issue", "clerk"): P.ISSUED, ("return", "clerk"): P.RETURNED},
    P.ISSUED: {("revoke", "leader"): P.REVOKED},
    P.REVOKED: {},
    P.DISCARDED: {},
}
TRANSCRIBED = {
    P.DRAFT: {
        ("register", "clerk"): P.ISSUED,
        ("discard", "officer"): P.DISCARDED,
        ("discard", "clerk"): P.DISCARDED,
    },
    P.ISSUED: {
        ("revoke", "leader"): P.REVOKED,
        ("correct", "officer"): P.ISSUED,
        ("correct", "clerk"): P.ISSUED,
    },
    P.SUPERSEDED: {},
}


def try_all(plan: CampaignPlan) -> dict[tuple[str, str], str]:
    """Let everybody try everything; return what was done. What was refused has left no event and no change."""
    people = {role.value: user_with_role(role) for role in Role} | {"nobody": UserFactory()}
    done = {}
    for act, take in ACTS.items():
        for role, user in people.items():
            events = Event.objects.count()
            with transaction.atomic():
                try:
                    with transaction.atomic():
                        take(plan, user)
                except (DomainError, PermissionDenied):
                    assert Event.objects.count() == events
                    assert CampaignPlan.objects.get(pk=plan.pk).status == plan.status
                else:
                    done[act, role] = CampaignPlan.objects.get(pk=plan.pk).status
                transaction.set_rollback(True)
    return done


@pytest.mark.parametrize("status", DRAFTED)
def test_plan_written_here_takes_the_steps_of_the_table_only(status):
    assert try_all(campaigns.plan_in(status)) == DRAFTED[status]


@pytest.mark.parametrize("status", TRANSCRIBED)
def test_transcription_takes_the_steps_of_the_table_only(status):
    plan = {
        P.DRAFT: campaigns.transcription,
        P.ISSUED: campaigns.registered,
        P.SUPERSEDED: lambda: campaigns.plan_in(P.SUPERSEDED),
    }[status]()

    assert try_all(plan) == TRANSCRIBED[status]


def test_table_names_every_state():
    assert set(DRAFTED) | set(TRANSCRIBED) == set(P)


def test_who_drafted_never_confirms():
    """The officer who is made Chief of Office, and even a leader, does not confirm what is their own."""
    drafter = user_with_role(Role.CHIEF_OF_OFFICE)
    for role in (Role.LEADER, Role.OFFICER):
        AppointmentFactory(user=drafter, role=role)
    plan = campaigns.complete_draft(by=drafter)
    actions.submit_plan(plan_id=plan.pk, by=drafter, on=DAY)

    with pytest.raises(PermissionDenied, match="không được tự duyệt"):
        actions.pass_on_plan(plan_id=plan.pk, by=drafter)
    actions.pass_on_plan(plan_id=plan.pk, by=campaigns.cast().chief)
    with pytest.raises(PermissionDenied, match="không được tự duyệt"):
        actions.approve_plan(plan_id=plan.pk, by=drafter, on=DAY)
