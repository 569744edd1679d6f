"""Asking as somebody: what they see, what a page answers and writes."""

import datetime as dt
import re
from typing import Any

from django.db import connection, transaction
from django.test import Client

from emulation_portal.documents.drafts import actions
from emulation_portal.procedure.acting import carry_out
from emulation_portal.rights.enums import BRANCH_ROLES, UNIT_ROLES, Role
from tests.factories.people import user_with_role
from tests.factories.reports import reporting_unit
from tests.test_access import OF_THE_DOOR

_WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


def desk_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(client: Client, method: str, url: str) -> tuple[Any, list[str]]:
    """Send a request, follow where it leads, take it back; return the answer and the tables it wrote to."""
    written: list[str] = []

    def note(execute, sql, params, many, context):
        if (found := _WRITE.match(sql)) and found[1] not in OF_THE_DOOR:
            written.append(found[1])
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(note):
        response = getattr(client, method)(url, follow=True)
        transaction.set_rollback(True)
    return response, written


def holder_of(role: Role) -> Any:
    """Return somebody who holds the role; of a unit's roles, where units' own things of the matrices are."""
    return user_with_role(role, reporting_unit() if role in (*UNIT_ROLES, *BRANCH_ROLES) else None)


def seen_by(model: Any, user: Any) -> set[Any]:
    return set(model._default_manager.visible_to(user).values_list("pk", flat=True))


def carried(draft: Any, *, on: dt.date, **by: Any) -> None:
    """Bring a draft to its number, through these hands."""
    actions.submit_draft(draft_id=draft.pk, by=by["officer"], on=on)
    carry_out(draft, "passed_on", by=by["chief"], on=on)
    actions.approve_draft(draft_id=draft.pk, by=by["leader"], on=on)
    actions.issue_draft(draft_id=draft.pk, by=by["clerk"], issued_on=on, today=on)
