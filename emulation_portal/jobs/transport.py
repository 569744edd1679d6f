"""How messages come to the workers through Redis: what is not ours is thrown away at the door.

Celery ends its worker over a message that it cannot read (celery/celery#7975, celery/kombu#2421, both open), and obeys
much that may stand in one it can: times far away, other encodings, tasks to call afterwards. Ours say which task, with
which plain values, and until when. So whatever comes is read strictly, and Celery gets a message made anew from that.
"""

import base64
import datetime as dt
import json
import logging
import uuid
from typing import Annotated, Any, Literal

import msgspec
from celery import current_app
from kombu.transport import redis as kombu_redis
from redis import Redis

log = logging.getLogger(__name__)

_MOST_BYTES = 64 * 1024  # ids and plain values; a hint has about 1,000
_SHOWN = 300
_OF_CELERY = "celery."  # its own tasks, which call others
_NOTHING_AFTERWARDS = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}


class NotOurs(Exception):
    """No part of the portal sends such a message."""


class _Headers(msgspec.Struct):
    task: str
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    expires: Annotated[dt.datetime, msgspec.Meta(tz=True)] | None = None
    eta: None = None
    compression: None = None


class _Properties(msgspec.Struct):
    body_encoding: Literal["base64"]


class _Message(msgspec.Struct, rename={"content_type": "content-type"}):
    body: bytes  # in base64
    headers: _Headers
    properties: _Properties
    content_type: Literal["application/json"]


_read_message = msgspec.json.Decoder(_Message).decode
_read_body = msgspec.json.Decoder(tuple[list[Any], dict[str, Any], dict[str, None]]).decode


def made_anew(item: bytes, queue: str) -> bytes | None:
    """Return the message with nothing in it but what we know; None when its time is over. Raises NotOurs."""
    if len(item) > _MOST_BYTES:
        raise NotOurs(f"{len(item)} bytes")
    try:
        message = _read_message(item)
        args, kwargs, _ = _read_body(message.body)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise NotOurs(str(error)) from None
    headers = message.headers
    if headers.task not in current_app.tasks or headers.task.startswith(_OF_CELERY):
        raise NotOurs(f"no task is called {headers.task[:_SHOWN]!r}")
    if args:
        raise NotOurs("our tasks are called by names of arguments")
    if headers.expires and headers.expires < dt.datetime.now(dt.UTC):
        return None
    return _pack(headers.task, headers.id, kwargs, queue)


def _pack(task: str, task_id: str, kwargs: dict[str, Any], queue: str) -> bytes:
    properties = {
        "correlation_id": task_id,
        "reply_to": None,
        "priority": 0,
        "body_encoding": "base64",
        "delivery_info": {"exchange": "", "routing_key": queue},
        "delivery_tag": str(uuid.uuid4()),  # two with the same one would be taken for the same message
    }
    body = json.dumps([[], kwargs, _NOTHING_AFTERWARDS]).encode()
    message = {
        "body": base64.b64encode(body).decode(),
        "content-encoding": "utf-8",
        "content-type": "application/json",
        "headers": {"lang": "py", "task": task, "id": task_id, "root_id": task_id, "timelimit": [None, None]},
        "properties": properties,
    }
    return json.dumps(message).encode()


class _Client(Redis):
    """Reads what the workers are told."""

    def parse_response(self, connection: Any, command_name: Any, **options: Any) -> Any:
        answer = super().parse_response(connection, command_name, **options)
        if command_name != "BRPOP" or not answer:
            return answer
        key, item = answer
        queue = key.decode().partition(kombu_redis.Channel.sep)[0]
        try:
            message = made_anew(item, queue)
        except NotOurs as reason:
            log.error(
                "a message in the queue %s is not ours and was thrown away: %s: %.*r", queue, reason, _SHOWN, item
            )
            message = None
        return (key, message) if message else None


class Channel(kombu_redis.Channel):
    # A worker that loses Redis hands nothing back: what it heard is a hint, and the sweep gives it again. Kombu 5.7 would
    # put it into a connection that is already closed, and the AttributeError of that ends the whole worker.
    do_restore = False

    def _get_client(self) -> type[_Client]:
        return _Client

    def _receive_one(self, c: Any) -> None:
        """Read what is called out to all workers, and obey none of it: one word would end them, or make them deaf.

        The line stays open (`worker_enable_remote_control`), for a worker that is busy sees only there that Redis went
        away. Without it one that could not acknowledge its work stayed deaf when Redis came back.
        """
        try:
            answer = c.parse_response()
        except self.connection_errors:  # type: ignore[attr-defined]
            self._in_listen = None
            raise
        if answer and bytes(answer[0]).endswith(b"message"):
            log.error("a command to the workers was thrown away: %.*r", _SHOWN, answer)


class Transport(kombu_redis.Transport):
    """Kombu's own but for what it lets in. Named in the settings."""

    Channel = Channel
