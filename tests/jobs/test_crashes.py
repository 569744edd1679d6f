"""Real workers, a real Redis and the real database, and each of them taken away in mid-work.

However it happens: exactly one effect, the job done, and a page that told the truth meanwhile.
"""

import os
import re
import resource
import signal
import time

import pytest
import redis
from django.db import connection, transaction
from django.urls import reverse

from emulation_portal.documents.storage import document_storage
from emulation_portal.jobs.actions import enqueue
from emulation_portal.jobs.enums import JobState
from emulation_portal.jobs.models import Job, Routine
from emulation_portal.rights.enums import Role
from tests.factories.people import alliance, user_with_role
from tests.waiting import until

from . import handlers
from .machines import running_machines, terminate_backends

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def _module_machines(django_db_setup, tmp_path_factory):
    with running_machines(tmp_path_factory.mktemp("machines")) as machines:
        yield machines


@pytest.fixture
def machines(_module_machines, request):
    handlers.make_table()
    with _module_machines.lent_to(request.session) as machines:
        yield machines


def wish(row, seconds):
    with transaction.atomic():
        return enqueue(
            handlers.COUNT,
            key=f"count:{row}",
            args={"row": row, "seconds": seconds},
            label=f"Bản in số {row}",
            at=alliance(),
        )


def until_at_work(*jobs):
    """Wait until a worker has one of the jobs in its hands."""
    numbers = [job.pk for job in jobs]
    until(lambda: Job.objects.filter(pk__in=numbers, state=JobState.RUNNING).exists(), what="work")


@pytest.fixture
def page_says(client):
    """Read the state of a job off its page, as an officer does."""
    client.force_login(user_with_role(Role.OFFICER))
    client.get(reverse("jobs:list"))  # the first page compiles its templates, which takes as long as some work here

    def read(job):
        html = client.get(job.get_absolute_url()).content.decode()
        return html[html.index('<div class="job-state"') : html.index("</section>")]

    return read


def until_done(*jobs):
    numbers = [job.pk for job in jobs]
    until(lambda: Job.objects.filter(pk__in=numbers, state=JobState.DONE).count() == len(jobs), what="the end")


def is_done(job):
    return Job.objects.get(pk=job.pk).state == JobState.DONE


def attempts(job):
    return Job.objects.get(pk=job.pk).attempts


def effects_of_all():
    with connection.cursor() as cursor:
        cursor.execute("SELECT row, count(*) FROM tests_effect GROUP BY row ORDER BY row")
        return cursor.fetchall()


def test_nothing_happens_and_the_click_alone_sets_the_work_going(machines):
    machines.beat.kill()  # no sweep finds what waits
    job = wish(1, seconds=0)

    until_done(job)

    assert (effects_of_all(), attempts(job)) == ([(1, 1)], 1)


def test_the_process_at_work_is_killed(machines, page_says):
    job = wish(1, seconds=3)
    until_at_work(job)

    for child in machines.worker.children():
        os.kill(child, signal.SIGKILL)
    until(lambda: Job.objects.filter(pk=job.pk, attempts=2).exists(), what="the second attempt")
    assert "lần thử thứ 2" in page_says(job)
    until_done(job)

    assert "Đã xong" in page_says(job)
    assert (effects_of_all(), attempts(job)) == ([(1, 1)], 2)


def test_the_whole_worker_is_killed(machines):
    jobs = [wish(row, seconds=1) for row in range(4)]
    until_at_work(*jobs)

    machines.worker.kill()
    machines.start_worker()
    until_done(*jobs)

    assert effects_of_all() == [(row, 1) for row in range(4)]


def test_a_process_sleeps_past_its_lease_and_wakes_when_another_has_its_job(machines, page_says):
    job = wish(1, seconds=1)
    until_at_work(job)
    sleepers = machines.worker.children()

    for child in sleepers:
        os.kill(child, signal.SIGSTOP)
    # The lease ends; nobody is awake to notice.
    until(lambda: "Máy xử lý không trả lời từ" in page_says(job), what="the end of the lease")
    for child in sleepers:
        os.kill(child, signal.SIGCONT)
    until_done(job)
    time.sleep(1)  # time enough for a second effect

    assert effects_of_all() == [(1, 1)]


def test_redis_forgets_everything(machines):
    jobs = [wish(row, seconds=0.5) for row in range(6)]
    until_at_work(*jobs)

    machines.flush_redis()
    until_done(*jobs)

    assert effects_of_all() == [(row, 1) for row in range(6)]


def test_redis_is_away_for_a_while_and_comes_back_empty(machines, page_says):
    at_work = wish(1, seconds=1)
    others = [wish(row, seconds=1) for row in range(3, 7)]  # some lie in the worker already, not begun
    until_at_work(at_work)

    time.sleep(0.5)
    machines.redis.kill()
    meanwhile = wish(2, seconds=0)  # comes back: the page does not wait for Redis
    until_done(at_work)  # what runs goes on
    time.sleep(2)
    assert "Đang chờ" in page_says(meanwhile)
    assert "Đã xong" in page_says(at_work)
    machines.start_redis()
    until_done(meanwhile, *others)

    assert effects_of_all() == [(row, 1) for row in range(1, 7)]
    assert machines.worker.process.poll() is None


