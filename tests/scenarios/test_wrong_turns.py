"""Những chuyện hay xảy ra ở cơ quan, và cổng phải chịu được.

1. Người soạn kiêm Chánh Văn phòng không tự rà soát kế hoạch của mình.
2. Bấm đúp mỗi nút: việc chỉ xảy ra một lần, nhật ký chỉ có một dòng.
3. Mở hai thẻ cùng sửa: thẻ lưu sau được báo, chữ đã gõ còn nguyên.
4. Tải lại trang sau khi xác nhận nhập tệp: không sinh dự thảo thứ hai.
5. Giao thừa: văn bản ban hành lúc 00:30 ngày 01/01 giờ Việt Nam là số 01 của năm mới.
"""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.models import CampaignPlan
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import short_date, today
from emulation_portal.documents.drafts.enums import DraftStatus as P
from emulation_portal.documents.models import Document, RegisterEntry
from emulation_portal.rights.enums import Role
from tests.factories import campaigns
from tests.factories.people import AppointmentFactory, alliance, user_with_role

from .desk import Desk

pytestmark = pytest.mark.django_db


def events(plan: CampaignPlan) -> int:
    return Event.objects.filter(object_type="campaigns.campaignplan", object_id=str(plan.pk)).count()


def test_drafter_who_became_chief_of_office_has_no_button_and_no_way_around(office):
    drafter = user_with_role(Role.OFFICER)
    AppointmentFactory(user=drafter, unit=alliance(), role=Role.CHIEF_OF_OFFICE)
    desk = Desk(drafter)
    plan = campaigns.complete_draft(by=drafter)
    page = desk.press(desk.open(plan.get_absolute_url()), "Trình rà soát")

    assert "Trình lãnh đạo" not in page.buttons()
    url = reverse("procedure:step", args=["ke-hoach", plan.pk, "trinh-lanh-dao"])
    token = page.tree.xpath("//input[@name='csrfmiddlewaretoken']")[0].get("value")
    answer = desk.send(url, {"csrfmiddlewaretoken": token})
    plan.refresh_from_db()
    assert (answer.status, plan.status) == (403, P.DEPT_REVIEW)
    assert answer.says("không được tự duyệt")


REVOKED_BY = {
    "word": "THU HỒI",
    "reason": "Trùng.",
    "where": "elsewhere",
    "number_symbol": "12/QĐ-LMHTX",
    "through_on": short_date(today()),
    "through_issuer": "Liên minh",
    "through_summary": "Thu hồi",
}
# state, who, the way to the button, what is typed, state afterwards
BUTTONS = [
    (P.DRAFT, "officer", None, "Trình rà soát", {}, P.DEPT_REVIEW),
    (P.RETURNED, "officer", None, "Trình lại", {}, P.DEPT_REVIEW),
    (P.DEPT_REVIEW, "chief", None, "Trình lãnh đạo", {}, P.LEADER_REVIEW),
    (P.DEPT_REVIEW, "chief", "Trả lại", "Trả lại", {"reason": "Thiếu căn cứ."}, P.RETURNED),
    (P.DEPT_REVIEW, "officer", "Rút về", "Rút về", {"reason": "Sửa thêm."}, P.DRAFT),
    (P.LEADER_REVIEW, "leader", "Duyệt kế hoạch", "Duyệt kế hoạch", {}, P.APPROVED),
    (P.LEADER_REVIEW, "leader", "Trả lại", "Trả lại", {"reason": "Thiếu căn cứ."}, P.RETURNED),
    (
        P.APPROVED,
        "clerk",
        "Trả lại vì sai thể thức",
        "Trả lại vì sai thể thức",
        {"reason": "Sai thể thức."},
        P.RETURNED,
    ),
    (P.APPROVED, "clerk", "Cấp số, ban hành", "Cấp số, ban hành", {"word": "BAN HÀNH"}, P.ISSUED),
    (P.ISSUED, "leader", "Thu hồi kế hoạch", "Thu hồi kế hoạch", REVOKED_BY, P.REVOKED),
]


@pytest.mark.parametrize(("state", "who", "way", "button", "typed", "after"), BUTTONS, ids=lambda v: str(v)[:24])
def test_second_press_of_a_button_changes_nothing(office, state, who, way, button, typed, after):
    plan = campaigns.plan_in(state, on=today())
    desk = getattr(office, who)
    page = desk.open(plan.get_absolute_url())
    page = desk.follow(page, way) if way else page
    url, data = desk.filled(page, button, **typed)
    before = events(plan)

    desk.send(url, data)
    second = desk.send(url, data)

    plan.refresh_from_db()
    assert (plan.status, events(plan) - before) == (after, 1)
    assert second.status in {200, 403, 422}
    assert Document.objects.count() == (1 if after in (P.ISSUED, P.REVOKED) else 0)


