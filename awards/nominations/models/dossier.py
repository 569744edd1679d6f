"""Hồ sơ đề nghị: what a unit sends together, with the meeting that proposed it."""

import datetime as dt
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from campaigns.models import Campaign
from campaigns.reports.policies import READING_OFFICE, WRITERS
from emulation_portal.core.addresses import address, address_of
from emulation_portal.documents.models import guards
from emulation_portal.law.enums import AwardGround
from emulation_portal.rights.held import rights_of
from units.models import Unit

from ..enums import PROPOSED_GROUNDS, DossierStatus
from ..procedures import DOSSIER

WITH_UNIT = (DossierStatus.DRAFT, DossierStatus.AWAITING_HEAD, DossierStatus.RETURNED)
WRITABLE = (DossierStatus.DRAFT, DossierStatus.RETURNED)


class DossierQuerySet(models.QuerySet["NominationDossier"]):
    def visible_to(self, user: Any) -> "DossierQuerySet":
        """Return those of one's unit, and for the office of the alliance those that were ever sent."""
        rights = rights_of(user)
        if not rights.held:
            return self.none()
        office = rights.reach("unit", *READING_OFFICE) & Q(first_sent_at__isnull=False)
        return self.filter(rights.reach("unit", *WRITERS) | office)

    def readable_by(self, user: Any) -> "DossierQuerySet":
        """Return those whose papers the user reads; what the office was sent it reads also while more is written."""
        return self.visible_to(user)

    def content_readable_by(self, user: Any) -> "DossierQuerySet":
        """Return those whose content as it is written the user reads."""
        own = rights_of(user).reach("unit", *WRITERS)
        return self.visible_to(user).filter(own | ~Q(status__in=WITH_UNIT))


class NominationDossier(models.Model):
    """Hồ sơ đề nghị khen thưởng of a unit for a year: regular, of a campaign, or for an exceptional act.

    Which law it is judged by, the day of its receipt says.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="nomination_dossiers")
    ground = models.CharField("loại hình", max_length=12, choices=PROPOSED_GROUNDS, default=AwardGround.MERIT)
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="nomination_dossiers",
        verbose_name="phong trào",
    )
    year = models.PositiveSmallIntegerField("năm thành tích")
    achieved_from = models.DateField("thành tích từ ngày")
    achieved_to = models.DateField("đến hết ngày")
    is_simplified = models.BooleanField("thủ tục đơn giản", default=False)
    status = models.CharField("trạng thái", max_length=14, choices=DossierStatus, default=DossierStatus.DRAFT)
    owner_since = models.DateTimeField(null=True, editable=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_signed_alone = models.BooleanField(default=False)
    first_sent_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)  # the last time
    due_on = models.DateField("bổ sung trước hết ngày", null=True)  # of what was sent back
    received_on = models.DateField("ngày tiếp nhận", null=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    # Biên bản bình xét.
    met_on = models.DateField("ngày họp", null=True, blank=True)
    met_at = models.TimeField("bắt đầu lúc", null=True, blank=True)
    venue = models.CharField("địa điểm", max_length=200, blank=True)
    chair = models.CharField("chủ trì", max_length=160, blank=True)
    secretary = models.CharField("thư ký", max_length=160, blank=True)
    summoned = models.PositiveSmallIntegerField("số người được triệu tập", null=True, blank=True)
    present = models.PositiveSmallIntegerField("số người có mặt", null=True, blank=True)
    discussion = models.TextField("ý kiến thảo luận", max_length=10_000, blank=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=DossierStatus.values), name="dossier_status_known"),
            models.CheckConstraint(
                condition=~Q(ground=AwardGround.CAMPAIGN) | Q(campaign__isnull=False),
                name="dossier_campaign_of_its_ground",
            ),
            models.CheckConstraint(
                condition=Q(achieved_from__lte=F("achieved_to")), name="dossier_achievement_in_order"
            ),
            models.CheckConstraint(
                condition=Q(present__isnull=True) | Q(summoned__isnull=True) | Q(present__lte=F("summoned")),
                name="dossier_present_of_summoned",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(is_signed_alone=True) | ~Q(confirmed_by=F("drafted_by")),
                name="dossier_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[DossierStatus.RECEIVED, DossierStatus.CLOSED]) | Q(received_on__isnull=False),
                name="dossier_received_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "sent_at", "id"], name="dossier_queue"),
            models.Index(fields=["-year", "-id"], name="dossier_order"),
        ]
        triggers = [
            guards.never_deleted(),
            guards.never_truncated(),
            guards.begins_as(DOSSIER.start),
            pgtrigger.FSM(name="status_moves", field="status", transitions=DOSSIER.moves()),
        ]

    def __str__(self) -> str:
        return f"Hồ sơ khen thưởng {self.purpose} của {self.unit}"

    @property
    def purpose(self) -> str:
        """Return what it is for: “năm 2026”, “phong trào …”, “đột xuất năm 2026”."""
        if self.campaign is not None:
            return f"phong trào {self.campaign.name}"
        return f"{'đột xuất ' if self.ground == AwardGround.EXCEPTIONAL else ''}năm {self.year}"

    @property
    def title(self) -> str:
        return f"Hồ sơ khen thưởng {self.purpose}"

    @property
    def place(self) -> Unit:
        return self.unit

    @cached_property
    def alliance(self) -> Unit:
        return Unit.objects.get(pk=self.unit.root_id)

    @property
    def is_open(self) -> bool:
        """Return whether its unit may write it."""
        return self.status in WRITABLE

    @property
    def lies_with_unit(self) -> bool:
        return self.status in WITH_UNIT

    def law_day(self, *, on: dt.date) -> dt.date:
        """Return the day whose law it is judged by: that of its receipt, until then `on`."""
        return self.received_on or on

    def trail(self) -> list[tuple[str, str]]:
        return [("Hồ sơ khen thưởng", address("nominations:list")), (str(self.unit), self.get_absolute_url())]

    def get_absolute_url(self) -> str:
        return address_of("nominations:dossier", pk=self.pk)


class DossierVersion(models.Model):
    """What was sent the so many-th time."""

    dossier = models.ForeignKey(NominationDossier, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()  # content.as_plain
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="dossier_version_once")]
        triggers = [guards.never_deleted(), guards.never_truncated(), guards.never_changed()]

    def __str__(self) -> str:
        return f"Lần gửi {self.number}"

    @property
    def place(self) -> Unit:
        return self.dossier.unit
