"""What production does not start with: secrets that can be guessed or were never filled in. Pure functions."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

_SECRET_LENGTH = 50
_DISTINCT_CHARACTERS = 10
_HOW = 'make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
_KNOWN_PASSWORDS = frozenset(
    {"password", "changeme", "secret", "portal", "postgres", "redis", "foobared", "admin", "123456"}
)

# The settings that are looked at.
NAMES = ("SECRET_KEY", "AUDIT_SEAL_KEYS", "PUBLIC_URL", "DATABASES", "REDIS_URL", "EMAIL_HOST_PASSWORD")


def find_unsafe(settings: Mapping[str, Any]) -> list[str]:
    """Return in words what nobody should be let in with; nothing when all is well."""
    passwords = {
        "DATABASE_URL": settings["DATABASES"]["default"].get("PASSWORD") or "",
        "REDIS_URL": redis_password(settings["REDIS_URL"]),
        "EMAIL_URL": settings.get("EMAIL_HOST_PASSWORD") or "",
    }
    sealing = [key for key in settings.get("AUDIT_SEAL_KEYS") or () if key != settings["SECRET_KEY"]]
    found = [_weakness_of_key("SECRET_KEY", settings["SECRET_KEY"]), _weakness_of_address(settings["PUBLIC_URL"])]
    found += [_weakness_of_key(f"AUDIT_SEAL_KEYS, key {at},", key) for at, key in enumerate(sealing, start=1)]
    found += [_weakness_of_password(name, password) for name, password in passwords.items()]
    return [weakness for weakness in found if weakness]


def redis_password(url: str) -> str:
    return unquote(urlsplit(url).password or "")


def _weakness_of_key(name: str, key: str) -> str:
    if is_placeholder(key):
        return f"{name} still is what the example says; {_HOW}"
    if key.startswith("django-insecure-"):
        return f"{name} was made for development; {_HOW}"
    if len(key) < _SECRET_LENGTH:
        return f"{name} has {len(key)} characters and needs {_SECRET_LENGTH}; {_HOW}"
    if len(set(key)) < _DISTINCT_CHARACTERS:
        return f"{name} has only {len(set(key))} different characters; {_HOW}"
    return ""


def _weakness_of_address(url: str) -> str:
    if urlsplit(url).scheme == "https" and urlsplit(url).hostname:
        return ""
    return f"PUBLIC_URL is {url!r}; in production it begins with https://, since sessions and links go nowhere else"


def _weakness_of_password(name: str, password: str) -> str:
    if is_placeholder(password):
        return f"{name} still has the placeholder of the example where the password belongs"
    if password.lower() in _KNOWN_PASSWORDS:
        return f"{name} has a password that everybody tries first; give that account another"
    return ""


def is_placeholder(text: str) -> bool:
    return "<" in text or ">" in text
