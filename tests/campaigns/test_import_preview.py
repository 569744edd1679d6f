"""What is chosen in the preview of a file reaches plan and campaign; what cannot be is said at its field."""

import dataclasses
import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.forms import PlanPreviewForm as PreviewForm
from campaigns.kinds import CAMPAIGN_FIELDS
from campaigns.models import Campaign, CampaignPlan
from emulation_portal.core.dates import short_date, today
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.actions import ReadAs
from emulation_portal.documents.drafts.enums import Relation
from emulation_portal.documents.drafts.models import PaperImport
from tests.factories import campaigns
from tests.scenarios.desk import Desk, Page

pytestmark = pytest.mark.django_db

DRAFT = "KẾ HOẠCH\n\nThi đua “Giỏi việc”\n\nI. MỤC ĐÍCH\n\nThi đua.\n"
PAPER = (
    "LIÊN MINH HỢP TÁC XÃ\n\nSố: 644/KH-LMHTX\n\nQuảng Ninh, ngày 26 tháng 11 năm 2021\n\n"
    "KẾ HOẠCH\n\nThi đua “Giỏi việc”\n\nI. MỤC ĐÍCH\n\nThi đua.\n"
)


def read(desk: Desk, text: str, name: str = "ke-hoach.md") -> Page:
    page = desk.open(reverse("drafts:import", args=["ke-hoach"]))
    return desk.press(page, "Đọc tệp", files={"file": SimpleUploadedFile(name, text.encode())})


def confirm(desk: Desk, page: Page, **fields) -> Page:
    """Save what was read; a kind that the file does not name is chosen."""
    kind = {"kind": page.value("kind") or "regular"}
    return desk.press(page, "Lưu thành dự thảo", **{**kind, **fields})


def errors_at(page: Page, field: str) -> list[str]:
    found = page.tree.xpath(f"//*[@id='id_{field}_error']")
    return [" ".join(error.text_content().split()) for error in found]


# --- nothing of the preview is dropped --------------------------------------------------------------------------------


def test_every_field_of_the_preview_has_its_place_in_the_import():
    wanted = {field.name for field in dataclasses.fields(ReadAs)} - {
        "bases",
        "sections",
        "annexes",
        "signing",
        "own",
        "rows",
        "addressed_blocks",
        "addressed_units",
    }  # formsets, the kind's, what is ticked
    own = {"campaign", "campaign_name", *CAMPAIGN_FIELDS}

    assert set(PreviewForm.base_fields) == wanted | own


