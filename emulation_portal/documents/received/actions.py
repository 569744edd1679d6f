"""Recording what other bodies sent, and taking back what was recorded wrongly."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.models import Issuer
from emulation_portal.files.actions import attach_file, detach_file
from emulation_portal.files.models import StoredFile
from emulation_portal.files.queries import files_of

from . import policies
from .models import ReceivedPaper

SAME_PRESS = dt.timedelta(minutes=1)


class RecordedAlready(DomainError):
    """The paper is there."""


@transaction.atomic
def record_received(receiver: Issuer, *, by: User, file: dict[str, str] | None = None, **facts: Any) -> ReceivedPaper:
    """Keep a paper that another body sent. `file` has its name, digest and text when it came as one. The same again
    within a minute, as by a double click, is the same paper.

    Raises PermissionDenied, RecordedAlready.
    """
    policies.check_can_record(by, receiver.unit)
    Issuer.objects.select_for_update(no_key=True, of=("self",)).get(pk=receiver.pk)  # two clicks, one after the other
    same = {name: facts[name] for name in ("issued_by", "number", "issued_on")}
    if there := ReceivedPaper.objects.kept().filter(receiver=receiver, **same).first():
        if _is_the_same_press(there, facts, file or {}, by=by):
            return there
        raise RecordedAlready(f"{there} của {there.issued_by} đã được ghi nhận. Hãy tìm trong danh sách văn bản đến.")
    paper = ReceivedPaper.objects.create(receiver=receiver, recorded_by=by, **facts, **(file or {}))
    record("received.recorded", paper, by=by, data={"number": paper.number, "issued_by": paper.issued_by})
    return paper


def _is_the_same_press(there: ReceivedPaper, facts: dict[str, Any], file: dict[str, str], *, by: User) -> bool:
    """Whether the same person sent the very same a moment ago: anything else that differs would be lost."""
    is_same = all(getattr(there, name) == value for name, value in facts.items()) and there.sha256 == file.get(
        "sha256", ""
    )
    return is_same and there.recorded_by_id == by.pk and timezone.now() - there.recorded_at < SAME_PRESS


def recorded_just_now(by: User) -> ReceivedPaper | None:
    """Return what the person recorded a moment ago: where a second press of the same button leads."""
    since = timezone.now() - SAME_PRESS
    return ReceivedPaper.objects.kept().filter(recorded_by=by.pk, recorded_at__gt=since).order_by("-pk").first()


@transaction.atomic
def add_file(*, pk: int, file: StoredFile, by: User) -> StoredFile:
    """Đính kèm tệp: put a file that was received at the paper, its scan say. Raises PermissionDenied, FileRefused, TooManyFiles."""
    paper = _locked(pk, by=by)
    if same := _same_press(paper, file, by=by):
        return same
    was_there = not file.is_loose
    attached = attach_file(file, paper, by=by)
    if not was_there:
        record("received.file_added", paper, by=by, data={"file": attached.name, "sha256": attached.sha256})
    return attached


def _same_press(paper: ReceivedPaper, file: StoredFile, *, by: User) -> StoredFile | None:
    """Return the same file that the same person put at the paper a moment ago."""
    since = timezone.now() - SAME_PRESS
    return files_of(paper).filter(sha256=file.sha256, sent_by=by, sent_at__gt=since).exclude(pk=file.pk).first()


@transaction.atomic
def take_file_away(*, pk: int, key: UUID, by: User) -> str:
    """Gỡ tệp đính kèm; return its name, empty when it is gone already, as by a second press. Raises PermissionDenied."""
    paper = _locked(pk, by=by)
    file = files_of(paper).select_for_update().filter(pk=key).first()
    if file is None:
        return ""
    record("received.file_removed", paper, by=by, data={"file": file.name, "sha256": file.sha256})
    detach_file(file)
    return file.name


def _locked(pk: int, *, by: User) -> ReceivedPaper:
    """Return the paper under its lock. Raises PermissionDenied."""
    papers = ReceivedPaper.objects.select_for_update(of=("self",)).select_related("receiver__unit")
    paper = papers.get(pk=pk)
    policies.check_can_record(by, paper.place)
    return paper


@transaction.atomic
def drop_received(*, pk: int, by: User, reason: str) -> ReceivedPaper:
    """Bỏ văn bản ghi nhầm: it leaves the lists and stays to be read. A second press does nothing. Raises PermissionDenied."""
    paper = _locked(pk, by=by)
    if paper.dropped_at is None:
        paper.dropped_at = timezone.now()
        paper.save(update_fields=["dropped_at"])
        record("received.dropped", paper, by=by, reason=reason)
    return paper
