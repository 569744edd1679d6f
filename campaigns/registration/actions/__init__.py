from .calling import AlreadyCalled, save_call
from .sending import (
    NothingRegistered,
    NotYetOpen,
    send_registration,
    send_to_head,
)
from .writing import NotDraft, WrittenMeanwhile, begin_registration, write_registration

__all__ = [
    "AlreadyCalled",
    "NotDraft",
    "NotYetOpen",
    "NothingRegistered",
    "WrittenMeanwhile",
    "begin_registration",
    "save_call",
    "send_registration",
    "send_to_head",
    "write_registration",
]
