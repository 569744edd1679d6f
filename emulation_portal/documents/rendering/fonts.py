"""The typeface of official papers: as wide as Times New Roman, with every Vietnamese letter in four styles."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from emulation_portal.core.vietnamese import nfc

STYLES = {"regular": "Regular", "bold": "Bold", "italic": "Italic", "bold-italic": "BoldItalic"}
FAMILIES = ("Tinos", "LiberationSerif")
FOLDERS = tuple(
    Path(folder)
    for folder in (
        "/usr/share/fonts/truetype/croscore",
        "/usr/share/fonts/truetype/liberation2",
        "/usr/share/fonts/truetype/liberation",
        "/usr/share/fonts/croscore",
        "/usr/share/fonts/liberation-serif",
        "/usr/share/fonts/liberation",
        "/usr/local/share/fonts",
    )
)
POINT_MM = 25.4 / 72

_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_LOWER = [nfc(vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONES]
# The 134 letters of Vietnamese beyond ASCII, both cases.
VIETNAMESE_LETTERS = "".join(sorted({c for low in [*_LOWER, "đ"] for c in (low, low.upper()) if not c.isascii()}))


class FontsMissing(Exception):
    """No typeface for official papers is installed. Said to whoever runs the portal."""


class Face(NamedTuple):
    """Advance widths of one style, in thousandths of the size."""

    widths: dict[int, float]

    def width_mm(self, text: str, size_pt: float) -> float:
        """Return how long the text is when set on one line. Kerning is left out; it is below 0.5 %."""
        fallback = self.widths[ord("n")]
        return sum(self.widths.get(ord(c), fallback) for c in text) * size_pt / 1000 * POINT_MM


def find_files(folders: tuple[Path, ...] = FOLDERS) -> dict[str, Path]:
    """Return the four font files by style, of the first family that is whole and has every Vietnamese letter.

    Raises FontsMissing, naming the package to install.
    """
    for family in FAMILIES:
        for folder in folders:
            files = {style: folder / f"{family}-{suffix}.ttf" for style, suffix in STYLES.items()}
            if all(path.is_file() and _covers_vietnamese(path) for path in files.values()):
                return files
    raise FontsMissing(
        "no typeface for official papers: install the package fonts-croscore (Tinos) "
        "or fonts-liberation2 / fonts-liberation from version 2 on (Liberation Serif)"
    )


def _covers_vietnamese(path: Path) -> bool:
    with TTFont(path, lazy=True) as font:
        glyphs = font.getBestCmap()
    return all(ord(letter) in glyphs for letter in VIETNAMESE_LETTERS)


@cache
def files() -> dict[str, Path]:
    """Return the installed font files; looked for once in a process."""
    return find_files()


@cache
def face(style: str) -> Face:
    """Return the widths of `regular`, `bold`, `italic` or `bold-italic`."""
    with TTFont(files()[style], lazy=True) as font:
        scale = 1000 / font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        return Face({code: metrics[glyph][0] * scale for code, glyph in font.getBestCmap().items()})
