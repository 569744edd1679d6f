"""What the portal proposes for a criterion, and what is refused while points are written."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from campaigns.reports import actions as reporting
from campaigns.reports.enums import TargetScope
from campaigns.reports.models import DemandedIndicator, IndicatorTarget, UnitReport
from campaigns.scoring import actions
from campaigns.scoring.actions import WrittenCriterion, WrittenGroup
from campaigns.scoring.enums import CriterionKind, GroupKind, Scorer
from campaigns.scoring.models import CriterionScore, CrossCheck, ScoreCard
from campaigns.scoring.proposals import Proposal, proposals_of
from campaigns.scoring.queries import criteria_of
from campaigns.scoring.regulations import Band
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.errors import DomainError
from emulation_portal.procedure.acting import carry_out
from tests.factories import reports
from tests.factories import scoring as make
from tests.factories.campaigns import cast
from tests.factories.people import UnitFactory
from tests.factories.reports import people_of_unit
from tests.scenarios.desk import Desk
from units.models import Unit

pytestmark = pytest.mark.django_db
BANDS = [Band(D(80), D(10)), Band(D(60), D(6)), Band(None, D(2))]


def measured_scoring(**targets: str):
    """Return a scoring by a sheet of 100 points that rests on a monthly demand, and its two units."""
    one, other = UnitFactory(name="Hợp tác xã Mẫu Một"), UnitFactory(name="Hợp tác xã Mẫu Hai")
    income = reports.indicator("DOANH_THU", name="Doanh thu")
    asked = reports.demand(income)
    for number in (3, 4):
        reports.month(asked, number)
    reports.asked(asked)
    if targets:
        IndicatorTarget.objects.create(demand=asked, indicator=income, year=2026, value=D(targets["each"]))
    by = {"indicator": income}
    groups = [
        WrittenGroup(
            "Sản xuất",
            GroupKind.BASE,
            D(100),
            [
                WrittenCriterion("Doanh thu", D(60), CriterionKind.PROPORTIONAL, **by),
                WrittenCriterion("Bậc", D(30), CriterionKind.BANDED, bands=BANDS, **by),
                WrittenCriterion("Bậc kế hoạch", D(10), CriterionKind.BANDED_PLAN, bands=BANDS, **by),
            ],
        ),
        WrittenGroup(
            "Điểm trừ",
            GroupKind.DEDUCTION,
            D(10),
            [
                WrittenCriterion("Muộn", D(5), CriterionKind.PER_LATE, points_each=D(2)),
                WrittenCriterion("Không nộp", D(10), CriterionKind.PER_MISSING, points_each=D(3)),
            ],
        ),
    ]
    used = make.issued_sheet(year=2026, groups=groups, demand=asked, period_kind="month")
    return make.scoring(make.block_of(one, other), by_sheet=used), asked, income, one, other


def proposed(row, unit: Unit, on: dt.date = dt.date(2026, 12, 1)) -> dict[str, Proposal]:
    criteria = criteria_of(row.sheet)
    found = proposals_of(row, criteria, [unit.pk], on=on)
    return {each.name: found[unit.pk, each.pk] for each in criteria if (unit.pk, each.pk) in found}


def verified(asked, unit: Unit, value: str, *, late: int = 0) -> None:
    """Let the next report of the unit count with this value, so many days late."""
    waiting = UnitReport.objects.filter(period__demand=asked, unit=unit, submitted_on=None)
    report = waiting.order_by("period__period_to")[0]
    editor, head = people_of_unit(unit)
    came = dt.datetime.combine(report.due_on + dt.timedelta(days=late), dt.time(3), dt.UTC)
    reports.write(report, editor, DOANH_THU=value, now=came)
    reporting.send_to_head(report_id=report.pk, by=editor)
    report = reporting.submit_report(report_id=report.pk, by=head, now=came)
    reports.move_on(reports.move_on(report, "received"), "verified")


def test_figures_of_looked_at_reports_become_points_with_what_they_rest_on() -> None:
    row, asked, _, one, other = measured_scoring(each="100")
    verified(asked, one, "30")
    verified(asked, one, "45", late=3)

    assert proposed(row, one) == {
        "Doanh thu": Proposal(D("45.00"), "75/100: 75% kế hoạch"),
        "Bậc": Proposal(D(6), "75"),
        "Bậc kế hoạch": Proposal(D(6), "75/100: 75% kế hoạch"),
        "Muộn": Proposal(D("2.00"), "1/2 báo cáo nộp muộn"),
        "Không nộp": Proposal(D("0.00"), "0/2 báo cáo không nộp"),
    }
    assert proposed(row, other) == {
        "Doanh thu": Proposal(None, "Chưa có số liệu đã kiểm tra"),
        "Bậc": Proposal(None, "Chưa có số liệu đã kiểm tra"),
        "Bậc kế hoạch": Proposal(None, "Chưa có số liệu đã kiểm tra"),
        "Muộn": Proposal(D("0.00"), "0/2 báo cáo nộp muộn"),
        "Không nộp": Proposal(D("6.00"), "2/2 báo cáo không nộp"),
    }


def test_reports_in_time_are_of_the_base_and_begin_with_all_points() -> None:
    (one, other), asked = (UnitFactory(), UnitFactory()), reports.demand(reports.indicator("DOANH_THU"))
    for number in (3, 4):
        reports.month(asked, number)
    reports.asked(asked)
    criteria = [
        WrittenCriterion("Báo cáo đúng hạn", D(10), CriterionKind.PER_LATE, points_each=D(1)),
        WrittenCriterion("Báo cáo đủ", D(90), CriterionKind.PER_MISSING, points_each=D(60)),
    ]
    sheet = make.issued_sheet(year=2026, groups=[WrittenGroup("Báo cáo", GroupKind.BASE, D(100), criteria)])
    row = make.scoring(make.block_of(one, other), by_sheet=sheet)
    verified(asked, one, "1")
    verified(asked, one, "1", late=2)

    assert proposed(row, one) == {
        "Báo cáo đúng hạn": Proposal(D(9), "1/2 báo cáo nộp muộn"),
        "Báo cáo đủ": Proposal(D(90), "0/2 báo cáo không nộp"),
    }
    assert proposed(row, other) == {
        "Báo cáo đúng hạn": Proposal(D(8), "0/2 báo cáo nộp muộn, 2/2 chưa nộp"),
        "Báo cáo đủ": Proposal(D(0), "2/2 báo cáo không nộp"),  # never below nothing
    }
    assert Desk(cast().officer).open(sheet.get_absolute_url()).says("trừ dần từ điểm tối đa, mỗi báo cáo 1 điểm")


def test_what_is_not_due_yet_is_not_missing_and_without_a_plan_there_is_no_share() -> None:
    row, asked, _, one, _ = measured_scoring()
    verified(asked, one, "90")
    first_due = asked.periods.order_by("period_to")[0].due_on

    found = proposed(row, one, on=first_due)

    assert found["Không nộp"] == Proposal(D("0.00"), "0/0 báo cáo không nộp")
    assert found["Doanh thu"] == Proposal(None, "90, 1/2 kỳ; đơn vị không có kế hoạch năm")
    assert found["Bậc"] == Proposal(D(10), "90, 1/2 kỳ")


def test_the_units_own_target_stands_before_that_of_each() -> None:
    row, asked, income, one, _ = measured_scoring(each="100")
    IndicatorTarget.objects.create(
        demand=asked, indicator=income, year=2026, value=D(60), scope=TargetScope.UNIT, unit=one
    )
    verified(asked, one, "30")

    assert proposed(row, one)["Doanh thu"] == Proposal(D("30.00"), "30/60, 1/2 kỳ: 50% kế hoạch")


def test_empty_boxes_are_filled_and_typed_ones_stay() -> None:
    row, asked, _, one, _ = measured_scoring(each="100")
    verified(asked, one, "80")
    card, (editor, _) = make.card_of(row, one), people_of_unit(one)
    make.give(card, Scorer.SELF, {"Bậc": "1"}, by=editor)

    filled = actions.fill_points(card_id=card.pk, scorer=Scorer.SELF, by=editor, now=timezone.now())

    given = {each.criterion.name: each.points for each in card.scores.select_related("criterion")}
    assert filled == 4
    assert given == {"Doanh thu": D(48), "Bậc": D(1), "Bậc kế hoạch": D(10), "Muộn": D(0), "Không nộp": D(3)}


# --- while points are written -----------------------------------------------------------------------------------------


@pytest.fixture
def scored():
    (one, people), (other, theirs) = make.two_units()
    row = make.scoring(make.block_of(one, other))
    return row, one, people, other, theirs


def typed(desk: Desk, card: ScoreCard, scorer: str, points: str, *, seen: int = 0, note: str = ""):
    criterion = criteria_of(card.scoring.sheet)[0]
    data = {"code": criterion.pk, "points": points, "note": note, "seen": seen}
    page = desk.open(reverse("scoring:card", args=[card.pk]))
    token = page.tree.xpath("//input[@name='csrfmiddlewaretoken']")[0].get("value")
    return desk.client.post(reverse("scoring:field", args=[card.pk, scorer]), {**data, "csrfmiddlewaretoken": token})


def test_a_box_is_kept_while_one_types_and_never_over_what_another_wrote(scored) -> None:
    row, one, (editor, head), *_ = scored
    card, first, second = make.card_of(row, one), Desk(editor), Desk(head)

    kept = typed(first, card, "self", "0")
    again = typed(first, card, "self", "0")
    stale = typed(second, card, "self", "12")
    wrong = typed(first, card, "self", "40,5", seen=1)
    no_number = typed(first, card, "self", "nhiều", seen=1)

    assert (kept.status_code, kept.json()["stands"]) == (200, {"points": "0", "note": ""})
    assert again.json()["seen"] == 1
    assert (stale.status_code, stale.json()["stands"]) == (409, {"points": "0", "note": ""})
    assert wrong.json() == {"errors": {"points": "Nhiều nhất 40 điểm."}}
    assert no_number.status_code == 422
    assert CriterionScore.objects.get().points == 0


def test_nobody_writes_when_it_is_not_their_turn(scored) -> None:
    row, one, people, _, theirs = scored
    card, officer, crosser = make.card_of(row, one), Desk(cast().officer), Desk(theirs[1])

    assert typed(officer, card, "appraised", "1").status_code == 422  # not sent yet
    assert typed(crosser, card, "cross", "1").status_code == 403
    make.sent_card(row, one, people)
    assert typed(Desk(people[0]), card, "self", "1", seen=1).status_code == 422
    assert typed(crosser, card, "cross", "1").status_code == 200
    assert typed(crosser, card, "appraised", "1").status_code == 403


def test_a_card_waits_for_all_points_and_for_the_reason_of_a_difference(scored) -> None:
    row, one, people, *_ = scored
    card = make.card_of(row, one)
    make.give(card, Scorer.SELF, {"Sản xuất, kinh doanh": "0"}, by=people[0])

    with pytest.raises(DomainError, match="Còn 2 tiêu chí chưa có điểm"):
        carry_out(card, "sent_to_head", by=people[0], on=dt.date(2026, 12, 1))
    card = make.sent_card(row, one, people)
    make.give(card, Scorer.APPRAISED, make.points_for(row, D(1)), by=cast().officer)
    with pytest.raises(DomainError, match="Còn 1 tiêu chí có điểm khác điểm tự chấm mà chưa ghi lý do"):
        carry_out(card, "appraised", by=cast().officer, on=dt.date(2026, 12, 1))


def test_a_khoi_is_settled_when_all_are_appraised_or_left_out(scored) -> None:
    row, one, people, other, _ = scored
    make.appraised_card(row, one, people)
    on = dt.date(2026, 12, 1)

    with pytest.raises(DomainError, match="Còn 1 đơn vị chưa thẩm định: Hợp tác xã Mẫu Hai"):
        carry_out(row, "settled", by=cast().officer, on=on)
    carry_out(make.card_of(row, other), "excused", by=cast().officer, on=on, reason="Đã sáp nhập.")
    carry_out(row, "settled", by=cast().officer, on=on)

    assert list(row.cards.order_by("pk").values_list("unit__name", "rank")) == [
        ("Hợp tác xã Mẫu Hai", None),
        ("Hợp tác xã Mẫu Một", 1),
    ]
    with pytest.raises(DomainError, match="Khối đã chốt điểm"):
        carry_out(make.card_of(row, one), "reopened", by=cast().officer, on=on, reason="Sửa.")


def test_reopening_takes_the_ranking_back() -> None:
    row = make.settled()

    carry_out(row, "reopened", by=cast().officer, on=dt.date(2026, 12, 1), reason="Sửa.")

    assert set(row.cards.values_list("rank", "total_points", "grade")) == {(None, None, "")}


def test_what_must_never_be_false_the_database_refuses(scored) -> None:
    row, one, people, *_ = scored
    card = make.card_of(row, one)
    criterion = criteria_of(row.sheet)[0]
    point = {"card": card, "criterion": criterion, "changed_at": timezone.now(), "changed_by": people[0]}

    def refused(act) -> str:
        with pytest.raises((IntegrityError, InternalError)) as found, transaction.atomic():
            act()
        return str(found.value)

    CriterionScore.objects.create(scorer="self", points=D(40), **point)
    too_many = {**point, "criterion": criteria_of(row.sheet)[1]}
    assert "points_within_criterion" in refused(
        lambda: CriterionScore.objects.create(scorer="self", points=D(21), **too_many)
    )
    assert "points_lie_with_scorer" in refused(
        lambda: CriterionScore.objects.create(scorer="appraised", points=D(1), **point)
    )
    assert "score_sheet_is_draft" in refused(lambda: row.sheet.groups.update(most_points=D(1)))
    assert "cross_check_by_another_unit" in refused(lambda: CrossCheck.objects.filter(card=card).update(unit=one))
    assert "score_card_ranked_when_appraised" in refused(lambda: row.cards.filter(pk=card.pk).update(rank=1))
    with pytest.raises(DomainError, match="chưa áp dụng"):
        make.scoring(make.block_of(UnitFactory(), UnitFactory(), name=""), by_sheet=make.sheet(name="Khác"))


def test_a_sheet_names_the_criteria_that_its_report_does_not_ask_for() -> None:
    debt, asked = reports.indicator("NO_XAU", name="Nợ xấu"), reports.demand(reports.indicator())
    criteria = [WrittenCriterion("Nợ xấu giảm", D(100), CriterionKind.BANDED, indicator=debt, bands=BANDS)]
    groups = [WrittenGroup("Sản xuất", GroupKind.BASE, D(100), criteria)]
    sheet, officer = make.sheet(groups=groups, demand=asked, period_kind="month"), cast().officer
    words = (
        f"Tiêu chí “Nợ xấu giảm” tính theo chỉ tiêu “Nợ xấu”, nhưng “{asked.name}” ({asked.campaign.name}) không hỏi"
    )

    page = Desk(officer).open(sheet.get_absolute_url())

    assert page.says(words)
    assert "Đưa vào áp dụng" not in page.links("Đưa vào áp dụng")
    with pytest.raises(DomainError, match="không hỏi chỉ tiêu này"):
        carry_out(sheet, "issued", by=officer, on=today())
    DemandedIndicator.objects.create(demand=asked, indicator=debt)
    carry_out(sheet, "issued", by=officer, on=today())


def test_what_a_report_no_longer_asks_for_is_told_when_a_khoi_opens() -> None:
    row, asked, income, *_ = measured_scoring(each="100")
    DemandedIndicator.objects.filter(demand=asked, indicator=income).delete()
    block, desk = make.block_of(UnitFactory(), UnitFactory(), name="Khối mở sau"), Desk(cast().officer)
    days = {"self_due_on": short_date(today()), "cross_due_on": short_date(today())}

    page = desk.press(
        desk.open(reverse("scoring:open")), "Mở chấm điểm", sheet=str(row.sheet.pk), blocks=[str(block.pk)], **days
    )

    assert page.says("Đã mở chấm điểm.")
    assert page.says(f"Tiêu chí “Bậc” tính theo chỉ tiêu “Doanh thu”, nhưng “{asked.name}”")
