"""A Word file with all that offices put into one, from its upload to the printed page: every word once, in order."""

import io
import re
import zipfile
from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.models import CampaignPlan
from emulation_portal.documents.drafts.papers import draft_paper
from emulation_portal.documents.reading import import_file
from emulation_portal.documents.rendering import render
from tests.documents.pdfreader import read as read_pdf
from tests.documents.reading import office_word
from tests.scenarios.desk import Desk, Page

PORTALS_OWN = "LIÊN MINH HỢP TÁC XÃ VIỆT NAM LIÊN MINH HTX TỈNH QUẢNG NINH"


@pytest.fixture(scope="module")
def content() -> bytes:
    return office_word.office_plan()


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_every_visible_word_is_read_or_told(content: bytes) -> None:
    _, parsed = import_file("ke-hoach.docx", content)
    document = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")

    read = Counter(words(parsed.to_text()))
    told = {warning.code: warning.words for warning in parsed.warnings if warning.words}

    counted = Counter(["I", "II", "III"])  # Word's own numbers stand nowhere in the XML
    assert read - Counter(office_word.visible_words(document)) == counted
    assert Counter(office_word.visible_words(document)) - read == Counter()
    assert told == {
        "footnote": office_word.FOOTNOTE,
        "header_footer": office_word.HEADER,
        "hidden_text": office_word.HIDDEN,
    }
    assert [warning.code for warning in parsed.warnings if warning.code == "tracked_changes"] == ["tracked_changes"]


def read(desk: Desk, content: bytes) -> Page:
    page = desk.open(reverse("drafts:import", args=["ke-hoach"]))
    return desk.press(page, "Đọc tệp", files={"file": SimpleUploadedFile("ke-hoach.docx", content)})


@pytest.mark.django_db
def test_tables_and_annex_come_into_the_draft_and_onto_the_page(officer: Desk, content: bytes) -> None:
    preview = read(officer, content)
    assert preview.says("Đọc được 1 căn cứ, 3 mục, 3 bảng, 1 phụ lục")

    officer.press(preview, "Lưu thành dự thảo", is_transcription="no")

    plan = CampaignPlan.objects.get()
    assert [(table.section and table.section.title, table.rows) for table in plan.tables.all()] == [
        ("CHỈ TIÊU", office_word.TARGETS),
        ("TỔ CHỨC THỰC HIỆN", office_word.DUTIES),
        (None, office_word.ANNEX),
    ]
    (annex,) = plan.annexes.all()
    assert (annex.title, annex.body) == ("CHỈ TIÊU GIAO ĐƠN VỊ", "Đơn vị tính: sản phẩm")
    assert plan.sections.all()[1].body == "Các chỉ tiêu chính:\n\n[Bảng]\n\nSố liệu tính đến cuối năm."
    assert plan.archive_line == "Lưu: VT, KH"

    pdf = read_pdf(render(draft_paper(plan)).pdf)
    printed = " ".join(pdf.text().split())
    for once in ("Hợp tác xã thành lập mới", "chấm điểm", "Ban Kỹ thuật", "Hợp tác xã Bắc", "Quý 8", "20 tháng 11"):
        assert printed.count(once) == 1, once
    order = [
        "Các chỉ tiêu chính",
        "thành lập mới",
        "Số liệu tính",
        "TỔ CHỨC",
        "Ban Kỹ thuật",
        "tổng hợp",
        "Báo cáo trước",
    ]
    assert [printed.index(each) for each in order] == sorted(printed.index(each) for each in order)
    for gone in ("|", "↑", "15 tháng 10", office_word.HIDDEN, office_word.HEADER):
        assert gone not in printed


@pytest.mark.django_db
def test_what_is_corrected_in_the_preview_of_tables_and_annexes_is_kept(officer: Desk, content: bytes) -> None:
    preview = read(officer, content)
    wrong = officer.press(preview, "Lưu thành dự thảo", is_transcription="no", **{"annexes-0-title": ""})
    assert wrong.status == 422
    assert wrong.says("Hãy ghi tên phụ lục, hoặc chọn bỏ phụ lục này.")

    officer.press(
        wrong,
        "Lưu thành dự thảo",
        **{"annexes-0-title": "Chỉ tiêu", "sections-1-tables": "| A | B |\n| 1 | 2 |\n\n| C |\n| 3 |"},
    )

    plan = CampaignPlan.objects.get()
    assert [table.rows for table in plan.tables.all()][:2] == [[["A", "B"], ["1", "2"]], [["C"], ["3"]]]
    assert plan.annexes.get().title == "Chỉ tiêu"
