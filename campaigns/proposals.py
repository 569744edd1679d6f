"""What the text of a plan already says of its dates and rewards, proposed as rows so that nobody types it twice.

Nothing is taken that is not written: a date with its occasion on one line, a reward with its number. Pure functions.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from emulation_portal.core.dates import ImpossibleDate, last_of_month, parse_date
from emulation_portal.core.vietnamese import fold
from emulation_portal.documents.reading import plain

from .enums import AwardForm, MilestoneKind, SubjectKind

_DAY = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}\s+thang\s+\d{1,2}\s+nam\s+\d{4}"
_MONTH = r"thang\s+\d{1,2}(?:\s?/\s?|\s+nam\s+)\d{4}"
_WHEN = re.compile(rf"(?P<day>{_DAY})|(?P<month>{_MONTH})")
_ONLY_WHEN = re.compile(r"[-+\s]*(?:(?:truoc|tu|den|het|vao|trong)\s+)*(?:ngay\s+)?")
# What a line speaks of, by its first words; the more special stands first.
_OCCASIONS = (
    (
        MilestoneKind.DOSSIERS,
        re.compile(r"\bho so\b.{0,200}?\b(?:khen thuong|truoc ngay|han|nop|gui)\b|\bhan nop ho so\b"),
    ),
    (MilestoneKind.LAUNCH, re.compile(r"\b(?:phat dong|le phat dong)\b")),
    (MilestoneKind.MIDTERM_REVIEW, re.compile(r"\bso ket\b")),
    (MilestoneKind.FINAL_REVIEW, re.compile(r"\btong ket\b")),
    (MilestoneKind.REPORT, re.compile(r"\bbao cao\b")),
)
MOST_REPORTS = 4
LONGEST_SENTENCE = 2_000  # letters
_PROVINCE = r"(?:ubnd|uy ban nhan dan) tinh\b"
_ABOVE = r"lien minh (?:htx|hop tac xa) viet nam\b"
_FORMS = (
    (AwardForm.BKTTG, re.compile(r"\bbang khen cua thu tuong\b|\bthu tuong\b.{0,80}?\btang (?:thuong )?bang khen\b")),
    (
        AwardForm.BKLM,
        re.compile(rf"\bbang khen cua (?:chu tich )?{_ABOVE}|{_ABOVE} (?:xet )?tang (?:thuong )?bang khen\b"),
    ),
    (
        AwardForm.BKT,
        re.compile(rf"\bbang khen cua (?:chu tich )?{_PROVINCE}|{_PROVINCE} (?:xet )?tang (?:thuong )?bang khen\b"),
    ),
    (AwardForm.COLM, re.compile(rf"\bco thi dua cua lien minh\b|{_ABOVE} (?:xet )?tang co\b")),
    (AwardForm.COT, re.compile(rf"\bco thi dua cua {_PROVINCE}|{_PROVINCE} (?:xet )?tang co\b")),
    (AwardForm.GK, re.compile(r"\bgiay khen\b")),
)
_WHOM = {"tap the": SubjectKind.COLLECTIVE, "ca nhan": SubjectKind.INDIVIDUAL, "ho gia dinh": SubjectKind.HOUSEHOLD}
_QUOTA = re.compile(rf"\(?\b(?P<number>\d{{1,4}})\)?\s+(?P<whom>{'|'.join(_WHOM)})\b")
_QUOTA_BEHIND = re.compile(rf"\b(?P<whom>{'|'.join(_WHOM)})\s*:?\s*\(?(?P<number>\d{{1,4}})\b(?![/.]\d)")
# A line that only says how many of the form named above it: “+ Tập thể: 15”, “- 30 cá nhân”.
_ONLY_QUOTA = re.compile(rf"\A[-+•*\s]*(?:\(?\d{{1,4}}\)?\s+)?(?:{'|'.join(_WHOM)})\b")
_NO_LIMIT = "".join(rf"(?<!\b{word} )" for word in ("truoc", "den", "tu", "het", "sau", "vao", "la"))
# What a paper is cited by, with its day: it is no day of the plan's own.
_CITED = re.compile(
    rf"(?:\b\d+[/-]\w[\w&/-]*|\b(?:luat|nghi dinh|nghi quyet|quyet dinh|chi thi|huong dan|thong tu|ke hoach)\b)"
    rf"[^.,;:()]{{0,80}}?\b{_NO_LIMIT}ngay\s+(?:{_DAY})"
)
_WHAT_HEADS = ("noi dung", "cong viec", "hoat dong", "moc", "nhiem vu", "buoc", "su kien")
_WHEN_HEADS = ("thoi gian", "thoi han", "ngay", "han", "tien do", "hoan thanh")
_FORM_HEADS = ("hinh thuc", "danh hieu", "muc khen")
_FOR_HEADS, _MANY_HEADS = ("doi tuong",), ("so luong", "chi tieu", "du kien")

Rows = Sequence[Sequence[str]]  # of a table, the head first


class NamedDay(NamedTuple):
    kind: MilestoneKind
    day: dt.date


class NamedReward(NamedTuple):
    form: AwardForm
    subject: SubjectKind
    quota: int


def named_days(texts: Iterable[str], tables: Iterable[Rows] = ()) -> list[NamedDay]:
    """Return the days with their occasions, in the order of the text: of a kind the first, of reports the first few.

    Of a month that is named alone a launch is on its first day, anything else until its last. The day of a paper that is
    cited is none of them. Of tables those with a column for what is done and one for when are read.
    """
    found: list[NamedDay] = []
    for line in (*_lines(texts), *(line for rows in tables for line in _days_in_table(rows))):
        for kind, when in _occasions(_CITED.sub("", line)):
            most = MOST_REPORTS if kind == MilestoneKind.REPORT else 1
            day = _day(when, is_first=kind == MilestoneKind.LAUNCH)
            if day and sum(each.kind == kind for each in found) < most and NamedDay(kind, day) not in found:
                found.append(NamedDay(kind, day))
    return found


def _occasions(line: str) -> Iterator[tuple[MilestoneKind, re.Match[str]]]:
    """Yield each day of a sentence with what it speaks of: by the words between the day before and this one, or, where
    there are none, by those behind it.
    """
    days = list(_WHEN.finditer(line))
    ends = [0, *(day.end() for day in days)]
    for at, day in enumerate(days):
        before = line[ends[at] : day.start()]
        behind = line[day.end() : days[at + 1].start() if at + 1 < len(days) else len(line)]
        words = before if at or not _ONLY_WHEN.fullmatch(before) else behind
        kind = next((kind for kind, named in _OCCASIONS if named.search(words)), None)
        if kind:
            yield kind, day


def named_rewards(texts: Iterable[str], tables: Iterable[Rows] = ()) -> list[NamedReward]:
    """Return the rewards with their numbers: “Giấy khen …: 15 tập thể, 30 cá nhân”, also on the lines below or in a table."""
    found: dict[tuple[AwardForm, SubjectKind], NamedReward] = {}
    form: AwardForm | None = None
    for line in _lines(texts):
        named = _form_in(line)
        form = named or (form if _ONLY_QUOTA.match(line) else None)
        for subject, number in _quotas(line) if form else ():
            assert form is not None
            found.setdefault((form, subject), NamedReward(form, subject, number))
    for reward in (each for rows in tables for each in _rewards_in_table(rows)):
        found.setdefault((reward.form, reward.subject), reward)
    return list(found.values())


def _form_in(line: str) -> AwardForm | None:
    return next((form for form, words in _FORMS if words.search(line)), None)


def _quotas(line: str) -> Iterator[tuple[SubjectKind, int]]:
    """Yield for whom and how many; the number stands before or behind, on one line not both."""
    before = list(_QUOTA.finditer(line))
    for quota in before or _QUOTA_BEHIND.finditer(line):
        if number := int(quota["number"]):
            yield _WHOM[quota["whom"]], number


def _days_in_table(rows: Rows) -> Iterator[str]:
    head = [fold(cell) for cell in rows[0]] if rows else []
    what, when = column_of(head, _WHAT_HEADS), column_of(head, _WHEN_HEADS)
    if what is not None and when is not None:
        yield from (fold(plain(f"{row[what]}: {row[when]}")) for row in rows[1:])


def _rewards_in_table(rows: Rows) -> Iterator[NamedReward]:
    """Yield the cells of “Hình thức | Tập thể | Cá nhân”, or of “Hình thức | Đối tượng | Số lượng”."""
    head = [fold(cell) for cell in rows[0]] if rows else []
    what = column_of(head, _FORM_HEADS)
    if what is None:
        return
    whom, many = column_of(head, _FOR_HEADS), column_of(head, _MANY_HEADS)
    columns = {at: _WHOM[cell] for at, cell in enumerate(head) if cell in _WHOM}
    for row in rows[1:]:
        form = _form_in(fold(plain(row[what])))
        if form is None:
            continue
        cells = [(subject, row[at]) for at, subject in columns.items()]
        if whom is not None and many is not None and (subject := _WHOM.get(fold(plain(row[whom])))):
            cells.append((subject, row[many]))
        for subject, cell in cells:
            number = re.match(r"\s*(\d{1,4})\b(?!\s*%)", cell)
            if number and int(number[1]):
                yield NamedReward(form, subject, int(number[1]))


def column_of(head: Sequence[str], words: Sequence[str]) -> int | None:
    """Return the first column whose folded heading begins with one of the words."""
    return next((at for at, cell in enumerate(head) if cell.startswith(tuple(words))), None)


def _lines(texts: Iterable[str]) -> Iterator[str]:
    """Yield the folded lines; of several sentences or items on one each by itself."""
    for text in texts:
        for line in text.splitlines():
            parts = re.split(r";\s+|\.\s+(?=[^\W\d_])", plain(line))
            yield from (fold(part) for part in parts if part.strip() and len(part) <= LONGEST_SENTENCE)


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
