"""What stands between two workers that made the same file, and what a writer leaves that was killed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from emulation_portal.documents.models import DocumentFile
from emulation_portal.documents.storage import document_storage, store
from emulation_portal.jobs.actions import sweep
from emulation_portal.jobs.actions.ending import LeaseLost, finish
from emulation_portal.jobs.actions.running import claim
from emulation_portal.jobs.models import Job
from emulation_portal.jobs.registry import get_handler
from tests.factories.documents import issued_document, with_file
from tests.waiting import until

from .witness import Witness, check_books

PDF = b"%PDF-1.7 mau"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def files():
    return sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def a_result():
    name, sha256 = store("documents", PDF)
    return {"storage_name": name, "sha256": sha256, "size_bytes": len(PDF), "pages": 1}


@pytest.mark.django_db
def test_worker_that_lost_its_lease_writes_no_second_file():
    job = Job.objects.get(key=issued_document().job_key)
    sleeper = claim(job.pk)
    Job.objects.filter(pk=job.pk).update(lease_until=Now())
    sweep()
    successor = claim(job.pk)
    handler = get_handler("documents.render")

    finish(successor, handler, a_result())
    with pytest.raises(LeaseLost):
        finish(sleeper, handler, a_result())

    assert DocumentFile.objects.count() == 1
    assert len(files()) == 1


@pytest.mark.django_db
def test_without_the_lease_the_database_still_refuses_a_second_file():
    document = issued_document()
    effect = get_handler("documents.render").effect
    effect({"document_id": document.pk}, a_result())

    with pytest.raises(IntegrityError), transaction.atomic():
        effect({"document_id": document.pk}, a_result())

    assert DocumentFile.objects.filter(document=document).count() == 1


@pytest.mark.django_db
def test_without_lease_and_key_there_would_be_two():
    """The control: both guards taken away, the same acts do write twice, so the tests above can fail."""
    document = issued_document()
    effect = get_handler("documents.render").effect
    drop_the_key_of("documents_documentfile", "document_id")

    for _ in range(2):
        effect({"document_id": document.pk}, a_result())

    assert DocumentFile.objects.filter(document=document).count() == 2


def drop_the_key_of(table, column):
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table)
        (name,) = (name for name, c in constraints.items() if c["unique"] and c["columns"] == [column])
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


@pytest.mark.django_db(transaction=True)
def test_witness_catches_a_link_that_comes_before_its_file():
    document = issued_document()
    witness = Witness(document)
    assert witness.look().startswith("Đang chờ")

    DocumentFile.objects.create(document=document, **a_result() | {"storage_name": "documents/none.pdf"})

    with pytest.raises(AssertionError):
        witness.look()


@pytest.mark.django_db
def test_check_of_the_books_catches_a_file_too_many():
    with_file(issued_document(), PDF)
    check_books(last=1)

    store("documents", b"%PDF-1.7 khac")

    with pytest.raises(AssertionError):
        check_books(last=1)


SLOW_WRITER = """
import sys, time
import django
django.setup()
from django.core.files.base import ContentFile
from emulation_portal.documents.storage import document_storage
class Slow(ContentFile):
    def chunks(self, chunk_size=None):
        yield self.read()
        time.sleep(600)
document_storage().save(sys.argv[1], Slow(b"half"))
"""


@pytest.fixture
def slow_writer(tmp_path):
    """A process that has written half of a file and does not go on."""
    command = [sys.executable, "-W", "ignore", "-c", SLOW_WRITER, "documents/ab/file.pdf"]
    writer = subprocess.Popen(command, cwd=settings.BASE_DIR, env={**os.environ, "MEDIA_ROOT": str(tmp_path)})
    try:
        until(files, what="the half file")
        yield writer
    finally:
        writer.kill()
        writer.wait()


def test_half_file_of_a_killed_writer_is_cleared_away_by_the_next(slow_writer):
    (half,) = files()
    slow_writer.kill()
    slow_writer.wait()
    assert files() == [half]

    document_storage().save("documents/ab/file.pdf", ContentFile(PDF))

    assert half.startswith(".writing-")
    assert files() == ["file.pdf"]


def test_half_file_of_a_living_writer_is_left_alone(slow_writer):
    (half,) = files()

    document_storage().save("documents/ab/file.pdf", ContentFile(PDF))

    assert files() == [half, "file.pdf"]
