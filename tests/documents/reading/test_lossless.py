"""Whatever is imported can be written back: over generated plans, and over any text at all."""

import datetime as dt
import json
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.names import find_campaign_name
from emulation_portal.core.numbering import letter, roman
from emulation_portal.documents.reading import ParsedPaper, canonical, parse_paper

from .told import warning_codes

FRAGMENTS = [
    "KẾ HOẠCH",
    "Số: 644/KH-LMHTX",
    "Quảng Ninh, ngày 26 tháng 11 năm 2021",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "LIÊN MINH HTX TỈNH QUẢNG NINH",
    "Căn cứ",
    "Thực hiện",
    "Kế hoạch số 1/KH-A ngày 31/02/2021",
    "của Chính phủ",
    "về việc",
    "Nơi nhận:",
    "- Lưu: VT.",
    "TM. BAN THƯỜNG VỤ",
    "CHỦ TỊCH",
    "Trên đây là",
    "./.",
    "PHỤ LỤC",
    "PHẦN I",
    "**Chương 2.**",
    "Phần thứ ba",
    "Kính gửi: ",
    "THÔNG BÁO",
    "I.",
    "II.",
    "IV-",
    "1.",
    "2.",
    "3)",
    "1.1.",
    "1.2",
    "1.1.1.",
    "a)",
    "b)",
    "đ)",
    "1.490.000 đồng",
    "19/10/2021",
    "2021 - 2025",
    "#",
    "##",
    "####",
    "#######",
    "*",
    "**",
    "***",
    "“",
    "”",
    '"',
    "«",
    "-",
    "+",
    "____",
    "chủ đề",
    "phong trào",
    "\\*",
    " ",
    "  ",
    "\t",
    "\t\t",
    "\n",
    "\n\n",
    "\r\n",
    "\xa0",
    "\u200b",
    "\xad",
    "\ufeff",
    "\u2028",
    "\x0b",
    "\x00",
    "\x1f",
    "\u0301",
    "mục đích",
    "MỤC ĐÍCH",
    "Mục đích:",
    "Nội dung thi đua.",
    "thi đua;",
    "như sau:",
    "Nguyễn Văn A",
    "e\u0302\u0301",
    "🙂",
    "<script>",
]
hostile = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=8)), max_size=40).map("".join)
spaced = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(hostile, spaced, st.text()))
def test_any_text_is_written_back_whole(text):
    plan = parse_paper(text)

    assert canonical(plan.to_text()) == canonical(text)
    assert ParsedPaper.from_json(json.loads(json.dumps(plan.to_json()))) == plan


# --- generated plans ----------------------------------------------------------------------------------------------

SYLLABLES = [
    "thi",
    "đua",
    "đoàn",
    "kết",
    "hợp",
    "tác",
    "xã",
    "phong",
    "trào",
    "khen",
    "thưởng",
    "giữ",
    "vững",
    "đẩy",
    "mạnh",
    "nâng",
    "cao",
    "chất",
    "lượng",
    "ở",
    "tỉnh",
    "ý",
    "nghĩa",
]
words = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=12).map(" ".join)
sentence = words.map(lambda text: text.capitalize() + ".")
heading_marks = st.sampled_from(["", "", "# ", "#### ", "  ## "])
blank = st.sampled_from(["\n\n", "\n\n\n", "\n \n\t\n", "\r\n\r\n"])
spacing = st.sampled_from([" ", "  ", "\t", "\u00a0"])


@st.composite
def plans(draw):
    """A plan as text in one of many spellings, and the values and outline that must be recognised in it."""
    number, day = draw(st.integers(1, 9999)), draw(st.dates(dt.date(2000, 1, 1), dt.date(2025, 12, 31)))
    name, style = draw(words), draw(st.sampled_from(["decimal", "letter"]))
    parts = [
        f"Số:{draw(spacing)}{number:02d}/KH-LMHTX",
        f"Quảng Ninh, ngày {day.day:02d} tháng {day.month} năm {day.year}",
    ]
    parts += [draw(heading_marks) + "KẾ HOẠCH", draw(heading_marks) + f"Phát động phong trào thi đua “{name}”"]
    bases = draw(st.lists(st.integers(1, 999), min_size=0, max_size=3))
    parts += [
        f"Căn cứ Kế hoạch số {n}/KH-UBND ngày {day:%d/%m/%Y} của Ủy ban nhân dân tỉnh về {draw(words)};" for n in bases
    ]
    parts.append("Liên minh Hợp tác xã tỉnh ban hành Kế hoạch như sau:")
    outline = []
    for one in range(1, draw(st.integers(1, 4)) + 1):
        title = draw(words).upper()
        parts.append(f"{draw(heading_marks)}{roman(one)}.{draw(spacing)}{title}")
        outline.append((1, f"{roman(one)}.", title))
        for two in range(1, draw(st.integers(1, 3)) + 1):
            title = draw(words).capitalize()
            parts.append(f"{draw(heading_marks)}{two}.{draw(spacing)}{title}:")
            outline.append((2, f"{two}.", f"{title}:"))
            for three in range(1, draw(st.integers(1, 7)) + 1):
                marker = f"{two}.{three}." if style == "decimal" else f"{letter(three)})"
                parts.append(f"{marker}{draw(spacing)}{draw(sentence)}")
                outline.append((3, marker, ""))
    text = "".join(part + draw(blank) for part in parts)
    if draw(st.booleans()):
        text = unicodedata.normalize("NFD", text)
    return text, outline, (number, day, name, style, len(bases))


@settings(max_examples=60, deadline=None)
@given(plans())
def test_generated_plan_is_recognised_and_written_back(made):
    text, outline, facts = made

    plan = parse_paper(text)

    assert canonical(plan.to_text()) == canonical(text)
    assert [(s.level, s.marker, s.title) for s in plan.sections] == outline
    assert (plan.number, plan.issued_on, find_campaign_name(plan), plan.numbering_style, len(plan.bases)) == facts
    assert not {"not_parted", "renumbered", "missing_level", "unplaced"} & set(warning_codes(plan))


def steps_to_parse(text: str) -> int:
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        parse_paper(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "shape",
    [
        "a\n",
        "A\n",
        "# ",
        "**a",
        "“",
        '"',
        "Số: 1/A ",
        "Căn cứ a;\n",
        "Căn cứ a; ",
        "1. A\n",
        "1.1. C\n\n",
        "I. A\n",
        "a\t",
        ". A",
        "Nơi nhận:\n- a;\n",
        "CHỦ TỊCH\nA\n",
        "I. A\n\nmột dòng\n",
        "KẾ HOẠCH\nA\n",
        'với chủ đề "',
        "ngày ",
        "12\nmột dòng chữ dài\n",
        "   A\nb c\n",
        "Phụ lục 1\n(Kèm theo\n",
        "Căn cứ Kế hoạch số 1 của Sở A, B và C, Hội ban hành Kế hoạch như sau:\n\n",
        "I. A,\nB C\n",
    ],
)
def test_work_grows_with_the_text_and_not_with_its_square(shape):
    once, twice = steps_to_parse(shape * 400), steps_to_parse(shape * 800)

    assert twice < 2.3 * once


def test_any_number_of_warnings_is_cut_to_a_few_of_each_kind():
    plan = parse_paper("KẾ HOẠCH\n\nA\n\n" + "Căn cứ a;\n\n" * 500)

    unread = [warning for warning in plan.warnings if warning.code == "basis_unread"]
    assert len(unread) == 21
    assert unread[-1].message == "Và 480 chỗ khác cùng loại như trên."
