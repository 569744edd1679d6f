"""Keys of invitations and activation slips. Pure functions."""

import base64
import json
import secrets
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.core import signing
from django.utils.crypto import salted_hmac

# No letter or digit that is mistaken for another on paper: no I, O, 0, 1.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 12  # 60 bits: nobody guesses it within the rate limit, so a keyed hash is enough
_LINK_SALT = "accounts.invitation"


def new_code() -> str:
    """Return a code such as ABCD-EFGH-JKLM."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def code_hash(code: str) -> str:
    """Return the keyed hash of a code as people type it: small letters, spaces and hyphens do not matter."""
    letters = "".join(c for c in code.upper() if c.isalnum())
    return salted_hmac("accounts.activation", letters, algorithm="sha256").hexdigest()


def seal(data: Any) -> str:
    """Return data that must not be read where it is kept for a while, such as codes in a session's row."""
    return _box().encrypt(json.dumps(data).encode()).decode()


def unseal(sealed: str, *, max_age: int) -> Any:
    """Return what `seal` closed within the last `max_age` seconds, or None."""
    try:
        return json.loads(_box().decrypt(sealed, ttl=max_age))
    except InvalidToken:
        return None


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(salted_hmac("accounts.sealed", "", algorithm="sha256").digest()))


def link_token(activation_id: int) -> str:
    return signing.dumps(activation_id, salt=_LINK_SALT)


def activation_id_of(token: str) -> int | None:
    """Return what `link_token` signed, or None for a forged or cut token."""
    try:
        number = signing.loads(token, salt=_LINK_SALT)
    except signing.BadSignature:
        return None
    return number if isinstance(number, int) else None
