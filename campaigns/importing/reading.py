"""From an uploaded file to text."""

import datetime as dt

from emulation_portal.core.errors import DomainError

from .parsing import parse_plan
from .plan import ParsedPlan

MAX_FILE_BYTES = 5 * 1024 * 1024


class ImportRefused(DomainError):
    """The file cannot be read as a plan."""


def read_source(name: str, content: bytes) -> str:
    """Return the text."""
    return content.decode("utf-8-sig")


def import_file(name: str, content: bytes, *, on: dt.date | None = None) -> ParsedPlan:
    """Read and parse."""
    return parse_plan(read_source(name, content), on=on)
