"""Borders of bands and of grades as real texts say them, and what is wrong with a set of them."""

import unicodedata
from decimal import Decimal as D

import pytest
from django import forms
from django.db import InternalError, transaction
from django.urls import reverse

from campaigns.scoring import actions
from campaigns.scoring.forms.fields import BandsField, GradesField
from campaigns.scoring.models import ScoreCriterion, ScoreSheet
from campaigns.scoring.regulations import Band, Grade, grade_of
from tests.factories import reports
from tests.factories import scoring as make
from tests.factories.campaigns import cast
from tests.scenarios.desk import Desk

SHORT = [Band(D(80), D(4)), Band(D(60), D(3)), Band(None, D(2))]
LONG = "Từ 80% trở lên: 4 điểm; từ 60% đến dưới 80%: 3 điểm; dưới 60%: 2 điểm."


def refused(field: forms.Field, text: str) -> str:
    with pytest.raises(forms.ValidationError) as found:
        field.clean(text)
    return " ".join(found.value.messages)


@pytest.mark.parametrize(
    "text",
    [
        "80: 4; 60: 3; còn lại: 2",
        LONG,
        unicodedata.normalize("NFD", LONG),
        "≥ 80: 4; 60 - 80: 3; < 60: 2",
        ">= 80 = 4; từ 60 đến 79 = 3; Còn lại = 2",
        "80 – 100: 4\n60 – 79: 3\ndưới 60: 2",
        "dưới 60%: 2; 60% đến dưới 80%: 3; 80% trở lên: 4",
    ],
)
def test_the_same_three_bands_are_read_however_they_are_said(text: str) -> None:
    bands = BandsField().clean(text).bands

    assert sorted(bands, key=lambda band: band.points, reverse=True) == SHORT


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("từ 80: 4; từ 60 đến dưới 75: 3", "Từ 75 đến dưới 80 chưa có mức nào: giữa “từ 60 đến dưới 75” và “từ 80”."),
        ("80 - 100: 4; 60 - 77: 3", "Từ 77 đến dưới 80 chưa có mức nào"),
        ("80: 4; 60 - 78,5: 3", "Từ 78,5 đến dưới 80 chưa có mức nào"),
        ("từ 80: 4; dưới 60: 2", "Từ 60 đến dưới 80 chưa có mức nào: giữa “dưới 60” và “từ 80”."),
        ("từ 60 đến dưới 80: 3; dưới 60: 2", "Từ 80 trở lên chưa có mức nào."),
        ("từ 80: 4; từ 60 đến dưới 85: 3", "“từ 60 đến dưới 85” và “từ 80” chồng nhau từ 80 đến 85."),
        ("từ 80: 4; dưới 90: 2", "“dưới 90” và “từ 80” chồng nhau từ 80 đến 90."),
        ("80: 4; dưới 80: 2; còn lại: 1", "“dưới 80” và “còn lại” chồng nhau."),
        ("từ 80: 4; 80 - 90: 3", "bắt đầu từ cùng một mức"),
        ("từ 90 đến dưới 80: 4", "“từ 90 đến dưới 80” ghi ngược."),
        ("trên 80: 4", "“trên 80” không gồm đúng mức 80."),
        ("80: 4; từ 60 trở xuống: 2", "“từ 60 trở xuống” gồm cả mức trên."),
        ("nhiều: 4", "“nhiều” chưa đúng. Hãy ghi “từ 80”"),
        ("80", "“80” chưa đúng. Hãy ghi tên hoặc mức, dấu hai chấm, rồi số."),
        ("80: -4", "điểm không nhỏ hơn 0"),
    ],
)
def test_a_hole_an_overlap_and_what_cannot_be_read_are_named(text: str, words: str) -> None:
    assert words in refused(BandsField(), text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Xuất sắc: từ 90\nTốt: từ 80 đến dưới 90\nKhá: 65 - 79", [["Xuất sắc", "90"], ["Tốt", "80"], ["Khá", "65"]]),
        ("Tốt: từ 800 điểm trở lên; Khá: 650", [["Tốt", "800 điểm"], ["Khá", "650 điểm"]]),
        ("Tốt: 1.000 điểm; Không xếp: dưới 1.000 điểm", [["Tốt", "1000 điểm"], ["Không xếp", "0 điểm"]]),
        ("Tốt: ≥ 80,5%", [["Tốt", "80.5"]]),
    ],
)
def test_grades_begin_at_percent_of_the_scale_or_at_points(text: str, kept: list[list[str]]) -> None:
    field = GradesField()

    assert field.clean(text) == kept
    assert field.clean(field.prepare_value(kept)) == kept
    assert not field.has_changed(kept, field.prepare_value(kept))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tốt: 900", "ghi theo điểm thì thêm chữ “điểm”"),
        ("Tốt: từ 900 điểm; Khá: 65%", "Hãy ghi cùng một cách"),
        ("Tốt: 5 sao", "“sao” không phải là %"),
        ("Tốt: 90; Tốt: 80", "trùng tên"),
        ("Tốt: 90; Khá: 60 đến dưới 70", "Từ 70 đến dưới 90 chưa có mức nào"),
    ],
)
def test_grades_that_cannot_be_are_told(text: str, words: str) -> None:
    assert words in refused(GradesField(), text)


