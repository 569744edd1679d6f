"""Filters of the list of reports: each number of the board leads here."""

from typing import Any

from django.db.models import F

from campaigns.models import Campaign
from emulation_portal.core.dates import today
from emulation_portal.core.filters import Filters, choice, words
from units.models import EmulationBlock, Unit

from ..enums import ReportStatus
from ..models import ReportPeriod, UnitReport
from ..queries import in_block

STATES = [
    ("phai", "Phải nộp"),
    ("den", "Đã nộp"),
    ("dung-han", "Nộp đúng hạn"),
    ("muon", "Nộp muộn"),
    ("chua", "Quá hạn chưa nộp"),
    ("sap", "Chưa đến hạn, chưa nộp"),
    ("mien", "Miễn báo cáo"),
    *((status.value, f"Trạng thái: {status.label}") for status in ReportStatus if status != ReportStatus.EXEMPT),
]
NO_BLOCK = "khong"


class ReportFilters(Filters):
    campaign = choice("Phong trào", field_name="period__demand__campaign")
    period = choice("Kỳ", field_name="period")
    block = choice("Khối", method="of_block")
    state = choice("Tình trạng", STATES, method="in_state")
    q = words("Tìm đơn vị", "Tên, mã đơn vị; không cần gõ dấu", method="of_unit")

    def fill_choices(self) -> None:
        own = UnitReport.objects.visible_to(self.request.user).order_by()
        periods = ReportPeriod.objects.filter(pk__in=own.values("period")).select_related("demand__campaign")
        shown = periods.order_by("-period_to", "pk")
        campaigns = Campaign.objects.filter(demands__periods__in=periods).distinct()
        self.choices("campaign", [(row.pk, row.name) for row in campaigns.only("name")])
        self.choices("period", [(row.pk, f"{row.name} ({row.demand.name})") for row in shown])
        blocks = EmulationBlock.objects.visible_to(self.request.user)
        self.choices("block", [*((row.pk, row.name) for row in blocks), (NO_BLOCK, "Không thuộc khối nào")])

    def of_block(self, reports: Any, name: str, value: str) -> Any:
        return in_block(reports, None if value == NO_BLOCK else int(value))

    def of_unit(self, reports: Any, name: str, text: str) -> Any:
        return reports.filter(unit__in=Unit.objects.matching(text))

    def in_state(self, reports: Any, name: str, state: str) -> Any:
        came = {
            "phai": lambda rows: rows.owed(),
            "den": lambda rows: rows.submitted(),
            "dung-han": lambda rows: rows.submitted().filter(submitted_on__lte=F("due_on")),
            "muon": lambda rows: rows.submitted().filter(submitted_on__gt=F("due_on")),
            "chua": lambda rows: rows.missing(on=today()),
            "sap": lambda rows: rows.owed().filter(submitted_on__isnull=True, due_on__gte=today()),
            "mien": lambda rows: rows.filter(status=ReportStatus.EXEMPT),
        }
        return came[state](reports) if state in came else reports.filter(status=state)
