"""Which procedures there are, and what carries out their steps. Apps register theirs when they are loaded."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.apps import apps

from emulation_portal.audit import verbs

from .declared import Procedure

_procedures: dict[str, list[Procedure]] = {}
_acts: dict[tuple[str, str], "Act"] = {}
_forms: dict[tuple[str, str], Callable[..., forms.Form]] = {}


@dataclass(frozen=True)
class Taking:
    """One taking of a step: of what, by whom, on which day, the revision they had read, and what they answered."""

    pk: int
    by: Any
    on: dt.date
    read: int | None = None
    answers: dict[str, Any] = field(default_factory=dict)


Act = Callable[[Taking], Any]


def register(procedure: Procedure) -> Procedure:
    """Make a procedure known, and its words to the log.

    Procedures that share a code share acts and forms, and stand at one address with one model; their rows differ.
    Raises ValueError when the code or the address is another's.
    """
    for other in procedures():
        if other is not procedure and _stands_in_the_way(other, procedure):
            raise ValueError(f"{procedure} at /{procedure.slug}/ stands in the way of {other} at /{other.slug}/")
    known = _procedures.setdefault(procedure.slug, [])
    if procedure not in known:
        known.append(procedure)
    for step in procedure.steps:
        verbs.register(procedure.verb_of(step), step.said)
    return procedure


def _stands_in_the_way(one: Procedure, other: Procedure) -> bool:
    if (one.code == other.code) != (one.slug == other.slug):
        return True
    return one.code == other.code and (one.model != other.model or one.narrow == other.narrow)


def takes(procedure: Procedure, event: str, act: Act) -> None:
    """Let this act carry out the steps of an event; steps without one only move."""
    _acts[procedure.code, event] = act


def asks_with(procedure: Procedure, event: str, form: Callable[..., forms.Form]) -> None:
    """Let the steps of an event ask with this form, a `StepWordForm` with fields of its own."""
    _forms[procedure.code, event] = form


def form_for(procedure: Procedure, event: str) -> Callable[..., forms.Form] | None:
    return _forms.get((procedure.code, event))


def act_of(procedure: Procedure, event: str) -> Act | None:
    return _acts.get((procedure.code, event))


def procedures() -> Iterator[Procedure]:
    for alike in _procedures.values():
        yield from alike


def slugs() -> list[str]:
    return list(_procedures)


def model_of(slug: str) -> Any:
    return apps.get_model(_procedures[slug][0].model)


def procedure_of(obj: Any) -> Procedure:
    """Return the procedure that a thing is in. Raises LookupError when it is in none."""
    for procedure in procedures():
        if procedure.is_way_of(obj):
            return procedure
    raise LookupError(f"{obj._meta.label} {obj.pk} is in no procedure")
