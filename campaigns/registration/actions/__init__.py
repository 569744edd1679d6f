from .calling import AlreadyCalled, save_call
from .sending import NothingRegistered, NotTaken, keep_sent, return_registration, send_registration, send_to_head
from .writing import NotDraft, WrittenMeanwhile, begin_registration, write_registration

__all__ = [
    "AlreadyCalled",
    "NotDraft",
    "NotTaken",
    "NothingRegistered",
    "WrittenMeanwhile",
    "begin_registration",
    "keep_sent",
    "return_registration",
    "save_call",
    "send_registration",
    "send_to_head",
    "write_registration",
]
