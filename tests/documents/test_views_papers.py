"""A paper on the screen and its file: who sees it, what is handed out, what when the disk lies."""

import itertools
import logging
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation_portal.audit.models import Event
from emulation_portal.documents.models import DocumentFile, LooseCopy
from emulation_portal.documents.serving import ascii_name
from emulation_portal.documents.storage import store
from emulation_portal.jobs.enums import JobState
from emulation_portal.jobs.models import Job
from emulation_portal.rights.enums import Role
from tests.factories.documents import clerk, issued_document, issuer, revoke, transcribed_document, with_file
from tests.factories.people import user_with_role

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 noi dung mau"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def _as(client: Client, role: Role) -> Client:
    client.force_login(user_with_role(role))
    return client


def test_detail_public_paper_is_read_by_everybody(client: Client) -> None:
    document = issued_document(file=PDF)

    page = client.get(document.get_absolute_url()).content.decode()

    assert "Kế hoạch số 01/KH-LMHTX" in page
    assert "Đang có hiệu lực" in page
    assert document.printed_code in page
    assert document.file.sha256 in page
    assert "Quá trình xử lý</h2>" not in page  # who did what is for the office
    assert "Hoàng Thị Thí Điểm" not in page


def test_detail_office_sees_history(client: Client) -> None:
    document = issued_document(file=PDF)

    page = _as(client, Role.OFFICER).get(document.get_absolute_url()).content.decode()

    assert "Cấp số, ghi sổ văn bản" in page
    assert "Hoàng Thị Thí Điểm" in page


@pytest.mark.parametrize("name", ["detail", "file"])
@pytest.mark.parametrize("role", [None, Role.UNIT_HEAD, Role.UNIT_EDITOR, Role.COUNCIL_MEMBER])
def test_paper_not_public_does_not_exist_for_others(client: Client, name: str, role: Role | None) -> None:
    document = issued_document(is_public=False, file=PDF)
    if role:
        _as(client, role)

    assert client.get(reverse(f"documents:{name}", args=[document.pk])).status_code == 404


def test_paper_not_public_is_read_by_the_office(client: Client) -> None:
    document = issued_document(is_public=False, file=PDF)

    response = _as(client, Role.LEADER).get(reverse("documents:file", args=[document.pk]))

    assert response.getvalue() == PDF
    assert response["Cache-Control"] == "private, no-cache"


def test_file_headers(client: Client) -> None:
    document = issued_document(file=PDF)

    response = client.get(reverse("documents:file", args=[document.pk]))

    assert response.getvalue() == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="01-KH-LMHTX.pdf"'
    assert response["Cache-Control"] == "public, max-age=600"
    assert response["ETag"] == f'"{document.file.sha256}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert (
        client.get(
            reverse("documents:file", args=[document.pk]), headers={"if-none-match": response["ETag"]}
        ).status_code
        == 304
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("644/KH-LMHTX", "644-KH-LMHTX"),
        ("05/QĐ-HĐTĐKT", "05-QD-HDTDKT"),
        ("../../etc/\r\nX: đ", "etc-X-d"),
        ("…", "van-ban"),
    ],
)
def test_file_name_is_ascii(text: str, name: str) -> None:
    assert ascii_name(text) == name


