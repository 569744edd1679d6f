"""Báo cáo tháng 12/2021 của phong trào phòng, chống dịch Covid-19, từ yêu cầu đến số liệu đã chốt.

1. Ngày 30/11/2021 chuyên viên đặt yêu cầu báo cáo cho phong trào: chọn sáu chỉ tiêu trong danh mục (tiền có văn bản nguồn,
   hiện vật ghi từng dòng, ngày công, tỷ lệ tiêm bằng tử số và mẫu số, có mô hình hay không, cơ sở khôi phục), lập kỳ từng
   tháng, đặt mục tiêu, rồi gửi đơn vị. Đơn vị thấy việc phải làm; Liên minh chưa đọc được gì.
2. Ngày 20/12 HTX Suối Trong sáp nhập vào HTX Đồi Cao: nửa kỳ nên Suối Trong không phải báo cáo tháng 12. Ngày 03/01/2022
   HTX Ven Sông cũng sáp nhập, khi kỳ đã hết: Đồi Cao nộp thay phần Ven Sông còn nợ.
3. HTX Móng Cái bị phong tỏa: được miễn. HTX Cô Tô được gia hạn đến hết 20/01.
4. Đông Triều, Vân Đồn, Hạ Long nộp sớm; thủ trưởng Hạ Long thấy nhầm số, rút về. Hết hạn ngày 05/01: Cẩm Phả nộp lúc 23:59
   là đúng hạn, Uông Bí nộp lúc 00:01 ngày 06/01 là muộn, Hạ Long nộp lại lúc ấy cũng muộn. Quảng Yên không nộp.
5. Chuyên viên trả lại báo cáo của Vân Đồn ở ô ngày công, kèm lý do; đơn vị đọc lý do ngay tại ô, sửa, nộp lại. Vân Đồn đã
   nộp lần đầu trước hạn nên vẫn là đúng hạn.
6. Ngày 10/01 bảng “Đã nộp chưa?” và trang của kỳ nói đúng những số đếm tay, theo từng khối; bấm số nào thì danh sách có đúng
   chừng ấy dòng. Quảng Yên có tên trong đoạn để nhắn.
7. Chuyên viên tiếp nhận tất cả, kiểm tra từng báo cáo, chốt. Cộng số liệu bằng đúng số cộng tay; tỷ lệ tính lại từ tử số và
   mẫu số của bảy đơn vị.
8. Chánh Văn phòng mở lại số liệu đã chốt của Đông Triều. Trong khi mở, số của Đông Triều không được cộng; sửa, nộp, kiểm tra
   xong thì được cộng theo số mới.
9. Báo cáo nộp rồi là văn bản của đơn vị: Đông Triều không đánh số nên chỗ số để trống; Vân Đồn ghi số 17 trong sổ của mình.
   Không văn bản nào vào sổ của Liên minh. Bản nộp sau của Đông Triều thay bản trước; bản trước vẫn xem được.
"""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import reverse

from campaigns.reports.actions import expect_all
from campaigns.reports.models import Demand, Indicator, ReportPeriod, UnitReport
from campaigns.reports.sample.catalogue import load_catalogue
from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.documents.models import Document, RegisterEntry
from tests.factories import documents
from tests.factories.campaigns import cast, new_campaign
from tests.factories.people import BlockFactory, BlockMembershipFactory, alliance
from tests.factories.reports import people_of_unit
from units.actions import reorganise
from units.enums import SuccessionKind
from units.models import Unit

from .desk import Desk, Page

pytestmark = pytest.mark.django_db

