"""What was flagged while a file was read: a draft is not blamed for what only papers have, and what is settled goes."""

import datetime as dt

import pytest

from campaigns.kinds import PlanKind
from campaigns.models import CampaignPlan
from emulation_portal.documents.drafts.file_reading import read_for
from emulation_portal.documents.reading import ParseWarning, parse_paper, section_facts, still_open
from emulation_portal.documents.reading.settling import OF_ISSUED_PAPERS, SETTLED_BY
from tests.documents.reading.told import warning_codes
from tests.documents.reading.word_files import PLANS
from tests.factories import campaigns
from tests.scenarios.desk import Desk, Page

from .test_import_preview import PAPER, confirm, read

pytestmark = pytest.mark.django_db

CUT = "KẾ HOẠCH\n\nTổ chức thi đua\n\nI. MỤC ĐÍCH\n\nThi đua và\n"
NO_NUMBER, NO_DATE = "Tệp không có số văn bản.", "Tệp không có ngày ban hành đọc được."
CUT_OFF, ONE, NOBODY = "Tệp dừng giữa câu", "Tệp chỉ có mục I.", "Tệp không có “Nơi nhận”."
UNSIGNED = "Tệp không có phần ký."
UNNAMED = "Trích yếu không để tên phong trào trong ngoặc kép."


def flags(page: Page, *, as_draft: bool = False) -> list[str]:
    """Return the warnings that the page shows; with `as_draft`, those that the style sheet leaves of a draft."""
    hidden = "[not(contains(@class, 'only-issued'))]" if as_draft else ""
    found = page.tree.xpath(f"//ul[@class='warning-list']/li{hidden}")
    texts = (item.xpath(".//text()[not(ancestor::a)]") for item in found)  # without the way to the fields
    return [" ".join("".join(text).split()) for text in texts]


def says(flagged: list[str], words: str) -> bool:
    return any(flag.startswith(words) for flag in flagged)


def test_every_code_that_can_be_settled_is_one_that_a_reading_gives():
    texts = (
        CUT,
        PAPER,
        "Vài chữ.",
        PAPER.replace("644/KH-LMHTX", "99999999/KH - LMHTX"),
        "KẾ HOẠCH\n\nI. A\n\nII. B\n",
        "KẾ HOẠCH\nTHI ĐUA NĂM 2026\n",
    )
    on = dt.date(2020, 1, 1)
    texts = (*texts, PAPER.replace("26 tháng 11", "31 tháng 2"))
    given = {w.code for text in texts for w in read_for("plan", "a.md", text.encode(), on=on)[1].warnings}

    assert OF_ISSUED_PAPERS | set(SETTLED_BY) | set(PlanKind.settled_by) <= given | {"no_signer", "two_numbers"}


def test_preview_of_a_draft_hides_what_only_issued_papers_have_until_it_is_said_to_be_one(officer: Desk):
    preview = read(officer, CUT)

    assert says(flags(preview), NO_NUMBER)
    assert says(flags(preview), NO_DATE)
    assert [says(flags(preview, as_draft=True), words) for words in (NO_NUMBER, NO_DATE, CUT_OFF)] == [
        False,
        False,
        True,
    ]


def test_warnings_stand_before_the_form_in_the_order_of_the_page(officer: Desk):
    html = read(officer, CUT).response.content.decode()

    assert html.index("warning-list") < html.index('name="campaign_name"')


def test_page_of_a_draft_says_what_is_still_open_and_nothing_of_numbers(officer: Desk):
    page = confirm(officer, read(officer, CUT))

    assert [says(flags(page), words) for words in (NO_NUMBER, NO_DATE, CUT_OFF, ONE, NOBODY, UNSIGNED)] == [
        False,
        False,
        True,
        True,
        True,
        True,
    ]


def test_what_has_been_filled_in_is_no_longer_flagged(officer: Desk):
    confirm(officer, read(officer, CUT))
    plan = CampaignPlan.objects.get()
    plan.recipients.create(position=1, text="Các đơn vị")
    plan.sections.create(position=2, level=1, title="NỘI DUNG", body="Thi đua.")
    plan.signing = campaigns.signing()
    plan.save()

    found = flags(officer.open(plan.get_absolute_url()))

    assert len(found) == 2, found
    assert says(found, CUT_OFF)  # nobody can say but who reads the text
    assert says(found, "Không thấy căn cứ nào")


def test_transcription_is_still_told_what_its_paper_should_have(officer: Desk):
    preview = read(officer, CUT)
    typed = {"paper_number": "7", "paper_symbol": "KH-LMHTX", "paper_issued_on": "26/11/2021"}
    confirm(officer, preview, is_transcription="yes", **typed)
    plan = CampaignPlan.objects.get()

    before = flags(officer.open(plan.get_absolute_url()))
    CampaignPlan.objects.update(paper_number=None)
    after = flags(officer.open(plan.get_absolute_url()))

    assert (says(before, NO_NUMBER), says(before, UNSIGNED)) == (False, True)
    assert says(after, NO_NUMBER)


def test_refused_preview_flags_only_what_is_not_filled_in_yet(officer: Desk):
    preview = read(officer, CUT)

    page = confirm(officer, preview, summary="", recipients="Các đơn vị", place_name="Hạ Long")

    assert page.status == 422
    assert not says(flags(page), NOBODY)
    assert says(flags(page), NO_NUMBER)
    assert says(flags(preview), UNNAMED)
    assert not says(flags(page), UNNAMED)  # the plan's own


@pytest.mark.parametrize(
    ("sections", "facts"),
    [
        ([], {"text_in_every_section"}),
        ([(1, False)], {"sections"}),
        ([(1, False), (2, True)], {"sections", "text_in_every_section"}),
        ([(1, True), (1, False)], {"sections", "several_main_sections"}),
        ([(1, True), (2, False), (1, True)], {"sections", "several_main_sections"}),
    ],
)
def test_sections_settle_what_they_have(sections: list[tuple[int, bool]], facts: set[str]):
    assert section_facts(sections) == facts


def test_unknown_warning_is_never_settled():
    assert still_open([ParseWarning("something_new", "?")], has={"summary"}) == [ParseWarning("something_new", "?")]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("ke-hoach-2021-2025.md", ["no_campaign_name", "only_first_section"]),
        ("ke-hoach-644-covid-19.md", ["name_differs", "only_first_section"]),
    ],
)
def test_plan_brings_what_only_a_plan_can_lack(name: str, codes: list[str]):
    plan = parse_paper((PLANS / name).read_text("utf-8"))

    assert [warning.code for warning in PlanKind().reading_warnings(plan)] == codes
    assert not set(codes) & set(warning_codes(plan))
