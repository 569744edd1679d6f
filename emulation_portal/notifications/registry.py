"""What kinds of messages there are: each app declares its own in `portal.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from emulation_portal.core.declarations import declared

from .enums import Mails

if TYPE_CHECKING:
    from .models import Message


class Mail(NamedTuple):
    """What stands in a mail."""

    subject: str
    text: str


@dataclass(frozen=True)
class MessageKind:
    """A kind of message: what the outbox calls it, when it is mailed, whether it stands under the bell.

    `compose` writes the mail when it is sent, from the ids in the row: what is secret, as a link that opens an account,
    is kept nowhere. It returns None when there is nothing to send any more.
    """

    code: str
    label: str
    mails: Mails = Mails.DIGEST
    is_under_bell: bool = True
    compose: "Callable[[Message], Mail | None] | None" = None


def kind_named(code: str) -> MessageKind:
    """Return the kind. Raises ValueError for one that no app declares."""
    for kind in declared(MessageKind):
        if kind.code == code:
            return kind
    raise ValueError(f"no app declares messages of kind {code!r}")