VIETNAM = dt.timezone(dt.timedelta(hours=7))
BLOCKS = {
    "Khối 1": ("Đông Triều", "Vân Đồn", "Hạ Long"),
    "Khối 2": ("Cẩm Phả", "Uông Bí", "Móng Cái", "Cô Tô", "Ven Sông"),
    "": ("Đồi Cao", "Suối Trong", "Quảng Yên"),
}
CODES = ("CV_TIEN", "CV_HANG", "CV_NGAY", "CV_TIEM_1", "CV_MO_HINH", "CV_KHOI_PHUC")
# What each unit says: money, gifts in kind line by line, days of work, vaccinated of all, a model, places at work again.
SAYS = {
    "Đông Triều": ("12.500.000", (6_000_000, 300_000), "30", ("110", "120"), "co", "2"),
    "Vân Đồn": ("0", (), "12", ("40", "50"), "khong", "1"),
    "Hạ Long": ("3.000.000", (), "10", ("77", "80"), "co", "1"),
    "Cẩm Phả": ("1.234.567", (500_000,), "5", ("30", "40"), "khong", "0"),
    "Uông Bí": ("2.000.000", (), "0", ("60", "60"), "co", "3"),
    "Ven Sông": ("700.000", (), "4", ("18", "20"), "khong", "1"),
    "Đồi Cao": ("5.000.000", (1_000_000,), "8", ("95", "100"), "co", "4"),
}
HEADINGS = ("Phải nộp", "Đã nộp", "Đúng hạn", "Nộp muộn", "Quá hạn", "Chưa đến hạn", "Miễn")


