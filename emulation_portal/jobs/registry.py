"""What kinds of background work there are. Each app registers its own in `tasks.py`."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

QUEUES = frozenset({"documents", "mail", "default"})

Args = dict[str, Any]


class Progress(Protocol):
    """Tells the page how far the work has come, 0 to 100. Raises LeaseLost when the job was given to another."""

    def __call__(self, percent: int) -> None: ...


class Interrupted(Exception):
    """Something from outside ended the work; it is tried again later. The message is read by the requester."""


class Away(Exception):
    """What the work needs is not there now, as a mail server that is down: it is tried again later, however long that is.

    The message is read by the requester.
    """


class Handler:
    """One kind of work. Subclass, and register with `@handler(kind, queue=...)`.

    `work` and `effect` may run more than once for the same job, but only one effect is ever committed. A DomainError
    from either ends the job at once with its message; any other error is tried again later.
    """

    kind = ""
    queue = "default"

    def work(self, args: Args, progress: Progress) -> Any:
        """Do what is slow, outside any transaction; return what the effect needs. Nothing of it may show twice."""

    def effect(self, args: Args, result: Any) -> dict[str, Any] | None:
        """Make the result count, in the transaction that marks the job done. Return what to keep as its outcome."""

    def on_failed(self, args: Args, reason: str) -> None:
        """Tell the subject, in the transaction that marks the job failed. `reason` is written for the user."""


H = TypeVar("H", bound=type[Handler])

_handlers: dict[str, Handler] = {}


def handler(kind: str, *, queue: str = "default") -> Callable[[H], H]:
    """Register a Handler class for a kind of job. Raises ValueError for an unknown queue or a kind taken by another."""
    if queue not in QUEUES:
        raise ValueError(f"{kind}: no queue {queue!r}; the workers listen to {', '.join(sorted(QUEUES))}")

    def register(cls: H) -> H:
        known = _handlers.get(kind)
        if known and type(known).__qualname__ != cls.__qualname__:
            raise ValueError(f"{kind} is registered by {type(known).__qualname__} already")
        instance = cls()
        instance.kind, instance.queue = kind, queue
        _handlers[kind] = instance
        return cls

    return register


def get_handler(kind: str) -> Handler:
    """Return the handler. Raises ValueError for a kind nobody registered."""
    try:
        return _handlers[kind]
    except KeyError:
        raise ValueError(f"no handler registered for jobs of kind {kind!r}; is it in its app's tasks.py?") from None
