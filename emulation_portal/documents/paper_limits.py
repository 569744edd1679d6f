"""How much one paper may hold, and each text of it while it is written. Beyond these sizes a rendering would eat
minutes of a worker. Forms and models of drafts take their limits from here.

In force since 2026-11-25 as they stand; no law asks for them. A text within its own limit may still make a paper too
large: that is asked of the whole paper when a draft is saved.
"""

import math
import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from msgspec.structs import astuple

from emulation_portal.core.errors import DomainError
from emulation_portal.core.numbering import grouped

from .paper import Basis, Chart, ChartBar, ItemList, Paper, PaperColumn, PaperPart, PaperTable
from .templates import template_of

# The whole paper.
MAX_CHARACTERS = 500_000
MAX_BLOCKS = 3_000
MAX_ROWS = 2_000  # of all tables
MAX_CELLS = 12_000
MAX_APPENDICES = 20
MAX_CELL_LINES = 25_000  # printed lines of all cells, about 1 ms each
# One table.
MAX_TABLE_ROWS = 500
MAX_COLUMNS = 20
MAX_CELL = 2_000
MAX_TABLE_CHARACTERS = 60_000
MAX_HEAD_LINES = 12  # the head comes again on every page; one higher than a page would not be printed at all
MAX_ROW_LINES = 120  # of one row as printed: beyond a page its cost grows with the square
# One chart, which stands on one page whichever way it lies.
MAX_BARS = 20
MAX_CHART_LINES = 28
MAX_CHART_TITLE = 300
# One text.
MAX_TEXT = 20_000  # a paragraph, a basis
MAX_BODY = 60_000  # the paragraphs of a section or an annex
MAX_PREAMBLE = 10_000  # lời dẫn, lời kết
MAX_TITLE = 5_000  # a title, a standard of a reward: printed in one piece
MAX_SUMMARY = 2_000
MAX_RECIPIENTS = 4_000
MAX_RECIPIENT = 200
MAX_LINES = 40  # of trích yếu, nơi nhận, kính gửi and the names in the head
MAX_LINE = 1_000
MAX_PARTS = 300  # bases or sections of a draft, or the rows of its kind
MAX_SHOWN = 2  # times as many may stand on a page: what is too much can be struck out there
MAX_TABLES = 60
MAX_ANNEX_TITLE = 500  # letters
# One word without a space.
MAX_WORD = 150
MAX_TITLE_WORD = 40  # on lines that are printed whole
MAX_HEADER_WORD = 24  # in the two columns of the head


LONGEST_LENGTH = 18  # digits of a bar before its point
_LENGTH = re.compile(rf"[0-9]{{1,{LONGEST_LENGTH}}}(\.[0-9]{{1,6}})?")
_LETTERS_OF_LABEL, _LETTERS_OF_WORDS = 26, 20  # on a line of a chart
_LETTERS_ON_A_LINE, _FEWEST_ON_A_LINE = 75, 4  # of a table at its full size, and of its narrowest column


class PaperTooLarge(DomainError):
    """The paper is larger than what is printed in one piece."""


# Where the texts of a paper stand, as the parts of a draft are called.
_WHERE = {
    "header": "tên cơ quan ban hành",
    "symbol": "số, ký hiệu",
    "place": "địa danh",
    "summary": "trích yếu",
    "addressees": "kính gửi",
    "authority": "thẩm quyền ban hành",
    "recipients": "nơi nhận",
    "signatures": "người ký",
}
_BLOCKS: dict[type, str] = {Basis: "căn cứ", PaperTable: "bảng"}


def check_limits(paper: Paper) -> None:
    """Raise NoTemplate, or PaperTooLarge, which says what passed which limit, in which part, and what to do."""
    template_of(paper)
    check_sizes(paper)
    for text in (*paper.header.issuer, *paper.header.superior, paper.place, paper.symbol):
        _check_words(text, MAX_HEADER_WORD, "phần đầu văn bản")
    for name in ("type_name", "summary", "authority", "addressees", "signatures"):
        for text in _texts(getattr(paper, name)):
            _check_words(text, MAX_TITLE_WORD, _WHERE.get(name, "tên loại"))
    for where, piece in _pieces(paper):
        for text in _texts(piece):
            _check_words(text, MAX_WORD, where)


