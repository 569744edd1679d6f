"""The engine behind papers: fonts, hostile text, sameness, what the file says of itself, the QR."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdf
import pypdfium2
import pytest
import segno
from django.conf import settings
from fontTools import subset

from emulation_portal.documents.paper import Basis, Check, Heading, Paper, Paragraph
from emulation_portal.documents.paper_limits import PaperTooLarge
from emulation_portal.documents.rendering import RenderFailed, render, render_html, stop_press
from emulation_portal.documents.rendering.fetcher import AssetFetcher, AssetRefused
from emulation_portal.documents.rendering.fonts import (
    STYLES,
    VIETNAMESE_LETTERS,
    FontsMissing,
    files,
    find_files,
)
from emulation_portal.documents.rendering.html import paper_html
from emulation_portal.documents.rendering.markup import inline

from . import sample_papers as papers
from .pdfreader import MM, read

pytestmark = pytest.mark.slow

MARKED = {"regular": "{}", "bold": "**{}**", "italic": "*{}*", "bold-italic": "***{}***"}


def test_vietnamese_has_134_letters_beyond_ascii() -> None:
    assert len(VIETNAMESE_LETTERS) == 134
    assert set("ăâđêôơưỹỵẳỗỮỆĐ") < set(VIETNAMESE_LETTERS)
    assert unicodedata.is_normalized("NFC", VIETNAMESE_LETTERS)


@pytest.mark.parametrize("style", STYLES)
def test_every_vietnamese_letter_is_printed_in_every_style(style: str) -> None:
    letters = " ".join(VIETNAMESE_LETTERS[at : at + 10] for at in range(0, 134, 10))

    paper = read(render(papers.plan(body=(Paragraph(MARKED[style].format(letters)),), has_end_mark=False)).pdf)

    lines = [line for line in paper.lines if set(line.text) <= set(letters)]
    assert " ".join(line.text for line in lines) == letters
    assert {style} == set().union(*(line.styles for line in lines))
    assert all(c["width"] > 0 for page in paper.pages for c in page.chars)


def test_fonts_are_embedded_as_subsets() -> None:
    pdf = render(papers.plan(body=(Paragraph("a **b** *c* ***d***"),))).pdf

    fonts = {
        font["/BaseFont"]: font["/DescendantFonts"][0]["/FontDescriptor"]
        for page in pypdf.PdfReader(io.BytesIO(pdf)).pages
        for font in (reference.get_object() for reference in page["/Resources"]["/Font"].values())
    }

    assert sorted(name.split("+")[1] for name in fonts) == ["Tinos", "Tinos-Bold", "Tinos-Bold-Italic", "Tinos-Italic"]
    assert all("/FontFile2" in descriptor for descriptor in fonts.values())
    assert len(pdf) < 80_000


def test_missing_fonts_name_the_package(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="fonts-croscore"):
        find_files((tmp_path,))


def test_fonts_without_vietnamese_are_passed_over(tmp_path: Path) -> None:
    """Debian's fonts-liberation of version 1 has the right names and not the letters."""
    options = subset.Options()
    font = subset.load_font(str(files()["regular"]), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="abcABC")
    subsetter.subset(font)
    for suffix in STYLES.values():
        subset.save_font(font, str(tmp_path / f"Tinos-{suffix}.ttf"), options)
    font.close()

    with pytest.raises(FontsMissing):
        find_files((tmp_path,))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<a href="javascript:alert(1)">bấm</a>',
        '<img src="file:///etc/passwd">',
        '<link rel="attachment" href="file:///etc/passwd">',
        "</p></div></body> <style>*{display:none}</style>",
        "{{ paper.number }} {% include 'x' %}",
        "&lt;b&gt; &amp; “x” ‘y’ …",
        "2 * 3 * 4 = 24 và ** hai sao",
        "\\*không nghiêng\\*",
    ],
)
def test_hostile_text_is_printed_as_text(text: str) -> None:
    pdf = render(
        papers.plan(
            summary=(text,),
            place=text[:20],
            body=(Basis(text), Heading(2, text, "1."), Paragraph(text)),
            recipients=(text, "Lưu: VT"),
            title=text,
            author=text,
        )
    ).pdf

    paper = read(pdf)

    seen = " ".join(paper.text().split()).replace(" ", "")
    assert seen.count(text.replace("\\*", "*").replace(" ", "")) >= 2
    assert paper.document.metadata.title == text
    assert "/EmbeddedFiles" not in paper.document.trailer["/Root"].get("/Names", {})
    assert all("/Annots" not in page for page in paper.document.pages)
    assert b"root:" not in pdf


