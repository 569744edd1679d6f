"""By what a khối is judged: groups of criteria with their points, as an issued paper sets them."""

from typing import Any

import pgtrigger
from django.apps import apps
from django.db import models
from django.db.models import F, Q

from campaigns.reports.enums import REGULAR, PeriodKind
from campaigns.reports.models import Demand, Indicator
from campaigns.reports.models.indicator import DIGITS, PLACES
from campaigns.reports.policies import READING_OFFICE
from emulation_portal.core.addresses import address, address_of
from emulation_portal.documents.models import guards
from emulation_portal.rights.held import rights_of
from units.models import Unit

from ..enums import COUNTED_REPORTS, MEASURED, CriterionKind, GroupKind, Scorer, SheetStatus
from ..procedures import SHEET
from ..regulations import Grade

POINTS: dict[str, Any] = {"max_digits": 7, "decimal_places": 2}  # thang 1.000 điểm and more


def written_while_sheet_is_draft(sheet: str) -> pgtrigger.Trigger:
    """Refuse to change a part of a sheet that units are judged by; `sheet` finds the sheet's key from `row`."""
    return pgtrigger.Trigger(
        name="written_while_draft",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[("stands", "TEXT"), ("part", "RECORD")],
        func=f"""
        part := COALESCE(NEW, OLD);
        SELECT status INTO stands FROM scoring_scoresheet WHERE id = ({sheet}) FOR SHARE;
        IF stands IS NOT NULL AND stands <> '{SheetStatus.DRAFT}' THEN
            RAISE EXCEPTION 'score_sheet_is_draft: it is % and takes no change', stands
                USING ERRCODE = 'check_violation', CONSTRAINT = 'score_sheet_is_draft';
        END IF;
        RETURN COALESCE(NEW, OLD);
        """,
    )


class SheetQuerySet(models.QuerySet["ScoreSheet"]):
    def visible_to(self, user: Any) -> "SheetQuerySet":
        """Return the sheets of the alliances in whose office the user works with reports, and those that one is scored by."""
        scored_by = apps.get_model("scoring.BlockScoring").objects.visible_to(user)
        return self.filter(rights_of(user).reach("alliance", *READING_OFFICE) | Q(pk__in=scored_by.values("sheet")))