def test_redis_goes_away_while_the_worker_holds_what_nobody_began(machines):
    """What a worker has heard and not acknowledged once ended it: it wanted to give it back on a closed line."""
    worker, children = machines.worker.process.pid, machines.worker.children()
    machines.beat.kill()  # one message alone, and the worker listens for the next
    for child in children:
        os.kill(child, signal.SIGSTOP)
    job = wish(1, seconds=0)
    with redis.Redis.from_url(machines.redis_url) as client:
        until(lambda: client.hlen("unacked") == 1, what="a message that nobody acknowledges")
        time.sleep(0.5)
        os.kill(worker, signal.SIGSTOP)
        client.client_kill_filter(_type="pubsub")  # where the worker is called sees first that Redis is gone

    machines.redis.kill()
    os.kill(worker, signal.SIGCONT)
    until(
        lambda: machines.worker.is_down() or "Connection to broker lost" in machines.worker.log_text(),
        what="a worker that notices",
    )
    for child in children:
        os.kill(child, signal.SIGCONT)
    machines.start_redis()
    machines.beat.start()
    jobs = [job, wish(2, seconds=0)]
    until(lambda: machines.worker.is_down() or all(map(is_done, jobs)), what="the end")

    assert effects_of_all() == [(1, 1), (2, 1)]
    assert (machines.worker.process.pid, machines.worker.is_down()) == (worker, False)


def test_redis_hangs_and_the_page_does_not(machines):
    machines.redis.signal_all(signal.SIGSTOP)
    job = wish(1, seconds=0)  # comes back though nobody answers
    machines.redis.signal_all(signal.SIGCONT)
    until_done(job)

    assert effects_of_all() == [(1, 1)]


def test_every_connection_to_postgresql_is_cut_again_and_again(machines):
    jobs = [wish(row, seconds=0.5) for row in range(4)]
    until_at_work(*jobs)

    cut = 0
    for _ in range(5):
        cut += terminate_backends()
        time.sleep(0.3)
    until_done(*jobs)

    assert cut > 0
    assert effects_of_all() == [(row, 1) for row in range(4)]


def allow_files_of(machines, size):
    """Let the processes at work write no longer files: for them, whoever runs this, the disk is full at 0 bytes."""
    for child in machines.worker.children():
        _, hard = resource.prlimit(child, resource.RLIMIT_FSIZE)
        resource.prlimit(child, resource.RLIMIT_FSIZE, (size if size is not None else hard, hard))


def test_disk_is_full_for_a_while(machines, page_says):
    allow_files_of(machines, 0)
    with transaction.atomic():
        job = enqueue(handlers.STORE, key="store:1", args={"row": 1}, label="Bản in", at=alliance())
    until(lambda: "hết chỗ lưu tệp" in Job.objects.get(pk=job.pk).reason, what="a first try")
    time.sleep(5)  # as long as some more: a try every 2 s here
    until(lambda: "Việc được giữ lại và tự chạy khi có chỗ" in page_says(job), what="words between two tries")
    now = Job.objects.get(pk=job.pk)
    assert (now.state, now.attempts) in [(JobState.QUEUED, 0), (JobState.RUNNING, 1)]

    allow_files_of(machines, None)
    until_done(job)

    name = Job.objects.get(pk=job.pk).outcome["storage_name"]
    assert (document_storage().size(name), effects_of_all(), attempts(job)) == (100_000, [(1, 1)], 1)


def test_regular_work_leaves_a_trace(machines):
    Routine.objects.all().delete()

    swept = until(lambda: Routine.objects.filter(name="jobs.sweep").first(), what="a sweep")

    assert swept.done_at is not None
    assert not swept.is_failing


def forget_its_folder(machines, client, folder):
    """Take away the folder where Redis keeps what it knows: it then refuses every write."""
    gone = folder / "gone"
    gone.mkdir()
    machines.redis.kill()
    usual = machines.redis.command
    machines.redis.command = [*usual, "--dir", str(gone), "--save", "3600 1"]
    machines.start_redis()
    machines.redis.command = usual
    gone.rmdir()
    client.set("something", "to save")
    client.bgsave()
    until(lambda: client.info("persistence")["rdb_last_bgsave_status"] == "err", what="a save that fails")


def become_a_replica(machines, client, folder):
    client.replicaof("127.0.0.1", "1")


def hold_something_else(machines, client, folder):
    client.delete("documents", "mail", "default")
    client.set("default", "no list of messages")


REFUSALS = [
    (forget_its_folder, lambda client: client.config_set("stop-writes-on-bgsave-error", "no")),
    (become_a_replica, lambda client: client.replicaof("NO", "ONE")),
    (hold_something_else, lambda client: client.delete("default")),
]


@pytest.mark.parametrize(("refuse", "mend"), REFUSALS)
def test_redis_refuses_for_a_while(machines, tmp_path, refuse, mend):
    worker = machines.worker.process.pid
    with redis.Redis.from_url(machines.redis_url) as client:
        refuse(machines, client, tmp_path)
        job = wish(1, seconds=0)
        until(lambda: re.search("ResponseError|MISCONF", machines.worker.log_text()), what="a refusal")
        time.sleep(1)
        assert Job.objects.get(pk=job.pk).state == JobState.QUEUED
        mend(client)
    until_done(job)

    assert effects_of_all() == [(1, 1)]
    assert (machines.worker.process.pid, machines.worker.is_down()) == (worker, False)


def test_every_connection_to_redis_is_cut_again_and_again(machines):
    worker = machines.worker.process.pid
    jobs = [wish(row, seconds=0.5) for row in range(4)]
    until_at_work(*jobs)

    cut = 0
    with redis.Redis.from_url(machines.redis_url) as client:
        for _ in range(5):
            cut += client.client_kill_filter(_type="normal", skipme=True)
            time.sleep(0.3)
    until_done(*jobs)

    assert cut > 0
    assert effects_of_all() == [(row, 1) for row in range(4)]
    assert (machines.worker.process.pid, machines.worker.is_down()) == (worker, False)
