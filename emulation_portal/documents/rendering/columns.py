"""How wide the columns of a table are: as their shares say, but none too narrow for what stands in one piece in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from emulation_portal.core.whole import pieces

from ..paper import PaperTable
from .markup import plain
from .typography import TEXT_WIDTH_MM, width_mm

WIDE_TEXT_WIDTH_MM = 247.0  # of a page that lies on its side, as in nd30.css
MOST_UPRIGHT_COLUMNS = 7
SIZES_PT = (13, 12, 11, 10)  # classes of nd30.css and pages.css; the smallest stands where no size fits
CELL_PADDING_MM = 3.5
WIDEST_WORD = 0.4  # of the text width: a longer “word” is an address or a slip, and is broken


@dataclass(frozen=True)
class Columns:
    """The widths of a table's columns, in percent of its own, and the size of its letters."""

    percents: tuple[float, ...]
    size_pt: int
    is_tight: bool = False  # something that is held in one piece has no room, and must break


def columns_of(table: PaperTable, room_mm: float) -> Columns:
    """Return the widths, and the largest size of letters at which no word of the table is torn apart."""
    words = _longest_words_mm(table)
    sizes = (size for size in SIZES_PT if sum(_least(words, size, room_mm)) <= room_mm)
    size = next(sizes, SIZES_PT[-1])
    widths = _widened([column.width for column in table.columns], _least(words, size, room_mm), room_mm)
    needed = (word * size + CELL_PADDING_MM for word in words)
    is_tight = any(width + 0.01 < least for width, least in zip(widths, needed, strict=True))
    return Columns(tuple(round(width * 100 / sum(widths), 3) for width in widths), size, is_tight)


def is_wide(table: PaperTable) -> bool:
    """Say whether the table has many columns, or words too long for an upright page in letters of full size."""
    if len(table.columns) > MOST_UPRIGHT_COLUMNS:
        return True
    return sum(_least(_longest_words_mm(table), SIZES_PT[0], TEXT_WIDTH_MM)) > TEXT_WIDTH_MM


def _longest_words_mm(table: PaperTable) -> list[float]:
    """Return the length of each column's longest word at 1 pt; the head is printed bold."""
    columns = zip(*([column.title for column in table.columns], *table.rows), strict=True)
    return [max(_longest_mm(cells, "regular"), _longest_mm([title], "bold")) for title, *cells in columns]


def _longest_mm(texts: Sequence[str], style: str) -> float:
    words = {piece for text in texts for piece in pieces(plain(text))}
    return max((width_mm(word, 1.0, style) for word in words), default=0.0)


def _least(words_mm: Sequence[float], size_pt: float, room_mm: float) -> list[float]:
    return [min(word * size_pt + CELL_PADDING_MM, room_mm * WIDEST_WORD) for word in words_mm]


def _widened(shares: Sequence[int], least: Sequence[float], room_mm: float) -> list[float]:
    """Return widths by their shares of the room, where none is below its least; those take from the others."""
    held: set[int] = set()
    widths = [0.0] * len(shares)
    while len(held) < len(shares):
        free = room_mm - sum(least[at] for at in held)
        total = sum(share for at, share in enumerate(shares) if at not in held)
        widths = [least[at] if at in held else free * share / total for at, share in enumerate(shares)]
        narrow = {at for at, width in enumerate(widths) if at not in held and width < least[at]}
        if not narrow:
            return widths
        held |= narrow
    return list(least)
