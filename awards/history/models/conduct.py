"""Discipline, and matters that are being looked into: dated facts that hold awards back."""

import datetime as dt
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campaigns.reports.policies import HEADS, READING_OFFICE
from emulation_portal.core.addresses import address, address_of
from emulation_portal.core.searching import says_all
from emulation_portal.documents.models import guards
from emulation_portal.law.enums import Discipline
from emulation_portal.rights.held import rights_of
from units.models import Person, Unit

from ..enums import ConductKind, ConductStatus
from ..procedures import CONDUCT
from ..regulations import holds_back


class ConductFactQuerySet(models.QuerySet["ConductFact"]):
    def visible_to(self, user: Any) -> "ConductFactQuerySet":
        """Return those of one's alliance for its office, of one's unit for its head; writers see none."""
        rights = rights_of(user)
        return self.filter(rights.reach("unit", *READING_OFFICE) | rights.reach("unit", *HEADS))

    def counting(self) -> "ConductFactQuerySet":
        """Leave out what was written down by mistake."""
        return self.exclude(status=ConductStatus.MISTAKEN)

    def matching(self, text: str) -> "ConductFactQuerySet":
        """Return those of whom, or of whose unit, every word of the text is said, accents aside."""
        units = Unit.objects.matching(text).order_by().values("pk")
        return self.filter(says_all("person__search_text", text) | Q(unit__in=units))


class ConductFact(models.Model):
    """What stands against a person, or against a whole unit where no person is named, from a day until another.

    `until` is the first day on which it holds nothing back any more.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="conduct_facts", verbose_name="đơn vị")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="conduct_facts")
    kind = models.CharField("loại", max_length=15, choices=ConductKind)
    level = models.CharField("hình thức kỷ luật", max_length=10, choices=Discipline, blank=True)
    since = models.DateField("từ ngày")
    until = models.DateField("đến trước ngày", null=True, blank=True)
    paper = models.CharField("văn bản", max_length=200, blank=True)
    note = models.CharField("nội dung", max_length=500, blank=True)
    outcome = models.CharField(
        "kết luận", max_length=500, blank=True
    )  # here, and not in the log, which more people read
    status = models.CharField("tình trạng", max_length=10, choices=ConductStatus, default=ConductStatus.STANDING)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ConductFactQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ConductKind.values), name="conduct_kind_known"),
            models.CheckConstraint(condition=Q(status__in=ConductStatus.values), name="conduct_status_known"),
            models.CheckConstraint(
                condition=Q(kind=ConductKind.DISCIPLINE, level__in=Discipline.values)
                | ~Q(kind=ConductKind.DISCIPLINE) & Q(level=""),
                name="conduct_level_of_discipline",
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(since__lt=F("until")), name="conduct_in_order"),
            models.CheckConstraint(
                condition=~Q(status=ConductStatus.ENDED) | Q(until__isnull=False), name="conduct_ended_on_a_day"
            ),
        ]
        triggers = [
            guards.never_deleted(),
            guards.never_truncated(),
            guards.begins_as(CONDUCT.start),
            pgtrigger.FSM(name="status_moves", field="status", transitions=CONDUCT.moves()),
        ]

    def __str__(self) -> str:
        """Return what the log calls it: it is read by more people than this is for."""
        return f"Việc số {self.pk}"

    @property
    def about(self) -> str:
        return self.person.full_name if self.person else self.unit.name

    @property
    def words(self) -> str:
        """Return “Kỷ luật khiển trách”, “Có đơn thư đang xác minh”."""
        kind = str(ConductKind(self.kind).label)
        return f"{kind} {str(Discipline(self.level).label).lower()}" if self.level else kind

    @property
    def place(self) -> Unit:
        return self.unit

    @property
    def is_standing(self) -> bool:
        return self.status == ConductStatus.STANDING

    def holds_back(self, *, on: dt.date) -> bool:
        """Return whether awards wait because of it on the day."""
        return self.status != ConductStatus.MISTAKEN and holds_back(self.since, self.until, on=on)

    def trail(self) -> list[tuple[str, str]]:
        return [("Kỷ luật, vụ việc", address("history:conduct")), (self.about, self.get_absolute_url())]

    def get_absolute_url(self) -> str:
        return address_of("history:conduct-fact", pk=self.pk)
