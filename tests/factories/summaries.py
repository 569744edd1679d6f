"""The alliance's own reports, as tests need them: begun by the real actions, from figures that units reported."""

import datetime as dt
from decimal import Decimal
from typing import Any

from campaigns.models import Campaign
from campaigns.reports.enums import TargetScope
from campaigns.reports.models import Demand, Indicator, IndicatorTarget, ReportPeriod
from campaigns.summaries.enums import SummaryOccasion, SummaryTopic
from campaigns.summaries.models import SummaryReport
from emulation_portal.accounts.models import User
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.models import Issuer
from emulation_portal.procedure.acting import carry_out
from units.models import EmulationBlock, Unit

from . import reports as make
from .campaigns import DAY, cast, plan_in, signing
from .documents import issuer
from .people import BlockFactory, BlockMembershipFactory, UnitFactory

FLOW, STOCK = "TM_MOI", "TM_TONG"


class Figures:
    """A campaign that runs; three units, two of them in one khối, owe a month: two reports count, one has not come."""

    def __init__(self, *, units: int = 3) -> None:
        self.campaign: Campaign = plan_in(DraftStatus.ISSUED).campaign
        self.flow = self._indicator(FLOW, "Hợp tác xã thành lập mới", "HTX")
        self.stock = self._indicator(STOCK, "Tổng số thành viên", "người")
        self.demand: Demand = make.demand(self.flow, self.stock, campaign=self.campaign)
        self.units: list[Unit] = [UnitFactory(name=f"Hợp tác xã Báo Cáo {at}") for at in range(1, units + 1)]
        known = EmulationBlock.objects.filter(name="Khối Tổng Hợp").first()
        self.block = known or BlockFactory(name="Khối Tổng Hợp")
        for unit in self.units[:2]:
            BlockMembershipFactory(block=self.block, unit=unit)
        self.month = make.month(self.demand)
        make.asked(self.demand)
        self.reports = {unit.pk: self.month.reports.get(unit=unit) for unit in self.units}
        IndicatorTarget.objects.create(
            demand=self.demand, indicator=self.flow, scope=TargetScope.WHOLE, year=2026, value=Decimal(16)
        )

    def _indicator(self, code: str, name: str, measure: str) -> Indicator:
        found = Indicator.objects.filter(code=code, alliance=issuer().unit.root_id).first()
        return found or make.indicator(code, name=name, measure=measure)

    def tell(self, at: int, value: str) -> None:
        """Let a unit, counted from 0, tell this of all figures; the officer looks at it."""
        report = self.reports[self.units[at].pk]
        editor, head = make.people_of_unit(report.filer)
        make.filled(report, editor, value)
        make.actions.send_to_head(report_id=report.pk, by=editor)
        make.actions.submit_report(report_id=report.pk, by=head, now=make.NOW)
        make.move_on(make.move_on(report, "received"), "verified")

    def own(self, **changes: Any) -> dict[str, Any]:
        of = {"campaign": self.campaign, "demand": self.demand, "first": self.month, "last": self.month}
        return {**of, "occasion": SummaryOccasion.MIDTERM, **changes}


def figures() -> Figures:
    """Return a month in which two units told 5 and 7."""
    story = Figures()
    story.tell(0, "5")
    story.tell(1, "7")
    return story


def begun(story: Figures | None = None, **fields: Any) -> SummaryReport:
    """Return a draft as the portal wrote it."""
    story = story or figures()
    signing()
    occasion = fields.pop("occasion", SummaryOccasion.MIDTERM)
    fields = {"issuer": issuer(), "summary": f"{occasion.label} {story.campaign.name}", **fields}
    report: SummaryReport = actions.open_draft("summary", fields, story.own(occasion=occasion), by=cast().officer)
    return report


def begun_from(demand: Demand, period: ReportPeriod, *, issuer: Issuer, by: User) -> SummaryReport:
    """Return the draft that somebody begins from one period of a demand."""
    own = {"campaign": demand.campaign, "demand": demand, "first": period, "last": period, "occasion": "other"}
    fields = {"issuer": issuer, "summary": f"Kết quả {period.within}"}
    report: SummaryReport = actions.open_draft("summary", fields, own, by=by)
    return report


def finished(report: SummaryReport) -> SummaryReport:
    """Write what only a person can write."""
    for topic in (SummaryTopic.PLANS, SummaryTopic.PROPOSALS):
        report.sections.filter(topic=topic).update(body="Tiếp tục thực hiện kế hoạch.")
    for title, body in (
        ("Kết quả khen thưởng", "Đang xét."),
        ("Ưu điểm", "Các đơn vị tham gia tích cực."),
        ("Hạn chế", "Một số đơn vị tham gia chưa đều."),
        ("Nguyên nhân", "Một số đơn vị thiếu cán bộ."),
    ):
        report.sections.filter(title=title, body="").update(body=body)
    return report


def summary_in(
    status: DraftStatus, *, on: dt.date = DAY, story: Figures | None = None, is_opened: bool = False, **fields: Any
) -> SummaryReport:
    """Return a report that has come as far as this by the hands of the cast, for everybody to read when it is opened."""
    who, report = cast(), finished(begun(story, **fields))
    if is_opened:
        report.is_public = True
        report.save(update_fields=["is_public"])
    if status == DraftStatus.DRAFT:
        return report
    if status == DraftStatus.DISCARDED:
        return actions.discard_draft(draft_id=report.pk, by=who.officer, reason="Soạn nhầm.")
    report = actions.submit_draft(draft_id=report.pk, by=who.officer, on=on)
    if status in (DraftStatus.DEPT_REVIEW, DraftStatus.RETURNED):
        if status == DraftStatus.RETURNED:
            return actions.return_draft(draft_id=report.pk, by=who.chief, reason="Cần nêu rõ nguyên nhân.", parts=())
        return report
    report = carry_out(report, "passed_on", by=who.chief, on=on)
    if status == DraftStatus.LEADER_REVIEW:
        return report
    report = actions.approve_draft(draft_id=report.pk, by=who.leader, on=on)
    if status == DraftStatus.APPROVED:
        return report
    return actions.issue_draft(draft_id=report.pk, by=who.clerk, issued_on=on, today=on)
