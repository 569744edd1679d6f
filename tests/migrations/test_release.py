"""What the previous release left, with its sample, is all there after the migration and is read as before.

`release-1.sql.gz` is a dump of the previous release with its sample, made by pg_dump; `release-1-media` are its files.
`beside_the_sample.sql` adds rows of the kinds that the sample has none of. Nobody in there exists.
"""

import json
import shutil
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pytest

from emulation_portal.documents.drafts.enums import ISSUED_EVER
from tests.migrations.own_database import told_by

pytestmark = pytest.mark.migration

HERE = Path(__file__).parent
# Where the rows of a table stand now, and what their columns are called there: {table: {table now: {column: now}}}.
MOVED = {
    "campaigns_campaignplan": {
        "drafts_draft": {"supersedes_id": "predecessor_id"},
        "campaigns_campaignplan": {"id": "draft_ptr_id"},
    },
    "campaigns_planbasis": {"drafts_draftbasis": {"plan_id": "draft_id"}},
    "campaigns_plansection": {"drafts_draftsection": {"plan_id": "draft_id"}},
    "campaigns_planrecipient": {"drafts_draftrecipient": {"plan_id": "draft_id"}},
    "campaigns_planimport": {"drafts_paperimport": {"plan_id": "draft_id"}},
    "units_appointment": {"rights_appointment": {}},
}
# Tables of pairs, whose own keys nobody names.
PAIRS = {
    "campaigns_campaignplan_addressed_units": "drafts_draft_addressed_units",
    "campaigns_campaignplan_addressed_blocks": "drafts_draft_addressed_blocks",
}
OF_DJANGO = {"auth_permission", "django_content_type", "django_migrations"}
FROZEN = (
    "audit_event",
    "documents_document",
    "documents_documentfile",
    "documents_loosecopy",
    "documents_register",
    "documents_registerentry",
    "documents_issuer",
)


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> dict:
    """Return what stood in the tables before and after, and what was shown to whom."""
    media = tmp_path_factory.mktemp("release") / "media"
    shutil.copytree(HERE / "release-1-media", media)
    return told_by(HERE / "migrate_release.py", MEDIA_ROOT=str(media))


class Difference(NamedTuple):
    lost: list  # (table, key)
    changed: dict  # {(table, key, column): (before, after)}
    gone: dict  # {(table, column): {what stood in it}}


@pytest.fixture(scope="module")
def difference(told) -> Difference:
    found = Difference([], {}, {})
    for table, rows in told["before"].items():
        for key, row in rows.items() if table not in PAIRS else ():
            now = row_now(told["after"], table, key, row)
            if now is None:
                found.lost.append((table, key))
                continue
            for column in row.keys() - now.keys():
                found.gone.setdefault((table, column), set()).add(row[column])
            changed = {(table, key, name): (row[name], now[name]) for name in now if row[name] != now[name]}
            found.changed.update(changed)
    return found


def row_now(after: dict, table: str, key: str, row: dict) -> dict | None:
    """Return the row as it stands now, under the names that its columns had, or None where a part of it is missing."""
    now = {}
    for place, names in MOVED.get(table, {table: {}}).items():
        if key not in after[place]:
            return None
        found = after[place][key]
        now |= {column: found[names.get(column, column)] for column in row if names.get(column, column) in found}
    return now


def of(rows: dict, *columns: str) -> list[tuple]:
    return sorted(tuple(row[column] for column in columns) for row in rows.values())


# --- rows -------------------------------------------------------------------------------------------------------------


def test_the_release_had_what_is_to_be_kept(told) -> None:
    """An empty dump would lose nothing, either."""
    counts = {table: len(rows) for table, rows in told["before"].items() if table not in OF_DJANGO}

    assert {table for table, count in counts.items() if not count} == {
        "account_emailconfirmation",
        "auth_group",
        "auth_group_permissions",
        "django_session",
        "usersessions_usersession",
    }
    assert sum(counts.values()) > 1_000
    assert (counts["audit_event"], counts["documents_document"], counts["campaigns_campaignplan"]) == (384, 9, 16)


def test_no_row_is_lost_but_one_that_said_the_same_twice(told, difference) -> None:
    """Somebody held one post twice at once: the log tells the row that went, whole, and into which it went."""
    (mended,) = [each for each in added_events(told) if json.loads(each["data"]).get("merged_into")]
    data = json.loads(mended["data"])
    before = told["before"]["units_position"]["108"]

    assert difference.lost == [("units_position", "108")]
    assert {name: value.lower() for name, value in data["row"].items()} == {
        name: str(value).lower() for name, value in before.items()
    }
    assert (mended["object_type"], mended["object_id"], data["merged_into"]) == ("units.person", "107", 107)