@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_file_damaged_on_disk_is_not_handed_out(client: Client, damage: str, caplog) -> None:
    document = issued_document(file=PDF)
    path = Path(settings.MEDIA_ROOT) / document.file.storage_name
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(PDF[:-1] + (b"X" if damage == "changed" else b""))

    with caplog.at_level(logging.CRITICAL):
        answers = [client.get(reverse("documents:file", args=[document.pk])) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [503] * 3
    assert "không còn nguyên vẹn" in answers[0].content.decode()
    assert PDF[:-1] not in answers[0].content
    assert Event.objects.filter(verb="document.file_damaged", object_id=str(document.pk)).count() == 1


def test_file_not_rendered_yet_says_so(client: Client) -> None:
    document = issued_document()

    response = client.get(reverse("documents:file", args=[document.pk]))

    assert response.status_code == 404
    assert "đang được tạo" in response.content.decode()


def test_detail_waits_for_the_file_and_asks_again(client: Client) -> None:
    document = issued_document()
    _as(client, Role.CLERK)

    waiting = client.get(document.get_absolute_url()).content.decode()
    with_file(document, PDF)
    ready = client.get(document.get_absolute_url()).content.decode()

    assert 'hx-select="#file-state"' in waiting
    assert "Đang chờ" in waiting
    assert 'hx-select="#file-state"' not in ready
    assert "Mở PDF" in ready


@pytest.mark.parametrize("looked_at", ["jobs_job", "documents_documentfile"])
def test_detail_asked_at_the_moment_the_file_is_ready_is_no_dead_end(client: Client, looked_at: str) -> None:
    document = issued_document()
    _as(client, Role.CLERK)
    looks = itertools.count()

    def finish_after(execute, sql, *rest):
        answer = execute(sql, *rest)
        if f'FROM "{looked_at}"' in sql and next(looks) == 0:
            with_file(document, PDF)
            _finish(document.job_key)
        return answer

    with connection.execute_wrapper(finish_after):
        page = client.get(document.get_absolute_url()).content.decode()

    assert ('hx-select="#file-state"' in page) != ("Mở PDF" in page)  # it asks again, or it has the file


def _finish(key: str, state: JobState = JobState.DONE) -> None:
    jobs = Job.objects.filter(key=key)
    jobs.update(state=JobState.RUNNING, owner=uuid.uuid4(), lease_until=Now())
    jobs.update(state=state, owner=None, lease_until=None, finished_at=Now(), reason="Máy chủ hết chỗ lưu tệp.")


def test_detail_does_not_say_that_a_file_is_coming_when_it_failed(client: Client) -> None:
    document = issued_document()
    _finish(document.job_key, JobState.FAILED)

    public = client.get(document.get_absolute_url()).content.decode()
    office = _as(client, Role.OFFICER).get(document.get_absolute_url()).content.decode()

    assert "Chưa tạo được tệp PDF" in public
    assert "đang được tạo" not in public
    assert "hết chỗ lưu tệp" not in public  # the reason is for those who can act on it
    assert "Máy chủ hết chỗ lưu tệp." in office


def test_detail_shows_versions_and_leads_to_the_newest(client: Client) -> None:
    first = transcribed_document(number=644, summary=("Bản nhập đầu",), file=b"%PDF-1")
    second = transcribed_document(number=644, summary=("Bản nhập đã sửa",), supersedes=first, file=b"%PDF-2")

    page = client.get(first.get_absolute_url()).content.decode()

    assert "Văn bản đã được thay thế" in page
    assert f'<a href="{second.get_absolute_url()}">bản mới nhất' in page
    assert "không lưu trên cổng này" in page
    assert client.get(reverse("documents:file", args=[first.pk])).getvalue() == b"%PDF-1"


def test_detail_revoked_says_when_and_keeps_the_reason_inside(client: Client) -> None:
    document = issued_document(file=PDF)
    revoke(document_id=document.pk, reason="Ban hành nhầm đợt", by=user_with_role(Role.LEADER))

    public = client.get(document.get_absolute_url()).content.decode()
    office = _as(client, Role.OFFICER).get(document.get_absolute_url()).content.decode()

    assert "Văn bản đã bị thu hồi" in public
    assert "Ban hành nhầm đợt" not in public
    assert "Ban hành nhầm đợt" in office


def _loose_copy() -> LooseCopy:
    name, _ = store("copies", PDF)
    return LooseCopy.objects.create(
        digest="a" * 64,
        template="nd30",
        payload={},
        file_name="du-thao.pdf",
        storage_name=name,
        subject_type="campaigns.campaignplan",
        subject_id=1,
        pages=1,
        issuer=issuer(),
    )


@pytest.mark.parametrize("name", ["copy", "copy-file"])
def test_copy_is_for_the_office_only(client: Client, name: str) -> None:
    copy = _loose_copy()
    address = reverse(f"documents:{name}", args=[copy.pk])

    anonymous = client.get(address)
    unit = _as(client, Role.UNIT_HEAD).get(address)
    office = _as(client, Role.ACCOUNTANT).get(address)

    assert anonymous.status_code == 302
    assert unit.status_code == 404  # which of them are printed for units, their subjects say
    assert office.status_code == 200
    office.close()


def test_page_of_a_copy_names_what_is_printed_and_leads_back(client: Client) -> None:
    copy = _loose_copy()
    LooseCopy.objects.filter(pk=copy.pk).update(payload={"type": "KH", "summary": ["Triển khai", "phong trào"]})
    Job.objects.create(kind="documents.render_copy", key=copy.job_key, label="Tạo bản xem", subject_url="/ke-hoach/1/")

    page = _as(client, Role.OFFICER).get(reverse("documents:copy", args=[copy.pk])).content.decode()

    assert "<title> PDF dự thảo: Kế hoạch triển khai phong trào – " in " ".join(page.split())
    assert '<a href="/ke-hoach/1/">Kế hoạch triển khai phong trào</a>' in " ".join(page.split())


def test_copy_file_headers_and_damage(client: Client) -> None:
    copy = _loose_copy()
    address = reverse("documents:copy-file", args=[copy.pk])
    _as(client, Role.OFFICER)

    response = client.get(address)
    assert response.getvalue() == PDF
    (Path(settings.MEDIA_ROOT) / copy.storage_name).write_bytes(b"%PDF-khac")
    logging.disable(logging.CRITICAL)
    damaged = client.get(address)
    logging.disable(logging.NOTSET)

    assert (response["Content-Disposition"], response["Cache-Control"]) == (
        'inline; filename="du-thao.pdf"',
        "private, no-cache",
    )
    assert damaged.status_code == 503


def test_detail_costs_the_same_with_a_long_history(client: Client) -> None:
    document = issued_document(file=PDF)
    client.force_login(clerk())
    client.get(document.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        client.get(document.get_absolute_url())
    for n in range(30):
        Event.objects.create(
            verb="document.issued",
            actor_name=f"Người {n}",
            object_type="documents.document",
            object_id=str(document.pk),
            object_name=str(document),
        )

    with CaptureQueriesContext(connection) as many:
        client.get(document.get_absolute_url())

    assert len(many) == len(few)
    assert DocumentFile.objects.count() == 1
