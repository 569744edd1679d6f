"""How our rendering compares with a bare call of the layout engine on the same HTML, in one run."""

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

from weasyprint import HTML

from ..paper import Paper
from ..rendering import render
from ..rendering.fetcher import AssetFetcher
from ..rendering.html import paper_html
from ..rendering.press import style_sheet


class Comparison(NamedTuple):
    """Medians in milliseconds, and their ratio."""

    ours_ms: float
    bare_ms: float
    ratio: float


def compare(paper: Paper, rounds: int = 15, ours: Callable[[], object] | None = None) -> Comparison:
    """Measure `render(paper)`, or another way to print it, against `HTML(string=…).write_pdf()`, turn by turn.

    The bare call gets the same HTML with the same style sheet inside it, and the same fonts.
    """
    html = paper_html(paper).replace("</head>", f"<style>{style_sheet('nd30')}</style></head>")
    ways = (ours or (lambda: render(paper)), lambda: HTML(string=html, url_fetcher=AssetFetcher()).write_pdf())
    for way in ways:
        way()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for way, taken in zip(ways, times, strict=True):
            start = time.perf_counter()
            way()
            taken.append((time.perf_counter() - start) * 1000)
    ours_ms, bare_ms = map(statistics.median, times)
    return Comparison(ours_ms, bare_ms, ours_ms / bare_ms)
