"""Điều sai được trả lời bằng tiếng Việt, nói phải làm gì; không lưu nửa chừng, không lộ lỗi kỹ thuật.

Issue §6: wrong or doubled number, impossible or future date, empty sections, NFD text, lying names, broken and encrypted
Word files, 50 MB, HTML and script in text.
"""

import datetime as dt
import io
import unicodedata
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.models import CampaignPlan
from emulation_portal.core.dates import short_date, today
from emulation_portal.documents.drafts.enums import DraftStatus as P
from emulation_portal.documents.drafts.models import PaperImport
from emulation_portal.documents.enums import NumberingMode
from emulation_portal.documents.models import Document, Issuer, RegisterEntry
from emulation_portal.jobs.models import Job
from emulation_portal.procedure.acting import carry_out
from tests.factories import campaigns

from .desk import Page, run_jobs
from .test_plan_from_file_to_check import pdf_of, pdf_text

pytestmark = pytest.mark.django_db

TECHNICAL = ("Traceback", "Exception", "Error at", "IntegrityError", 'File "', "None", "psycopg")


def refused(page: Page, *, status: int = 422) -> str:
    """Return the words of a refusal, after a look that nothing technical shows."""
    assert page.status == status, page.text[:600]
    assert [word for word in TECHNICAL if word in page.main] == []
    return page.main


# --- files ------------------------------------------------------------------------------------------------------------


def docx(**entries: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return data.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
BAD_FILES = {
    "empty": ("ke-hoach.md", b"", "trống"),
    "pdf called docx": ("ke-hoach.docx", b"%PDF-1.7 ...", "thực ra là tệp PDF"),
    "program called txt": ("ke-hoach.txt", b"MZ\x90\x00" + b"\0" * 100, "thực ra là chương trình Windows"),
    "word called md": ("ke-hoach.md", docx(word__document=b"x"), "tệp nén hoặc tệp Word"),
    "zip called docx": ("ke-hoach.docx", docx(readme=b"x"), ""),
    "cut docx": ("ke-hoach.docx", docx(word__document=b"x" * 400)[:-40], ""),
    "encrypted docx": ("ke-hoach.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    "old word": ("ke-hoach.doc", OLE, "đời cũ"),
    "pdf": ("ke-hoach.pdf", b"%PDF-1.7", "không nhập tệp PDF"),
    "no extension": ("ke-hoach", b"KE HOACH", "chỉ nhập tệp .docx, .md hoặc .txt"),
    "50 MB": ("ke-hoach.docx", b"PK\x03\x04" + b"\0" * (50 * 1024 * 1024), "MB"),
    "old font": (
        "ke-hoach.txt",
        "KÕ HO¹CH thi ®ua khen th­ëng cña Liªn minh hîp t¸c x·".encode("latin-1", "ignore"),
        "",
    ),
    "no text": ("ke-hoach.txt", b"   \n\n ---- \n", "không có chữ nào"),
}


@pytest.mark.parametrize(("name", "content", "words"), BAD_FILES.values(), ids=BAD_FILES)
def test_file_that_is_no_plan_is_refused_in_words(office, name, content, words):
    page = office.officer.open(reverse("drafts:import", args=["ke-hoach"]))

    answer = office.officer.press(page, "Đọc tệp", files={"file": SimpleUploadedFile(name, content)})

    said = refused(answer)
    assert words in said
    assert "Hãy" in said
    assert (PaperImport.objects.count(), CampaignPlan.objects.count()) == (0, 0)


def test_no_file_at_all_is_asked_for(office):
    page = office.officer.open(reverse("drafts:import", args=["ke-hoach"]))

    assert "Hãy chọn tệp kế hoạch." in refused(office.officer.press(page, "Đọc tệp"))


def test_decomposed_letters_are_kept_composed(office):
    text = unicodedata.normalize(
        "NFD", "KẾ HOẠCH\n\nThi đua “Tuổi trẻ sáng tạo”\n\nI. MỤC ĐÍCH\n\nThi đua lập thành tích.\n"
    )
    page = office.officer.open(reverse("drafts:import", args=["ke-hoach"]))
    file = SimpleUploadedFile(unicodedata.normalize("NFD", "kế hoạch.md"), text.encode())
    preview = office.officer.press(page, "Đọc tệp", files={"file": file})

    typed = unicodedata.normalize("NFD", "Phong trào Tuổi trẻ")
    office.officer.press(preview, "Lưu thành dự thảo", campaign_name=typed)

    plan = CampaignPlan.objects.get()
    texts = [plan.campaign.name, plan.summary, *(s.title + s.body for s in plan.sections.all())]
    assert [text for text in texts if not unicodedata.is_normalized("NFC", text)] == []
    assert plan.campaign.name == "Phong trào Tuổi trẻ"


# --- dates and numbers ------------------------------------------------------------------------------------------------


def issue(office, plan, **typed) -> Page:
    page = office.clerk.follow(office.clerk.open(plan.get_absolute_url()), "Cấp số, ban hành")
    return office.clerk.press(page, "Cấp số, ban hành", **{"word": "BAN HÀNH", **typed})


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"issued_on": "31/02/2026"}, "31/02/2026"),
        ({"issued_on": "hôm nay"}, "hôm nay"),
        ({"issued_on": ""}, "Hãy điền ô này"),
        ({"issued_on": short_date(today() + dt.timedelta(days=1))}, "ở sau hôm nay"),
        ({"issued_on": short_date(today() - dt.timedelta(days=1))}, "được duyệt ngày"),
        ({"issued_on": "01/01/0001"}, "nằm ngoài khoảng"),
        ({"word": "ban hanh ngay"}, "Hãy gõ đúng “BAN HÀNH”"),
    ],
    ids=str,
)
def test_issue_with_a_wrong_day_or_word_gives_no_number(office, typed, words):
    plan = campaigns.plan_in(P.APPROVED, on=today())

    said = refused(issue(office, plan, **typed))

    plan.refresh_from_db()
    assert words in said
    assert (plan.status, Document.objects.count(), RegisterEntry.objects.count(), Job.objects.count()) == (
        P.APPROVED,
        0,
        0,
        0,
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("07", "Số 07/KH-LMHTX đã có trong sổ"),
        ("0", ""),
        ("-3", ""),
        ("7a", "chỉ gồm chữ số"),
        ("999999", ""),
        ("", "Hãy điền ô này"),
    ],
)
def test_number_typed_from_the_book_is_looked_at(office, number, words):
    Issuer.objects.update(numbering_mode=NumberingMode.BOOK)
    first, second = campaigns.plan_in(P.APPROVED, on=today()), campaigns.plan_in(P.APPROVED, on=today())
    assert issue(office, first, number="7").status == 200

    said = refused(issue(office, second, number=number))

    second.refresh_from_db()
    assert words in said
    assert (second.status, RegisterEntry.objects.count()) == (P.APPROVED, 1)


