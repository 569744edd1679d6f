"""Criteria pasted from Excel, Word or a web page: read, put into rows, looked over, saved."""

import pytest
from django.urls import reverse

from campaigns.scoring.models import CriterionGroup
from campaigns.scoring.pasted import pasted_criteria
from tests.factories import scoring as make
from tests.factories.campaigns import cast
from tests.growth import check_grows_with_length
from tests.scenarios.desk import Desk


@pytest.mark.parametrize(
    ("text", "name", "points"),
    [
        ("1\tNộp báo cáo đúng hạn\t10", "Nộp báo cáo đúng hạn", "10"),
        ("2.1\tTham gia phong trào\t7,5 điểm\tVăn phòng", "Tham gia phong trào", "7,5"),
        ("3\tCông bố tin, bài\t5 điểm/lần", "Công bố tin, bài", "5"),
        ("1\tThành lập tổ sản xuất\t50\t50\t40", "Thành lập tổ sản xuất", "50"),  # before those that were given
        ("1\tNộp báo cáo muộn\t-2", "Nộp báo cáo muộn", "2"),
        ("•\tPhát động thi đua: 5 điểm", "Phát động thi đua", "5"),
        ("1.\tChấp hành pháp luật: 10 điểm", "Chấp hành pháp luật", "10"),
        ('5\t"Chấp hành chủ trương,\npháp luật"\t50', "Chấp hành chủ trương, pháp luật", "50"),
        ('6\t"Có ""mô hình"" điển hình"\t5', 'Có "mô hình" điển hình', "5"),
        ("Nộp báo cáo đúng hạn: 10", "Nộp báo cáo đúng hạn", "10"),
        ("a) Thu nhập bình quân tăng (15 điểm)", "Thu nhập bình quân tăng", "15"),
        ("- Tổ chức sinh hoạt định kỳ (3 điểm)", "Tổ chức sinh hoạt định kỳ", "3"),
        ("Đóng góp quỹ (tối đa 5 điểm)", "Đóng góp quỹ", "5"),
        ("Mất đoàn kết nội bộ (-5đ)", "Mất đoàn kết nội bộ", "5"),
        ("Để xảy ra khiếu kiện: -5 điểm", "Để xảy ra khiếu kiện", "5"),
        ("Báo cáo đúng hạn ............ 5 điểm", "Báo cáo đúng hạn", "5"),
        ("II. Xây dựng tổ chức – 1.000 điểm", "Xây dựng tổ chức", "1.000"),
        ("Doanh thu năm 2026", "Doanh thu năm 2026", ""),
        ("Thực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014", "Thực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014", ""),
        ("Kế hoạch giai đoạn 2021-2025", "Kế hoạch giai đoạn 2021-2025", ""),
        ("Triển khai Nghị quyết số 20", "Triển khai Nghị quyết số 20", ""),
        ("02 mô hình mới: 4", "02 mô hình mới", "4"),
        ("Chấp hành pháp luật", "Chấp hành pháp luật", ""),
        ("\tChấp hành pháp luật\t", "Chấp hành pháp luật", ""),
    ],
)
def test_line_is_a_criterion(text: str, name: str, points: str) -> None:
    assert [(each.name, each.points) for each in pasted_criteria(text)] == [(name, points)]


def test_words_between_name_and_points_say_how_it_is_scored() -> None:
    (found,) = pasted_criteria("1\tDoanh thu\tĐạt 100% trở lên: 100 điểm; dưới 80%: 50 điểm\t100\t90")

    assert (found.name, found.points) == ("Doanh thu", "100")
    assert found.guidance == "Đạt 100% trở lên: 100 điểm; dưới 80%: 50 điểm"


@pytest.mark.parametrize(
    "text",
    [
        "STT\tNội dung tiêu chí\tĐiểm tối đa\n\n3\t\t10\r\n  \n",
        "STT\tTiêu chí\tĐiểm tối đa",
        "TT\tNội dung và chỉ tiêu thi đua\tSố điểm tối đa",
        "TT\tNội dung\tThang điểm",
        "Tiêu chí",
        "\tTổng cộng\t\t600",
        "Cộng: 50 điểm",
    ],
)
def test_heads_numbers_totals_and_empty_lines_are_none(text: str) -> None:
    assert list(pasted_criteria(text)) == []


def test_line_that_holds_others_is_none() -> None:
    text = "I\tKết quả sản xuất\t\t30\n1\tDoanh thu\t15\n1.1\tNăm nay\t5\n1.2\tSo với năm trước\t10\n2\tLao động\t15"
    named = "Kết quả sản xuất\t30\nDoanh thu\t30"

    assert [each.name for each in pasted_criteria(text)] == ["Năm nay", "So với năm trước", "Lao động"]
    assert [each.name for each in pasted_criteria(named, group="kết quả sản xuất")] == ["Doanh thu"]


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


@pytest.mark.django_db
def test_what_was_pasted_and_not_taken_is_never_dropped_silently() -> None:
    sheet = make.sheet()
    desk = Desk(cast().officer)
    page = desk.open(reverse("scoring:add-group", args=[sheet.pk]))

    refused = desk.press(page, "Lưu nhóm", name="Nhóm dán", most_points="15", pasted="Tiêu chí dán: 15")

    assert refused.status == 422
    assert refused.says("Còn tiêu chí dán chưa vào các dòng.")
    assert refused.value("pasted").strip() == "Tiêu chí dán: 15"
    assert not CriterionGroup.objects.filter(name="Nhóm dán").exists()
    offered = desk.press(refused, "Thêm vào các dòng")
    assert offered.says("Đã thêm vào các dòng, chưa lưu")
