"""Addresses, looked up once: a page has dozens, and each look through all patterns took as long as writing a row."""

from functools import cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

_ANY_KEY = 9_999_999_999


def address(name: str) -> str:
    """Return the address of a page; "" where there is none of this name."""
    return _address(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


def address_of(name: str, *words: str, pk: int) -> str:
    """Return the address of the row with this key: `reverse(name, args=[*words, pk])`."""
    before, after = _around(name, words, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())
    return f"{before}{pk:d}{after}"


@cache
def _address(name: str, urlconf: str, script_prefix: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@cache
def _around(name: str, words: tuple[str, ...], urlconf: str, script_prefix: str) -> tuple[str, str]:
    before, after = reverse(name, args=[*words, _ANY_KEY]).split(str(_ANY_KEY))
    return before, after
