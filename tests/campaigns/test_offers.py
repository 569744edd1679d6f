"""What the text of a file names besides its parts is ticked in the check of an import, and goes into the draft with it."""

import pytest
from django.urls import reverse

from campaigns.models import CampaignPlan
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.drafts.papers import draft_paper
from tests.factories import campaigns, people
from tests.scenarios.desk import Desk, Page
from units.enums import UnitKind

from .test_import_preview import read

pytestmark = pytest.mark.django_db

TEXT = (
    "KẾ HOẠCH\n\nPhát động phong trào thi đua “Giỏi việc”\n\nCăn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;\n\n"
    "Liên minh HTX tỉnh xây dựng Kế hoạch như sau:\n\nI. MỤC ĐÍCH\n\nThi đua.\n\n"
    "II. ĐỐI TƯỢNG THAM GIA\n\n{whom}\n\n"
    "III. TIÊU CHÍ, CHỈ TIÊU\n\n- 100% đơn vị đăng ký thi đua;\n\n- Số sáng kiến: từ 12 trở lên.\n\n"
    "IV. KHEN THƯỞNG\n\nGiấy khen của Chủ tịch Liên minh: 15 tập thể, 30 cá nhân.\n\n"
    "V. THỜI GIAN\n\nPhát động ngày 15/01/2027; tổng kết ngày 20/12/2027.\n\n"
    "VI. TỔ CHỨC THỰC HIỆN\n\nCác đơn vị thực hiện./.\n\nNơi nhận:\n- Như mục II;\n- Lưu: VT.\n\nTM. BAN THƯỜNG VỤ\nCHỦ TỊCH\n"
)
EVERYONE = "Các đơn vị thành viên."


def ticked(page: Page) -> list[str]:
    boxes = page.tree.xpath("//input[@name='take'][@checked]/following-sibling::span")
    return [box.text_content() for box in boxes]


def key_of(page: Page, words: str) -> str:
    return str(page.tree.xpath(f"//label[span='{words}']/input/@value")[0])


def imported(officer: Desk, page: Page, **changes: object) -> CampaignPlan:
    officer.press(page, "Lưu thành dự thảo", **changes)
    return CampaignPlan.objects.get()


def test_what_the_text_names_is_ticked_and_saved_with_the_draft(officer: Desk) -> None:
    page = read(officer, TEXT.format(whom=EVERYONE))

    plan = imported(officer, page)

    assert ticked(page) == [
        "Đơn vị đăng ký thi đua, 100%",
        "Số sáng kiến, từ 12 trở lên",
        "Giấy khen của Chủ tịch Liên minh HTX tỉnh, Tập thể, Số lượng, 15",
        "Giấy khen của Chủ tịch Liên minh HTX tỉnh, Cá nhân, Số lượng, 30",
        "Phát động, 15/01/2027",
        "Tổng kết, 20/12/2027",
    ]
    assert [(row.indicator, row.value, row.position) for row in plan.targets.all()] == [
        ("Đơn vị đăng ký thi đua", "100%", 1),
        ("Số sáng kiến", "từ 12 trở lên", 2),
    ]
    assert [(row.award_form, row.subject_kind, row.quota) for row in plan.rewards.all()] == [
        ("GK", "collective", 15),
        ("GK", "individual", 30),
    ]
    assert [row.kind for row in plan.milestones.all()] == ["launch", "final_review"]
    assert plan.addresses_everyone


def test_nothing_is_printed_twice_for_it(officer: Desk) -> None:
    plan = imported(officer, read(officer, TEXT.format(whom=EVERYONE)))

    text = " ".join(str(block) for block in draft_paper(plan).body)
    assert (text.count("15/01/2027"), text.count("Số sáng kiến"), text.count("15 tập thể")) == (1, 1, 1)


def test_what_is_unticked_stays_out_also_after_another_look(officer: Desk) -> None:
    page = read(officer, TEXT.format(whom=EVERYONE))
    kept = [
        key for key in page.tree.xpath("//input[@name='take']/@value") if key != key_of(page, "Phát động, 15/01/2027")
    ]

    again = officer.press(page, "Xem lại trên giấy", take=kept)
    plan = imported(officer, again)

    assert "Phát động, 15/01/2027" not in ticked(again)
    assert [row.kind for row in plan.milestones.all()] == ["final_review"]


def test_what_is_written_in_meanwhile_is_ticked_too(officer: Desk) -> None:
    page = read(officer, TEXT.format(whom=EVERYONE))

    again = officer.press(page, "Xem lại trên giấy", **{"sections-4-body": "Sơ kết ngày 30/6/2027."})

    assert "Sơ kết, 30/06/2027" in ticked(again)
    assert "Phát động, 15/01/2027" not in ticked(again)


