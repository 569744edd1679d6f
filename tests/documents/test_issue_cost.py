"""What issuing costs inside documents, in statements: a lock each for issuer and book, and no look twice."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from emulation_portal.documents import actions
from emulation_portal.documents.models import Document
from tests.factories.documents import DAY, clerk, issued_document, order

pytestmark = pytest.mark.django_db


def cost_of_issuing(**touched: Document) -> list[str]:
    wanted, by = order(), clerk()
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        actions.issue(wanted, by=by, today=DAY, **touched)
    return [query["sql"] for query in queries]


def test_paper_is_issued_in_ten_statements() -> None:
    issued_document()

    statements = cost_of_issuing()

    assert len(statements) == 10, "\n".join(statements)
    locks = [sql.split('FROM "')[1].split('"')[0] for sql in statements if "FOR UPDATE" in sql or "FOR NO KEY" in sql]
    assert locks == ["documents_issuer", "documents_register"]


def test_first_paper_of_a_year_opens_its_book_in_seven_more() -> None:
    assert len(cost_of_issuing()) == 17


def test_paper_that_replaces_another_costs_six_more() -> None:
    old = issued_document()

    assert len(cost_of_issuing(supersedes=old)) == 16  # what amends it is looked for before and after the lock


def test_paper_that_amends_another_costs_two_more() -> None:
    old = issued_document()

    assert len(cost_of_issuing(amends=old)) == 12
