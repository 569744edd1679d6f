"""A kind lays its own way over the desks of review; the database lets it through, and nothing that no way has."""

from dataclasses import replace

import pytest
from django.db import InternalError, transaction

from campaigns.procedures import PLAN
from emulation_portal.documents.drafts import policies
from emulation_portal.documents.drafts.enums import DraftStatus as D
from emulation_portal.documents.drafts.models import Draft
from emulation_portal.documents.drafts.procedures import all_moves, paper_procedures
from emulation_portal.documents.drafts.ways import BY_CHIEF, BY_LEADER, LEADER_APPROVES, Way
from emulation_portal.procedure.registry import procedures, without_clash
from emulation_portal.rights.enums import Role
from tests.factories import campaigns

STRAIGHT = Way((LEADER_APPROVES,), policies.check_can_revoke)


@pytest.mark.parametrize(
    ("way", "stations", "owners"),
    [
        (BY_LEADER, ["dept_review", "leader_review"], [Role.CHIEF_OF_OFFICE, Role.LEADER]),
        (BY_CHIEF, ["dept_review"], [Role.CHIEF_OF_OFFICE]),
        (STRAIGHT, ["leader_review"], [Role.LEADER]),
    ],
)
def test_way_goes_from_desk_to_desk_and_back(way: Way, stations: list[str], owners: list[Role]) -> None:
    moves = [(before, step.to) for step in way.steps("tờ trình") for before in step.of]

    assert [state for state, _ in way.path] == stations
    assert [state.owner for state in way.states("tờ trình").values()] == owners
    assert {(D.DRAFT, stations[0]), (D.RETURNED, stations[0]), (stations[-1], D.APPROVED)} <= set(moves)
    assert all((station, D.RETURNED) in moves for station in stations)


@pytest.mark.django_db
def test_database_lets_through_what_some_way_has_and_nothing_else() -> None:
    draft = campaigns.complete_draft()
    allowed = set(all_moves())

    for before, after in sorted((str(a), str(b)) for a in D for b in (*D,) if a != b):
        if D.ISSUED in (before, after) or {before, after} & {D.SUPERSEDED, D.REVOKED}:
            continue  # a constraint wants their document
        with transaction.atomic():
            walk(draft, before)
            try:
                with transaction.atomic():
                    Draft.objects.filter(pk=draft.pk).update(status=after)
            except InternalError:
                assert (before, after) not in allowed
            else:
                assert (before, after) in allowed
            transaction.set_rollback(True)


def walk(draft: Draft, to: str) -> None:
    """Bring the row to a state by moves that are allowed."""
    ways = {
        D.DRAFT: [],
        D.DISCARDED: [D.DISCARDED],
        D.DEPT_REVIEW: [D.DEPT_REVIEW],
        D.LEADER_REVIEW: [D.LEADER_REVIEW],
        D.RETURNED: [D.DEPT_REVIEW, D.RETURNED],
        D.APPROVED: [D.DEPT_REVIEW, D.APPROVED],
    }
    for status in ways[D(to)]:
        Draft.objects.filter(pk=draft.pk).update(status=status)


def test_way_that_the_database_would_refuse_is_refused_at_the_start() -> None:
    crooked = Way((replace(LEADER_APPROVES, status=D.SUPERSEDED),), policies.check_can_revoke)

    with pytest.raises(ValueError, match="the database refuses"):
        paper_procedures(code="x", slug="x-y", model="campaigns.CampaignPlan", noun="x", way=crooked)

    assert "x" not in {each.code for each in procedures()}


@pytest.mark.parametrize(
    "changes",
    [
        {"slug": "ke-hoach-khac"},  # the code is taken
        {"code": "khac"},  # the address is taken
        {"model": "campaigns.CampaignPaper", "narrow": {"kind": "x"}},
        {"noun": "x"},  # the same rows
    ],
)
def test_procedure_stands_in_nobodys_way(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="stands in the way"):
        without_clash([PLAN, replace(PLAN, **changes)])
