"""Printing official papers: a Paper goes in, the bytes of its PDF come out."""

from typing import NamedTuple

from django.conf import settings

from ..paper import Paper
from ..paper_limits import check_limits
from .html import paper_html
from .register_book import RegisterBook, RegisterRow, book_html
from .sandbox import Limits, RenderFailed, Sandbox
from .warming import warm_html

__all__ = [
    "RegisterBook",
    "RegisterRow",
    "RenderFailed",
    "Rendering",
    "render",
    "render_html",
    "render_register",
    "start_press",
    "stop_press",
    "warm_html",
]

_press = Sandbox(f"{__name__}.press")


class Rendering(NamedTuple):
    pdf: bytes
    pages: int


def render(paper: Paper) -> Rendering:
    """Print the paper. The same paper gives the same bytes.

    Raises PaperTooLarge before any work, RenderFailed when time, memory or the layout engine gave out.
    Called by workers only: it starts a process.
    """
    check_limits(paper)
    return render_html(paper_html(paper), "nd30")


def render_register(book: RegisterBook) -> Rendering:
    """Print the register of a year. Raises PaperTooLarge and RenderFailed as `render` does."""
    return render_html(book_html(book), "register")


def render_html(html: str, sheet: str) -> Rendering:
    """Print HTML made by our own templates, under the limits of the settings. Raises RenderFailed."""
    limits = Limits(settings.RENDER_CPU_SECONDS, settings.RENDER_WALL_SECONDS, settings.RENDER_MEMORY_MB)
    return Rendering(*_press.run({"html": html, "sheet": sheet}, limits))


def start_press() -> None:
    """Start the process that prints, without waiting for it. The first paper starts it too."""
    _press.start()


def stop_press() -> None:
    """End the process that prints."""
    _press.close()
