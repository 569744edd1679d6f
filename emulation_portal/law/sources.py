"""The data files of the law, read once into what they say."""

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

_DATA = Path(__file__).parent / "data"


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A row of a data file that holds in [effective_from, effective_to): `from` and `to` of the file."""

    effective_from: dt.date = msgspec.field(name="from")
    effective_to: dt.date | None = msgspec.field(name="to", default=None)


@cache
def data_of(name: str) -> dict[str, Any]:
    """Return what the data file of the name says."""
    return read_file(_DATA / f"{name}.toml")


def read_file(path: Path) -> dict[str, Any]:
    """Return what a TOML file says. Raises OSError, tomllib.TOMLDecodeError."""
    return tomllib.loads(path.read_text("utf-8"))
