"""One donation that two units tell of: found by what both say, asked of the officer, counted once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from emulation_portal.core.folding import Folded

from ..enums import COUNTED, Dimension
from ..models import DonationLine, DonationMatch, UnitReport
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


def likenesses(selection: Selection) -> list[Likeness]:
    """Return the pairs of lines in counted reports of different units that have one paper, or one amount, day, receiver.

    A paper is one when its number and its receiver, its day or its amount are: every body counts its receipts from 1.
    """
    lines = list(_alike(selection))
    answers = {
        (match.first_id, match.second_id): match
        for match in DonationMatch.objects.filter(first__in=lines, second__in=lines).select_related(
            "answered_by", "counted__report__unit"
        )
    }
    found = []
    for at, first in enumerate(lines):
        for second in lines[at + 1 :]:
            if why := _why_one(first, second):
                pair = (first, second) if first.pk < second.pk else (second, first)
                found.append(Likeness(*pair, why, answers.get((pair[0].pk, pair[1].pk))))
    return found


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
    has_same_paper = bool(first.paper) and first.paper == second.paper and any(same.values())
    if not has_same_paper and not all(same.values()):
        return ""
    names = [*(["chứng từ"] if has_same_paper else []), *(name for name, is_same in same.items() if is_same)]
    return f"Cùng {', '.join(names)}."


def doubled_lines(found: Sequence[Likeness]) -> list[DonationLine]:
    """Return the lines that add nothing: of each donation all but the one that was chosen, else the first unit's.

    `found` is in the order of the units' codes, so it is the same whichever report came first.
    """
    groups: dict[int, list[DonationLine]] = {}
    chosen: set[int] = set()
    for each in (each for each in found if each.counts_once):
        first = groups.setdefault(each.first.pk, [each.first])
        second = groups.setdefault(each.second.pk, [each.second])
        if first is not second:
            first += second
            for line in second:
                groups[line.pk] = first
        if each.match is not None and each.match.counted_id is not None:
            chosen.add(each.match.counted_id)
    doubled: list[DonationLine] = []
    for group in {id(group): group for group in groups.values()}.values():
        ordered = sorted(group, key=lambda line: (line.pk not in chosen, line.report.unit.code, line.pk))
        doubled += ordered[1:]
    return doubled


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