def test_no_value_changes_but_what_had_to_be_decided(difference) -> None:
    assert difference.changed == {
        ("units_position", "107", "effective_to"): (None, "2024-01-01"),  # until the post that is held twice
        ("units_appointment", "2", "role"): ("dept_head", "chief_of_office"),
        ("units_unit", "59", "parent_id"): (None, "1"),
    }
    assert difference.gone == {("units_blockmembership", "is_lead"): {"true", "false"}, ("jobs_job", "unit_id"): {None}}


def test_who_led_a_block_leads_it(told) -> None:
    leading = {key for key, row in told["before"]["units_blockmembership"].items() if row["is_lead"] == "true"}
    memberships = [told["after"]["units_blockmembership"][key] for key in leading]
    appointments = told["after"]["rights_appointment"].values()

    leads = {(row["block_id"], row["unit_id"]) for row in appointments if row["role"] == "cluster_lead"}
    assert {(row["block_id"], row["unit_id"]) for row in memberships} == leads == {("1", "10")}


def test_nothing_is_made_up(told) -> None:
    """Beside what Django knows of its own, only the log grew, by what was decided."""
    grown = {
        table: len(rows) - len(told["before"][table])
        for table, rows in told["after"].items()
        if table not in OF_DJANGO and len(rows) > len(told["before"].get(table, rows))
    }

    assert grown == {"audit_event": 2}
    assert {row["verb"] for row in added_events(told)} == {"period.mended"}


def added_events(told: dict) -> list[dict]:
    return [row for key, row in told["after"]["audit_event"].items() if key not in told["before"]["audit_event"]]


@pytest.mark.parametrize("table", FROZEN)
def test_no_log_entry_and_no_paper_is_rewritten(told, table: str) -> None:
    """To the letter: payloads, numbers, codes, digests, the lines of the book and whom the log names."""
    before, after = told["before"][table], told["after"][table]
    columns = next(iter(before.values())).keys()

    assert {key: {name: after[key][name] for name in columns} for key in before} == before


def test_log_reads_as_of_the_alliance(told) -> None:
    assert {told["after"]["audit_event"][key]["place"] for key in told["before"]["audit_event"]} == {"/1/"}


def test_no_key_is_given_twice(told) -> None:
    assert told["behind"] == []


# --- plans ------------------------------------------------------------------------------------------------------------


def test_plans_are_drafts_of_plans(told) -> None:
    """Their own columns and those of their parts are compared above, with every other row."""
    plans, drafts = told["before"]["campaigns_campaignplan"], told["after"]["drafts_draft"]
    current = [
        row["draft_ptr_id"] for row in told["after"]["campaigns_campaignplan"].values() if row["is_current"] == "true"
    ]

    assert {row["kind"] for row in drafts.values()} == {"plan"}
    assert drafts.keys() == plans.keys()
    assert sorted(current) == sorted(key for key, plan in plans.items() if plan["status"] == "issued")
    assert {key: row["relation"] for key, row in drafts.items() if row["relation"]} == {
        "14": "correction",
        "15": "correction",
    }


@pytest.mark.parametrize("table", PAIRS)
def test_whom_a_plan_is_addressed_to_is_kept(told, table: str) -> None:
    other = "unit_id" if table.endswith("units") else "emulationblock_id"
    before, after = told["before"][table], told["after"][PAIRS[table]]

    assert of(after, "draft_id", other) == of(before, "campaignplan_id", other) != []


def test_who_wrote_a_plan_still_may_not_approve_it(told) -> None:
    wrote = {"plan.created", "plan.imported", "plan.edited", "plan.submitted", "plan.correction_started"}
    events = [row for row in told["before"]["audit_event"].values() if row["verb"] in wrote]
    drafters = {(key, plan["drafted_by_id"]) for key, plan in told["before"]["campaigns_campaignplan"].items()}

    hands = set(of(told["after"]["drafts_draft_hands"], "draft_id", "user_id"))
    assert hands == drafters | {(row["object_id"], row["actor_id"]) for row in events}
    assert {("17", "1"), ("17", "2")} <= hands


def test_drafts_wait_since_their_last_step(told) -> None:
    events = [row for row in told["before"]["audit_event"].values() if row["object_type"] == "campaigns.campaignplan"]
    last = {row["object_id"]: row["at"] for row in sorted(events, key=lambda row: row["at"]) if row["to_status"]}
    plans = told["before"]["campaigns_campaignplan"]

    assert {key: draft["owner_since"] for key, draft in told["after"]["drafts_draft"].items()} == {
        key: last.get(key, plan["created_at"]) for key, plan in plans.items()
    }


# --- triggers ---------------------------------------------------------------------------------------------------------


