"""Hai kế hoạch đi từ tệp đến văn bản kiểm tra được.

1. Chuyên viên nhập tệp kế hoạch 2021 - 2025. Tệp không có số, ngày, dừng giữa câu; cổng nói rõ từng chỗ. Chuyên viên sửa
   tên phong trào và câu cuối ngay trên trang xem trước, rồi lưu thành dự thảo.
2. Đơn vị và người ngoài chưa thấy gì. Cổng kể những phần còn thiếu; chuyên viên thêm mục, chỉ tiêu, khen thưởng, mốc thời
   gian, nơi nhận, người ký.
3. Chuyên viên trình; Chánh Văn phòng trả lại kèm lý do; chuyên viên đọc lý do, sửa, trình lại; Chánh Văn phòng trình lãnh
   đạo; lãnh đạo duyệt.
4. Văn thư gõ “BAN HÀNH”. Cổng cấp số 01, tạo PDF; tệp có số, ngày, tên người ký, và tiếng Việt dựng sẵn.
5. Đơn vị và người ngoài đọc kế hoạch. Người ngoài mở trang kiểm tra bằng mã, thả tệp vào: đúng là tệp đã ban hành. Sửa một
   byte thì không phải.
6. Văn thư nhập tệp thứ hai: 644/KH-LMHTX ngày 26/11/2021, đã ban hành trên giấy. Cổng nhận ra số và ngày, miễn các điều kiện
   phát động, ghi vào sổ năm 2021. Trang kiểm tra nói bản gốc không lưu ở đây.
7. Bản nhập có chỗ sai: nhập lại, bản mới thay bản cũ, cả hai vẫn xem được; số 644 vẫn chỉ có một dòng.
8. Kế hoạch ban hành tiếp theo nhận số 02.
9. Lãnh đạo thu hồi kế hoạch thứ nhất. Văn bản vẫn đọc được, mang chữ “Đã thu hồi” ở mọi nơi.
"""

import io
import re
import unicodedata
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.models import CampaignPlan
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import short_date, today, written_date
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.models import Document, RegisterEntry
from emulation_portal.jobs.enums import JobState
from emulation_portal.rights.enums import Role
from tests.factories import campaigns
from tests.factories.people import user_with_role

from .desk import Desk, Page, run_jobs

# Real commits: a job closes connections that look odd to it, and one inside a test's transaction does.
pytestmark = pytest.mark.django_db(transaction=True)

PLANS = Path(settings.BASE_DIR) / "campaigns" / "sample" / "plans"
PLAN_1, PLAN_2 = PLANS / "ke-hoach-2021-2025.md", PLANS / "ke-hoach-644-covid-19.md"
NAME = "Hưởng ứng các phong trào thi đua giai đoạn 2021 - 2025"


def upload(desk: Desk, path: Path) -> Page:
    page = desk.open(reverse("drafts:import", args=["ke-hoach"]))
    return desk.press(page, "Đọc tệp", files={"file": SimpleUploadedFile(path.name, path.read_bytes())})