class Story:
    """The office, the members with who writes and who heads each, and the portal's clock."""

    def __init__(self, clock: Callable[[dt.datetime], None]) -> None:
        self.clock, self.who = clock, cast()
        self.units: dict[str, Unit] = {}
        self.people: dict[str, tuple[User, User]] = {}
        load_catalogue(alliance())
        documents.issuer()
        for block_name, names in BLOCKS.items():
            block = BlockFactory(name=block_name) if block_name else None
            for name in names:
                self.units[name] = unit = documents.cooperative(name=f"Hợp tác xã {name}", commune=f"phường {name}")
                self.people[name] = people_of_unit(unit)
                if block:
                    BlockMembershipFactory(block=block, unit=unit)

    def at(self, day: str, time: str = "10:00") -> None:
        """Let it be that time in Việt Nam; what was to be done in the nights before is done."""
        self.clock(dt.datetime.strptime(f"{day} {time}", "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM))
        expect_all(on=today())

    @property
    def officer(self) -> Desk:
        return Desk(self.who.officer)

    def editor(self, name: str) -> Desk:
        return Desk(self.people[name][0])

    def head(self, name: str) -> Desk:
        return Desk(self.people[name][1])

    def report(self, name: str) -> UnitReport:
        return UnitReport.objects.get(unit=self.units[name], period__name="Tháng 12/2021")

    def period(self) -> ReportPeriod:
        return ReportPeriod.objects.get(name="Tháng 12/2021")

    def ask(self) -> None:
        campaign = new_campaign(
            name="Chung sức phòng, chống đại dịch Covid-19",
            period_from=dt.date(2021, 12, 1),
            period_to=dt.date(2022, 1, 31),
        )
        campaign.save()
        officer = self.officer
        page = officer.follow(officer.open(campaign.get_absolute_url()), "Yêu cầu báo cáo")
        page = officer.follow(page, "Đặt yêu cầu báo cáo")
        page = officer.press(page, "Lưu yêu cầu", name="Báo cáo tháng phòng, chống dịch", owing="members")
        assert page.says("Chọn chỉ tiêu hoặc phần nội dung.")
        assert page.says("Lập các kỳ báo cáo.")
        assert "Gửi yêu cầu tới đơn vị" not in page.buttons()
        chosen = {f"chosen-{Indicator.objects.get(code=code).pk}": "on" for code in CODES}
        page = officer.press(officer.follow(page, "Chọn chỉ tiêu"), "Lưu lựa chọn", **chosen)
        assert page.says("Đã chọn 6 chỉ tiêu.")
        page = officer.press(officer.follow(page, "Lập các kỳ"), "Lập các kỳ báo cáo")
        assert page.says("Đã lập 2 kỳ báo cáo.")
        days = Indicator.objects.get(code="CV_NGAY").pk
        target = officer.follow(page, "Đặt mục tiêu")
        officer.press(target, "Lưu mục tiêu", indicator=days, year="2021", scope="each", value="60")
        page = officer.open(Demand.objects.get().get_absolute_url())
        assert page.says("Gửi yêu cầu thì 11 đơn vị phải báo cáo")
        assert officer.press(page, "Gửi yêu cầu tới đơn vị").says("Đã gửi yêu cầu tới đơn vị.")

    def write(self, name: str, desk: Desk | None = None) -> None:
        """Fill the report of a unit in, as its editor or at another's desk."""
        money, gifts, days, (numerator, denominator), model, places = SAYS[name]
        desk = desk or self.editor(name)
        report = self.report(name)
        self.give(desk, report, gifts)
        page = desk.press(
            desk.open(figures(report)),
            "Lưu và xem lại",
            CV_TIEN__value=money,
            CV_TIEN__source_paper="05/BC-HTX ngày 31/12/2021",
            CV_NGAY__value=days,
            CV_TIEM_1__numerator=numerator,
            CV_TIEM_1__denominator=denominator,
            CV_MO_HINH__flag=model,
            CV_KHOI_PHUC__value=places,
        )
        assert page.url == reverse("reports:review", args=[report.pk])
        assert not page.says("Còn chỗ phải bổ sung"), page.main
        assert desk.press(page, "Trình thủ trưởng").says("Đã trình thủ trưởng xác nhận.")

    @staticmethod
    def give(desk: Desk, report: UnitReport, gifts: tuple[int, ...]) -> None:
        """Write the list of gifts, an empty one when nothing was given."""
        fields: dict[str, str] = {}
        for at, value in enumerate(gifts):
            said = {"kind": "in_kind", "item": "Gạo", "value_vnd": f"{value}", "receiver": "Mặt trận Tổ quốc phường"}
            fields |= {f"dong-{at}-{key}": words for key, words in said.items()}
        page = desk.open(reverse("reports:lines", args=[report.pk, "CV_HANG"]))
        assert desk.press(page, "Lưu danh sách", **fields).says("Đã lưu danh sách")

    def submit(self, name: str, desk: Desk | None = None, **answers: str) -> Page:
        desk = desk or self.head(name)
        page = desk.follow(desk.open(self.report(name).get_absolute_url()), "Xác nhận và nộp")
        page = desk.press(page, "Xác nhận và nộp", **answers)
        assert page.says("Đã nộp báo cáo. Mã biên nhận ghi ở trang này.")
        return page

    def merge_into_doi_cao(self, name: str) -> None:
        reorganise(
            kind=SuccessionKind.MERGER,
            unit_ids=[self.units[name].pk],
            successor_ids=[self.units["Đồi Cao"].pk],
            on=today(),
            basis="Nghị quyết Đại hội thành viên",
            by=None,
        )

    def step(self, desk: Desk, name: str, link: str, **answers: str) -> Page:
        """Take a step that asks something before."""
        page = desk.follow(desk.open(self.report(name).get_absolute_url()), link)
        return desk.press(page, link, **answers)


def figures(report: UnitReport) -> str:
    return reverse("reports:figures", args=[report.pk, "campaign"])


def beside(page: Page, code: str) -> dict[str, str]:
    """Return what stands beside the boxes of one indicator, without what nothing is known of."""
    cells = page.tree.xpath(f"//tbody[@data-code='{code}']//td[@data-beside]")
    return {each.get("data-label"): words for each in cells if (words := each.text_content().strip()) != "–"}


def table(page: Page, heading: str) -> dict[str, list]:
    """Return the cells of the lines of the table with this heading, by the name of each line."""
    rows = page.tree.xpath(f"//main//table[.//th[normalize-space()='{heading}']]/tbody/tr")
    without_note = "./th//text()[not(ancestor::*[contains(@class, 'row-note')])]"
    return {" ".join("".join(row.xpath(without_note)).split()): row.xpath("./td") for row in rows}


def counts(page: Page) -> dict[str, tuple[int, ...]]:
    """Return the numbers of a board by its lines."""
    return {name: tuple(int(cell.text_content()) for cell in cells) for name, cells in table(page, "Phải nộp").items()}


def rows_behind(desk: Desk, page: Page) -> dict[tuple[str, str], tuple[int, int]]:
    """Return of each number of a board that is a link the number, and how many rows the list behind it has."""
    found = {}
    for name, cells in table(page, "Phải nộp").items():
        for heading, cell in zip(HEADINGS, cells, strict=True):
            for link in cell.xpath(".//a"):
                rows = desk.open(link.get("href")).tree.xpath("//main//table/tbody/tr")
                found[name, heading] = (int(link.text_content()), len(rows))
    return found


def totals(page: Page) -> dict[str, tuple[str, str]]:
    """Return what the verified figures make together, and of how many units."""
    lines = table(page, "Cộng các đơn vị").items()
    return {name: (total.text_content().strip(), units.text_content().strip()) for name, (total, units) in lines}


def paper_page(desk: Desk, report: UnitReport) -> Page:
    return desk.follow(desk.open(report.get_absolute_url()), "Báo cáo để in (PDF, Word)")


def test_reports_of_a_month_go_from_the_demand_to_locked_figures(clock) -> None:
    story = Story(clock)

    # 1. Đặt yêu cầu.
    story.at("30/11/2021")
    story.ask()
    assert UnitReport.objects.count() == 0  # the month has not begun

    # 2. Hai lần sáp nhập.
    story.at("20/12/2021")
    story.merge_into_doi_cao("Suối Trong")
    story.at("31/12/2021")
    gone = story.report("Suối Trong")
    assert (gone.status, gone.exempt_reason) == ("exempt", "Đơn vị thôi hoạt động từ ngày 20/12/2021.")
    editor, dong_trieu = story.editor("Đông Triều"), story.report("Đông Triều")
    assert editor.open("/").says("Lập báo cáo tháng 12/2021")
    page = editor.press(editor.open(figures(dong_trieu)), "Lưu", CV_NGAY__value="15")
    assert beside(page, "CV_NGAY") == {"Kế hoạch năm": "60", "Lũy kế năm": "15", "% kế hoạch": "25%"}
    assert story.officer.open(figures(dong_trieu)).status == 403
    assert story.officer.open(dong_trieu.get_absolute_url()).says("Đơn vị chưa nộp")
    assert story.editor("Vân Đồn").open(dong_trieu.get_absolute_url()).status == 404
    story.at("03/01/2022")
    story.merge_into_doi_cao("Ven Sông")
    story.at("04/01/2022")
    assert story.head("Ven Sông").open(story.report("Ven Sông").get_absolute_url()).status in (403, 404)

    # 3. Miễn, gia hạn.
    page = story.step(story.officer, "Móng Cái", "Miễn báo cáo kỳ này", reason="Đơn vị bị phong tỏa.")
    assert page.says("Đã miễn báo cáo kỳ này.")
    assert story.editor("Móng Cái").open(story.report("Móng Cái").get_absolute_url()).says("Đơn vị bị phong tỏa.")
    officer = story.officer
    page = officer.follow(officer.open(story.report("Cô Tô").get_absolute_url()), "Gia hạn nộp")
    page = officer.press(page, "Gia hạn", due_on="20/01/2022", reason="Đảo bị cô lập vì gió mùa.")
    assert page.says("Đã gia hạn, hạn chung 05/01/2022")

    # 4. Nộp, rút, nộp lại; hết ngày là hết giờ thứ 24 của Việt Nam.
    for name in ("Đông Triều", "Vân Đồn", "Hạ Long", "Đồi Cao"):
        story.write(name)
    story.write("Ven Sông", story.editor("Đồi Cao"))
    refused = story.editor("Hạ Long").open(story.report("Hạ Long").get_absolute_url())
    assert not refused.links("Xác nhận và nộp")  # who wrote it does not confirm it
    gift = "Hiện vật: Gạo, 6.000.000 đồng, Mặt trận Tổ quốc phường"
    assert story.head("Đông Triều").open(dong_trieu.get_absolute_url()).says(gift)
    story.submit("Đông Triều")
    assert story.officer.open(dong_trieu.get_absolute_url()).says(gift)
    story.submit("Vân Đồn", own_number="17")
    story.submit("Hạ Long")
    story.submit("Đồi Cao")
    story.submit("Ven Sông", story.head("Đồi Cao"))
    assert story.officer.open(story.report("Ven Sông").get_absolute_url()).says("Hợp tác xã Đồi Cao")
    page = story.step(story.head("Hạ Long"), "Hạ Long", "Rút lại để sửa", reason="Nhầm số tiền ủng hộ.")
    assert page.says("Nhớ nộp lại trước hạn.")
    story.at("05/01/2022", "23:30")
    for name in ("Cẩm Phả", "Uông Bí"):
        story.write(name)
    editor = story.editor("Hạ Long")
    page = editor.press(editor.open(figures(story.report("Hạ Long"))), "Lưu và xem lại", CV_TIEN__value="4.000.000")
    editor.press(page, "Trình thủ trưởng")
    story.at("05/01/2022", "23:59")
    assert story.submit("Cẩm Phả").says("đúng hạn.")
    story.at("06/01/2022", "00:01")
    assert story.submit("Uông Bí").says("muộn 1 ngày.")
    assert story.submit("Hạ Long").says("muộn 1 ngày.")

    # 5. Trả lại ở ô, sửa, nộp lại.
    story.at("07/01/2022")
    told = "Kỳ trước đơn vị báo 21 công ở chốt, đề nghị đối chiếu."
    page = story.step(story.officer, "Vân Đồn", "Trả lại bổ sung", reason="Số chưa khớp.", at_CV_NGAY=told)
    assert page.says("Đã trả lại báo cáo.")
    editor = story.editor("Vân Đồn")
    assert editor.open("/").says("Bổ sung báo cáo bị trả lại tháng 12/2021")
    page = editor.open(figures(story.report("Vân Đồn")))
    at_field = page.tree.xpath("//tbody[@data-code='CV_NGAY']//*[contains(@class, 'figure-returned')]")
    assert [" ".join(each.text_content().split()) for each in at_field] == [f"Cần bổ sung: {told}"]
    assert not page.tree.xpath("//tbody[@data-code!='CV_NGAY']//*[contains(@class, 'figure-returned')]")
    editor.press(editor.press(page, "Lưu và xem lại", CV_NGAY__value="21"), "Trình thủ trưởng")
    page = story.submit("Vân Đồn", own_number="18")
    assert page.says("đúng hạn.")
    page = story.officer.open(story.report("Vân Đồn").get_absolute_url())
    assert page.says("Đã sửa so với lần nộp trước")

    # 6. Bảng theo dõi.
    story.at("10/01/2022")
    officer = story.officer
    board = officer.follow(officer.open(Demand.objects.get().get_absolute_url()), "Xem “Đã nộp chưa?”")
    assert counts(board) == {
        "Tháng 01/2022": (9, 0, 0, 0, 0, 9, 1),
        "Tháng 12/2021": (9, 7, 5, 2, 1, 1, 2),
    }
    period = officer.open(story.period().get_absolute_url())
    assert counts(period) == {
        "Khối 1": (3, 3, 2, 1, 0, 0, 0),
        "Khối 2": (4, 3, 2, 1, 0, 1, 1),
        "Không thuộc khối nào": (2, 1, 1, 0, 1, 0, 1),
        "Tất cả": (9, 7, 5, 2, 1, 1, 2),
    }
    behind = rows_behind(officer, board) | rows_behind(officer, period)
    assert len(behind) == 32
    assert {place: pair for place, pair in behind.items() if pair[0] != pair[1]} == {}
    pasted = period.tree.xpath("//textarea[@id='nhac-nhom']")[0].text
    assert pasted.startswith(
        "Báo cáo tháng 12/2021, Chung sức phòng, chống đại dịch Covid-19: hạn nộp hết ngày 05/01/2022."
    )
    assert pasted.splitlines()[1:-1] == ["- Hợp tác xã Quảng Yên"]  # Cô Tô was given more time

    # 7. Tiếp nhận, kiểm tra, chốt, cộng.
    page = officer.press(period, "Tiếp nhận tất cả")
    assert page.says("Đã tiếp nhận 7 báo cáo.")
    assert totals(page) == {}  # nothing is verified
    for name in SAYS:
        assert story.step(officer, name, "Số liệu đúng").says("Đã ghi là số liệu đã kiểm tra.")
    page = officer.press(officer.open(story.period().get_absolute_url()), "Chốt số liệu đã kiểm tra")
    assert page.says("Đã chốt số liệu của 7 báo cáo.")
    assert totals(page) == {
        "Ủng hộ tiền mặt": ("25.434.567", "7"),
        "Ủng hộ hiện vật": ("7.800.000", "7"),
        "Ngày công tình nguyện": ("78", "7"),
        "Cán bộ, người lao động, thành viên tiêm mũi 1": ("91,5", "7"),  # 430 of 470
        "Có mô hình “vùng xanh”": ("4 đơn vị có", "7"),
        "Cơ sở duy trì, khôi phục sản xuất an toàn": ("12", "7"),
    }

    # 8. Chánh Văn phòng mở lại.
    assert not officer.open(dong_trieu.get_absolute_url()).links("Mở lại số liệu")
    page = story.step(Desk(story.who.chief), "Đông Triều", "Mở lại số liệu", reason="Sót phiếu thu ngày 30/12.")
    assert page.says("Đã mở lại để đơn vị sửa.")
    assert totals(officer.open(story.period().get_absolute_url())) == {
        "Ủng hộ tiền mặt": ("12.934.567", "6"),
        "Ủng hộ hiện vật": ("1.500.000", "6"),
        "Ngày công tình nguyện": ("48", "6"),
        "Cán bộ, người lao động, thành viên tiêm mũi 1": ("91,4", "6"),  # 320 of 350
        "Có mô hình “vùng xanh”": ("3 đơn vị có", "6"),
        "Cơ sở duy trì, khôi phục sản xuất an toàn": ("10", "6"),
    }
    first_paper = paper_page(story.head("Đông Triều"), dong_trieu)
    editor = story.editor("Đông Triều")
    page = editor.press(editor.open(figures(dong_trieu)), "Lưu và xem lại", CV_TIEN__value="15.000.000")
    editor.press(page, "Trình thủ trưởng")
    story.submit("Đông Triều")
    officer.press(officer.open(dong_trieu.get_absolute_url()), "Tiếp nhận")
    story.step(officer, "Đông Triều", "Số liệu đúng")
    page = officer.open(story.period().get_absolute_url())
    assert totals(page)["Ủng hộ tiền mặt"] == ("27.934.567", "7")
    assert counts(page)["Tất cả"] == (9, 7, 5, 2, 1, 1, 2)  # it came in time, and still did

    # 9. Văn bản.
    second_paper = paper_page(officer, dong_trieu)
    assert second_paper.url != first_paper.url
    assert first_paper.says("Báo cáo số …/BC-")
    assert second_paper.says("Báo cáo số …/BC-")
    assert paper_page(officer, story.report("Vân Đồn")).says("Báo cáo số 18/BC-")
    assert story.head("Đông Triều").open(first_paper.url).says("Đã được thay thế")
    assert story.editor("Vân Đồn").open(second_paper.url).status == 404
    papers = Document.objects.filter(unit__isnull=False)
    assert papers.filter(subject_id=dong_trieu.pk, status="superseded").count() == 1
    assert papers.filter(status="issued").count() == 7
    assert RegisterEntry.objects.count() == 0
    register = Desk(story.who.clerk).open(reverse("documents:register"))
    assert not register.says("/BC-")
