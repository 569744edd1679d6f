import datetime as dt

import pytest

from campaigns.reports import actions
from campaigns.reports.models import Demand, UnitReport
from campaigns.reports.telling import remind
from emulation_portal.documents.drafts.actions import issue_draft
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.jobs.models import Job
from emulation_portal.notifications.models import Message
from tests.factories import reports as make
from tests.factories.campaigns import DAY, cast, plan_in
from tests.factories.people import UnitFactory

pytestmark = pytest.mark.django_db


def told():
    return sorted(Message.objects.values_list("to__username", "subject"))


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (dt.date(2026, 3, 29), "còn 7 ngày"),
        (dt.date(2026, 4, 4), "còn 1 ngày"),
        (dt.date(2026, 4, 5), ""),
        (dt.date(2026, 4, 6), "đã quá hạn 1 ngày"),
        (dt.date(2026, 4, 12), "đã quá hạn 7 ngày"),
        (dt.date(2026, 4, 13), ""),
    ],
)
def test_remind_tells_the_people_of_who_has_not_reported(on, words):
    report = make.report()
    people = make.people_of_unit(report.unit)
    sent = make.report(report.period.demand, unit=UnitFactory())
    make.submitted(sent)
    Message.objects.all().delete()

    remind(on=on)
    remind(on=on)

    expected = sorted((user.username, f"Nhắc nộp báo cáo tháng 3/2026: {words}") for user in people) if words else []
    assert told() == expected


def test_excused_and_extended_units_are_not_reminded_of_the_common_day():
    demand = make.demand()
    excused, extended = make.report(demand, UnitFactory()), make.report(demand, UnitFactory())
    for report in (excused, extended):
        make.people_of_unit(report.unit)
    actions.excuse_report(report_id=excused.pk, by=cast().officer, reason="Bão.")
    actions.extend_deadline(report_id=extended.pk, due_on=dt.date(2026, 4, 20), reason="Bão.", by=cast().officer)
    Message.objects.all().delete()

    assert remind(on=dt.date(2026, 4, 4)) == 0
    assert remind(on=dt.date(2026, 4, 19)) == 2


def test_what_comes_back_is_told_to_the_unit_with_the_reason():
    report = make.received(make.report())
    Message.objects.all().delete()

    actions.return_report(report_id=report.pk, by=cast().officer, reason="Số lệch.", due_on=dt.date(2026, 4, 9))

    message = Message.objects.filter(to=report.drafted_by).get()
    assert message.subject == f"Báo cáo bị trả lại để bổ sung: tháng 3/2026, {report.unit}"
    assert "Số lệch." in message.text
    assert "09/04/2026" in message.text


def test_units_are_asked_when_the_plan_is_issued():
    unit = UnitFactory()
    plan = plan_in(DraftStatus.APPROVED)
    demand = make.demand(campaign=plan.campaign)
    make.month(demand)

    issue_draft(draft_id=plan.pk, by=cast().clerk, issued_on=DAY, today=DAY)

    assert Demand.objects.get(pk=demand.pk).is_asked
    job = Job.objects.get(kind="reports.expect_of")
    assert job.args == {"demand_id": demand.pk}
    assert not UnitReport.objects.filter(unit=unit).exists()