def check_sizes(paper: Paper) -> None:
    """Raise PaperTooLarge for what no single word is to blame for: how much there is, and how long each text is."""
    bodies = [paper.body, *(appendix.body for appendix in paper.appendices)]
    items = sum(len(block.items) for body in bodies for block in body if isinstance(block, ItemList))
    _check(sum(map(len, bodies)) + items, MAX_BLOCKS, "đoạn", "Hãy chuyển bớt nội dung sang tệp đính kèm.")
    _check(len(paper.appendices), MAX_APPENDICES, "phụ lục", "Hãy gộp các phụ lục lại.")
    tables = [block for body in bodies for block in body if isinstance(block, PaperTable)]
    _check(sum(len(table.rows) for table in tables), MAX_ROWS, "dòng trong bảng", "Hãy tách bảng thành nhiều văn bản.")
    cells = sum(len(table.rows) * len(table.columns) for table in tables)
    _check(cells, MAX_CELLS, "ô trong bảng", "Hãy tách bảng thành nhiều văn bản.")
    for table in tables:
        _check_table(table)
    lines = sum(len(table.columns) * _lines_of_rows(table) for table in tables)
    _check(lines, MAX_CELL_LINES, "dòng chữ trong các ô của bảng", "Hãy bớt cột hoặc chuyển chữ dài ra ngoài bảng.")
    for chart in (block for body in bodies for block in body if isinstance(block, Chart)):
        _check_chart(chart)
    for name in ("recipients", "addressees", "summary"):
        _check_lines(getattr(paper, name), _WHERE[name])
    for names in (paper.header.issuer, paper.header.superior):
        _check_lines(names, _WHERE["header"])
    _check_texts(paper)


def check_growth(before: Paper, after: Paper) -> None:
    """Raise PaperTooLarge for a paper beyond its sizes, unless it was so before and there is less of it now."""
    try:
        check_sizes(after)
    except PaperTooLarge:
        if not _is_beyond(before) or _weight(after) >= _weight(before):
            raise


def _is_beyond(paper: Paper) -> bool:
    try:
        check_sizes(paper)
    except PaperTooLarge:
        return True
    return False


def _weight(paper: Paper) -> int:
    return sum(len(text) + 1 for text in _texts(paper))


def _check_texts(paper: Paper) -> None:
    """Raise for one text too long, or for all of them together; then say where most of it stands."""
    sizes: dict[str, int] = {}
    for where, piece in _pieces(paper):
        for text in _texts(piece):
            advice = f"Hãy tách đoạn bắt đầu bằng “{text[:40]}…” ở phần {where}."
            _check(len(text), MAX_TEXT, "ký tự trong một đoạn", advice)
            sizes[where] = sizes.get(where, 0) + len(text)
    longest = max(sizes, key=lambda where: sizes[where])
    advice = f"Nhiều nhất ở phần {longest}. Hãy chuyển bớt nội dung sang tệp đính kèm."
    _check(sum(sizes.values()), MAX_CHARACTERS, "ký tự", advice)


def _pieces(paper: Paper) -> Iterator[tuple[str, object]]:
    """Return each piece of the paper with the name of the part where it stands."""
    for name in paper.__struct_fields__:
        value = getattr(paper, name)
        if name == "body":
            yield from ((_name_of(block), block) for block in value)
        elif name == "appendices":
            yield from ((f"phụ lục {number}", appendix) for number, appendix in enumerate(value, start=1))
        else:
            yield _WHERE.get(name, "thông tin chung"), value


def _name_of(block: PaperPart) -> str:
    if isinstance(block, PaperTable) and block.title:
        return f"bảng “{block.title[:60]}”"
    if isinstance(block, Chart):
        return f"biểu đồ “{block.title[:60]}”"
    return _BLOCKS.get(type(block), "nội dung")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, PaperPart):
        for item in astuple(value):
            yield from _texts(item)


def check_paragraphs(text: str) -> None:
    """Raise ValidationError for a paragraph longer than one is printed, naming it; a blank line ends a paragraph."""
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        size = len(paragraph.strip())
        if size > MAX_TEXT:
            raise ValidationError(
                f"Đoạn bắt đầu bằng “{paragraph.strip()[:40]}…” dài {grouped(size)} ký tự, nhiều nhất "
                f"{grouped(MAX_TEXT)}. Hãy tách đoạn bằng một dòng trống.",
                code="max_length",
            )


