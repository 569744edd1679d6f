"""The QR code of the check page, drawn as one vector path inside the document: nothing to fetch."""

import segno
from django.utils.safestring import SafeString, mark_safe

SIZE_MM = 13.0
ERROR_LEVEL = "m"


def code(url: str) -> segno.QRCode:
    """Return the QR symbol of an address; the same address gives the same symbol."""
    return segno.make_qr(url, error=ERROR_LEVEL, boost_error=False)


def svg(url: str) -> SafeString:
    """Return the symbol as inline SVG, without its quiet zone: the empty margin of the page is that zone."""
    symbol = code(url)
    modules = symbol.symbol_size(border=0)[0]
    runs = []
    for y, row in enumerate(symbol.matrix):
        x = 0
        while x < modules:
            if not row[x]:
                x += 1
                continue
            start = x
            while x < modules and row[x]:
                x += 1
            runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
    path = "".join(runs)
    return mark_safe(  # made of numbers only
        f'<svg width="{SIZE_MM}mm" height="{SIZE_MM}mm" viewBox="0 0 {modules} {modules}"><path d="{path}"/></svg>'
    )