def test_second_press_of_the_register_button_changes_nothing(office):
    plan = campaigns.transcription()
    page = office.clerk.follow(office.clerk.open(plan.get_absolute_url()), "Ghi vào sổ")
    url, data = office.clerk.filled(page, "Ghi vào sổ", word="GHI SỔ")

    office.clerk.send(url, data)
    second = office.clerk.send(url, data)

    assert (Document.objects.count(), RegisterEntry.objects.count()) == (1, 1)
    assert second.url == plan.get_absolute_url()
    assert second.says("Bước này không còn nữa")


def test_second_press_of_enter_again_opens_one_correction(office):
    plan = campaigns.registered(today=today())
    url, data = office.officer.filled(office.officer.open(plan.get_absolute_url()), "Nhập lại để sửa sai")

    office.officer.send(url, data)
    second = office.officer.send(url, data)

    assert CampaignPlan.objects.filter(predecessor=plan).count() == 1
    assert second.says("đã có bản nhập lại mới hơn")


def test_two_tabs_keep_what_was_typed_in_the_later_one(office):
    plan = campaigns.complete_draft()
    url = reverse("drafts:part", args=["ke-hoach", plan.pk, "sections"])
    first, second = office.officer.open(url), office.officer.open(url)

    office.officer.press(first, "Lưu", **{"sections-1-body": "Chữ của thẻ thứ nhất."})
    late = office.officer.press(second, "Lưu", **{"sections-1-body": "Chữ của thẻ thứ hai."})

    assert late.status == 422
    assert late.says("Có người vừa lưu thay đổi khác của kế hoạch này")
    assert late.value("sections-1-body") == "Chữ của thẻ thứ hai."
    assert late.says("Hiện đang lưu: Chữ của thẻ thứ nhất.")
    assert plan.sections.get(position=2).body == "Chữ của thẻ thứ nhất."
    office.officer.press(late, "Lưu")
    assert plan.sections.get(position=2).body == "Chữ của thẻ thứ hai."


def test_refresh_of_the_confirmation_makes_no_second_draft(office):
    file = SimpleUploadedFile("ke-hoach.md", "KẾ HOẠCH\n\nThi đua “Giỏi việc”\n\nI. MỤC ĐÍCH\n\nThi đua.\n".encode())
    preview = office.officer.press(
        office.officer.open(reverse("drafts:import", args=["ke-hoach"])), "Đọc tệp", files={"file": file}
    )
    url, data = office.officer.filled(preview, "Lưu thành dự thảo", campaign_name="Giỏi việc")

    landed = [office.officer.send(url, data).url for _ in range(3)]

    plan = CampaignPlan.objects.get()
    assert landed == [plan.get_absolute_url()] * 3
    assert Event.objects.filter(verb="plan.imported").count() == 1


def test_same_file_read_twice_waits_once(office):
    content = "KẾ HOẠCH\n\nThi đua “Giỏi việc”\n\nI. MỤC ĐÍCH\n\nThi đua.\n".encode()
    pages = [
        office.officer.press(
            office.officer.open(reverse("drafts:import", args=["ke-hoach"])),
            "Đọc tệp",
            files={"file": SimpleUploadedFile("ke-hoach.md", content)},
        )
        for _ in range(2)
    ]

    assert pages[0].url == pages[1].url


HANOI = dt.timezone(dt.timedelta(hours=7))


@pytest.mark.parametrize(
    ("moment", "number", "year"),
    [
        (dt.datetime(2026, 12, 31, 23, 30, tzinfo=HANOI), "02/KH-LMHTX", 2026),
        (dt.datetime(2027, 1, 1, 0, 30, tzinfo=HANOI), "01/KH-LMHTX", 2027),  # still 2026 in UTC
    ],
    ids=["before midnight", "after midnight"],
)
def test_year_of_the_register_turns_at_vietnamese_midnight(office, clock, moment, number, year):
    campaigns.plan_in(P.ISSUED, on=dt.date(2026, 12, 30))
    plan = campaigns.plan_in(P.APPROVED, on=dt.date(2026, 12, 30))
    clock(moment)
    desk = Desk(campaigns.cast().clerk)
    page = desk.follow(desk.open(plan.get_absolute_url()), "Cấp số, ban hành")

    desk.press(page, "Cấp số, ban hành", word="BAN HÀNH")

    plan.refresh_from_db()
    entry = plan.document.entry
    assert (plan.document.printed_number, plan.document.issued_on, entry.register.year) == (
        number,
        moment.date(),
        year,
    )


def test_appointment_that_ended_at_midnight_gives_nothing_in_the_morning(office, clock):
    row = campaigns.cast().clerk.appointments.get()
    row.effective_to = dt.date(2027, 1, 1)
    row.save()
    plan = campaigns.plan_in(P.APPROVED, on=dt.date(2026, 12, 30))
    url = reverse("procedure:step", args=["ke-hoach", plan.pk, "ban-hanh"])
    answers = []
    for moment in (dt.datetime(2026, 12, 31, 23, 59, tzinfo=HANOI), dt.datetime(2027, 1, 1, 0, 1, tzinfo=HANOI)):
        clock(moment)
        answers.append(Desk(campaigns.cast().clerk).open(url).status)

    assert answers == [200, 404]
