"""What stands on the pages of units and people beside what is theirs: apps above declare it, each in its `portal.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from emulation_portal.core.declarations import declared
from emulation_portal.core.parts import shown_panels

from .models import Person, Unit


@dataclass(frozen=True)
class UnitPanel:
    """A panel of a unit's page; `context(user, unit)` returns None to show nothing to this reader."""

    template: str
    context: Callable[[Any, Unit], dict[str, Any] | None]
    order: int = 50


@dataclass(frozen=True)
class PersonPanel:
    """A panel of a person's page; `context(user, person)` returns None to show nothing to this reader."""

    template: str
    context: Callable[[Any, Person], dict[str, Any] | None]
    order: int = 50


def panels_of_unit(user: Any, unit: Unit) -> list[dict[str, Any]]:
    return shown_panels(declared(UnitPanel), user, unit)


def panels_of_person(user: Any, person: Person) -> list[dict[str, Any]]:
    return shown_panels(declared(PersonPanel), user, person)