class ScoreSheet(models.Model):
    """Bảng điểm of a year. Who issued it and by which paper stands on it; who set the khối, on the khối (DOMAIN 3.5)."""

    alliance = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    name = models.CharField("tên bảng điểm", max_length=200)
    scale = models.DecimalField("thang điểm", **POINTS)
    stays_within_scale = models.BooleanField("tổng điểm không vượt thang điểm", default=False)
    bonus_within_scale = models.BooleanField("điểm thưởng nằm trong thang điểm", default=False)
    issued_by = models.CharField("người, cơ quan ban hành", max_length=200, blank=True)
    decision = models.CharField("số, ký hiệu văn bản ban hành", max_length=120, blank=True)
    decided_on = models.DateField("ngày ban hành", null=True, blank=True)
    demand = models.ForeignKey(
        Demand, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lấy số liệu từ báo cáo"
    )
    period_kind = models.CharField("loại kỳ được cộng", max_length=10, choices=PeriodKind, blank=True)
    grades = models.JSONField("xếp loại", default=list)  # from above: ["Tốt", "80"] of 100 %, ["Tốt", "800 điểm"]
    status = models.CharField("trạng thái", max_length=10, choices=SheetStatus, default=SheetStatus.DRAFT)
    revision = models.PositiveIntegerField(default=1, editable=False)  # counts what its steps rest on

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=SheetStatus.values), name="score_sheet_status_known"),
            models.CheckConstraint(condition=Q(scale__gt=0), name="score_sheet_scale_above_nothing"),
            models.UniqueConstraint(fields=["alliance", "year", "name"], name="score_sheet_name_once"),
            models.CheckConstraint(
                condition=~Q(status=SheetStatus.ISSUED)
                | Q(decided_on__isnull=False) & ~Q(decision="") & ~Q(issued_by=""),
                name="score_sheet_issued_by_a_paper",
            ),
            models.CheckConstraint(
                condition=Q(demand__isnull=True, period_kind="")
                | Q(demand__isnull=False, period_kind__in=[kind.value for kind in REGULAR]),
                name="score_sheet_periods_of_its_demand",
            ),
        ]
        triggers = [
            guards.never_deleted(),
            guards.never_truncated(),
            guards.begins_as(SHEET.start),
            pgtrigger.FSM(name="status_moves", field="status", transitions=SHEET.moves()),
            pgtrigger.Protect(
                name="issued_says_the_same",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"OLD.status <> '{SheetStatus.DRAFT}' AND (OLD.alliance_id, OLD.issued_by, OLD.decision, OLD.decided_on, OLD.year, OLD.name, OLD.scale, OLD.stays_within_scale, OLD.bonus_within_scale,"
                    " OLD.demand_id, OLD.period_kind, OLD.grades) IS DISTINCT FROM (NEW.alliance_id, NEW.issued_by, NEW.decision, NEW.decided_on, NEW.year, NEW.name, NEW.scale,"
                    " NEW.stays_within_scale, NEW.bonus_within_scale, NEW.demand_id, NEW.period_kind, NEW.grades)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Unit:
        return self.alliance

    @property
    def is_draft(self) -> bool:
        return self.status == SheetStatus.DRAFT

    @property
    def grade_borders(self) -> list[Grade]:
        return [Grade.of(pair) for pair in self.grades]

    def above(self) -> list[tuple[str, str]]:
        return [("Chấm điểm khối", address("scoring:list")), ("Bảng điểm", address("scoring:sheets"))]

    def trail(self) -> list[tuple[str, str]]:
        return [*self.above(), (self.name, self.get_absolute_url())]

    def get_absolute_url(self) -> str:
        return address_of("scoring:sheet", pk=self.pk)


class CriterionGroup(models.Model):
    """Nhóm tiêu chí: of the base its criteria add up to it; bonus and deduction count up to it."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    name = models.CharField("tên nhóm", max_length=300)
    kind = models.CharField("loại", max_length=10, choices=GroupKind, default=GroupKind.BASE)
    most_points = models.DecimalField("điểm tối đa", **POINTS)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=GroupKind.values), name="criterion_group_kind_known"),
            models.CheckConstraint(condition=Q(most_points__gt=0), name="criterion_group_has_points"),
        ]
        triggers = [written_while_sheet_is_draft("part.sheet_id")]

    def __str__(self) -> str:
        return self.name


_OF_GROUP = "SELECT sheet_id FROM scoring_criteriongroup WHERE id = part.group_id"


class ScoreCriterion(models.Model):
    """Tiêu chí: how many points at most, and how they come about."""

    group = models.ForeignKey(CriterionGroup, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    name = models.CharField("tiêu chí", max_length=500)
    guidance = models.CharField("cách chấm, tài liệu chứng minh", max_length=500, blank=True)
    most_points = models.DecimalField("điểm tối đa", **POINTS)
    kind = models.CharField("cách tính điểm", max_length=12, choices=CriterionKind, default=CriterionKind.JUDGED)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chỉ tiêu báo cáo"
    )
    is_for_appraiser = models.BooleanField("chỉ người thẩm định chấm", default=False)
    points_each = models.DecimalField("điểm cho mỗi báo cáo", null=True, blank=True, **POINTS)

    class Meta:
        ordering = ["group__position", "group", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CriterionKind.values), name="criterion_kind_known"),
            models.CheckConstraint(condition=Q(most_points__gt=0), name="criterion_has_points"),
            models.CheckConstraint(
                condition=Q(kind__in=MEASURED, indicator__isnull=False, points_each__isnull=True)
                | Q(kind__in=COUNTED_REPORTS, indicator__isnull=True, points_each__gt=0)
                | Q(kind=CriterionKind.JUDGED, indicator__isnull=True, points_each__isnull=True),
                name="criterion_knows_its_measure",
            ),
        ]
        triggers = [written_while_sheet_is_draft(_OF_GROUP)]

    def __str__(self) -> str:
        return self.name

    def is_given_by(self, scorer: Scorer) -> bool:
        """Return whether the scorer is asked for points: some only the appraiser gives, as “do Ban Thường vụ chấm”."""
        return scorer == Scorer.APPRAISED or not self.is_for_appraiser


class CriterionBand(models.Model):
    """Bậc: these points from the value on; from nothing, for all that is below the others."""

    criterion = models.ForeignKey(ScoreCriterion, on_delete=models.CASCADE, related_name="bands")
    begins_at = models.DecimalField("từ", max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    points = models.DecimalField("điểm", **POINTS)

    class Meta:
        ordering = [F("begins_at").desc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "begins_at"], nulls_distinct=False, name="criterion_band_begins_once"
            ),
            models.CheckConstraint(condition=Q(points__gte=0), name="criterion_band_points"),
        ]
        triggers = [
            written_while_sheet_is_draft(
                "SELECT g.sheet_id FROM scoring_criteriongroup g JOIN scoring_scorecriterion c ON c.group_id = g.id"
                " WHERE c.id = part.criterion_id"
            )
        ]

    def __str__(self) -> str:
        return f"{self.begins_at}: {self.points}"
