"""One table for every list: its columns are declared once, for the screen, for paper and for what is exported."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from .markup import cell, number, words_of_markup
from .vietnamese import ascii_slug


@dataclass(frozen=True)
class Column:
    """A heading, and what is shown of a row: text, a day, a number, or markup that was made safely."""

    heading: str
    show: Callable[[Any], object]
    css: str = ""  # num, nowrap, …
    names_row: bool = False  # the cell that a screen reader says with the others of its row
    is_quiet: bool = False  # the heading is for screen readers alone: “Việc làm được”
    nothing: str = "–"  # what stands for nothing
    width: str = ""  # the class of its <col>, in tables of fixed widths
    export: Callable[[Any], object] | None = None  # what a spreadsheet gets, where that is something else

    @property
    def head(self) -> SafeString:
        words = format_html('<span class="visually-hidden">{}</span>', self.heading) if self.is_quiet else self.heading
        return format_html('<th scope="col"{}>{}</th>', _css(self.css), words)

    @property
    def frame(self) -> tuple[str, str]:
        """Return what stands before and behind what is shown of each row."""
        if self.names_row:
            return format_html('<th scope="row"{}>', _css(self.css)), "</th>"
        label = "" if self.is_quiet else format_html(' data-label="{}"', self.heading)
        return format_html("<td{}{}>", _css(self.css), label), "</td>"

    def shown(self, row: Any) -> str:
        return conditional_escape(cell(self.show(row), nothing=self.nothing))

    def exported(self, row: Any) -> object:
        """Return what a spreadsheet gets of a row: a value, of markup its words, nothing for nothing."""
        value = (self.export or self.show)(row)
        return words_of_markup(value) if isinstance(value, SafeString) else value


def _css(names: str) -> SafeString | str:
    return format_html(' class="{}"', names) if names else ""


@dataclass(frozen=True)
class Table:
    """Rows under their columns. `start` numbers them from there on; None leaves the numbers out."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    start: int | None = 1
    row_css: Callable[[Any], str] = lambda row: ""
    css: str = ""

    @property
    def slug(self) -> str:
        """Return what a page may lead to it by: khen-thuong."""
        return ascii_slug(self.caption)

    @property
    def head(self) -> SafeString:
        stt = mark_safe('<th scope="col" class="stt">STT</th>') if self.start is not None else ""
        return format_html("{}{}", stt, format_html_join("\n", "{}", ((column.head,) for column in self.columns)))

    @property
    def widths(self) -> SafeString | str:
        if not any(column.width for column in self.columns):
            return ""
        cols = format_html_join("", '<col class="{}">', ((column.width,) for column in self.columns))
        return format_html("<colgroup>{}</colgroup>", cols)

    @property
    def span(self) -> int:
        """Return over how many cells a line of its foot goes."""
        return len(self.columns) + (self.start is not None)

    def body(self) -> Iterator[SafeString]:
        framed = [(column, *column.frame) for column in self.columns]
        for at, row in enumerate(self.rows, start=self.start or 0):
            stt = f'<td class="stt">{number(at)}</td>' if self.start is not None else ""
            cells = "\n".join(f"{start}{column.shown(row)}{end}" for column, start, end in framed)
            yield format_html(
                "<tr{}>{}</tr>", _css(self.row_css(row)), mark_safe(f"{stt}\n{cells}")
            )  # cells are escaped
