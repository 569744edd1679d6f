"""What it costs the database to issue a plan, from the lock to the campaign that begins: literal numbers of the whole act."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import CampaignPlan
from campaigns.procedures import PLAN
from emulation_portal.accounts.models import User
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.procedure.acting import take
from emulation_portal.procedure.registry import Taking
from tests.factories import campaigns
from tests.factories.campaigns import DAY

pytestmark = pytest.mark.django_db
AS_BEFORE_DRAFTS = 57  # statements by which release 1 did it
OPENS_THE_BOOK = 7
TELLS = 1  # who waited for it, that they wait no more
ASKS = 1  # whether units are to be asked for reports from now on


def issue(plan: CampaignPlan) -> list[str]:
    """Issue the plan as the page of the step does; return all statements, savepoints too."""
    clerk = User.objects.get(pk=campaigns.cast().clerk.pk)  # knows nothing yet, as at the start of a request
    with CaptureQueriesContext(connection) as queries:
        take(PLAN, "issued", Taking(plan.pk, clerk, DAY, plan.revision, {"issued_on": DAY}))
    assert CampaignPlan.objects.get(pk=plan.pk).is_current
    return [query["sql"] for query in queries]


def lines(statements: list[str]) -> str:
    return "\n".join(sql[:150] for sql in statements)


def test_plan_is_issued_in_at_most_half_of_the_statements_of_before() -> None:
    campaigns.plan_in(DraftStatus.ISSUED)  # the book of the year is open

    statements = issue(campaigns.plan_in(DraftStatus.APPROVED))

    assert len(statements) <= AS_BEFORE_DRAFTS // 2 + TELLS + ASKS, lines(statements)
    after_the_move = next(sql for sql in statements if sql.startswith('UPDATE "drafts_draft"'))
    rest = statements[statements.index(after_the_move) :]
    assert [sql for sql in rest if 'FROM "campaigns_milestone"' in sql] == []  # what is in hand is not read again


def test_first_plan_of_a_year_opens_its_book_in_seven_more() -> None:
    statements = issue(campaigns.plan_in(DraftStatus.APPROVED))

    assert len(statements) <= AS_BEFORE_DRAFTS // 2 + TELLS + ASKS + OPENS_THE_BOOK, lines(statements)
