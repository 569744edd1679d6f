"""Whoever watches over the portal learns whether the log is sealed in time and was found whole."""

import datetime as dt

import pytest
from django.utils import timezone

from emulation_portal.audit.health import LATE_AFTER, look_at_log
from emulation_portal.audit.models import Event

from .tampering import as_owner, look, seal, write

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


def test_empty_log_is_neither_late_nor_spoiled() -> None:
    health = look_at_log()

    assert (health.last, health.waiting_since, health.look, health.is_whole) == (None, None, None, True)
    assert not health.is_late(timezone.now())


def test_log_is_late_when_its_oldest_event_waits_for_a_seal_too_long() -> None:
    write("A")
    (made,) = seal()
    assert (look_at_log().last, look_at_log().waiting_since) == (made, None)
    first = Event.objects.get(pk=write("B", "C")[0])

    health = look_at_log()

    assert (health.last, health.waiting_since) == (made, first.at)
    assert not health.is_late(first.at + LATE_AFTER)
    assert health.is_late(first.at + LATE_AFTER + SECOND)


def test_what_the_last_look_found_is_told(settings) -> None:
    (key,) = write("A")
    seal()
    look()
    assert look_at_log().is_whole
    as_owner(f"DELETE FROM audit_event WHERE id = {key}")
    assert look_at_log().is_whole  # nobody has looked since

    look()

    assert not look_at_log().is_whole
    (settings.AUDIT_DIR / "look").write_text("{")
    assert look_at_log().look is None


def test_health_of_the_log_costs_two_queries(django_assert_num_queries) -> None:
    write("A")
    seal()

    with django_assert_num_queries(2):
        look_at_log()
