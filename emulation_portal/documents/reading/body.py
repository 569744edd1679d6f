"""From lines to sections: titles, numbered sentences, paragraphs."""

import re
from dataclasses import dataclass, field, replace

from .markers import Marker, Numbering
from .parsed import ParsedSection, Scope
from .text import TextLine, is_finished, plain, unwrap

_LABEL = re.compile(r"(?:[^\W\d_]+ ){1,3}(?:\d{1,2}|[IVX]{1,4}): ")  # Mục tiêu 2:
MAX_TITLE = 150
MAX_TITLE_LEVEL_ONE = 300
MAX_LONG_TITLE = 400  # of one that is bold or has parts of its own


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
        is_alone = self.marker.kind == "part" and not self.marker.rest and not self.title_lines
        return is_alone and (plain(text).isupper() or "**" in unwrap(text)[0])

    def close(self, *, has_children: bool) -> ParsedSection:
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
        if self.level == 1 and is_bare and not lines and (parted := _title_and_text(inner)):
            inner, paragraphs = parted[0], (parted[1], *paragraphs)
        section = ParsedSection(self.level, marker.text, inner, paragraphs, self.line, marker.gap, emphasis, scope)
        if self._is_title(inner, emphasis if scope in {"line", "words", "each"} else "", has_children=has_children):
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
        following = [*levels[1:], 0][: len(levels)]
        return [s.close(has_children=after > s.level) for s, after in zip(self.open, following, strict=True)]
