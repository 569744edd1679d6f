from .concluding import NoIssuer, conclude, print_to_sign
from .parties import NotInBlock, StillInBlock, add_party, take_off
from .signing import (
    CannotSign,
    SignedOnPaper,
    SignedText,
    file_scan,
    open_signing,
    recall,
    sign,
    withdraw_signature,
)
from .writing import NotBeingWritten, PledgedAlready, PledgeWrittenMeanwhile, begin_pledge, save_due_day, write_pledge

__all__ = [
    "CannotSign",
    "NoIssuer",
    "NotBeingWritten",
    "NotInBlock",
    "PledgeWrittenMeanwhile",
    "PledgedAlready",
    "SignedOnPaper",
    "SignedText",
    "StillInBlock",
    "add_party",
    "begin_pledge",
    "conclude",
    "file_scan",
    "open_signing",
    "print_to_sign",
    "recall",
    "save_due_day",
    "sign",
    "take_off",
    "withdraw_signature",
    "write_pledge",
]
