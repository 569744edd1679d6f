"""Accounts of people: opened, invited by mail or by a printed slip, closed when they leave."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction

from emulation_portal.accounts import actions as accounts
from emulation_portal.accounts.enums import ActivationChannel
from emulation_portal.accounts.models import Activation, User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read, saving
from emulation_portal.notifications.actions import Told, tell_each
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import Place
from emulation_portal.rights.models import Appointment

from .. import policies, regulations
from ..letters import INVITATION
from ..models import Person, Position, Unit
from .appointments import appoint, check_an_administrator_stays


class NoAddress(DomainError):
    """There is nowhere to send the invitation to."""


@dataclass(frozen=True)
class Slip:
    """What one activation slip says. The code exists here and on paper, nowhere else."""

    unit_name: str
    full_name: str
    username: str
    code: str
    expires_at: dt.datetime


@dataclass(frozen=True)
class Skipped:
    full_name: str
    reason: str


@dataclass
class SlipBatch:
    slips: list[Slip] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


@transaction.atomic
def open_account(*, person_id: int, username: str, email: str = "", by: User | None) -> User:
    """Open an account for a person who has none. It waits for an invitation or a slip.

    Raises PermissionDenied, UsernameRefused (taken, not typable, or the person has an account), EmailTaken.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    if by:
        policies.check_can_manage_person(by, person)
    if person.user_id:
        raise accounts.UsernameRefused(f"{person.full_name} đã có tài khoản “{person.user.username}”.")  # type: ignore[union-attr]
    user = accounts.create_account(username=username, full_name=person.full_name, email=email, by=by)
    person.user = user
    person.save(update_fields=["user"])
    return user


@transaction.atomic
def change_email(*, user: User, email: str, by: User, read: Read | None = None) -> None:
    """Write another address to an account; mail to reset the password goes there from now on.

    An open invitation is void: it lies in the mailbox of the old address, which may be a stranger's.
    Raises PermissionDenied, EmailTaken, ChangedMeanwhile.
    """
    policies.check_can_manage_account(by, user)
    accounts.check_email_is_free(email, but_for=user)
    user.email = email.strip().lower()
    change = saving(user, ["email"], read=read)
    if not change.told:
        return
    with accounts.naming_taken(user.username, email):
        change.write()
    cancelled = accounts.cancel_keys(user, ActivationChannel.MAIL)
    record("user.email_changed", user, by=by, data={"changed": change.told, "cancelled_keys": cancelled})


@transaction.atomic
def invite(*, user: User, by: User) -> Activation:
    """Gửi thư mời: mail a link with which the user sets the first password.

    The mail is a message, sent after commit. Raises PermissionDenied, NoAddress, AccountClosed.
    """
    policies.check_can_manage_account(by, user)
    user = accounts.lock_user(user.pk)
    if not user.email:
        raise NoAddress(f"{user.full_name} chưa có thư điện tử. Hãy ghi địa chỉ, hoặc in phiếu kích hoạt.")
    activation = accounts.issue_invitation(user, by=by)
    tell_each([(invitation_of(activation, at=user.place), user)], by=by)
    return activation


def invitation_of(activation: Activation, *, at: Place | None) -> Told:
    """Return what is told of a key to a first password; its mail is written when it is sent."""
    return Told(
        kind=INVITATION,
        key=f"invitation:{activation.pk}",
        subject="Mời sử dụng Cổng Thi đua - Khen thưởng",
        args={"activation_id": activation.pk},
        at=at,
    )


