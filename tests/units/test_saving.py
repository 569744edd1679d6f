"""Saving what somebody has read: only the columns that changed, never what was not shown, and no half of it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from emulation_portal.accounts.models import Activation, User
from emulation_portal.audit.models import Event
from emulation_portal.core.versions import ChangedMeanwhile, GoneMeanwhile, Read
from emulation_portal.rights.enums import Role
from tests.factories.pages import read_on
from tests.factories.people import (
    AppointmentFactory,
    BlockFactory,
    BlockMembershipFactory,
    PersonFactory,
    PositionFactory,
    UnitFactory,
    UserFactory,
    user_with_role,
)
from tests.factories.versions import fresh, read_of, typed
from units import actions
from units.models import Person, Unit

DAY = dt.date(2026, 3, 2)


@pytest.fixture
def admin(db: None) -> User:
    return user_with_role(Role.ADMIN)


def test_unit_that_was_closed_meanwhile_stays_closed(admin: User) -> None:
    unit = UnitFactory()
    page = typed(unit, phone="0203 222 222")
    read = read_of(unit, "name", "phone")
    actions.close_unit(unit_id=unit.pk, on=DAY, reason="giải thể", by=admin)

    saved = actions.save_unit(page, by=admin, read=read)

    assert (saved.phone, saved.closed_on, saved.closed_reason) == ("0203 222 222", DAY, "giải thể")
    assert (fresh(unit).phone, fresh(unit).closed_on) == ("0203 222 222", DAY)


def test_closing_does_not_write_back_what_was_renamed_while_it_waited(admin: User) -> None:
    unit = UnitFactory(name="Tên cũ")
    Unit.objects.filter(pk=unit.pk).update(name="Tên mới", search_text="ten moi")

    actions.close_unit(unit_id=unit.pk, on=DAY, reason="giải thể", by=admin)
    actions.reopen_unit(unit_id=unit.pk, reason="nhầm", by=admin)

    assert (fresh(unit).name, fresh(unit).search_text) == ("Tên mới", "ten moi")


def test_fields_that_the_page_did_not_show_are_not_written(admin: User) -> None:
    """The form holds what it happened to load; of the alliance it has no box for what it stands under."""
    unit = UnitFactory(commune="Xã cũ")
    page = typed(unit, phone="0203 222 222")
    read = read_of(unit, "phone")
    Unit.objects.filter(pk=unit.pk).update(commune="Xã mới")

    saved = actions.save_unit(page, by=admin, read=read)

    assert (saved.phone, saved.commune) == ("0203 222 222", "Xã mới")
    assert "xa moi" not in fresh(unit).search_text  # the phone is not searched for, so the words were left alone
    assert Event.objects.get(verb="unit.changed").data == {"changed": {"phone": ["", "0203 222 222"]}}


def test_words_to_search_for_follow_the_newest_columns(admin: User) -> None:
    unit = UnitFactory(commune="Xã cũ")
    page = typed(unit, short_name="HTX Gọn")
    read = read_of(unit, "short_name")
    Unit.objects.filter(pk=unit.pk).update(commune="Xã mới")

    actions.save_unit(page, by=admin, read=read)

    assert all(words in fresh(unit).search_text for words in ("htx gon", "xa moi"))


def test_stale_name_of_a_person_leaves_the_account_its_name(admin: User) -> None:
    person = PersonFactory(full_name="Nguyễn Thị Mẫu", user=UserFactory(full_name="Nguyễn Thị Mẫu"))
    names = ("full_name", "birth_date")
    read = read_of(person, *names)
    page = typed(person, full_name="Nguyễn Thị Sai")
    actions.save_person(typed(person, full_name="Nguyễn Thị Đúng"), by=admin, read=read)
    events = Event.objects.count()

    with pytest.raises(ChangedMeanwhile, match=f"Lần sửa gần nhất: {admin.full_name}, lúc"):
        actions.save_person(page, by=admin, read=read)

    assert (fresh(person).full_name, fresh(person).given_name) == ("Nguyễn Thị Đúng", "Đúng")
    assert User.objects.get(pk=person.user_id).full_name == "Nguyễn Thị Đúng"
    assert Event.objects.count() == events


def test_stale_address_leaves_the_open_invitation_open(admin: User) -> None:
    user = PersonFactory(user=UserFactory(email="mot@example.vn")).user
    read = read_of(user, "email")
    actions.change_email(user=fresh(user), email="hai@example.vn", by=admin, read=read)
    actions.invite(user=user, by=admin)

    with pytest.raises(ChangedMeanwhile):
        actions.change_email(user=fresh(user), email="ba@example.vn", by=admin, read=read)

    assert fresh(user).email == "hai@example.vn"
    assert Activation.objects.get().cancelled_at is None


def test_end_that_was_set_meanwhile_is_not_moved_unseen(admin: User) -> None:
    row = PositionFactory()
    read = read_of(row, "effective_to")
    actions.end_position(position_id=row.pk, on=DAY, by=admin)

    with pytest.raises(actions.PeriodRefused):  # what would be refused anyhow is said first
        actions.end_position(position_id=row.pk, on=DAY, by=admin, read=read)
    with pytest.raises(ChangedMeanwhile):
        actions.end_position(position_id=row.pk, on=dt.date(2026, 2, 1), by=admin, read=read)

    assert fresh(row).effective_to == DAY


def test_stale_leaving_ends_no_lead(admin: User) -> None:
    row = BlockMembershipFactory()
    lead = AppointmentFactory(unit=row.unit, block=row.block, role=Role.CLUSTER_LEAD)
    read = read_of(row, "effective_to")
    type(row).objects.filter(pk=row.pk).update(effective_to=dt.date(2027, 1, 1))

    with pytest.raises(ChangedMeanwhile):
        actions.leave_block(membership_id=row.pk, on=DAY, by=admin, read=read)

    assert fresh(lead).effective_to is None


def test_row_that_is_gone_is_told(admin: User) -> None:
    row, block = AppointmentFactory(), BlockFactory()
    loaded = typed(block, name="Khối số 9")
    gone = row.pk
    row.delete()
    block.delete()

    with pytest.raises(GoneMeanwhile, match="vừa bị người khác xóa"):
        actions.end_appointment(appointment_id=gone, on=DAY, by=admin)
    with pytest.raises(GoneMeanwhile):
        actions.save_block(loaded, by=admin)


def test_form_whose_row_is_gone_keeps_what_was_typed(admin: User, client: Client) -> None:
    block = BlockFactory()
    client.force_login(admin)
    url = reverse("units:block-edit", args=[block.pk])
    read = read_on(client.get(url))
    block.delete()

    answer = client.post(url, {"kind": "block", "name": "Khối thi đua có tên rất dài", "read": read})

    assert answer.status_code == 404
    assert "Khối thi đua có tên rất dài" in answer.content.decode()


@pytest.mark.django_db
def test_who_may_not_is_not_told_what_was_changed() -> None:
    stranger = user_with_role(Role.OFFICER)
    unit = UnitFactory()

    with pytest.raises(Exception, match="Chỉ Quản trị hệ thống"):
        actions.save_unit(typed(unit, name="Khác"), by=stranger, read=Read(("name",), "nothing"))


def test_account_opened_while_a_person_is_edited_stays_the_persons(admin: User) -> None:
    person = PersonFactory()
    page, read = typed(person, birth_date=dt.date(1980, 1, 1)), read_of(person, "birth_date")
    user = actions.open_account(person_id=person.pk, username="mau.htx001", by=admin)

    actions.save_person(page, by=admin, read=read)

    assert Person.objects.get(pk=person.pk).user_id == user.pk