def test_no_trigger_is_dropped_or_off(told) -> None:
    before, after = (
        {(table, name) for table, name, _, _ in told[when]} for when in ("triggers_before", "triggers_after")
    )

    assert len(before) == 8
    assert before - after == set()
    assert {state for _, _, state, _ in told["triggers_after"]} == {"O"}


def test_every_trigger_bites(told) -> None:
    """Each of before, and those of the drafts."""
    tried = {name.partition(" (")[0] for name in told["refusals"]}
    guards = {
        f"{table} {name.removeprefix('pgtrigger_').rpartition('_')[0]}" for table, name, _, _ in told["triggers_before"]
    }

    assert guards - tried == set()
    assert {name: answer.split("(")[0].rpartition("_")[0] for name, answer in told["refusals"].items()} == {
        name: f"PL/pgSQL function pgtrigger_{name.split()[1]}" for name in told["refusals"]
    }


# --- what is read -----------------------------------------------------------------------------------------------------


def test_everybody_reads_what_is_issued(told) -> None:
    plans = told["before"]["campaigns_campaignplan"]
    closed = {f"plan {key}" for key, plan in plans.items() if plan["status"] not in ISSUED_EVER}
    campaigns = {plan["campaign_id"] for plan in plans.values()}
    shown = {plan["campaign_id"] for plan in plans.values() if plan["status"] in ISSUED_EVER}
    closed |= {f"{name} from the log" for name in closed} | {f"campaign {key}" for key in campaigns - shown}

    answers = {name: page[:2] for name, page in told["pages"]["anybody"].items() if not name.startswith("file")}
    assert answers == {name: [404, False] if name in closed else [200, True] for name in answers}
    assert len(answers) == 9 + 9 + 2 * 16 + 14 + 1
    assert len(closed) == 7 + 7 + 6


def test_officer_reads_everything(told) -> None:
    pages = {name: page for name, page in told["pages"]["officer"].items() if not name.startswith("file")}

    assert [
        name for name, page in (pages | told["office"]).items() if name != "copy 1" and page[:2] != [200, True]
    ] == []
    assert [name for name in told["office"] if name.startswith("job")] == [f"job {number}" for number in range(1, 11)]


def test_files_are_served_as_they_were_issued(told) -> None:
    files = told["before"]["documents_documentfile"].values()
    issued = {f"file {row['document_id']}": [200, row["sha256"]] for row in files}
    copy = told["before"]["documents_loosecopy"]["1"]

    for pages in told["pages"].values():
        assert {name: page for name, page in pages.items() if name.startswith("file")} == issued
    assert told["office"]["copy 1"] == [200, Path(copy["storage_name"]).stem]
    assert len(issued) == 9


def test_book_goes_on(told) -> None:
    assert told["next_paper"] == ["issued", 10, "04/KH-LMHTX"]


def test_auditor_reads_every_old_entry_in_words(told) -> None:
    events, log = told["before"]["audit_event"], told["log"]
    kinds = {events[key]["object_type"]: log[key]["kind"] for key in events}

    assert events.keys() - log.keys() == set()
    assert [key for key in events if log[key]["what"] == "Việc khác"] == []
    assert [key for key, event in events.items() if bool(event["to_status"]) != bool(log[key]["status"])] == []
    assert kinds == {
        "accounts.user": "Tài khoản",
        "campaigns.campaign": "Phong trào",
        "campaigns.campaignplan": "Kế hoạch",
        "campaigns.planimport": "Tệp kế hoạch đã đọc",
        "documents.document": "Văn bản",
        "documents.registerentry": "Dòng sổ văn bản đi",
        "units.appointment": "Vai trò",
        "units.person": "Người",
        "units.unit": "Đơn vị",
    }
    assert log["382"] == {
        "what": "Bỏ dự thảo kế hoạch",
        "kind": "Kế hoạch",
        "status": "Dự thảo → Đã bỏ",
        "url": "/du-thao/17/",
    }


def test_history_of_a_plan_is_its_old_entries(told) -> None:
    """Newest first; what was done again and again stands there once."""
    events = [
        (key, row)
        for key, row in told["before"]["audit_event"].items()
        if row["object_type"] == "campaigns.campaignplan"
    ]
    newest = sorted(events, key=lambda each: (int(each[1]["object_id"]), -int(each[0])))
    told_of = {
        f"plan {plan}": [told["log"][key]["what"] for key, _ in rows]
        for plan, rows in groupby(newest, key=lambda each: each[1]["object_id"])
    }

    histories = {name: page[2] for name, page in told["pages"]["officer"].items() if name in told_of}
    # An edit names its part in the history; the log of before told only that there was one.
    assert {name: [what.partition(": ")[0] for what in whats] for name, whats in histories.items()} == told_of
    assert len(histories) == 16
