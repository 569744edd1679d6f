"""Places of figures in a text: what is printed, what is a brace, what nobody knows."""

import unicodedata

import pytest

from campaigns.summaries.figures import Counted, FigureTold, Snapshot, snapshot_from
from campaigns.summaries.marks import as_text, filled, marks_of, unknown_marks, words_by_mark
from tests.factories.reports import NOW

FIGURES = (
    FigureTold(
        code="TM_MOI",
        name="Thành lập mới",
        group="campaign",
        measure="HTX",
        value="1250",
        plan="1000",
        of_plan="125",
        year_ago="500",
        of_year_ago="250",
        told=8,
        owed=10,
    ),
    FigureTold(code="TIEM", name="Tỷ lệ tiêm", group="campaign", measure="%", value="85.2", told=1, owed=10),
    FigureTold(code="KHONG", name="Không có", group="campaign", measure="HTX", plan="5", owed=10),
)
SNAPSHOT = Snapshot(
    taken_at=NOW,
    periods="tháng 3/2026",
    year=2026,
    is_estimated=False,
    counts=Counted(owed=10, counted=8, received=9, on_time=7, late=2, not_come=1),
    figures=FIGURES,
)
WORDS = words_by_mark(marks_of(SNAPSHOT))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Đã lập {TM_MOI}.", "Đã lập 1.250 HTX."),
        ("{TM_MOI: số} hợp tác xã", "1.250 hợp tác xã"),
        ("đạt {TM_MOI: % kế hoạch} ({TM_MOI: kế hoạch})", "đạt 125% (1.000 HTX)"),
        ("{TM_MOI: cùng kỳ}, {TM_MOI: so cùng kỳ}", "500 HTX, 250%"),
        ("{TM_MOI: tăng giảm}, {TM_MOI: % tăng giảm}", "tăng 750 HTX, tăng 150%"),
        ("{TIEM: tăng giảm}", "chưa có số liệu cùng kỳ"),
        ("{ tm_moi :  % KẾ HOẠCH }", "125%"),
        ("{TM_MOI:% ke hoach}", "125%"),
        ("{TIEM}", "85,2%"),
        ("{KHONG}, {KHONG: % kế hoạch}", "chưa có số liệu, chưa có số liệu"),
        ("{TIEM: kế hoạch}, {TIEM: % kế hoạch}", "chưa có kế hoạch, chưa có kế hoạch"),
        ("{KHONG: cùng kỳ}", "chưa có số liệu cùng kỳ"),
        ("{TM_MOI: số báo cáo}", "8/10"),
        ("{số báo cáo}/{số phải nộp}, {nộp muộn} muộn, {chưa nộp} chưa nộp", "8/10, 2 muộn, 1 chưa nộp"),
        ("{thời điểm số liệu}", "10 giờ 00 phút, ngày 01 tháng 4 năm 2026"),
        ("tập {{a; b}} và {{TM_MOI}}", "tập {a; b} và {TM_MOI}"),
        ("không có dấu", "không có dấu"),
        ("{SAI}", "{SAI}"),
        ("", ""),
    ],
)
def test_text_is_printed_with_its_figures(text: str, printed: str) -> None:
    assert filled(text, WORDS) == printed


def test_mark_typed_in_parted_letters_is_the_same() -> None:
    assert filled(unicodedata.normalize("NFD", "{nộp muộn} {TM_MOI: % kế hoạch}"), WORDS) == "2 125%"


def test_an_estimate_says_so() -> None:
    estimated = Snapshot(
        **{name: getattr(SNAPSHOT, name) for name in SNAPSHOT.__struct_fields__} | {"is_estimated": True}
    )

    words = words_by_mark(marks_of(estimated))

    assert (filled("{TM_MOI}", words), filled("{KHONG}", words)) == ("ước 1.250 HTX", "chưa có số liệu")


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("{TM_MOI} {{x}} {nộp muộn}", []),
        ("{TM_CU}, {TM_CU} và {TM_MOI: tháng}", ["{TM_CU}", "{TM_MOI: tháng}"]),
        ("mở { mà không đóng", ["{"]),
        ("đóng } mà không mở", ["}"]),
        ("{}", ["{}"]),
        ("{" * 9_000, []),  # pairs of braces
    ],
)
def test_marks_that_nobody_knows_are_named(text: str, unknown: list[str]) -> None:
    assert unknown_marks(text, WORDS) == unknown


def test_name_with_braces_is_no_mark() -> None:
    assert filled(as_text("HTX {TM_MOI} {}"), WORDS) == "HTX {TM_MOI} {}"


def test_figures_are_read_back_as_they_were_kept() -> None:
    assert snapshot_from(SNAPSHOT.to_json()) == SNAPSHOT
    assert snapshot_from({}) is None
    with pytest.raises(ValueError, match="schema 9"):
        snapshot_from(SNAPSHOT.to_json() | {"schema": 9})
