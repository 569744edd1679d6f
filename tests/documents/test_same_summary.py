"""Trích yếu that say the same are found whatever their case, accents and marks; the database looks, in an index."""

import pytest
from django.db import connection

from emulation_portal.documents.drafts.models import Draft
from emulation_portal.documents.drafts.queries import same_summary
from tests.factories.documents import council_issuer, issuer

pytestmark = pytest.mark.django_db


def drafts_with(*summaries: str, of=None) -> list[Draft]:
    house = of or issuer()
    return Draft.objects.bulk_create(Draft(kind="plan", issuer=house, summary=summary) for summary in summaries)


@pytest.mark.parametrize(
    "written",
    [
        "Thi đua “Đổi mới” năm 2026",
        "THI ĐUA\nđổi mới,  năm 2026.",
        "thi dua doi moi - nam 2026",
        "Thi đua Đổi mới năm 2026",
    ],
)
def test_summary_of_the_same_words_is_the_same(written: str) -> None:
    (same, _) = drafts_with(written, "Thi đua Đổi mới năm 2027")
    drafts_with(written, of=council_issuer())

    assert list(same_summary("Thi đua Đổi mới năm 2026", issuer=issuer())) == [same]


@pytest.mark.parametrize("summary", ["", " \n", "…"])
def test_summary_without_words_is_the_same_as_none(summary: str) -> None:
    drafts_with("", "…", "Thi đua")

    assert list(same_summary(summary, issuer=issuer())) == []
    assert list(same_summary("Thi đua", issuer=None)) == []


def test_many_drafts_are_not_read_to_find_one() -> None:
    drafts_with(*(f"Triển khai việc số {number}" for number in range(3000)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE drafts_draft")

    found = same_summary("TRIỂN KHAI việc số 2999", issuer=issuer())

    assert "draft_same_summary" in found.explain()
    assert [draft.summary for draft in found] == ["Triển khai việc số 2999"]
