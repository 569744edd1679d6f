"""The page of the file: what it refuses it says in words of reading; what was read and not confirmed can be let go."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.models import CampaignPlan
from emulation_portal.audit.models import Event
from emulation_portal.documents.drafts.actions import purge_imports
from emulation_portal.documents.drafts.models import PaperImport
from emulation_portal.documents.drafts.views.importing import WAITING_SHOWN
from tests.factories import campaigns
from tests.scenarios.desk import Desk, Page

from .test_import_preview import DRAFT, confirm, read

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


def send(desk: Desk, name: str, content: bytes) -> Page:
    page = desk.open(reverse("drafts:import", args=["ke-hoach"]))
    return desk.press(page, "Đọc tệp", files={"file": SimpleUploadedFile(name, content)})


def names(page: Page) -> list[str]:
    return [" ".join(link.text_content().split()) for link in page.tree.xpath("//ul[@class='waiting-files']//a")]


def discard(desk: Desk, page: Page, pk: int) -> Page:
    token = page.tree.xpath("//input[@name='csrfmiddlewaretoken']")[0].get("value")
    return desk.send(reverse("drafts:import", args=["ke-hoach"]), {"csrfmiddlewaretoken": token, "discard": str(pk)})


@pytest.mark.parametrize(
    ("name", "size", "advice"),
    [
        ("ke-hoach.txt", 6 * MEGABYTE, "Tệp nặng 6 MB, quá mức 5 MB. Hãy tách phụ lục ra tệp riêng rồi nhập lại."),
        ("ke-hoach.docx", 6 * MEGABYTE, "Tệp nặng 6 MB, quá mức 5 MB. Hãy bỏ bớt ảnh trong tệp rồi nhập lại."),
        ("ke-hoach.txt", 30 * MEGABYTE, "Tệp nặng 30 MB, quá mức 5 MB. Hãy tách phụ lục ra tệp riêng rồi nhập lại."),
        ("ke-hoach.pdf", 6 * MEGABYTE, "Cổng không nhập tệp PDF. Hãy dùng tệp Word gốc (.docx)."),
    ],
)
def test_refused_file_is_told_what_helps_with_such_a_file(officer: Desk, name: str, size: int, advice: str):
    page = send(officer, name, b"a" * size)

    assert page.status == 422
    assert page.says("Chưa đọc được tệp.")
    assert not page.says("Chưa lưu được")
    assert [" ".join(e.text_content().split()) for e in page.tree.xpath("//div[@id='id_file_error']")] == [advice]


def test_all_files_that_wait_can_be_reached(officer: Desk):
    for at in range(WAITING_SHOWN + 2):
        read(officer, f"{DRAFT}{at}", f"ke-hoach-{at}.md")

    first = officer.open(reverse("drafts:import", args=["ke-hoach"]))
    second = officer.open(f"{reverse('drafts:import', args=['ke-hoach'])}?page=2")

    assert (names(first)[0], len(names(first))) == (f"ke-hoach-{WAITING_SHOWN + 1}.md", WAITING_SHOWN)
    assert names(second) == ["ke-hoach-1.md", "ke-hoach-0.md"]
    assert first.says(f"trong {WAITING_SHOWN + 2} tệp")


def test_file_that_waits_is_let_go_and_the_log_tells_it(officer: Desk):
    read(officer, DRAFT, "nhầm.md")
    source = PaperImport.objects.get()
    page = officer.open(reverse("drafts:import", args=["ke-hoach"]))

    landed = officer.press(page, "Bỏ")
    again = discard(officer, landed, source.pk)

    event = Event.objects.get(verb="import.discarded")
    assert (landed.status, again.status, PaperImport.objects.count()) == (200, 200, 0)
    assert (event.object_name, event.actor_name, event.data) == (
        "nhầm.md",
        campaigns.cast().officer.full_name,
        {"sha256": source.sha256},
    )


def test_file_of_somebody_else_or_of_a_plan_is_not_let_go(officer: Desk):
    preview = read(officer, DRAFT)
    theirs = PaperImport.objects.get()
    clerk = Desk(campaigns.cast().clerk)
    discard(clerk, clerk.open(reverse("drafts:import", args=["ke-hoach"])), theirs.pk)
    confirm(officer, preview)

    discard(officer, officer.open(reverse("drafts:import", args=["ke-hoach"])), theirs.pk)

    assert PaperImport.objects.get().draft.own == CampaignPlan.objects.get()
    assert not Event.objects.filter(verb="import.discarded").exists()


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 30, "٣"])
def test_forged_key_is_no_crash(officer: Desk, key: str):
    page = officer.open(reverse("drafts:import", args=["ke-hoach"]))
    token = page.tree.xpath("//input[@name='csrfmiddlewaretoken']")[0].get("value")

    landed = officer.send(reverse("drafts:import", args=["ke-hoach"]), {"csrfmiddlewaretoken": token, "discard": key})

    assert (landed.status, landed.url) == (200, reverse("drafts:import", args=["ke-hoach"]))


def test_file_that_nobody_imports_goes_after_a_year_and_one_that_was_imported_stays(officer: Desk):
    on, year_ago = dt.date(2026, 11, 25), dt.datetime(2025, 11, 24, 17, tzinfo=dt.UTC)
    for at in range(3):
        read(officer, f"{DRAFT}{at}", f"ke-hoach-{at}.md")
    _, imported, young = PaperImport.objects.order_by("pk")
    PaperImport.objects.filter(pk=imported.pk).update(draft=campaigns.complete_draft())
    PaperImport.objects.exclude(pk=young.pk).update(created_at=year_ago - dt.timedelta(seconds=1))
    PaperImport.objects.filter(pk=young.pk).update(created_at=year_ago)

    assert purge_imports(on=dt.date(2025, 12, 31)) == 0
    assert purge_imports(on=on) == 1
    assert purge_imports(on=on) == 0
    assert set(PaperImport.objects.all()) == {imported, young}
