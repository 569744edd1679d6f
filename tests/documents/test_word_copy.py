"""A Word copy says what the PDF says, whatever stands in the paper, and is a sound file."""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from django.conf import settings as portal_settings
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulation_portal.documents.paper import (
    Appendix,
    Article,
    Basis,
    Block,
    Centred,
    Check,
    Heading,
    ItemList,
    Paper,
    PaperColumn,
    PaperTable,
    Paragraph,
    Signature,
)
from emulation_portal.documents.reading import parse_paper
from emulation_portal.documents.reading.files import read_source
from emulation_portal.documents.rendering import render
from emulation_portal.documents.templates import _TEMPLATES as TEMPLATES
from emulation_portal.documents.templates import NoTemplate, register_template
from emulation_portal.documents.word import word_copy

from . import sample_papers as papers
from .pdfreader import Reading, _words_of, read
from .test_desk import APPENDICES, BLOCKS, every_block
from .test_payloads import STORED
from .wordreader import WordFile

pytestmark = pytest.mark.slow

TYPES = sorted({type for type, _ in TEMPLATES})
SAMPLES = {
    "KH": papers.plan(),
    "QĐ": papers.decision(),
    "BB": papers.minutes(),
    "CV": papers.letter(),
    "CV to one": papers.letter(addressees=("Sở Nội vụ",)),
    "CV bare": papers.letter(addressees=(), body=(), recipients=(), signatures=(), check=None),
    "TTr": papers.submission(),
    "draft": papers.draft(appendices=APPENDICES),
    "draft CV": papers.draft(type="CV", type_name="", summary=("V/v tổng kết",)),
    "transcription": papers.plan(is_transcription=True, has_end_mark=False, appendices=APPENDICES),
    "stars": papers.plan(body=(Paragraph("2 * 3 * 4 = 24 và ** hai **sao*** \\*x\\* *a **b***"),)),
    "long address": papers.plan(check=Check("ABCD", "https://" + "thidua." * 12 + "vn/kiem-tra/ABCD")),
}


def printed_words(pdf: Reading, heads: list[list[str]]) -> list[str]:
    """Return the words of all pages, those of a table's head once, though it comes again on every page."""
    words: list[str] = []
    seen: list[list[str]] = []
    for page in pdf.pages:
        on_page = _words_of(page)
        again = next((head for head in seen if on_page[: len(head)] == head), [])
        words += on_page[len(again) :]
        seen = [head for head in heads if " ".join(head) in " ".join(words)]
    return words


def assert_same(paper: Paper, *, by_letters: bool = False) -> None:
    """Compare word by word; by letters where a word may be too long for a line."""
    pdf, word = read(render(paper).pdf), WordFile(word_copy(paper))
    printed, written = printed_words(pdf, word.heads()), word.words()

    if by_letters:
        printed, written = [*"".join(printed)], [*"".join(written)]
    assert written == printed
    assert word.beside_qr() == [line.text for line in pdf.lines if line.size == 8 and line.page == len(pdf.pages)]
    assert _marks_of(word) == marks_for(paper)
    assert _marks_on(pdf) <= _marks_of(word)  # a draft of one page shows its mark under the number alone


def marks_for(paper: Paper) -> set[str]:
    marks = {"DỰ THẢO": paper.is_draft, "Bản nhập từ tệp, không thay bản gốc": paper.is_transcription}
    return {mark for mark, is_there in marks.items() if is_there}


def _marks_of(word: WordFile) -> set[str]:
    return {words.replace("[PAGE]", "").strip() for words in word.in_margins().values()} - {""}


def _marks_on(pdf: Reading) -> set[str]:
    """Return what stands in the margins beside the number of the page and the QR."""
    edges = [line for line in pdf.lines if line.baseline < 20 or line.size == 9]
    return {line.text for line in edges if not line.text.isdigit()}


# --- the same words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_paper_says_what_its_pdf_says(name: str) -> None:
    assert_same(SAMPLES[name])


@pytest.mark.parametrize("type", TYPES)
def test_paper_of_every_template_says_what_its_pdf_says(type: str) -> None:
    assert_same(every_block(type))


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_stored_paper_of_any_version_says_what_its_pdf_says(path: Path) -> None:
    assert_same(Paper.from_json(json.loads(path.read_text("utf-8"))))