def test_what_is_chosen_in_the_preview_reaches_plan_and_campaign(officer):
    preview = read(officer, DRAFT)

    confirm(
        officer,
        preview,
        is_public=[],
        parent_movement="Cả nước thi đua",
        kind="thematic",
        theme="Giỏi việc",
        period_from="01/01/2027",
        period_to="31/12/2027",
        dossiers_from="01/10/2027",
        dossiers_to="31/10/2027",
    )

    plan = CampaignPlan.objects.get()
    campaign = plan.campaign
    assert plan.is_public is False
    assert (campaign.parent_movement, campaign.kind, campaign.theme) == ("Cả nước thi đua", "thematic", "Giỏi việc")
    assert (campaign.period_from, campaign.period_to) == (dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    assert (campaign.dossiers_from, campaign.dossiers_to) == (dt.date(2027, 10, 1), dt.date(2027, 10, 31))


def test_preview_left_as_it_is_makes_a_public_plan(officer):
    confirm(officer, read(officer, DRAFT))

    assert CampaignPlan.objects.get().is_public is True


# --- what stands on the paper is looked at before the register is --------------------------------------------------------


def test_day_of_the_paper_that_has_not_come_is_refused_at_its_field(officer):
    tomorrow = short_date(today() + dt.timedelta(days=1))

    answer = confirm(officer, read(officer, PAPER), paper_issued_on=tomorrow)

    assert answer.status == 422
    assert errors_at(answer, "paper_issued_on") == [
        f"Ngày {tomorrow} chưa tới, nên văn bản chưa thể đã ban hành. Hãy ghi đúng ngày trên bản giấy."
    ]
    assert not CampaignPlan.objects.exists()


def test_day_of_a_paper_issued_today_is_taken(officer):
    answer = confirm(officer, read(officer, PAPER), paper_issued_on=short_date(today()))

    assert answer.url == CampaignPlan.objects.get().get_absolute_url()


def test_number_that_the_book_has_is_refused_at_its_field_with_the_paper_that_has_it(officer):
    campaigns.registered(number=644, on=dt.date(2021, 11, 26), summary="Triển khai phong trào\ncũ")

    answer = confirm(officer, read(officer, PAPER))

    assert answer.status == 422
    assert errors_at(answer, "paper_number") == [
        "Số 644/KH-LMHTX đã có trong sổ năm 2021: “Triển khai phong trào cũ”, ngày 26/11/2021. "
        "Hãy kiểm tra lại số, hoặc mở văn bản ấy và bấm “Nhập lại để sửa sai”."
    ]


@pytest.mark.parametrize(
    "typed",
    [{"paper_number": "645"}, {"paper_issued_on": "26/11/2020"}, {"is_transcription": "no"}],
    ids=["another number", "another year", "a draft has no number yet"],
)
def test_number_of_another_book_is_free(officer, typed):
    campaigns.registered(number=644, on=dt.date(2021, 11, 26))
    before = CampaignPlan.objects.count()

    answer = confirm(officer, read(officer, PAPER), **typed)

    assert (answer.status, CampaignPlan.objects.count()) == (200, before + 1)


def test_number_whose_line_is_void_is_free(officer):
    entry = campaigns.registered(number=644, on=dt.date(2021, 11, 26)).document.entry
    type(entry).objects.filter(pk=entry.pk).update(voided_at="2026-01-01T00:00Z", void_reason="Ghi nhầm")

    assert confirm(officer, read(officer, PAPER)).status == 200


def test_draft_with_unreadable_paper_fields_is_not_held_up_by_what_it_hides(officer):
    answer = confirm(officer, read(officer, DRAFT), is_transcription="no", paper_number="7a", paper_issued_on="mai")

    assert answer.url == CampaignPlan.objects.get().get_absolute_url()


def edit_general(desk: Desk, plan: CampaignPlan, **fields) -> Page:
    page = desk.open(reverse("drafts:part", args=["ke-hoach", plan.pk, "general"]))
    return desk.press(page, "Lưu", **fields)


def test_general_part_of_a_transcription_looks_at_day_and_number_too(officer):
    campaigns.registered(number=644, on=dt.date(2021, 11, 26))
    plan = campaigns.transcription(number=645, on=dt.date(2021, 11, 27))
    tomorrow = short_date(today() + dt.timedelta(days=1))

    late = edit_general(officer, plan, paper_issued_on=tomorrow)
    doubled = edit_general(officer, plan, paper_number="644")

    assert (late.status, doubled.status) == (422, 422)
    assert "chưa tới" in errors_at(late, "paper_issued_on")[0]
    assert "Số 644/KH-LMHTX đã có trong sổ năm 2021" in errors_at(doubled, "paper_number")[0]


def test_correction_keeps_the_number_of_the_plan_that_it_corrects(officer):
    old = campaigns.registered(number=644, on=dt.date(2021, 11, 26))
    campaigns.registered(number=645, on=dt.date(2021, 11, 27))
    new = actions.start_successor(draft_id=old.pk, relation=Relation.CORRECTION, by=campaigns.cast().officer)

    other = edit_general(officer, new, paper_number="645")
    own = edit_general(officer, new, place_name="Hạ Long")

    assert (other.status, own.url) == (422, new.get_absolute_url())
    assert PaperImport.objects.count() == 0


def test_campaign_of_the_preview_is_searched_for_among_many(officer: Desk) -> None:
    plan = campaigns.complete_draft()
    for at in range(25):
        Campaign.objects.create(name=f"Phong trào phụ nữ số {at:02d}", organiser=plan.campaign.organiser)
    preview = read(officer, DRAFT)

    found = officer.press(preview, "Tìm", campaign_find="phu nu so 17")

    assert not found.says("Chưa lưu được")
    assert found.says("Phong trào phụ nữ số 17")
    assert not found.says("Phong trào phụ nữ số 18")
