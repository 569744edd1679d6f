"""Two alliances in one database know nothing of each other.

Ours is built first, the other has the same codes and names. Nobody of the other sees a row of ours, and no act of
theirs changes one.
"""

import inspect
import re
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from emulation_portal.audit.actions import record
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.jobs.actions import enqueue, retry
from emulation_portal.jobs.models import Job
from emulation_portal.rights.enums import OFFICE_ROLES, Role
from emulation_portal.rights.models import Appointment
from tests.factories.people import (
    Alliance,
    AppointmentFactory,
    BlockFactory,
    PersonFactory,
    PositionFactory,
    SigningAuthorityFactory,
    SuccessionFactory,
    UnitFactory,
    account,
    alliance,
    second_alliance,
    whole_alliance,
)
from units import actions
from units.enums import ImportKind, SuccessionKind
from units.models import Person, SheetImport, SigningAuthority, Unit

from .acts import acts, crossings

pytestmark = pytest.mark.django_db

APPS = ("units", "jobs", "rights", "audit")
OFFICE = [role.value for role in OFFICE_ROLES]


def models_that_are_seen() -> list[type[models.Model]]:
    """Return the models of these apps whose rows are shown to some and not to others."""
    return [
        model
        for name in APPS
        for model in apps.get_app_config(name).get_models()
        if hasattr(model._default_manager.all(), "visible_to")
    ]


@pytest.fixture
def ours() -> SimpleNamespace:
    """Our alliance with one of everything that an act may be about."""
    Unit.objects.filter(pk=alliance().pk).update(name="Liên minh Của Ta")  # the frame of every page names the house
    whole = whole_alliance(alliance(), "mot")
    w = SimpleNamespace(whole=whole, unit=whole.member, block=whole.block, office=whole.office)
    w.position = PositionFactory(unit=whole.member, person=PersonFactory(full_name="Trần Văn Của Ta"))
    w.person = w.position.person
    w.user = PositionFactory(unit=whole.member, person=account(email="ta@example.vn").person).person.user
    w.appointment = AppointmentFactory(user=w.user, unit=whole.member, effective_from=today())
    w.membership = whole.member.block_memberships.get()
    w.signing = SigningAuthorityFactory(unit=alliance())
    w.closed = UnitFactory(closed_on=today(), closed_reason="Giải thể.")
    w.spare = UnitFactory()
    w.succession = SuccessionFactory(kind=SuccessionKind.SEPARATION, successor=w.spare)
    w.spare.former_standings.create(
        name="Tên cũ", parent=w.spare.parent, effective_to=today(), basis="GCN", changed=["name"]
    )
    with transaction.atomic():
        w.job = enqueue("documents.render", key="ours", args={"document_id": 0}, label="Của ta", by=w.user)
    Job.objects.filter(pk=w.job.pk).update(state="running", owner="0" * 32, lease_until="2030-01-01T00:00+00:00")
    Job.objects.filter(pk=w.job.pk).update(
        state="failed", owner=None, lease_until=None, finished_at="2030-01-01T00:00+00:00", reason="Hỏng."
    )
    record("unit.changed", whole.member, by=w.user)
    counts = dict.fromkeys(("rows", "created_count", "changed_count", "same_count", "problem_count"), 0)
    w.table = SheetImport.objects.create(
        kind=ImportKind.UNITS,
        alliance=whole.unit,
        file_name="don-vi.xlsx",
        sent={},
        created_by=whole.users["admin"],
        done_at=timezone.now(),
        **counts,
    )
    w.rows = {model: set(model._default_manager.values_list("pk", flat=True)) for model in models_that_are_seen()}
    return w


@pytest.fixture
def theirs(ours: SimpleNamespace) -> Alliance:
    return second_alliance()


# --- reading ----------------------------------------------------------------------------------------------------------


