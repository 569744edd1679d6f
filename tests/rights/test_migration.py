"""The migrations over rows of an installation from before: nothing is lost, and what they decide is told in the log."""

import json
from pathlib import Path

import pytest

from tests.migrations.own_database import told_by

pytestmark = pytest.mark.migration


@pytest.fixture(scope="module")
def after() -> dict[str, list[list]]:
    """Return what stands in the tables after the migration, by table."""
    return told_by(Path(__file__).with_name("migrate_old_rows.py"))


def told(after: dict, verb: str) -> list[dict]:
    rows = [{"verb": v, "type": t, "id": i, "place": p, **json.loads(d)} for v, t, i, p, d in after["log"]]
    return [row for row in rows if row["verb"] == verb]


def test_everything_stands_under_the_alliance(after) -> None:
    paths = {code: (path, office, root) for code, path, office, root in after["units"]}

    assert paths["LM"] == ("/1/", "/1/", 1)
    assert paths["HTX-2"] == ("/1/2/", "/1/2/", 1)
    assert paths["VP"] == ("/1/3/", "/1/", 1)
    assert {alliance for _, alliance in (*after["people"], *after["blocks"])} == {1}


def test_chief_is_told_apart_by_title(after) -> None:
    roles = {pk: role for pk, _, _, _, role, _, _ in after["roles"]}

    assert (roles[1], roles[2]) == ("chief_of_office", "dept_head")


def test_leads_stand_at_blocks(after) -> None:
    leads = [
        (user, unit, block, since) for _, user, unit, block, role, since, _ in after["roles"] if role == "cluster_lead"
    ]
    editors = [(pk, user, unit) for pk, user, unit, _, role, _, _ in after["roles"] if role == "unit_editor"]
    gone = told(after, "period.mended")

    # The unit of the first is in a block and a cluster still; the second is the head of the unit that was marked.
    assert leads == [(3, 5, 1, "2022-01-01"), (6, 6, 1, "2021-01-01")]
    assert editors == [(4, 4, 2), (6, 5, 2)]  # who led no block reads on; who was an editor already stays one
    assert [row["id"] for row in gone if row.get("role") == "cluster_lead"] == ["4", "5"]
    noted = [(row["id"], row["unit"]) for row in told(after, "block.lead_noted")]
    assert noted == [("2", "Hợp tác xã Bảy")]


def test_no_period_overlaps_and_no_day_is_lost(after) -> None:
    roles = {pk: (since, until) for pk, _, _, _, _, since, until in after["roles"]}
    posts = {pk: (since, until) for pk, since, until in after["posts"]}
    members = [(b, kind, since, until) for b, unit, kind, since, until in after["members"] if unit == 5]

    assert (roles[8], roles[9]) == (("2020-01-01", "2022-01-01"), ("2022-01-01", None))
    assert posts[2] == ("2021-01-01", "2024-01-01")
    assert 3 not in posts  # said the same from the same day
    assert posts[4] == ("2024-01-01", None)
    assert members == [
        (1, "block", "2020-01-01", "2024-01-01"),
        (2, "block", "2024-01-01", "2025-01-01"),
        (1, "block", "2025-01-01", None),
        (3, "cluster", "2020-01-01", None),
    ]
    assert after["signing"] == [
        [1, "2020-01-01", "2021-01-01"],
        [2, "2021-01-01", None],
        [3, "2020-01-01", None],
    ]


def test_draft_names_the_right_to_sign_that_stays(after) -> None:
    assert after["signed"] == [[3]]


def test_nobody_lasts_in_a_closed_unit(after) -> None:
    posts = {pk: (since, until) for pk, since, until in after["posts"]}
    roles = {pk: until for pk, _, _, _, _, _, until in after["roles"]}

    assert (posts[5], roles[10]) == (("2020-01-01", "2025-01-01"), "2025-01-01")
    assert 6 not in posts  # began after the unit had closed
    (row,) = [row for row in told(after, "period.mended") if row.get("closed_on")]
    assert (row["row"]["title"], row["closed_on"]) == ("Kế toán", "01/01/2025")


def test_log_and_jobs_read_as_of_the_alliance(after) -> None:
    assert after["log"][0][:4] == ["unit.created", "units.unit", "5", "/1/"]
    assert after["jobs"] == [[1, "/1/"]]
    assert {place for _, _, _, place, _ in after["log"][1:]} <= {"/1/2/", "/1/4/", "/1/5/", "/1/7/", "/1/8/", "/1/"}


def test_rows_that_were_parted_are_told_with_what_they_said(after) -> None:
    of_person = [row for row in told(after, "period.mended") if (row["type"], row["id"]) == ("units.person", "2")]
    mended = [row for row in of_person if "title" in row["row"]]

    assert [(row["row"]["id"], row["was"]) for row in mended] == [
        ("3", "01/01/2021 – trước 01/01/2022"),
        ("2", "01/01/2021 – nay"),
        ("4", "01/01/2024 – trước 01/06/2024"),
    ]
    assert mended[0]["merged_into"] == 2
