"""Who owes a report while campaigns, demands and units change; and what of a report stays when it comes back."""

import datetime as dt

import pgtrigger
import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse

from campaigns.enums import CampaignStatus
from campaigns.models import Campaign
from campaigns.reports import actions
from campaigns.reports.actions.evidence import add_evidence, remove_evidence
from campaigns.reports.before import figures_before
from campaigns.reports.enums import Owing, ValueType
from campaigns.reports.enums import ReportStatus as S
from campaigns.reports.models import DonationLine, ReportPeriod, ReportValue, ReportVersion, SoleSignOff, UnitReport
from campaigns.reports.telling import remind
from emulation_portal.documents.enums import DocumentStatus
from emulation_portal.documents.models import Document
from emulation_portal.documents.paper import Paper
from emulation_portal.documents.queries import paper_of
from emulation_portal.files.models import StoredFile
from emulation_portal.notifications.models import Message
from emulation_portal.procedure.acting import carry_out
from emulation_portal.rights.enums import Role
from tests.factories import files
from tests.factories import reports as make
from tests.factories.campaigns import cast
from tests.factories.documents import issuer
from tests.factories.people import (
    AppointmentFactory,
    PersonFactory,
    PositionFactory,
    UnitFactory,
    account,
)
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db
NOW, TODAY = make.NOW, make.TODAY


def stop(report: UnitReport, status: CampaignStatus) -> None:
    with pgtrigger.ignore("campaigns.Campaign:status_moves"):
        Campaign.objects.filter(pk=report.period.demand.campaign_id).update(status=status)


def expect_again(report: UnitReport) -> UnitReport:
    actions.expect(report.period, on=TODAY)
    report.refresh_from_db()
    return report


def test_a_campaign_taken_back_asks_for_nothing_and_reminds_of_nothing():
    report = make.report()
    make.people_of_unit(report.unit)
    stop(report, CampaignStatus.REVOKED)

    assert remind(on=dt.date(2026, 4, 4)) == 0
    expect_again(report)

    assert (report.status, report.exempt_reason) == (S.EXEMPT, "Phong trào đã được thu hồi.")


def test_a_campaign_that_stands_still_reminds_nobody_and_lets_nobody_off():
    report = make.report()
    make.people_of_unit(report.unit)
    stop(report, CampaignStatus.SUSPENDED)

    assert remind(on=dt.date(2026, 4, 4)) == 0
    assert expect_again(report).status == S.NOT_STARTED


def test_what_is_not_asked_any_more_is_owed_by_nobody_and_what_came_stays():
    report = make.report()
    came = make.submitted(make.report(report.period.demand, unit=UnitFactory()))
    officer = cast().officer

    demand = actions.cease_to_ask(demand_id=report.period.demand_id, reason="Thừa.", by=officer, on=dt.date(2026, 3, 9))
    expect_again(report)
    came.refresh_from_db()

    assert demand.ended_on == dt.date(2026, 3, 9)
    assert (report.status, came.status) == (S.EXEMPT, S.SUBMITTED)
    assert "thôi yêu cầu báo cáo này từ ngày 09/03/2026" in report.exempt_reason
    with pytest.raises(actions.expecting.NothingAsked):
        actions.cease_to_ask(demand_id=demand.pk, reason="Thừa.", by=officer, on=TODAY)


def test_a_unit_taken_out_of_a_demand_owes_no_more_and_owes_again_when_it_is_put_back():
    demand = make.demand(owing=Owing.UNITS)
    unit = UnitFactory()
    demand.units.add(unit)
    report = make.report(demand, unit)

    demand.units.clear()
    assert expect_again(report).status == S.EXEMPT
    assert report.exempt_reason == "Đơn vị không còn trong diện phải báo cáo của yêu cầu này."
    demand.units.add(unit)
    assert expect_again(report).status == S.NOT_STARTED


def test_a_demand_of_which_every_deadline_is_over_is_not_sent():
    demand = make.demand()
    make.month(demand, 1)

    with pytest.raises(actions.expecting.NothingAsked, match="Mọi kỳ đã quá hạn nộp"):
        actions.ask_units(demand_id=demand.pk, by=cast().officer, on=TODAY)


