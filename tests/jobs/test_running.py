import datetime as dt
import errno
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from emulation_portal.core.errors import DomainError
from emulation_portal.jobs.actions import ending, enqueue, run, sweep
from emulation_portal.jobs.actions.lease import Lease
from emulation_portal.jobs.actions.running import claim
from emulation_portal.jobs.enums import JobState
from emulation_portal.jobs.models import Job
from emulation_portal.jobs.registry import Handler, get_handler, handler
from tests.waiting import until

from . import handlers
from .handlers import effects, make_table

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _table():
    make_table()


def waiting(kind=handlers.COUNT, row=1, **args):
    with transaction.atomic():
        return enqueue(kind, key=f"{kind}:{row}", args={"row": row, **args}, label=f"Bản in số {row}")


def facts(job):
    job.refresh_from_db()
    return job.state, job.attempts, job.reason


def expire(job):
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - dt.timedelta(seconds=1))


def in_threads(count, act):
    """Run the act in that many threads at the same moment, each with its own connection; return what they returned."""
    barrier, found = threading.Barrier(count), []

    def one():
        try:
            connection.ensure_connection()
            barrier.wait()
            found.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_run_leaves_the_effect_and_a_done_job():
    job = waiting()

    assert run(job.pk, "test") == JobState.DONE

    assert facts(job) == (JobState.DONE, 1, "")
    assert (job.progress_percent, job.owner, job.lease_until) == (100, None, None)
    assert job.outcome.keys() == {"pid"}
    assert job.started_at <= job.finished_at
    assert effects(1) == 1


def test_run_twice_has_one_effect():
    job = waiting()

    assert [run(job.pk, "test"), run(job.pk, "test")] == [JobState.DONE, None]

    assert effects(1) == 1


def test_run_of_a_job_that_does_not_exist_does_nothing():
    assert run(404, "test") is None


def test_of_eight_racing_claims_one_wins():
    for row in range(5):
        job = waiting(row=row)

        won = [claimed for claimed in in_threads(8, lambda pk=job.pk: claim(pk)) if claimed]

        assert len(won) == 1
        job.refresh_from_db()
        assert (job.owner, job.attempts) == (won[0].owner, 1)


def test_eight_racing_runs_have_one_effect():
    job = waiting(seconds=0.2)

    ends = in_threads(8, lambda: run(job.pk, "test"))

    assert sorted(ends, key=str) == [None] * 7 + [JobState.DONE]
    assert effects(1) == 1


def taken_over(job):
    """Return two claims of the job: of a worker that went silent, and of the one that got the job after it."""
    silent = claim(job.pk)
    expire(job)
    sweep()
    return silent, claim(job.pk)


def test_fence_lets_only_the_present_owner_finish():
    silent, present = taken_over(waiting())

    ending.finish(present, get_handler(present.kind), 1)
    with pytest.raises(ending.LeaseLost):
        ending.finish(silent, get_handler(silent.kind), 1)

    assert effects(1) == 1


def test_fence_holds_against_the_silent_worker_that_is_faster():
    silent, present = taken_over(waiting())

    with pytest.raises(ending.LeaseLost):
        ending.finish(silent, get_handler(silent.kind), 1)
    ending.finish(present, get_handler(present.kind), 1)

    assert effects(1) == 1


def test_without_the_fence_the_effect_would_double(monkeypatch):
    """The negative control: what the two tests above would see if nobody looked at the owner."""
    monkeypatch.setattr(ending, "_lock_what_is_still_ours", lambda job: None)
    silent, present = taken_over(waiting())

    ending.finish(present, get_handler(present.kind), 1)
    ending.finish(silent, get_handler(silent.kind), 1)

    assert effects(1) == 2


def test_an_effect_at_work_cannot_be_overtaken_though_its_lease_has_ended():
    """The row's lock outlasts the lease: a sweep and a claim meanwhile find nothing to take."""

    def sweep_and_claim(pk):
        return Job.objects.silent().count(), sweep().given_back, claim(pk)

    @handler("tests.slow-effect")
    class SlowEffect(Handler):
        def work(self, args, progress):
            Job.objects.update(lease_until=timezone.now() - timezone.timedelta(seconds=1))

        def effect(self, args, result):
            handlers.insert_effect(1)
            return {"meanwhile": in_threads(1, lambda: sweep_and_claim(job.pk))}

    job = waiting("tests.slow-effect")

    assert run(job.pk, "test") == JobState.DONE

    assert facts(job) == (JobState.DONE, 1, "")
    assert job.outcome == {"meanwhile": [[1, 0, None]]}


def test_a_broken_rule_fails_at_once_with_its_own_words():
    job = waiting(handlers.REFUSE)

    assert run(job.pk, "test") == JobState.FAILED

    assert facts(job) == (JobState.FAILED, 1, "Kế hoạch đã bị thu hồi nên không in được.")


def test_other_errors_are_tried_five_times_and_then_told(settings):
    job = waiting(handlers.BREAK)
    reason = "Máy chủ không đọc hoặc ghi được tệp, hoặc không kết nối được."

    for attempt in range(1, settings.JOB_MAX_ATTEMPTS):
        assert run(job.pk, "test") == JobState.QUEUED
        assert facts(job) == (JobState.QUEUED, attempt, f"{reason} Hệ thống tự thử lại (đã thử {attempt} lần).")
        assert run(job.pk, "test") is None  # not before its time
        Job.objects.filter(pk=job.pk).update(not_before=timezone.now())
    assert run(job.pk, "test") == JobState.FAILED

    assert facts(job) == (JobState.FAILED, 5, f"{reason} Đã thử 5 lần.")
    assert effects(1) == 0  # what a broken effect wrote is rolled back
    assert effects(-1) == 1  # the subject was told, once


