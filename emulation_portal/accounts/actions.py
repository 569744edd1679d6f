"""Accounts: opened by the office, switched on by their owner, closed when the owner leaves.

Who may ask for this is decided above, in `units.policies`: rights come from appointments.
"""

import datetime as dt
import re
from collections.abc import Sequence
from contextlib import AbstractContextManager

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from emulation_portal.audit.actions import record
from emulation_portal.core.contention import naming_what_is_taken
from emulation_portal.core.errors import DomainError
from emulation_portal.core.retention import kept_from
from emulation_portal.core.vietnamese import nfc

from .codes import activation_id_of, code_hash, new_code
from .enums import ActivationChannel
from .models import Activation, User

SLIP_DAYS = 30
INVITATION_DAYS = 14
USERNAME = re.compile(r"^[a-z0-9](?:[a-z0-9._-]{1,58})[a-z0-9]$")


class UsernameRefused(DomainError):
    """The user name is taken, or has letters that nobody could type at a strange keyboard."""


class EmailTaken(DomainError):
    """Another account has the address."""


class ActivationRefused(DomainError):
    """The link or code is wrong, used, replaced or too old. Which of these is not told."""


class AccountClosed(DomainError):
    """Nothing is handed out for an account that is switched off."""


@transaction.atomic
def create_account(*, username: str, full_name: str, email: str = "", by: User | None) -> User:
    """Open an account without a password. Raises UsernameRefused, EmailTaken."""
    username = username.strip().lower()
    if not USERNAME.match(username):
        raise UsernameRefused(
            f"Tên đăng nhập “{username}” không dùng được. Hãy dùng từ 3 đến 60 chữ thường không dấu, chữ số, dấu chấm "
            "hoặc gạch nối, ví dụ: mau.htx001."
        )
    if User.objects.filter(username=username).exists():
        raise _username_taken(username)
    check_email_is_free(email)
    with naming_taken(username, email):
        user = User.objects.create_user(username, full_name, email=email)
    record("user.created", user, by=by, data={"username": username})
    return user


def check_email_is_free(email: str, *, but_for: User | None = None) -> None:
    """Raise EmailTaken when another account has the address."""
    others = User.objects.filter(email=email.strip().lower()).exclude(email="")
    if but_for:
        others = others.exclude(pk=but_for.pk)
    if others.exists():
        raise _email_taken(email)


def naming_taken(username: str, email: str) -> AbstractContextManager[None]:
    """Let a write of these two say which of them somebody else took a moment ago."""
    return naming_what_is_taken(
        {
            "user_email_unique": lambda: _email_taken(email),
            "accounts_user_username_key": lambda: _username_taken(username),
        }
    )


def _username_taken(username: str) -> UsernameRefused:
    return UsernameRefused(f"Tên đăng nhập “{username}” đã có người dùng. Hãy chọn tên khác.")


def _email_taken(email: str) -> EmailTaken:
    return EmailTaken(f"Thư điện tử {email} đã có tài khoản khác dùng. Mỗi người một địa chỉ riêng.")


@transaction.atomic
def issue_slip(user: User, *, by: User | None) -> tuple[Activation, str]:
    """Make a code for a printed slip; whatever was handed out before is void. The code is shown now or never.

    Raises AccountClosed.
    """
    code = new_code()
    activation = _replace(user, ActivationChannel.SLIP, days=SLIP_DAYS, hashed=code_hash(code))
    record("user.slip_issued", user, by=by, data={"expires_at": activation.expires_at.isoformat()})
    return activation, code


@transaction.atomic
def issue_invitation(user: User, *, by: User | None) -> Activation:
    """Make the key for an invitation by mail; whatever was handed out before is void. Raises AccountClosed."""
    activation = _replace(user, ActivationChannel.MAIL, days=INVITATION_DAYS)
    record("user.invited", user, by=by, data={"email": activation.user.email})
    return activation


def issue_first_invitations(users: Sequence[User]) -> list[Activation]:
    """Make the keys for invitations of accounts that were just opened: nothing was handed out before."""
    expires_at = timezone.now() + dt.timedelta(days=INVITATION_DAYS)
    return Activation.objects.bulk_create(
        Activation(user=user, channel=ActivationChannel.MAIL, expires_at=expires_at) for user in users
    )


