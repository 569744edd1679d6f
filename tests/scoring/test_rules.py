"""How points come about, add up, rank and grade."""

import datetime as dt
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as some

from campaigns.scoring.enums import GroupKind
from campaigns.scoring.regulations import (
    Band,
    Contender,
    CriterionFacts,
    Grade,
    GroupFacts,
    GroupPoints,
    TotalPoints,
    banded_points,
    counted_points,
    grade_of,
    proportional_points,
    ranks_of,
    sheet_gaps,
    tied,
    total_of,
)

BANDS = [Band(D(80), D(4)), Band(D(60), D(3)), Band(None, D(2))]
GRADES = [Grade("Xuất sắc", D(90)), Grade("Tốt", D(80)), Grade("Khá", D(65)), Grade("Trung bình", D(50))]
BEFORE, AFTER = dt.date(2025, 6, 30), dt.date(2025, 7, 1)  # Nghị định 152/2025/NĐ-CP


@pytest.mark.parametrize(
    ("percent", "points"),
    [("0", "0"), ("33.333", "3.33"), ("99.95", "10.00"), ("99.94", "9.99"), ("100", "10"), ("180", "10"), ("-5", "0")],
)
def test_below_the_plan_points_are_a_share_and_above_it_all(percent: str, points: str) -> None:
    assert proportional_points(D(percent), D(10)) == D(points)


def test_without_a_percentage_there_are_no_points() -> None:
    assert proportional_points(None, D(10)) is None
    assert banded_points(None, BANDS) is None


@pytest.mark.parametrize(("value", "points"), [("80", 4), ("79.99", 3), ("60", 3), ("59.99", 2), ("0", 2), ("-1", 2)])
def test_a_border_belongs_to_the_band_above_it(value: str, points: int) -> None:
    """DOMAIN 3.4: share of HTX that are members, 80 → 4, 60 → 3, below → 2."""
    assert banded_points(D(value), BANDS) == D(points)


def test_below_all_bands_there_is_nothing() -> None:
    assert banded_points(D(1), BANDS[:2]) == D(0)


def test_late_reports_deduct_up_to_what_the_criterion_has() -> None:
    assert [counted_points(number, D(2), D(5)) for number in (0, 1, 2, 3)] == [D(0), D(2), D(4), D(5)]


def test_bonus_and_deduction_count_up_to_their_caps_and_a_total_is_never_negative() -> None:
    base, bonus = GroupPoints(GroupKind.BASE, D(100), D(95)), GroupPoints(GroupKind.BONUS, D(5), D(9))
    taken = GroupPoints(GroupKind.DEDUCTION, D(10), D(12))

    assert total_of([base, bonus], scale=D(100), stays_within_scale=False) == TotalPoints(D(95), D(5), D(0), D(100))
    assert total_of([base, bonus, taken], scale=D(100), stays_within_scale=False).total == D(90)
    few = GroupPoints(GroupKind.BASE, D(100), D(3))
    assert total_of([few, taken], scale=D(100), stays_within_scale=False) == TotalPoints(D(3), D(0), D(10), D(0))


def test_a_total_may_be_kept_within_the_scale() -> None:
    groups = [GroupPoints(GroupKind.BASE, D(100), D(99)), GroupPoints(GroupKind.BONUS, D(5), D(4))]

    assert total_of(groups, scale=D(100), stays_within_scale=True).total == D(100)
    assert total_of(groups, scale=D(100), stays_within_scale=False).total == D(103)


@pytest.mark.parametrize(
    ("total", "grade"),
    [("90", "Xuất sắc"), ("89.99", "Tốt"), ("80", "Tốt"), ("79.99", "Khá"), ("50", "Trung bình"), ("49.99", "")],
)
def test_ninety_is_excellent(total: str, grade: str) -> None:
    assert grade_of(D(total), D(100), GRADES) == grade
    assert grade_of(D(total) * 10, D(1000), GRADES) == grade


def test_equals_share_a_rank_and_the_next_one_is_left_out() -> None:
    units = [Contender(1, D(95)), Contender(2, D(90)), Contender(3, D(95)), Contender(4, D(80))]

    assert ranks_of(units, on=AFTER) == {1: 1, 2: 3, 3: 1, 4: 4}
    assert tied(units, on=AFTER) == {1, 3}


