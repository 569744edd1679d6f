"""Lengths as Word counts them."""


def twips(mm: float) -> int:
    """Return millimetres in twentieths of a point, which is how a page is measured."""
    return round(mm * 1440 / 25.4)


def points(pt: float) -> int:
    """Return points in twentieths of a point, as spacing is counted."""
    return round(pt * 20)


def half_points(pt: float) -> int:
    """Return points as sizes of letters are counted."""
    return round(pt * 2)


def emu(mm: float) -> int:
    """Return millimetres as pictures are measured."""
    return round(mm * 36_000)