def test_the_models_are_these() -> None:
    assert {model.__name__ for model in models_that_are_seen()} == {
        "Unit",
        "Person",
        "Position",
        "SigningAuthority",
        "EmulationBlock",
        "BlockMembership",
        "SheetImport",
        "Job",
        "Appointment",
        "Event",
    }


@pytest.mark.parametrize("role", Role.values)
def test_nobody_of_theirs_sees_a_row_of_ours(ours: SimpleNamespace, theirs: Alliance, role: str) -> None:
    user = theirs.users[role]

    for model, rows in ours.rows.items():
        assert rows, model
        seen = set(model._default_manager.visible_to(user).values_list("pk", flat=True))
        assert seen & rows == set(), model


def test_our_administrator_sees_every_row_of_ours_and_none_of_theirs(ours: SimpleNamespace, theirs: Alliance) -> None:
    admin = ours.whole.users["admin"]

    for model, rows in ours.rows.items():
        assert set(model._default_manager.visible_to(admin).values_list("pk", flat=True)) == rows, model


@pytest.mark.parametrize("role", Role.values)
def test_no_row_is_shown_twice(ours: SimpleNamespace, theirs: Alliance, role: str) -> None:
    AppointmentFactory(user=ours.whole.users[role], unit=ours.whole.unit, role=Role.AUDITOR)  # two rights over one row

    for model in models_that_are_seen():
        seen = list(model._default_manager.visible_to(ours.whole.users[role]).values_list("pk", flat=True))
        assert len(seen) == len(set(seen)), model


@pytest.mark.parametrize("role", OFFICE)
def test_lists_and_pickers_name_nothing_of_ours(ours: SimpleNamespace, theirs: Alliance, role: str) -> None:
    client = Client()
    client.force_login(theirs.users[role])
    of_ours = [ours.person.full_name, ours.closed.name, ours.whole.unit.name, ours.job.label, "mot."]
    pages = ["list", "tree", "people", "blocks", "create", "block-create", "slips"]
    urls = [*(reverse(f"units:{page}") for page in pages), reverse("jobs:list"), reverse("audit:list"), "/"]
    urls += [reverse("units:block-join", args=[theirs.block.pk]), reverse("units:block-lead", args=[theirs.block.pk])]
    urls += [reverse("units:signing-add", args=[theirs.unit.pk]), reverse("units:edit", args=[theirs.member.pk])]
    person = theirs.users["unit_head"].person
    urls += [reverse(f"units:{page}", args=[person.pk]) for page in ("position-add", "appoint")]
    urls += [reverse("units:hand-over", args=[theirs.users["unit_head"].appointments.get().pk])]

    for url in urls:
        response = client.get(url)
        main = response.content.decode()
        assert response.status_code in {200, 403}, url
        assert [name for name in of_ours if name in main] == [], url


# --- acting -----------------------------------------------------------------------------------------------------------


def test_every_act_of_units_is_tried(ours: SimpleNamespace) -> None:
    functions = {name: getattr(actions, name) for name in actions.__all__ if inspect.isfunction(getattr(actions, name))}
    ours.other_user = account()

    assert set(acts(ours, None)) == {
        name for name, act in functions.items() if "by" in inspect.signature(act).parameters
    }


_WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


def tried(act) -> tuple[str, list[str]]:
    """Try an act and take it back; return what it met and the tables it wrote to."""
    written: list[str] = []

    def note(execute, sql, params, many, context):
        if found := _WRITE.match(sql):
            written.append(found[1])
        return execute(sql, params, many, context)

    try:
        with transaction.atomic(), connection.execute_wrapper(note):
            act()
            transaction.set_rollback(True)
    except (PermissionDenied, DomainError, ObjectDoesNotExist) as error:
        return type(error).__name__, written
    return "done", written


