"""Acts that stood in each other's way in the database: one of them was let go, and may be done again."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, OperationalError, transaction
from django.db.backends.postgresql.psycopg_any import errors

from .errors import DomainError

_LET_GO = (errors.DeadlockDetected, errors.LockNotAvailable, errors.SerializationFailure)


class DoneAtOnce(DomainError):
    """Somebody else was at the same things at the same moment; nothing of this act was written."""

    def __init__(self) -> None:
        super().__init__("Có người khác đang làm với cùng văn bản này nên việc của bạn chưa được lưu. Hãy bấm lại.")


def was_let_go(error: BaseException | None) -> bool:
    """Return whether the database ended an act in favour of another: the connection itself is sound."""
    return isinstance(error, OperationalError) and isinstance(error.__cause__, _LET_GO)


@contextmanager
def naming_what_is_taken(refusals: Mapping[str, Callable[[], DomainError]]) -> Iterator[None]:
    """Let a write say what the database refuses, by the constraint: of two at once, each has looked and found it free."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refused = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if refused not in refusals:
            raise
        raise refusals[refused]() from error