def check_lines(text: str) -> None:
    """Raise ValidationError for a text of more lines than are printed, or of a line too long."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MAX_LINES or max(map(len, lines), default=0) > MAX_LINE:
        raise ValidationError(
            f"Nhiều nhất {MAX_LINES} dòng, mỗi dòng {grouped(MAX_LINE)} ký tự. Hãy gộp bớt hoặc viết gọn lại.",
            code="max_length",
        )


def _check(size: int, limit: int, what: str, advice: str) -> None:
    if size > limit:
        raise PaperTooLarge(f"Văn bản có {grouped(size)} {what}, vượt quá {grouped(limit)}. {advice}")


def _check_lines(lines: tuple[str, ...], where: str) -> None:
    _check(len(lines), MAX_LINES, f"dòng ở {where}", "Hãy gộp bớt.")
    _check(max(map(len, lines), default=0), MAX_LINE, f"ký tự ở một dòng của {where}", "Hãy viết gọn lại.")


def _check_words(text: str, limit: int, where: str) -> None:
    word = max(text.split(), key=len, default="")
    if len(word) > limit:
        raise PaperTooLarge(
            f"Có một từ dài {len(word)} ký tự không có dấu cách (tối đa {limit} ở chỗ này): “{word[:40]}…”. "
            f"Hãy kiểm tra lại chỗ này ở phần {where}."
        )


def _check_table(table: PaperTable) -> None:
    """Raise for a table too wide; ValueError for one whose rows do not fit its columns."""
    _check(len(table.columns), MAX_COLUMNS, "cột trong một bảng", "Hãy tách bảng.")
    if any(len(row) != len(table.columns) for row in table.rows):
        raise ValueError("every row needs one cell for each column")
    if any(not _is_sound(column) for column in table.columns) or not table.columns:
        raise ValueError("a table needs columns with a width of 1 to 100 and an alignment")


def _check_chart(chart: Chart) -> None:
    """Raise for a chart higher than a page; ValueError for one without bars, or of what is no length."""
    where = f"biểu đồ “{chart.title[:60]}”"
    _check(len(chart.title), MAX_CHART_TITLE, f"ký tự ở tên của {where}", "Hãy viết gọn lại.")
    _check(len(chart.bars), MAX_BARS, f"thanh ở {where}", "Hãy tách thành nhiều biểu đồ.")
    lines = sum(map(bar_lines, chart.bars)) + math.ceil(len(chart.mark_words) / _LETTERS_ON_A_LINE)
    _check(lines, MAX_CHART_LINES, f"dòng chữ ở {where}", "Hãy bớt thanh hoặc viết gọn tên các thanh.")
    if not chart.bars or not all(map(_is_length, [chart.mark, *(bar.value for bar in chart.bars)])):
        raise ValueError("a chart needs bars, each as long as a decimal of 0 or more says")


def bar_lines(bar: ChartBar) -> int:
    """Return about how many lines the words of a bar take on an upright page."""
    return max(1, math.ceil(len(bar.label) / _LETTERS_OF_LABEL), math.ceil(len(bar.words) / _LETTERS_OF_WORDS))


def _is_length(text: str) -> bool:
    return not text or bool(_LENGTH.fullmatch(text))


def _lines_of_rows(table: PaperTable) -> int:
    """Return how many lines all rows take. Raises PaperTooLarge for a head or a row higher than is printed well."""
    titles = tuple(column.title for column in table.columns)
    head = f"Hãy viết gọn ô “{max(titles, key=len)[:40]}…”; nếu bảng chưa có dòng tên cột thì thêm dòng ấy ở đầu."
    _check(row_lines(table, titles), MAX_HEAD_LINES, "dòng chữ in ở dòng đầu của bảng", head)
    total = 0
    for row in table.rows:
        lines = row_lines(table, row)
        advice = f"Dòng ấy bắt đầu bằng “{next(filter(None, row), '')[:40]}…”. Hãy bớt cột hoặc chuyển chữ dài ra ngoài bảng."
        _check(lines, MAX_ROW_LINES, "dòng chữ in trong một dòng của bảng, vì cột hẹp", advice)
        total += lines
    return total


def row_lines(table: PaperTable, row: tuple[str, ...]) -> int:
    """Return about how many lines the row takes on an upright page."""
    total = sum(column.width for column in table.columns)
    shares = (column.width * _LETTERS_ON_A_LINE / total for column in table.columns)
    return max(math.ceil(len(cell) / max(share, _FEWEST_ON_A_LINE)) for cell, share in zip(row, shares, strict=True))


def _is_sound(column: PaperColumn) -> bool:
    return 1 <= column.width <= 100 and column.align in {"left", "center", "right"}
