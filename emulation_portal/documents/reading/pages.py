"""The numbers of pages that stand in a text which was copied from a PDF."""

from collections.abc import Sequence
from typing import NamedTuple

from .text import is_finished

LINES_OF_A_PAGE, LETTERS_OF_A_PAGE = 12, 500  # written ones, at least
CENTRED = " " * 10


def without_page_numbers(text: str) -> tuple[str, list[int]]:
    """Return the text without the numbers of its pages, and these. A paragraph that one of them tears is whole again."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    is_first_page = lines[first].strip(" -–\t") == "1"  # above the head of the paper
    pages = _pages(lines[first + 1 :] if is_first_page else lines)
    behind = first + 1 if is_first_page else 0
    gone = {at for page in pages for at in (page.line + behind, *_blanks_around(lines, page.line + behind))}
    numbers = [page.number for page in pages]
    if is_first_page:
        gone, numbers = gone | {first}, [1, *numbers]
    return "\n".join(line for at, line in enumerate(lines) if at not in gone), numbers


class _Page(NamedTuple):
    """A number that may be one of a page: where it stands, what was written before it, and the page before."""

    number: int
    line: int
    written: int
    letters: int
    pages: int  # in a row, with this one
    before: "_Page | None"


def _pages(lines: Sequence[str]) -> list[_Page]:
    """Return the numbers of the pages: the most that count on, each a page of words after the one before.

    Numbers of rows stand closer together. One number by itself is none when it is 1 or its words stand right below it.
    """
    best: dict[int, _Page] = {}
    start = _Page(0, 0, 0, 0, 0, None)
    written = letters = 0
    for at, line in enumerate(lines):
        words = line.strip(" -–\t")
        written += bool(words)
        letters += len(words)
        if not words.isdecimal() or len(words) > 3 or words.startswith("0"):
            continue
        number = int(words)
        before = best.get(number - 1) or (start if number <= 2 else None)
        if (
            before is None
            or written - before.written <= LINES_OF_A_PAGE
            or letters - before.letters < LETTERS_OF_A_PAGE
        ):
            continue
        if number not in best or best[number].pages < before.pages + 1:
            best[number] = _Page(number, at, written, letters, before.pages + 1, before)
    page = max(best.values(), key=lambda page: page.pages, default=None)
    found: list[_Page] = []
    if page and page.pages == 1 and (page.number == 1 or _heads_words(lines, page.line)):
        return found
    while page and page.pages:
        found.insert(0, page)
        page = page.before
    return found


def _heads_words(lines: Sequence[str], at: int) -> bool:
    """Whether words stand right below the line, which begins at the margin, and none right above it."""
    if lines[at].startswith(CENTRED):
        return False
    return not "".join(lines[max(at - 1, 0) : at]).strip() and bool("".join(lines[at + 1 : at + 2]).strip())


def _blanks_around(lines: Sequence[str], at: int) -> set[int]:
    """Return the blank lines beside the number of a page that stands within a sentence."""
    before = next((i for i in range(at - 1, max(at - 4, -1), -1) if lines[i].strip()), None)
    after = next((i for i in range(at + 1, min(at + 4, len(lines))) if lines[i].strip()), None)
    if before is None or after is None or is_finished(lines[before]) or not lines[after].strip()[:1].islower():
        return set()
    return {*range(before + 1, at), *range(at + 1, after)}
