"""What the text of a plan already says of its dates and rewards, proposed as rows so that nobody types it twice.

Nothing is taken that is not written: a date with its occasion on one line, a reward with its number. Pure functions.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from emulation_portal.core.dates import ImpossibleDate, last_of_month, parse_date
from emulation_portal.core.vietnamese import fold
from emulation_portal.documents.reading import plain

from .enums import AwardForm, MilestoneKind, SubjectKind

_DAY = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}\s+thang\s+\d{1,2}\s+nam\s+\d{4}"
_MONTH = r"thang\s+\d{1,2}(?:\s?/\s?|\s+nam\s+)\d{4}"
_WHEN = re.compile(rf"(?P<day>{_DAY})|(?P<month>{_MONTH})")
# What a line speaks of, by its first words; the more special stands first.
_OCCASIONS = (
    (MilestoneKind.DOSSIERS, re.compile(r"\bho so\b.*\b(?:khen thuong|truoc ngay|han|nop|gui)\b|\bhan nop ho so\b")),
    (MilestoneKind.LAUNCH, re.compile(r"\b(?:phat dong|le phat dong)\b")),
    (MilestoneKind.MIDTERM_REVIEW, re.compile(r"\bso ket\b")),
    (MilestoneKind.FINAL_REVIEW, re.compile(r"\btong ket\b")),
    (MilestoneKind.REPORT, re.compile(r"\bbao cao\b")),
)
MOST_REPORTS = 4
_FORMS = (
    (AwardForm.BKTTG, re.compile(r"\bbang khen cua thu tuong\b")),
    (AwardForm.BKLM, re.compile(r"\bbang khen cua (?:chu tich )?lien minh (?:htx|hop tac xa) viet nam\b")),
    (AwardForm.BKT, re.compile(r"\bbang khen cua (?:chu tich )?(?:ubnd|uy ban nhan dan) tinh\b")),
    (AwardForm.COLM, re.compile(r"\bco thi dua cua lien minh\b")),
    (AwardForm.COT, re.compile(r"\bco thi dua cua (?:ubnd|uy ban nhan dan)\b")),
    (AwardForm.GK, re.compile(r"\bgiay khen\b")),
)
_QUOTA = re.compile(r"\b(?P<number>\d{1,4})\s+(?P<whom>tap the|ca nhan|ho gia dinh)\b")
_WHOM = {"tap the": SubjectKind.COLLECTIVE, "ca nhan": SubjectKind.INDIVIDUAL, "ho gia dinh": SubjectKind.HOUSEHOLD}


class NamedDay(NamedTuple):
    kind: MilestoneKind
    day: dt.date


class NamedReward(NamedTuple):
    form: AwardForm
    subject: SubjectKind
    quota: int


def named_days(texts: Iterable[str]) -> list[NamedDay]:
    """Return the days with their occasions, in the order of the text: of a kind the first, of reports the first few.

    Of a month that is named alone a launch is on its first day, anything else until its last.
    """
    found: list[NamedDay] = []
    for line in _lines(texts):
        when = _WHEN.search(line)
        kind = next((kind for kind, words in _OCCASIONS if words.search(line)), None)
        if when is None or kind is None:
            continue
        most = MOST_REPORTS if kind == MilestoneKind.REPORT else 1
        day = _day(when, is_first=kind == MilestoneKind.LAUNCH)
        if day and sum(each.kind == kind for each in found) < most and NamedDay(kind, day) not in found:
            found.append(NamedDay(kind, day))
    return found


def named_rewards(texts: Iterable[str]) -> list[NamedReward]:
    """Return the rewards with their numbers: “Giấy khen …: 15 tập thể, 30 cá nhân”."""
    found: dict[tuple[AwardForm, SubjectKind], NamedReward] = {}
    for line in _lines(texts):
        form = next((form for form, words in _FORMS if words.search(line)), None)
        for quota in _QUOTA.finditer(line) if form else ():
            subject = _WHOM[quota["whom"]]
            if number := int(quota["number"]):
                found.setdefault((form, subject), NamedReward(form, subject, number))  # type: ignore[arg-type]
    return list(found.values())


def _lines(texts: Iterable[str]) -> Iterator[str]:
    """Yield the folded lines; of several sentences or items on one each by itself."""
    for text in texts:
        for line in text.splitlines():
            yield from (fold(part) for part in re.split(r";\s+|\.\s+(?=[^\W\d_])", plain(line)) if part.strip())


def _day(when: re.Match[str], *, is_first: bool) -> dt.date | None:
    try:
        if when["day"]:
            numbers = re.findall(r"\d+", when["day"])
            return parse_date("/".join(numbers))
        month, year = map(int, re.findall(r"\d+", when["month"]))
        first = parse_date(f"1/{month}/{year}")
    except ImpossibleDate:
        return None
    return first if is_first else last_of_month(first)
