"""Năm 2021 của 40 đơn vị: đăng ký, báo cáo tháng 12 phòng, chống dịch, chấm điểm ba khối, báo cáo tổng kết của Liên minh.

1. Sáu đơn vị đăng ký thi đua; năm đơn vị gửi trong hạn, một đơn vị gửi sau hạn nên là muộn.
2. Bốn mươi đơn vị phải báo cáo: một đơn vị sáp nhập trước khi hết kỳ, một được miễn, một không nộp, hai nộp muộn, một bị
   trả lại rồi nộp lại. Hai đơn vị cùng báo một chuyến gạo: được hỏi, tính một lần.
3. Số tổng hợp bằng số cộng tay.
4. Ba khối chấm điểm theo báo cáo; ở khối thứ hai hai đơn vị bằng điểm, xếp theo số phiếu.
5. Báo cáo tổng kết được soạn từ số tổng hợp, trình, duyệt, ban hành; sau đó một đơn vị được mở lại và sửa. Văn bản vẫn in số
   của lúc tổng hợp, bằng đúng số cộng tay của lúc ấy.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.registration.enums import CallStanding
from campaigns.registration.models import Registration
from campaigns.reports import actions
from campaigns.reports.actions import expect_all
from campaigns.reports.models import Demand, DonationLine, Indicator, ReportPeriod, UnitReport
from campaigns.reports.sample.catalogue import load_catalogue
from campaigns.scoring.actions import WrittenCriterion, WrittenGroup, break_tie
from campaigns.scoring.enums import CriterionKind, GroupKind
from campaigns.scoring.models import BlockScoring, ScoreCard
from campaigns.scoring.regulations import Band
from campaigns.summaries.figures import in_words
from campaigns.summaries.models import SummaryReport
from emulation_portal.core.dates import parse_date, today
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.paper import Paper, PaperTable
from tests.factories import documents, registrations, reports, scoring, summaries
from tests.factories.campaigns import cast, plan_in
from tests.factories.people import alliance
from units.actions import reorganise
from units.enums import SuccessionKind

from .desk import Desk, Page

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.repeats]

VIETNAM = dt.timezone(dt.timedelta(hours=7))
NUMBER = 40
RETURNED, LATE, ABSORBING, MERGED, EXCUSED, SILENT = 33, (34, 35), 36, 37, 38, 39
TELLING = [at for at in range(NUMBER) if at not in (MERGED, EXCUSED, SILENT)]
OVER_PAGES = [*range(10), RETURNED, *LATE, ABSORBING]  # the others report by what the pages call
BLOCKS = ((0, 1, 2), (3, 4, 5), (6, 7, 8))
CODES = ("CV_NGAY", "CV_HANG", "CV_TIEM_1", "CV_KHOI_PHUC")
RICE = {
    "kind": "in_kind",
    "item": "Gạo",
    "value_vnd": "5000000",
    "receiver": "Mặt trận Tổ quốc tỉnh",
    "given_on": "15/12/2021",
}
TOLD_TWICE = (5, 9)
BANDS = [Band(Decimal(50), Decimal(40)), Band(Decimal(25), Decimal(30)), Band(None, Decimal(10))]


def days_of(at: int) -> int:
    """Return the days of work that a unit tells of; two units of the second khối tell the same."""
    return {3: 50, 4: 50}.get(at, 20 + at)


def vaccinated(at: int) -> tuple[int, int]:
    return 90 + at, 100 + 2 * at


def places(at: int) -> int:
    return at % 4


def gift(at: int) -> dict[str, str] | None:
    """Return the line of a unit's list of gifts; two units tell of the same."""
    if at in TOLD_TWICE:
        return RICE
    return (
        RICE | {"item": "Khẩu trang", "value_vnd": f"{at}00000", "given_on": f"{at:02}/12/2021"}
        if at in (1, 12, 20)
        else None
    )


def by_hand(units: list[int]) -> dict[str, Decimal]:
    """Return what these units come to, added up here and not by the portal; what two told of counts once."""
    doses, people = (sum(vaccinated(at)[of] for at in units) for of in (0, 1))
    gifts = sum(int(line["value_vnd"]) for at in units if (line := gift(at)) and at != TOLD_TWICE[1])
    share = (Decimal(100) * doses / people).quantize(Decimal("0.1"))
    values = (sum(map(days_of, units)), gifts, share, sum(map(places, units)))
    return {code: Decimal(value) for code, value in zip(CODES, values, strict=True)}


