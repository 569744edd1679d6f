"""Chỉ tiêu that a plan names in its text and its tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.named_targets import named_targets
from tests.growth import check_grows_with_length


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Số hợp tác xã thành lập mới: từ 30 trở lên;", [("Số hợp tác xã thành lập mới", "từ 30 trở lên")]),
        ("- 100% đơn vị đăng ký thi đua;", [("Đơn vị đăng ký thi đua", "100%")]),
        ("Tỷ lệ nộp báo cáo đúng hạn đạt trên 90%.", [("Tỷ lệ nộp báo cáo đúng hạn", "trên 90%")]),
        ("Thành lập mới ít nhất 50 hợp tác xã", [("Thành lập mới", "ít nhất 50 hợp tác xã")]),
        ("Phấn đấu có từ 95% trở lên số HTX hoạt động tốt", [("Số HTX hoạt động tốt", "từ 95% trở lên")]),
        ("Đến năm 2030, doanh thu đạt 3,5 tỷ đồng/năm", [("Doanh thu", "3,5 tỷ đồng/năm")]),
        ("a) Doanh thu bình quân 1 HTX: 3,5 tỷ đồng", [("Doanh thu bình quân 1 HTX", "3,5 tỷ đồng")]),
        ("Năm 2026 có 12 HTX mới", [("HTX mới", "12")]),
        ("1.250 thành viên tham gia", [("Thành viên tham gia", "1.250")]),
        (
            "100% đơn vị nộp báo cáo; 12 sáng kiến được áp dụng",
            [("Đơn vị nộp báo cáo", "100%"), ("Sáng kiến được áp dụng", "12")],
        ),
        ("Chỉ tiêu 2: Phấn đấu có ≥ 30% hợp tác xã dùng phần mềm", [("Hợp tác xã dùng phần mềm", "≥ 30%")]),
        ("Chỉ tiêu 1: 100% hợp tác xã đăng ký", [("Hợp tác xã đăng ký", "100%")]),
        ("Đến hết năm 2030: Có ≥ 30% hợp tác xã dùng sổ số", [("Hợp tác xã dùng sổ số", "≥ 30%")]),
        ("Từ năm 2027 trở đi, 100% đơn vị báo cáo trực tuyến", [("Đơn vị báo cáo trực tuyến", "100%")]),
        ("Tăng trưởng đạt 5 - 7% mỗi năm", [("Tăng trưởng", "5 - 7% mỗi năm")]),
        ("Tỷ lệ nợ xấu dưới 3.5%", [("Tỷ lệ nợ xấu", "dưới 3.5%")]),
        ("Tỷ lệ hài lòng ≥ 92%", [("Tỷ lệ hài lòng", "≥ 92%")]),
        ("Nhiệm kỳ 2025 - 2030 có 100% đơn vị đạt", [("Đơn vị đạt", "100%")]),
        ("Số HTX mới: 30\nSố HTX mới: 40", [("Số HTX mới", "30")]),
    ],
)
def test_lines_that_name_one(text, targets):
    assert named_targets([text]) == targets


@pytest.mark.parametrize(
    "text",
    [
        "Trước ngày 30/11/2027 gửi báo cáo số 12/BC-HTX",
        "Theo Nghị quyết số 20-NQ/TW, Điều 5, khoản 2",
        "Giai đoạn 2026 - 2030",
        "Giai đoạn 2026 - 2030 phấn đấu phát triển",
        "Chào mừng kỷ niệm 80 năm ngày thành lập",
        "Không có hợp tác xã nợ thuế quá 06 tháng",
        "Xong trước năm 2027 mọi việc",
        "Từ 01 tháng 01 đến 31 tháng 12 năm 2026 hoàn thành mọi việc",
        "08 giờ ngày 5/5 tổ chức lễ phát động",
        "Các chỉ tiêu chính:",
        "Thi đua đạt 90%:",
        "Hoàn thành mọi việc được giao.",
        "",
    ],
)
def test_lines_that_name_none(text):
    assert named_targets([text]) == []


def test_table_names_one_in_each_row_that_has_a_figure():
    table = [
        ["STT", "Chỉ tiêu", "Đơn vị tính", "Mức phấn đấu"],
        ["1", "Hợp tác xã mới", "HTX", "30"],
        ["2", "Báo cáo đúng hạn", "%", "95"],
        ["3", "Nhóm chung", "", ""],
    ]

    assert named_targets([], [table]) == [("Hợp tác xã mới", "30 HTX"), ("Báo cáo đúng hạn", "95%")]
    assert named_targets([], [[["Việc", "Người làm"], ["Họp 3 lần", "Văn phòng"]]]) == []


def test_more_than_a_column_takes_is_left_in_the_text():
    assert named_targets([f"Số việc: 30 {'rất dài ' * 20}", f"{'Tên dài ' * 50}: 30"]) == []


@given(st.text("Số từ ít nhất 0123456789%/.,:;\n hợp tác xã năm ngày", max_size=200))
def test_no_text_is_too_odd(text):
    named_targets([text])


@pytest.mark.parametrize("piece", ["số 1 ", "10% đơn vị, ", "từ 5 đến ", "Phấn đấu có ", "1/1 "])
def test_cost_grows_with_length(piece):
    check_grows_with_length(lambda text: named_targets([text]), lambda times: piece * times, 2_000)
