"""From lines to sections: titles, numbered sentences, paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from .lines import TextLine
from .markers import Marker, Numbering
from .parsed import ParsedSection, Scope
from .tail import is_closing
from .text import is_finished, plain, unwrap

_LABEL = re.compile(r"(?:[^\W\d_]+ ){1,3}(?:\d{1,2}|[IVX]{1,4}): ")  # Mục tiêu 2:
_DASHES = ("-", "–", "+", "•")
_SENTENCE_BEGINS = ("Căn cứ ", "Trên cơ sở ", "Đối với ", "Để ", "Khi ", "Sau khi ", "Nếu ", "Trường hợp ")
_GOES_ON = re.compile(r"[.?] |[;,…]$")
MAX_TITLE = 150
MAX_SHORT_TITLE = 30
MAX_LINES = 3  # of a title
MAX_RUN_IN = 40
MAX_TITLE_LEVEL_ONE = 300
MAX_LONG_TITLE = 400  # of one that is bold or has parts of its own


class Among(StrEnum):
    """What those beside a section show it to be."""

    NOTHING = "nothing"
    HEADINGS = "headings"
    RUN_IN = "run_in"  # a heading with its text behind a colon
    SENTENCES = "sentences"


@dataclass
class OpenSection:
    """A section while its lines arrive. `title` holds the words of the marker's line until all is known."""

    level: int
    marker: Marker
    line: int
    paragraphs: list[list[str]] = field(default_factory=list)  # lines, joined once at the end
    title_lines: list[str] = field(default_factory=list)
    had_heading_marks: bool = False

    def add(self, line: TextLine) -> None:
        """Take a line that carries no number of its own."""
        text = line.text.replace("\t", " ")
        if not self.paragraphs and (not line.is_fresh or self._awaits_title(text)):
            self.title_lines.append(text)
        elif line.is_fresh or not self.paragraphs:
            self.paragraphs.append([text])
        else:
            self.paragraphs[-1].append(text)

    def _awaits_title(self, text: str) -> bool:
        """Whether this is the title of a Phần or Chương, on the line below its number."""
        if self.marker.kind != "part" or self.marker.rest:
            return False
        if self.title_lines:  # a title in capitals may go on
            return plain(text).isupper() and plain(self.title_lines[-1]).isupper() and len(self.title_lines) < MAX_LINES
        return plain(text).isupper() or "**" in unwrap(text)[0]

    @property
    def is_short(self) -> bool:
        """Whether its line says as little as “Mục đích.” does."""
        return len(plain(self.marker.rest)) <= MAX_SHORT_TITLE

    @property
    def has_items(self) -> bool:
        """Whether dashes stand below its line."""
        return any(plain(lines[0]).startswith(_DASHES) for lines in self.paragraphs)

    def join_wrapped(self, *, has_children: bool) -> None:
        """Take the second line of a heading that was wrapped: it goes on in small letters, over items or sections."""
        words = plain(self.marker.rest)
        lines = self.title_lines if len(self.title_lines) < MAX_LINES else []
        joined = " ".join([words, *lines]) if lines else ""
        goes_on = (
            joined
            and all(line[:1].islower() for line in lines)
            and "*" not in f"{self.marker.open}{self.marker.rest}{joined}"
        )
        is_heading = (has_children or self.has_items) and len(joined) <= MAX_LONG_TITLE and not _GOES_ON.search(joined)
        if self.level > 1 and goes_on and is_heading and not is_finished(words):
            self.marker, self.title_lines = self.marker._replace(rest=joined), []

    def may_be_heading(self, *, has_children: bool) -> bool:
        """Whether the words, ended as a sentence or too long for a title, may head what stands below them.

        What stands beside them decides: “2. Nghiên cứu giải pháp thu hút nhân lực.” over its own dashes.
        """
        words = plain(self.marker.rest).strip()
        if self.level == 1 or self.title_lines or words.startswith(_SENTENCE_BEGINS) or _GOES_ON.search(words):
            return False
        if has_children or self.has_items:
            return len(words) <= (MAX_TITLE if ": " in words else MAX_LONG_TITLE)
        if ": " in words:
            return False
        return len(words) <= MAX_TITLE and any(not is_closing(lines[0], is_alone=True) for lines in self.paragraphs)

    def has_run_in(self) -> bool:
        """Whether the line may be a title with its text behind a colon: “Thời gian: Từ tháng 4 …”, nothing below."""
        return self.level > 1 and not self.paragraphs and bool(_run_in(plain(self.marker.rest)))

    @property
    def says_more(self) -> bool:
        """Whether something stands below its line, or it is strong by itself."""
        words = self.marker.rest + self.marker.open
        return bool(self.paragraphs or self.title_lines) or plain(words).isupper() or "*" in words

    def close(self, *, has_children: bool, how: Among = Among.NOTHING) -> ParsedSection:
        """Decide whether the words are a heading or a sentence, and say how the source wrote them."""
        marker, words = self.marker, self.marker.rest.replace("\t", " ")
        lines = self.title_lines
        if not words and lines and marker.kind == "part":
            words, lines = lines[0], lines[1:]
        scope, emphasis, inner = _emphasis(marker, words)
        paragraphs = tuple("\n".join(written) for written in self.paragraphs)
        # A heading in capitals may go on over the next line; a sentence always does.
        is_bare = not scope and "*" not in inner
        while (
            is_bare
            and lines
            and len(lines) <= 3
            and plain(inner).isupper()
            and lines[0].isupper()
            and "*" not in lines[0]
        ):
            inner, lines = f"{inner} {lines[0]}", lines[1:]
        if how == Among.RUN_IN and not lines and (parted := _run_in(inner)):
            inner, paragraphs, how = parted[0], (parted[1], *paragraphs), Among.HEADINGS
        elif self.level == 1 and is_bare and not lines and (parted := _title_and_text(inner)):
            inner, paragraphs = parted[0], (parted[1], *paragraphs)
        section = ParsedSection(self.level, marker.text, inner, paragraphs, self.line, marker.gap, emphasis, scope)
        own_emphasis = emphasis if scope in {"line", "words", "each"} else ""
        is_title = how == Among.HEADINGS or self._is_title(inner, own_emphasis, has_children=has_children)
        if is_title and how != Among.SENTENCES:
            # Soft-broken lines under a heading are its first paragraph.
            joined = ("\n".join(lines),) if lines else ()
            return replace(section, paragraphs=(*joined, *paragraphs))
        return _as_sentence(section, marker, "\n".join([words, *lines]), paragraphs)

    def _is_title(self, inner: str, emphasis: str, *, has_children: bool) -> bool:
        words = plain(inner)
        if not words:
            return False
        is_strong = words.isupper() or "**" in emphasis or self.had_heading_marks
        if self.level == 1:
            return len(words) <= MAX_TITLE_LEVEL_ONE or is_strong
        if len(words) > MAX_TITLE:
            return (
                len(words) <= MAX_LONG_TITLE
                and (is_strong or has_children)
                and not (is_finished(words) or self.title_lines)
            )
        if self.title_lines and not is_strong and not words.endswith(":"):
            return False
        if words.endswith(":") or is_strong:
            return True
        if is_finished(words) or words.endswith(","):
            return False
        # “1. Phát động: tháng 01/2026” says all on its line, “2. Mục tiêu 2: Về xã hội” has text below it.
        label = _LABEL.match(words) if self.paragraphs else None
        is_parted = ": " in words[label.end() if label else 0 :]
        return has_children or (not is_parted and (self.level == 2 or bool(self.paragraphs)))