WORDS = st.sampled_from(
    [
        "thi đua",
        "Khen thưởng",
        "746/KH-LMHTX",
        "2021 - 2025",
        "Đoàn",
        "<b>&amp;",
        "*nhấn*",
        "**đậm**",
        "**",
        "\\*",
        "1.000",
        "]]>",
        "“trích”",
        "x" * 130,
        "\xa0",
        "a\tb",
        "dòng\nhai",
        "…",
        "&",
        "-",
        "ỹ́",
    ]
)
TEXT = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
LINE = st.lists(
    st.sampled_from(["Về việc", "tổng kết", "“Đoàn kết”", "& <i>", "*thi đua*", "2021"]), min_size=1, max_size=8
)
LABEL = st.sampled_from(["", "-", "a)", "1.1."])
CELL = st.sampled_from(["", "một", "hai ba", "↑", "←", "\\↑", "*nhấn* & <", "1.000"])


@st.composite
def tables(draw: st.DrawFn) -> PaperTable:
    """Return a table whose head no other has."""
    mark = draw(st.integers(100, 10**9))
    columns = draw(st.integers(1, 9))
    rows = draw(st.lists(st.tuples(*[CELL] * columns), max_size=5))
    aligns = draw(st.lists(st.sampled_from(["left", "center", "right"]), min_size=columns, max_size=columns))
    heads = tuple(PaperColumn(f"C{at} {mark}", draw(st.integers(1, 9)), align) for at, align in enumerate(aligns))
    return PaperTable(
        heads, tuple(rows), draw(st.sampled_from(["", "Bảng 1"])), min(len(rows), draw(st.integers(0, 2)))
    )


BLOCK: st.SearchStrategy[Block] = st.one_of(
    st.builds(Basis, TEXT),
    st.builds(Paragraph, TEXT, LABEL),
    st.builds(Heading, st.integers(1, 4), TEXT, LABEL),
    st.builds(Article, st.integers(1, 30), LINE.map(" ".join), st.one_of(st.just(""), TEXT)),
    st.builds(Centred, LINE.map(" ".join)),
    st.builds(ItemList, st.lists(TEXT, max_size=3).map(tuple)),
    tables(),
)
BODY = st.lists(BLOCK, max_size=6).map(tuple)
SIGNED = st.builds(
    Signature, st.just(("TM. Ban Thường vụ", "Chủ tịch")), st.sampled_from(["", "Lê Mẫu"]), st.sampled_from(["", "Phó"])
)


@st.composite
def any_paper(draw: st.DrawFn) -> Paper:
    type = draw(st.sampled_from(TYPES))
    lines = st.lists(LINE.map(" ".join), min_size=1, max_size=3).map(tuple)
    annexes = st.builds(
        Appendix,
        LINE.map(" ".join),
        st.sampled_from([None, "", "(Kèm theo)"]),
        BODY,
        st.sampled_from([None, True, False]),
    )
    return papers.plan(
        type=type,
        type_name="" if type == "CV" else "Văn bản",
        summary=draw(lines),
        body=draw(BODY),
        addressees=draw(st.one_of(st.just(()), lines)),
        authority=draw(lines),
        recipients=draw(st.one_of(st.just(()), lines)),
        signatures=draw(st.lists(SIGNED, max_size=2).map(tuple)),
        appendices=draw(st.lists(annexes, max_size=2).map(tuple)),
        is_draft=draw(st.booleans()),
        is_transcription=draw(st.booleans()),
        check=draw(st.sampled_from([None, papers.CHECK])),
    )


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(paper=any_paper())
def test_any_paper_says_what_its_pdf_says(paper: Paper) -> None:
    assert_same(paper, by_letters=True)


def test_every_block_and_every_type_is_among_any_papers() -> None:
    assert {type(block) for block in BLOCKS.values()} == set(Block.__args__)
    assert {"KH", "QĐ", "TTr", "BC", "BB", "TB", "GM", "CV", "HD", "BTT"} == set(TYPES)


# --- a sound file -----------------------------------------------------------------------------------------------------

