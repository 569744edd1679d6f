"""How points come about, add up, rank and grade. Pure: no ORM, no clock. Source: DOMAIN 3.4; no national text sets a scale.

Points have two places. A border belongs to what is above it: 90 of 100 is Xuất sắc, where Xuất sắc begins at 90 %.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from campaigns.reports.quantities import written
from emulation_portal.law.regimes import regime_on

from .enums import GroupKind

PLACES = 2
HUNDREDTH = Decimal("0.01")
NOTHING = Decimal(0)
_POINTS = " điểm"
# What a new sheet proposes; each sheet keeps its own. Source: DOMAIN 3.4, the practice of several bodies.
USUAL_GRADES = (("Xuất sắc", "90"), ("Tốt", "80"), ("Khá", "65"), ("Trung bình", "50"))
# How many of a khối are put forward, which each scoring may change. Source: Đắk Nông 22/QĐ-LMHTX (2023), Kiên Giang
# 614/QĐ-UBND (2021): the first for the flag, the second and third for the certificate.
USUAL_FLAGS, USUAL_MERITS = 1, 2


def rounded(points: Decimal) -> Decimal:
    return points.quantize(HUNDREDTH, ROUND_HALF_UP)


def proportional_points(percent: Decimal | None, most: Decimal) -> Decimal | None:
    """Return the points for so much of the plan: all from 100 % on, below it the same share; None without a percentage."""
    if percent is None:
        return None
    share = min(max(percent, NOTHING), Decimal(100))
    return rounded(most * share / 100)


@dataclass(frozen=True)
class Band:
    """A bậc: these points from the value on; from None, for all below the others."""

    begins_at: Decimal | None
    points: Decimal


def banded_points(value: Decimal | None, bands: Iterable[Band]) -> Decimal | None:
    """Return the points of the highest band that the value reaches; 0 below all of them, None without a value."""
    if value is None:
        return None
    ordered = sorted(bands, key=lambda band: (band.begins_at is not None, band.begins_at or NOTHING), reverse=True)
    reached = (band.points for band in ordered if band.begins_at is None or value >= band.begins_at)
    return next(reached, NOTHING)


def counted_points(number: int, each: Decimal, most: Decimal) -> Decimal:
    """Return so many points for each, not more than the criterion has."""
    return min(rounded(number * each), most)


def kept_points(number: int, each: Decimal, most: Decimal) -> Decimal:
    """Return what is left of the criterion's points when each costs so many: “Báo cáo đúng hạn” in the base."""
    return most - counted_points(number, each, most)


@dataclass(frozen=True)
class GroupPoints:
    """The points that the criteria of one group make together."""

    kind: GroupKind
    most: Decimal
    points: Decimal


@dataclass(frozen=True)
class TotalPoints:
    base: Decimal
    bonus: Decimal
    deduction: Decimal
    total: Decimal


def total_of(groups: Iterable[GroupPoints], *, scale: Decimal, stays_within_scale: bool) -> TotalPoints:
    """Return what groups make together: bonus and deduction each up to their caps, and never less than nothing."""
    added = dict.fromkeys(GroupKind, NOTHING)
    for group in groups:
        added[group.kind] += min(group.points, group.most)
    base, bonus, deduction = (added[kind] for kind in GroupKind)
    total = max(base + bonus - deduction, NOTHING)
    return TotalPoints(base, bonus, deduction, min(total, scale) if stays_within_scale else total)


class Grade(NamedTuple):
    """Xếp loại: from so many percent of the scale on, or from so many points."""

    label: str
    begins_at: Decimal
    is_percent: bool = True

    @classmethod
    def of(cls, pair: Sequence[str]) -> "Grade":
        """Read what a sheet keeps: ["Tốt", "80"] is percent, ["Tốt", "800 điểm"] points."""
        label, border = pair
        return cls(label, Decimal(border.removesuffix(_POINTS)), is_percent=not border.endswith(_POINTS))

    @property
    def kept(self) -> list[str]:
        return [self.label, f"{self.begins_at.normalize():f}{'' if self.is_percent else _POINTS}"]

    def points_of(self, scale: Decimal) -> Decimal:
        return self.begins_at * scale / 100 if self.is_percent else self.begins_at


def grade_of(total: Decimal, scale: Decimal, grades: Iterable[Grade]) -> str:
    """Return the xếp loại: that of the highest border reached; "" below all of them."""
    reached = [(begins, each.label) for each in grades if total >= (begins := each.points_of(scale))]
    return max(reached)[1] if reached else ""


@dataclass(frozen=True)
class Contender:
    """A unit in the ranking: its total, whether it is mostly of women, and how many voted for it against its equals."""

    key: int
    total: Decimal
    is_mostly_women: bool = False
    votes: int = 0