def _title_and_text(words: str) -> tuple[str, str] | None:
    """Part “THỜI GIAN: Từ ngày 15/01/2026 …”: a title in capitals, and the text behind its colon."""
    title, colon, text = words.partition(": ")
    is_parted = colon and "*" not in words and title.isupper() and text and not text.isupper()
    return (f"{title}:", text) if is_parted else None


def _run_in(words: str) -> tuple[str, str] | None:
    title, colon, text = words.partition(": ")
    is_short = 0 < len(title) <= MAX_RUN_IN and title[:1].isupper() and not re.search(r"[,;.]", title)
    return (f"{title}:", text) if colon and is_short and text and "*" not in words else None


def _emphasis(marker: Marker, words: str) -> tuple[Scope, str, str]:
    """Return where the emphasis of the line stands, its stars, and the words without it."""
    if not marker.open:
        stars, inner = unwrap(words)
        return ("words", stars, inner) if stars else ("", "", words)
    if marker.close == marker.open:
        stars, inner = unwrap(words)
        return ("each", stars, inner) if stars == marker.open else ("marker", marker.open, words)
    stars, inner = unwrap(marker.open + words)
    if stars == marker.open:
        return "line", stars, inner
    return "moved", marker.open, marker.open + words


def _as_sentence(section: ParsedSection, marker: Marker, words: str, paragraphs: tuple[str, ...]) -> ParsedSection:
    """A numbered sentence keeps its emphasis in the text, opened after the marker."""
    scope = section.emphasis_scope
    if scope in {"line", "moved"}:
        scope, words = "moved", marker.open + words
    elif scope in {"words", "each"}:
        scope = "marker" if scope == "each" else ""
    own = (words,) if words else ()
    emphasis = section.emphasis if scope else ""
    return replace(section, title="", paragraphs=own + paragraphs, emphasis=emphasis, emphasis_scope=scope)