HOSTILE = [
    "<w:p/><script>alert(1)</script>",
    "]]>",
    "</w:t></w:r><w:r><w:t>",
    "&lt;b&gt; &amp; “x” ‘y’ …",
    "{{ paper.number }} {% include 'x' %} {0} %s",
    "a\x00b\x01\x0b\x0c\x1f\x7f\x85\ufffe\uffff\ud800c",
    "\u202edảo\u202c ngược\u200b",
    unicodedata.normalize("NFD", "Hợp tác xã Đông Triều, thủy sản, khuyến khích"),
    "𠀀 \U0001f600",
    "x" * 300_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_text_is_text(text: str) -> None:
    paper = papers.plan(
        summary=(text[:300],),
        place=text[:20],
        body=(Basis(text), Heading(2, text, "1."), Paragraph(text), PaperTable((PaperColumn(text[:90]),), ((text,),))),
        recipients=(text[:300], "Lưu: VT"),
        appendices=(Appendix(text[:300], text[:300], ()),),
        check=Check("ABCD", f"https://x.vn/{text[:20]}"),
        title=text,
        author=text,
        subject=text,
        language=text[:5],
    )

    word = WordFile(word_copy(paper))  # every part is read as XML

    said = paper.body[0].text.split()
    assert "".join(word.words()).count("".join(said).rstrip(".,;:")) >= 4
    assert unicodedata.is_normalized("NFC", " ".join(word.words()))
    assert "script" not in {element.tag for part in word.parts.values() for element in part.iter()}


@pytest.mark.parametrize("name", ["KH", "QĐ", "BB", "CV", "draft"])
def test_python_docx_opens_it(name: str) -> None:
    document = Document(io.BytesIO(word_copy(SAMPLES[name])))

    assert document.sections[0].page_height.mm == pytest.approx(297, abs=0.1)
    assert len(document.sections) == len(SAMPLES[name].appendices) + 1
    assert {p.style.name for p in document.paragraphs} <= {style.name for style in document.styles}
    assert all(cell.paragraphs for table in document.tables for row in table.rows for cell in row.cells)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_says_the_same(tmp_path: Path) -> None:
    for name in ("KH", "QĐ", "BB", "CV", "draft", "transcription"):
        (tmp_path / f"{name}.docx").write_bytes(word_copy(SAMPLES[name]))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    files = sorted(tmp_path.glob("*.docx"))
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=tmp_path)

    for file in files:
        word, shown = WordFile(file.read_bytes()), read(file.with_suffix(".pdf").read_bytes())
        assert printed_words(shown, word.heads()) == word.words()
        assert len(shown.pages) == len(read(render(SAMPLES[file.stem]).pdf).pages)
        assert _marks_on(shown) == marks_for(SAMPLES[file.stem])


_WRITE_ELSEWHERE = """
import hashlib, json, sys, django
django.setup()
from emulation_portal.documents.paper import Paper
from emulation_portal.documents.word import word_copy
print(hashlib.sha256(word_copy(Paper.from_json(json.load(sys.stdin)))).hexdigest())
"""


def test_same_paper_gives_the_same_bytes_in_another_process() -> None:
    paper = papers.decision()

    here = {hashlib.sha256(word_copy(paper)).hexdigest() for _ in range(2)}
    elsewhere = subprocess.run(
        [sys.executable, "-c", _WRITE_ELSEWHERE],
        input=json.dumps(paper.to_json()),
        env=os.environ | {"PYTHONHASHSEED": "7", "TZ": "America/Lima"},
        cwd=portal_settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert here == {elsewhere.stdout.strip()}
    assert word_copy(papers.decision(number=6)) != word_copy(paper)


def test_portal_reads_back_what_it_wrote() -> None:
    paper = papers.plan()

    text, _ = read_source("ke-hoach.docx", word_copy(paper), noun="kế hoạch")
    found = parse_paper(text)

    assert (found.number, found.symbol, found.issued_on) == (644, paper.symbol, paper.issued_on)
    assert " ".join(found.summary) == " ".join(paper.summary)
    assert [basis.text.rstrip(";.") for basis in found.bases] == [b.text for b in paper.body if isinstance(b, Basis)]
    assert found.recipients == paper.recipients
    assert found.signer_name == "Trần Văn Mẫu"


# --- what nobody taught it --------------------------------------------------------------------------------------------


def test_type_without_a_template_is_refused_in_words() -> None:
    with pytest.raises(NoTemplate, match="chưa có mẫu trình bày"):
        word_copy(papers.plan(type="XX"))


@pytest.mark.parametrize(
    ("block", "added"),
    [
        ("addressees", '<div class="banner"><p>Lạ</p></div>'),
        ("number", '<div class="seal">Lạ</div>'),
        ("content", "<blockquote>Lạ</blockquote>"),
        ("signature", '<div class="stamp">Lạ</div>'),
    ],
)
def test_part_of_a_template_that_word_would_lose_is_told(
    block: str, added: str, tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A template of a kind may fill the blocks of the page as it likes; the Word writer loses nothing without a word."""
    (tmp_path / "strange.html").write_text(
        f"{{% extends frame %}}{{% block {block} %}}{{{{ block.super }}}}{added}{{% endblock %}}", "utf-8"
    )
    template = settings.TEMPLATES[0]
    settings.TEMPLATES = [template | {"DIRS": [*template["DIRS"], tmp_path]}]
    monkeypatch.setattr("emulation_portal.documents.templates._TEMPLATES", dict(TEMPLATES))
    register_template("strange.html", type="KH", kind="strange")

    with pytest.raises(ValueError, match=f"no style of Word stands for <{re.split('[ >]', added[1:])[0]}"):
        word_copy(papers.plan(kind="strange"))
