"""A save never overwrites what it has not read: the page sends along a digest of what it showed.

The form compares it with the row as it looks (`versioned_forms`), the act once more under the row's lock: somebody may
save between the two.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection, Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db import models
from django.utils import timezone

from .changes import plain
from .dates import short_date
from .declarations import declared
from .errors import DomainError

Row = TypeVar("Row", bound=models.Model)

_LENGTH = 16  # hexadecimal digits: two texts of one row that share a digest do not come together by chance


def digest(*said: Any) -> str:
    """Return a short digest of plain values, dates and numbers among them."""
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=plain)
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def version_of(row: models.Model, names: Iterable[str]) -> str:
    """Return the digest of what these fields of the row say."""
    values = {name: _field(row, name).value_from_object(row) for name in names}
    return digest(row._meta.label_lower, str(row.pk), values)


def _field(row: models.Model, name: str) -> Any:
    return row._meta.get_field(name)


@dataclass(frozen=True)
class Read:
    """What somebody had before their eyes: which fields of a row, and the digest of what these said."""

    names: tuple[str, ...]
    version: str


@dataclass(frozen=True)
class LastChange:
    """Who knows by whom and when a thing was changed last: `find(row, fields)`, None when it is not known."""

    find: Callable[[models.Model, Collection[str]], tuple[str, dt.datetime] | None]


def last_change_words(rows: Iterable[models.Model], names: Collection[str]) -> str:
    """Return the sentence that says who changed these fields of the rows last, and when; "" when nobody knows."""
    found = [change for row in rows for knows in declared(LastChange) if (change := knows.find(row, names))]
    if not found:
        return ""
    who, at = max(found, key=lambda change: change[1])
    at = timezone.localtime(at)
    return f"Lần sửa gần nhất: {who}, lúc {at:%H:%M} ngày {short_date(at.date())}."


class ChangedMeanwhile(DomainError):
    """What would be overwritten was not read. `row` is as it stands now; nothing was written.

    `logged_with`: on what the log tells of changes, where that is not the row itself.
    """

    def __init__(self, row: models.Model, names: Collection[str], *, logged_with: Iterable[models.Model] = ()) -> None:
        told = "Nội dung này đã được sửa sau khi bạn mở trang."
        super().__init__(" ".join(filter(None, [told, last_change_words([*logged_with] or [row], names)])))
        self.row = row


class GoneMeanwhile(DomainError):
    """The row is there no more."""

    def __init__(self) -> None:
        super().__init__("Mục này vừa bị người khác xóa. Hãy quay lại danh sách để xem.")


def check_read(row: models.Model, read: Read | None) -> None:
    """Raise ChangedMeanwhile unless the locked row says what was read. None, as of an act without a page, asks for no check."""
    if read is not None and version_of(row, read.names) != read.version:
        raise ChangedMeanwhile(row, read.names)


@dataclass
class Saving(Generic[Row]):
    """What an act is about to write into a locked row: `before` as it stands, `after` with what was changed and no more."""

    before: Row
    after: Row
    names: list[str]
    read: Read | None = None
    told: dict[str, list[Any]] = field(default_factory=dict)  # {column: [before, after]}, for the log

    def take(self, name: str, value: Any) -> None:
        """Let a column say this. What it says already is no change."""
        kept = _field(self.before, name)
        if getattr(self.before, kept.attname) == value:
            return
        setattr(self.after, kept.attname, value)
        self.names.append(kept.attname)
        both = [getattr(row, kept.name) for row in (self.before, self.after)]  # of a key, the row: its name is told
        self.told[kept.name] = [each if isinstance(each, bool) else str(each or "") for each in both]

    def write(self) -> Row:
        """Write the columns that change, and no other. Raises ChangedMeanwhile: what they said was not read."""
        if self.names:
            check_read(self.before, self.read)
            self.after.save(update_fields=self.names)
        return self.after


def saving(row: Row, names: Iterable[str], *, read: Read | None) -> Saving[Row]:
    """Lock a row that a form has written into, and return what saving it would change of these fields.

    With `read`, only fields that the page showed are written: of the others the form holds what it happened to load.
    Raises GoneMeanwhile.
    """
    before = type(row)._base_manager.select_for_update(no_key=True).filter(pk=row.pk).first()
    if before is None:
        raise GoneMeanwhile
    change = Saving(before, copy(before), [], read)
    for name in names:
        if read is None or name in read.names:
            change.take(name, getattr(row, _field(row, name).attname))
    return change
