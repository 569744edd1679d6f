"""The check of an import is the paper: what will be printed, a way from each part to its fields, notes at their places."""

import pytest

from campaigns.models import CampaignPlan
from emulation_portal.documents.drafts.models import PaperImport
from emulation_portal.documents.paper_limits import MAX_APPENDICES, MAX_TABLES
from tests.documents.reading import office_word
from tests.scenarios.desk import Desk, Page

from .test_import_preview import read
from .test_office_word import read as read_word

pytestmark = pytest.mark.django_db

TEXT = (
    "KẾ HOẠCH\n\nThi đua “Giỏi việc”\n\nCăn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;\n\n"
    "Căn cứ Quyết định của Ủy ban nhân dân tỉnh;\n\nLiên minh HTX tỉnh xây dựng Kế hoạch như sau:\n\n"
    "I. MỤC ĐÍCH\n\nThi đua.\n\nIII. TỔ CHỨC\n\nBan./.\n"
)


def sheet(page: Page) -> str:
    return " ".join(page.tree.xpath("//div[@id='to-giay']")[0].text_content().split())


def ways(page: Page) -> list[str]:
    return page.tree.xpath("//div[@id='to-giay']//a[@class='sheet-edit']/@href")


def test_sheet_shows_the_paper_and_every_part_leads_to_its_fields(officer: Desk) -> None:
    page = read(officer, TEXT)

    printed = sheet(page)
    order = ["KẾ HOẠCH", "Thi đua “Giỏi việc”", "Căn cứ Luật", "Quyết định", "như sau:", "I. MỤC ĐÍCH", "II. TỔ CHỨC"]
    assert [printed.index(words) for words in order] == sorted(printed.index(words) for words in order)
    assert ways(page) == [
        "#id_issuer",
        "#id_summary",
        "#bases-0",
        "#bases-1",
        "#id_preamble",
        "#sections-0",
        "#sections-1",
        "#id_recipients",
    ]
    ids = set(page.tree.xpath("//*/@id"))
    assert {way.removeprefix("#") for way in ways(page)} <= ids
    assert CampaignPlan.objects.count() == 0


def test_notes_stand_at_their_places_and_lead_there_from_the_list(officer: Desk) -> None:
    page = read(officer, TEXT)

    at_place = [" ".join(note.split()) for note in page.tree.xpath("//span[@class='sheet-note']/text()")]
    listed = page.tree.xpath("//ul[@class='warning-list']/li/a/@href")
    assert [note.split("”")[0] for note in at_place] == [
        "Căn cứ “Căn cứ Quyết định của Ủy ban nhân dân tỉnh;",
        "Tệp ghi “III.",
    ]
    assert listed == ["#bases-1", "#sections-1"]


def test_what_was_corrected_is_seen_on_the_sheet_before_it_is_saved(officer: Desk) -> None:
    page = read(officer, TEXT)

    shown = officer.press(page, "Xem lại trên giấy", **{"sections-0-title": "MỤC TIÊU", "bases-0-DELETE": "on"})

    assert shown.status == 200
    assert "I. MỤC TIÊU" in sheet(shown)
    assert "Căn cứ Luật" not in sheet(shown)
    assert ways(shown)[2] == "#bases-1"  # the second row of the form is the first basis of the paper now
    assert shown.value("sections-0-title") == "MỤC TIÊU"
    assert CampaignPlan.objects.count() == 0


def test_sheet_stays_while_something_cannot_be_saved(officer: Desk) -> None:
    page = read(officer, TEXT)

    wrong = officer.press(page, "Xem lại trên giấy", summary="")

    assert wrong.status == 422
    assert "I. MỤC ĐÍCH" in sheet(wrong)
    assert wrong.value("summary") == ""


def test_tables_and_annexes_are_on_the_sheet(officer: Desk) -> None:
    page = read_word(officer, office_word.office_plan())

    tables = page.tree.xpath("//div[@id='to-giay']//table")
    assert [len(table.xpath(".//tr")) for table in tables] == [3, 4, 2]
    assert tables[1].xpath(".//td/@rowspan") == ["2"]
    assert "#annexes-0" in ways(page)