@pytest.mark.parametrize(("total", "grade"), [("900", "Tốt"), ("899.99", "Khá"), ("649.99", "")])
def test_borders_in_points_belong_to_the_grade_above(total: str, grade: str) -> None:
    grades = [Grade.of(["Tốt", "900 điểm"]), Grade.of(["Khá", "650 điểm"])]

    assert grade_of(D(total), D(1000), grades) == grade


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("banded_plan", LONG, ""),
        ("banded", "từ 5 triệu đồng trở lên: 4; dưới 5 triệu đồng: 1", ""),
        ("banded", LONG, "Hãy chọn cách tính “Theo bậc của % kế hoạch”"),
        ("banded", "từ 5 tỷ đồng: 4", "“tỷ đồng” không phải đơn vị của chỉ tiêu (triệu đồng)"),
        ("banded_plan", "từ 5 tỷ đồng: 4", "“tỷ đồng” không phải là % kế hoạch"),
    ],
)
def test_bands_are_in_the_unit_of_what_they_count(kind: str, text: str, words: str) -> None:
    income = reports.indicator("DOANH_THU", name="Doanh thu", measure="triệu đồng")
    sheet, desk = make.sheet(groups=()), Desk(cast().officer)
    row = {"name": "Doanh thu", "most_points": "5", "kind": kind, "indicator": str(income.pk), "bands": text}

    page = desk.press(
        desk.open(reverse("scoring:add-group", args=[sheet.pk])),
        "Lưu nhóm",
        name="Nhóm",
        most_points="5",
        **{f"tieu-chi-0-{name}": value for name, value in row.items()},
    )

    assert (page.status == 422, words in page.text) == (bool(words), True)
    assert ScoreCriterion.objects.filter(bands__isnull=False).exists() is not bool(words)


@pytest.mark.django_db
def test_no_grade_begins_above_the_scale() -> None:
    sheet, desk = make.sheet(), Desk(cast().officer)
    url = reverse("scoring:edit-sheet", args=[sheet.pk])

    refused = desk.press(desk.open(url), "Lưu bảng điểm", grades="Tốt: từ 900 điểm")
    page = desk.press(desk.open(url), "Lưu bảng điểm", grades="Tốt: từ 90 điểm trở lên")

    assert refused.says("Có mức từ 900 điểm, thang điểm là 100.")
    assert page.says("từ 90 điểm")
    assert ScoreSheet.objects.get().grades == [["Tốt", "90 điểm"]]


@pytest.mark.django_db
def test_a_scale_of_a_thousand_is_typed_and_shown_with_its_dot() -> None:
    sheet, desk = make.sheet(), Desk(cast().officer)
    url = reverse("scoring:edit-sheet", args=[sheet.pk])

    page = desk.press(desk.open(url), "Lưu bảng điểm", scale="1.000")

    assert ScoreSheet.objects.get().scale == 1000
    assert page.says("thang điểm là 1.000.")
    assert desk.open(url).value("scale") == "1.000"


@pytest.mark.django_db
def test_a_sheet_of_which_the_bonus_is_within_the_scale_is_put_into_use_and_copied() -> None:
    sheet, desk = make.sheet(groups=(make.WORK, make.BONUS)), Desk(cast().officer)  # 60 + 5
    url = reverse("scoring:edit-sheet", args=[sheet.pk])
    page = desk.press(desk.open(url), "Lưu bảng điểm", scale="65", grades="Tốt: từ 60 điểm")
    assert page.says("cộng lại là 60, thang điểm là 65.")

    page = desk.press(desk.open(url), "Lưu bảng điểm", bonus_within_scale="on")
    page = desk.press(desk.follow(page, "Đưa vào áp dụng"), "Đưa vào áp dụng")

    assert page.says(", gồm cả điểm thưởng")
    sheet.refresh_from_db()
    assert (sheet.status, sheet.grades) == ("issued", [["Tốt", "60 điểm"]])
    copied = actions.copy_sheet(sheet, year=sheet.year + 1, name="Bảng sau", by=cast().officer)
    assert (copied.bonus_within_scale, copied.grades) == (True, sheet.grades)
    with pytest.raises(InternalError), transaction.atomic():
        ScoreSheet.objects.filter(pk=sheet.pk).update(bonus_within_scale=False)
