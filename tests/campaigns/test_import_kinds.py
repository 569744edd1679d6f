"""Nhập thông báo, hướng dẫn từ tệp: from a Word file and from text copied from Word, up to the saved draft."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.models import CampaignPaper
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.drafts.papers import draft_paper
from emulation_portal.documents.paper import Heading, PaperTable
from tests.documents.reading.papers_of_kinds import GUIDANCE, NOTICE, as_word
from tests.factories import campaigns
from tests.scenarios.desk import Desk, Page

from .test_reading_warnings import flags

pytestmark = pytest.mark.django_db

PLAN = NOTICE.replace("THÔNG BÁO\n", "KẾ HOẠCH\n")
AS_FILE = {"word": ("van-ban.docx", as_word), "text": ("van-ban.txt", str.encode)}


def read(desk: Desk, slug: str, text: str, form: str) -> Page:
    name, made = AS_FILE[form]
    page = desk.open(reverse("drafts:import", args=[slug]))
    return desk.press(page, "Đọc tệp", files={"file": SimpleUploadedFile(name, made(text))})


def confirm(desk: Desk, page: Page, **fields) -> CampaignPaper:
    campaign = campaigns.plan_in(DraftStatus.ISSUED).campaign_id
    desk.press(desk.open(page.url), "Lưu thành dự thảo", campaign=campaign, **fields)  # it is offered from now on
    return CampaignPaper.objects.get()


def shape(paper: CampaignPaper) -> list[tuple[int, str, str]]:
    return [(section.level, section.title, section.body) for section in paper.sections.all()]


@pytest.mark.parametrize("form", AS_FILE)
def test_notice_from_a_file_is_kept_whole_and_nothing_of_plans_is_said(officer: Desk, form: str):
    preview = read(officer, "thong-bao-phong-trao", NOTICE, form)

    notice = confirm(officer, preview)

    assert flags(preview) == []
    assert "kế hoạch" not in preview.tree.xpath("//main//form")[0].text_content().replace("Kế hoạch số 05", "")
    assert (notice.kind, notice.paper_number, notice.paper_symbol) == ("campaign_notice", 12, "TB-LMHTX")
    assert notice.summary == "Về việc nộp hồ sơ khen thưởng phong trào thi đua năm 2026"
    assert [basis.number for basis in notice.bases.all()] == ["", "05/KH-LMHTX"]
    assert shape(notice) == [
        (2, "Thành phần hồ sơ", ""),
        (3, "", "Tờ trình của đơn vị;"),
        (3, "", "Báo cáo thành tích có xác nhận."),
        (2, "Thời hạn", "Hồ sơ gửi trước ngày 30/9/2026."),
        (2, "Đầu mối", "Văn phòng Liên minh tiếp nhận hồ sơ."),
    ]
    assert notice.closing == "Liên minh Hợp tác xã tỉnh thông báo để các đơn vị biết, thực hiện./."
    assert [row.text for row in notice.recipients.all()] == ["Các đơn vị thành viên", "Lưu: VT, VP"]
    assert notice.paper_signature_lines.splitlines() == ["TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert notice.paper_signer_name == "Nguyễn Văn A"


@pytest.mark.parametrize("form", AS_FILE)
def test_guidance_from_a_file_is_kept_with_its_table_and_its_signature_by_order(officer: Desk, form: str):
    preview = read(officer, "huong-dan", GUIDANCE, form)

    guidance = confirm(officer, preview)

    assert flags(preview) == []
    assert guidance.lead_in == "Kính gửi: Các đơn vị thành viên"  # it stands above the bases, and is printed there
    assert [basis.number for basis in guidance.bases.all()] == ["152/2025/NĐ-CP", "05/KH-LMHTX"]
    assert shape(guidance)[-2:] == [
        (1, "TIÊU CHÍ BÌNH XÉT", ""),
        (1, "TỔ CHỨC THỰC HIỆN", "Văn phòng Liên minh chủ trì."),
    ]
    (table,) = guidance.tables.all()
    assert table.section.title == "TIÊU CHÍ BÌNH XÉT"
    assert table.rows == [["STT", "Tiêu chí", "Điểm"], ["1", "Hoàn thành chỉ tiêu", "60"], ["2", "Có sáng kiến", "40"]]
    assert [row.topic for row in guidance.sections.filter(level=1)] == ["other", "criteria", "other"]
    assert guidance.paper_signature_lines.splitlines()[0] == "TL. CHỦ TỊCH"
    assert guidance.paper_signer_name == "Trần Thị B"


def test_topic_is_asked_only_where_the_kind_has_more_than_one(officer: Desk):
    notice, guidance = (
        read(officer, slug, text, "text") for slug, text in (("thong-bao-phong-trao", NOTICE), ("huong-dan", GUIDANCE))
    )

    assert (notice.says("Nội dung theo luật"), guidance.says("Nội dung theo luật")) == (False, True)
    assert notice.value("sections-0-topic") == "other"


def test_notice_that_was_read_before_is_named_by_its_own_words(officer: Desk):
    notice = confirm(officer, read(officer, "thong-bao-phong-trao", NOTICE, "text"))

    again = read(officer, "thong-bao-phong-trao", NOTICE, "word")

    assert again.links(str(notice)) == [notice.get_absolute_url()]


def test_plan_read_as_a_notice_is_told_and_shown_the_way(officer: Desk):
    preview = read(officer, "thong-bao-phong-trao", PLAN, "word")

    assert flags(preview) == [
        "Tệp là KẾ HOẠCH, không phải THÔNG BÁO. Nếu chọn nhầm, hãy bỏ tệp này và chọn tệp thông báo; "
        "nếu vẫn lưu, văn bản sẽ in dưới tên THÔNG BÁO."
    ]
    assert preview.links("Nhập kế hoạch từ tệp") == ["/ke-hoach/nhap/"]


def test_notice_read_as_a_plan_is_told_so_and_what_a_plan_lacks(officer: Desk):
    preview = read(officer, "ke-hoach", NOTICE, "text")

    assert [flag.partition(".")[0] for flag in flags(preview)] == [
        "Tệp là THÔNG BÁO, không phải KẾ HOẠCH",
        "Trích yếu không để tên phong trào trong ngoặc kép",
    ]
    assert preview.links("Nhập thông báo từ tệp") == ["/thong-bao-phong-trao/nhap/"]


def test_file_that_is_none_is_refused_in_the_words_of_the_kind(officer: Desk):
    page = officer.open(reverse("drafts:import", args=["thong-bao-phong-trao"]))

    answer = officer.press(page, "Đọc tệp", files={"file": SimpleUploadedFile("a.txt", b"%PDF-1.7")})

    assert answer.status == 422
    assert answer.says("thực ra là tệp PDF. Hãy chọn đúng tệp thông báo.")


def test_criteria_are_printed_in_a_guidance_that_has_no_roman_numbers(officer: Desk):
    text = (
        "HƯỚNG DẪN\n\nBình xét khen thưởng\n\nCăn cứ Kế hoạch số 5/KH-LMHTX;\n\n1. Tiêu chí bình xét\n\n"
        "Chấm theo thang điểm 100.\n\n2. Tổ chức thực hiện\n\nVăn phòng chủ trì./.\n"
    )
    guidance = confirm(officer, read(officer, "huong-dan", text, "text"))
    guidance.criteria.create(position=1, text="Đạt chỉ tiêu", max_points=100)

    body = draft_paper(CampaignPaper.objects.get()).body

    headings = [block.label for block in body if isinstance(block, Heading)]
    assert headings == ["1.", "2."]
    assert [type(block) for block in body].index(PaperTable) < body.index(
        next(block for block in body if isinstance(block, Heading) and block.label == "2.")
    )
