"""The catalogue of indicators that the sample begins with, read from its file."""

from pathlib import Path
from typing import Annotated

import msgspec

from units.models import Unit

from ..enums import IndicatorGroup
from ..models import Indicator

FILE = Path(__file__).with_name("indicators.toml")


class _CatalogueRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    measure: str = ""
    type: str = "count"
    nature: str = "flow"
    places: int = 0
    of: Annotated[tuple[str, ...], msgspec.Meta(max_length=2)] = ()
    expectation: str = ""
    usual: int | None = None
    source: bool = False
    less_is_better: bool = False
    hint: str = ""


def load_catalogue(alliance: Unit) -> dict[str, Indicator]:
    """Write the indicators down; return them by code. Again is harmless."""
    groups = msgspec.toml.decode(FILE.read_bytes(), type=dict[IndicatorGroup, dict[str, _CatalogueRow]])
    rows = [_indicator(alliance, code, group, row) for group, found in groups.items() for code, row in found.items()]
    Indicator.objects.bulk_create(rows, ignore_conflicts=True)
    return {each.code: each for each in Indicator.objects.filter(alliance=alliance)}


def _indicator(alliance: Unit, code: str, group: IndicatorGroup, row: _CatalogueRow) -> Indicator:
    numerator, denominator = row.of or ("", "")
    return Indicator(
        alliance=alliance,
        code=code,
        name=row.name,
        measure=row.measure,
        group=group,
        value_type=row.type,
        nature=row.nature,
        places=row.places,
        numerator_name=numerator,
        denominator_name=denominator,
        lowest=None if row.nature == "none" else 0,
        expectation=row.expectation,
        usual_change_percent=row.usual,
        less_is_better=row.less_is_better,
        wants_source=row.source,
        hint=row.hint,
    )