class Year:
    def __init__(self, clock: Callable[[dt.datetime], None]) -> None:
        self.clock, self.who = clock, cast()
        documents.issuer()
        load_catalogue(alliance())
        self.units = [documents.cooperative(name=f"Hợp tác xã Số {at:02}") for at in range(NUMBER)]
        self.people = [reports.people_of_unit(unit) for unit in self.units]
        self.blocks = [
            scoring.block_of(*(self.units[at] for at in members), name=f"Khối thi đua số {number}")
            for number, members in enumerate(BLOCKS, 1)
        ]

    def at(self, day: str, time: str = "10:00") -> None:
        self.clock(dt.datetime.strptime(f"{day} {time}", "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM))
        expect_all(on=today())

    @property
    def officer(self) -> Desk:
        return Desk(self.who.officer)

    def desks(self, at: int) -> tuple[Desk, Desk]:
        editor, head = self.people[at]
        return Desk(editor), Desk(head)

    # --- đăng ký ---

    def register(self, at: int) -> Registration:
        editor, head = self.desks(at)
        page = editor.press(editor.open(self.call.get_absolute_url()), "Bắt đầu đăng ký")
        fields = {"tap-the-0-name": "Tổ sản xuất", "tap-the-0-titles": "TTLDTT"}
        editor.press(editor.press(page, "Lưu đăng ký", **fields), "Trình thủ trưởng")
        row = Registration.objects.get(unit=self.units[at])
        page = head.follow(head.open(row.get_absolute_url()), "Xác nhận và gửi")
        head.press(page, "Xác nhận và gửi")
        return Registration.objects.get(pk=row.pk)

    # --- báo cáo ---

    def ask(self) -> None:
        campaign = plan_in(DraftStatus.ISSUED, on=today()).campaign
        campaign.name = "Chung sức phòng, chống đại dịch Covid-19"
        campaign.period_from, campaign.period_to = dt.date(2021, 12, 1), dt.date(2022, 1, 31)
        campaign.save()
        indicators = [Indicator.objects.get(code=code) for code in CODES]
        self.demand: Demand = reports.demand(*indicators, campaign=campaign)
        self.period: ReportPeriod = reports.month(self.demand, 12, 2021)
        self.demand.asked_on = dt.date(2021, 12, 1)
        self.demand.save()

    def report(self, at: int) -> UnitReport:
        return UnitReport.objects.get(unit=self.units[at], period=self.period)

    def write_and_submit(self, at: int) -> None:
        """Let a unit report as its people do, by what their pages call."""
        (editor, head), report, line = self.people[at], self.report(at), gift(at)
        doses, people = (str(each) for each in vaccinated(at))
        lines = (
            [DonationLine(**line | {"given_on": parse_date(line["given_on"]), "value_vnd": int(line["value_vnd"])})]
            if line
            else []
        )
        of = {each.code: each for each in Indicator.objects.filter(code__in=CODES)}
        said = {
            "CV_NGAY": {"value": str(days_of(at))},
            "CV_TIEM_1": {"numerator": doses, "denominator": people},
            "CV_KHOI_PHUC": {"value": str(places(at))},
        }
        actions.write_lines(
            report_id=report.pk, indicator=of["CV_HANG"], lines=lines, seen=0, by=editor, now=timezone.now()
        )
        typed = [actions.TypedRow(of[code], raw, seen=0) for code, raw in said.items()]
        assert actions.write_values(report_id=report.pk, typed=typed, by=editor, now=timezone.now()).is_whole
        actions.send_to_head(report_id=report.pk, by=editor)
        actions.submit_report(report_id=report.pk, by=head, now=timezone.now())

    def write(self, at: int, days: int) -> None:
        editor, report = Desk(self.people[at][0]), self.report(at)
        line = gift(at)
        page = editor.open(reverse("reports:lines", args=[report.pk, "CV_HANG"]))
        fields = {f"dong-0-{name}": words for name, words in line.items()} if line else {}
        assert editor.press(page, "Lưu danh sách", **fields).says("Đã lưu danh sách")
        doses, people = vaccinated(at)
        page = editor.press(
            editor.open(reverse("reports:figures", args=[report.pk, "campaign"])),
            "Lưu và xem lại",
            CV_NGAY__value=str(days),
            CV_TIEM_1__numerator=str(doses),
            CV_TIEM_1__denominator=str(people),
            CV_KHOI_PHUC__value=str(places(at)),
        )
        assert editor.press(page, "Trình thủ trưởng").says("Đã trình thủ trưởng xác nhận."), page.main

    def submit(self, at: int) -> Page:
        head = Desk(self.people[at][1])
        page = head.press(
            head.follow(head.open(self.report(at).get_absolute_url()), "Xác nhận và nộp"), "Xác nhận và nộp"
        )
        assert page.says("Đã nộp báo cáo."), page.main
        return page

    def step(self, desk: Desk, at: int, words: str, **answers: str) -> Page:
        return desk.press(desk.follow(desk.open(self.report(at).get_absolute_url()), words), words, **answers)

    def totals(self) -> Page:
        return self.officer.open(reverse("reports:totals", args=[self.demand.pk]))

    # --- chấm điểm ---

    def open_scoring(self) -> None:
        groups = [
            WrittenGroup(
                "Nhiệm vụ", GroupKind.BASE, Decimal(60), [WrittenCriterion("Sản xuất, kinh doanh", Decimal(60))]
            ),
            WrittenGroup(
                "Phong trào",
                GroupKind.BASE,
                Decimal(40),
                [
                    WrittenCriterion(
                        "Ngày công",
                        Decimal(40),
                        CriterionKind.BANDED,
                        indicator=Indicator.objects.get(code="CV_NGAY"),
                        bands=BANDS,
                    )
                ],
            ),
        ]
        sheet = scoring.issued_sheet(year=2021, groups=groups, demand=self.demand, period_kind="month")
        officer = self.officer
        page = officer.follow(officer.open(reverse("scoring:list")), "Mở chấm điểm")
        fields = {"self_due_on": "05/02/2022", "cross_due_on": "10/02/2022", "sheet": str(sheet.pk)}
        page = officer.press(page, "Mở chấm điểm", blocks=[str(block.pk) for block in self.blocks], **fields)
        assert page.status == 200, page.main

    def score(self, at: int) -> None:
        """Let a unit give itself all points for its work and what its report proposes; the officer takes both over."""
        card = ScoreCard.objects.get(unit=self.units[at])
        editor, head = self.desks(at)
        page = editor.follow(editor.open(card.get_absolute_url()), "Tự chấm điểm")
        work = next(each for each in scoring.criteria_of(card.scoring.sheet) if each.name != "Ngày công")
        page = editor.press(page, "Điền ô trống theo báo cáo")
        editor.press(editor.press(page, "Lưu và xem phiếu", **{f"points_{work.pk}": "55"}), "Trình thủ trưởng")
        head.press(head.follow(head.open(card.get_absolute_url()), "Xác nhận và gửi"), "Xác nhận và gửi")
        officer = self.officer
        page = officer.follow(officer.open(card.get_absolute_url()), "Thẩm định điểm")
        page = officer.press(page, "Điền ô trống theo báo cáo, điểm tự chấm")
        officer.press(officer.press(page, "Lưu và xem phiếu"), "Chốt điểm thẩm định")

    def rank(self, number: int) -> list[tuple[int, Decimal]]:
        row = BlockScoring.objects.get(block=self.blocks[number])
        officer = self.officer
        officer.press(officer.follow(officer.open(row.get_absolute_url()), "Chốt điểm"), "Chốt điểm")
        return list(row.cards.order_by("unit").values_list("rank", "total_points"))


def shown(page: Page) -> list[str]:
    """Return what the page of totals says of each figure."""
    cells = page.tree.xpath("//main//table/tbody/tr/td[@data-label='Thực hiện']")
    return [" ".join(cell.xpath("./text()")).strip() for cell in cells]


def printed(report: SummaryReport) -> list[tuple[str, str]]:
    """Return of each figure what the table of the issued paper says, and of how many reports."""
    paper = Paper.from_json(SummaryReport.objects.get(pk=report.pk).document.payload)
    table = next(block for block in paper.body if isinstance(block, PaperTable))
    return [(row[2], row[-1]) for row in table.rows]


def test_a_year_adds_up_from_registration_to_the_report_of_the_alliance(clock, office) -> None:
    year = Year(clock)

    # 1. Đăng ký.
    year.at("15/01/2021")
    year.call = registrations.call(2021, is_basis=True)
    year.at("20/01/2021")
    assert {year.register(at).standing(on=today()) for at in range(5)} == {CallStanding.IN_TIME}
    year.at("10/02/2021")
    assert year.register(5).standing(on=today()) == CallStanding.LATE

    # 2. Báo cáo.
    year.at("01/12/2021")
    year.ask()
    year.at("14/12/2021")
    gone, heir = year.units[MERGED], year.units[ABSORBING]
    reorganise(
        kind=SuccessionKind.MERGER, unit_ids=[gone.pk], successor_ids=[heir.pk], on=today(), basis="Nghị quyết", by=None
    )
    year.at("31/12/2021")
    for at in OVER_PAGES:
        year.write(at, 999 if at == RETURNED else days_of(at))
    for at in TELLING:
        if at not in OVER_PAGES:
            year.write_and_submit(at)
        elif at not in LATE:
            year.submit(at)
    officer = year.officer
    assert year.step(officer, EXCUSED, "Miễn báo cáo kỳ này", reason="Bị phong tỏa.").says("Đã miễn")
    year.step(officer, RETURNED, "Trả lại bổ sung", reason="Số ngày công quá lớn.")
    editor = Desk(year.people[RETURNED][0])
    page = editor.open(reverse("reports:figures", args=[year.report(RETURNED).pk, "campaign"]))
    page = editor.press(page, "Lưu và xem lại", CV_NGAY__value=str(days_of(RETURNED)))
    editor.press(page, "Trình thủ trưởng")
    year.submit(RETURNED)
    year.at("07/01/2022")
    officer = year.officer
    assert all(year.submit(at).says("muộn 2 ngày.") for at in LATE)
    officer.press(officer.open(year.period.get_absolute_url()), "Tiếp nhận tất cả")
    for at in TELLING:
        year.step(officer, at, "Số liệu đúng")

    # 3. Tổng hợp.
    expected = [in_words(str(value)) for value in by_hand(TELLING).values()]
    page = year.totals()
    assert shown(page) == expected
    assert page.says("đã trừ 5.000.000 báo trùng")
    assert page.says("37/38còn thiếu 1")
    pair = officer.follow(page, "Xem và trả lời từng cặp")
    assert officer.press(pair, f"Một khoản, tính của {year.units[5]}").says("Đã ghi: một khoản, tính một lần.")
    assert shown(year.totals()) == expected

    # 4. Chấm điểm.
    year.at("20/01/2022")
    year.open_scoring()
    for members in BLOCKS:
        for at in members:
            year.score(at)
    by_points = {at: Decimal(55 + (40 if days_of(at) >= 50 else 30 if days_of(at) >= 25 else 10)) for at in range(9)}
    assert year.rank(0) == [(1, by_points[0]), (1, by_points[1]), (1, by_points[2])]
    assert year.rank(1) == [(1, by_points[3]), (1, by_points[4]), (3, by_points[5])]
    assert year.rank(2) == [(1, by_points[6]), (1, by_points[7]), (1, by_points[8])]
    row = BlockScoring.objects.get(block=year.blocks[1])
    officer = year.officer
    officer.press(officer.open(row.get_absolute_url()), "Ghi số phiếu", votes="1")
    break_tie(card_id=row.cards.get(rank=1, tie_votes=None).pk, votes=2, by=year.who.officer, on=today())
    assert sorted(row.cards.values_list("rank", flat=True)) == [1, 2, 3]

    # 5. Báo cáo tổng kết.
    page = officer.press(officer.follow(year.totals(), "Soạn báo cáo của Liên minh"), "Mở dự thảo", occasion="final")
    report = SummaryReport.objects.get()
    assert page.status == 200
    summaries.finished(report)
    officer.press(officer.open(report.get_absolute_url()), "Trình rà soát")
    chief, leader, clerk = Desk(year.who.chief), Desk(year.who.leader), Desk(year.who.clerk)
    chief.press(chief.open(report.get_absolute_url()), "Trình lãnh đạo")
    leader.press(
        leader.follow(leader.open(report.get_absolute_url()), "Duyệt báo cáo tổng hợp"), "Duyệt báo cáo tổng hợp"
    )
    page = clerk.follow(clerk.open(report.get_absolute_url()), "Cấp số, ban hành")
    clerk.press(page, "Cấp số, ban hành", word="ban hành")
    told = [(words, "37/38") for words in expected]
    assert printed(report) == told

    # Số liệu về sau không đổi văn bản.
    officer.press(officer.open(year.period.get_absolute_url()), "Chốt số liệu đã kiểm tra")
    year.step(Desk(year.who.chief), 0, "Mở lại số liệu", reason="Sót ngày công.")
    assert shown(year.totals()) == [in_words(str(value)) for value in by_hand(TELLING[1:]).values()] != expected
    assert printed(report) == told
