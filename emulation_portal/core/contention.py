"""Acts that stood in each other's way in the database: one of them was let go, and may be done again."""

from django.db import OperationalError
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
