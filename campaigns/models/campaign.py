from typing import Any

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from emulation_portal.core.addresses import address_of
from emulation_portal.core.prepared import prepared
from emulation_portal.core.searching import Word, of_every_word, says
from emulation_portal.core.vietnamese import fold, squeeze
from emulation_portal.documents.drafts.enums import ISSUED_EVER
from emulation_portal.documents.drafts.models import ANY_READER, Draft, readable, reader_of
from emulation_portal.documents.finding import bears
from emulation_portal.documents.models import guards
from emulation_portal.rights.held import within_given
from units.models import Unit

from ..enums import ENDED, CampaignKind, CampaignStatus
from ..procedures import CAMPAIGN

_PAPERS = ("campaignplan", "campaignpaper")  # what speaks of a campaign, as drafts call it


def _said(word: Word, seen_by: Any) -> Q:
    """Return the condition that a campaign has the word. A plan's number that the reader may not see finds nothing."""
    found = says("search_text", word)
    if word.year:
        return found | Q(period_from__year__lte=word.year, period_to__year__gte=word.year)
    if word.number is None:
        return found
    plans = Draft.objects.visible_to(seen_by).filter(bears(word, "document__"), campaignplan__isnull=False)
    # A union and no `or`: so PostgreSQL knows that few are found.
    found_here = Campaign.objects.filter(found).order_by().values("pk")
    return Q(pk__in=found_here.union(plans.order_by().values("campaignplan__campaign")))


# Looked for among those that organise anything: of 35,000 units they are few.
@prepared
def _organisers() -> Any:
    those = Campaign.objects.order_by().values("organiser").distinct()
    return Unit.objects.filter(within_given(""), pk__in=those).values("pk")


@prepared
def _spoken_of() -> Any:
    papers = Draft.objects.filter(readable(ANY_READER), status__in=ISSUED_EVER)
    return papers.annotate(of=Coalesce(*(f"{kind}__campaign" for kind in _PAPERS))).exclude(of=None).values("of")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, user: Any) -> "CampaignQuerySet":
        """Return all of one's office; of others those with an issued paper that one may read."""
        reader = reader_of(user)
        spoken_of = Q(pk__in=_spoken_of(**reader))
        has_office = reader["paths"] or reader["places"]
        return self.filter(Q(organiser__in=_organisers(**reader)) | spoken_of if has_office else spoken_of)

    def awaiting_plan(self) -> "CampaignQuerySet":
        """Return the campaigns that a new plan may belong to: not ended, and without a plan in force."""
        return self.exclude(status__in=ENDED).exclude(plans__is_current=True).order_by("-period_from", "-pk")

    def matching(self, text: str, *, seen_by: Any) -> "CampaignQuerySet":
        """Return those with every word in name or theme, as a plan's number (644, 04/KH) or as a year they run in."""
        return self.filter(of_every_word(text, lambda word: _said(word, seen_by)))


class Campaign(models.Model):
    """Phong trào thi đua. Its plan's sections, targets and rewards stand on `CampaignPlan`.

    Source: Luật 06/2022/QH15 Điều 16; NĐ 91/2017/NĐ-CP Điều 4 before 2024.
    """

    name = models.CharField("tên phong trào", max_length=500)
    kind = models.CharField("loại", max_length=10, choices=CampaignKind, default=CampaignKind.REGULAR)
    theme = models.TextField("chủ đề", blank=True)
    parent_movement = models.CharField("hưởng ứng phong trào", max_length=500, blank=True)
    organiser = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="campaigns", verbose_name="đơn vị phát động"
    )
    period_from = models.DateField("từ ngày", null=True, blank=True)
    period_to = models.DateField("đến hết ngày", null=True, blank=True)
    dossiers_from = models.DateField("nhận hồ sơ khen thưởng từ ngày", null=True, blank=True)
    dossiers_to = models.DateField("nhận hồ sơ khen thưởng đến hết ngày", null=True, blank=True)
    status = models.CharField("trạng thái", max_length=12, choices=CampaignStatus, default=CampaignStatus.PLANNED)
    resumes_to = models.CharField(max_length=12, blank=True, editable=False)
    search_text = models.TextField(editable=False, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-period_from", "-pk"]
        indexes = [
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="campaign_search_trigram"),
            models.Index(fields=["-period_from", "-id"], name="campaign_in_order"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=CampaignStatus.values), name="campaign_status_known"),
            models.CheckConstraint(condition=Q(kind__in=CampaignKind.values), name="campaign_kind_known"),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True) | Q(period_to__isnull=True) | Q(period_to__gte=F("period_from")),
                name="campaign_period_order",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(dossiers_from__isnull=True, dossiers_to__isnull=True)
                | Q(dossiers_from__isnull=False, dossiers_to__gte=F("dossiers_from")),
                name="campaign_dossier_window",
                violation_error_message="Ghi cả hai ngày nhận hồ sơ, ngày cuối không trước ngày đầu.",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="status_moves", field="status", transitions=CAMPAIGN.moves()),
            guards.begins_as(CAMPAIGN.start),
            guards.never_deleted(),
            guards.never_truncated(),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def was_made_known(self) -> bool:
        """Return whether a plan of it was issued, here or on paper."""
        return self.plans.filter(status__in=ISSUED_EVER).exists()

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = squeeze(self.name)
        self.search_text = fold(f"{self.name} {self.theme}")
        fields = kwargs.get("update_fields")
        if fields is not None and "name" in fields:  # type: ignore[operator]
            kwargs["update_fields"] = [*fields, "search_text"]  # type: ignore[misc]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def place(self) -> Unit:
        """Return whose campaign it is: rights are asked there."""
        return self.organiser

    def trail(self) -> list[tuple[str, str]]:
        return [("Phong trào thi đua", reverse("campaigns:list")), (self.name, self.get_absolute_url())]

    def get_absolute_url(self) -> str:
        return address_of("campaigns:detail", pk=self.pk)