def test_plan_with_an_empty_section_is_not_submitted(office):
    plan = campaigns.complete_draft()
    plan.sections.create(position=9, level=1, title=" ", body="\n")
    page = office.officer.open(plan.get_absolute_url())

    assert page.says("Mục VII chưa có tiêu đề và nội dung. Hãy viết nội dung hoặc xóa mục này.")
    assert "Trình rà soát" not in page.buttons()


def test_unreadable_numbers_in_hidden_fields_are_no_crash(office):
    plan = campaigns.complete_draft()
    url = reverse("drafts:part", args=["ke-hoach", plan.pk, "general"])
    target, data = office.officer.filled(office.officer.open(url), "Lưu")

    for revision in ("", "abc", "9" * 40, "\0"):
        refused(office.officer.send(target, {**data, "revision": [revision], "seen": [revision], "closing": ["Khác."]}))
    for management, words in (("", "thiếu dữ liệu"), ("x", "thiếu dữ liệu"), ("99999999", "nhiều nhất 300 mục nhập")):
        target, data = office.officer.filled(office.officer.open(url.replace("general", "bases")), "Lưu")
        said = refused(office.officer.send(target, {**data, "bases-TOTAL_FORMS": [management]}))
        assert words in said


# --- markup -----------------------------------------------------------------------------------------------------------

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }} <b>đậm</b> javascript:alert(3)"


@pytest.mark.django_db(transaction=True)
def test_markup_is_shown_as_it_was_typed_on_every_page_and_on_paper(office):
    plan = campaigns.complete_draft(summary=f"Triển khai {EVIL}", addresses_everyone=True)
    campaign = plan.campaign
    campaign.name = f"Phong trào {EVIL}"
    campaign.save()
    plan.sections.update(body=f"Nội dung {EVIL}.")
    plan.recipients.update(text=f"Nơi nhận {EVIL}"[:200])
    actions = campaigns.actions
    who = campaigns.cast()
    actions.submit_draft(draft_id=plan.pk, by=who.officer, on=today())
    carry_out(plan, "returned", by=who.chief, on=today(), reason=EVIL)
    pages = [office.officer.open(url) for url in ("/", plan.get_absolute_url(), campaign.get_absolute_url())]
    actions.submit_draft(draft_id=plan.pk, by=who.officer, on=today())
    carry_out(plan, "passed_on", by=who.chief, on=today())
    actions.approve_draft(draft_id=plan.pk, by=who.leader, on=today())
    actions.issue_draft(draft_id=plan.pk, by=who.clerk, issued_on=today(), today=today())
    document = Document.objects.get()
    run_jobs()
    urls = (
        plan.get_absolute_url(),
        campaign.get_absolute_url(),
        reverse("campaigns:list"),
        document.get_absolute_url(),
        document.check_path(),
        reverse("documents:register"),
        reverse("jobs:list"),
        "/",
    )
    pages += [office.clerk.open(url) for url in urls]
    pages += [office.public.open(url) for url in (plan.get_absolute_url(), "/", document.check_path())]

    for page in pages:
        html = page.response.content.decode()
        assert page.status == 200
        assert "<script>alert" not in html, page.url
        assert "<img src=x" not in html, page.url
        assert "14 <b>" not in html, page.url
    text = pdf_text(pdf_of(office.public, document))
    assert "<script>alert(1)</script>" in text.replace(" ", "")
    assert b"/JavaScript" not in pdf_of(office.public, document)