def _replace(user: User, channel: ActivationChannel, *, days: int, hashed: str = "") -> Activation:
    user = lock_user(user.pk)  # two clicks must not leave two open keys
    if not user.is_active:
        raise AccountClosed(f"Tài khoản {user.username} đã ngừng hoạt động. Hãy mở lại tài khoản trước.")
    cancel_keys(user)
    expires_at = timezone.now() + dt.timedelta(days=days)
    return Activation.objects.create(user=user, channel=channel, code_hash=hashed, expires_at=expires_at)


def lock_user(pk: int) -> User:
    """Lock the account and return it as it stands now. Always the account first, its keys after: no two wait crosswise."""
    return User.objects.select_for_update().get(pk=pk)


def cancel_keys(user: User, *channels: ActivationChannel) -> int:
    """Make the account's open keys void, of every channel when none is named; return how many there were.

    The caller holds the account's lock.
    """
    keys = user.activations.filter(used_at__isnull=True, cancelled_at__isnull=True)
    return keys.filter(channel__in=channels or ActivationChannel.values).update(cancelled_at=timezone.now())


def find_by_link(token: str, *, at: dt.datetime) -> Activation | None:
    """Return the key behind a link of an invitation while it can still be used. Reading it uses nothing up."""
    number = activation_id_of(token)
    keys = Activation.objects.usable(at=at).filter(channel=ActivationChannel.MAIL, user__is_active=True)
    return keys.filter(pk=number).select_related("user").first() if number else None


def find_by_code(username: str, code: str, *, at: dt.datetime) -> Activation | None:
    """Return the key behind a printed code. An unknown user costs the same hash as a wrong code."""
    hashed = code_hash(nfc(code))
    keys = Activation.objects.usable(at=at).filter(channel=ActivationChannel.SLIP, user__is_active=True)
    found = keys.filter(user__username=nfc(username).strip().lower()).select_related("user").first()
    return found if constant_time_compare(found.code_hash if found else "", hashed) else None


@transaction.atomic
def activate(*, activation_id: int, password: str, at: dt.datetime) -> User:
    """Set the password its owner chose, use the key up, and end what sessions there were. Raises ActivationRefused."""
    user = lock_user(Activation.objects.get(pk=activation_id).user_id)
    activation = Activation.objects.select_for_update().usable(at=at).filter(pk=activation_id).first()
    if activation is None or not user.is_active:  # used in another tab a moment ago, replaced by a newer slip, closed
        raise ActivationRefused("Mã này vừa được dùng hoặc đã được thay bằng mã mới. Hãy xin cấp lại phiếu kích hoạt.")
    activation.used_at = at
    activation.save(update_fields=["used_at"])
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user)
    record("user.activated", user, by=user, data={"channel": activation.channel})
    return user


@transaction.atomic
def change_password(user: User, password: str) -> None:
    """Set the password that the owner chose, logged in or through the mail for a forgotten one.

    Slips and invitations still lying about are void: whoever finds one must not choose another password.
    """
    lock_user(user.pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    record("user.password_changed", user, by=user, data={"cancelled_keys": cancel_keys(user)})


@transaction.atomic
def close_account(user: User, *, by: User, reason: str) -> None:
    """Switch an account off: its sessions end now, its open keys are void, its history stays."""
    lock_user(user.pk)
    user.is_active = False
    user.save(update_fields=["is_active"])
    cancel_keys(user)
    end_sessions(user)
    record("user.closed", user, by=by, reason=reason)


@transaction.atomic
def reopen_account(user: User, *, by: User) -> None:
    """Switch an account on again, without its old password: whoever knew it may have gone."""
    user.is_active = True
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    record("user.reopened", user, by=by)


@transaction.atomic
def remove_second_factor(user: User, *, by: User, reason: str) -> None:
    """Take the second factor off the account of somebody who lost the phone, and end the sessions."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    record("user.second_factor_removed", user, by=by, reason=reason)


def end_sessions(user: User) -> None:
    """Log the user out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def purge_sessions(*, on: dt.date) -> int:
    """Forget sessions that have ended and keys that are long dead; return how many rows. Twice is harmless."""
    forgotten = 0
    limit = kept_from("accounts.sessions", on)
    if limit is not None:
        forgotten += Session.objects.filter(expire_date__lt=limit).delete()[0]
        alive = Session.objects.values("session_key")
        forgotten += UserSession.objects.filter(created_at__lt=limit).exclude(session_key__in=alive).delete()[0]
    limit = kept_from("accounts.activations", on)
    if limit is not None:
        dead = Q(used_at__lt=limit) | Q(cancelled_at__lt=limit) | Q(expires_at__lt=limit)
        forgotten += Activation.objects.filter(dead).delete()[0]
    return forgotten
