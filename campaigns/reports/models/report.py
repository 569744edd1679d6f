"""What one unit owes for one period, and what it has said so far."""

import datetime as dt
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campaigns.enums import STOPPED
from emulation_portal.core.addresses import address, address_of
from emulation_portal.documents.models import guards
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of
from units.models import Unit

from ..enums import COUNTED, NEVER_SUBMITTED, OPEN_TO_WRITING, DonationKind, ReportPart, ReportStatus
from ..policies import READING_OFFICE, WRITERS
from ..procedures import REPORT
from ..regulations import Figure, days_late
from .demand import ReportPeriod
from .indicator import DIGITS, PLACES, Indicator

_OPEN = ", ".join(f"'{status}'" for status in sorted(OPEN_TO_WRITING))

# What a unit says changes only while its report lies with the unit.
_WRITTEN_WHILE_OPEN = """
SELECT status INTO stands FROM reports_unitreport WHERE id = {report} FOR SHARE;
IF stands IS NULL OR stands NOT IN ({open}) THEN
    RAISE EXCEPTION 'report % is % and takes no change', {report}, stands
        USING ERRCODE = 'check_violation', CONSTRAINT = 'report_is_open';
END IF;
RETURN COALESCE(NEW, OLD);
"""


def written_while_open(report: str = "COALESCE(NEW.report_id, OLD.report_id)") -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="written_while_open",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[("stands", "TEXT")],
        func=_WRITTEN_WHILE_OPEN.format(report=report, open=_OPEN),
    )


