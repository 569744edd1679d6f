"""The QR code of the check page, drawn as one vector path inside the document: nothing to fetch."""

from itertools import groupby

import segno
from django.utils.safestring import SafeString, mark_safe

SIZE_MM = 13.0
ERROR_LEVEL = "m"


def code(url: str) -> segno.QRCode:
    """Return the QR symbol of an address; the same address gives the same symbol."""
    return segno.make_qr(url, error=ERROR_LEVEL, boost_error=False)


def svg(url: str) -> SafeString:
    """Return the symbol as inline SVG, without its quiet zone: the empty margin of the page is that zone.

    Each row is one stroke with gaps, a shade wider than a module so that no seam shows between rows.
    """
    rows = [bytes(row) for row in code(url).matrix]
    parts = []
    for y, row in enumerate(rows):
        parts.append(f"M0 {y}.5")
        for dark, run in groupby(row):
            length = len(list(run))
            parts.append(f"h{length}" if dark else f"m{length} 0")
    return mark_safe(  # made of numbers only
        f'<svg width="{SIZE_MM}mm" height="{SIZE_MM}mm" viewBox="0 0 {len(rows)} {len(rows)}">'
        f'<path stroke="#000" stroke-width="1.02" d="{"".join(parts)}"/></svg>'
    )
