"""The code under the QR: short enough to type, too many to guess."""

import re
import secrets

# Crockford's alphabet: no I, L, O, U, so that print and eye agree.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12  # 60 bits


def new_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))


def read_code(text: str) -> str:
    """Return the code as stored from what somebody typed or pasted; "" when it is none.

    Any case, dashes of every kind and other marks, O for 0, I or L for 1; words before a colon and the address of the
    check page are no part of it.
    """
    letters = _told(text).upper().translate(str.maketrans("OIL", "011"))
    return letters if len(letters) == LENGTH and all(c in _ALPHABET for c in letters) else ""


def letters_of(text: str) -> int:
    """Return of how many letters and digits what somebody typed for a code consists."""
    return len(_told(text))


def _told(text: str) -> str:
    """Return the letters and digits that are meant for a code."""
    return re.sub(r"[\W_]", "", re.split("[:/]", text.strip(" \n/."))[-1])


def printed_code(code: str) -> str:
    """Return the code in groups of four: ABCD-EFGH-JKMN."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))
