"""The body of a paper as the lines its template prints: closing marks, and what must stay together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from emulation_portal.core.charts import bar_on_paper
from emulation_portal.core.vietnamese import upper

from ..paper import (
    MERGED_ABOVE,
    MERGES,
    Article,
    Basis,
    Block,
    Centred,
    Chart,
    ChartBar,
    Heading,
    ItemList,
    Paper,
    PaperTable,
    Paragraph,
)
from ..paper_limits import row_lines
from .columns import columns_of
from .markup import inline, plain
from .spans import Cell, merged
from .typography import BODY_PT, INDENT_MM, TEXT_WIDTH_MM, width_mm

MOST_ROWS_HELD = 8  # of those that one cell goes over
MOST_LINES_HELD = 20  # of a row of a table; a higher one may be parted by the end of a page


@dataclass(frozen=True)
class PrintedLine:
    """A block as the template prints it."""

    kind: str
    html: SafeString
    label: str = ""
    level: int = 0
    bookmark: str = ""
    is_kept: bool = False
    table: Any = None
    mark: Any = None  # a Mark: on the screen, what stands beside it


def body_lines(paper: Paper) -> list[PrintedLine]:
    """Return the body with closing marks, and with the last lines held to the signature block."""
    blocks = _with_end_mark(list(paper.body)) if paper.has_end_mark else list(paper.body)
    return _hold_the_end(_hold_what_announces(lines_of(blocks)))


def lines_of(blocks: Sequence[Block], room_mm: float = TEXT_WIDTH_MM) -> list[PrintedLine]:
    """Return the blocks as lines: items of a list each after its dash, a table under its title.

    `room_mm` is the width of the text, which the columns of tables fill.
    """
    last_basis = max((at for at, block in enumerate(blocks) if isinstance(block, Basis)), default=-1)
    lines: list[PrintedLine] = []
    for at, block in enumerate(blocks):
        match block:
            case ItemList(items=items):
                lines += [PrintedLine("paragraph", inline(item), "-") for item in items]
            case PaperTable(title=title) if title:
                lines += [PrintedLine("table-title", inline(title), is_kept=True), _table(block, room_mm)]
            case PaperTable():
                lines.append(_table(block, room_mm))
            case Chart():
                lines += _chart(block)
            case _:
                lines.append(line_of(block, "." if at == last_basis else ";"))
    return lines


def line_of(block: Block, basis_mark: str = ";") -> PrintedLine:
    match block:
        case Basis(text=text):
            return PrintedLine("basis", inline(text if text.rstrip()[-1:] in ".;,:" else text.rstrip() + basis_mark))
        case Heading(level=level, text=text, label=label):
            title = upper(text) if level == 1 else text
            return PrintedLine("heading", inline(title), label, level, f"{label} {plain(title)}".strip(), True)
        case Article(number=number, title=title, text=text):
            html = mark_safe(f"<b>{inline(title)}</b> {inline(text)}")  # both are escaped
            return PrintedLine(
                "article", html, f"Điều {number}.", 2, f"Điều {number}. {plain(title)}".strip(), not text
            )
        case Paragraph(text=text, label=label):
            return PrintedLine("paragraph", inline(text), label)
        case Centred(text=text):
            return PrintedLine("centred", inline(text), is_kept=True)
    raise ValueError(f"{type(block).__name__} is no line by itself")


def _table(table: PaperTable, room_mm: float) -> PrintedLine:
    laid = columns_of(table, room_mm)
    shares = [f"{percent:.3f}" for percent in laid.percents]
    head = merged([[column.title for column in table.columns], *table.rows[: table.more_head_rows]])
    body = table.rows[table.more_head_rows :]
    rows = [
        {
            "cells": [(cell, inline(cell.text), table.columns[cell.column].align) for cell in cells],
            "css": " ".join(names),
        }
        for cells, names in zip(merged(body), _rows_css(table, body), strict=True)
    ]
    told = {"columns": shares, "head": head, "rows": rows, "size_pt": laid.size_pt, "is_tight": laid.is_tight}
    return PrintedLine("table", mark_safe(""), table=told)


_CHART_SHARES = ("36", "35", "29")  # label, bar, words, in percent of the text width


def _chart(chart: Chart) -> Iterator[PrintedLine]:
    """Yield title, bars and what the mark means; the rows are those of a table, so that they are compared as such."""
    mark = Decimal(chart.mark) if chart.mark else None
    most = max([Decimal(bar.value) for bar in chart.bars if bar.value] + [mark or Decimal(0)]) or Decimal(1)
    share = None if mark is None else float(mark / most)
    if chart.title:
        yield PrintedLine("table-title", inline(chart.title), is_kept=True)
    rows = [_bar(bar, float(Decimal(bar.value or 0) / most), share) for bar in chart.bars]
    told = {"columns": _CHART_SHARES, "rows": rows}
    yield PrintedLine("chart", mark_safe(""), table=told, is_kept=bool(chart.mark_words))
    if chart.mark_words:
        yield PrintedLine("chart-note", inline(chart.mark_words))


def _bar(bar: ChartBar, share: float, mark: float | None) -> dict[str, Any]:
    cells = [(Cell(0, bar.label), inline(bar.label), "left"), (Cell(1, bar.words), inline(bar.words), "left")]
    return {"cells": cells, "css": "", "bar": bar_on_paper(share, mark)}


def _rows_css(table: PaperTable, body: Sequence[tuple[str, ...]]) -> Iterator[list[str]]:
    """Yield how each row may be parted from others: a tall one within, one that a cell from above goes into not from
    that, one that only names a group not from what follows.
    """
    joined = 0
    for at, texts in enumerate(body):
        joined = joined + 1 if at and MERGED_ABOVE in texts else 0
        names = ["tall"] if row_lines(table, texts) > MOST_LINES_HELD else []
        names += ["signed"] if table.is_signed else []
        names += ["joined"] if 0 < joined <= MOST_ROWS_HELD else []
        is_followed = at + 1 < len(body) and not _names_group(body[at + 1])
        names += ["names-group"] if is_followed and _names_group(texts) else []
        yield names


def _names_group(texts: Sequence[str]) -> bool:
    """Whether a row says one thing besides its number: “II | NHÓM B | | ”."""
    said = [text for text in texts[1:] if text.strip() and text not in MERGES]
    return len(texts) > 2 and len(said) == 1


def _with_end_mark(blocks: list[Block]) -> list[Block]:
    """Put `./.` right after the last word. Source: NĐ 30/2020/NĐ-CP, Phụ lục III, the forms."""
    if not blocks:
        return blocks
    match blocks[-1]:
        case Paragraph(text=text, label=label):
            blocks[-1] = Paragraph(end(text), label)
        case Article(number=number, title=title, text=text):
            blocks[-1] = Article(number, title, end(text)) if text else Article(number, end(title))
        case ItemList(items=items) if items:
            blocks[-1] = ItemList((*items[:-1], end(items[-1])))
    return blocks


def end(text: str) -> str:
    """Return the text ending with `./.`, in place of the mark it ended with."""
    text = text.rstrip()
    return text if text.endswith("./.") else f"{text.rstrip('.;,/ ')}./."


def _hold_what_announces(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Hold a paragraph that ends with a colon to what it announces."""
    announces = [line.kind == "paragraph" and _text(line).endswith(":") for line in lines]
    for at, (line, following) in enumerate(pairwise(lines)):
        # A row of such paragraphs is left to break, or it could not be laid out at all.
        if announces[at] and not announces[at + 1] and following.kind != "heading":
            lines[at] = replace(line, is_kept=True)
    return lines


def _hold_the_end(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Hold the last two printed lines together, so that two of them go with the signature to a new page."""
    if len(lines) > 1 and _is_one_line(lines[-1]):
        lines[-2] = replace(lines[-2], is_kept=True)
    return lines


def _is_one_line(line: PrintedLine) -> bool:
    """Say whether the block may be set on one line; near the edge it counts as one."""
    if line.table:
        return False
    text = f"{line.label} {_text(line)}"
    style = "italic" if line.kind == "basis" else "regular"
    return width_mm(text, BODY_PT, style) < (TEXT_WIDTH_MM - INDENT_MM) * 1.04


def _text(line: PrintedLine) -> str:
    return re.sub(r"<[^>]+>", "", line.html)
