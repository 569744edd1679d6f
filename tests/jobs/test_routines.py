"""Regular work leaves a trace, so that somebody sees when it fails."""

import pytest
from celery import current_app
from django.conf import settings

from emulation_portal.core.routines import words_of_routine
from emulation_portal.jobs.models import Routine
from emulation_portal.jobs.tasks import purge

pytestmark = pytest.mark.django_db

ROUTINES = sorted(entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values())


def trace(name):
    routine = Routine.objects.get(name=name)
    return routine.done_at is not None, routine.failed_at is not None, routine.is_failing


@pytest.mark.parametrize("name", ROUTINES)
def test_regular_work_has_words_and_a_task(name):
    assert name in current_app.tasks
    assert words_of_routine(name) != name


def test_what_cannot_be_done_every_few_minutes_is_not_done_twice_later():
    """While the workers are away the clock goes on asking."""
    frequent = [entry for entry in settings.CELERY_BEAT_SCHEDULE.values() if isinstance(entry["schedule"], float)]

    assert len(frequent) >= 2
    assert all(entry["options"]["expires"] <= max(30, entry["schedule"]) for entry in frequent)


def test_a_run_that_ends_well_is_noted():
    purge.apply()

    assert trace("jobs.purge") == (True, False, False)


def test_a_run_that_fails_is_noted_until_one_ends_well():
    purge.apply(args=["what is this?"])
    failed = trace("jobs.purge")
    purge.apply()

    assert (failed, trace("jobs.purge")) == ((False, True, True), (True, True, False))
    assert Routine.objects.get().reason == "Có lỗi ngoài dự kiến; chi tiết nằm trong nhật ký máy chủ."


def test_what_is_no_regular_work_leaves_no_trace():
    current_app.tasks["jobs.run"].apply(kwargs={"job_id": 0})

    assert not Routine.objects.exists()
