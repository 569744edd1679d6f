"""Calls and registrations, as tests need them, brought to any station by the real actions."""

import datetime as dt

from campaigns.registration import actions
from campaigns.registration.content import Registered, RegisteredAim, RegisteredOne
from campaigns.registration.models import Registration, RegistrationCall
from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.procedure.acting import carry_out, take
from emulation_portal.procedure.registry import Taking, procedure_of
from units.models import Unit

from .people import alliance
from .reports import people_of_unit, reporting_unit

SAID = Registered(
    collectives=(RegisteredOne("Tổ sản xuất mẫu", ("TTLDTT",)),),
    persons=(RegisteredOne("Nguyễn Thị Đăng Ký", ("LDTT", "CSTDCS"), "Tổ trưởng"),),
    targets=(RegisteredAim("Doanh thu tăng so với năm trước", "từ 8% trở lên"),),
)


def call(
    year: int = 0, *, due_in: int = 20, changes_for: int = 30, of: Unit | None = None, **fields
) -> RegistrationCall:
    """Return a call of the alliance that opened ten days ago and is due in so many days from today."""
    on = today()
    due_on = on + dt.timedelta(days=due_in)
    return RegistrationCall.objects.create(
        alliance=of or alliance(),
        year=year or on.year,
        opens_on=min(on - dt.timedelta(days=10), due_on),
        due_on=due_on,
        changes_until=due_on + dt.timedelta(days=changes_for),
        **fields,
    )


def begun(of: RegistrationCall, unit: Unit, by: User) -> Registration:
    return actions.begin_registration(call=of, unit=unit, by=by, on=today())


def written(of: RegistrationCall, unit: Unit, by: User, said: Registered = SAID) -> Registration:
    row = begun(of, unit, by)
    return actions.write_registration(registration_id=row.pk, said=said, seen=row.revision, by=by, on=today())


def brought(of: RegistrationCall, unit: Unit, status: str, *, people: tuple[User, User]) -> Registration:
    """Bring the unit's registration to a state, by the hands of these: who writes, and who heads."""
    row = written(of, unit, people[0])
    return carried(row, status, people=people)


def carried(row: Registration, status: str, *, people: tuple[User, User]) -> Registration:
    """Bring a registration that is written to a state."""
    editor, head = people
    for event, by in {"draft": (), "awaiting_head": (("sent_to_head", editor),)}.get(
        status, (("sent_to_head", editor), ("sent", head))
    ):
        take(procedure_of(row), event, Taking(row.pk, by, today()))
    return Registration.objects.get(pk=row.pk)


def in_state(status: str) -> Registration:
    """Return a registration of the department that reports in this state, by the hands of people of its own."""
    unit, people = reporting_unit(), people_of_unit(reporting_unit())
    if status != "draft":
        return brought(call(), unit, status, people=people)
    # One that was sent before: from it all steps of a draft can be taken.
    return carry_out(brought(call(), unit, "sent", people=people), "reopened", by=people[1], on=today(), reason="Sửa.")