def test_between_equals_mostly_women_come_first_since_decree_152_then_who_got_more_votes() -> None:
    women, voted = Contender(1, D(95), is_mostly_women=True), Contender(2, D(95), votes=9)

    assert ranks_of([women, voted], on=AFTER) == {1: 1, 2: 2}
    assert ranks_of([women, voted], on=BEFORE) == {1: 2, 2: 1}
    assert ranks_of([Contender(3, D(95), votes=3), voted], on=AFTER) == {3: 2, 2: 1}


@given(some.lists(some.decimals(0, 100, places=2), min_size=1, max_size=12))
def test_whoever_has_more_points_never_stands_below(totals: list[D]) -> None:
    ranks = ranks_of([Contender(at, total) for at, total in enumerate(totals)], on=AFTER)

    for at, total in enumerate(totals):
        assert ranks[at] == 1 + sum(other > total for other in totals)


def group(most: int, *points: int, kind: GroupKind = GroupKind.BASE) -> GroupFacts:
    return GroupFacts("Nhóm", kind, D(most), [CriterionFacts("Tiêu chí", D(each)) for each in points])


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ([], "Chưa có nhóm điểm chuẩn nào. Hãy thêm nhóm và tiêu chí."),
        ([group(90, 90)], "Điểm tối đa của các nhóm điểm chuẩn cộng lại là 90, thang điểm là 100."),
        ([group(100, 60, 30)], "Nhóm “Nhóm” tối đa 100 điểm, các tiêu chí cộng lại là 90."),
        ([group(100)], "Nhóm “Nhóm” chưa có tiêu chí nào."),
        (
            [group(100, 100), group(5, 3, kind=GroupKind.BONUS)],
            "Nhóm “Nhóm” tối đa 5 điểm, nhiều hơn các tiêu chí cộng lại (3).",
        ),
    ],
)
def test_weights_that_do_not_add_up_are_told(groups: list[GroupFacts], words: str) -> None:
    assert sheet_gaps(D(100), groups, has_decision=True) == [words]


def test_a_band_gives_no_more_than_its_criterion() -> None:
    criterion = CriterionFacts("Tiêu chí", D(100), [Band(None, D(101))])

    gaps = sheet_gaps(D(100), [GroupFacts("Nhóm", GroupKind.BASE, D(100), [criterion])], has_decision=False)

    assert gaps == [
        "Tiêu chí “Tiêu chí” có bậc cho 101 điểm, tối đa là 100.",
        "Chưa ghi văn bản ban hành bảng điểm, ngày và người ban hành.",
    ]


def test_bonus_criteria_may_be_more_than_their_cap() -> None:
    assert sheet_gaps(D(100), [group(100, 100), group(5, 4, 4, kind=GroupKind.BONUS)], has_decision=True) == []


def test_thousands_are_written_with_a_dot() -> None:
    assert sheet_gaps(D(1000), [group(1200, 1100)], has_decision=True) == [
        "Điểm tối đa của các nhóm điểm chuẩn cộng lại là 1.200, thang điểm là 1.000.",
        "Nhóm “Nhóm” tối đa 1.200 điểm, các tiêu chí cộng lại là 1.100.",
    ]


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ([group(950, 950), group(50, 50, kind=GroupKind.BONUS)], []),
        ([group(900, 900), group(50, 50), group(50, 30, 30, kind=GroupKind.BONUS)], []),
        (
            [group(950, 950), group(40, 40, kind=GroupKind.BONUS)],
            ["Điểm chuẩn 950 và điểm thưởng 40 cộng lại là 990, thang điểm là 1.000."],
        ),
        ([group(1000, 1000)], ["Đã chọn điểm thưởng nằm trong thang điểm nhưng chưa có nhóm điểm thưởng nào."]),
    ],
)
def test_bonus_within_the_scale_makes_it_up_with_the_base(groups: list[GroupFacts], words: list[str]) -> None:
    gaps = sheet_gaps(D(1000), groups, has_decision=True, is_bonus_within=True)

    assert [gap.split(" Hãy")[0] for gap in gaps] == words