@transaction.atomic
def hand_out_slips(
    *, person_ids: Iterable[int], role: str, unit_ids: Iterable[int], on: dt.date, by: User
) -> SlipBatch:
    """In phiếu kích hoạt: open the accounts that are missing, give the role, make a code for each person.

    Codes handed out earlier and not used are void. Who has set a password already is skipped, with the reason.
    Raises PermissionDenied.
    """
    policies.check_can_administer(by)
    batch = SlipBatch()
    wanted, order = frozenset(unit_ids), list(person_ids)
    people = Person.objects.visible_to(by).select_for_update(of=("self",)).filter(pk__in=order).select_related("user")
    if len(people) < len(set(order)):
        raise PermissionDenied(policies.NOT_YOURS)
    for person in sorted(people, key=lambda row: order.index(row.pk)):  # slips lie as the list on the screen does
        position = person.positions.in_force(on=on).filter(unit__in=wanted).select_related("unit").first()
        if position is None:
            batch.skipped.append(Skipped(person.full_name, "Không còn giữ chức vụ ở đơn vị đã chọn."))
            continue
        policies.check_can_manage_units(by, position.unit)
        if position.unit.is_closed:
            batch.skipped.append(Skipped(person.full_name, f"{position.unit} đã thôi hoặc sắp thôi hoạt động."))
            continue
        try:
            with transaction.atomic():  # one person's trouble leaves the others their slips
                batch.slips.append(_slip_for(person, position.unit, role=role, on=on, by=by))
        except DomainError as error:
            batch.skipped.append(Skipped(person.full_name, str(error)))
    return batch


def _slip_for(person: Person, unit: Unit, *, role: str, on: dt.date, by: User) -> Slip:
    user = person.user
    if user is None:
        user = open_account(person_id=person.pk, username=free_username(person.full_name, unit.code), by=by)
    elif user.has_usable_password():
        raise DomainError(
            f"Đã kích hoạt tài khoản “{user.username}”. Quên mật khẩu thì cấp lại phiếu ở trang của người này."
        )
    if not Appointment.objects.in_force(on=on).filter(user=user, unit=unit, role=role).exists():
        appoint(user=user, unit=unit, role=role, since=on, by=by)
    return hand_out_slip(user=user, unit_name=unit.name, by=by)


@transaction.atomic
def hand_out_slip(*, user: User, unit_name: str, by: User) -> Slip:
    """Make one slip; also for who forgot the password and has no mail. Raises PermissionDenied, AccountClosed."""
    policies.check_can_manage_account(by, user)
    activation, code = accounts.issue_slip(user, by=by)
    return Slip(unit_name, user.full_name, user.username, code, activation.expires_at)


def free_username(full_name: str, unit_code: str) -> str:
    """Return the suggested user name, numbered when others have it."""
    wanted = regulations.suggest_username(full_name, unit_code)[:54]
    taken = set(User.objects.filter(username__startswith=wanted).values_list("username", flat=True))
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}{number}"
    return name


def contacts_of(units: Iterable[Unit], *, role: str, on: dt.date) -> dict[int, int]:
    """Return {unit id: person id} of whom the role's slip is for: the head, or else who is not the head."""
    keys = [unit.pk for unit in units]
    rows = Position.objects.in_force(on=on).filter(unit__in=keys, is_head=role == Role.UNIT_HEAD)
    latest_first = rows.order_by("unit_id", "-effective_from", "-pk")
    return dict(latest_first.values_list("unit_id", "person_id"))  # the longest there stands last, and stays


@transaction.atomic
def close_account(*, user: User, on: dt.date, reason: str, by: User) -> None:
    """Ngừng tài khoản: sessions end at once, the way in is shut; what it held stays written.

    Raises PermissionDenied (not an administrator, or oneself), LastAdministrator, DomainError (no reason).
    """
    policies.check_can_close_account(by, user)
    if not reason.strip():
        raise DomainError("Hãy ghi lý do, ví dụ: nghỉ hưu, chuyển công tác.")
    check_an_administrator_stays(on=on, without_user=user.pk)
    accounts.close_account(accounts.lock_user(user.pk), by=by, reason=reason)


@transaction.atomic
def reopen_account(*, user: User, by: User) -> None:
    """Mở lại tài khoản, without its old password: it waits for an invitation or a slip. Raises PermissionDenied."""
    policies.check_can_manage_account(by, user)
    accounts.reopen_account(accounts.lock_user(user.pk), by=by)


@transaction.atomic
def remove_second_factor(*, user: User, reason: str, by: User) -> None:
    """Gỡ xác thực hai lớp of somebody who lost the phone. Raises PermissionDenied, DomainError (no reason)."""
    policies.check_can_close_account(by, user)
    if not reason.strip():
        raise DomainError("Hãy ghi lý do, ví dụ: mất điện thoại, đã gặp trực tiếp để xác nhận.")
    accounts.remove_second_factor(user, by=by, reason=reason)
