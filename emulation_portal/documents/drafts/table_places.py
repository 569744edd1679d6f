"""Where the tables of a section or an annex stand among its paragraphs: at a line of their own that says so, else last."""

from collections.abc import Iterable, Sequence

from emulation_portal.documents.paper import Block, Paragraph
from emulation_portal.documents.reading import framed, is_table, plain

from .tables import TableTextError, rows_of_text, text_of_rows

HERE = "[Bảng]"  # a paragraph that says this and nothing else


def is_place(text: str) -> bool:
    """Whether the paragraph is the place of a table."""
    return text.strip().casefold() == HERE.casefold()


def places_in(text: str) -> int:
    """Return how many places of tables there are in the text."""
    return sum(is_place(line) for line in text.splitlines())


def has_table_as_text(text: str) -> bool:
    """Whether rows of a table are written in the text with strokes between the cells."""
    return any(is_table(line.strip()) for line in framed(text)[0].splitlines())


def with_tables(blocks: Sequence[Block], tables: Iterable[Sequence[Block]]) -> list[Block]:
    """Return the paragraphs with the tables in their places, in order; those without a place stand last.

    A place without a table is printed as it was typed, so that nobody overlooks it.
    """
    waiting = list(tables)
    found: list[Block] = []
    for block in blocks:
        if waiting and isinstance(block, Paragraph) and not block.label and is_place(block.text):
            found += waiting.pop(0)
        else:
            found.append(block)
    return [*found, *(block for table in waiting for block in table)]


def parted(paragraphs: Iterable[str]) -> tuple[str, list[list[list[str]]]]:
    """Part what was read into text and tables, each as its rows of cells; a table before other words leaves its place.

    What is larger than a table may be stays text.
    """
    texts: list[str] = []
    tables: list[list[list[str]]] = []
    for paragraph in paragraphs:
        rows = _rows(paragraph) if is_table(paragraph) else []
        if rows:
            tables.append(rows)
        texts.append(HERE if rows else paragraph)
    while texts and texts[-1] == HERE:
        texts.pop()
    return "\n\n".join(texts), tables


def _rows(text: str) -> list[list[str]]:
    try:
        return [[plain(cell) for cell in row] for row in rows_of_text(text)]
    except TableTextError:
        return []


def tables_of_text(text: str) -> list[list[list[str]]]:
    """Return the tables of one box, a blank line between them. Raises TableTextError."""
    parts = text.replace("\r\n", "\n").split("\n\n")
    return [rows for part in parts if (rows := rows_of_text(part))]


def text_of_tables(tables: Iterable[list[list[str]]]) -> str:
    """Return what `tables_of_text` reads back."""
    return "\n\n".join(map(text_of_rows, tables))
