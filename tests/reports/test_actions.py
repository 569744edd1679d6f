import datetime as dt
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from campaigns.reports import actions
from campaigns.reports.asked import read_form
from campaigns.reports.enums import Nature, Owing, ValueType
from campaigns.reports.enums import ReportStatus as S
from campaigns.reports.models import ReportValue, SoleSignOff, UnitReport
from campaigns.reports.queries import counts_of, form_rows
from campaigns.reports.snapshots import differences
from emulation_portal.audit.models import Event
from emulation_portal.procedure.errors import InvalidMove
from tests.factories import reports as make
from tests.factories.campaigns import cast
from tests.factories.people import BlockFactory, BlockMembershipFactory, UnitFactory
from units.enums import UnitKind

pytestmark = pytest.mark.django_db
NOW, TODAY = make.NOW, make.TODAY


def states():
    return dict(UnitReport.objects.values_list("unit__code", "status"))


def test_members_owe_what_is_asked_and_departments_do_not():
    UnitFactory(code="A")
    UnitFactory(code="P", kind=UnitKind.DEPARTMENT)
    UnitFactory(code="NEW", joined_on=dt.date(2026, 3, 20))
    gone = UnitFactory(code="GONE")
    type(gone).objects.filter(pk=gone.pk).update(closed_on=dt.date(2026, 3, 10), closed_reason="Giải thể.")
    demand = make.demand()
    make.month(demand)

    make.asked(demand)

    assert states() == {"A": S.NOT_STARTED}
    assert actions.expect_of(demand, on=TODAY) == 0  # twice is harmless


def test_a_demand_may_ask_a_block_a_kind_or_some_units():
    inside, fund, one = UnitFactory(code="A"), UnitFactory(code="Q", kind=UnitKind.PEOPLES_CREDIT_FUND), UnitFactory()
    block = BlockMembershipFactory(unit=inside, block=BlockFactory()).block
    of_block = make.demand(owing=Owing.BLOCKS)
    of_block.blocks.add(block)
    of_kind = make.demand(owing=Owing.KINDS, kinds=[UnitKind.PEOPLES_CREDIT_FUND])
    of_one = make.demand(owing=Owing.UNITS)
    of_one.units.add(one)
    for each in (of_block, of_kind, of_one):
        make.month(each)
        make.asked(each)

    owed = {
        d.pk: list(UnitReport.objects.filter(period__demand=d).values_list("unit", flat=True))
        for d in (of_block, of_kind, of_one)
    }

    assert owed == {of_block.pk: [inside.pk], of_kind.pk: [fund.pk], of_one.pk: [one.pk]}


def test_who_closes_in_mid_period_is_let_off_and_asked_again_when_that_was_a_mistake():
    unit = UnitFactory(code="A")
    report = make.report(unit=unit)
    type(unit).objects.filter(pk=unit.pk).update(closed_on=dt.date(2026, 3, 31), closed_reason="Giải thể.")

    actions.expect_all(on=TODAY)
    report.refresh_from_db()
    let_off = (report.status, report.exempt_reason)
    type(unit).objects.filter(pk=unit.pk).update(closed_on=None, closed_reason="")
    actions.expect_all(on=TODAY)
    report.refresh_from_db()

    assert let_off == (S.EXEMPT, "Đơn vị thôi hoạt động từ ngày 31/03/2026.")
    assert (report.status, report.exempt_reason) == (S.NOT_STARTED, "")


def test_a_figure_is_kept_begins_the_report_and_is_not_kept_twice():
    report = make.report()
    editor, _ = make.people_of_unit(report.unit)
    row = report.period.demand.rows.get().indicator
    typed = actions.TypedRow(row, {"value": "1.234"}, seen=0)

    first = actions.type_value(
        report_id=report.pk, code=typed.indicator.code, raw=typed.raw, seen=typed.seen, by=editor, now=NOW
    ).value
    again = actions.type_value(
        report_id=report.pk, code=typed.indicator.code, raw=typed.raw, seen=typed.seen, by=editor, now=NOW
    ).value

    report.refresh_from_db()
    assert (report.status, first.value, again.revision) == (S.DRAFT, D(1234), 1)
    assert ReportValue.objects.count() == 1


def test_two_people_at_one_field_the_second_sees_whose_value_stands():
    report = make.report()
    editor, head = make.people_of_unit(report.unit)
    row = report.period.demand.rows.get().indicator
    make.write(report, editor, **{row.code: "5"})

    with pytest.raises(actions.SaidMeanwhile, match=editor.full_name) as refused:
        actions.type_value(report_id=report.pk, code=row.code, raw={"value": "7"}, seen=0, by=head, now=NOW)

    assert refused.value.stands.value == D(5)
    assert ReportValue.objects.get().value == D(5)


