"""Two who save the same row in the same moment, in real transactions: what was read is asked once more under the lock."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from emulation_portal.accounts.models import User
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.documents.actions.bookkeeping import ClerkColumns, edit_line
from emulation_portal.documents.actions.setup import save_issuer
from emulation_portal.rights.enums import Role
from tests.factories.documents import clerk, issued_document, issuer
from tests.factories.pages import read_on
from tests.factories.people import (
    AppointmentFactory,
    BlockFactory,
    BlockMembershipFactory,
    PersonFactory,
    PositionFactory,
    SigningAuthorityFactory,
    UnitFactory,
    UserFactory,
    alliance,
    user_with_role,
)
from tests.factories.races import at_once
from tests.factories.versions import fresh, read_of, typed
from tests.waiting import until_somebody_waits_for_a_lock
from units import actions

pytestmark = pytest.mark.django_db(transaction=True)

DAY = dt.date(2026, 3, 2)


def two_saves(which: str, by: User) -> tuple[Any, list[Callable[[], object]]]:
    """Return a row, and two acts of people who read it as it stands and typed into different fields, where it has them."""
    if which == "unit":
        row = UnitFactory()
        read = read_of(row, "phone", "address")
        pages = [typed(row, phone="0203 222 222"), typed(row, address="Khu 2")]
        return row, [lambda page=page: actions.save_unit(page, by=by, read=read) for page in pages]
    if which == "person":
        row = PersonFactory()
        read = read_of(row, "middle_name", "birth_date")
        pages = [typed(row, middle_name="Bích"), typed(row, birth_date=dt.date(1980, 1, 1))]
        return row, [lambda page=page: actions.save_person(page, by=by, read=read) for page in pages]
    if which == "block":
        row = BlockFactory()
        read = read_of(row, "name", "kind")
        pages = [typed(row, name="Khối số 9"), typed(row, kind="cluster")]
        return row, [lambda page=page: actions.save_block(page, by=by, read=read) for page in pages]
    if which == "email":
        row = PersonFactory(user=UserFactory()).user
        read = read_of(row, "email")
        addresses = ["mot@example.vn", "hai@example.vn"]
        return row, [
            lambda to=to: actions.change_email(user=fresh(row), email=to, by=by, read=read) for to in addresses
        ]
    if which == "issuer":
        row = issuer()
        read = read_of(row, "place_name", "head_title")
        pages = [typed(row, place_name="Hạ Long"), typed(row, head_title="Chủ nhiệm")]
        return row, [lambda page=page: save_issuer(page, by=by, this_year=DAY.year, read=read) for page in pages]
    if which == "line":
        row = issued_document().entry
        read = read_of(row, "copies", "note")
        kept = row.archive_holder
        columns = [ClerkColumns(kept, 3, None, "", ""), ClerkColumns(kept, None, None, "", "Gửi hỏa tốc")]
        return row, [
            lambda each=each: edit_line(entry_id=row.pk, columns=each, by=clerk(), today=today(), read=read)
            for each in columns
        ]
    return _two_ends(which, by)


def _two_ends(which: str, by: User) -> tuple[Any, list[Callable[[], object]]]:
    days = [dt.date(2090, 12, 1), dt.date(2090, 11, 1)]
    row, end = {
        "position": lambda: (PositionFactory(), lambda pk, **how: actions.end_position(position_id=pk, **how)),
        "signing": lambda: (SigningAuthorityFactory(), lambda pk, **how: actions.end_signing(authority_id=pk, **how)),
        "appointment": lambda: (
            AppointmentFactory(),
            lambda pk, **how: actions.end_appointment(appointment_id=pk, **how),
        ),
        "membership": lambda: (
            BlockMembershipFactory(),
            lambda pk, **how: actions.leave_block(membership_id=pk, **how),
        ),
    }[which]()
    read = read_of(row, "effective_to")
    return row, [lambda day=day: end(row.pk, on=day, by=by, read=read) for day in days]


ROWS = ["unit", "person", "block", "email", "issuer", "line", "position", "signing", "appointment", "membership"]


@pytest.mark.parametrize("which", ROWS)
def test_of_two_who_save_at_once_one_is_told(which: str) -> None:
    row, acts = two_saves(which, user_with_role(Role.ADMIN))
    columns = [field.attname for field in row._meta.concrete_fields if field.attname != "search_text"]
    before = {name: getattr(fresh(row), name) for name in columns}
    events = Event.objects.count()

    outcome = at_once(*acts)

    # The later of two ends is refused in its own words, when the earlier one was set first.
    assert outcome in (["", "ChangedMeanwhile"], ["", "PeriodRefused"])
    changed = [name for name in columns if getattr(fresh(row), name) != before[name]]
    assert len(changed) == 1
    assert Event.objects.count() == events + 1


def test_page_that_passed_the_look_is_refused_under_the_lock() -> None:
    """The row stands as it was read while the form looks; somebody who holds it changes it before the act gets it."""
    admin, unit = user_with_role(Role.ADMIN, full_name="Trần Thị Nhanh Tay"), UnitFactory(address="Khu 1")
    client = Client()
    client.force_login(admin)
    url = reverse("units:edit", args=[unit.pk])
    sent = {
        "kind": unit.kind,
        "name": unit.name,
        "code": unit.code,
        "parent": alliance().pk,
        "address": "Khu 2",
        "read": read_on(client.get(url)),
    }

    def post() -> Any:
        try:
            return client.post(url, sent)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            page = typed(unit, phone="0203 222 222")
            actions.save_unit(page, by=admin, read=read_of(unit, "phone"))
            answer = pool.submit(post)
            until_somebody_waits_for_a_lock()
        late = answer.result()

    said = late.content.decode()
    assert late.status_code == 200
    assert "Lần sửa gần nhất: Trần Thị Nhanh Tay, lúc" in said
    assert late.context["form"].stored == {"phone": "0203 222 222", "address": "Khu 1"}
    assert (fresh(unit).phone, fresh(unit).address) == ("0203 222 222", "Khu 1")
    again = client.post(url, {**sent, "phone": "0203 222 222", "read": read_on(late)})
    assert again.status_code == 302
    assert (fresh(unit).phone, fresh(unit).address) == ("0203 222 222", "Khu 2")
