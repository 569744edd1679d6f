"""What a file is and whether it may come in: by its bytes, never by its name. Free of Django: it runs by itself.

A file that could run something, fetch something or unpack into too much is refused with what to do about it.
"""

from .looking import inspect
from .refusal import Refused

__all__ = ["Refused", "inspect"]
