"""Much work asked for at once: a few statements, one call to Redis, and a hint that may be lost as any other."""

import threading
from collections.abc import Iterator

import pytest
import redis
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from emulation_portal.celery import app
from emulation_portal.jobs.actions import Wish, enqueue, enqueue_many
from emulation_portal.jobs.actions.asking import HINTED_AT_ONCE
from emulation_portal.jobs.actions.sweeping import Swept, sweep
from emulation_portal.jobs.models import Job
from tests.factories.people import UnitFactory, UserFactory

from . import handlers
from .machines import Machines, until

pytestmark = pytest.mark.django_db(transaction=True)


def wish(row: int, kind: str = handlers.COUNT) -> Wish:
    return Wish(kind=kind, key=f"count:{row}", args={"row": row}, label=f"Bản in số {row}")


def ask(*rows: int, **more) -> list[Job]:
    with transaction.atomic():
        return enqueue_many([wish(row) for row in rows], **more)


@pytest.fixture
def broker(tmp_path) -> Iterator[redis.Redis]:
    """A Redis to which nobody else speaks."""
    machines, address = Machines(tmp_path), app.conf.broker_url
    machines.start_redis()
    app.conf.broker_url = machines.redis_url
    client = redis.Redis.from_url(machines.redis_url)
    yield client
    client.close()
    app.conf.broker_url = address
    machines.stop()


def connections_to(broker: redis.Redis) -> int:
    return broker.info("stats")["total_connections_received"]


def test_many_wishes_are_written_as_one_would_be() -> None:
    user, unit = UserFactory(), UnitFactory()
    second = Wish(
        kind=handlers.REFUSE, key="refuse:1", args={}, label="  Việc \n hai ", subject=unit, subject_url="/don-vi/1/"
    )

    with transaction.atomic():
        jobs = enqueue_many([wish(7), second], by=user)
        alone = enqueue(
            handlers.REFUSE, key="refuse:2", args={}, label="Việc hai", by=user, subject=unit, subject_url="/don-vi/1/"
        )

    assert [job.key for job in jobs] == ["count:7", "refuse:1"]
    written = Job.objects.filter(key__in=["refuse:1", "refuse:2"]).values(
        "kind", "queue", "args", "label", "subject_type", "subject_id", "subject_url", "requested_by", "place", "state"
    )
    assert written[0] == written[1]
    assert Job.objects.get(pk=jobs[0].pk).args == {"row": 7}
    assert alone.place == unit.path


def test_statements_do_not_grow_with_the_wishes() -> None:
    def statements(*rows: int) -> list[str]:
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            enqueue_many([wish(row) for row in rows])
        return [query["sql"].split(" ")[0] for query in queries]

    assert statements(*range(3)) == ["SELECT", "SAVEPOINT", "INSERT", "RELEASE"]
    assert statements(*range(10, 810)) == ["SELECT", "SAVEPOINT", "INSERT", "RELEASE"]
    assert Job.objects.count() == 803


def test_hints_of_many_go_over_as_few_connections_as_that_of_one(broker: redis.Redis) -> None:
    before = connections_to(broker)
    ask(1)
    for_one = connections_to(broker) - before

    ask(*range(2, 302))

    assert connections_to(broker) - before - for_one == for_one
    assert broker.llen("default") == 301
    assert Job.objects.filter(hinted_at=None).count() == 0


def test_nobody_waits_for_more_hints_than_workers_need_at_first(broker: redis.Redis) -> None:
    ask(*range(HINTED_AT_ONCE + 40))

    assert broker.llen("default") == HINTED_AT_ONCE
    assert Job.objects.filter(hinted_at=None).count() == 40
    assert sweep() == Swept(hinted=40)
    assert broker.llen("default") == HINTED_AT_ONCE + 40


def test_wishes_that_are_taken_back_are_hinted_at_by_nobody(broker: redis.Redis) -> None:
    with transaction.atomic():
        ask(1, 2)
        transaction.set_rollback(True)

    assert broker.llen("default") == 0
    assert not Job.objects.exists()


def test_hints_that_redis_does_not_hear_are_told_by_the_sweep(broker: redis.Redis) -> None:
    address = app.conf.broker_url
    app.conf.broker_url = "redis://127.0.0.1:1/0"

    ask(1, 2, 3)

    assert Job.objects.filter(hinted_at=None).count() == 3
    app.conf.broker_url = address
    assert sweep() == Swept(hinted=3)
    assert broker.llen("default") == 3


def test_known_keys_are_the_jobs_that_are_there(broker: redis.Redis) -> None:
    first, other = ask(1, 2)

    jobs = ask(2, 3, 1, 3)

    assert [job.pk for job in jobs] == [other.pk, jobs[1].pk, first.pk, jobs[1].pk]
    assert Job.objects.count() == 3
    assert broker.llen("default") == 3


def test_key_of_another_kind_writes_nothing() -> None:
    ask(1)

    with pytest.raises(ValueError, match="belongs to a job of kind"), transaction.atomic():
        enqueue_many([wish(2), wish(1, handlers.REFUSE)])
    with pytest.raises(ValueError, match="belongs to a job of kind"), transaction.atomic():
        enqueue_many([wish(3), wish(3, handlers.REFUSE)])

    assert [job.key for job in Job.objects.all()] == ["count:1"]


def test_nothing_asked_for_is_nothing_done() -> None:
    assert ask() == []


def test_wishes_outside_a_transaction_are_refused() -> None:
    with pytest.raises(ValueError, match="transaction"):
        enqueue_many([wish(1)])


def test_two_who_ask_for_the_same_at_once_get_the_same_jobs() -> None:
    """The second waits for the first, finds its rows, and writes only its own."""
    got: list[list[int]] = []

    def second() -> None:
        try:
            got.append([job.pk for job in ask(3, 2, 1, 0)])
        finally:
            connection.close()

    with transaction.atomic():
        first = enqueue_many([wish(row) for row in (1, 2, 3)])
        thread = threading.Thread(target=second)
        thread.start()
        until(is_waiting, what="the second to wait for the first")
    thread.join(30)

    assert got[0][:3] == [job.pk for job in reversed(first)]
    assert Job.objects.count() == 4


def is_waiting() -> bool:
    """Return whether somebody waits for this connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return bool(cursor.fetchone()[0])
