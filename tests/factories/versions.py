"""What somebody read of a row, and what they typed into it."""

from typing import Any

from emulation_portal.core.versions import Read, version_of


def read_of(row: Any, *names: str) -> Read:
    return Read(names, version_of(row, names))


def fresh(row: Any) -> Any:
    return type(row)._base_manager.get(pk=row.pk)


def typed(row: Any, **values: object) -> Any:
    """Return the row as a page loaded it, with what was typed into it."""
    loaded = fresh(row)
    for name, value in values.items():
        setattr(loaded, name, value)
    return loaded
