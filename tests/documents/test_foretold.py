"""What is told before a paper is issued is true whatever day is typed then."""

import datetime as dt

import pytest

from emulation_portal.documents.drafts.effects import of_issuing
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.enums import NumberingMode
from tests.factories import campaigns
from tests.factories.documents import issued_document, issuer

pytestmark = pytest.mark.django_db

NEW_YEAR = dt.date(2027, 1, 4)


@pytest.mark.parametrize(
    ("mode", "today", "words"),
    [
        (NumberingMode.PORTAL, campaigns.DAY, "(ngày trong năm 2026: dự kiến 02)"),
        (NumberingMode.PORTAL, NEW_YEAR, "(ngày trong năm 2027: dự kiến 01)"),
        (NumberingMode.BOOK, campaigns.DAY, "(số gần nhất cổng biết của năm 2026: 01)"),
        (NumberingMode.BOOK, NEW_YEAR, "(số gần nhất cổng biết của năm 2027: chưa có)"),
    ],
)
def test_number_is_foretold_for_a_day_of_the_year_that_is_named(
    mode: NumberingMode, today: dt.date, words: str
) -> None:
    plan = campaigns.plan_in(DraftStatus.APPROVED)
    issued_document()
    issuer(numbering_mode=mode)
    plan.refresh_from_db()

    assert words in of_issuing(plan, today)[0]
