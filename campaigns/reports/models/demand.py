"""What a campaign asks for: which figures and words, of whom, for which periods, by when, and how much."""

import datetime as dt
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from campaigns.models import Campaign
from emulation_portal.core.addresses import address_of
from emulation_portal.core.vietnamese import within
from emulation_portal.rights.held import rights_of
from units.enums import UnitKind
from units.models import EmulationBlock, Unit

from ..enums import REGULAR, DueRule, Owing, PeriodKind, ReportPart, TargetScope
from ..policies import READING_OFFICE
from ..quantities import written
from .indicator import DIGITS, PLACES, Indicator


class DemandQuerySet(models.QuerySet["Demand"]):
    def visible_to(self, user: Any) -> "DemandQuerySet":
        """Return what is asked for campaigns that the user sees, in the alliances that they work in."""
        if not rights_of(user).held:
            return self.none()
        return self.filter(
            campaign__in=Campaign.objects.visible_to(user), campaign__organiser__root_id__in=rights_of(user).roots()
        )

    def worked_with_by(self, user: Any) -> "DemandQuerySet":
        """Return what the offices ask for in which the user works with reports: not that of an alliance where one is in a unit."""
        return self.visible_to(user).filter(rights_of(user).reach("campaign__organiser", *READING_OFFICE))


class Demand(models.Model):
    """Chế độ báo cáo of a campaign for some units. One campaign may ask different things of different units."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="demands")
    name = models.CharField("tên", max_length=200, help_text="Ví dụ: Báo cáo tháng của hợp tác xã.")
    owing = models.CharField("ai phải báo cáo", max_length=8, choices=Owing, default=Owing.MEMBERS)
    kinds = ArrayField(models.CharField(max_length=30, choices=UnitKind), default=list, blank=True)
    blocks = models.ManyToManyField(EmulationBlock, blank=True, related_name="+")
    units = models.ManyToManyField(Unit, blank=True, related_name="+")
    parts = ArrayField(models.CharField(max_length=12, choices=ReportPart), default=list, blank=True)
    year_starts_in = models.PositiveSmallIntegerField("năm báo cáo bắt đầu từ tháng", default=1)
    asked_on = models.DateField("yêu cầu từ ngày", null=True, editable=False)  # when the units were first asked
    ended_on = models.DateField("thôi yêu cầu từ ngày", null=True, editable=False)

    objects = DemandQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(owing__in=Owing.values), name="demand_owing_known"),
            models.UniqueConstraint(fields=["campaign", "name"], name="demand_name_once"),
            models.CheckConstraint(condition=Q(year_starts_in__range=(1, 12)), name="demand_year_starts_in_month"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Unit:
        return self.campaign.organiser

    @property
    def is_asked(self) -> bool:
        """Return whether units were asked by it: then what it asks changes only from its open reports on."""
        return self.asked_on is not None

    @property
    def parts_in_order(self) -> list[ReportPart]:
        return [part for part in ReportPart if part.value in self.parts]

    def trail(self) -> list[tuple[str, str]]:
        return [*self.campaign.trail(), (self.name, self.get_absolute_url())]

    def get_absolute_url(self) -> str:
        return address_of("reports:demand", pk=self.pk)


class DemandedIndicator(models.Model):
    """An indicator that a demand asks for, in its place on the form."""

    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="rows")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", verbose_name="chỉ tiêu")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_required = models.BooleanField("bắt buộc", default=True)
    wants_estimate = models.BooleanField("ghi cả ước cả năm", default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["demand", "indicator"], name="demanded_once")]

    def __str__(self) -> str:
        return str(self.indicator)


class IndicatorTarget(models.Model):
    """How much is to be reached in a year: by each unit, by one, by a block together, by all together."""

    demand = models.ForeignKey(Demand, on_delete=models.CASCADE, related_name="targets")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", verbose_name="chỉ tiêu")
    scope = models.CharField("của", max_length=5, choices=TargetScope, default=TargetScope.EACH)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    block = models.ForeignKey(EmulationBlock, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    value = models.DecimalField("mức phấn đấu", max_digits=DIGITS, decimal_places=PLACES)

    class Meta:
        ordering = ["year", "indicator", "scope", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope=TargetScope.UNIT, unit__isnull=False, block__isnull=True)
                | Q(scope=TargetScope.BLOCK, unit__isnull=True, block__isnull=False)
                | Q(scope__in=[TargetScope.EACH, TargetScope.WHOLE], unit__isnull=True, block__isnull=True),
                name="target_scope_names_whose",
                violation_error_message="Chọn đơn vị khi mục tiêu là của một đơn vị, chọn khối khi là của cả khối.",
            ),
            models.UniqueConstraint(
                fields=["demand", "indicator", "year", "scope", "unit", "block"],
                nulls_distinct=False,
                name="target_once",
                violation_error_message="Đã có mục tiêu này. Hãy sửa mục tiêu đã có.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}: {self.words}"

    @property
    def words(self) -> str:
        return written(self.value)


_DAYS = Func(
    "period_from", "period_to", RangeBoundary(inclusive_lower=True, inclusive_upper=True), function="DATERANGE"
)


class ReportPeriodQuerySet(models.QuerySet["ReportPeriod"]):
    def visible_to(self, user: Any) -> "ReportPeriodQuerySet":
        return self.filter(demand__in=Demand.objects.visible_to(user))

    def worked_with_by(self, user: Any) -> "ReportPeriodQuerySet":
        return self.filter(demand__in=Demand.objects.worked_with_by(user))


class ReportPeriod(models.Model):
    """Kỳ báo cáo: the days that are reported of, both counted, and when the report opens and is due."""

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="periods")
    kind = models.CharField("loại kỳ", max_length=10, choices=PeriodKind)
    name = models.CharField("tên kỳ", max_length=120)
    period_from = models.DateField("số liệu từ ngày")
    period_to = models.DateField("đến hết ngày")
    opens_on = models.DateField("mở từ ngày")
    due_on = models.DateField("hạn nộp hết ngày")
    due_rule = models.CharField("khi hạn rơi vào ngày nghỉ", max_length=8, choices=DueRule, default=DueRule.NEXT)

    objects = ReportPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["period_to", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PeriodKind.values), name="period_kind_known"),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")),
                name="period_days_in_order",
                violation_error_message="Ngày cuối kỳ phải sau ngày đầu kỳ.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")),
                name="period_due_after_opening",
                violation_error_message="Hạn nộp không được trước ngày mở báo cáo.",
            ),
            models.UniqueConstraint(
                fields=["demand", "name"],
                name="period_name_once",
                violation_error_message="Đã có kỳ báo cáo mang tên này.",
            ),
            ExclusionConstraint(
                name="period_of_a_kind_once_at_a_time",
                expressions=[
                    ("demand", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(kind__in=REGULAR),
                violation_error_message="Đã có kỳ cùng loại trùng những ngày này. Một ngày chỉ thuộc một kỳ cùng loại.",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="period_due")]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Unit:
        return self.demand.place

    @property
    def within(self) -> str:
        """Return its name in the middle of a sentence: tháng 11/2026."""
        return within(self.name)

    @property
    def is_estimated(self) -> bool:
        """Return whether its figures are told before it ends: ước thực hiện."""
        return self.due_on < self.period_to

    def is_open(self, *, on: dt.date) -> bool:
        return self.opens_on <= on

    def get_absolute_url(self) -> str:
        return address_of("reports:period", pk=self.pk)