@dataclass
class Body:
    """The sections as they grow."""

    numbering: Numbering = field(default_factory=Numbering)
    open: list[OpenSection] = field(default_factory=list)

    def begin(self, marker: Marker, level: int, line: TextLine) -> None:
        """Open a new section."""
        self.numbering.advance(marker)
        self.open.append(OpenSection(level, marker, line.number, had_heading_marks=line.heading > 0))

    def close(self) -> list[ParsedSection]:
        """Return all sections, decided."""
        levels = [section.level for section in self.open]
        has_children = [after > level for level, after in zip(levels, [*levels[1:], 0], strict=False)]
        for section, has in zip(self.open, has_children, strict=True):
            section.join_wrapped(has_children=has)
        closed = [s.close(has_children=has) for s, has in zip(self.open, has_children, strict=True)]
        for beside in _siblings(levels):
            for i, how in self._as_its_siblings(beside, closed, has_children).items():
                closed[i] = self.open[i].close(has_children=has_children[i], how=how)
        return closed

    def _as_its_siblings(
        self, beside: Sequence[int], closed: Sequence[ParsedSection], has_children: Sequence[bool]
    ) -> dict[int, Among]:
        """Return what becomes of sections that the others beside them show to be something else than they look."""
        others = [i for i in beside if not closed[i].title]
        titled = [i for i in beside if closed[i].title]
        if not others and self._is_list(beside, has_children):
            return dict.fromkeys(beside, Among.SENTENCES)
        if (
            titled
            and len(others) > 1
            and 3 * len(titled) <= len(beside)
            and all(self._leads_in(i, has_children) for i in titled)
        ):
            return dict.fromkeys(titled, Among.SENTENCES)
        heads = [i for i in others if self.open[i].may_be_heading(has_children=has_children[i])]
        run_in = [i for i in others if i not in heads and self.open[i].has_run_in() and not has_children[i]]
        if len(heads) + len(run_in) < len(others):
            return {}
        with_items = sum(has_children[i] or self.open[i].has_items for i in heads)
        is_sure = with_items == len(heads) and (bool(titled) or 2 * sum(has_children[i] for i in beside) >= len(beside))
        if (
            (is_sure and not run_in)
            or 2 * len(others) < len(beside)
            or (is_sure and len(run_in) == 1 and with_items > 1)
        ):
            return {**dict.fromkeys(heads, Among.HEADINGS), **dict.fromkeys(run_in, Among.RUN_IN)}
        is_short = not run_in and all(self.open[i].is_short for i in beside)
        return dict.fromkeys(heads, Among.HEADINGS) if is_short else {}

    def _is_list(self, beside: Sequence[int], has_children: Sequence[bool]) -> bool:
        """Whether bare lines stand below a text that announces them: “… gồm:”."""
        above = next((s for s in reversed(self.open[: beside[0]]) if s.level < self.open[beside[0]].level), None)
        announced = above is not None and bool(above.paragraphs) and above.paragraphs[-1][-1].rstrip("* ").endswith(":")
        return announced and not any(has_children[i] or self.open[i].says_more for i in beside)

    def _leads_in(self, i: int, has_children: Sequence[bool]) -> bool:
        """Whether the line is a title by its colon alone, over items."""
        one = self.open[i]
        words = plain(one.marker.rest)
        is_bare = not (words.isupper() or "**" in one.marker.rest + one.marker.open or one.had_heading_marks)
        is_long = len(words) > MAX_RUN_IN  # “Thời gian:” heads its items wherever it stands
        return one.level > 1 and is_long and is_bare and words.endswith(":") and one.has_items and not has_children[i]


def _siblings(levels: list[int]) -> list[list[int]]:
    """Return the places of the sections that stand beside each other below the same one, two and more."""
    found: list[list[int]] = []
    open_rows: dict[int, list[int]] = {}
    for i, level in enumerate(levels):
        open_rows = {known: row for known, row in open_rows.items() if known <= level}
        if level not in open_rows:
            found.append(open_rows.setdefault(level, []))
        open_rows[level].append(i)
    return [row for row in found if len(row) > 1]
