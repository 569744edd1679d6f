"""Which procedures there are, and what carries out their steps: as the apps declare them in their `portal.py`."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from django import forms
from django.apps import apps

from emulation_portal.core.declarations import declared, derived

from .declared import Procedure


@dataclass(frozen=True)
class Taking:
    """One taking of a step: of what, by whom, on which day, the revision they had read, and what they answered."""

    pk: int
    by: Any
    on: dt.date
    read: int | None = None
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """Return the reason that was given; "" where none was."""
        return str(self.answers.get("reason", ""))


Act = Callable[[Taking], Any]


@dataclass(frozen=True)
class Takes:
    """Lets this act carry out the steps of an event; steps without one only move."""

    procedure: Procedure
    event: str
    act: Act


@dataclass(frozen=True)
class AsksWith:
    """Lets the steps of an event ask with this form, a `StepWordForm` with fields of its own."""

    procedure: Procedure
    event: str
    form: Callable[..., forms.Form]


def without_clash(found: Iterable[Procedure]) -> tuple[Procedure, ...]:
    """Return the procedures. Those that share a code share acts and forms, and stand at one address with one model.

    Raises ValueError when two are in each other's way: by a code, an address, or the same rows.
    """
    known = tuple(found)
    for one, other in combinations(known, 2):
        if _stands_in_the_way(one, other):
            raise ValueError(f"{other} at /{other.slug}/ stands in the way of {one} at /{one.slug}/")
    return known


def _stands_in_the_way(one: Procedure, other: Procedure) -> bool:
    if (one.code == other.code) != (one.slug == other.slug):
        return True
    return one.code == other.code and (one.model != other.model or one.narrow == other.narrow)


@derived
def procedures() -> tuple[Procedure, ...]:
    """Return all procedures. Raises ValueError as `without_clash` does."""
    return without_clash(declared(Procedure))


@derived
def _acts() -> dict[tuple[str, str], Act]:
    return {(each.procedure.code, each.event): each.act for each in declared(Takes)}


@derived
def _forms() -> dict[tuple[str, str], Callable[..., forms.Form]]:
    return {(each.procedure.code, each.event): each.form for each in declared(AsksWith)}


def form_for(procedure: Procedure, event: str) -> Callable[..., forms.Form] | None:
    return _forms().get((procedure.code, event))


def act_of(procedure: Procedure, event: str) -> Act | None:
    return _acts().get((procedure.code, event))


def slugs() -> set[str]:
    return {procedure.slug for procedure in procedures()}


def model_of(slug: str) -> Any:
    return apps.get_model(next(procedure.model for procedure in procedures() if procedure.slug == slug))


def procedure_of(obj: Any) -> Procedure:
    """Return the procedure that a thing is in. Raises LookupError when it is in none."""
    for procedure in procedures():
        if procedure.is_way_of(obj):
            return procedure
    raise LookupError(f"{obj._meta.label} {obj.pk} is in no procedure")