def test_file_of_more_annexes_than_can_be_shown_is_refused(officer: Desk) -> None:
    tail = "\n\nNơi nhận:\n- Lưu: VT.\n\nTM. BAN THƯỜNG VỤ\nCHỦ TỊCH\n\nNguyễn Văn Mẫu\n\n"
    annexes = "".join(f"PHỤ LỤC {number}\n\nNội dung.\n\n" for number in range(1, 2 * MAX_APPENDICES + 2))

    page = read(officer, TEXT + tail + annexes)

    assert page.status == 422
    assert page.says(
        f"Cổng đọc được {2 * MAX_APPENDICES + 1} phụ lục trong tệp; một văn bản có nhiều nhất {MAX_APPENDICES}."
    )


def test_file_of_more_tables_than_their_page_can_send_is_refused(officer: Desk) -> None:
    tables = "".join(f"Bảng {at}:\n\n| A | B |\n| 1 | 2 |\n\n" for at in range(2 * MAX_TABLES + 1))

    page = read(officer, TEXT.replace("Thi đua.\n\nIII", f"Thi đua.\n\n{tables}III"))

    assert page.status == 422
    assert page.says(f"Cổng đọc được {2 * MAX_TABLES + 1} bảng trong tệp; một văn bản có nhiều nhất {MAX_TABLES}.")


def test_note_on_the_last_section_leads_there_and_not_to_the_end(officer: Desk) -> None:
    """Closing words stand in the last section as it was read."""
    page = read(officer, TEXT.replace("III. TỔ CHỨC\n\nBan./.", "II. TỔ CHỨC\n\nTrên đây là Kế hoạch của Liên minh./."))

    notes = page.tree.xpath("//*[contains(@class, 'warning-list')]//li[contains(., 'II. TỔ CHỨC')]/a/@href")
    assert notes == ["#sections-1"]


def test_a_file_read_again_is_what_is_read_now(officer: Desk) -> None:
    read(officer, TEXT)
    kept = PaperImport.objects.get()
    PaperImport.objects.update(parsed=kept.parsed | {"bases": []})

    read(officer, TEXT)

    assert PaperImport.objects.get().parsed == kept.parsed


def test_lines_without_a_place_and_the_signature_of_the_file_stay_with_the_plan(officer: Desk) -> None:
    strays = [f"Dòng lạc thứ {at} của trang mạng" for at in range(1, 6)]
    tail = "\n\nNơi nhận:\n- Lưu: VT.\n\nTM. BAN THƯỜNG VỤ\nCHỦ TỊCH\n\nNguyễn Văn Mẫu\n\n" + "\n\n".join(strays)

    page = officer.press(read(officer, TEXT + tail), "Lưu thành dự thảo")
    part = officer.open(f"{page.url}sua/recipients/")

    assert [words for words in strays if not page.says(words)] == []
    assert page.says("Dòng của tệp chưa có chỗ")
    assert part.says("TM. BAN THƯỜNG VỤ, CHỦ TỊCH, Nguyễn Văn Mẫu. Hãy chọn người ký")


def test_draft_is_told_nothing_that_only_an_issued_paper_lacks(officer: Desk) -> None:
    text = TEXT.replace("Thi đua “Giỏi việc”", "Thi đua “Giỏi việc”\n\nSố:     /KH-LMHTX")

    page = read(officer, text)

    shown = page.tree.xpath("//ul[@class='warning-list']/li[not(contains(@class, 'only-issued'))]")
    told = page.tree.xpath("//span[@class='read-told']")[0].text_content()
    assert page.tree.xpath("//ul[@class='warning-list']/li[contains(@class, 'only-issued')]")
    assert f"{len(shown)} chỗ cần xem" in " ".join(told.split())
    assert "số văn bản" not in sheet(page)
