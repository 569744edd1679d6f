"""Carrying out a step: by the act its app registered, or by moving alone."""

import datetime as dt
from typing import Any

from django.db import OperationalError, transaction

from emulation_portal.core.contention import DoneAtOnce, was_let_go

from .declared import Procedure
from .moving import lock, move
from .registry import Taking, act_of, procedure_of


def take(procedure: Procedure, event: str, taking: Taking) -> Any:
    """Take the step of an event. Raises as its act or `moving` does; DoneAtOnce when another act stood in its way."""
    act = act_of(procedure, event)
    try:
        return act(taking) if act else simple_move(procedure, event, taking)
    except OperationalError as error:
        if not was_let_go(error):
            raise
        raise DoneAtOnce from error


def carry_out(obj: Any, event: str, *, by: Any, on: dt.date, **answers: Any) -> Any:
    """Take the step of an event with the thing at hand. Raises as `take` does."""
    return take(procedure_of(obj), event, Taking(obj.pk, by, on, answers=answers))


@transaction.atomic
def simple_move(procedure: Procedure, event: str, taking: Taking) -> Any:
    """Lock the thing and move it, with the reason that was given. Raises as `lock` and `moving` do."""
    obj = lock(procedure.model, taking.pk, taking.read)
    move(obj, event, by=taking.by, reason=taking.reason)
    return obj
