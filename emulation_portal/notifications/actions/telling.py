"""Writing messages, in the transaction of the act that they tell of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.core.vietnamese import squeeze
from emulation_portal.jobs.actions import Wish, enqueue_many
from emulation_portal.rights.held import PathPlace, Place, rights_of

from ..enums import Mails, MailState
from ..models import NO_ADDRESS, Message
from ..registry import kind_named

ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What is told of an act. `key` names the act; `at` is the unit for which it was done,
    `about` the thing that waits for an act of theirs."""

    kind: str
    key: str
    subject: str
    text: str = ""
    about: str = ""
    url: str = ""
    args: dict[str, Any] = field(default_factory=dict)
    at: Place | None = None


def tell(told: Told, to: Iterable[User], *, by: User | None) -> list[Message]:
    """Tell several people of an act, each once; return the messages that are new. Nobody is told what they did themselves.

    Raises ValueError outside a transaction, or for a kind that no app declares.
    """
    return tell_each([(told, user) for user in to if by is None or user.pk != by.pk], by=by)


def tell_each(wanted: Sequence[tuple[Told, User]], *, by: User | None) -> list[Message]:
    """Write each message that is not there yet, and ask for the mails of those that are sent at once."""
    if not transaction.get_connection().in_atomic_block:
        raise ValueError("people are told in the transaction of the act")
    rows = {row.key: row for row in (_row(told, user, by=by) for told, user in wanted)}
    known = set(Message.objects.filter(key__in=rows).values_list("key", flat=True))
    new = [row for key, row in rows.items() if key not in known]
    Message.objects.bulk_create(new, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)
    written = list(Message.objects.filter(message_id__in=[row.message_id for row in new]))
    ask_for_mails([row for row in written if row.mail == MailState.WAITING], by=by)
    return written


def ask_for_mails(messages: Sequence[Message], *, by: User | None, attempt: int = 0) -> None:
    """Ask for the mails of messages that wait for theirs. `attempt` counts how often somebody asked again."""
    wishes = [
        Wish(
            kind="notifications.mail",
            key=f"mail:{message.pk}:{attempt}",
            args={"message_id": message.pk},
            label=f"Gửi thư “{message.subject}”",
            subject=message,
            subject_url=message.mail_url,
            at=PathPlace(message.place) if message.place else None,
        )
        for message in messages
    ]
    if wishes:
        enqueue_many(wishes, by=by)


def _row(told: Told, user: User, *, by: User | None) -> Message:
    mails = kind_named(told.kind).mails
    state, reason = MailState.NONE, ""
    if mails != Mails.NEVER:
        state = MailState.WAITING if mails == Mails.AT_ONCE else MailState.DIGEST
        if not user.email:  # a digest is missed by nobody, a mail that asks for an act may be
            is_urgent = state == MailState.WAITING
            state, reason = (MailState.SKIPPED, NO_ADDRESS) if is_urgent else (MailState.NONE, "")
    place = told.at.path if told.at else (rights_of(by).place if by is not None else "")
    return Message(
        kind=told.kind,
        key=f"{told.key}:{user.pk}",
        to=user,
        subject=squeeze(told.subject)[:300],
        text=told.text,
        about=told.about,
        url=told.url,
        args=told.args,
        place=place,
        sent_by=by,
        mail=state,
        reason=reason,
    )
