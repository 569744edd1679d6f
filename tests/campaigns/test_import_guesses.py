"""What the preview guesses: which plan this may be already, and what each main section is about."""

import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.enums import Topic
from campaigns.models import CampaignPlan
from campaigns.topics import guess_topic
from emulation_portal.documents.drafts.actions import as_read
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.reading import parse_paper
from tests.documents.reading.word_files import word_file
from tests.factories import campaigns, documents
from tests.scenarios.desk import Desk

from .test_import_preview import DRAFT, confirm, read

PLANS = Path(settings.BASE_DIR) / "campaigns" / "sample" / "plans"
KNOWN = "Có thể đã nhập rồi"


@pytest.mark.django_db
def test_word_file_of_a_plan_that_came_from_text_is_known_by_its_title(officer: Desk):
    confirm(officer, read(officer, DRAFT))
    plan = CampaignPlan.objects.get()
    file = SimpleUploadedFile("khac.docx", word_file("KẾ HOẠCH", 'THI ĐUA  "Giỏi việc"', "I. MỤC ĐÍCH", "Lời khác."))

    page = officer.press(officer.open(reverse("drafts:import", args=["ke-hoach"])), "Đọc tệp", files={"file": file})

    assert page.says(KNOWN)
    assert page.links("Kế hoạch Thi đua “Giỏi việc”") == [plan.get_absolute_url()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"summary": "Thi đua “Giỏi nghề”"},
        {"summary": ""},
        {"status": DraftStatus.DISCARDED},
        {"issuer": "another"},
    ],
    ids=str,
)
def test_another_plan_is_not_taken_for_this_one(officer: Desk, change: dict[str, str]):
    confirm(officer, read(officer, DRAFT))
    if "issuer" in change:
        change = {"issuer": documents.council_issuer()}
    CampaignPlan.objects.update(**change)

    assert not read(officer, DRAFT.replace("Thi đua.", "Thi đua mãi.")).says(KNOWN)


@pytest.mark.django_db
def test_refused_preview_looks_for_the_title_that_was_typed(officer: Desk):
    plan = campaigns.complete_draft(summary="Triển khai phong trào cũ")

    page = confirm(officer, read(officer, DRAFT), summary="triển khai phong trào CŨ", campaign_name="")

    assert (page.status, page.links(str(plan))) == (422, [plan.get_absolute_url()])


def topics(text: str) -> list[tuple[int, str, str]]:
    read_as = as_read(parse_paper(text), "plan", issuer=None, on=datetime.date(2026, 1, 1))  # type: ignore[arg-type]
    return [(section.level, section.title, section.topic) for section in read_as.sections]


@pytest.mark.parametrize("name", ["ke-hoach-2021-2025.md", "ke-hoach-644-covid-19.md"])
def test_purpose_below_the_first_main_section_has_no_topic_of_its_own(name: str):
    found = topics((PLANS / name).read_text("utf-8"))

    assert found[0] == (1, "MỤC ĐÍCH, YÊU CẦU", Topic.OBJECTIVES)
    assert found[1][1].rstrip(":") == "Mục đích"
    assert {topic for level, _, topic in found if level > 1} == {Topic.OTHER}


def test_purpose_and_requirements_as_two_main_sections_are_one_topic():
    text = "KẾ HOẠCH\n\nThi đua\n\nI. MỤC ĐÍCH\n\nThi đua.\n\nII. YÊU CẦU\n\nThiết thực.\n\nIII. NỘI DUNG\n\nThi đua.\n"

    assert topics(text) == [
        (1, "MỤC ĐÍCH", Topic.OBJECTIVES),
        (1, "YÊU CẦU", Topic.OBJECTIVES),
        (1, "NỘI DUNG", Topic.CONTENT),
    ]


@pytest.mark.parametrize(
    ("title", "topic"),
    [("Yêu cầu:", Topic.OBJECTIVES), ("YÊU CẦU VỀ KHEN THƯỞNG", Topic.REWARDS), ("Yêu cầu chung", Topic.OTHER)],
)
def test_requirements_of_something_else_are_not_taken_for_the_plan_s(title: str, topic: Topic):
    assert guess_topic(title) == topic


@pytest.mark.parametrize(
    ("summary", "kind"),
    [
        ("Phát động phong trào thi đua đặc biệt phòng, chống dịch", "thematic"),
        ("Tổ chức phong trào thi đua yêu nước năm 2027", "regular"),
        ("Phát động phong trào “Mỗi đơn vị một sáng kiến”", "thematic"),
        ("Tổ chức thực hiện các phong trào thi đua giai đoạn 2026 - 2030", ""),
    ],
)
def test_kind_is_proposed_where_the_file_shows_it_and_else_left_to_be_chosen(officer, summary, kind):
    page = read(officer, f"KẾ HOẠCH\n\n{summary}\n\nI. MỤC ĐÍCH\n\nThi đua.\n\nII. TỔ CHỨC\n\nCác đơn vị./.\n")

    answer = officer.press(page, "Lưu thành dự thảo")

    assert page.value("kind") == kind
    assert answer.says("Tệp không ghi loại phong trào. Hãy chọn") == (not kind)
    assert CampaignPlan.objects.exists() == bool(kind)


