import pytest
from django.db import transaction
from django.utils import timezone

from emulation_portal.jobs.actions import enqueue, run, sweep
from emulation_portal.jobs.actions.running import claim
from emulation_portal.jobs.actions.sweeping import Swept
from emulation_portal.jobs.enums import JobState
from emulation_portal.jobs.models import Job

from . import handlers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _leases_that_end_by_hand_alone(settings):
    settings.JOB_LEASE_SECONDS = 3600  # however slow the machine


def waiting(row=1):
    with transaction.atomic():
        return enqueue(handlers.COUNT, key=f"count:{row}", args={"row": row}, label=f"Bản in số {row}")


def ago(seconds):
    return timezone.now() - timezone.timedelta(seconds=seconds)


def change(job, **changes):
    Job.objects.filter(pk=job.pk).update(**changes)


def test_sweep_leaves_alone_what_was_hinted_lately_what_runs_and_what_is_done():
    handlers.make_table()
    waiting(1)
    claim(waiting(2).pk)
    run(waiting(3).pk, "test")

    assert sweep() == Swept()


def test_sweep_hints_again_at_what_redis_seems_to_have_forgotten(settings):
    never, long_ago, lately, later = (waiting(row) for row in range(4))
    change(never, hinted_at=None)
    change(long_ago, hinted_at=ago(settings.JOB_LEASE_SECONDS / 3 + 1))
    change(later, hinted_at=None, not_before=ago(-60))

    assert sweep() == Swept(hinted=2)

    assert sweep() == Swept()
    never.refresh_from_db()
    assert never.hinted_at is not None
    assert lately.state == JobState.QUEUED


def test_sweep_gives_the_work_of_a_silent_worker_to_the_next(settings):
    job = waiting()
    claim(job.pk)
    change(job, lease_until=ago(1))

    assert sweep() == Swept(given_back=1, hinted=1)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.owner, job.lease_until) == (JobState.QUEUED, 1, None, None)
    assert job.reason == "Máy xử lý dừng giữa chừng. Hệ thống tự thử lại (đã thử 1 lần)."
    assert claim(job.pk).attempts == 2


def test_sweep_gives_up_on_work_that_silences_every_worker(settings):
    job = waiting()
    change(job, attempts=settings.JOB_MAX_ATTEMPTS - 1)
    claim(job.pk)
    change(job, lease_until=ago(1))

    assert sweep() == Swept(failed=1)

    job.refresh_from_db()
    assert (job.state, job.reason) == (JobState.FAILED, "Máy xử lý dừng giữa chừng. Đã thử 5 lần.")
    assert job.finished_at is not None