def test_a_report_is_written_before_its_period_opens_and_sent_from_then_on():
    report = make.report(opens_on=dt.date(2026, 4, 2))

    with pytest.raises(actions.NotOpenYet, match="nhận báo cáo từ ngày 02/04/2026"):
        make.submitted(report)

    report.refresh_from_db()
    assert report.status == S.AWAITING_HEAD


def test_a_later_common_deadline_takes_up_an_extension_that_is_shorter():
    report, other = make.report(), None
    other = make.report(report.period.demand, unit=UnitFactory())
    officer = cast().officer
    for each, days in ((report, 20), (other, 28)):
        actions.extend_deadline(report_id=each.pk, due_on=dt.date(2026, 4, days), reason="Bão.", by=officer)

    period = ReportPeriod.objects.get(pk=report.period_id)
    period.due_on = dt.date(2026, 4, 25)
    actions.save_period(period, by=officer)

    found = dict(UnitReport.objects.values_list("pk", "due_on"))
    assert found == {report.pk: dt.date(2026, 4, 25), other.pk: dt.date(2026, 4, 28)}


def test_after_the_deadline_who_was_given_more_time_is_not_urged():
    issuer()
    report = make.report()
    extended = make.report(report.period.demand, unit=UnitFactory())
    actions.extend_deadline(report_id=extended.pk, due_on=dt.date(2026, 4, 20), reason="Bão.", by=cast().officer)

    draft = actions.draft_urging(period_id=report.period_id, by=cast().officer, on=dt.date(2026, 4, 8))

    assert list(draft.addressed_units.all()) == [report.unit]
    again = actions.draft_urging(period_id=report.period_id, by=cast().officer, on=dt.date(2026, 4, 9))
    assert again.pk == draft.pk  # while it is on its way


def test_a_report_sent_back_is_not_let_off_and_is_reminded_of_its_own_day():
    report = make.received(make.report())
    people = make.people_of_unit(report.unit)
    actions.return_report(report_id=report.pk, by=cast().officer, reason="Lệch.", due_on=dt.date(2026, 4, 15))

    assert remind(on=dt.date(2026, 4, 14)) >= len(people)
    actions.send_to_head(report_id=report.pk, by=people[0])
    with pytest.raises(Exception, match="không miễn được"):
        actions.excuse_report(report_id=report.pk, by=cast().officer, reason="Thôi.")


# --- papers and files -----------------------------------------------------------------------------------------------------


def test_the_paper_of_a_report_that_is_withdrawn_vouches_for_nothing():
    report = make.report()
    people = make.people_of_unit(report.unit)
    make.submitted(report, people=people)
    paper = paper_of(report)

    actions.withdraw_report(report_id=report.pk, by=people[1], reason="Nhầm.")

    paper.refresh_from_db()
    assert (paper.status, paper.status_reason, paper_of(report)) == (DocumentStatus.REVOKED, "Nhầm.", None)
    report.refresh_from_db()
    make.submitted(report, people=people)
    assert paper_of(report).pk != paper.pk
    assert Document.objects.filter(subject_id=report.pk).count() == 2


