"""Files at things: kept as they came, read by who reads the thing, and gone when nothing names them."""

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.documents.received.actions import add_file, record_received, take_file_away
from emulation_portal.files import actions
from emulation_portal.files.actions import FileRefused, TooManyFiles, file_storage
from emulation_portal.files.models import StoredFile
from emulation_portal.files.queries import files_of
from emulation_portal.rights.enums import Role
from tests.factories import documents, files
from tests.factories.people import user_with_role
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(tmp_path: object, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer() -> object:
    return user_with_role(Role.OFFICER)


@pytest.fixture
def paper(officer: object) -> object:
    return record_received(
        documents.issuer(),
        by=officer,
        issued_by="Ủy ban nhân dân tỉnh",
        document_type="Kế hoạch",
        number="25/KH-UBND",
        issued_on=today(),
        received_on=today(),
        summary="Về việc phát động phong trào",
    )


def client_of(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def status_of(user: object, url: str) -> int:
    """Return how the address answers the user; what it hands out is read to its end."""
    response = client_of(user).get(url)
    if response.streaming:
        response.getvalue()
    return response.status_code


def test_officer_attaches_a_scan_and_takes_it_away_again(officer: object, paper: object) -> None:
    desk = Desk(officer)
    sent = io.BytesIO(files.pdf(2))
    sent.name = "Bản chụp kế hoạch.pdf"
    page = desk.press(desk.open(paper.get_absolute_url()), "Đính kèm tệp", files={"file": sent})
    assert page.says("Bản chụp kế hoạch.pdf")
    assert page.says("2 trang")

    page = desk.press(page, "Gỡ")

    assert not page.says("2 trang")
    assert files_of(paper).count() == 0
    verbs = list(Event.objects.filter(verb__startswith="received.file").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["received.file_added", "received.file_removed"]


def test_file_that_is_sent_by_two_presses_stands_there_once(officer: object, paper: object) -> None:
    first = add_file(pk=paper.pk, file=files.sent(by=officer), by=officer)
    again = files.sent(by=officer)  # the first stands at the paper by now, so this is a file of its own

    assert add_file(pk=paper.pk, file=again, by=officer).pk == first.pk
    assert files_of(paper).count() == Event.objects.filter(verb="received.file_added").count() == 1


def test_file_taken_away_goes_in_the_night(
    officer: object, paper: object, django_capture_on_commit_callbacks: object
) -> None:
    file = add_file(pk=paper.pk, file=files.sent(by=officer), by=officer)
    StoredFile.objects.update(sent_at=timezone.now() - dt.timedelta(days=40))
    take_file_away(pk=paper.pk, key=file.pk, by=officer)
    assert file_storage().exists(file.storage_name)

    with django_capture_on_commit_callbacks(execute=True):
        assert actions.purge_loose(on=today()) == 1

    assert not file_storage().exists(file.storage_name)


def test_file_that_goes_while_it_is_looked_at_is_no_damage(officer: object) -> None:
    file = files.sent(by=officer)
    StoredFile.objects.filter(pk=file.pk).delete()
    file_storage().delete(file.storage_name)

    assert actions.is_whole(file)
    assert not Event.objects.filter(verb="file.damaged").exists()


def test_hostile_file_stays_out_and_the_page_says_why(officer: object, paper: object) -> None:
    sent = io.BytesIO(b"<html>")
    sent.name = "a.pdf"
    desk = Desk(officer)

    page = desk.press(desk.open(paper.get_absolute_url()), "Đính kèm tệp", files={"file": sent})

    assert page.status == 422
    assert page.says("Cổng không nhận ra tệp này. Hãy gửi tệp PDF")
    assert StoredFile.objects.count() == 0


def test_download_is_a_download_under_its_own_name_and_runs_nothing(officer: object, paper: object) -> None:
    file = add_file(pk=paper.pk, file=files.sent(by=officer, name="Kế hoạch “xanh”.png"), by=officer)

    response = client_of(officer).get(file.get_absolute_url())

    assert response.getvalue()[:4] == b"\x89PNG"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''K%E1%BA%BF%20ho%E1%BA%A1ch")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Type"] == "image/png"


def test_file_is_read_by_who_reads_the_thing_and_nobody_else(officer: object, paper: object) -> None:
    file = add_file(pk=paper.pk, file=files.sent(by=officer), by=officer)
    readers = (Role.CLERK, Role.UNIT_HEAD)
    outcomes = {who: status_of(user_with_role(who), file.get_absolute_url()) for who in readers}

    assert outcomes == {Role.CLERK: 200, Role.UNIT_HEAD: 404}
    assert Client().get(file.get_absolute_url()).status_code == 302


def test_loose_file_is_its_senders_alone(officer: object) -> None:
    file = files.sent(by=officer)

    assert status_of(officer, file.thumbnail_url) == 200
    assert status_of(user_with_role(Role.CLERK), file.thumbnail_url) == 404


def test_file_of_another_is_not_attached(officer: object, paper: object) -> None:
    file = files.sent(by=user_with_role(Role.CLERK))

    with pytest.raises(FileRefused):
        add_file(pk=paper.pk, file=file, by=officer)


def test_second_press_is_the_same_file(officer: object, paper: object) -> None:
    one, two = files.sent(by=officer), files.sent(by=officer)
    for file in (one, two):
        add_file(pk=paper.pk, file=StoredFile.objects.get(pk=file.pk), by=officer)

    assert one.pk == two.pk
    assert Event.objects.filter(verb="received.file_added").count() == 1


def test_most_files_at_a_thing(officer: object, paper: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_AT_A_THING", 1)
    add_file(pk=paper.pk, file=files.sent(by=officer), by=officer)

    with pytest.raises(TooManyFiles, match="gộp bớt"):
        add_file(pk=paper.pk, file=files.sent(by=officer, content=files.pdf()), by=officer)


def test_damaged_file_is_not_handed_out_and_told_to_the_log_once(officer: object, paper: object) -> None:
    file = add_file(pk=paper.pk, file=files.sent(by=officer), by=officer)
    with open(file_storage().path(file.storage_name), "ab") as stream:
        stream.write(b"x")

    statuses = [status_of(officer, file.get_absolute_url()) for _ in range(2)]

    assert statuses == [503, 503]
    assert Event.objects.filter(verb="file.damaged").count() == 1


def test_sweep_finds_what_is_damaged_and_what_is_gone(officer: object) -> None:
    whole, gone = files.sent(by=officer), files.sent(by=officer, content=files.pdf(), name="a.pdf")
    file_storage().delete(gone.storage_name)

    assert actions.sweep_files() == 1
    assert set(StoredFile.objects.filter(is_damaged=True)) == {gone}
    assert StoredFile.objects.get(pk=whole.pk).looked_at is not None


def test_sweep_goes_on_behind_a_file_that_the_disk_gives_no_more(
    officer: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = files.sent(by=officer), files.sent(by=officer, content=files.pdf(), name="a.pdf")
    opening = type(file_storage())._open

    class Broken(io.BytesIO):
        def read(self, *_size: int) -> bytes:
            raise OSError(5, "Input/output error")

    def give(storage: object, name: str, mode: str = "rb") -> object:
        return Broken() if name == first.storage_name else opening(storage, name, mode)

    monkeypatch.setattr(type(file_storage()), "_open", give)

    assert actions.sweep_files() == 1
    assert set(StoredFile.objects.filter(is_damaged=True)) == {first}
    assert StoredFile.objects.get(pk=second.pk).looked_at is not None
    assert status_of(officer, first.get_absolute_url()) in {404, 503}


def test_loose_files_go_after_two_nights_with_their_bytes(
    officer: object, paper: object, django_capture_on_commit_callbacks: object
) -> None:
    loose = files.sent(by=officer)
    kept = add_file(pk=paper.pk, file=files.sent(by=officer, content=files.pdf(), name="a.pdf"), by=officer)
    StoredFile.objects.update(sent_at=timezone.now() - dt.timedelta(days=4))

    with django_capture_on_commit_callbacks(execute=True):
        assert actions.purge_loose(on=today()) == 1

    assert list(StoredFile.objects.all()) == [kept]
    assert not file_storage().exists(loose.storage_name)
    assert not file_storage().exists(loose.thumbnail_name)
    assert file_storage().exists(kept.storage_name)


def test_full_disk_keeps_nothing(officer: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(file_storage()), "_save", full)

    with pytest.raises(FileRefused, match="hết chỗ lưu tệp"):
        files.sent(by=officer)

    assert StoredFile.objects.count() == 0


def test_address_of_nothing_is_nothing(officer: object) -> None:
    assert client_of(officer).get("/tep/00000000-0000-4000-8000-000000000000/").status_code == 404
    assert reverse("files:download", args=["00000000-0000-4000-8000-000000000000"]).startswith("/tep/")