@pytest.mark.parametrize("role", Role.values)
def test_nobody_of_theirs_does_anything_to_us(ours: SimpleNamespace, theirs: Alliance, role: str) -> None:
    by, ours.other_user = theirs.users[role], account()
    tries = acts(ours, by) | crossings(ours, theirs, by) | {"retry": lambda: retry(job_id=ours.job.pk, by=by)}

    met = {name: tried(act) for name, act in tries.items()}

    assert {name: found for name, found in met.items() if found != ("PermissionDenied", [])} == {
        name: found for name, found in met.items() if name == "their unit under ours" and role == "admin"
    }
    if role == "admin":  # the unit is theirs to change, where it goes is not
        assert met["their unit under ours"] == ("UnitRefused", [])


def test_our_administrator_does_every_act(ours: SimpleNamespace) -> None:
    """The acts above are refused for who asks, not for what is asked."""
    by, ours.other_user = ours.whole.users["admin"], account()
    SigningAuthority.objects.all().update(own_title="Phó Chủ tịch")

    met = {name: tried(act)[0] for name, act in acts(ours, by).items()}

    refused = {"join_block": "UnitRefused", "end_appointment": "PeriodRefused"}  # in a block already; begins today
    refused |= {"close_unit": "UnitRefused", "hand_over": "PeriodRefused", "receive_table": "FileRefused"}
    assert met == dict.fromkeys(met, "done") | refused


@pytest.mark.parametrize("role", ["auditor", "admin", "unit_head", "dept_head"])
def test_export_of_their_log_holds_nothing_of_ours(ours: SimpleNamespace, theirs: Alliance, role: str) -> None:
    record("unit.changed", theirs.place_of(Role(role)), by=theirs.users[role])
    client = Client()
    client.force_login(theirs.users[role])

    for query in ("", f"?q={ours.unit.name}", f"?who={ours.user.full_name}"):
        text = client.post(f"{reverse('audit:export')}{query}").content.decode()
        assert ours.user.full_name not in text

    assert theirs.users[role].full_name in client.post(reverse("audit:export")).content.decode()
    assert Event.objects.filter(verb="audit.exported").values_list("place", flat=True).distinct().get() == (
        theirs.place_of(Role(role)).path
    )


# --- what is told -----------------------------------------------------------------------------------------------------


def test_code_and_name_taken_elsewhere_are_free_here(ours: SimpleNamespace, theirs: Alliance) -> None:
    UnitFactory(code="CHI-CO", name="Chỉ có ở ta")
    BlockFactory(name="Khối chỉ có ở ta")
    client = Client()
    client.force_login(theirs.users["admin"])
    fields = {"kind": "cooperative", "name": "Hợp tác xã Mới", "code": "CHI-CO", "parent": theirs.unit.pk}

    unit = client.post(reverse("units:create"), fields)
    block = client.post(reverse("units:block-create"), {"kind": "block", "name": "Khối chỉ có ở ta"})
    again = client.post(reverse("units:create"), fields)

    assert (unit.status_code, block.status_code) == (302, 302)
    assert dict(again.context["form"].errors) == {"code": ["Mã CHI-CO đã dùng cho Hợp tác xã Mới. Hãy chọn mã khác."]}


def test_administrator_of_each_alliance_is_the_last_of_it(ours: SimpleNamespace, theirs: Alliance) -> None:
    row = Appointment.objects.get(user=theirs.users["admin"])

    with pytest.raises(actions.LastAdministrator):
        actions.end_appointment(appointment_id=row.pk, on=today(), by=theirs.users["admin"])


def test_person_who_serves_nowhere_is_looked_after_where_written_down(ours: SimpleNamespace, theirs: Alliance) -> None:
    theirs_alone = PersonFactory(alliance=theirs.unit)

    assert theirs_alone in Person.objects.visible_to(theirs.users["officer"])
    assert theirs_alone not in Person.objects.visible_to(ours.whole.users["admin"])
    actions.save_person(theirs_alone, by=theirs.users["admin"])
    with pytest.raises(PermissionDenied):
        actions.save_person(theirs_alone, by=ours.whole.users["admin"])
