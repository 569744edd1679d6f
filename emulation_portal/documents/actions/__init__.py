from .copies import prepare_copy
from .issuing import Order, issue, revoke, transcribe
from .voiding import void_number

__all__ = ["Order", "issue", "prepare_copy", "revoke", "transcribe", "void_number"]
