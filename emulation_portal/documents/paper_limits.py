"""How much one paper may hold. Beyond these sizes a rendering would eat minutes of a worker."""

from collections.abc import Iterator

from msgspec.structs import astuple

from emulation_portal.core.errors import DomainError
from emulation_portal.core.numbering import grouped

from .paper import Column, ItemList, Paper, Part, Table
from .templates import template_of

MAX_CHARACTERS = 500_000
MAX_BLOCKS = 3_000
MAX_ROWS = 2_000
MAX_CELLS = 12_000
MAX_COLUMNS = 20
MAX_WORD = 150
MAX_TITLE_WORD = 40  # on lines that are printed whole
MAX_HEADER_WORD = 24  # in the two columns of the head
MAX_TEXT = 20_000
MAX_LINES = 40
MAX_LINE = 1_000
MAX_APPENDICES = 20


class PaperTooLarge(DomainError):
    """The paper is larger than what is printed in one piece."""


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, Part):
        for item in astuple(value):
            yield from _texts(item)


def check_limits(paper: Paper) -> None:
    """Raise NoTemplate, or PaperTooLarge, which says which limit was passed and what to do."""
    template_of(paper)
    bodies = [paper.body, *(appendix.body for appendix in paper.appendices)]
    items = sum(len(block.items) for body in bodies for block in body if isinstance(block, ItemList))
    _check(sum(map(len, bodies)) + items, MAX_BLOCKS, "đoạn", "Hãy chuyển bớt nội dung sang tệp đính kèm.")
    _check(len(paper.appendices), MAX_APPENDICES, "phụ lục", "Hãy gộp các phụ lục lại.")
    tables = [block for body in bodies for block in body if isinstance(block, Table)]
    _check(sum(len(table.rows) for table in tables), MAX_ROWS, "dòng trong bảng", "Hãy tách bảng thành nhiều văn bản.")
    cells = sum(len(table.rows) * len(table.columns) for table in tables)
    _check(cells, MAX_CELLS, "ô trong bảng", "Hãy tách bảng thành nhiều văn bản.")
    for table in tables:
        _check_table(table)
    for lines in (paper.recipients, paper.addressees, paper.summary, paper.header.issuer, paper.header.superior):
        _check(len(lines), MAX_LINES, "dòng ở nơi nhận, kính gửi, trích yếu hoặc tên cơ quan", "Hãy gộp bớt.")
        _check(max(map(len, lines), default=0), MAX_LINE, "ký tự ở một dòng", "Hãy viết gọn lại.")
    for text in (*paper.header.issuer, *paper.header.superior, paper.place, paper.symbol):
        _check_words(text, MAX_HEADER_WORD)
    for text in _texts((paper.type_name, paper.summary, paper.authority, paper.addressees, paper.signatures)):
        _check_words(text, MAX_TITLE_WORD)
    total = 0
    for text in _texts(paper):
        _check(len(text), MAX_TEXT, "ký tự trong một đoạn", "Hãy tách đoạn.")
        total += len(text)
        _check_words(text, MAX_WORD)
    _check(total, MAX_CHARACTERS, "ký tự", "Hãy chuyển bớt nội dung sang tệp đính kèm.")


def _check(size: int, limit: int, what: str, advice: str) -> None:
    if size > limit:
        raise PaperTooLarge(f"Văn bản có {grouped(size)} {what}, vượt quá {grouped(limit)}. {advice}")


def _check_words(text: str, limit: int) -> None:
    word = max(text.split(), key=len, default="")
    if len(word) > limit:
        raise PaperTooLarge(
            f"Có một từ dài {len(word)} ký tự không có dấu cách (tối đa {limit} ở chỗ này): “{word[:40]}…”. "
            "Hãy kiểm tra lại chỗ này trong văn bản."
        )


def _check_table(table: Table) -> None:
    """Raise for a table too wide; ValueError for one whose rows do not fit its columns."""
    _check(len(table.columns), MAX_COLUMNS, "cột trong một bảng", "Hãy tách bảng.")
    if any(len(row) != len(table.columns) for row in table.rows):
        raise ValueError("every row needs one cell for each column")
    if any(not _is_sound(column) for column in table.columns) or not table.columns:
        raise ValueError("a table needs columns with a width of 1 to 100 and an alignment")


def _is_sound(column: Column) -> bool:
    return 1 <= column.width <= 100 and column.align in {"left", "center", "right"}
