"""One donation that two units tell of: found by what both say, asked of the officer, counted once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from emulation_portal.core.folding import Folded

from ..enums import COUNTED, Dimension, DonationKind
from ..models import DonationLine, DonationMatch, Indicator, UnitReport
from .selection import WHOLE, Selection, told_apart

MOST_LINES = 2_000  # that look like those of another unit: beyond it something else is wrong


@dataclass(frozen=True)
class Deduction:
    """A line that adds nothing, for another stands for the same donation. `key` is where its unit counts."""

    key: Any
    indicator_id: int
    value: Decimal


@dataclass(frozen=True)
class Likeness:
    """Two lines of two units that look like one donation, and what was answered; None while nobody has."""

    first: DonationLine
    second: DonationLine
    why: str
    match: DonationMatch | None = None

    @property
    def both(self) -> tuple[DonationLine, DonationLine]:
        return self.first, self.second

    @property
    def counts_once(self) -> bool:
        """Until somebody says that they are two: an announced sum is better too small than too great."""
        return self.match is None or self.match.is_same


@dataclass
class Donation:
    """Lines of several units that tell of one donation, of each unit one at most. The first counts."""

    lines: list[DonationLine]

    @property
    def units(self) -> set[int]:
        return {line.report.unit_id for line in self.lines}


def likenesses(selection: Selection) -> list[Likeness]:
    """Return each line that looks like one of another unit's, with that one: of one paper, or one amount, day and receiver.

    A paper is one when its number and its receiver, its day or its amount are, and no other day is told: every body counts
    its receipts from 1.
    One line of a unit stands beside one of another: two gifts of a kind are two, though a third unit told of one. What
    was told apart from a line of a donation never joins it.
    """
    lines = list(_alike(selection))
    answers = _answers(lines)
    found: list[Likeness] = []
    donations: dict[tuple[Any, ...], list[Donation]] = {}
    for line in lines:
        near = {id(each): each for key in _keys(line) for each in donations.get(key, ())}
        joinable: list[tuple[Donation, Likeness]] = []
        for each in near.values():
            if line.report.unit_id in each.units:
                continue
            answered = [_likeness(other, line, answers) for other in each.lines if _pair(other, line) in answers]
            apart = [one for one in answered if not one.counts_once]
            found += apart
            if not apart and (answered or _why_one(each.lines[0], line)):
                joinable.append((each, answered[0] if answered else _likeness(each.lines[0], line, answers)))
        if not joinable:
            own = Donation([line])
            for key in _keys(line):
                donations.setdefault(key, []).append(own)
            continue
        donation, likeness = next((each for each in joinable if each[1].match is not None), joinable[0])
        found.append(likeness)
        donation.lines.append(line)
    return found


def _likeness(other: DonationLine, line: DonationLine, answers: Mapping[tuple[int, int], DonationMatch]) -> Likeness:
    first, second = sorted((other, line), key=lambda each: each.pk)
    return Likeness(first, second, _why_one(first, second), answers.get(_pair(other, line)))


def _pair(one: DonationLine, other: DonationLine) -> tuple[int, int]:
    return min(one.pk, other.pk), max(one.pk, other.pk)


def _keys(line: Any) -> list[tuple[Any, ...]]:
    """Return under what a line is looked for: its paper, and what was given when and to whom."""
    keys: list[tuple[Any, ...]] = [("paper", line.value.indicator_id, line.paper)] if _is_paper(line) else []
    if line.given_on is not None and line.value_vnd > 0:
        keys.append(("gift", line.value.indicator_id, line.place, line.given_on, line.value_vnd))
    return keys


def _is_paper(line: Any) -> bool:
    """Return whether what stands for the paper names one: “không có” is none."""
    return any(letter.isdigit() for letter in line.paper)


def _answers(lines: Sequence[DonationLine]) -> dict[tuple[int, int], DonationMatch]:
    matches = DonationMatch.objects.filter(first__in=lines, second__in=lines)
    told = matches.select_related("answered_by", "counted__report__unit")
    return {(match.first_id, match.second_id): match for match in told}


def _alike(selection: Selection) -> QuerySet[Any]:
    """Return the lines of which another unit's report has one that might be the same, in the order of the units' codes."""
    told = DonationLine.objects.filter(report__period__in=selection.periods, report__status__in=COUNTED).annotate(
        paper=Folded("receipt"), place=Folded("receiver")
    )
    others = told.exclude(report__unit=OuterRef("report__unit")).filter(value__indicator=OuterRef("value__indicator"))
    same_paper = others.exclude(receipt="").filter(paper=OuterRef("paper"))
    same_gift = others.filter(
        place=OuterRef("place"), value_vnd=OuterRef("value_vnd"), given_on=OuterRef("given_on"), value_vnd__gt=0
    )
    alike = told.filter(Q(Exists(same_paper)) | Q(Exists(same_gift)))
    rows = alike.select_related("report__unit", "report__period", "value__indicator")
    return rows.order_by("report__unit__code", "report__period__period_to", "position", "pk")[:MOST_LINES]


def _why_one(first: Any, second: Any) -> str:
    """Return by what two lines look like one, in words; "" when they do not."""
    if first.report.unit_id == second.report.unit_id or first.value.indicator_id != second.value.indicator_id:
        return ""
    same = {
        "nơi nhận": first.place == second.place,
        "ngày": first.given_on is not None and first.given_on == second.given_on,
        "số tiền": first.value_vnd == second.value_vnd > 0,
    }
    are_of_other_days = None not in (first.given_on, second.given_on) and not same["ngày"]
    has_same_paper = _is_paper(first) and first.paper == second.paper and any(same.values())
    if are_of_other_days:
        return ""  # a paper has one day
    if not has_same_paper and not all(same.values()):
        return ""
    names = [*(["chứng từ"] if has_same_paper else []), *(name for name, is_same in same.items() if is_same)]
    return f"Cùng {', '.join(names)}."


def doubled_lines(found: Sequence[Likeness]) -> list[DonationLine]:
    """Return the lines that add nothing: all of a donation but one, which was chosen last, else is of the first unit.

    It is the same whichever report came first: units are looked at in the order of their codes.
    """
    doubled: list[DonationLine] = []
    for links in _donations(found):
        lines = {line.pk: line for each in links for line in each.both}
        answered = sorted((each.match for each in links if each.match), key=lambda match: (match.answered_at, match.pk))
        first = min(lines.values(), key=lambda line: (line.report.unit.code, line.pk))
        kept = answered[-1].counted_id if answered else first.pk
        doubled += [line for key, line in lines.items() if key != kept]
    return doubled


def _donations(found: Sequence[Likeness]) -> list[list[Likeness]]:
    """Return what counts once, by donation: two likenesses that share a line are of the same.

    Each but the first joins a line to one that stands there already, as `likenesses` finds them.
    """
    groups: list[list[Likeness]] = []
    of_line: dict[int, list[Likeness]] = {}
    for each in (each for each in found if each.counts_once):
        group = of_line.get(each.first.pk) or of_line.get(each.second.pk)
        if group is None:
            groups.append(group := [])
        group.append(each)
        of_line[each.first.pk] = of_line[each.second.pk] = group
    return groups


@dataclass(frozen=True)
class OfKind:
    """What was given of one kind: how many lines, and what they are worth; a donation that two units told of counts once."""

    kind: str
    lines: int
    value_vnd: int


def by_kind(selection: Selection, indicator: Indicator) -> list[OfKind]:
    """Return what was given of each kind, money, goods and work apart, in the order of the kinds; of none nothing."""
    told = DonationLine.objects.filter(
        value__indicator=indicator, report__period__in=selection.periods, report__status__in=COUNTED
    )
    sums = {kind: (lines, value) for kind, lines, value in _summed(told)}
    for line in doubled_lines(likenesses(selection)):
        if line.value.indicator_id == indicator.pk:
            lines, value = sums[line.kind]
            sums[line.kind] = lines - 1, value - line.value_vnd
    return [OfKind(str(kind.label), *sums[kind]) for kind in DonationKind if kind in sums]


def _summed(lines: QuerySet[DonationLine]) -> Iterable[tuple[str, int, int]]:
    return lines.order_by().values_list("kind").annotate(Count("pk"), Sum("value_vnd"))


def deductions_of(selection: Selection, dimension: Dimension | None) -> Iterable[Deduction]:
    """Return what is to be taken off the sums, and where."""
    lines = doubled_lines(likenesses(selection))
    keys: dict[int, Any] = {}
    if lines and dimension is not None:
        reports = UnitReport.objects.filter(pk__in={line.report_id for line in lines}).order_by()
        keys = dict(told_apart(reports, dimension, selection).values_list("pk", "key"))
    return [
        Deduction(
            WHOLE if dimension is None else keys[line.report_id], line.value.indicator_id, Decimal(line.value_vnd)
        )
        for line in lines
    ]
