"""Rows of work go long after it ended: done after half a year, failed after a year, what still waits never."""

import datetime as dt
import uuid

import pytest
from django.db.models.functions import Now

from emulation_portal.jobs.actions import purge_jobs
from emulation_portal.jobs.enums import JobState
from emulation_portal.jobs.models import Job
from emulation_portal.jobs.tasks import purge

pytestmark = pytest.mark.django_db

ON = dt.date(2026, 11, 25)
SECOND = dt.timedelta(seconds=1)
DONE_LIMIT = dt.datetime(2026, 5, 28, 17, tzinfo=dt.UTC)  # midnight in Việt Nam, 180 days before
FAILED_LIMIT = dt.datetime(2025, 11, 24, 17, tzinfo=dt.UTC)


def ended(state: JobState, at: dt.datetime) -> Job:
    job = Job.objects.create(kind="tests.x", queue="default", key=uuid.uuid4().hex, label="Việc")
    jobs = Job.objects.filter(pk=job.pk)
    jobs.update(state=JobState.RUNNING, owner=uuid.uuid4(), lease_until=Now())
    jobs.update(state=state, owner=None, lease_until=None, finished_at=at, reason="Hỏng.")
    return job


def test_jobs_go_when_their_days_are_over() -> None:
    ended(JobState.DONE, DONE_LIMIT - SECOND)
    ended(JobState.FAILED, FAILED_LIMIT - SECOND)
    kept = [
        ended(JobState.DONE, DONE_LIMIT),
        ended(JobState.FAILED, DONE_LIMIT - SECOND),
        ended(JobState.FAILED, FAILED_LIMIT),
    ]

    assert purge_jobs(on=ON) == 2
    assert purge_jobs(on=ON) == 0
    assert set(Job.objects.all()) == set(kept)


def test_work_that_waits_or_runs_stays_however_old() -> None:
    old = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    waiting = Job.objects.create(kind="tests.x", queue="default", key="w", label="Việc")
    running = Job.objects.create(kind="tests.x", queue="default", key="r", label="Việc")
    Job.objects.update(created_at=old, queued_at=old)
    Job.objects.filter(pk=running.pk).update(state=JobState.RUNNING, owner=uuid.uuid4(), lease_until=Now())

    assert purge_jobs(on=ON) == 0
    assert set(Job.objects.all()) == {waiting, running}


def test_nothing_goes_before_there_was_a_rule_and_the_task_goes_by_today() -> None:
    ended(JobState.DONE, dt.datetime(2020, 1, 1, tzinfo=dt.UTC))

    assert purge_jobs(on=dt.date(2025, 12, 31)) == 0
    purge()

    assert Job.objects.count() == 0
