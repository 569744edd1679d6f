"""From file to checked paper in real browsers, each person with their own; some with scripts, some without."""

import base64
import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings

from campaigns.models import CampaignPlan
from emulation_portal.core.dates import short_date, today
from tests.chromium import OFFICE, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

NAME = "Mỗi hợp tác xã một sản phẩm số"
PLAN = Path(settings.BASE_DIR) / "campaigns" / "sample" / "plans" / "chuyen-de.md"


def drop(person, name: str, content: bytes) -> None:
    """Drag a file onto the drop zone, as from the desktop, once the script that catches it has run."""
    person.page.wait_for_selector("[data-drop-zone].is-ready")
    person.page.evaluate(
        """([name, base64]) => {
          const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], name, { type: 'application/pdf' }));
          const zone = document.querySelector('[data-drop-zone]');
          for (const kind of ['dragenter', 'dragover', 'drop'])
            zone.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        [name, base64.b64encode(content).decode()],
    )


def import_and_complete(officer, tmp_path) -> CampaignPlan:
    file = tmp_path / "ke-hoach.md"
    file.write_text(PLAN.read_text("utf-8").format(name=NAME), "utf-8")
    officer.open("/ke-hoach/nhap/")
    officer.page.set_input_files("input[type=file]", file)
    officer.press("Đọc tệp")
    officer.sees("Xem lại trước khi lưu")
    starts = today()
    officer.write(
        campaign_name=NAME, period_from=short_date(starts), period_to=short_date(starts + dt.timedelta(days=300))
    )
    officer.press("Lưu thành dự thảo")
    officer.sees("Đã tạo dự thảo từ tệp")
    plan = CampaignPlan.objects.get(campaign__name=NAME)
    parts = {
        "targets": {"targets-0-indicator": "Đơn vị đăng ký", "targets-0-value": "từ 90% trở lên"},
        "rewards": {
            "rewards-0-award_form": "GK",
            "rewards-0-subject_kind": "collective",
            "rewards-0-quota_mode": "fixed",
            "rewards-0-quota": "5",
        },
        "milestones": {"milestones-0-kind": "launch", "milestones-0-due_on": short_date(starts)},
    }
    for part, fields in parts.items():
        officer.open(f"{plan.get_absolute_url()}sua/{part}/")
        officer.write(**fields)
        officer.press("Lưu")
        officer.sees("Đã lưu phần")
    officer.open(f"{plan.get_absolute_url()}sua/recipients/")
    officer.page.locator("[name=signing]").select_option(index=1)
    officer.press("Lưu")
    officer.sees("Đã lưu phần")
    return plan


@pytest.mark.worker
def test_plan_goes_from_file_to_checked_paper(enter, worker, tmp_path):
    officer = enter("chuyenvien")
    plan = import_and_complete(officer, tmp_path)
    officer.press("Trình rà soát")
    officer.sees("Đã trình.")
    chief = enter("chanhvanphong", java_script_enabled=False)
    chief.open(plan.get_absolute_url())
    chief.press("Trình lãnh đạo")
    chief.sees("Đã trình lãnh đạo duyệt.")
    leader = enter("chutich", viewport=PHONE)
    leader.open(plan.get_absolute_url())
    leader.follow("Duyệt kế hoạch")
    leader.press("Duyệt kế hoạch")
    leader.sees("Đã duyệt.")
    clerk = enter("vanthu")
    clerk.open(plan.get_absolute_url())
    clerk.follow("Cấp số, ban hành")
    clerk.write(word="BAN HÀNH")
    clerk.press("Cấp số, ban hành")
    clerk.waits_for_link("Mở PDF")  # the worker has rendered it, and the page says so

    plan.refresh_from_db()
    number = plan.document.printed_number
    reader = enter(viewport=PHONE)
    reader.open(plan.get_absolute_url())
    reader.sees(number)
    pdf = reader.context.request.get(reader.url + f"/van-ban/{plan.document_id}/tep/").body()
    assert pdf.startswith(b"%PDF-")
    reader.page.get_by_role("link", name=plan.document.printed_code).click()
    reader.sees("Văn bản có thật, đang có hiệu lực")
    plain = enter(java_script_enabled=False)
    plain.open(reader.page.url)
    for content, verdict in ((pdf, "Đúng là tệp đã ban hành"), (pdf + b"\n", "Không phải tệp đã ban hành")):
        drop(reader, "ke-hoach.pdf", content)
        reader.sees("Đã chọn “ke-hoach.pdf”")
        file = {"name": "ke-hoach.pdf", "mimeType": "application/pdf", "buffer": content}
        plain.page.set_input_files("input[type=file]", file)
        for person in (reader, plain):
            person.press("Kiểm tra tệp")
            person.sees(verdict)


PAGES = {
    "": ["/", "/phong-trao/", "/kiem-tra/", "/tro-giup/", "/tai-khoan/dang-nhap/", "{issued}"],
    "chuyenvien": [
        "/",
        "/phong-trao/",
        "/ke-hoach/nhap/",
        "{draft}",
        "{draft}sua/general/",
        "{draft}sua/sections/",
        "{draft}sua/tables/",
        "{draft}sua/rewards/",
        "{draft}sua/recipients/",
        "/viec-chay-nen/",
    ],
    "chanhvanphong": ["/", "{review}", "{review}tra-lai/", "/nguoi/"],
    "chutich": ["/", "{issued}", "{issued}thu-hoi/"],
    "vanthu": ["/", "{approved}ban-hanh/", "/so-van-ban-di/"],
    "kiemtra": ["/nhat-ky/", "/tinh-trang-he-thong/"],
    "quantri": ["/don-vi/", "/don-vi/so-do/", "/khoi-thi-dua/", "/phieu-kich-hoat/", "/co-quan-ban-hanh/1/"],
    "giamdoc.dongtrieu": ["/", "/phong-trao/", "{issued}", "/nguoi/"],
    "uyvien": ["/", "/don-vi/"],
}


def test_no_main_page_is_wider_than_an_office_screen_or_a_phone(enter):
    states = {"draft": "returned", "review": "dept_review", "approved": "approved", "issued": "issued"}
    plans = {
        name: CampaignPlan.objects.filter(status=status, is_transcription=False).first().get_absolute_url()
        for name, status in states.items()
    }
    issuer = CampaignPlan.objects.first().issuer_id
    wide = {}
    for username, paths in PAGES.items():
        person = enter(username)
        for path in paths:
            address = path.format(**plans).replace("hanh/1/", f"hanh/{issuer}/")
            for size in (OFFICE, PHONE):
                person.page.set_viewport_size(size)
                if size is OFFICE:
                    person.open(address)
                    assert person.page.locator("h1").count() == 1, f"{username} {address}"
                if found := person.too_wide():
                    wide[f"{username} {address} {size['width']}"] = found[:2]

    assert wide == {}


def test_keyboard_skips_the_frame_and_shows_where_it_is(enter):
    person = enter("chuyenvien")
    page = person.page
    person.open("/phong-trao/")

    page.keyboard.press("Tab")
    skip = page.evaluate(
        "(() => { const e = document.activeElement, b = e.getBoundingClientRect();"
        " return [e.className, b.top >= 0 && b.bottom <= innerHeight && b.left >= 0] })()"
    )
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    unseen = []
    in_main = page.evaluate("!!document.activeElement.closest('#noi-dung, main')")
    for _ in range(15):
        style = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return [parseFloat(s.outlineWidth), s.outlineStyle, document.activeElement.outerHTML.slice(0, 80)] })()"
        )
        if style[0] < 2 or style[1] == "none":
            unseen.append(style[2])
        page.keyboard.press("Tab")

    assert skip == ["skip-link", True]
    assert in_main
    assert unseen == []
