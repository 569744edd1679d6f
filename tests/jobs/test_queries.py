"""What the filter of the list offers."""

import datetime as dt

import pytest

from emulation_portal.jobs.enums import JobState
from emulation_portal.jobs.models import Job
from emulation_portal.jobs.queries import years_of_jobs

pytestmark = pytest.mark.django_db


def jobs(*instants: dt.datetime) -> None:
    for number, at in enumerate(instants):
        job = Job.objects.create(kind="tests.nothing", queue="default", key=f"tests:{number}", state=JobState.QUEUED)
        Job.objects.filter(pk=job.pk).update(created_at=at)


def test_no_jobs_have_no_years() -> None:
    assert years_of_jobs(Job.objects.all()) == []


def test_years_go_from_the_newest_job_back_to_the_oldest_by_vietnamese_time(django_assert_num_queries) -> None:
    """17:00 in UTC on the last of December is the next year's first midnight in Việt Nam."""
    jobs(
        dt.datetime(2023, 12, 31, 16, 59, tzinfo=dt.UTC),
        dt.datetime(2024, 5, 1, tzinfo=dt.UTC),
        dt.datetime(2025, 12, 31, 17, tzinfo=dt.UTC),
    )

    with django_assert_num_queries(1):
        assert years_of_jobs(Job.objects.all()) == [2026, 2025, 2024, 2023]