def test_who_drafted_does_not_confirm_unless_the_unit_was_let_off():
    report = make.report()
    _, head = make.people_of_unit(report.unit)
    make.filled(report, head)
    actions.send_to_head(report_id=report.pk, by=head)

    with pytest.raises(PermissionDenied, match="không tự xác nhận"):
        actions.submit_report(report_id=report.pk, by=head, now=NOW)
    SoleSignOff.objects.create(unit=report.unit, reason="Hai người.", allowed_on=TODAY, allowed_by=cast().officer)
    report = actions.submit_report(report_id=report.pk, by=head, now=NOW)

    assert (report.status, report.is_signed_alone) == (S.SUBMITTED, True)


def test_the_database_refuses_one_person_for_both():
    report = make.submitted(make.report())

    with pytest.raises(IntegrityError, match="report_two_people"), transaction.atomic():
        UnitReport.objects.filter(pk=report.pk).update(drafted_by=report.confirmed_by)


def test_what_is_missing_keeps_a_report_from_going():
    demand = make.demand(make.indicator("A"), make.indicator("B", wants_source=True), parts=("results",))
    report = make.report(demand)
    editor, _ = make.people_of_unit(report.unit)
    make.write(report, editor, B="5")

    with pytest.raises(actions.ReportIncomplete) as refused:
        actions.send_to_head(report_id=report.pk, by=editor)

    assert [remark.code for remark in refused.value.remarks] == ["A", "B", "results"]
    report.refresh_from_db()
    assert report.status == S.DRAFT


def test_what_is_unusual_wants_a_note_which_then_travels_with_the_figure():
    total = make.indicator("TONG", nature=Nature.STOCK, expectation="HD + NGUNG")
    demand = make.demand(total, make.indicator("HD", nature=Nature.STOCK), make.indicator("NGUNG", nature=Nature.STOCK))
    report = make.report(demand)
    editor, _ = make.people_of_unit(report.unit)
    make.write(report, editor, TONG="10", HD="7", NGUNG="2")
    remarks = read_form(report).remarks
    value = ReportValue.objects.get(indicator=total)
    typed = actions.TypedRow(total, {"note": "Một HTX đang chờ giải thể."}, seen=value.revision)

    actions.type_value(
        report_id=report.pk, code=typed.indicator.code, raw=typed.raw, seen=typed.seen, by=editor, now=NOW
    )

    assert [(r.code, r.words) for r in remarks] == [
        ("TONG", "Thường bằng HD + NGUNG = 9. Nếu đúng, hãy ghi giải trình.")
    ]
    assert read_form(report).remarks == []


def test_submitted_is_frozen_with_a_receipt_and_comes_once():
    report = make.submitted(make.report())

    version = report.versions.get()
    assert (version.receipt_code, report.submitted_on) == (report.receipt_code, TODAY)
    assert [each["figure"] for each in version.content["values"].values()] == ["5"]
    with pytest.raises(InvalidMove):
        actions.submit_report(report_id=report.pk, by=report.confirmed_by, now=NOW)
    with pytest.raises(IntegrityError, match="takes no change"), transaction.atomic():
        report.values.update(value=7)


def test_withdrawn_before_it_is_received_has_not_come():
    report = make.submitted(make.report())
    head = report.confirmed_by

    report = actions.withdraw_report(report_id=report.pk, by=head, reason="Nhầm số.")

    assert (report.status, report.submitted_on, report.receipt_code) == (S.DRAFT, None, "")


def test_returned_at_the_field_corrected_and_told_apart_from_before():
    report = make.received(make.report())
    editor, head = report.drafted_by, report.confirmed_by
    code = report.period.demand.rows.get().indicator.code

    actions.return_report(
        report_id=report.pk, by=cast().officer, reason="Số lệch.", parts={code: "Xem lại."}, due_on=dt.date(2026, 4, 9)
    )
    report.refresh_from_db()
    told = (report.status, report.returned_parts)
    make.write(report, editor, **{code: "6"})
    actions.send_to_head(report_id=report.pk, by=editor)
    report = actions.submit_report(report_id=report.pk, by=head, now=NOW + dt.timedelta(days=9))

    assert told == (S.RETURNED, {code: "Xem lại."})
    assert report.submitted_on == TODAY  # it came in time
    first, second = report.versions.all()
    assert [(d.code, d.before, d.after) for d in differences(first.content, second.content)] == [(code, "5", "6")]


def test_locked_figures_are_opened_by_the_chief_alone():
    report = make.move_on(make.verified(make.report()), "locked")

    with pytest.raises(PermissionDenied):
        actions.return_report(report_id=report.pk, by=cast().officer, reason="Sai.", event="unlocked")
    report = actions.return_report(report_id=report.pk, by=cast().chief, reason="Sai.", event="unlocked")

    assert report.status == S.RETURNED