# A line stands in the report of its figure: what guards the one guards the other.
_OF_ONE_REPORT = pgtrigger.Trigger(
    name="of_one_report",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
    IF NEW.report_id IS DISTINCT FROM (SELECT report_id FROM reports_reportvalue WHERE id = NEW.value_id) THEN
        RAISE EXCEPTION 'donation_of_one_report: the figure is of another report'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'donation_of_one_report';
    END IF;
    RETURN NEW;
    """,
)

# Who wrote may confirm only in a unit that was let off by the standing office.
_ALONE_WHERE_ALLOWED = pgtrigger.Trigger(
    name="alone_where_allowed",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(new__confirmed_by__isnull=False, new__confirmed_by=pgtrigger.F("new__drafted_by")),
    func="""
    IF TG_OP = 'UPDATE' AND OLD.confirmed_by_id IS NOT DISTINCT FROM NEW.confirmed_by_id
        AND OLD.drafted_by_id IS NOT DISTINCT FROM NEW.drafted_by_id THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (SELECT FROM reports_solesignoff WHERE unit_id = NEW.filer_id) THEN
        RAISE EXCEPTION 'report_two_people: the writer of report % may not confirm it', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_two_people';
    END IF;
    RETURN NEW;
    """,
)


class UnitReportQuerySet(models.QuerySet["UnitReport"]):
    def visible_to(self, user: Any) -> "UnitReportQuerySet":
        """Return the reports of one's unit, those that it files for another, and all of one's alliance for its office."""
        rights = rights_of(user)
        if not rights.held:
            return self.none()
        own = rights.reach("filer", *WRITERS) | rights.reach("unit", *WRITERS)
        return self.filter(rights.reach("unit", *READING_OFFICE) | own)

    def owed(self) -> "UnitReportQuerySet":
        return self.exclude(status=ReportStatus.EXEMPT)

    def submitted(self) -> "UnitReportQuerySet":
        """Return what has come: it may lie with its unit again, returned."""
        return self.owed().filter(submitted_on__isnull=False)

    def going_on(self) -> "UnitReportQuerySet":
        """Return those of campaigns that go on: nobody is reminded of one that was stopped or taken back."""
        return self.exclude(period__demand__campaign__status__in=STOPPED)

    def unsent(self, *, on: dt.date, due_on: dt.date) -> "UnitReportQuerySet":
        """Return what has not come of a period: before its deadline all of it, after it what nobody gave more time."""
        return self.missing(on=on) if due_on < on else self.owed().filter(submitted_on__isnull=True)

    def missing(self, *, on: dt.date) -> "UnitReportQuerySet":
        """Return what is due and has not come."""
        return self.owed().filter(submitted_on__isnull=True, due_on__lt=on)


class UnitReport(models.Model):
    """Báo cáo of a unit for a period. Expected is every row that is not exempt; when it came is a fact, late is computed.

    `filer` files it: the unit itself, or who succeeds it when it ended after the period and before it reported.
    """

    period = models.ForeignKey(ReportPeriod, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports")
    filer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports_to_file")
    status = models.CharField("trạng thái", max_length=14, choices=ReportStatus, default=ReportStatus.NOT_STARTED)
    owner_since = models.DateTimeField(null=True, editable=False)
    due_on = models.DateField("hạn nộp")  # the period's, unless it was extended
    is_extended = models.BooleanField(default=False)
    exempt_reason = models.CharField("lý do miễn", max_length=300, blank=True)
    has_ceased = models.BooleanField(default=False)  # exempt because the unit itself owes none any more
    return_due_on = models.DateField("hạn nộp lại", null=True)
    returned_parts = models.JSONField(default=dict)  # {code of an indicator or part: why}
    # Who sends it to the head never is the head who confirms, unless the standing office let the unit off.
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_signed_alone = models.BooleanField(default=False)
    submitted_at = models.DateTimeField(null=True)  # the first time, unless it was withdrawn
    submitted_on = models.DateField(null=True)  # the same, as the day it was in Việt Nam
    receipt_code = models.CharField(max_length=12, blank=True)
    own_number = models.PositiveIntegerField("số trong sổ của đơn vị", null=True)
    revision = models.PositiveIntegerField(default=1, editable=False)  # counts what is written, as `lock` compares it

    objects = UnitReportQuerySet.as_manager()

    class Meta:
        ordering = ["-period__period_to", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "unit"], name="report_once"),
            models.CheckConstraint(condition=Q(status__in=ReportStatus.values), name="report_status_known"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(is_signed_alone=True) | ~Q(confirmed_by=F("drafted_by")),
                name="report_two_people",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_on__isnull=True, confirmed_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_on__isnull=False),
                name="report_came_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[*sorted(NEVER_SUBMITTED), ReportStatus.EXEMPT]) | Q(submitted_at__isnull=False),
                name="report_came_before_it_was_read",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.EXEMPT) | ~Q(exempt_reason=""), name="report_exempt_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["period", "status"], name="report_of_period"),
            models.Index(fields=["filer", "due_on"], name="report_to_file"),
        ]
        triggers = [
            guards.never_deleted(),
            guards.never_truncated(),
            guards.begins_as(REPORT.start),
            _ALONE_WHERE_ALLOWED,
            pgtrigger.FSM(name="status_moves", field="status", transitions=REPORT.moves()),
        ]

    def __str__(self) -> str:
        return f"Báo cáo {self.period.within} của {self.unit}"

    @property
    def place(self) -> Unit:
        """Return who files it: rights are asked there, and what happens to it is written down there."""
        return self.filer

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_TO_WRITING

    @property
    def is_counted(self) -> bool:
        """Return whether its figures add up to those of the alliance."""
        return self.status in COUNTED

    @property
    def is_filed_for_another(self) -> bool:
        return self.filer_id != self.unit_id

    def days_late(self, *, on: dt.date) -> int:
        """Return by how many days it came late, or is late so far; 0 in time and when nothing is owed."""
        return 0 if self.status == ReportStatus.EXEMPT else days_late(self.submitted_on, self.due_on, today=on)

    def trail(self) -> list[tuple[str, str]]:
        return [("Báo cáo", address("reports:list")), (self.period.name, self.get_absolute_url())]

    def get_absolute_url(self) -> str:
        return address_of("reports:report", pk=self.pk)


class ReportValue(models.Model):
    """What a unit says of one indicator. 0 is a figure; nothing typed is none. The note travels with the figure."""

    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="values")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    numerator = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    denominator = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    text = models.TextField(blank=True)
    flag = models.BooleanField(null=True)
    year_estimate = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)  # ước cả năm
    note = models.TextField("giải trình", blank=True)
    source_paper = models.CharField("văn bản nguồn", max_length=250, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "indicator"], name="value_once")]
        triggers = [written_while_open()]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.value}"

    @property
    def place(self) -> Unit:
        return self.report.place

    @property
    def figure(self) -> Figure:
        return Figure(self.value, self.numerator, self.denominator)


class DonationLine(models.Model):
    """Ủng hộ: one line of an itemised indicator. Its value in đồng adds up to the figure of the indicator.

    Source: DOMAIN 3.8, Group C.
    """

    value = models.ForeignKey(ReportValue, on_delete=models.PROTECT, related_name="lines")
    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="+")  # the value's
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField("loại", max_length=8, choices=DonationKind, default=DonationKind.IN_KIND)
    item = models.CharField("nội dung", max_length=200)
    quantity = models.DecimalField("số lượng", max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    measure = models.CharField("đơn vị tính", max_length=40, blank=True)
    value_vnd = models.BigIntegerField("giá trị (đồng)")
    receiver = models.CharField("nơi nhận", max_length=200)
    given_on = models.DateField("ngày", null=True, blank=True)
    receipt = models.CharField("chứng từ", max_length=120, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DonationKind.values), name="donation_kind_known"),
            models.CheckConstraint(condition=Q(value_vnd__gte=0), name="donation_value_not_negative"),
        ]
        triggers = [written_while_open(), _OF_ONE_REPORT]

    def __str__(self) -> str:
        return self.item


class ReportText(models.Model):
    """What a unit says in words, of one part of the report."""

    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="texts")
    part = models.CharField("phần", max_length=12, choices=ReportPart)
    body = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "part"], name="report_text_once"),
            models.CheckConstraint(condition=Q(part__in=ReportPart.values), name="report_part_known"),
        ]
        triggers = [written_while_open()]

    def __str__(self) -> str:
        return str(self.get_part_display())

    @property
    def place(self) -> Unit:
        return self.report.place


class VersionQuerySet(models.QuerySet["ReportVersion"]):
    def standing(self) -> "VersionQuerySet":
        """Return what was not taken back: nobody vouches for the rest."""
        return self.filter(withdrawn_at__isnull=True)


class ReportVersion(models.Model):
    """What a unit submitted, as it stood then. Written once and never changed; it may be taken back, once."""

    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    receipt_code = models.CharField(max_length=12)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_once"),
            models.UniqueConstraint(fields=["receipt_code"], name="report_receipt_once"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="as_it_was", exclude=["withdrawn_at"]),
            pgtrigger.Protect(
                name="taken_back_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__withdrawn_at__isnull=False),
            ),
            guards.never_deleted(),
            guards.never_truncated(),
        ]

    def __str__(self) -> str:
        return f"{self.report}, lần nộp {self.number}"


class SoleSignOffQuerySet(models.QuerySet["SoleSignOff"]):
    def visible_to(self, user: Any) -> "SoleSignOffQuerySet":
        return self.filter(rights_of(user).reach("unit", *READING_OFFICE, Role.ADMIN))


class SoleSignOff(models.Model):
    """A unit of two or three people in which who writes may also confirm: as the standing office let it, and why."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="sole_sign_off")
    reason = models.CharField("lý do", max_length=300)
    allowed_on = models.DateField()
    allowed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = SoleSignOffQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="sole_sign_off_with_reason")]

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def place(self) -> Unit:
        return self.unit