def pdf_text(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def pdf_of(desk: Desk, document: Document) -> bytes:
    response = desk.client.get(reverse("documents:file", args=[document.pk]))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return response.getvalue()


def part(desk: Desk, plan: CampaignPlan, name: str, button: str = "Lưu", **fields) -> Page:
    page = desk.open(reverse("drafts:part", args=["ke-hoach", plan.pk, name]))
    landed = desk.press(page, button, **fields)
    assert landed.url == plan.get_absolute_url(), landed.main[:800]
    return landed


def complete(desk: Desk, plan: CampaignPlan, signing_id: int) -> Page:
    """Fill in by the forms what plan 1 has not got."""
    year = today().year
    part(
        desk,
        plan,
        "general",
        "Lưu",
        period_from=f"01/01/{year}",
        period_to=f"31/12/{year}",
    )
    more = (
        ("content", "NỘI DUNG THI ĐUA", "Thi đua sản xuất, kinh doanh có hiệu quả."),
        ("criteria", "TIÊU CHÍ, CHỈ TIÊU", "Các đơn vị phấn đấu đạt những chỉ tiêu sau:"),
        ("rewards", "KHEN THƯỞNG", "Khen thưởng khi tổng kết phong trào:"),
        ("schedule", "THỜI GIAN, TIẾN ĐỘ", "Các mốc chính:"),
        ("measures", "TỔ CHỨC THỰC HIỆN", "Văn phòng theo dõi, tổng hợp./."),
    )
    for topic, title, body in more:
        at = plan.sections.count()
        new = {"level": 1, "topic": topic, "title": title, "body": body}
        part(desk, plan, "sections", **{f"sections-{at}-{name}": value for name, value in new.items()})
    part(
        desk, plan, "targets", **{"targets-0-indicator": "Đơn vị đăng ký thi đua", "targets-0-value": "từ 90% trở lên"}
    )
    reward = {"award_form": "GK", "subject_kind": "collective", "quota_mode": "fixed", "quota": "10"}
    part(desk, plan, "rewards", **{f"rewards-0-{name}": value for name, value in reward.items()})
    milestone = {"milestones-0-kind": "launch", "milestones-0-due_on": short_date(today())}
    part(desk, plan, "milestones", **milestone)
    return part(
        desk,
        plan,
        "recipients",
        "Lưu",
        recipients="- Thường trực Liên minh HTX tỉnh;\n- Các đơn vị thành viên.",
        signing=signing_id,
    )


def test_both_plans_go_from_file_to_checkable_paper(office):
    officer, chief, leader, clerk, public = office.officer, office.chief, office.leader, office.clerk, office.public
    member = Desk(user_with_role(Role.UNIT_EDITOR))

    # 1. Nhập tệp thứ nhất.
    preview = upload(officer, PLAN_1)
    assert preview.says("Tệp không có số văn bản.")
    assert preview.says("Tệp dừng giữa câu")
    assert CampaignPlan.objects.count() == 0
    last = "sections-4-body" if preview.value("sections-4-body") else "sections-4-title"
    ending = preview.value(last).rstrip() + " pháp hay."
    page = officer.press(preview, "Lưu thành dự thảo", campaign_name=NAME, kind="regular", **{last: ending})
    plan = CampaignPlan.objects.get()
    assert (page.url, plan.status, plan.campaign.name) == (plan.get_absolute_url(), DraftStatus.DRAFT, NAME)
    assert page.says("nhân rộng các điển hình và giải pháp hay.")
    assert page.says("DỰ THẢO")

    # 2. Dự thảo chỉ cơ quan thấy; còn thiếu gì, trang nói ra.
    assert [desk.open(plan.get_absolute_url()).status for desk in (member, public)] == [404, 404]
    assert not public.open(reverse("campaigns:list")).says(NAME)
    for missing in ("“Nội dung thi đua”", "mốc thời gian", "khen thưởng", "Chưa chọn người ký"):
        assert page.says(missing)
    assert "Trình rà soát" not in page.buttons()
    page = complete(officer, plan, office.signing.pk)

    # 3. Trình, trả lại, trình lại, duyệt.
    page = officer.press(page, "Trình rà soát")
    assert page.says("Đã trình. Chánh Văn phòng sẽ rà soát kế hoạch này.")
    assert "Trình lãnh đạo" not in page.buttons()
    page = chief.follow(chief.open("/"), "Rà soát")
    refused = chief.press(chief.follow(page, "Trả lại"), "Trả lại", reason=" ")
    assert (refused.status, plan_status(plan)) == (422, DraftStatus.DEPT_REVIEW)
    page = chief.press(chief.follow(page, "Trả lại"), "Trả lại", reason="Mục IV chưa ghi <b>số lượng</b>.")
    assert plan_status(plan) == DraftStatus.RETURNED
    page = officer.follow(officer.open("/"), "Xem lý do, sửa")
    assert page.says("Mục IV chưa ghi <b>số lượng</b>.")  # as it was typed, not as markup
    part(officer, plan, "rewards", **{"rewards-0-quota": "5"})
    page = officer.press(officer.open(plan.get_absolute_url()), "Trình lại")
    page = chief.press(chief.open(plan.get_absolute_url()), "Trình lãnh đạo")
    page = leader.follow(leader.follow(leader.open("/"), "Xem và duyệt"), "Duyệt kế hoạch")
    page = leader.press(page, "Duyệt kế hoạch")
    assert plan_status(plan) == DraftStatus.APPROVED

    # 4. Ban hành.
    page = clerk.follow(clerk.follow(clerk.open("/"), "Cấp số"), "Cấp số, ban hành")
    assert page.says("dự kiến 01")
    wrong = clerk.press(page, "Cấp số, ban hành", word="ban")
    assert (wrong.status, Document.objects.count()) == (422, 0)
    page = clerk.press(page, "Cấp số, ban hành", word="ban hành")
    document = Document.objects.get()
    assert (document.printed_number, document.issued_on) == ("01/KH-LMHTX", today())
    assert plan_status(plan) == DraftStatus.ISSUED
    assert public.client.get(reverse("documents:file", args=[document.pk])).status_code == 404  # not ready, and says so
    assert set(run_jobs()) == {JobState.DONE}  # the PDF, and those who are told
    pdf = pdf_of(public, document)
    text = pdf_text(pdf)
    assert unicodedata.is_normalized("NFC", text)
    for words in (
        "Số: 01/KH-LMHTX",
        written_date(today()),
        "Lê Văn Minh Họa",
        "TM. BAN THƯỜNG VỤ",
        "số lượng 5",
        "giải pháp hay.",
        "VI. TỔ CHỨC THỰC HIỆN",
        document.printed_code,
    ):
        assert words in text
    assert "DỰ THẢO" not in text

    # 5. Đọc và kiểm tra.
    assert member.open("/").says("Đọc kế hoạch mới số 01/KH-LMHTX")
    for desk in (member, public):
        page = desk.open(plan.get_absolute_url())
        assert page.says("01/KH-LMHTX")
        assert not page.says("Quá trình xử lý")
    assert member.press(member.open(plan.get_absolute_url()), "Đã tiếp nhận").says(
        "đã tiếp nhận kế hoạch số 01/KH-LMHTX"
    )
    assert not member.open("/").says("Đọc kế hoạch mới số 01/KH-LMHTX")  # received, it is done
    page = public.follow(page, document.printed_code)
    assert page.says("Văn bản có thật, đang có hiệu lực")
    same = public.press(page, "Kiểm tra tệp", files={"file": SimpleUploadedFile("01.pdf", pdf)})
    assert same.says("Đúng là tệp đã ban hành")
    changed = pdf.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    assert changed != pdf
    other = public.press(page, "Kiểm tra tệp", files={"file": SimpleUploadedFile("01.pdf", changed)})
    assert other.says("Không phải tệp đã ban hành")

    # 6. Bản giấy 644/KH-LMHTX.
    preview = upload(clerk, PLAN_2)
    assert [preview.value(f"paper_{name}") for name in ("number", "symbol", "issued_on")] == [
        "644",
        "KH-LMHTX",
        "26/11/2021",
    ]
    assert preview.value("is_transcription") == "yes"
    page = clerk.press(preview, "Lưu thành dự thảo")
    old = CampaignPlan.objects.exclude(pk=plan.pk).get()
    assert not page.says("Còn thiếu trước khi trình")  # the launch rules are not for what was launched on paper
    assert "Ghi vào sổ" not in officer.open(old.get_absolute_url()).links("Ghi vào sổ")
    page = clerk.press(clerk.follow(page, "Ghi vào sổ"), "Ghi vào sổ", word="GHI SỔ")
    first = Document.objects.get(number=644)
    assert set(run_jobs()) == {JobState.DONE}  # the PDF, and those who are told
    text = pdf_text(pdf_of(public, first))
    assert "Số: 644/KH-LMHTX" in text
    assert "ngày 26 tháng 11 năm 2021" in text
    assert "Bản nhập từ tệp, không thay bản gốc" in text
    assert public.open(first.check_path()).says("Bản gốc không được lưu trên cổng này")
    assert (first.entry.register.year, first.entry.register.last_number) == (2021, 644)

    # 7. Nhập lại để sửa sai.
    page = officer.press(officer.open(old.get_absolute_url()), "Nhập lại để sửa sai")
    corrected = CampaignPlan.objects.get(predecessor=old)
    part(officer, corrected, "general", "Lưu", paper_signer_name="Lê Văn Minh Họa")
    page = clerk.open(corrected.get_absolute_url())
    clerk.press(clerk.follow(page, "Ghi vào sổ"), "Ghi vào sổ", word="ghi sổ")
    assert set(run_jobs()) == {JobState.DONE}  # the PDF, and those who are told
    second = Document.objects.get(number=644, supersedes=first)
    assert [plan_status(each) for each in (old, corrected)] == [DraftStatus.SUPERSEDED, DraftStatus.ISSUED]
    assert RegisterEntry.objects.filter(number=644).count() == 1
    assert "Lê Văn Minh Họa" in pdf_text(pdf_of(public, second))
    assert "Lê Văn Minh Họa" not in pdf_text(pdf_of(public, first))
    assert public.open(first.check_path()).says("Văn bản đã được thay thế")
    assert public.open(old.get_absolute_url()).status == 200

    # 8. Số tiếp theo.
    following = campaigns.plan_in(DraftStatus.APPROVED, on=today())
    page = clerk.follow(clerk.open(following.get_absolute_url()), "Cấp số, ban hành")
    clerk.press(page, "Cấp số, ban hành", word="BAN HÀNH")
    following.refresh_from_db()
    assert following.document.printed_number == "02/KH-LMHTX"
    book = clerk.open(reverse("documents:register"))
    assert re.findall(r"\b\d\d/KH-LMHTX\b", book.main) == ["02/KH-LMHTX", "01/KH-LMHTX"]

    # 9. Thu hồi.
    page = leader.open(plan.get_absolute_url())
    page = leader.press(
        leader.follow(page, "Thu hồi kế hoạch"),
        "Thu hồi kế hoạch",
        word="thu hồi",
        reason="Trùng với kế hoạch của tỉnh.",
        where="elsewhere",
        number_symbol="12/QĐ-UBND",
        through_on=short_date(today()),
        through_issuer="UBND tỉnh",
        through_summary="Về thi đua",
    )
    assert plan_status(plan) == DraftStatus.REVOKED
    assert public.open(plan.get_absolute_url()).says("Đã thu hồi")
    assert public.open(document.check_path()).says("Văn bản đã bị thu hồi")
    assert pdf_of(public, document) == pdf  # the issued file never changes
    assert [
        event.verb
        for event in Event.objects.filter(object_type="campaigns.campaignplan", object_id=plan.pk)
        .exclude(verb="plan.edited")
        .order_by("pk")
    ] == [
        "plan.imported",
        "plan.submitted",
        "plan.returned",
        "plan.submitted",
        "plan.passed_on",
        "plan.approved",
        "plan.issued",
        "plan.revoked",
    ]


def plan_status(plan: CampaignPlan) -> str:
    plan.refresh_from_db()
    return plan.status
