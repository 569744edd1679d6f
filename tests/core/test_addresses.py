"""Addresses are looked up once, and are those that Django gives."""

import pytest
from django.urls import reverse, set_script_prefix

from emulation_portal.core.addresses import address, address_of


def test_addresses_are_those_of_the_patterns() -> None:
    for key in (1, 35_000):
        assert address_of("units:detail", pk=key) == reverse("units:detail", args=[key])
        assert address_of("drafts:detail", "ke-hoach", pk=key) == reverse("drafts:detail", args=["ke-hoach", key])
    assert address("home:home") == reverse("home:home")
    assert address("no:such-page") == ""


def test_what_was_never_saved_has_no_address() -> None:
    with pytest.raises((TypeError, ValueError)):
        address_of("units:detail", pk=None)  # type: ignore[arg-type]


def test_portal_below_a_path_has_its_addresses_there() -> None:
    assert address("home:search") == "/tim-kiem/"
    try:
        set_script_prefix("/cong/")
        assert (address("home:search"), address_of("units:detail", pk=7)[:6]) == ("/cong/tim-kiem/", "/cong/")
    finally:
        set_script_prefix("/")
