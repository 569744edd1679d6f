"""How long is kept what nobody has to keep: dated rules, told in docs/retention.md and carried out every night.

Papers, the book, the log and what papers do to each other are under no rule: they are kept for ever.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone


@dataclass(frozen=True)
class Retention:
    """From a day on, things of this kind are kept for so many days, because."""

    what: str
    days: int
    effective_from: dt.date
    why: str


_FROM = dt.date(2026, 1, 1)
_PERSONAL_DATA = "Luật 91/2025/QH15: records of what a person did online are kept no longer than needed."
RULES = (
    Retention("documents.copies", 30, _FROM, "A trial print or a printed book is no paper and can be made again."),
    Retention("files.loose", 2, _FROM, "A file that nothing names was sent with a form that was never saved."),
    Retention("jobs.done", 180, _FROM, "What came of the work stands elsewhere; its row tells only when."),
    Retention("jobs.failed", 365, _FROM, "Whoever asks why something never came finds the reason for a year."),
    Retention("notifications.messages", 730, _FROM, f"What somebody was told of stands in the log. {_PERSONAL_DATA}"),
    Retention("drafts.readings", 1826, _FROM, "The longest plan runs for five years, and is not to be read anew."),
    Retention("drafts.imports", 365, _FROM, "A file that nobody imported for a year can be read again where it lies."),
    Retention(
        "units.imports",
        30,
        _FROM,
        f"What came of a table stands in the log; the file lies where it came from. {_PERSONAL_DATA}",
    ),
    Retention(
        "reports.sheets", 30, _FROM, "What was saved of a file stands in its report; the file lies where it came from."
    ),
    Retention("accounts.sessions", 0, _FROM, f"A session that has ended lets nobody in. {_PERSONAL_DATA}"),
    Retention("accounts.unsaved", 30, _FROM, "Who comes back later than after a month begins anew."),
    Retention("core.cache", 0, _FROM, f"A limit that is over limits nobody. {_PERSONAL_DATA}"),
    Retention("accounts.activations", 365, _FROM, f"A dead key opens nothing. {_PERSONAL_DATA}"),
)


def kept_since(what: str, on: dt.date) -> dt.date | None:
    """Return the first day whose things are still kept on that day; None when no rule is in force yet.

    Raises ValueError for a kind of things that no rule names.
    """
    rules = [rule for rule in RULES if rule.what == what]
    if not rules:
        raise ValueError(f"no rule says how long {what!r} is kept")
    in_force = [rule for rule in rules if rule.effective_from <= on]
    return on - dt.timedelta(days=max(in_force, key=_since).days) if in_force else None


def kept_from(what: str, on: dt.date) -> dt.datetime | None:
    """Return the instant at which the first day that is kept begins in Việt Nam; None when all is kept."""
    since = kept_since(what, on)
    return timezone.make_aware(dt.datetime.combine(since, dt.time.min)) if since else None


def _since(rule: Retention) -> dt.date:
    return rule.effective_from
