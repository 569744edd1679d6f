"""Nobody passes on, approves or numbers a text that they have not read: an old tab is told so."""

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import CampaignPlan
from emulation_portal.accounts.models import User
from emulation_portal.core.dates import short_date, today
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.enums import DraftStatus as P
from emulation_portal.procedure.acting import carry_out
from tests.factories import campaigns
from tests.factories.campaigns import DAY

pytestmark = pytest.mark.django_db


def edited_and_back(plan: CampaignPlan) -> None:
    """Another deputy returns the plan, the officer edits it, and it comes back to the same desk."""
    who, status = campaigns.cast(), plan.status
    reviewer = {P.DEPT_REVIEW: who.chief, P.LEADER_REVIEW: who.leader, P.APPROVED: who.clerk}.get(status)
    if reviewer:
        carry_out(plan, "returned", by=reviewer, on=DAY, reason="Sửa số tiền.")
    plan = CampaignPlan.objects.get(pk=plan.pk)
    actions.edit_draft(
        draft_id=plan.pk,
        revision=plan.revision,
        by=who.officer,
        part="general",
        change=lambda plan: setattr(plan, "closing", "Mức thưởng 500 triệu đồng."),
    )
    if reviewer:
        actions.submit_draft(draft_id=plan.pk, by=who.officer, on=DAY)
    if status in (P.LEADER_REVIEW, P.APPROVED):
        carry_out(plan, "passed_on", by=who.chief, on=DAY)
    if status == P.APPROVED:
        actions.approve_draft(draft_id=plan.pk, by=who.leader, on=DAY)


STEPS = {
    P.DRAFT: ("trinh", "officer", P.DEPT_REVIEW, {}),
    P.DEPT_REVIEW: ("trinh-lanh-dao", "chief", P.LEADER_REVIEW, {}),
    P.LEADER_REVIEW: ("duyet", "leader", P.APPROVED, {"reason": ""}),
    P.APPROVED: ("ban-hanh", "clerk", P.ISSUED, {"word": "BAN HÀNH"}),
}


def press(client: Client, plan: CampaignPlan, *, revision: str) -> str:
    """Press the button of this state's step; return what the answering page says, and leave the plan as it is then."""
    name, role, _, data = STEPS[P(plan.status)]
    client.force_login(person(role))
    if name == "ban-hanh":
        data = data | {"issued_on": short_date(today())}
    sent = data | ({"revision": revision} if revision else {})
    return client.post(reverse("procedure:step", args=["ke-hoach", plan.pk, name]), sent, follow=True).content.decode()


def person(role: str) -> User:
    found: User = getattr(campaigns.cast(), role)
    return found


@pytest.mark.parametrize("status", STEPS)
@pytest.mark.parametrize("sent", ["the revision that was read", "nothing"])
def test_an_old_tab_acts_on_nothing(client: Client, status: P, sent: str) -> None:
    plan = campaigns.plan_in(status)
    read = str(plan.revision) if sent != "nothing" else ""
    edited_and_back(plan)

    said = press(client, plan, revision=read)

    assert "đã được sửa sau khi bạn mở trang" in said
    assert CampaignPlan.objects.get().status == status


@pytest.mark.parametrize("status", STEPS)
def test_the_newest_text_is_acted_on(client: Client, status: P) -> None:
    plan = campaigns.plan_in(status)
    edited_and_back(plan)
    plan.refresh_from_db()

    press(client, plan, revision=str(plan.revision))

    assert CampaignPlan.objects.get().status == STEPS[status][2]


@pytest.mark.parametrize("status", STEPS)
def test_the_page_sends_what_it_shows(client: Client, status: P) -> None:
    plan = campaigns.plan_in(status)
    name, role, _, _ = STEPS[status]
    client.force_login(person(role))
    has_page = name in {"ban-hanh", "duyet"}
    url = reverse("procedure:step", args=["ke-hoach", plan.pk, name]) if has_page else plan.get_absolute_url()

    page = client.get(url).content.decode()

    assert f'name="revision" value="{plan.revision}"' in page
