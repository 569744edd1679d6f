"""Đề nghị: one subject, one award, one achievement."""

import datetime as dt
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from awards.history.facts import Honoured
from awards.history.models import Collective
from awards.history.models.past_award import AWARD_CHOICES
from campaigns.reports.policies import READING_OFFICE, WRITERS
from emulation_portal.core.addresses import address_of
from emulation_portal.core.folding import Folded
from emulation_portal.core.searching import says_all
from emulation_portal.core.vietnamese import squeeze
from emulation_portal.documents.models import guards
from emulation_portal.law.catalogue import label_of
from emulation_portal.law.enums import AwardSubject, Worker
from emulation_portal.law.report_forms import ReportForm, report_form_of
from emulation_portal.rights.held import rights_of
from units.models import Person, Unit

from ..claim import Claim
from ..enums import NominationStatus
from ..procedures import NOMINATION
from .dossier import WITH_UNIT, NominationDossier

# What counts as proposed: it was not found wanting, and nobody took it back.
STANDING = (
    NominationStatus.DRAFT,
    NominationStatus.APPRAISING,
    NominationStatus.RETURNED,
    NominationStatus.HELD,
    NominationStatus.ELIGIBLE,
)
ENDED = (NominationStatus.INELIGIBLE, NominationStatus.WITHDRAWN)


class NominationQuerySet(models.QuerySet["Nomination"]):
    def visible_to(self, user: Any) -> "NominationQuerySet":
        """Return those of one's unit, and for the office of the alliance those that do not lie with their unit."""
        rights = rights_of(user)
        if not rights.held:
            return self.none()
        office = rights.reach("dossier__unit", *READING_OFFICE) & ~Q(dossier__status__in=WITH_UNIT)
        return self.filter(rights.reach("dossier__unit", *WRITERS) | office & Q(dossier__first_sent_at__isnull=False))

    def sent(self) -> "NominationQuerySet":
        """Leave out those that lie with their unit's writers and were never received."""
        return self.exclude(status=NominationStatus.DRAFT)

    def matching(self, text: str) -> "NominationQuerySet":
        """Return those of whom, or of whose unit, every word of the text is said, accents aside."""
        units = Unit.objects.matching(text).order_by().values("pk")
        return self.filter(says_all("search_text", text) | Q(dossier__unit__in=units))


class Nomination(models.Model):
    """One subject that is proposed for one award. Name and post are printed as they stand here."""

    dossier = models.ForeignKey(NominationDossier, on_delete=models.PROTECT, related_name="nominations")
    position = models.PositiveSmallIntegerField()
    award = models.CharField("danh hiệu, hình thức", max_length=20, choices=AWARD_CHOICES)
    subject = models.CharField("đối tượng", max_length=10, choices=AwardSubject)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="nominations")
    collective = models.ForeignKey(Collective, on_delete=models.PROTECT, null=True, related_name="nominations")
    name = models.CharField("họ tên, tên tập thể", max_length=200)
    post = models.CharField("chức vụ", max_length=120, blank=True)
    worker = models.CharField("là", max_length=8, choices=Worker, blank=True)
    reason = models.CharField("thành tích", max_length=1000, blank=True)
    claim = models.JSONField(default=dict)  # Claim.to_json
    votes = models.PositiveSmallIntegerField("số người đồng ý", null=True, blank=True)
    plea = models.TextField("lý do vẫn đề nghị", max_length=2000, blank=True)
    note = models.TextField("ý kiến thẩm định", max_length=5000, blank=True)
    standard_ref = models.CharField(max_length=300, blank=True)  # the point it rests on, when it was judged last
    judged_when_sent = models.JSONField(null=True)  # judging.as_plain
    judged_when_received = models.JSONField(null=True)
    judged_when_found = models.JSONField(null=True)
    due_on = models.DateField("bổ sung trước hết ngày", null=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    left_from = models.CharField(max_length=12, blank=True, editable=False)  # where it stood when it was withdrawn
    status = models.CharField("trạng thái", max_length=12, choices=NominationStatus, default=NominationStatus.DRAFT)
    owner_since = models.DateTimeField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    search_text = models.GeneratedField(expression=Folded("name"), output_field=models.TextField(), db_persist=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=NominationStatus.values), name="nomination_status_known"),
            models.CheckConstraint(condition=~Q(name=""), name="nomination_of_somebody"),
            models.CheckConstraint(
                condition=Q(subject=AwardSubject.PERSON, collective__isnull=True)
                | ~Q(subject=AwardSubject.PERSON) & Q(collective__isnull=False, person__isnull=True),
                name="nomination_of_one_subject",
            ),
            models.UniqueConstraint(
                fields=["dossier", "award", "person"],
                condition=Q(person__isnull=False),
                name="nomination_once_for_a_person",
            ),
            models.UniqueConstraint(
                fields=["dossier", "award", "collective"],
                condition=Q(collective__isnull=False),
                name="nomination_once_for_a_collective",
            ),
        ]
        indexes = [
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="nomination_search_trigram"),
            models.Index(fields=["status", "award", "id"], name="nomination_queue"),
        ]
        triggers = [
            guards.never_truncated(),
            guards.begins_as(NOMINATION.start),
            pgtrigger.Protect(
                name="kept_once_received",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__status__df=NominationStatus.DRAFT)
                | pgtrigger.Q(old__judged_when_received__isnull=False),
            ),
            pgtrigger.FSM(name="status_moves", field="status", transitions=NOMINATION.moves()),
        ]

    def __str__(self) -> str:
        return f"{self.award_label}: {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = squeeze(self.name)
        super().save(*args, **kwargs)

    @property
    def place(self) -> Unit:
        return self.dossier.unit

    @property
    def award_label(self) -> str:
        return label_of(self.award)

    @property
    def is_of_person(self) -> bool:
        return self.subject == AwardSubject.PERSON

    @property
    def said(self) -> Claim:
        return Claim.from_json(self.claim)

    @property
    def report_form(self) -> ReportForm:
        return report_form_of(self.dossier.ground, self.subject)

    @property
    def who(self) -> Honoured:
        """Return whom the history is asked about."""
        team = self.collective
        return Honoured(
            AwardSubject(self.subject),
            self.dossier.unit_id,
            self.name,
            person_id=self.person_id,
            collective_id=self.collective_id,
            is_whole_unit=bool(team and team.is_whole_unit),
        )

    @property
    def is_known(self) -> bool:
        """Return whether the registers know it: a person, or a collective that was written down."""
        return bool(self.person_id or self.collective_id)

    @property
    def is_in_register(self) -> bool:
        """Return whether it is of a person or a whole unit that the registers know, and so is called as they are."""
        return bool(self.person_id) or self.who.is_whole_unit

    @property
    def was_received(self) -> bool:
        return self.judged_when_received is not None

    @property
    def is_open(self) -> bool:
        """Return whether its unit may write it: with its dossier, or alone where it alone was sent back."""
        return self.status == NominationStatus.RETURNED or (
            self.status == NominationStatus.DRAFT and self.dossier.is_open
        )

    def law_day(self, *, on: dt.date) -> dt.date:
        return self.dossier.law_day(on=on)

    def trail(self) -> list[tuple[str, str]]:
        return [*self.dossier.trail(), (self.name, self.get_absolute_url())]

    def get_absolute_url(self) -> str:
        return address_of("nominations:nomination", pk=self.pk)