def test_years_of_the_summary_are_the_time_of_the_campaign_where_nothing_else_says_it(officer):
    text = "KẾ HOẠCH\n\nPhong trào “A” giai đoạn 2026 - 2030\n\nI. MỤC ĐÍCH\n\nThi đua.\n\nII. B\n\n{}\n"

    years = read(officer, text.format("Các đơn vị./."))
    days = read(officer, text.format("Thời gian: từ ngày 01/02/2027 đến ngày 30/6/2027./."))

    assert [years.value(f"period_{end}") for end in ("from", "to")] == ["01/01/2026", "31/12/2030"]
    assert [days.value(f"period_{end}") for end in ("from", "to")] == ["01/02/2027", "30/06/2027"]


@pytest.mark.parametrize(
    ("summary", "time", "period"),
    [
        ("Phong trào “A” năm 2027", "", ["01/01/2027", "31/12/2027"]),
        (
            "Phong trào “A”",
            "Thời gian đợt 1: từ ngày 01/02/2027 đến ngày 10/02/2027.\n\nThời gian đợt 2: từ ngày 01/5/2027 đến ngày 30/6/2027.",
            ["01/02/2027", "30/06/2027"],
        ),
        ("Phong trào “A” theo Quyết định năm 2027 của tỉnh", "", []),
    ],
)
def test_time_of_one_year_and_of_several_waves(officer, summary, time, period):
    page = read(officer, f"KẾ HOẠCH\n\n{summary}\n\nI. MỤC ĐÍCH\n\nThi đua.\n\nII. B\n\n{time}\n\nCác đơn vị./.\n")

    assert page.tree.xpath("//input[@name='period_from' or @name='period_to']/@value") == period


def test_words_that_join_two_bases_stay_in_a_paper_that_was_issued(officer):
    bases = (
        "Căn cứ Chỉ thị số 2/CT-TTg ngày 05/3/2020 của Thủ tướng về vườn mẫu và Kế hoạch số 7/KH-UBND ngày 06/3/2020 của UBND "
        "tỉnh về thi đua;"
    )
    text = f"KẾ HOẠCH\n\nVề thi đua\n\n{bases}\n\nI. A\n\nLàm.\n\nII. B\n\nLàm./.\n"
    issued = f"Số: 5/KH-LMHTX\n\nHạ Long, ngày 10 tháng 3 năm 2020\n\n{text}"

    shown = [
        [page.value(f"bases-{at}-text").rstrip(";").rsplit(" ", 2)[-1] for at in range(2)]
        for page in (read(officer, text), read(officer, issued))
    ]

    assert shown == [["mẫu", "đua"], ["và", "đua"]]


@pytest.mark.parametrize(
    ("summary", "name"),
    [
        (
            "Phát động phong trào thi đua xây dựng nông thôn mới năm 2027",
            "Phong trào thi đua xây dựng nông thôn mới năm 2027",
        ),
        ("PHÁT ĐỘNG PHONG TRÀO THI ĐUA NƯỚC RÚT", "Phong trào thi đua nước rút"),
        ("Công tác thi đua năm 2027", "Công tác thi đua năm 2027"),
        ("Phát động phong trào “Mỗi xã một sản phẩm”", "Mỗi xã một sản phẩm"),
    ],
)
def test_campaign_is_called_as_the_summary_calls_it(officer, summary, name):
    page = read(officer, f"KẾ HOẠCH\n\n{summary}\n\nI. MỤC ĐÍCH\n\nThi đua.\n\nII. TỔ CHỨC\n\nCác đơn vị./.\n")

    assert page.value("campaign_name") == name


@pytest.mark.parametrize("title", ["CHỦ ĐỀ", "CHỦ ĐỀ THI ĐUA"])
def test_theme_stands_in_quotes_below_its_heading(officer, title):
    page = read(
        officer,
        f"KẾ HOẠCH\n\nPhong trào “A”\n\nI. MỤC ĐÍCH\n\nThi đua.\n\nII. {title}\n\n“Đoàn kết, sáng tạo”.\n\nIII. B\n\nLàm./.\n",
    )

    assert page.value("theme") == "Đoàn kết, sáng tạo"


@pytest.mark.parametrize(
    "quoted", ["Thực hiện Chỉ thị số 4 “về tăng cường giữ rừng”", "Thực hiện Chương trình “Rừng xanh”"]
)
def test_quotes_of_a_paper_or_a_programme_name_no_campaign(officer, quoted):
    page = read(officer, f"KẾ HOẠCH\n\n{quoted}\n\nI. MỤC ĐÍCH\n\nThi đua.\n\nII. TỔ CHỨC\n\nCác đơn vị./.\n")

    assert page.value("campaign_name") == ""  # and a plan that launches none proposes none
    assert not page.says("Trích yếu không để tên phong trào trong ngoặc kép")