def test_attempts_wait_longer_each_time(settings):
    job = waiting(handlers.BREAK)

    for pause in (2, 10, 60, 300):
        earliest = timezone.now() + timezone.timedelta(seconds=pause)
        run(job.pk, "test")
        job.refresh_from_db()
        assert earliest <= job.not_before <= timezone.now() + timezone.timedelta(seconds=pause)
        Job.objects.filter(pk=job.pk).update(not_before=None)

    assert job.attempts == settings.JOB_MAX_ATTEMPTS - 1


def test_work_that_is_tried_again_waits_since_it_was_wanted():
    job = waiting(handlers.BREAK)
    wanted = timezone.now() - dt.timedelta(minutes=3)
    Job.objects.filter(pk=job.pk).update(queued_at=wanted)

    run(job.pk, "test")

    job.refresh_from_db()
    assert (job.state, job.queued_at) == (JobState.QUEUED, wanted)


NO_ROOM = "Máy chủ hết chỗ lưu tệp. Việc được giữ lại và tự chạy khi có chỗ; bạn không cần gửi lại."


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG])
def test_a_full_disk_uses_up_no_attempt(settings, number):
    job = waiting(handlers.BREAK, number=number)
    lease = dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)

    for _ in range(settings.JOB_MAX_ATTEMPTS + 2):
        earliest = timezone.now() + lease
        assert run(job.pk, "test") == JobState.QUEUED
        latest = timezone.now() + lease
        assert facts(job) == (JobState.QUEUED, 0, NO_ROOM)
        assert run(job.pk, "test") is None  # not before its time
        job.refresh_from_db()
        assert earliest <= job.not_before <= latest
        Job.objects.filter(pk=job.pk).update(not_before=timezone.now())

    assert effects(1) == effects(-1) == 0


def test_a_full_disk_of_the_database_is_one_too():
    job = waiting(handlers.FULL)

    assert run(job.pk, "test") == JobState.QUEUED

    assert facts(job) == (JobState.QUEUED, 0, NO_ROOM)


def test_a_broken_epilogue_does_not_hide_the_failure():
    @handler("tests.broken-epilogue")
    class BrokenEpilogue(Handler):
        def work(self, args, progress):
            raise DomainError("Không có mẫu của loại văn bản này.")

        def on_failed(self, args, reason):
            handlers.insert_effect(1)
            raise RuntimeError("epilogue")

    job = waiting("tests.broken-epilogue")

    assert run(job.pk, "test") == JobState.FAILED

    assert facts(job)[2] == "Không có mẫu của loại văn bản này."
    assert effects(1) == 0


def test_a_kind_that_this_worker_does_not_know_waits_for_one_that_does():
    job = waiting()
    Job.objects.filter(pk=job.pk).update(kind="tests.of-the-next-release")

    assert run(job.pk, "test") == JobState.QUEUED


def test_slow_silent_work_keeps_its_lease(settings):
    """Nothing is reported, yet the job stays ours: the thread renews, again and again."""
    settings.JOB_LEASE_SECONDS = 2
    job = claim(waiting().pk)

    def ends_later_than(before):
        return Job.objects.filter(pk=job.pk, lease_until__gt=before).values_list("lease_until", flat=True).first()

    with Lease(job):
        first = until(lambda: ends_later_than(job.lease_until), what="a longer lease")
        second = until(lambda: ends_later_than(first), what="a longer lease still")

    assert job.lease_until < first < second


def test_progress_is_shown_and_tells_the_worker_that_it_lost_the_job():
    job = claim(waiting().pk)
    with Lease(job) as lease:
        lease.progress(40)
        assert Job.objects.get(pk=job.pk).progress_percent == 40
        expire(job)
        sweep()
        threading.Event().wait(0.3)

        with pytest.raises(ending.LeaseLost):
            lease.progress(50)


def test_work_outlives_a_terminated_connection_to_the_database():
    """PostgreSQL restarts while the work runs: the finished work is kept, not done again."""

    @handler("tests.connection-dies")
    class ConnectionDies(Handler):
        def work(self, args, progress):
            kill_other_connections()
            connection.needs_rollback = False

        def effect(self, args, result):
            handlers.insert_effect(1)

    job = waiting("tests.connection-dies")

    assert run(job.pk, "test") == JobState.DONE

    assert facts(job) == (JobState.DONE, 1, "")
    assert effects(1) == 1


def test_effect_is_committed_though_the_connection_dies_in_it():
    deaths = []

    @handler("tests.dies-in-effect")
    class DiesInEffect(Handler):
        def effect(self, args, result):
            handlers.insert_effect(1)
            if not deaths:
                deaths.append(kill_other_connections())
            handlers.insert_effect(2)

    job = waiting("tests.dies-in-effect")

    assert run(job.pk, "test") == JobState.DONE

    assert facts(job) == (JobState.DONE, 1, "")
    assert (effects(1), effects(2), len(deaths)) == (1, 1, 1)


def kill_other_connections():
    """Do to every connection of this test's database what a restart of PostgreSQL does."""
    mine = connection.connection.info.backend_pid

    def kill():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(pg_terminate_backend(pid, 2000)) FROM pg_stat_activity WHERE pid = %s", [mine])
            return cursor.fetchone()[0]

    return in_threads(1, kill)[0]