def test_a_deadline_is_extended_for_one_unit_with_a_reason():
    first, second = make.report(unit=(unit := UnitFactory())), UnitFactory()
    other = make.report(first.period.demand, unit=second)

    with pytest.raises(actions.expecting.WrongDeadline):
        actions.extend_deadline(report_id=first.pk, due_on=first.due_on, reason="Bão.", by=cast().officer)
    actions.extend_deadline(report_id=first.pk, due_on=dt.date(2026, 4, 20), reason="Bão.", by=cast().officer)

    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.due_on, other.due_on) == (dt.date(2026, 4, 20), dt.date(2026, 4, 5))
    assert Event.objects.get(verb="report.extended").reason == "Bão."
    assert first.unit == unit


def test_counts_tell_every_owed_report_once():
    demand = make.demand()
    month = make.month(demand)
    units = [UnitFactory() for _ in range(6)]
    make.asked(demand)
    reports = [UnitReport.objects.get(unit=unit) for unit in units]
    make.submitted(reports[0])
    make.submitted(reports[1], now=NOW + dt.timedelta(days=8))
    make.received(reports[2])
    actions.return_report(report_id=reports[2].pk, by=cast().officer, reason="Số lệch.")
    actions.excuse_report(report_id=reports[3].pk, by=cast().officer, reason="Bão.")
    actions.extend_deadline(report_id=reports[4].pk, due_on=dt.date(2026, 4, 20), reason="Bão.", by=cast().officer)

    counts = counts_of(month.reports.all(), on=dt.date(2026, 4, 10))

    told = (counts.expected, counts.received, counts.on_time, counts.late, counts.missing, counts.to_come)
    assert told == (5, 3, 2, 1, 1, 1)
    assert (counts.excused, counts.returned, counts.to_receive) == (1, 1, 2)


def test_beside_each_figure_stand_the_period_before_the_year_before_and_the_year_so_far():
    flow, stock = make.indicator("FLOW"), make.indicator("STOCK", nature=Nature.STOCK)
    demand, unit = make.demand(flow, stock), UnitFactory()
    people = make.people_of_unit(unit)
    for year, number, value in ((2025, 3, "1"), (2026, 1, "10"), (2026, 2, "20")):
        period = make.month(demand, number, year)
        make.asked(demand, on=period.period_to)
        report = UnitReport.objects.get(period=period)
        make.write(report, people[0], FLOW=value, STOCK=value)
        actions.send_to_head(report_id=report.pk, by=people[0])
        actions.submit_report(report_id=report.pk, by=people[1], now=NOW)
    make.month(demand)
    make.asked(demand)
    report = UnitReport.objects.get(period__name="Tháng 3/2026")
    make.write(report, people[0], FLOW="5", STOCK="5")

    rows = {row.indicator.code: row for row in form_rows(report)}

    def told(row):
        return [row.shown(figure) for figure in (row.before.last, row.before.year_ago, row.so_far)]

    assert (told(rows["FLOW"]), told(rows["STOCK"])) == ([D(20), D(1), D(35)], [D(20), D(1), D(5)])


def test_an_itemised_figure_is_what_its_lines_add_up_to():
    gifts = make.indicator("CV_HANG", value_type=ValueType.ITEMS)
    report = make.report(make.demand(gifts))
    editor, _ = make.people_of_unit(report.unit)
    from campaigns.reports.models import DonationLine

    lines = [
        DonationLine(item="Gạo", value_vnd=5_000_000, receiver="MTTQ"),
        DonationLine(item="Khẩu trang", value_vnd=250_000, receiver="Chốt"),
    ]

    value = actions.write_lines(report_id=report.pk, indicator=gifts, lines=lines, seen=0, by=editor, now=NOW)

    assert (value.value, [line.item for line in value.lines.all()]) == (D(5_250_000), ["Gạo", "Khẩu trang"])


def test_a_small_unit_is_let_off_by_the_office_alone_with_a_reason_and_asked_for_two_again():
    unit, stranger = UnitFactory(), UnitFactory()
    _, head = make.people_of_unit(stranger)

    with pytest.raises(PermissionDenied):
        actions.let_sign_alone(unit_id=unit.pk, reason="Hai người.", by=head, on=TODAY)
    with pytest.raises(actions.exempting.ReasonWanted):
        actions.let_sign_alone(unit_id=unit.pk, reason=" ", by=cast().officer, on=TODAY)
    actions.let_sign_alone(unit_id=unit.pk, reason="Hai người.", by=cast().officer, on=TODAY)
    actions.let_sign_alone(unit_id=unit.pk, reason="Hai người.", by=cast().officer, on=TODAY)
    allowed = SoleSignOff.objects.get().reason
    ended = [actions.end_sole_sign_off(unit_id=unit.pk, by=cast().officer) for _ in range(2)]

    assert (allowed, ended) == ("Hai người.", [True, False])
    verbs = Event.objects.filter(verb__startswith="unit.sole").order_by("pk").values_list("verb", "reason")
    assert list(verbs) == [("unit.sole_sign_off_allowed", "Hai người."), ("unit.sole_sign_off_ended", "")]