def test_who_confirms_for_the_head_signs_for_the_head():
    unit = UnitFactory()
    editor, deputy = account(), account()
    for user, role in ((editor, Role.UNIT_EDITOR), (deputy, Role.UNIT_HEAD)):
        AppointmentFactory(user=user, unit=unit, role=role)
    PositionFactory(person=PersonFactory(full_name="Trần Thị Mẫu"), unit=unit, title="Giám đốc", is_head=True)
    PositionFactory(person=deputy.person, unit=unit, title="Phó Giám đốc", is_head=False)

    report = make.submitted(make.report(unit=unit), people=(editor, deputy))

    (signature,) = Paper.from_json(Document.objects.get(subject_id=report.pk).payload).signatures
    assert (signature.lines, signature.name) == (("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), deputy.person.full_name)


def test_evidence_that_was_submitted_stays_with_what_was_submitted():
    report = make.report()
    editor, head = make.people_of_unit(report.unit)
    make.filled(report, editor)
    code = report.period.demand.rows.get().indicator.code
    file = files.sent(by=editor)
    add_evidence(report_id=report.pk, code=code, file=file, by=editor, now=NOW)
    make.submitted(report, people=(editor, head))
    actions.return_report(report_id=report.pk, by=cast().officer, reason="Lệch.")

    remove_evidence(report_id=report.pk, code=code, key=file.pk, by=editor)

    kept = StoredFile.objects.get(pk=file.pk)
    version = ReportVersion.objects.get()
    assert (kept.subject_type, kept.subject_id) == ("reports.reportversion", str(version.pk))
    page = Desk(cast().officer).open(reverse("reports:version", args=[report.pk, 1]))
    assert page.says(file.name)


# --- what the pages say ---------------------------------------------------------------------------------------------------


def test_the_head_reads_what_is_sent_and_not_what_was_sent_before():
    report = make.received(make.report())
    editor, head = make.people_of_unit(report.unit)
    code = report.period.demand.rows.get().indicator.code
    actions.return_report(report_id=report.pk, by=cast().officer, reason="Lệch.", parts={code: "Thiếu căn cứ."})
    report.refresh_from_db()
    make.write(report, editor, **{code: "475"})
    actions.send_to_head(report_id=report.pk, by=editor)

    page = Desk(head).open(report.get_absolute_url())

    assert page.says("475")
    assert page.says("Đã sửa so với lần nộp trước")
    assert page.says("Cần bổ sung: Thiếu căn cứ.")


def test_what_was_sent_back_and_is_not_touched_is_not_sent_again():
    report = make.received(make.report())
    editor, _ = make.people_of_unit(report.unit)
    code = report.period.demand.rows.get().indicator.code
    actions.return_report(report_id=report.pk, by=cast().officer, reason="Lệch.", parts={code: "Thiếu căn cứ."})

    with pytest.raises(actions.ReportIncomplete) as refused:
        actions.send_to_head(report_id=report.pk, by=editor)

    assert [remark.words for remark in refused.value.remarks] == [
        "Chỗ này bị trả lại mà chưa sửa. Hãy sửa, hoặc ghi giải trình."
    ]
    page = Desk(editor).open(report.get_absolute_url())
    assert page.links("Sửa chỗ bị trả lại")[0].endswith(f"#o-{code}")


def test_lưu_keeps_what_another_wrote_where_one_touched_nothing():
    one, two = make.indicator("MOT"), make.indicator("HAI")
    report = make.report(make.demand(one, two))
    first, second = (make.people_of_unit(report.unit)[0] for _ in range(2))
    url = reverse("reports:figures", args=[report.pk, one.group])
    desk = Desk(second)
    old_page = desk.open(url)
    make.write(report, first, MOT="44")

    page = desk.press(old_page, "Lưu", HAI__value="9")

    assert page.says("Đã lưu."), page.main
    values = dict(ReportValue.objects.values_list("indicator__code", "value"))
    assert values == {"MOT": 44, "HAI": 9}


# --- what the database holds ----------------------------------------------------------------------------------------------


def refused(write, name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write()


def test_the_writer_confirms_only_where_the_office_let_the_unit_off():
    report = make.report()
    editor, head = make.people_of_unit(report.unit)
    make.filled(report, editor)
    actions.send_to_head(report_id=report.pk, by=editor)
    own = UnitReport.objects.filter(pk=report.pk)
    confirmed = {"confirmed_by": editor, "is_signed_alone": True, "submitted_at": NOW, "submitted_on": TODAY}

    refused(lambda: own.update(**confirmed), "report_two_people")
    own.update(**{**confirmed, "confirmed_by": head, "is_signed_alone": False})
    own.update(confirmed_by=None)
    SoleSignOff.objects.create(unit=report.unit, reason="Hai người.", allowed_on=TODAY, allowed_by=head)
    own.update(**confirmed)


def test_a_line_stands_in_the_report_of_its_figure():
    indicator = make.indicator("UNG_HO", value_type=ValueType.ITEMS)
    demand = make.demand(indicator)
    own, other = (make.report(demand, unit=UnitFactory()) for _ in range(2))
    value = ReportValue.objects.create(report=own, indicator=indicator, changed_at=NOW)
    line = {"item": "Gạo", "value_vnd": 1, "receiver": "Quỹ", "value": value}

    refused(lambda: DonationLine.objects.create(report=other, **line), "donation_of_one_report")
    DonationLine.objects.create(report=own, **line)


def test_no_day_is_in_two_periods_of_a_kind():
    demand = make.demand()
    month = make.month(demand)
    fields = {"demand": demand, "opens_on": month.opens_on, "due_on": month.due_on, "period_to": month.period_to}

    refused(
        lambda: ReportPeriod.objects.create(kind="month", name="Nửa tháng", period_from=dt.date(2026, 3, 31), **fields),
        "period_of_a_kind_once_at_a_time",
    )
    ReportPeriod.objects.create(kind="quarter", name="Quý I/2026", period_from=dt.date(2026, 1, 1), **fields)
    ReportPeriod.objects.create(kind="ad_hoc", name="Một", period_from=dt.date(2026, 1, 1), **fields)
    ReportPeriod.objects.create(kind="ad_hoc", name="Hai", period_from=dt.date(2026, 1, 1), **fields)


def test_a_list_that_adds_up_to_too_much_is_refused_in_words_and_the_same_twice_is_once():
    indicator = make.indicator("UNG_HO", value_type=ValueType.ITEMS)
    report = make.report(make.demand(indicator))
    editor, _ = make.people_of_unit(report.unit)

    def keep(values: list[int], seen: int) -> ReportValue:
        lines = [DonationLine(item="Gạo", value_vnd=value, receiver="Quỹ") for value in values]
        return actions.write_lines(report_id=report.pk, indicator=indicator, lines=lines, seen=seen, by=editor, now=NOW)

    with pytest.raises(actions.writing.TooMuch, match="cộng lại quá"):
        keep([10**15] * 11, 0)
    first = keep([5, 6], 0)
    assert keep([5, 6], 0).revision == first.revision
    with pytest.raises(actions.SaidMeanwhile):
        keep([5, 7], 0)


# --- what is pressed twice, or says nonsense ------------------------------------------------------------------------------


def test_a_list_that_is_sent_twice_is_kept_once():
    indicator = make.indicator("UNG_HO", value_type=ValueType.ITEMS)
    report = make.report(make.demand(indicator))
    editor, _ = make.people_of_unit(report.unit)
    desk, url = Desk(editor), reverse("reports:lines", args=[report.pk, "UNG_HO"])
    page = desk.open(url)
    line = {"kind": "in_kind", "item": "Gạo", "value_vnd": "5.000.000", "receiver": "Quỹ"}
    said = {f"dong-0-{name}": value for name, value in line.items()}
    for _ in range(2):
        assert desk.press(page, "Lưu danh sách", **said).says("Đã lưu danh sách")

    assert DonationLine.objects.count() == 1


def test_one_person_is_let_sign_once_however_often_it_is_pressed():
    report = make.report()
    desk, url = Desk(cast().officer), reverse("reports:sign-alone", args=[report.unit_id])
    page = desk.open(url)

    for _ in range(2):
        desk.press(page, "Cho phép một người", reason="Hai người.")

    assert SoleSignOff.objects.filter(unit=report.unit).exists()


@pytest.mark.parametrize("said", ["a\x00b", "\u202exy", "a\u200bb"])
def test_words_are_kept_without_what_no_paper_shows(said):
    report = make.report(make.demand(parts=("results",)))
    editor, _ = make.people_of_unit(report.unit)
    url = reverse("reports:field", args=[report.pk])

    page = Desk(editor)
    page.client.handler.enforce_csrf_checks = False
    answer = page.client.post(url, {"part": "results", "body": said, "seen": "0"})

    assert answer.status_code == 200
    assert report.texts.get().body == {"a\x00b": "ab", "\u202exy": "xy", "a\u200bb": "ab"}[said]


def test_a_target_that_is_there_is_refused_in_words():
    demand = make.demand(make.indicator("SO"))
    desk, url = Desk(cast().officer), reverse("reports:add-target", args=[demand.pk])
    target = {"indicator": str(demand.rows.get().indicator_id), "year": "2026", "scope": "each", "value": "7"}
    for words in ("Đã lưu mục tiêu.", "Đã có mục tiêu này."):
        assert desk.press(desk.open(url), "Lưu mục tiêu", **target).says(words)


def test_an_estimate_that_is_not_asked_for_is_not_kept():
    report = make.report(make.demand(make.indicator("SO")))
    editor, _ = make.people_of_unit(report.unit)
    page = Desk(editor)
    page.client.handler.enforce_csrf_checks = False

    answer = page.client.post(
        reverse("reports:field", args=[report.pk]), {"code": "SO", "value": "7", "year_estimate": "999", "seen": "0"}
    )

    assert answer.status_code == 200
    assert report.values.get().year_estimate is None


def test_periods_of_one_name_have_letters_of_their_own():
    issuer()
    first = make.report().period
    other = make.demand(campaign=first.demand.campaign)
    second = make.month(other)
    make.asked(other)

    letters = [
        actions.draft_urging(period_id=each.pk, by=cast().officer, on=dt.date(2026, 4, 8)) for each in (first, second)
    ]

    assert letters[0].pk != letters[1].pk
    assert [each.summary.endswith(f"({of.name})") for each, of in zip(letters, (first.demand, other), strict=True)] == [
        True,
        True,
    ]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CHIEF_OF_OFFICE, Role.LEADER])
def test_who_heads_a_reporting_unit_and_works_in_the_office_is_offered_both_parts(role: Role) -> None:
    report = make.in_state("awaiting_head")
    head = account()
    AppointmentFactory(user=head, unit=report.filer, role=Role.DEPT_HEAD)
    AppointmentFactory(user=head, unit=cast().officer.appointments.get().unit, role=role)

    page = Desk(head).open(report.get_absolute_url())

    assert "Xác nhận và nộp" in page.main
    assert "Đưa về soạn tiếp" in page.main


def mended_and_withdrawn() -> tuple[UnitReport, str]:
    """Return a report that was returned, mended from 5 to 6, submitted, and taken back; and the code of its figure."""
    report = make.received(make.report())
    editor, head = report.drafted_by, report.confirmed_by
    code = report.period.demand.rows.get().indicator.code
    due_on = TODAY + dt.timedelta(days=8)
    actions.return_report(
        report_id=report.pk, by=cast().officer, reason="Lệch.", parts={code: "Xem lại."}, due_on=due_on
    )
    report.refresh_from_db()
    make.write(report, editor, **{code: "6"})
    actions.send_to_head(report_id=report.pk, by=editor)
    actions.submit_report(report_id=report.pk, by=head, now=NOW)
    return actions.withdraw_report(report_id=report.pk, by=head, reason="Còn nhầm."), code


def test_what_the_office_asked_for_is_asked_again_when_the_answer_is_taken_back():
    report, code = mended_and_withdrawn()

    assert (report.returned_parts, report.return_due_on) == ({code: "Xem lại."}, TODAY + dt.timedelta(days=8))
    make.write(report, report.drafted_by, **{code: "5"})
    with pytest.raises(actions.ReportIncomplete):
        actions.send_to_head(report_id=report.pk, by=report.drafted_by)
    make.write(report, report.drafted_by, **{code: "6"})
    actions.send_to_head(report_id=report.pk, by=report.drafted_by)


def test_what_was_taken_back_counts_nowhere():
    report, _ = mended_and_withdrawn()
    demand = report.period.demand
    april = make.month(demand, 4)
    actions.expect(april, on=april.period_to)
    after = UnitReport.objects.get(period=april, unit=report.unit)

    (before,) = figures_before(after, [demand.rows.get().indicator]).values()
    assert before.last.value == 5  # what stood before that
    page = Desk(cast().officer).open(report.get_absolute_url())
    assert page.says("Đã rút lại")
    versions = list(report.versions.all())
    assert [each.withdrawn_at is None for each in versions] == [True, False]
    for change in ({"withdrawn_at": None}, {"content": {}}):
        with pytest.raises(InternalError), transaction.atomic():
            ReportVersion.objects.filter(pk=versions[1].pk).update(**change)


def test_every_time_a_report_comes_back_to_its_writer_is_told():
    report = make.report()
    editor, head = make.people_of_unit(report.unit)
    make.filled(report, editor)
    for by in (head, head, editor):
        actions.send_to_head(report_id=report.pk, by=editor)
        carry_out(report, "handed_back", by=by, on=TODAY, reason="Xem lại.")

    told = Message.objects.filter(subject__contains="soạn tiếp").order_by("pk").values_list("to", "subject")
    assert [words.partition(":")[0] for to, words in told if to == editor.pk] == [
        "Thủ trưởng đưa báo cáo về soạn tiếp",
        "Thủ trưởng đưa báo cáo về soạn tiếp",
    ]
    assert [words.partition(":")[0] for to, words in told if to == head.pk] == ["Người soạn đưa báo cáo về soạn tiếp"]
