"""A Word file of an office, with all that offices put into one, through every hand: returned, corrected, approved, numbered,
and amended by a second paper. The words of the PDF are asked one by one in tests/campaigns/test_office_word.py.
"""

import datetime as dt

import pytest

from campaigns.models import CampaignPlan
from emulation_portal.core.dates import short_date, today
from emulation_portal.documents.drafts.enums import DraftStatus
from tests.chromium import PHONE
from tests.documents.reading import office_word

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db]

NAME = "Mỗi xã một sản phẩm thử"
REASON = "Mục I cần ghi rõ đối tượng. Đề nghị bổ sung."
ADDED = "Áp dụng cho mọi hợp tác xã thành viên."


def imported(officer, tmp_path) -> CampaignPlan:
    file = tmp_path / "ke-hoach.docx"
    file.write_bytes(office_word.office_plan())
    officer.open("/ke-hoach/nhap/")
    officer.page.set_input_files("input[type=file]", file)
    officer.press("Đọc tệp")
    officer.sees("Xem lại trước khi lưu")
    officer.page.locator("[name=is_transcription][value=no]").check()
    ends = short_date(today() + dt.timedelta(days=300))
    officer.write(campaign_name=NAME, period_from=short_date(today()), period_to=ends)
    officer.press("Lưu thành dự thảo")
    officer.sees("Đã tạo dự thảo từ tệp")
    return CampaignPlan.objects.get(campaign__name=NAME)


def write_part(officer, plan, part: str, **fields: str) -> None:
    officer.open(f"{plan.get_absolute_url()}sua/{part}/")
    officer.write(**fields)
    officer.press("Lưu")
    officer.sees("Đã lưu phần")


def complete(officer, plan) -> None:
    write_part(officer, plan, "targets", **{"targets-0-indicator": "Đơn vị đăng ký", "targets-0-value": "từ 90%"})
    reward = {"award_form": "GK", "subject_kind": "collective", "quota_mode": "fixed", "quota": "5"}
    write_part(officer, plan, "rewards", **{f"rewards-0-{name}": value for name, value in reward.items()})
    launch = {"milestones-0-kind": "launch", "milestones-0-due_on": short_date(today())}
    write_part(officer, plan, "milestones", **launch)
    officer.open(f"{plan.get_absolute_url()}sua/sections/")
    officer.press("Thêm các mục còn thiếu")
    officer.sees("Đã lưu và thêm các mục còn thiếu")
    title = officer.page.locator(".row-title", has_text="NỘI DUNG THI ĐUA")
    empty = officer.page.locator("[data-row]").filter(has=title)
    empty.evaluate("e => { e.open = true; }")
    empty.locator("[name$='-body']").fill("Thi đua nâng chất lượng sản phẩm.")
    officer.press("Lưu")
    officer.sees("Đã lưu phần")
    officer.open(f"{plan.get_absolute_url()}sua/recipients/")
    officer.page.locator("[name=signing]").select_option(index=1)
    officer.press("Lưu")
    officer.sees("Đã lưu phần")


def to_its_number(plan, chief, leader, clerk) -> None:
    chief.open(plan.get_absolute_url())
    chief.press("Trình lãnh đạo")
    chief.sees("Đã trình lãnh đạo duyệt.")
    leader.open(plan.get_absolute_url())
    leader.follow("Duyệt kế hoạch")
    leader.press("Duyệt kế hoạch")
    leader.sees("Đã duyệt.")
    clerk.open(plan.get_absolute_url())
    clerk.follow("Cấp số, ban hành")
    clerk.write(word="BAN HÀNH")
    clerk.press("Cấp số, ban hành")
    clerk.sees("Sau khi cấp số")


def test_a_word_file_goes_through_every_hand_and_is_amended(enter, worker, tmp_path):
    officer, chief = enter("chuyenvien"), enter("chanhvanphong", java_script_enabled=False)
    leader, clerk = enter("chutich", viewport=PHONE), enter("vanthu")
    plan = imported(officer, tmp_path)
    complete(officer, plan)
    officer.open(plan.get_absolute_url())
    officer.press("Trình rà soát")
    officer.sees("Đã trình.")

    chief.open(plan.get_absolute_url())
    chief.follow("Trả lại")
    chief.write(reason=REASON)
    chief.page.locator("[name=parts][value=sections]").check()
    chief.press("Trả lại")
    chief.sees("Đã trả lại")
    officer.open(plan.get_absolute_url())
    officer.follow("Sửa theo ý kiến")
    officer.sees(REASON)
    first = officer.page.locator("[name='sections-0-body']")
    first.evaluate("e => { e.closest('details').open = true; }")
    first.fill(f"{first.input_value()}\n\n{ADDED}".strip())
    officer.press("Lưu")
    officer.sees("Đã lưu phần")
    officer.open(plan.get_absolute_url())
    officer.press("Trình lại")
    officer.sees("Đã trình.")
    chief.open(plan.get_absolute_url())
    chief.sees("Trình lần 2")
    added = chief.page.locator(".desk ins").all_inner_texts()
    to_its_number(plan, chief, leader, clerk)
    clerk.waits_for_link("Mở PDF")
    plan.refresh_from_db()

    officer.open(plan.get_absolute_url())
    officer.press("Soạn bản sửa đổi, bổ sung")
    officer.sees("Đã mở dự thảo")
    amendment = CampaignPlan.objects.get(predecessor=plan.pk)
    write_part(officer, amendment, "sections", **{"sections-0-body": "Kéo dài thời gian đăng ký đến hết quý IV."})
    officer.open(amendment.get_absolute_url())
    officer.press("Trình rà soát")
    officer.sees("Đã trình.")
    to_its_number(amendment, chief, leader, clerk)
    reader = enter()
    reader.open(plan.get_absolute_url())
    amendment.refresh_from_db()

    assert "".join(added).strip() == ADDED
    assert (plan.status, amendment.status) == (DraftStatus.ISSUED, DraftStatus.ISSUED)
    reader.sees(amendment.document.printed_number)
    assert reader.page.locator(".desk table").count() == 3
    assert [row.rows[0] for row in plan.tables.all()] != []
