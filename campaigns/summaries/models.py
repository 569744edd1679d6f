"""The alliance's own report while it is written, with the figures that it tells."""

from functools import cached_property
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q

from campaigns.models import Campaign
from campaigns.reports.models import Demand, ReportPeriod
from emulation_portal.core.vietnamese import uncapitalised
from emulation_portal.documents.drafts.enums import EDITABLE
from emulation_portal.documents.drafts.models import Draft
from emulation_portal.documents.models import guards
from emulation_portal.documents.paper_limits import check_lines

from .enums import PieceKind, SummaryOccasion
from .figures import Snapshot, snapshot_from
from .marks import filled, marks_of, words_by_mark

_OPEN = ", ".join(f"'{status}'" for status in sorted(EDITABLE))

# What the paper tells is what its reviewers read: figures change only on the drafter's desk.
_TAKEN_WHILE_WRITTEN = pgtrigger.Trigger(
    name="figures_taken_while_written",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("OLD.figures IS DISTINCT FROM NEW.figures"),
    func=f"""
    IF NOT EXISTS (SELECT FROM drafts_draft WHERE id = NEW.draft_ptr_id AND status IN ({_OPEN}) FOR SHARE) THEN
        RAISE EXCEPTION 'figures of report % are no draft any more', NEW.draft_ptr_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'figures_taken_while_written';
    END IF;
    RETURN NEW;
    """,
)


_OF_ONE_DEMAND = pgtrigger.Trigger(
    name="periods_of_the_demand",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
    IF NEW.demand_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM reports_demand d
        JOIN reports_reportperiod f ON f.demand_id = d.id AND f.id = NEW.first_id
        JOIN reports_reportperiod l ON l.demand_id = d.id AND l.id = NEW.last_id
        WHERE d.id = NEW.demand_id AND d.campaign_id = NEW.campaign_id
    ) THEN
        RAISE EXCEPTION 'periods_of_the_demand: campaign, demand and periods belong to each other'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'periods_of_the_demand';
    END IF;
    RETURN NEW;
    """,
)

_CHOSEN_WHILE_WRITTEN = pgtrigger.Trigger(
    name="pieces_chosen_while_written",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func=f"""
    IF EXISTS (SELECT FROM drafts_draft WHERE id = COALESCE(NEW.report_id, OLD.report_id) AND status NOT IN ({_OPEN}) FOR SHARE) THEN
        RAISE EXCEPTION 'pieces of report % are no draft any more', COALESCE(NEW.report_id, OLD.report_id)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pieces_chosen_while_written';
    END IF;
    RETURN COALESCE(NEW, OLD);
    """,
)


class SummaryReport(Draft):
    """Báo cáo tổng hợp of a campaign: from one period of a demand to another, both counted. Source: DOMAIN 5 D7.

    One that was entered from paper has neither demand nor figures.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="summaries")
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, null=True, related_name="+")
    first = models.ForeignKey(ReportPeriod, on_delete=models.PROTECT, null=True, related_name="+")
    last = models.ForeignKey(ReportPeriod, on_delete=models.PROTECT, null=True, related_name="+")
    occasion = models.CharField("loại báo cáo", max_length=10, choices=SummaryOccasion, default=SummaryOccasion.OTHER)
    addressed_to = models.TextField("kính gửi", max_length=1000, blank=True, validators=[check_lines])
    figures = models.JSONField(default=dict, editable=False)  # Snapshot.to_json

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(occasion__in=SummaryOccasion.values), name="summary_occasion_known"),
            models.CheckConstraint(
                condition=Q(demand__isnull=True, first__isnull=True, last__isnull=True)
                | Q(demand__isnull=False, first__isnull=False, last__isnull=False),
                name="summary_of_periods_of_a_demand",
            ),
            models.CheckConstraint(
                condition=Q(demand__isnull=False) | Q(figures={}), name="summary_figures_of_a_demand"
            ),
        ]
        triggers = [guards.never_deleted(), guards.never_truncated(), _TAKEN_WHILE_WRITTEN, _OF_ONE_DEMAND]

    def __str__(self) -> str:
        """Say it without the name of its kind, which would stand before the same words: báo cáo sơ kết phong trào…

        Marks are filled as the paper prints them, unless the figures were not read for a list.
        """
        words = self.summary
        if "{" in words and "figures" not in self.get_deferred_fields() and self.snapshot:
            words = filled(words, words_by_mark(marks_of(self.snapshot)))
        return f"Báo cáo {uncapitalised(' '.join(words.split()))}"

    @cached_property
    def snapshot(self) -> Snapshot | None:
        """Return the figures that it tells; None for one that was entered from paper."""
        return snapshot_from(self.figures)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.pop("snapshot", None)
        super().refresh_from_db(*args, **kwargs)


class SummaryPiece(models.Model):
    """A table, chart or annex in its place among the others; of one figure when `code` names it."""

    report = models.ForeignKey(SummaryReport, on_delete=models.CASCADE, related_name="pieces")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    kind = models.CharField("loại", max_length=12, choices=PieceKind)
    code = models.CharField("chỉ tiêu", max_length=30, blank=True)
    title = models.CharField("tên in trên văn bản", max_length=200, blank=True)
    is_printed = models.BooleanField("in trên văn bản", default=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=PieceKind.values), name="piece_kind_known")]
        triggers = [_CHOSEN_WHILE_WRITTEN]

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display()}{f' ({self.code})' if self.code else ''}"
