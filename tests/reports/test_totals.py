"""What reports add up to: sums by hand, plan and year before, who is missing, donations told twice."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.reports import actions
from campaigns.reports.enums import Dimension, Nature, TargetScope, ValueType
from campaigns.reports.models import DonationLine, DonationMatch, IndicatorTarget, UnitReport
from campaigns.reports.totals.doubles import OfKind, by_kind, doubled_lines, likenesses
from campaigns.reports.totals.selection import WHOLE, Selection
from campaigns.reports.totals.sums import named_totals, sums_of, totals_of
from emulation_portal.audit.models import Event
from emulation_portal.rights.enums import Role
from tests.factories import reports as make
from tests.factories.campaigns import cast
from tests.factories.people import BlockFactory, BlockMembershipFactory, UnitFactory, user_with_role
from tests.scenarios.desk import Desk
from units.enums import UnitKind

pytestmark = pytest.mark.django_db
GIFT = {"item": "Gạo", "value_vnd": 5_000_000, "receiver": "Ủy ban MTTQ xã", "given_on": dt.date(2026, 3, 9)}


class Story:
    """Three units, two of them in one khối, report three months of a flow, a stock, a share and whether."""

    def __init__(self) -> None:
        self.flow = make.indicator("DOANH_THU", name="Doanh thu", measure="triệu đồng")
        self.stock = make.indicator("DU_NO", name="Dư nợ", nature=Nature.STOCK)
        self.share = make.share("TIEM", name="Tỷ lệ tiêm")
        self.flag = make.indicator("VUNG_XANH", value_type=ValueType.YES_NO, nature=Nature.NONE)
        self.demand = make.demand(self.flow, self.stock, self.share, self.flag)
        self.units = [
            UnitFactory(code=f"HTX-70{at}", name=f"Hợp tác xã Cộng {at}", commune=commune, kind=kind)
            for at, (commune, kind) in enumerate(
                [
                    ("Xã An", UnitKind.COOPERATIVE),
                    ("Xã Bình", UnitKind.COOPERATIVE),
                    ("", UnitKind.PEOPLES_CREDIT_FUND),
                ]
            )
        ]
        self.block = BlockFactory(name="Khối số 1")
        for unit in self.units[:2]:
            BlockMembershipFactory(block=self.block, unit=unit)
        self.months = [make.month(self.demand, number) for number in (1, 2, 3)]
        make.asked(self.demand)
        for month in self.months:
            actions.expect(month, on=month.period_to)
        self.people = {unit.pk: make.people_of_unit(unit) for unit in self.units}

    def report(self, unit: int, month: int) -> UnitReport:
        return UnitReport.objects.get(unit=self.units[unit], period=self.months[month - 1])

    def tell(self, unit: int, month: int, flow: str, stock: str, share: tuple[str, str], flag: str) -> UnitReport:
        report = self.report(unit, month)
        said = {
            self.flow: {"value": flow},
            self.stock: {"value": stock},
            self.share: {"numerator": share[0], "denominator": share[1]},
            self.flag: {"flag": flag},
        }
        editor, head = self.people[self.units[unit].pk]
        typed = [actions.TypedRow(indicator, raw, seen=0) for indicator, raw in said.items()]
        assert actions.write_values(report_id=report.pk, typed=typed, by=editor, now=make.NOW).is_whole
        actions.send_to_head(report_id=report.pk, by=editor)
        return actions.submit_report(report_id=report.pk, by=head, now=make.NOW)

    def count(self, report: UnitReport) -> None:
        make.move_on(make.move_on(report, "received"), "verified")

    def selection(self, first: int = 1, last: int = 3) -> Selection:
        return Selection(self.demand, tuple(self.months[first - 1 : last]))

    def totals(self, first: int = 1, last: int = 3) -> dict[str, object]:
        return {
            each.indicator.code: each
            for each in totals_of(self.selection(first, last), self.demand.rows.select_related("indicator"))
        }


@pytest.fixture
def told() -> Story:
    """Units 0 and 1 tell of all months, unit 2 of January and February; of its February nobody has looked at."""
    story = Story()
    for unit, month, *said in (
        (0, 1, "100", "50", ("8", "10"), "co"),
        (0, 2, "20", "40", ("9", "10"), "khong"),
        (0, 3, "0", "30", ("10", "10"), "co"),
        (1, 1, "7", "5", ("1", "4"), "co"),
        (1, 2, "8", "6", ("2", "4"), "co"),
        (1, 3, "9", "4", ("3", "4"), "khong"),
        (2, 1, "1.000", "900", ("0", "6"), "co"),
    ):
        story.count(story.tell(unit, month, *said))
    story.tell(2, 2, "5.000", "800", ("6", "6"), "co")
    return story


def test_flows_of_all_months_add_up_and_of_stocks_the_last_month_counts(told):
    found = told.totals()

    assert found["DOANH_THU"].shown == 100 + 20 + 0 + 7 + 8 + 9 + 1000
    assert found["DU_NO"].shown == 30 + 4  # DOMAIN 7, case 30: months of a stock are never added
    assert found["TIEM"].shown == Decimal("68.8")  # (8 + 9 + 10 + 1 + 2 + 3 + 0) of (30 + 12 + 6)
    assert found["VUNG_XANH"].shown == 3  # units that said yes, in whichever month, and not how many times they did


def test_who_has_not_told_is_missing_and_no_nought(told):
    found = told.totals()

    assert (found["DOANH_THU"].told, found["DOANH_THU"].owed, found["DOANH_THU"].missing) == (7, 9, 2)
    assert (found["DU_NO"].told, found["DU_NO"].owed, found["DU_NO"].missing) == (2, 3, 1)


def test_nothing_told_is_nothing_and_all_are_missing():
    total = Story().totals()["DOANH_THU"]

    assert (total.shown, total.told, total.missing) == (None, 0, 9)


@pytest.mark.parametrize(
    ("dimension", "flows", "stocks"),
    [
        (
            Dimension.BLOCK,
            {"Khối số 1": 144, "Không thuộc khối nào": 1000},
            {"Khối số 1": 34, "Không thuộc khối nào": None},
        ),
        (
            Dimension.KIND,
            {"Hợp tác xã": 144, "Quỹ tín dụng nhân dân": 1000},
            {"Hợp tác xã": 34, "Quỹ tín dụng nhân dân": None},
        ),
        (
            Dimension.COMMUNE,
            {"Xã An": 120, "Xã Bình": 24, "Chưa ghi xã, phường": 1000},
            {"Xã An": 30, "Xã Bình": 4, "Chưa ghi xã, phường": None},
        ),
        (
            Dimension.PERIOD,
            {"Tháng 1/2026": 1107, "Tháng 2/2026": 28, "Tháng 3/2026": 9},
            {"Tháng 1/2026": 955, "Tháng 2/2026": 46, "Tháng 3/2026": 34},
        ),
    ],
)
def test_parts_stand_in_order_and_make_the_whole(told, dimension, flows, stocks):
    by_flow = named_totals(told.selection(), told.flow, dimension)
    by_stock = named_totals(told.selection(), told.stock, dimension)

    assert [(row.name, row.shown) for row in by_flow] == [*flows.items(), ("Tất cả", 1144)]
    assert [(row.name, row.shown) for row in by_stock] == [*stocks.items(), ("Tất cả", 34)]
    assert by_flow[-1].key is WHOLE
    assert sum(row.told for row in by_flow[:-1]) == by_flow[-1].told == 7
    assert sum(row.owed for row in by_flow[:-1]) == by_flow[-1].owed == 9


def test_plan_is_that_of_all_together_else_what_each_unit_is_to_reach(told):
    def target(scope: TargetScope, value: int, **whose) -> None:
        IndicatorTarget.objects.create(
            demand=told.demand, indicator=told.flow, year=2026, scope=scope, value=value, **whose
        )

    target(TargetScope.EACH, 200)
    target(TargetScope.UNIT, 500, unit=told.units[2])
    assert told.totals()["DOANH_THU"].plan == 200 + 200 + 500
    assert [row.plan for row in named_totals(told.selection(), told.flow, Dimension.BLOCK)] == [400, 500, 900]

    target(TargetScope.BLOCK, 450, block=told.block)
    target(TargetScope.WHOLE, 1_000)
    rows = named_totals(told.selection(), told.flow, Dimension.BLOCK)
    assert [row.plan for row in rows] == [450, 500, 1_000]
    assert rows[-1].of_plan == Decimal("114.4")
    assert [row.plan for row in named_totals(told.selection(), told.flow, Dimension.PERIOD)] == [
        None,
        None,
        None,
        1_000,
    ]


def test_year_before_is_that_of_the_same_months(told):
    for number, value in ((1, "400"), (2, "100")):
        month = make.month(told.demand, number, 2025)
        report = UnitReport.objects.create(period=month, unit=told.units[0], filer=told.units[0], due_on=month.due_on)
        story_months, told.months = told.months, [month] * 3
        told.count(told.tell(0, 1, value, "60", ("1", "2"), "co"))
        told.months = story_months
        assert report.pk
    found = told.totals(1, 2)

    assert found["DOANH_THU"].shown_year_ago == 500
    assert found["DU_NO"].shown_year_ago == 60
    assert found["DOANH_THU"].of_year_ago == Decimal("227.0")  # 1.135 of 500
    assert told.totals(1, 3)["DOANH_THU"].shown_year_ago is None  # no March of the year before


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(4)))
def test_whatever_comes_first_makes_the_same_sums(order):
    with transaction.atomic():
        story = Story()
        said = [
            (0, 3, "1", "7", ("1", "3"), "co"),
            (1, 3, "20", "8", ("2", "3"), "khong"),
            (2, 3, "300", "9", ("0", "3"), "co"),
            (0, 2, "4.000", "1", ("3", "3"), "co"),
        ]
        for at in order:
            story.count(story.tell(*said[at]))
        found = {code: total.shown for code, total in story.totals().items()}
        assert found == {"DOANH_THU": 4321, "DU_NO": 24, "TIEM": Decimal("50.0"), "VUNG_XANH": 2}
        transaction.set_rollback(True)


# --- donations ------------------------------------------------------------------------------------------------------------


class Gifts:
    """Units that told of lines of a list in March, all counted."""

    def __init__(self, *lines_of_units: list[dict]) -> None:
        self.indicator = make.indicator("UNG_HO", name="Ủng hộ", value_type=ValueType.ITEMS)
        self.demand = make.demand(self.indicator)
        self.month = make.month(self.demand)
        self.units = [UnitFactory(code=f"HTX-80{at}") for at in range(len(lines_of_units))]
        make.asked(self.demand)
        for unit, lines in zip(self.units, lines_of_units, strict=True):
            report = UnitReport.objects.get(period=self.month, unit=unit)
            editor, head = make.people_of_unit(unit)
            actions.write_lines(
                report_id=report.pk,
                indicator=self.indicator,
                lines=[DonationLine(**line) for line in lines],
                seen=0,
                by=editor,
                now=make.NOW,
            )
            actions.send_to_head(report_id=report.pk, by=editor)
            make.move_on(
                make.move_on(actions.submit_report(report_id=report.pk, by=head, now=make.NOW), "received"), "verified"
            )

    @property
    def selection(self) -> Selection:
        return Selection(self.demand, (self.month,))

    def total(self):
        (total,) = totals_of(self.selection, self.demand.rows.select_related("indicator"))
        return total


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({}, "Cùng nơi nhận, ngày, số tiền."),
        ({"receiver": "UỶ BAN mttq xã"}, "Cùng nơi nhận, ngày, số tiền."),
        ({"receipt": "pt 12", "given_on": None, "value_vnd": 1_000}, "Cùng chứng từ, nơi nhận."),
        ({"receipt": "PT 12", "receiver": "Quỹ vắc-xin", "given_on": None}, "Cùng chứng từ, số tiền."),
        ({"receipt": "PT 12", "receiver": "Quỹ vắc-xin", "given_on": None, "value_vnd": 1_000}, ""),
        ({"receipt": "PT 12", "given_on": dt.date(2026, 3, 10)}, ""),  # a paper has one day
        ({"value_vnd": 5_000_001}, ""),
        ({"given_on": dt.date(2026, 3, 10)}, ""),
        ({"given_on": None}, ""),
    ],
)
def test_lines_of_two_units_look_like_one_donation(other, why):
    gifts = Gifts([{**GIFT, "receipt": "PT 12"}], [{**GIFT, **other}])

    assert [each.why for each in likenesses(gifts.selection)] == ([why] if why else [])


def test_lines_of_one_unit_are_never_asked_about():
    assert likenesses(Gifts([GIFT, GIFT]).selection) == []


def test_one_donation_of_two_units_counts_once_and_by_its_answer():
    gifts = Gifts([GIFT], [GIFT], [{**GIFT, "value_vnd": 7_000}])
    officer = cast().officer
    (pair,) = likenesses(gifts.selection)
    assert (gifts.total().shown, gifts.total().doubled) == (5_007_000, 5_000_000)
    assert [line.report.unit for line in doubled_lines([pair])] == [gifts.units[1]]

    lines = (pair.second.pk, pair.first.pk)
    actions.answer_likeness(demand_id=gifts.demand.pk, lines=lines, counted=None, by=officer, now=make.NOW)
    assert (gifts.total().shown, gifts.total().doubled) == (10_007_000, 0)

    actions.answer_likeness(demand_id=gifts.demand.pk, lines=lines, counted=pair.second.pk, by=officer, now=make.NOW)
    assert gifts.total().shown == 5_007_000
    assert [line.report.unit for line in doubled_lines(likenesses(gifts.selection))] == [gifts.units[0]]
    assert DonationMatch.objects.count() == 1
    assert list(
        Event.objects.filter(verb__startswith="demand.donations").order_by("pk").values_list("verb", flat=True)
    ) == [
        "demand.donations_are_two",
        "demand.donations_are_one",
    ]


def test_three_units_of_one_donation_count_once():
    gifts = Gifts([GIFT], [GIFT], [GIFT])

    assert len(likenesses(gifts.selection)) == 2  # each with the line that counts
    assert gifts.total().shown == 5_000_000


def test_one_line_of_a_unit_stands_beside_one_of_another():
    gifts = Gifts([GIFT, {**GIFT, "item": "Mì"}], [GIFT])

    assert len(likenesses(gifts.selection)) == 1
    assert gifts.total().shown == 10_000_000  # two gifts of the first unit, of which the second told of one


def test_two_that_are_told_apart_may_still_each_be_one_with_a_third():
    gifts = Gifts([GIFT, GIFT], [GIFT])
    (pair,) = likenesses(gifts.selection)
    answer = {"demand_id": gifts.demand.pk, "by": cast().officer, "now": make.NOW}

    actions.answer_likeness(lines=(pair.first.pk, pair.second.pk), counted=None, **answer)

    asked = likenesses(gifts.selection)
    assert [each.match is None for each in asked] == [False, True]
    assert gifts.total().shown == 10_000_000


def test_an_answer_stays_while_its_lines_do():
    gifts = Gifts([GIFT], [GIFT])
    (pair,) = likenesses(gifts.selection)
    actions.answer_likeness(
        demand_id=gifts.demand.pk,
        lines=(pair.first.pk, pair.second.pk),
        counted=None,
        by=cast().officer,
        now=make.NOW,
    )
    report = UnitReport.objects.get(unit=gifts.units[1])
    editor, head = make.people_of_unit(gifts.units[1])
    actions.return_report(report_id=report.pk, by=cast().chief, reason="Sót.", event="unlocked")
    value = report.values.get()
    lines = [DonationLine(**GIFT), DonationLine(**{**GIFT, "item": "Mì", "receiver": "Quỹ"})]
    actions.write_lines(
        report_id=report.pk, indicator=gifts.indicator, lines=lines, seen=value.revision, by=editor, now=make.NOW
    )
    actions.send_to_head(report_id=report.pk, by=editor)
    actions.submit_report(report_id=report.pk, by=head, now=make.NOW)
    report.refresh_from_db()
    make.move_on(make.move_on(report, "received"), "verified")

    assert [each.match is not None for each in likenesses(gifts.selection)] == [True]
    assert gifts.total().shown == 15_000_000


def test_only_an_officer_answers_and_only_of_lines_that_are_there():
    gifts = Gifts([GIFT], [GIFT])
    (pair,) = likenesses(gifts.selection)
    asked = {"demand_id": gifts.demand.pk, "now": make.NOW}

    with pytest.raises(PermissionDenied):
        actions.answer_likeness(
            lines=(pair.first.pk, pair.second.pk), counted=None, by=user_with_role(Role.LEADER), **asked
        )
    for lines, counted in (
        ((pair.first.pk, 0), None),
        ((pair.first.pk, pair.first.pk), None),
        ((pair.first.pk, pair.second.pk), 1),
    ):
        with pytest.raises(actions.NotAlike):
            actions.answer_likeness(lines=lines, counted=counted, by=cast().officer, **asked)
    assert not DonationMatch.objects.exists()


def test_what_was_given_is_told_by_kind_and_once():
    money = {**GIFT, "kind": "money", "item": "Tiền", "value_vnd": 2_000_000}
    gifts = Gifts([GIFT, money], [GIFT], [{**GIFT, "value_vnd": 7_000}])

    assert by_kind(gifts.selection, gifts.indicator) == [
        OfKind("Tiền", 1, 2_000_000),
        OfKind("Hiện vật", 2, 5_007_000),
    ]
    page = Desk(cast().officer).open(reverse("reports:total", args=[gifts.demand.pk, "UNG_HO"]))
    assert page.says("Theo loại ủng hộ")


# --- pages ----------------------------------------------------------------------------------------------------------------


def test_each_total_opens_its_parts_down_to_the_report(told):
    officer = Desk(cast().officer)
    page = officer.open(told.months[2].get_absolute_url())
    page = officer.follow(page, "Xem tổng hợp theo khối, xã, cùng kỳ")
    whole = officer.open(
        f"{reverse('reports:totals', args=[told.demand.pk])}?tu={told.months[0].pk}&den={told.months[2].pk}"
    )
    assert whole.says("1.144")
    by_block = officer.follow(whole, "Doanh thu")
    assert by_block.says("Không thuộc khối nào")
    parts = officer.follow(by_block, "Khối số 1")
    assert parts.says("Có 6 báo cáo")
    report = officer.follow(parts, "Hợp tác xã Cộng 0")
    assert report.says("Doanh thu")


PAPER = {**GIFT, "receipt": "PT 12", "value_vnd": 1_000_000}


def test_of_one_donation_one_line_counts_whatever_was_answered_of_its_pairs():
    gifts = Gifts([{**PAPER, "value_vnd": 9_000_000}], [PAPER], [PAPER])
    answer = {"demand_id": gifts.demand.pk, "by": cast().officer}
    for at, pair in enumerate(likenesses(gifts.selection)):
        lines = sorted((pair.first.pk, pair.second.pk))
        now = make.NOW + dt.timedelta(minutes=at)
        actions.answer_likeness(lines=tuple(lines), counted=lines[1], now=now, **answer)

    assert (gifts.total().shown, gifts.total().doubled) == (1_000_000, 10_000_000)  # the last answer holds
    assert [(each.lines, each.value_vnd) for each in by_kind(gifts.selection, gifts.indicator)] == [(1, 1_000_000)]


def test_what_was_told_apart_stays_so_when_a_third_unit_tells_of_it():
    gifts = Gifts([GIFT], [GIFT], [GIFT])
    lines = tuple(DonationLine.objects.order_by("pk").values_list("pk", flat=True)[1:])
    actions.answer_likeness(demand_id=gifts.demand.pk, lines=lines, counted=None, by=cast().officer, now=make.NOW)

    assert gifts.total().shown == 10_000_000
    assert [each.match is not None for each in likenesses(gifts.selection)] == [False, True]


def test_words_in_the_place_of_a_paper_name_none():
    gifts = Gifts(
        [{**GIFT, "receipt": "không có", "given_on": None}],
        [{**GIFT, "receipt": "không có", "given_on": None, "value_vnd": 20_000_000}],
    )

    assert likenesses(gifts.selection) == []
    assert gifts.total().shown == 25_000_000


def test_year_before_counts_what_two_units_told_once_too():
    gifts = Gifts([GIFT], [GIFT])
    later = make.month(gifts.demand, 3, 2027)
    make.asked(gifts.demand, on=later.period_to)

    (total,) = totals_of(Selection(gifts.demand, (later,)), gifts.demand.rows.select_related("indicator"))

    assert total.year_ago.value == 5_000_000


def test_sums_of_a_demand_without_figures_are_none():
    demand = make.demand(make.indicator(value_type=ValueType.TEXT, nature="none"), parts=("results",))
    month = make.month(demand)
    make.asked(demand)

    assert sums_of(Selection(demand, (month,)), demand.rows.select_related("indicator")) == []


def test_plan_of_a_share_is_not_added_up():
    share = make.share("TIEM")
    demand = make.demand(share)
    month = make.month(demand)
    block = BlockFactory()
    for _ in range(3):
        BlockMembershipFactory(block=block, unit=UnitFactory())
    make.asked(demand)
    IndicatorTarget.objects.create(demand=demand, indicator=share, year=2026, value=90, scope="each")
    IndicatorTarget.objects.create(demand=demand, indicator=share, year=2026, value=95, scope="block", block=block)

    rows = named_totals(Selection(demand, (month,)), share, Dimension.BLOCK)

    assert (rows[0].plan, rows[-1].plan) == (95, 90)


def test_plan_of_all_adds_up_blocks_and_the_units_outside_of_them():
    flow = make.indicator("THU")
    demand, block = make.demand(flow), BlockFactory()
    month = make.month(demand)
    BlockMembershipFactory(block=block, unit=UnitFactory())
    outside = UnitFactory()
    make.asked(demand)
    given = {"demand": demand, "indicator": flow, "year": 2026}
    IndicatorTarget.objects.create(**given, value=450, scope="block", block=block)
    IndicatorTarget.objects.create(**given, value=500, scope="unit", unit=outside)

    assert [row.plan for row in named_totals(Selection(demand, (month,)), flow, Dimension.BLOCK)] == [450, 500, 950]


def test_months_of_two_years_are_measured_by_the_plan_of_none():
    flow = make.indicator("THU")
    demand = make.demand(flow)
    months = make.month(demand, 12, 2025), make.month(demand, 1, 2026)
    make.asked(demand)
    IndicatorTarget.objects.create(demand=demand, indicator=flow, year=2026, value=100, scope="whole")

    for periods, plan in ((months, None), (months[1:], 100)):
        (total,) = totals_of(Selection(demand, periods), demand.rows.select_related("indicator"))
        assert total.plan == plan
