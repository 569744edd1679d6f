"""Whoever watches over the portal learns whether the log is sealed in time."""

import datetime as dt

import pytest
from django.utils import timezone

from emulation_portal.audit.health import LATE_AFTER, look_at_log
from emulation_portal.audit.models import Event
from emulation_portal.audit.tasks import seal as seal_task
from emulation_portal.jobs.models import Routine

from .tampering import another_connection, as_owner, seal, write

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


def test_empty_log_is_not_late() -> None:
    health = look_at_log()

    assert (health.last, health.waiting_since) == (None, None)
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


def test_clock_tells_on_the_health_page_that_sealing_is_late() -> None:
    (key,) = write("A")
    as_owner(f"UPDATE audit_event SET at = at - interval '1 day' WHERE id = {key}")
    with another_connection() as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(20260101, hashtext('audit_seal'))")  # one who seals, and hangs
        seal_task.apply()
    late = Routine.objects.get(name="audit.seal")

    seal_task.apply()

    assert (late.is_failing, late.reason[:46]) == (True, "Có việc trong nhật ký đã lâu chưa được niêm ph")
    assert not Routine.objects.get(name="audit.seal").is_failing


def test_health_of_the_log_costs_two_queries(django_assert_num_queries) -> None:
    write("A")
    seal()

    with django_assert_num_queries(2):
        look_at_log()
