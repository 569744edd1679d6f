"""Whatever is imported can be written back: over generated plans, and over any text at all."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.importing import ParsedPlan, canonical, parse_plan

FRAGMENTS = [
    "KẾ HOẠCH", "Số: 644/KH-LMHTX", "Quảng Ninh, ngày 26 tháng 11 năm 2021", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc", "LIÊN MINH HTX TỈNH QUẢNG NINH", "Căn cứ", "Thực hiện",
    "Kế hoạch số 1/KH-A ngày 31/02/2021", "của Chính phủ", "về việc", "Nơi nhận:", "- Lưu: VT.",
    "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Trên đây là", "./.", "PHỤ LỤC", "I.", "II.", "IV-", "1.", "2.", "3)", "1.1.",
    "1.2", "1.1.1.", "a)", "b)", "đ)", "1.490.000 đồng", "19/10/2021", "2021 - 2025", "#", "##", "####", "#######",
    "*", "**", "***", "“", "”", '"', "«", "-", "+", "____", "chủ đề", "phong trào", "\\*", " ", "  ", "\t", "\t\t",
    "\n", "\n\n", "\r\n", "\xa0", "\u200b", "\xad", "\ufeff", "\u2028", "\x0b", "\x00", "\x1f", "\u0301",
    "mục đích", "MỤC ĐÍCH", "Mục đích:", "Nội dung thi đua.", "thi đua;", "như sau:", "Nguyễn Văn A",
    "e\u0302\u0301", "🙂", "<script>",
]  # fmt: skip
hostile = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=8)), max_size=40).map("".join)
spaced = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(hostile, spaced, st.text()))
def test_any_text_is_written_back_whole(text):
    plan = parse_plan(text)

    assert canonical(plan.to_text()) == canonical(text)
    assert ParsedPlan.from_json(json.loads(json.dumps(plan.to_json()))) == plan
