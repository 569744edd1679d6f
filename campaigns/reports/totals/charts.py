"""Totals as pictures, where one would rather look than read."""

from collections.abc import Sequence

from emulation_portal.core.charts import Bar, as_address, bar_chart
from emulation_portal.core.numbering import grouped

from ..models import Indicator
from ..quantities import written
from .doubles import OfKind
from .sums import KeyedTotal

MOST_BARS = 30


def kinds_chart(indicator: Indicator, kinds: Sequence[OfKind]) -> str:
    """Return a picture of what was given by kind as an image's address; "" where there is nothing to compare."""
    if len(kinds) < 2:
        return ""
    bars = [Bar(each.kind, float(each.value_vnd), f"{grouped(each.value_vnd)} đồng") for each in kinds]
    return as_address(bar_chart(f"{indicator.name}: theo loại", bars))


def progress_chart(indicator: Indicator, totals: Sequence[KeyedTotal]) -> str:
    """Return a picture of the totals as an image's address: percent of the plan where each has one.

    "" where there is nothing to compare.
    """
    shown = [(total.name, total.shown, total.of_plan) for total in totals if total.shown is not None][:MOST_BARS]
    planned = [Bar(name, float(percent), f"{written(percent)}%") for name, _, percent in shown if percent is not None]
    if len(shown) < 2:
        return ""
    if len(planned) == len(shown):
        return as_address(bar_chart(f"{indicator.name}: % kế hoạch", planned, mark=100))
    bars = [Bar(name, float(value), written(value)) for name, value, _ in shown if value is not None]
    return as_address(bar_chart(f"{indicator.name} ({indicator.unit_words})", bars))
