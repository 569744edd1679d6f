"""“Việc cần làm” leaves nothing out: it is counted whole, shown by pages, and says who sent a thing and since when."""

import datetime as dt
from collections.abc import Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from emulation_portal.core.dates import today
from emulation_portal.core.work import AtHand, WorkItem, page_of
from emulation_portal.documents.drafts.actions import submit_draft
from emulation_portal.documents.drafts.models import Draft
from emulation_portal.procedure.acting import carry_out
from emulation_portal.procedure.work import waiting_for
from emulation_portal.rights.enums import Role
from tests.factories import campaigns
from tests.factories.people import user_with_role
from tests.scenarios.desk import Desk


def items(*names: str) -> AtHand:
    return AtHand([WorkItem(name, "", "/", "Mở") for name in names])


@pytest.mark.parametrize(
    ("start", "stop", "shown"),
    [(0, 2, ["a", "b"]), (1, 4, ["b", "c", "d"]), (2, 3, ["c"]), (4, 9, ["e"]), (5, 9, [])],
)
def test_pages_run_through_all_lists(start: int, stop: int, shown: list[str]) -> None:
    found, numbers = page_of([items("a", "b"), items(), items("c", "d", "e")], start=start, stop=stop)

    assert ([item.title for item in found], numbers) == (shown, [2, 0, 3])


class Asked(AtHand):
    """A list that remembers what it was asked for."""

    def page(self, start: int, stop: int) -> tuple[Sequence[WorkItem], int]:
        asked.append([item.title for item in self.found])
        return super().page(start, stop)


asked: list[list[str]] = []


def test_only_the_lists_of_a_page_are_asked_once_their_lengths_are_known() -> None:
    asked.clear()
    lists = [Asked(items(*names).found) for names in ("ab", "", "cde", "f")]

    found, numbers = page_of(lists, start=3, stop=5, known=[2, 0, 3, 1])

    assert ([item.title for item in found], numbers, asked) == (["d", "e"], [2, 0, 3, 1], [["c", "d", "e"]])


def drafts(number: int) -> list[int]:
    """Return the keys of drafts that wait for the officer, the longest waiting first."""
    since = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    rows = [campaigns.complete_draft() for _ in range(number)]
    for at, row in enumerate(rows):
        Draft.objects.filter(pk=row.pk).update(owner_since=since + dt.timedelta(hours=at))
    return [row.pk for row in rows]


@pytest.mark.django_db
def test_all_that_waits_is_counted_and_found_on_its_page() -> None:
    keys = drafts(43)
    officer = Desk(user_with_role(Role.OFFICER))

    pages = [officer.open(address) for address in ("/", "/?page=2", "/?page=3", "/?page=9", "/?page=khong")]
    shown = [[item.url for item in page.response.context["items"]] for page in pages]

    assert "Có 43 việc chờ bạn" in pages[0].text
    assert shown[0] + shown[1] + shown[2] == [Draft.objects.get(pk=key).get_absolute_url() for key in keys]
    assert [len(page) for page in shown] == [20, 20, 3, 3, 20]
    assert shown[3] == shown[2]


@pytest.mark.django_db
def test_what_was_sent_back_stands_among_older_drafts_with_who_sent_it() -> None:
    """A returned plan was behind thirty old drafts of others, and the page did not say that more was there."""
    drafts(3)
    plan = campaigns.complete_draft()
    chief = user_with_role(Role.CHIEF_OF_OFFICE)
    submit_draft(draft_id=plan.pk, by=plan.drafted_by, on=today())
    carry_out(plan, "returned", by=chief, on=today(), reason="Thiếu mốc.")
    plan.refresh_from_db()

    found = waiting_for(user_with_role(Role.OFFICER), today()).page(0, 20)[0]

    assert found[-1].title == "Kế hoạch bị trả lại, cần sửa rồi trình lại"
    assert (found[-1].sender, found[-1].since) == (chief.full_name, plan.owner_since)
    assert [item.sender for item in found[:-1]] == ["", "", ""]
    at = timezone.localtime(plan.owner_since)
    assert Desk(user_with_role(Role.OFFICER)).open("/").says(f"{chief.full_name} trả lại lúc {at:%H:%M}")


@pytest.mark.django_db
def test_page_of_work_costs_the_same_queries_for_three_and_for_twenty_things() -> None:
    officer = user_with_role(Role.OFFICER)
    waiting_for(officer, today())  # reads the rights
    costs = []
    for number in (3, 17):
        drafts(number)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            waiting_for(officer, today()).page(0, 20)[0]
        costs.append(len(queries))

    assert costs[0] == costs[1]