@pytest.mark.parametrize(
    "html",
    [
        '<img src="file:///etc/passwd">',
        '<img src="data:image/svg+xml;base64,PHN2Zy8+">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<style>@import "file:///etc/passwd"; @font-face{font-family:x;src:url(file:///etc/passwd)}</style>',
        '<object data="file:///etc/passwd"></object><embed src="file:///etc/passwd">',
        '<svg><image href="file:///etc/passwd"/><use href="file:///etc/passwd#a"/></svg>',
        '<p style="background:url(file:///etc/passwd)">x</p>',
    ],
)
def test_nothing_is_fetched_even_from_html_of_our_own(html: str) -> None:
    pdf = render_html(f"<html><body><p>Nội dung</p>{html}</body></html>", "nd30").pdf

    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert "Nội dung" in reader.pages[0].extract_text()
    assert not reader.attachments
    assert b"root:" not in pdf


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://localhost/",
        "data:,x",
        "asset:fonts/../x",
        "asset:x",
        "asset:fonts/",
        "ftp://x",
        "",
    ],
)
def test_fetcher_refuses_what_is_not_a_bundled_font(url: str) -> None:
    with pytest.raises(AssetRefused):
        AssetFetcher().fetch(url)


def test_fetcher_serves_a_font() -> None:
    assert AssetFetcher().fetch("asset:fonts/bold-italic").read() == files()["bold-italic"].read_bytes()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*a* và **b**", "<i>a</i> và <b>b</b>"),
        ("***a***", "<b><i>a</i></b>"),
        ("**a *b***", "<b>a <i>b</i></b>"),
        ("*a **b***", "<i>a <b>b</b></i>"),
        ("a * b", "a * b"),
        ("*a", "*a"),
        ("a*", "a*"),
        ("**a*", "**a*"),
        ("\\*a\\* \\\\", "*a* \\"),
        ("<b>*x*</b>", "&lt;b&gt;<i>x</i>&lt;/b&gt;"),
        ("dòng\n  hai", "dòng hai"),
        ("", ""),
    ],
)
def test_marks_become_emphasis_and_the_rest_is_escaped(text: str, html: str) -> None:
    assert inline(text) == html


def test_decomposed_text_is_read_back_composed() -> None:
    text = "Hợp tác xã Đông Triều, thủy sản, khuyến khích, nghiêm túc thực hiện"

    paper = read(render(papers.plan(body=(Paragraph(unicodedata.normalize("NFD", text)),))).pdf)

    assert f"{text}./." in paper.text()
    assert paper.is_nfc()


def test_file_says_what_it_is() -> None:
    paper = read(render(papers.plan()).pdf)

    meta, root = paper.document.metadata, paper.document.trailer["/Root"]

    assert meta.title.startswith("Kế hoạch Triển khai phong trào thi đua đặc biệt “Liên minh")
    assert meta.author == "Liên minh Hợp tác xã tỉnh Quảng Ninh"
    assert meta.subject == "Kế hoạch số 644/KH-LMHTX ngày 26/11/2021"
    assert meta.creation_date.date().isoformat() == "2021-11-26"
    assert root["/Lang"] == "vi"
    assert paper.bookmarks() == ["I. MỤC ĐÍCH, YÊU CẦU", "  1. Mục đích", "  2. Yêu cầu", "II. TỔ CHỨC THỰC HIỆN"]


def test_bookmarks_of_a_decision_are_its_articles_and_appendices() -> None:
    appendices = ["Phụ lục I. Danh sách cá nhân được tặng Giấy khen", "Phụ lục II. Tổng hợp kết quả"]

    paper = read(render(papers.decision()).pdf)

    assert paper.bookmarks() == ["Điều 1.", "Điều 2.", "Điều 3.", *appendices]


_PRINT_ELSEWHERE = """
import hashlib, json, sys, django
django.setup()
from emulation_portal.documents.paper import Paper
from emulation_portal.documents.rendering import render
print(hashlib.sha256(render(Paper.from_json(json.load(sys.stdin))).pdf).hexdigest())
"""


