from .copies import prepare_copy
from .effects import WrongPaper, ended_with
from .issuing import Order, issue, transcribe
from .purging import purge_copies
from .revoking import RevokedBy, revoke
from .unit_issuing import UnitOrder, issue_of_unit, withdraw_of_unit
from .voiding import void_number

__all__ = [
    "Order",
    "RevokedBy",
    "UnitOrder",
    "WrongPaper",
    "ended_with",
    "issue",
    "issue_of_unit",
    "prepare_copy",
    "purge_copies",
    "revoke",
    "transcribe",
    "void_number",
    "withdraw_of_unit",
]
