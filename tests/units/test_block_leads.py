"""Who leads a block: appointed at the block on behalf of a unit that competes in it, and seeing its units."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of
from emulation_portal.rights.models import Appointment
from tests.factories.people import (
    AppointmentFactory,
    BlockFactory,
    BlockMembershipFactory,
    PersonFactory,
    PositionFactory,
    UnitFactory,
    UserFactory,
    block_of,
    user_with_role,
)
from units import actions
from units.enums import BlockKind
from units.models import BlockMembership, EmulationBlock, Person, Unit

pytestmark = pytest.mark.django_db

DAY, LATER = dt.date(2026, 3, 2), dt.date(2026, 6, 1)


@pytest.fixture
def admin():
    return user_with_role(Role.ADMIN)


def director(unit: Unit):
    return PositionFactory(unit=unit, person=PersonFactory(user=UserFactory())).person.user


def lead(user, unit: Unit, block: EmulationBlock, by, **period) -> Appointment:
    period = period or {"since": DAY}
    return actions.appoint(user=user, unit=unit, block=block, role=Role.CLUSTER_LEAD, by=by, **period)


def test_lead_sees_the_units_and_people_of_the_block_and_no_others(admin) -> None:
    own, fellow, stranger = UnitFactory(), UnitFactory(), UnitFactory()
    block, user = block_of(own), director(own)
    BlockMembershipFactory(block=block, unit=fellow)
    BlockMembershipFactory(block=block, unit=stranger, effective_to=today())
    neighbour, unknown = (PositionFactory(unit=unit).person for unit in (fellow, stranger))

    lead(user, own, block, admin)

    assert set(Unit.objects.visible_to(user)) == {own, fellow}
    assert set(EmulationBlock.objects.visible_to(user)) == {block}
    assert {row.unit for row in BlockMembership.objects.visible_to(user)} == {own, fellow, stranger}
    assert neighbour in Person.objects.visible_to(user)
    assert unknown not in Person.objects.visible_to(user)
    assert rights_of(user).block_ids() == {block.pk}
    event = Event.objects.get(verb="appointment.started")
    assert (event.data["block"], event.unit_id) == (block.name, own.pk)


def test_lead_is_of_a_unit_that_competes_then(admin) -> None:
    own, block = UnitFactory(), BlockFactory()
    BlockMembershipFactory(unit=own, block=block, effective_from=LATER)
    user = director(own)

    with pytest.raises(actions.AppointmentRefused, match="không ở"):
        lead(user, own, block, admin, since=DAY)
    with pytest.raises(actions.AppointmentRefused, match="trang của khối"):
        actions.appoint(user=user, unit=own, role=Role.CLUSTER_LEAD, since=LATER, by=admin)
    lead(user, own, block, admin, since=LATER)
    with pytest.raises(actions.AppointmentRefused, match="đã được giao"):
        lead(user, own, block, admin, since=LATER)


def test_unit_that_leaves_leads_no_more(admin) -> None:
    own = UnitFactory()
    block, user = block_of(own), director(own)
    row = lead(user, own, block, admin)

    actions.leave_block(membership_id=own.block_memberships.get().pk, on=LATER, by=admin)

    row.refresh_from_db()
    assert row.effective_to == LATER
    assert Event.objects.get(verb="appointment.ended").reason == f"{own} ra khỏi {block}."


def test_unit_does_not_leave_before_its_lead_begins(admin) -> None:
    own = UnitFactory()
    block, user = block_of(own), director(own)
    lead(user, own, block, admin, since=LATER)

    with pytest.raises(actions.UnitRefused, match="01/06/2026"):
        actions.leave_block(membership_id=own.block_memberships.get().pk, on=DAY, by=admin)

    assert own.block_memberships.get().effective_to is None


def test_lead_is_handed_over_with_the_block(admin) -> None:
    own = UnitFactory()
    block, old, new = block_of(own), director(own), director(own)
    row = lead(old, own, block, admin)

    (taken,) = actions.hand_over(appointment_ids=[row.pk], to=new, on=LATER, by=admin)

    assert (taken.user, taken.block, taken.unit, taken.effective_from) == (new, block, own, LATER)


def test_unit_may_stand_in_a_block_and_in_a_cluster(admin) -> None:
    unit, block, cluster = UnitFactory(), BlockFactory(), BlockFactory(kind=BlockKind.CLUSTER)
    actions.join_block(block=block, unit=unit, since=DAY, by=admin)
    actions.join_block(block=cluster, unit=unit, since=DAY, by=admin)

    with pytest.raises(actions.UnitRefused, match=str(cluster)):
        actions.join_block(block=BlockFactory(kind=BlockKind.CLUSTER), unit=unit, since=DAY, by=admin)
    cluster.kind = BlockKind.BLOCK
    with pytest.raises(actions.UnitRefused, match="cũng là khối thi đua"):
        actions.save_block(cluster, by=admin)


def test_lead_is_given_on_the_page_of_the_block(client: Client, admin) -> None:
    own = UnitFactory(name="Hợp tác xã Đông Triều")
    block = block_of(own)
    position = PositionFactory(unit=own, person=PersonFactory(full_name="Ngô Thị Mẫu", user=UserFactory()))
    PositionFactory(unit=own, person=PersonFactory(full_name="Chưa Có Tài Khoản"))
    client.force_login(admin)
    page, form = reverse("units:block", args=[block.pk]), reverse("units:block-lead", args=[block.pk])

    offered = [label for _, label in client.get(form).context["form"].fields["position"].choices]
    client.post(form, {"position": position.pk, "since": f"{today():%d/%m/%Y}"})

    row = Appointment.objects.get(block=block)
    shown = client.get(page).content.decode()
    listed = client.get(reverse("units:blocks")).content.decode()
    assert offered == ["Hãy chọn", "Ngô Thị Mẫu – Giám đốc, Hợp tác xã Đông Triều"]
    assert (row.user, row.unit, row.role) == (position.person.user, own, Role.CLUSTER_LEAD)
    assert reverse("units:hand-over", args=[row.pk]) in shown
    assert "Khối trưởng</span>" in shown  # at the unit, too
    assert row.user.full_name in listed
    person = client.get(position.person.get_absolute_url()).content.decode()
    assert f"Thay mặt {own}" in person


def test_lead_reads_the_page_of_the_block_and_its_units(client: Client) -> None:
    own, fellow = UnitFactory(), UnitFactory()
    user = user_with_role(Role.CLUSTER_LEAD, own)
    BlockMembershipFactory(block=block_of(own), unit=fellow)
    AppointmentFactory(unit=fellow, user=UserFactory(full_name="Vai Trò Không Thấy"))
    client.force_login(user)

    block = client.get(reverse("units:block", args=[block_of(own).pk]))
    unit = client.get(reverse("units:detail", args=[fellow.pk]))
    form = client.get(reverse("units:block-lead", args=[block_of(own).pk]))

    assert (block.status_code, unit.status_code, form.status_code) == (200, 200, 403)
    assert reverse("units:block-lead", args=[block_of(own).pk]) not in block.content.decode()
    assert "Vai Trò Không Thấy" not in unit.content.decode()


def test_lead_finds_the_own_unit_first_in_the_list(client: Client) -> None:
    own, fellow = UnitFactory(name="Hợp tác xã Yên Hưng"), UnitFactory(name="Hợp tác xã An Sinh")
    BlockMembershipFactory(block=block_of(own), unit=fellow)
    client.force_login(user_with_role(Role.CLUSTER_LEAD, own))

    page = client.get(reverse("units:list"))

    assert [row.name for row in page.context["table"].rows] == [own.name, fellow.name]
    assert page.content.decode().count("Đơn vị của bạn · ") == 1
    assert "Đơn vị của tôi" not in page.content.decode()


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.UNIT_EDITOR])
def test_who_serves_one_unit_has_it_in_the_rail(client: Client, role: Role) -> None:
    own = UnitFactory()
    client.force_login(user_with_role(role, own))

    page = client.get(own.get_absolute_url())

    assert [(link.label, link.url) for link in page.context["rail"] if link.is_current] == [
        ("Đơn vị của tôi", own.get_absolute_url())
    ]
    assert 'class="crumbs"' not in page.content.decode()


def test_who_serves_two_units_has_the_list_in_the_rail(client: Client) -> None:
    user = user_with_role(Role.UNIT_HEAD)
    AppointmentFactory(user=user, unit=UnitFactory(), role=Role.UNIT_EDITOR)
    client.force_login(user)

    rail = client.get(reverse("units:list")).context["rail"]

    assert [link.label for link in rail if link.is_current] == ["Đơn vị"]
