"""Criteria pasted from Excel, Word or a web page: read, put into rows, looked over, saved."""

import pytest
from django.urls import reverse

from campaigns.scoring.models import CriterionGroup
from campaigns.scoring.pasted import PastedCriterion, pasted_criteria
from tests.factories import scoring as make
from tests.factories.campaigns import cast
from tests.growth import check_grows_with_length
from tests.scenarios.desk import Desk


@pytest.mark.parametrize(
    ("text", "name", "points"),
    [
        ("1\tNộp báo cáo đúng hạn\t10", "Nộp báo cáo đúng hạn", "10"),
        ("2.1\tTham gia phong trào\t7,5 điểm\tVăn phòng", "Tham gia phong trào", "7,5"),
        ("Nộp báo cáo đúng hạn: 10", "Nộp báo cáo đúng hạn", "10"),
        ("a) Thu nhập bình quân tăng (15 điểm)", "Thu nhập bình quân tăng", "15"),
        ("II. Xây dựng tổ chức – 1.000 điểm", "Xây dựng tổ chức", "1.000"),
        ("Doanh thu năm 2026", "Doanh thu năm", "2026"),  # looked over before it is saved
        ("Chấp hành pháp luật", "Chấp hành pháp luật", ""),
        ("\tChấp hành pháp luật\t", "Chấp hành pháp luật", ""),
    ],
)
def test_line_is_a_criterion(text: str, name: str, points: str) -> None:
    assert list(pasted_criteria(text)) == [PastedCriterion(name, points)]


def test_heads_numbers_and_empty_lines_are_none() -> None:
    assert list(pasted_criteria("STT\tNội dung tiêu chí\tĐiểm tối đa\n\n3\t\t10\r\n  \n")) == []


def test_reading_grows_no_faster_than_the_text() -> None:
    check_grows_with_length(lambda text: list(pasted_criteria(text)), lambda size: "1 " * size, 5_000)


@pytest.mark.django_db
def test_pasted_criteria_stand_in_rows_and_are_saved_after_a_look() -> None:
    sheet = make.sheet()
    desk = Desk(cast().officer)
    page = desk.open(reverse("scoring:add-group", args=[sheet.pk]))
    lines = "\n".join(f"{at}\tTiêu chí dán {at}\t{at}" for at in range(1, 6))

    offered = desk.press(page, "Thêm vào các dòng", name="Nhóm dán", most_points="15", pasted=lines)

    assert not CriterionGroup.objects.filter(name="Nhóm dán").exists()
    assert offered.value("tieu-chi-4-name") == "Tiêu chí dán 5"
    assert not offered.tree.xpath("//main//*[contains(@class, 'field-error')]")
    desk.press(offered, "Lưu nhóm")
    group = CriterionGroup.objects.get(name="Nhóm dán")
    assert [(each.name, int(each.most_points)) for each in group.criteria.order_by("position")] == [
        (f"Tiêu chí dán {at}", at) for at in range(1, 6)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        (" \n", "Chưa đọc được tiêu chí nào"),
        ("\n".join(f"Tiêu chí {at}: 1" for at in range(70)), "nhiều nhất 60 tiêu chí"),
        ("x" * 20_001, "nhiều nhất 20.000 ký tự"),
    ],
)
def test_what_cannot_be_taken_is_told_and_stays_in_the_box(pasted: str, words: str) -> None:
    sheet = make.sheet()
    desk = Desk(cast().officer)

    page = desk.press(desk.open(reverse("scoring:add-group", args=[sheet.pk])), "Thêm vào các dòng", pasted=pasted)

    assert page.says(words)
    assert page.value("pasted").strip() == pasted[:20_000].strip()