def test_transcription_takes_nothing(officer: Desk) -> None:
    page = read(officer, TEXT.format(whom=EVERYONE))

    plan = imported(
        officer,
        page,
        is_transcription="yes",
        paper_number="7",
        paper_symbol="KH-LMHTX",
        paper_issued_on="15/01/2024",
    )

    assert plan.is_transcription
    assert not plan.milestones.exists()


def test_units_and_blocks_that_are_named_may_be_chosen_as_those_addressed(officer: Desk) -> None:
    root = people.alliance()
    named = people.UnitFactory(name="Hợp tác xã Dịch vụ và Du lịch Ba Chẽ", parent=root)
    people.UnitFactory(name="Hợp tác xã Dịch vụ và Du lịch Ba Chẽ Hai", parent=root)
    people.UnitFactory(name="Hợp tác xã Đã đóng", parent=root, closed_on=today(), closed_reason="Giải thể.")
    block = root.blocks.create(name="Cụm thi đua số 9")
    whom = "HTX Dịch vụ và Du lịch Ba Chẽ, Cụm thi đua số 9; Hợp tác xã Đã đóng và những nơi khác."

    page = read(officer, TEXT.format(whom=whom))
    keys = [key_of(page, words) for words in (f"{named.name} ({named.code})", block.name)]
    kept = page.tree.xpath("//input[@name='take'][@checked]/@value")
    plan = imported(officer, page, take=[*kept, *keys])

    assert not any(
        each in ticked(page) for each in (f"{named.name} ({named.code})", block.name)
    )  # all others are left out then
    assert "Đã đóng (" not in page.text
    assert not plan.addresses_everyone
    assert list(plan.addressed_units.all()) == [named]
    assert list(plan.addressed_blocks.all()) == [block]


def test_nobody_is_picked_out_where_all_are_meant(officer: Desk) -> None:
    named = people.UnitFactory(name="Hợp tác xã Kiểu mới Ba Chẽ", parent=people.alliance())

    shown = [
        named.code in read(officer, TEXT.format(whom=whom)).text
        for whom in (f"Mọi đơn vị; {named.name}.", f"Hợp tác xã kiểu mới: {named.name}.")
    ]

    assert shown == [False, True]


def test_two_units_of_one_name_are_told_apart(officer: Desk) -> None:
    twins = [people.UnitFactory(name="Hợp tác xã Minh Tâm", parent=people.alliance()) for _ in range(2)]

    page = read(officer, TEXT.format(whom="Hợp tác xã Minh Tâm."))

    assert len({key_of(page, f"{twin.name} ({twin.code})") for twin in twins}) == 2


def test_what_nobody_has_seen_is_shown_before_it_is_saved(officer: Desk) -> None:
    page = read(officer, TEXT.format(whom=EVERYONE))

    again = officer.press(page, "Lưu thành dự thảo", **{"sections-4-body": "Sơ kết ngày 30/6/2027."})
    saved_yet = CampaignPlan.objects.exists()
    plan = imported(officer, again)

    assert (again.status, saved_yet) == (422, False)
    assert again.says("Nội dung vừa sửa nêu thêm dòng")
    assert [row.kind for row in plan.milestones.all()] == ["midterm_review"]


def test_what_the_rows_say_already_is_offered_no_more(officer: Desk) -> None:
    plan = imported(officer, read(officer, TEXT.format(whom=EVERYONE)))

    assert [plan.kind_of.proposed_rows(plan, part) for part in ("targets", "rewards", "milestones")] == [[], [], []]


def test_units_of_another_alliance_are_not_offered(officer: Desk) -> None:
    far = people.UnitFactory(kind=UnitKind.ALLIANCE, name="Liên minh xa", code="LM-XA")
    people.UnitFactory(name="Hợp tác xã Ở xa", parent=far)

    assert "Hợp tác xã Ở xa" not in ticked(read(officer, TEXT.format(whom="Hợp tác xã Ở xa.")))


def test_page_of_the_recipients_offers_them_too() -> None:
    plan = campaigns.plan_in(DraftStatus.DRAFT)
    named = people.UnitFactory(name="Hợp tác xã Dịch vụ Ba Chẽ", parent=people.alliance())
    plan.recipients.all().delete()
    plan.recipients.create(position=1, text="HTX Dịch vụ Ba Chẽ")
    officer = Desk(campaigns.cast().officer)
    page = officer.open(reverse("drafts:part", args=["ke-hoach", plan.pk, "recipients"]))

    shown = officer.press(page, "Chọn các đơn vị này để xem lại")
    saved_yet = plan.addressed_units.count()
    officer.press(shown, "Lưu")

    assert saved_yet == 0
    plan.refresh_from_db()
    assert not plan.addresses_everyone
    assert list(plan.addressed_units.all()) == [named]
