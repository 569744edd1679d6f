"""Read a PDF back as a clerk with a ruler would: lines with their place in mm, size, weight; rules; pages."""

import io
import unicodedata
from dataclasses import dataclass
from functools import cached_property

import pdfplumber
import pypdf

MM = 72 / 25.4
# What has been read in the running test, so that a failing test can keep it.
READ: list[bytes] = []


@dataclass(frozen=True)
class Line:
    """One line of text. Places in mm from the page's top left corner; `baseline` is where the letters stand."""

    text: str
    page: int
    x0: float
    x1: float
    baseline: float
    size: float
    style: str
    sizes: frozenset[float]
    styles: frozenset[str]

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class Rule:
    """A horizontal line."""

    page: int
    x0: float
    x1: float
    y: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


def _style(font: str) -> str:
    bold, italic = "Bold" in font, "Italic" in font or "Oblique" in font
    return {(0, 0): "regular", (1, 0): "bold", (0, 1): "italic", (1, 1): "bold-italic"}[bold, italic]


def _words_of(page: pdfplumber.page.Page) -> list[str]:
    bottom = 277 if page.height > page.width else 195
    inside = [c for c in page.chars if 20 <= (float(page.height) - c["matrix"][5]) / MM <= bottom]
    text, last = "", None
    for char in inside:
        follows = last and abs(last["matrix"][5] - char["matrix"][5]) < 0.5 and -2 < char["x0"] - last["x1"] < 1.5
        text += char["text"] if follows else f" {char['text']}"
        last = char
    return text.split()


class Reading:
    """A PDF that has been read."""

    def __init__(self, pdf: bytes) -> None:
        READ.append(pdf)
        self.pdf = pdf
        self._file = pdfplumber.open(io.BytesIO(pdf))
        self.pages = self._file.pages

    @cached_property
    def lines(self) -> list[Line]:
        """Return every line, in the order of the content stream, that is, the order in which a machine reads."""
        return [line for page in self.pages for line in self._lines_of(page)]

    def _lines_of(self, page: pdfplumber.page.Page) -> list[Line]:
        groups: list[list[dict]] = []
        for char in page.chars:
            last = groups[-1][-1] if groups else None
            on_line = (
                last and abs(last["matrix"][5] - char["matrix"][5]) < 0.5 and -2 < char["x0"] - last["x1"] < 6 * MM
            )
            if on_line:
                groups[-1].append(char)
            else:
                groups.append([char])
        return [self._line(page, group) for group in groups if "".join(c["text"] for c in group).strip()]

    def _line(self, page: pdfplumber.page.Page, chars: list[dict]) -> Line:
        inked = [c for c in chars if c["text"].strip()]
        return Line(
            text="".join(c["text"] for c in chars).strip(),
            page=page.page_number,
            x0=inked[0]["x0"] / MM,
            x1=inked[-1]["x1"] / MM,
            baseline=(float(page.height) - inked[0]["matrix"][5]) / MM,
            size=round(inked[0]["size"], 1),
            style=_style(inked[0]["fontname"]),
            sizes=frozenset(round(c["size"], 1) for c in inked),
            styles=frozenset(_style(c["fontname"]) for c in inked),
        )

    @cached_property
    def rules(self) -> list[Rule]:
        """Return the horizontal lines longer than 5 mm, from top to bottom, each once."""
        found = set()
        for page in self.pages:
            for item in [*page.rects, *page.lines, *page.curves]:
                if item["height"] < 1.5 and item["width"] > 5 * MM:
                    place = (item["x0"] / MM, item["x1"] / MM, item["top"] / MM)
                    found.add(Rule(page.page_number, *(round(value, 2) for value in place)))
        return sorted(found, key=lambda rule: (rule.page, rule.y, rule.x0))

    def find(self, start: str, page: int | None = None) -> Line:
        """Return the only line that begins so. Fails when there is none, or more than one."""
        found = [line for line in self.lines if line.text.startswith(start) and page in (None, line.page)]
        assert len(found) == 1, f"{len(found)} lines begin with {start!r}: {[line.text for line in self.lines]}"
        return found[0]

    def on_page(self, page: int) -> list[Line]:
        return [line for line in self.lines if line.page == page]

    def text(self, page: int | None = None) -> str:
        """Return the text in reading order, line by line."""
        return "\n".join(line.text for line in self.lines if page in (None, line.page))

    def words(self) -> list[str]:
        """Return the words between the margins, in reading order; a gap parts them, and so does the end of a line."""
        return [word for page in self.pages for word in _words_of(page)]

    def rule_below(self, line: Line, within: float = 3.5) -> Rule:
        """Return the nearest rule under a line."""
        below = [
            rule
            for rule in self.rules
            if rule.page == line.page and 0 < rule.y - line.baseline < within and rule.x0 < line.centre < rule.x1
        ]
        assert below, f"no rule under {line.text!r}"
        return below[0]

    @cached_property
    def document(self) -> pypdf.PdfReader:
        return pypdf.PdfReader(io.BytesIO(self.pdf))

    def bookmarks(self) -> list[str]:
        """Return the titles of the outline, indented by level."""

        def walk(items: list, depth: int) -> list[str]:
            titles = []
            for item in items:
                titles += walk(item, depth + 1) if isinstance(item, list) else ["  " * depth + item.title]
            return titles

        return walk(self.document.outline, 0)

    def is_nfc(self) -> bool:
        raw = "".join(page.extract_text() for page in self.document.pages)
        return unicodedata.is_normalized("NFC", raw)


def read(pdf: bytes) -> Reading:
    """Read a PDF. When the test fails, the file is kept and its place is said in the report."""
    return Reading(pdf)
