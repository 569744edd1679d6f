"""What it costs the database to issue a plan, from the lock to the campaign that begins: a literal number."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emulation_portal.accounts.models import User
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.enums import DraftStatus
from tests.factories import campaigns
from tests.factories.campaigns import DAY

pytestmark = pytest.mark.django_db
AS_BEFORE_DRAFTS = 57  # statements by which release 1 did it


def test_plan_is_issued_in_at_most_half_of_the_statements_of_before() -> None:
    campaigns.plan_in(DraftStatus.ISSUED)  # the book of the year is open
    plan = campaigns.plan_in(DraftStatus.APPROVED)
    clerk = User.objects.get(pk=campaigns.cast().clerk.pk)  # knows nothing yet, as at the start of a request

    with CaptureQueriesContext(connection) as queries:
        actions.issue_draft(draft_id=plan.pk, by=clerk, issued_on=DAY, today=DAY)

    statements = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= AS_BEFORE_DRAFTS // 2, "\n".join(sql[:150] for sql in statements)
