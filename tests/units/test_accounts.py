"""Accounts of people: opened one by one or in bulk, invited, closed."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from emulation_portal.accounts.actions import EmailTaken, UsernameRefused, find_by_code
from emulation_portal.accounts.codes import link_token
from emulation_portal.accounts.models import Activation, User
from emulation_portal.audit.models import Event
from emulation_portal.core.errors import DomainError
from emulation_portal.jobs.models import Job
from emulation_portal.jobs.registry import get_handler
from emulation_portal.notifications.enums import MailState
from emulation_portal.notifications.models import Message
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from tests.factories.people import (
    PASSWORD,
    PersonFactory,
    PositionFactory,
    UnitFactory,
    UserFactory,
    account,
    user_with_role,
)
from units import actions
from units.regulations import suggest_username

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)


@pytest.fixture
def admin():
    return user_with_role(Role.ADMIN)


@pytest.mark.parametrize(
    ("name", "code", "username"),
    [
        ("Nguyễn Thị Mẫu", "HTX-001", "maunt.htx001"),
        ("Đỗ Đức Đạt", "VP", "datdd.vp"),
        ("Ẩn", "QTDND-02", "an.qtdnd02"),
        ("Trần  Thị   Thử", "HTX-001", "thutt.htx001"),
    ],
)
def test_user_name_can_be_typed_anywhere(name: str, code: str, username: str) -> None:
    assert suggest_username(name, code) == username


def test_opening_an_account_twice_or_under_a_taken_name_is_refused(admin) -> None:
    person, other = PersonFactory(), PersonFactory()
    actions.open_account(person_id=person.pk, username="mau.htx001", email="mau@example.vn", by=admin)

    with pytest.raises(UsernameRefused, match="đã có tài khoản"):
        actions.open_account(person_id=person.pk, username="mau2.htx001", by=admin)
    with pytest.raises(UsernameRefused, match="đã có người dùng"):
        actions.open_account(person_id=other.pk, username=" Mau.HTX001 ", by=admin)
    with pytest.raises(EmailTaken):
        actions.open_account(person_id=other.pk, username="thu.htx001", email="MAU@example.vn", by=admin)
    for bad in ("", "ab", "mẫu.htx001", "có dấu cách", "-mau", "a" * 61):
        with pytest.raises(UsernameRefused):
            actions.open_account(person_id=other.pk, username=bad, by=admin)


def test_invitation_is_mailed_by_the_queue_with_a_link_that_works(admin, client: Client, settings) -> None:
    person = PersonFactory(full_name="Nguyễn Thị Mẫu")
    user = actions.open_account(person_id=person.pk, username="mau.htx001", email="mau@example.vn", by=admin)

    actions.invite(user=user, by=admin)
    job = Job.objects.get()
    assert job.queue == "mail"
    handler = get_handler(job.kind)
    handler.effect(job.args, handler.work(job.args, lambda percent: None))
    assert Message.objects.get().mail == MailState.SENT

    letter = mail.outbox[0]
    link = re.search(r"^(http\S+)$", letter.body, re.MULTILINE).group(1)
    assert letter.to == ["mau@example.vn"]
    assert "Kính gửi Ông/Bà Nguyễn Thị Mẫu" in letter.body
    assert "mau.htx001" in letter.body
    assert f"Cần giúp, xin hỏi Văn phòng {person.alliance.name}" in letter.body
    response = client.post(link.removeprefix(settings.PUBLIC_URL), {"password1": PASSWORD, "password2": PASSWORD})
    assert response.wsgi_request.user == user


def test_invitation_that_was_replaced_while_it_waited_is_not_mailed(admin) -> None:
    user = actions.open_account(person_id=PersonFactory().pk, username="mau.htx001", email="mau@example.vn", by=admin)
    actions.invite(user=user, by=admin)
    job = Job.objects.get()
    actions.hand_out_slip(user=user, unit_name="HTX", by=admin)

    handler = get_handler(job.kind)

    handler.effect(job.args, handler.work(job.args, lambda percent: None))
    assert Message.objects.get().mail == MailState.SKIPPED
    assert mail.outbox == []


def test_invitation_to_a_corrected_address_is_void(admin, client: Client) -> None:
    """The mail lies with a stranger who has the mistyped address; the slip was given by hand and stays."""
    user = account(email="nham@example.vn")
    invitation = reverse("accounts_invitation", args=[link_token(actions.invite(user=user, by=admin).pk)])
    stale = User.objects.get(pk=user.pk)
    job = Job.objects.get()

    actions.change_email(user=stale, email="Dung@example.vn", by=admin)

    assert client.get(invitation).status_code == 404
    assert client.post(invitation, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 404
    assert "skipped" in get_handler(job.kind).work(job.args, lambda percent: None)
    assert Event.objects.get(verb="user.email_changed").data == {
        "changed": {"email": ["nham@example.vn", "dung@example.vn"]},
        "cancelled_keys": 1,
    }

    slip = actions.hand_out_slip(user=user, unit_name="", by=admin)
    actions.change_email(user=user, email="khac@example.vn", by=admin)
    assert find_by_code(slip.username, slip.code, at=timezone.now()) is not None


def test_the_same_address_again_leaves_the_invitation(admin) -> None:
    user = account(email="mau@example.vn")
    actions.invite(user=user, by=admin)

    actions.change_email(user=user, email="MAU@example.vn", by=admin)

    assert Activation.objects.usable(at=timezone.now()).count() == 1
    assert not Event.objects.filter(verb="user.email_changed").exists()


def test_invitation_goes_by_the_address_that_stands_now(admin) -> None:
    stale = account(email="mau@example.vn")
    User.objects.filter(pk=stale.pk).update(email="")

    with pytest.raises(actions.NoAddress):
        actions.invite(user=stale, by=admin)


def test_invitation_needs_an_address(admin) -> None:
    user = actions.open_account(person_id=PersonFactory().pk, username="mau.htx001", by=admin)

    with pytest.raises(actions.NoAddress):
        actions.invite(user=user, by=admin)
    assert not Job.objects.exists()


def test_slips_in_bulk_open_accounts_give_the_role_and_work(admin) -> None:
    positions = [
        PositionFactory(person__full_name=name, title="Kế toán") for name in ("Nguyễn Thị Mẫu", "Trần Văn Thử")
    ]
    ids = [row.person_id for row in positions]
    units = [row.unit_id for row in positions]

    batch = actions.hand_out_slips(person_ids=ids, unit_ids=units, role=Role.UNIT_EDITOR, on=DAY, by=admin)

    assert ([slip.full_name for slip in batch.slips], batch.skipped) == (["Nguyễn Thị Mẫu", "Trần Văn Thử"], [])
    assert len({slip.code for slip in batch.slips}) == 2
    for slip, row in zip(batch.slips, positions, strict=True):
        user = User.objects.get(username=slip.username)
        assert slip.unit_name == row.unit.name
        assert find_by_code(slip.username, slip.code, at=timezone.now()).user == user
        assert list(user.appointments.values_list("role", "unit_id")) == [("unit_editor", row.unit_id)]
    stored = str(list(Activation.objects.values())) + str(list(Event.objects.values()))
    assert not any(slip.code in stored for slip in batch.slips)


def test_slips_again_replace_the_unused_and_skip_who_has_a_password(admin) -> None:
    fresh, used = PositionFactory(), PositionFactory(person__user=UserFactory(password=PASSWORD))
    args = {
        "person_ids": [fresh.person_id, used.person_id],
        "unit_ids": [fresh.unit_id, used.unit_id],
        "role": Role.UNIT_EDITOR,
        "on": DAY,
        "by": admin,
    }
    first = actions.hand_out_slips(**args)

    again = actions.hand_out_slips(**args)

    assert [slip.username for slip in again.slips] == [slip.username for slip in first.slips]
    assert find_by_code(first.slips[0].username, first.slips[0].code, at=timezone.now()) is None
    assert find_by_code(again.slips[0].username, again.slips[0].code, at=timezone.now()) is not None
    assert [(row.full_name, "Đã kích hoạt" in row.reason) for row in again.skipped] == [(used.person.full_name, True)]
    assert Appointment.objects.filter(role=Role.UNIT_EDITOR).count() == 1


def test_two_people_of_one_name_in_one_unit_get_two_user_names(admin) -> None:
    unit = UnitFactory(code="HTX-001")
    rows = [PositionFactory(unit=unit, person__full_name="Nguyễn Thị Mẫu") for _ in range(2)]

    batch = actions.hand_out_slips(
        person_ids=[row.person_id for row in rows], unit_ids=[unit.pk], role=Role.UNIT_EDITOR, on=DAY, by=admin
    )

    assert sorted(slip.username for slip in batch.slips) == ["maunt.htx001", "maunt.htx0012"]


def test_one_persons_trouble_leaves_the_others_their_slips(admin) -> None:
    good, closed = PositionFactory(), PositionFactory(person__user=UserFactory(is_active=False))

    batch = actions.hand_out_slips(
        person_ids=[good.person_id, closed.person_id],
        unit_ids=[good.unit_id, closed.unit_id],
        role=Role.UNIT_HEAD,
        on=DAY,
        by=admin,
    )

    assert ([slip.full_name for slip in batch.slips], len(batch.skipped)) == ([good.person.full_name], 1)
    assert not closed.person.user.appointments.exists()


def test_contacts_are_the_head_or_who_is_not(admin) -> None:
    unit, empty = UnitFactory(), UnitFactory()
    head = PositionFactory(unit=unit, is_head=True)
    editor = PositionFactory(unit=unit, is_head=False)
    PositionFactory(unit=unit, is_head=False, effective_to=dt.date(2021, 1, 1))

    assert actions.contacts_of([unit, empty], role=Role.UNIT_HEAD, on=DAY) == {unit.pk: head.person.pk}
    assert actions.contacts_of([unit, empty], role=Role.UNIT_EDITOR, on=DAY) == {unit.pk: editor.person.pk}


def test_closing_an_account_ends_its_sessions_and_keys(admin, client: Client) -> None:
    user = user_with_role(Role.OFFICER, password=PASSWORD)
    actions.hand_out_slip(user=user, unit_name="", by=admin)
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    assert client.get(reverse("units:list")).status_code == 200

    with pytest.raises(DomainError, match="lý do"):
        actions.close_account(user=user, on=DAY, reason="", by=admin)
    actions.close_account(user=user, on=DAY, reason="nghỉ hưu", by=admin)

    assert client.get(reverse("units:list")).status_code == 302
    assert (
        not Client().post(reverse("account_login"), {"login": user.username, "password": PASSWORD}).wsgi_request.user.pk
    )
    assert not Activation.objects.usable(at=timezone.now()).exists()
    assert Event.objects.get(verb="user.closed").reason == "nghỉ hưu"

    actions.reopen_account(user=user, by=admin)
    assert (
        not Client().post(reverse("account_login"), {"login": user.username, "password": PASSWORD}).wsgi_request.user.pk
    )


def test_nobody_closes_their_own_account(admin) -> None:
    user_with_role(Role.ADMIN)

    with pytest.raises(PermissionDenied):
        actions.close_account(user=admin, on=DAY, reason="thử", by=admin)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_only_an_administrator_touches_accounts(role: Role) -> None:
    by, user, person = user_with_role(role), account(email="mau@example.vn"), PersonFactory()
    tries = [
        lambda: actions.open_account(person_id=person.pk, username="mau.htx001", by=by),
        lambda: actions.invite(user=user, by=by),
        lambda: actions.hand_out_slip(user=user, unit_name="", by=by),
        lambda: actions.hand_out_slips(person_ids=[], unit_ids=[], role=Role.UNIT_EDITOR, on=DAY, by=by),
        lambda: actions.change_email(user=user, email="khac@example.vn", by=by),
        lambda: actions.close_account(user=user, on=DAY, reason="x", by=by),
        lambda: actions.reopen_account(user=user, by=by),
        lambda: actions.remove_second_factor(user=user, reason="x", by=by),
    ]

    for attempt in tries:
        with pytest.raises(PermissionDenied):
            attempt()
    assert not Event.objects.exists()