def ranks_of(contenders: Sequence[Contender], *, on: dt.date) -> Mapping[int, int]:
    """Return the rank of each by its key: equals share one, and as many ranks after it stay empty.

    Between equal totals the collective with mostly women comes first where the regime of the day says so (Nghị định
    152/2025/NĐ-CP Điều 4 khoản 6), then who got more votes.
    """
    women_first = regime_on(on).women_first_percent is not None

    def order(each: Contender) -> tuple[Decimal, bool, int]:
        return each.total, women_first and each.is_mostly_women, each.votes

    standing = sorted((order(each) for each in contenders), reverse=True)
    return {each.key: standing.index(order(each)) + 1 for each in contenders}


def tied(contenders: Sequence[Contender], *, on: dt.date) -> set[int]:
    """Return the keys of those that only votes tell apart from another."""
    ranks = ranks_of([replace(each, votes=0) for each in contenders], on=on)
    shared = [rank for rank in ranks.values() if list(ranks.values()).count(rank) > 1]
    return {key for key, rank in ranks.items() if rank in shared}


@dataclass(frozen=True)
class CriterionFacts:
    name: str
    most: Decimal
    bands: Sequence[Band] = ()
    counts_reports: bool = False  # that came late, or not


@dataclass(frozen=True)
class GroupFacts:
    name: str
    kind: GroupKind
    most: Decimal
    criteria: Sequence[CriterionFacts]


def sheet_gaps(
    scale: Decimal, groups: Sequence[GroupFacts], *, has_decision: bool, is_bonus_within: bool = False
) -> list[str]:
    """Return what hinders a sheet from being used, each as a sentence: weights that do not add up, above all.

    Where the bonus lies within the scale, base and caps of bonus make it up together: 1.000 = 950 + 50.
    """
    gaps: list[str] = []
    base = [group for group in groups if group.kind == GroupKind.BASE]
    if not base:
        gaps.append("Chưa có nhóm điểm chuẩn nào. Hãy thêm nhóm và tiêu chí.")
    elif is_bonus_within:
        gaps += _bonus_gaps(scale, groups)
    elif (added := sum((group.most for group in base), NOTHING)) != scale:
        gaps.append(
            f"Điểm tối đa của các nhóm điểm chuẩn cộng lại là {written(added)}, thang điểm là {written(scale)}."
        )
    for group in groups:
        added = sum((each.most for each in group.criteria), NOTHING)
        if not group.criteria:
            gaps.append(f"Nhóm “{group.name}” chưa có tiêu chí nào.")
        elif group.kind == GroupKind.BASE and added != group.most:
            gaps.append(
                f"Nhóm “{group.name}” tối đa {written(group.most)} điểm, các tiêu chí cộng lại là {written(added)}."
            )
        elif group.kind != GroupKind.BASE and added < group.most:
            gaps.append(
                f"Nhóm “{group.name}” tối đa {written(group.most)} điểm, nhiều hơn các tiêu chí cộng lại ({written(added)})."
            )
        for each in group.criteria:
            if each.counts_reports and group.kind == GroupKind.BONUS:
                gaps.append(
                    f"Tiêu chí “{each.name}” đếm báo cáo nộp muộn, không nộp nên phải nằm trong nhóm điểm chuẩn (trừ dần từ "
                    "điểm tối đa) hoặc nhóm điểm trừ. Hãy chuyển nhóm."
                )
            highest = max((band.points for band in each.bands), default=NOTHING)
            if highest > each.most:
                gaps.append(
                    f"Tiêu chí “{each.name}” có bậc cho {written(highest)} điểm, tối đa là {written(each.most)}."
                )
    if not has_decision:
        gaps.append("Chưa ghi văn bản ban hành bảng điểm, ngày và người ban hành.")
    return gaps


def _bonus_gaps(scale: Decimal, groups: Sequence[GroupFacts]) -> list[str]:
    """Return why base and bonus do not make up the scale together."""
    base, bonus = (
        sum((group.most for group in groups if group.kind == kind), NOTHING)
        for kind in (GroupKind.BASE, GroupKind.BONUS)
    )
    if not bonus:
        return [
            "Đã chọn điểm thưởng nằm trong thang điểm nhưng chưa có nhóm điểm thưởng nào. Hãy thêm nhóm, hoặc bỏ chọn ở "
            "“Sửa thông tin”."
        ]
    if base + bonus == scale:
        return []
    return [
        f"Điểm chuẩn {written(base)} và điểm thưởng {written(bonus)} cộng lại là {written(base + bonus)}, thang điểm là "
        f"{written(scale)}."
    ]