def test_same_paper_gives_the_same_bytes_in_another_process() -> None:
    paper = papers.decision()

    here = [hashlib.sha256(render(paper).pdf).hexdigest() for _ in range(2)]
    env = os.environ | {"PYTHONHASHSEED": "7", "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}
    elsewhere = subprocess.run(
        [sys.executable, "-c", _PRINT_ELSEWHERE],
        input=json.dumps(paper.to_json()),
        env=env,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert {*here, elsewhere.stdout.strip()} == {here[0]}


def test_another_paper_gives_other_bytes() -> None:
    assert render(papers.plan()).pdf != render(papers.plan(number=645)).pdf


def test_transcription_says_so_in_the_bottom_margin_of_every_page() -> None:
    paper = read(render(papers.plan(is_transcription=True)).pdf)

    marks = [line for line in paper.lines if line.text == "Bản nhập từ tệp, không thay bản gốc"]

    assert [line.page for line in marks] == [1, 2]
    assert all(line.baseline > 277 and line.baseline < 292 for line in marks)


def _qr_box(page: pdfplumber.page.Page) -> tuple[float, float, float, float]:
    shapes = [c for c in [*page.curves, *page.lines] if c["top"] / MM > 275]
    return (
        min(c["x0"] for c in shapes) / MM,
        min(c["top"] for c in shapes) / MM,
        max(c["x1"] for c in shapes) / MM,
        max(c["bottom"] for c in shapes) / MM,
    )


@pytest.mark.parametrize("paper", [papers.plan(), papers.minutes(), papers.decision()], ids=["KH", "BB", "QĐ"])
def test_qr_is_read_from_the_bottom_margin_of_the_last_page_only(paper: Paper) -> None:
    """The printed squares, sampled at the middle of each module, are the symbol of the address."""
    pdf = render(paper).pdf
    reading = read(pdf)
    assert paper.check
    symbol = segno.make_qr(paper.check.url, error="m", boost_error=False)
    size = len(symbol.matrix)

    page = reading.pages[-1]
    width, height = float(page.width) / MM, float(page.height) / MM
    right = 195 if width < height else 277
    bottom = height - 5 if width < height else height - 0.4
    scale = 20  # pixels in a mm
    image = pypdfium2.PdfDocument(pdf)[len(reading.pages) - 1].render(scale=scale / MM).to_pil().convert("L")
    left, top = right - 13, _qr_top(image, right, scale)
    read_back = [
        [
            image.getpixel((int((left + (x + 0.5) * 13 / size) * scale), int((top + (y + 0.5) * 13 / size) * scale)))
            < 128
            for x in range(size)
        ]
        for y in range(size)
    ]

    assert read_back == [[bool(module) for module in row] for row in symbol.matrix]
    assert 13 <= 15
    assert top > height - 20
    assert top + 13 <= bottom
    assert max(line.baseline for line in reading.on_page(len(reading.pages)) if line.size > 9) < top - 1.2
    assert [line.page for line in reading.lines if line.text.startswith("Mã kiểm tra:")] == [len(reading.pages)]


def _qr_top(image: object, right: float, scale: int) -> float:
    """Return where the symbol begins: the first dark row of its top left corner."""
    column = int((right - 13 + 0.2) * scale)
    height = image.height  # type: ignore[attr-defined]
    start = height - 20 * scale
    return next(y for y in range(start, height) if image.getpixel((column, y)) < 128) / scale  # type: ignore[attr-defined]


def test_paper_without_check_has_no_qr_and_a_long_address_is_left_to_the_qr() -> None:
    without = read(render(papers.plan(check=None)).pdf)
    long = read(render(papers.plan(check=Check("ABCD", "https://" + "thidua." * 12 + "vn/kiem-tra/ABCD"))).pdf)

    assert "Mã kiểm tra" not in without.text()
    assert [line.text for line in long.lines if line.size == 8] == ["Mã kiểm tra: ABCD"]


def test_too_large_a_paper_is_refused_before_any_work() -> None:
    with pytest.raises(PaperTooLarge, match=r"10\.000 đoạn"):
        render(papers.plan(body=(Paragraph("x"),) * 10_000))


def test_a_long_paper_out_of_processor_time_fails_in_words(settings: object) -> None:
    settings.RENDER_CPU_SECONDS = 1  # type: ignore[attr-defined]

    with pytest.raises(RenderFailed, match="quá thời gian"):
        render(papers.plan(body=(Paragraph(papers.SENTENCE),) * 2_000))


def test_a_paper_out_of_memory_fails_in_words(settings: object) -> None:
    settings.RENDER_MEMORY_MB = 4  # type: ignore[attr-defined]

    with pytest.raises(RenderFailed, match="quá nhiều bộ nhớ"):
        render(papers.plan(body=(Paragraph(papers.SENTENCE),) * 2_000))
    settings.RENDER_MEMORY_MB = 1024  # type: ignore[attr-defined]

    assert render(papers.plan()).pdf.startswith(b"%PDF-")


def test_what_was_printed_before_does_not_change_the_bytes() -> None:
    paper, other = papers.plan(), papers.plan(body=(Paragraph(papers.SENTENCE),) * 60)
    stop_press()
    first = render(paper).pdf
    render(other)
    after_another = render(paper).pdf
    stop_press()
    render(other)
    in_another_process = render(paper).pdf

    assert first == after_another == in_another_process


@pytest.mark.parametrize("make", [papers.plan, papers.decision, papers.minutes], ids=lambda make: make.__name__)
def test_no_block_of_a_paper_ends_in_white_space(make: Callable[[], Paper]) -> None:
    assert re.findall(r".{20}[ \n]+</(?:p|h\d|td|th|li|div)>", paper_html(make())) == []
