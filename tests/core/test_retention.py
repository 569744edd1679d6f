"""How long things are kept: rules with their days, told in the docs word for word, carried out by beat."""

import datetime as dt
import re

import pytest
from celery import current_app
from django.conf import settings

from emulation_portal.core import retention
from emulation_portal.core.retention import RULES, Retention, kept_from, kept_since

DAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("what", "since"),
    [
        ("documents.copies", dt.date(2026, 10, 26)),
        ("jobs.done", dt.date(2026, 5, 29)),
        ("jobs.failed", dt.date(2025, 11, 25)),
        ("drafts.readings", dt.date(2021, 11, 25)),
        ("accounts.sessions", DAY),
        ("accounts.activations", dt.date(2025, 11, 25)),
    ],
)
def test_things_are_kept_since(what: str, since: dt.date) -> None:
    assert kept_since(what, DAY) == since


def test_rule_of_the_day_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = (
        Retention("x", 30, dt.date(2027, 1, 1), "Shorter from then on."),
        Retention("x", 90, dt.date(2026, 1, 1), "At first."),
    )
    monkeypatch.setattr(retention, "RULES", rules)

    assert kept_since("x", dt.date(2025, 12, 31)) is None
    assert kept_since("x", dt.date(2026, 1, 1)) == dt.date(2025, 10, 3)
    assert kept_since("x", dt.date(2026, 12, 31)) == dt.date(2026, 10, 2)
    assert kept_since("x", dt.date(2027, 1, 1)) == dt.date(2026, 12, 2)


def test_day_begins_at_midnight_in_viet_nam() -> None:
    assert kept_from("accounts.sessions", DAY) == dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC)
    assert kept_from("accounts.sessions", dt.date(2025, 12, 31)) is None


def test_thing_without_a_rule_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no rule says how long 'papers' is kept"):
        kept_since("papers", DAY)


def test_docs_tell_every_rule() -> None:
    """When this fails: write the new rule into docs/retention.md."""
    text = (settings.BASE_DIR / "docs" / "retention.md").read_text("utf-8")
    told = re.findall(
        r"^\| `([\w.]+)`: .*? \| (\d+) days.*? \| (\d\d/\d\d/\d{4}) \| .*? \| (.*) \|$", text, re.MULTILINE
    )

    assert told == [(rule.what, str(rule.days), f"{rule.effective_from:%d/%m/%Y}", rule.why) for rule in RULES]


def test_beat_asks_for_tasks_that_there_are() -> None:
    current_app.loader.import_default_modules()

    asked = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert asked - set(current_app.tasks) == set()
    assert {"documents.purge_copies", "jobs.purge", "drafts.purge_readings", "accounts.purge_sessions"} <= asked
