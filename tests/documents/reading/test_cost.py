"""What a file costs grows with its length: four times the file is about four times the work, never sixteen times."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from emulation_portal.documents.reading import ImportRefused, import_file
from emulation_portal.documents.reading.word_text import MAX_TABLE_DEPTH
from tests.documents.reading.word_files import raw_cell, raw_paragraph, raw_word
from tests.growth import check_grows_with_length

pytestmark = [pytest.mark.slow, pytest.mark.repeats]


def check_reading_grows(name: str, make: Callable[[int], bytes], size: int) -> None:
    def read(content: bytes) -> None:
        with suppress(ImportRefused):
            import_file(name, content)

    check_grows_with_length(read, make, size)


# --- Word -------------------------------------------------------------------------------------------------------------

JUNK = "<w:x/>"


def level(inner: str = "", *, at: int = 0) -> str:
    return (
        f'<w:lvl w:ilvl="{at}">{inner}<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    )


def lists(levels: str, overrides: str = "") -> str:
    defined = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
    return f'{defined}<w:num w:numId="1"><w:abstractNumId w:val="1"/>{overrides}</w:num>'


def style(name: str, based_on: str = "", inner: str = "") -> str:
    return f'<w:style w:styleId="{name}">{inner}<w:basedOn w:val="{based_on}"/></w:style>'


def nested(size: int) -> str:
    inner = raw_paragraph() * size
    for _ in range(MAX_TABLE_DEPTH):
        inner = f"<w:tbl><w:tr>{raw_cell(inner)}{raw_cell(raw_paragraph('b') * size)}</w:tr></w:tbl>"
    return inner


def inside(inner: str, depth: int = 200) -> str:
    return "<w:sdt>" * depth + inner + "</w:sdt>" * depth


def attributes(number: int) -> str:
    return " ".join(f'a{at}=""' for at in range(number))


EMPTY_ROW = f"<w:tr>{raw_cell('<w:p/>') * 2}</w:tr>"
IN_LIST = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
RUN = "<w:r><w:t>a</w:t></w:r>"
BOLD = "<w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r>"

# Each grows with the number: paragraphs or what they bear, and the definitions that they name.
WORD = {
    "levels with junk": lambda n: raw_word(raw_paragraph(list_number=1) * n, numbering=lists(level(JUNK * n))),
    "levels without number": lambda n: raw_word(
        raw_paragraph(style="s") * n,
        styles=style("s", inner=IN_LIST),
        numbering=lists("".join(level(at=at) for at in range(n))),
    ),
    "lists begun anew": lambda n: raw_word(
        raw_paragraph(list_number=1) * n,
        numbering=lists(level(), '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride>' * n),
    ),
    "styles with junk": lambda n: raw_word(
        raw_paragraph(style="0") * n, styles="".join(style(f"{i}", f"{i + 1}", JUNK * (n // 20)) for i in range(20))
    ),
    "chain of styles": lambda n: raw_word(
        "".join(raw_paragraph(style=f"{i}") for i in range(n)),
        styles="".join(style(f"{i}", f"{i + 1}") for i in range(n)),
    ),
    "styles of runs": lambda n: raw_word(
        "<w:p>" + '<w:r><w:rPr><w:rStyle w:val="0"/></w:rPr><w:t>a</w:t></w:r>' * n + "</w:p>",
        styles="".join(style(f"{i}", f"{i + 1}") for i in range(n)),
    ),
    "attributes": lambda n: raw_word(f"<w:p><w:pPr><w:pStyle {attributes(5 * n)}/></w:pPr>{RUN}</w:p>"),
    "tables in tables": lambda n: raw_word(nested(n // 4)),
    "empty cells": lambda n: raw_word(f"<w:tbl>{EMPTY_ROW * n}</w:tbl>{raw_paragraph()}"),
    "controls around cells": lambda n: raw_word(f"<w:tbl><w:tr>{inside(raw_cell(raw_paragraph()) * n)}</w:tr></w:tbl>"),
    "controls around paragraphs": lambda n: raw_word(inside(raw_paragraph() * n)),
    "runs": lambda n: raw_word(f"<w:p>{RUN * n}</w:p>"),
    "runs by turns": lambda n: raw_word(f"<w:p>{(RUN + BOLD) * n}</w:p>"),
    "line breaks": lambda n: raw_word(f"<w:p><w:r>{'<w:br/>' * n}<w:t>a</w:t></w:r></w:p>"),
    "pictures": lambda n: raw_word(f"<w:p>{'<w:r><w:drawing><w:x/></w:drawing></w:r>' * n}</w:p>{raw_paragraph()}"),
    "namespaces": lambda n: raw_word("".join(f'<x{i}:a xmlns:x{i}="u{i}"/>' for i in range(n)) + raw_paragraph()),
    "a long namespace": lambda n: raw_word(f'<x:a xmlns:x="{"u" * 50 * n}">{"<x:b/>" * 5 * n}</x:a>{raw_paragraph()}'),
}


@pytest.mark.parametrize("make", WORD.values(), ids=WORD.keys())
def test_word_file_costs_what_its_length_is_worth(make: Callable[[int], bytes]) -> None:
    check_reading_grows("a.docx", make, 1_200)


# --- text -------------------------------------------------------------------------------------------------------------

PIECES = [
    "a",
    " ",
    "\t",
    "\n",
    "a\n",
    "A.\na;\n",
    "*",
    "**",
    "***",
    "*a* ",
    "**a",
    "a**",
    "#",
    "# A\n",
    "“",
    "“a” ",
    '"',
    "«a",
    "-",
    "- a;\n",
    "_",
    "…",
    "1. A\n",
    "1.1.",
    "I. ",
    "a) a\n",
    "Số: 1/A ",
    "A-B/",
    "Q, ngày ",
    "ngày 1 tháng 1 năm 2021 ",
    "Căn cứ a; ",
    "Căn cứ Luật số 1/A ngày 1/1/2021 của A về B; ",
    "Thực hiện các ",
    "Nơi nhận: ",
    "TM. A\n",
    "(ký",
    "KẾ HOẠCH ",
    "CỘNG HÒA ",
    "Độc lập - ",
    "LIÊN MINH ",
    "PHẦN I ",
    "Trên đây là ",
    "Trong quá trình ",
    "thông báo ",
    "\u2028",
    "\u00ad",
    "a\u0301\u0323",
    "\u0301\u0323",
    "1.490.000 ",
    "2021 - 2025 ",
    "a | b\n",
    "a  ",
    "Nguyªn ",
]


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize(
    "head", ["", "KẾ HOẠCH\n\nTổ chức\n\nCăn cứ Luật số 1/A;\n\nI. MỤC ĐÍCH\n\n"], ids=["", "paper"]
)
def test_text_costs_what_its_length_is_worth(head: str, piece: str) -> None:
    check_reading_grows("a.txt", lambda n: f"{head}{piece * (n // len(piece))}x".encode(), 24_000)


CITES = "KẾ HOẠCH\n\nTổ chức\n\nCăn cứ "
ENDS = "KẾ HOẠCH\n\nTổ chức\n\nCăn cứ Luật số 1/A;\n\nI. MỤC ĐÍCH\n\nA.\n\nNơi nhận:\n- Lưu: VT.\n"
# What stands within one part of a paper, and what it is full of.
PARTS = {
    "papers joined": (CITES, "Chỉ thị số 1/A ngày 1/1/2021 và "),
    "papers carried out": (
        f"{CITES}Kế hoạch số 1/A ngày 1/1/2021 ",
        "thực hiện Luật a và Chỉ thị số 1/A ngày 1/1/2021 ",
    ),
    "numbers behind a type": (f"{CITES}các Công điện: ", "số 1/A ngày 1/1/2021, "),
    "types in plural": (CITES, "các Công điện: số 1/A, số 2/A; "),
    "marks of the archive": (ENDS, "08 KH\n"),
    "marks after the signature": (ENDS, "CHỦ TỊCH\t08 KH\n"),
    "titles of a signer": (f"{ENDS}CHỦ TỊCH\n", "BS. CKII "),
    "duties": (ENDS[:-20], "Các a căn cứ Kế hoạch này "),
    "rows apart": (ENDS[:-30], "1\ta\tb\n\n"),
    "lines in capitals": ("QUYẾT ĐỊNH\n\nA\n\n", "CHỦ TỊCH\n\n"),
    "names of the Union": ("", "ĐOÀN TNCS HỒ CHÍ MINH\n"),
}


@pytest.mark.parametrize(("head", "piece"), PARTS.values(), ids=PARTS.keys())
def test_part_of_a_paper_costs_what_its_length_is_worth(head: str, piece: str) -> None:
    check_reading_grows("a.txt", lambda n: f"{head}{piece * (n // len(piece))}x".encode(), 24_000)


def wide_row_over_short_ones(size: int) -> bytes:
    return ("| " + "a | " * (size // 8) + "\n" + "| b | |\n" * (size // 16)).encode()


def wide_head_over_short_rows(size: int) -> bytes:
    return ("STT" + "\ta" * (size // 4) + "\n" + "1\tx\ty\n" * (size // 12)).encode()


def heads_and_rows_by_turns(size: int) -> bytes:
    return ("STT\ta\tb\td\n1\tx\n" * (size // 16)).encode()


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.md", wide_row_over_short_ones), ("a.txt", wide_head_over_short_rows), ("a.txt", heads_and_rows_by_turns)],
)
def test_ragged_tables_are_framed_in_one_look(name: str, make: Callable[[int], bytes]) -> None:
    check_reading_grows(name, make, 40_000)


def test_endless_number_is_no_number_of_a_row() -> None:
    digits = "1" * 5_000
    text, _ = import_file("a.txt", f"{digits}\ta\tb\nSTT\ta\tb\n{digits}\tx\ty\nz\n".encode())

    assert text.count(digits) == 2
