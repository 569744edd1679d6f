"""Whatever stands in the queue in Redis that is not ours is thrown away, and the worker lives on."""

import base64
import json
import pickle
import uuid

import pytest
import redis
from django.db import transaction

from emulation_portal.celery import app
from emulation_portal.jobs.actions import enqueue
from emulation_portal.jobs.enums import JobState
from emulation_portal.jobs.models import Job
from emulation_portal.jobs.transport import NotOurs, made_anew

from . import handlers
from .machines import running_machines, until

THROWN_AWAY = "is not ours and was thrown away"


def ours(task="jobs.run", **kwargs):
    """Return a message as Celery itself sends it, as plain data."""
    sent = app.amqp.as_task_v2(str(uuid.uuid4()), task, kwargs=kwargs)
    body = base64.b64encode(json.dumps(sent.body).encode()).decode()
    return {
        "body": body,
        "content-encoding": "utf-8",
        "content-type": "application/json",
        "headers": sent.headers,
        "properties": {
            **sent.properties,
            "delivery_mode": 2,
            "delivery_info": {"exchange": "", "routing_key": "documents"},
            "priority": 0,
            "body_encoding": "base64",
            "delivery_tag": str(uuid.uuid4()),
        },
    }


def with_part(part, **changes):
    message = ours(job_id=1)
    message[part] = message[part] | changes
    return json.dumps(message)


def with_body(body):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return json.dumps(ours() | {"body": base64.b64encode(data).decode()})


class Opened:
    """What a pickle does when somebody opens it."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (self.path, "w")


def a_pickle(path):
    message = ours() | {"content-type": "application/x-python-serialize"}
    message["body"] = base64.b64encode(pickle.dumps(Opened(str(path)))).decode()
    return json.dumps(message)


JUNK = {
    "words": "not json",
    "nothing": "",
    "bytes": b"\xff\xfe\x00\x80",
    "object": "{}",
    "list": "[]",
    "null": "null",
    "number": "1e999",
    "depth": "[" * 60_000,
    "size": json.dumps(ours(note="x" * 100_000)),
    "body is missing": json.dumps({name: value for name, value in ours().items() if name != "body"}),
    "body is no base64": json.dumps(ours() | {"body": "%%%"}),
    "body is a number": json.dumps(ours() | {"body": 7}),
    "body is no json": with_body(b"\x80\x04."),
    "body is an object": with_body({"args": [], "kwargs": {}}),
    "body is too short": with_body([[]]),
    "arguments by place": with_body([[1], {}, {}]),
    "arguments are a list": with_body([[], [], {}]),
    "something afterwards": with_body([[], {"job_id": 1}, {"chain": [{"task": "jobs.purge"}]}]),
    "headers are a list": json.dumps(ours() | {"headers": []}),
    "headers are null": json.dumps(ours() | {"headers": None}),
    "no such task": with_part("headers", task="os.system"),
    "a task of Celery": with_part("headers", task="celery.backend_cleanup"),
    "task is a number": with_part("headers", task=5),
    "task is null": with_part("headers", task=None),
    "no id": with_part("headers", id=""),
    "id is a list": with_part("headers", id=[]),
    "far away": with_part("headers", eta="2099-01-01T00:00:00+07:00"),
    "no time": with_part("headers", expires="tomorrow"),
    "no zone": with_part("headers", expires="2099-01-01T00:00:00"),
    "compressed": with_part("headers", compression="application/x-gzip"),
    "other encoding": with_part("properties", body_encoding="rot13"),
    "properties are null": json.dumps(ours() | {"properties": None}),
    "yaml": json.dumps(ours() | {"content-type": "application/x-yaml"}),
}


@pytest.mark.parametrize("name", JUNK)
def test_message_that_is_not_ours_is_recognised(name):
    junk = JUNK[name]

    with pytest.raises(NotOurs):
        made_anew(junk.encode() if isinstance(junk, str) else junk, "documents")


def test_message_of_ours_is_made_anew_with_nothing_else_in_it():
    sent = ours(job_id=5)
    sent["headers"] |= {"timelimit": [1, 1], "shadow": "another", "stamps": {"a": "b"}, "ignore_result": False}
    sent["properties"] |= {"reply_to": "somebody", "delivery_info": {"exchange": "all", "routing_key": "elsewhere"}}

    made = json.loads(made_anew(json.dumps(sent).encode(), "documents"))

    nothing = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}
    assert json.loads(base64.b64decode(made.pop("body"))) == [[], {"job_id": 5}, nothing]
    tag = made["properties"].pop("delivery_tag")
    assert tag not in (sent["properties"]["delivery_tag"], "")
    task_id = sent["headers"]["id"]
    assert made == {
        "content-encoding": "utf-8",
        "content-type": "application/json",
        "headers": {"lang": "py", "task": "jobs.run", "id": task_id, "root_id": task_id, "timelimit": [None, None]},
        "properties": {
            "correlation_id": task_id,
            "reply_to": None,
            "priority": 0,
            "body_encoding": "base64",
            "delivery_info": {"exchange": "", "routing_key": "documents"},
        },
    }


@pytest.mark.parametrize(
    ("expires", "is_in_time"), [("2020-01-01T00:00:00+07:00", False), ("2099-01-01T00:00:00Z", True)]
)
def test_message_whose_time_is_over_is_let_go(expires, is_in_time):
    sent = with_part("headers", expires=expires)

    assert (made_anew(sent.encode(), "documents") is not None) == is_in_time


@pytest.fixture
def machines(transactional_db, tmp_path):
    handlers.make_table()
    with running_machines(tmp_path) as machines:
        yield machines


@pytest.mark.worker
def test_worker_lives_on_and_works(machines, tmp_path):
    opened = tmp_path / "opened"
    wrong_arguments = [ours(), ours(job_id="seven"), ours(job_id=10**30), ours(job_id={"a": 1}), ours(job_id=None)]
    junk = [*JUNK.values(), a_pickle(opened)]
    client = redis.Redis.from_url(machines.redis_url)
    children = machines.worker.children()

    for queue in ("documents", "mail", "default"):
        client.lpush(queue, *junk, *(json.dumps(message) for message in wrong_arguments))
        until(lambda queue=queue: client.llen(queue) == 0, what=f"{queue} to be read")
    with transaction.atomic():
        job = enqueue(handlers.COUNT, key="count:1", args={"row": 1}, label="Bản in")
    until(lambda: Job.objects.filter(pk=job.pk, state=JobState.DONE).exists(), what="work after all that")

    assert handlers.effects(1) == 1
    assert not machines.worker.is_down()
    assert machines.worker.children() == children
    assert not opened.exists()
    log = machines.worker.log_text()
    assert log.count(THROWN_AWAY) == 3 * len(junk)
    assert "Unrecoverable error" not in log
    # What lies there unread makes a worker deaf; a sweep lies there for a moment.
    until(lambda: client.hlen("unacked") == 0, what="nothing to be left unread")
    client.close()


@pytest.mark.worker
def test_nobody_ends_the_worker_with_a_word_in_redis(machines):
    before = machines.worker.process.pid

    with app.connection_for_write(machines.redis_url) as connection:
        app.control.broadcast("shutdown", connection=connection)
        app.control.broadcast("cancel_consumer", arguments={"queue": "documents"}, connection=connection)
    with transaction.atomic():
        job = enqueue(handlers.COUNT, key="count:1", args={"row": 1, "seconds": 1}, label="Bản in")
    until(lambda: Job.objects.filter(pk=job.pk, state=JobState.DONE).exists(), what="work after all that")

    assert (machines.worker.process.pid, machines.worker.is_down()) == (before, False)
