"""Pictures of numbers, as SVG that runs nothing and asks for nothing: for pages and papers alike."""

import sys
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pygal
from django.utils.safestring import SafeString, mark_safe
from lxml import etree
from pygal.style import Style

from .numbering import grouped

# It looks for plugins of its own at every import from here on, in a way that Python has given up.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != pygal.__name__]

_LETTERS = 46  # of a label; longer ones end in …
_BAR, _AROUND, _WIDTH = 34, 70, 720  # px
_STYLE = {
    "font_family": "sans-serif",
    "background": "transparent",
    "plot_background": "transparent",
    "foreground": "#1F2933",
    "foreground_strong": "#1F2933",
    "foreground_subtle": "#52606D",
    "guide_stroke_color": "#E3DED4",
    "major_guide_stroke_color": "#E3DED4",
    "label_font_size": 13,
    "major_label_font_size": 13,
    "value_font_size": 13,
    "title_font_size": 15,
    "transition": "0",
}
BLUE, GOLD = "#2F5D8A", "#B98B2F"


@dataclass(frozen=True)
class Bar:
    """One bar: what it is of, how long it is, and the same in words."""

    label: str
    value: float
    words: str


def bar_chart(title: str, bars: Sequence[Bar], *, mark: float | None = None) -> bytes:
    """Return an SVG with a lying bar for each, the first on top. Those that reach the mark have a colour of their own."""
    drawn = bars[::-1]  # pygal begins below
    chart = pygal.HorizontalBar(
        style=Style(**_STYLE, colors=(BLUE,)),
        title=title,
        js=[],
        width=_WIDTH,
        height=_AROUND + _BAR * len(bars),
        show_legend=False,
        disable_xml_declaration=True,
        no_prefix=True,
        truncate_label=-1,
        range=(0, max([bar.value for bar in bars] + [mark or 0]) or 1),
        margin=8,
        max_scale=6,
        value_formatter=_grouped,
    )
    chart.x_labels = [f"{_short(bar.label)}: {bar.words}" for bar in drawn]
    is_reached = [mark is not None and bar.value >= mark for bar in drawn]
    chart.add(
        "", [{"value": bar.value, "color": GOLD if gold else BLUE} for bar, gold in zip(drawn, is_reached, strict=True)]
    )
    return _still(chart.render_tree())


def _grouped(value: float) -> str:
    return grouped(round(value))


def _short(label: str) -> str:
    return label if len(label) <= _LETTERS else f"{label[: _LETTERS - 1]}…"


def _still(tree: Any) -> bytes:
    """Return the drawing without what moves, and without the day on which it was made."""
    etree.strip_tags(tree, etree.Comment)
    etree.strip_elements(tree, "{*}script", "{*}desc", with_tail=False)
    return etree.tostring(tree)


def as_address(svg: bytes) -> str:
    """Return a drawing as what an image's `src` says."""
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"


# --- on paper -----------------------------------------------------------------------------------------------------------

_LONG, _HIGH = 1000, 100  # of the plane on which a bar of a paper is drawn; the row that it lies in gives it its size
_INK, _DARK, _LIGHT = "#000", "#4d4d4d", "#a6a6a6"  # told apart by any printer that has no colours
_AXIS, _STROKE, _HALO = 4, 6, 4


def bar_on_paper(share: float, mark: float | None = None) -> SafeString:
    """Return one lying bar as SVG without words: its shares are of its whole length, from 0 to 1; one below 0 is none.

    One that reaches the mark is darker than one that does not. The mark is a stroke with a white edge, so that it is
    seen on a bar too.
    """
    long = round(min(max(share, 0), 1) * _LONG)
    is_reached = mark is None or share >= mark
    parts = [_box(0, 12, long, _HIGH - 24, _DARK if is_reached else _LIGHT)] if long else []
    parts.append(_box(0, 0, _AXIS, _HIGH, _INK))
    if mark is not None:
        at = min(max(round(mark * _LONG), 0), _LONG - _STROKE)
        parts += [_box(at - _HALO, 0, _STROKE + 2 * _HALO, _HIGH, "#fff"), _box(at, 0, _STROKE, _HIGH, _INK)]
    return mark_safe(  # made of numbers only
        f'<svg viewBox="0 0 {_LONG} {_HIGH}" preserveAspectRatio="none" aria-hidden="true">{"".join(parts)}</svg>'
    )


def _box(x: int, y: int, width: int, height: int, fill: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}"/>'
