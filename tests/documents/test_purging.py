"""Copies go after their days, with their files; what an issued paper or another copy needs stays."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from emulation_portal.documents.actions import purge_copies
from emulation_portal.documents.models import Document, DocumentFile, LooseCopy
from emulation_portal.documents.storage import COPIES, store
from emulation_portal.documents.tasks import purge_copies as task
from tests.factories.documents import issued_document, issuer, with_file

pytestmark = pytest.mark.django_db

ON = dt.date(2026, 11, 25)
# The first instant that is kept: 26/10/2026 begins in Việt Nam.
LIMIT = dt.datetime(2026, 10, 25, 17, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def copy_of(content: bytes, made_at: dt.datetime, name: str = "") -> LooseCopy:
    """Return a copy that was asked for and printed at that moment."""
    name = name or store(COPIES, content)[0]
    path = Path(settings.MEDIA_ROOT) / name
    if path.exists():
        os.utime(path, (made_at.timestamp(),) * 2)
    copy = LooseCopy.objects.create(
        digest=os.urandom(32).hex(),
        template="paper",
        payload={},
        file_name="x.pdf",
        storage_name=name,
        issuer=issuer(),
        subject_type="units.unit",
        subject_id=1,
    )
    LooseCopy.objects.filter(pk=copy.pk).update(created_at=made_at)
    return copy


def is_there(name: str) -> bool:
    return (Path(settings.MEDIA_ROOT) / name).exists()


def test_copy_goes_after_thirty_days_with_its_file() -> None:
    old, young = copy_of(b"%PDF-old", LIMIT - SECOND), copy_of(b"%PDF-young", LIMIT)

    assert purge_copies(on=ON) == 1
    assert purge_copies(on=ON) == 0

    assert list(LooseCopy.objects.all()) == [young]
    assert (is_there(old.storage_name), is_there(young.storage_name)) == (False, True)


def test_file_that_a_younger_copy_shares_stays() -> None:
    old = copy_of(b"%PDF-same", LIMIT - SECOND)
    young = copy_of(b"", LIMIT, name=old.storage_name)
    os.utime(Path(settings.MEDIA_ROOT) / old.storage_name, ((LIMIT - SECOND).timestamp(),) * 2)

    assert purge_copies(on=ON) == 1

    assert list(LooseCopy.objects.all()) == [young]
    assert is_there(old.storage_name)


def test_file_of_an_issued_paper_is_never_removed() -> None:
    paper = with_file(issued_document(), b"%PDF-issued")
    shared = copy_of(b"%PDF-shared", LIMIT - SECOND)
    DocumentFile.objects.create(
        document=issued_document(), storage_name=shared.storage_name, sha256="a" * 64, size_bytes=1, pages=1
    )
    copy_of(b"", LIMIT - SECOND, name=paper.file.storage_name)
    os.utime(Path(settings.MEDIA_ROOT) / paper.file.storage_name, (0, 0))

    assert purge_copies(on=ON) == 2

    assert is_there(paper.file.storage_name)
    assert is_there(shared.storage_name)
    assert (Document.objects.count(), DocumentFile.objects.count()) == (2, 2)


def test_file_whose_row_is_about_to_be_written_stays_and_what_was_forgotten_goes() -> None:
    late, forgotten = store(COPIES, b"%PDF-late")[0], store(COPIES, b"%PDF-forgotten")[0]
    os.utime(Path(settings.MEDIA_ROOT) / forgotten, ((LIMIT - SECOND).timestamp(),) * 2)
    os.utime(Path(settings.MEDIA_ROOT) / late, (LIMIT.timestamp(),) * 2)

    purge_copies(on=ON)

    assert (is_there(late), is_there(forgotten)) == (True, False)


def test_copy_that_has_no_file_yet_goes_too() -> None:
    copy_of(b"", LIMIT - SECOND, name="copies/00/none.pdf")

    assert purge_copies(on=ON) == 1


def test_nothing_goes_where_nothing_is_or_before_there_was_a_rule() -> None:
    assert purge_copies(on=ON) == 0
    old = copy_of(b"%PDF-old", dt.datetime(2020, 1, 1, tzinfo=dt.UTC))

    assert purge_copies(on=dt.date(2025, 12, 31)) == 0
    assert is_there(old.storage_name)


def test_task_works_by_the_calendar_of_today() -> None:
    copy_of(b"%PDF-a", timezone.now() - dt.timedelta(days=32))
    young = copy_of(b"%PDF-b", timezone.now() - dt.timedelta(days=29))

    task()

    assert list(LooseCopy.objects.all()) == [young]
