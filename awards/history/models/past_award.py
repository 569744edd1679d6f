"""Awards that were given: every line of a decision, as it was printed, with whom and what it was for."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from campaigns.reports.policies import READING_OFFICE, WRITERS
from emulation_portal.core.addresses import address, address_of
from emulation_portal.core.dates import today
from emulation_portal.core.folding import Folded
from emulation_portal.core.searching import says_all
from emulation_portal.core.vietnamese import split_name, squeeze
from emulation_portal.documents.models import guards
from emulation_portal.law.catalogue import award_types, label_of
from emulation_portal.law.enums import AwardGround, AwardSubject
from emulation_portal.rights.held import rights_of
from units.models import NAME_PARTS, Person, Position, Unit
from units.models.organisation import NAME_COLLATION

from ..enums import HistorySource, HistoryStatus
from ..procedures import PAST_AWARD
from ..regulations import counts_from, faults_of, period_of
from .collective import Collective

MOST_UNITS_NAMED = 200  # more are asked for where the awards are
AWARD_CHOICES = [(each.code, each.label) for each in award_types()]


def serving_with(user: Any) -> Any:
    """Return the keys of who serves today in the units for which the user writes."""
    posts = Position.objects.in_force(on=today()).filter(rights_of(user).reach("unit", *WRITERS))
    return posts.order_by().values("person")


class PastAwardQuerySet(models.QuerySet["PastAward"]):
    def visible_to(self, user: Any) -> "PastAwardQuerySet":
        """Return all of one's alliance for its office; for a unit's people what was earned there, and by who serves there."""
        rights = rights_of(user)
        if not rights.held:
            return self.none()
        office, own = rights.reach("unit", *READING_OFFICE), rights.reach("unit", *WRITERS)
        return self.filter(office | own | Q(person__in=serving_with(user)))

    def standing(self) -> "PastAwardQuerySet":
        """Leave out what was cancelled or written down by mistake."""
        return self.filter(status=HistoryStatus.STANDING)

    def matching(self, text: str) -> "PastAwardQuerySet":
        """Return those of whose name, decision or unit every word of the text is said, accents aside."""
        said = says_all("search_text", text)
        units = list(Unit.objects.matching(text).order_by().values_list("pk", flat=True)[:MOST_UNITS_NAMED])
        if len(units) == MOST_UNITS_NAMED:
            return self.filter(said | Q(unit__in=Unit.objects.matching(text).order_by().values("pk")))
        # The keys themselves let the database go by the index of the words, and by that of the units.
        return self.filter(said | Q(unit__in=units)) if units else self.filter(said)

    def of_year(self, year: int) -> "PastAwardQuerySet":
        """Return what was won for the year; of what is for no year, what was decided in it."""
        decided = Q(decided_on__gte=dt.date(year, 1, 1), decided_on__lte=dt.date(year, 12, 31))
        return self.filter(Q(year=year) | Q(year__isnull=True) & decided)


class PastAward(models.Model):
    """Một lần khen thưởng: one subject, one award, one decision. Name and post as the decision printed them.

    `person` is whom the portal knows by that name, when somebody has said so: two of one name are two people.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="past_awards", verbose_name="đơn vị")
    subject = models.CharField("đối tượng", max_length=10, choices=AwardSubject)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="past_awards")
    collective = models.ForeignKey(
        Collective, on_delete=models.PROTECT, null=True, blank=True, related_name="past_awards"
    )
    name = models.CharField("họ tên, tên tập thể", max_length=200)
    given_name = models.CharField(
        max_length=200, editable=False, db_collation=NAME_COLLATION
    )  # a collective's whole name
    family_name = models.CharField(max_length=200, editable=False, db_collation=NAME_COLLATION)
    middle_name = models.CharField(max_length=200, editable=False, db_collation=NAME_COLLATION)
    post = models.CharField("chức vụ", max_length=120, blank=True)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    award = models.CharField("danh hiệu, hình thức", max_length=20, choices=AWARD_CHOICES)
    ground = models.CharField("loại hình", max_length=12, choices=AwardGround, default=AwardGround.MERIT)
    year = models.PositiveSmallIntegerField("năm được công nhận", null=True, blank=True)
    achieved_from = models.DateField("thành tích từ ngày", null=True, blank=True)
    achieved_to = models.DateField("đến hết ngày", null=True, blank=True)
    achievement = models.CharField("thành tích", max_length=1000, blank=True)
    decision_number = models.CharField("số, ký hiệu quyết định", max_length=80)
    decided_on = models.DateField("ngày quyết định")
    decided_by = models.CharField("người, cơ quan quyết định", max_length=200)
    status = models.CharField("tình trạng", max_length=10, choices=HistoryStatus, default=HistoryStatus.STANDING)
    cancelled_by = models.CharField("quyết định hủy bỏ", max_length=200, blank=True)
    cancelled_on = models.DateField("ngày của quyết định hủy bỏ", null=True, blank=True)
    source = models.CharField(max_length=10, choices=HistorySource, default=HistorySource.TYPED, editable=False)
    source_note = models.CharField(max_length=200, blank=True, editable=False)  # the file and its line
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    search_text = models.GeneratedField(
        expression=Folded(Concat("name", Value(" "), "decision_number", output_field=models.TextField())),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = PastAwardQuerySet.as_manager()

    class Meta:
        # Vietnamese lists sort by the given name, then họ, then đệm.
        ordering = ["given_name", "family_name", "middle_name", "-decided_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=HistoryStatus.values), name="past_award_status_known"),
            models.CheckConstraint(
                condition=Q(subject=AwardSubject.PERSON, collective__isnull=True)
                | ~Q(subject=AwardSubject.PERSON) & Q(collective__isnull=False, person__isnull=True),
                name="past_award_of_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(achieved_from__isnull=True, achieved_to__isnull=True)
                | Q(achieved_from__lte=F("achieved_to")),
                name="past_award_period_in_order",
            ),
            models.CheckConstraint(
                condition=Q(status=HistoryStatus.CANCELLED, cancelled_on__isnull=False) & ~Q(cancelled_by="")
                | ~Q(status=HistoryStatus.CANCELLED) & Q(cancelled_on__isnull=True, cancelled_by=""),
                name="past_award_cancelled_by_a_decision",
            ),
            models.UniqueConstraint(
                fields=["unit", "name", "birth_year", "award", "decision_number", "decided_on"],
                condition=~Q(status=HistoryStatus.MISTAKEN),
                nulls_distinct=False,
                name="past_award_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["given_name", "family_name", "middle_name", "-decided_on", "id"], name="past_award_order"
            ),
            models.Index(fields=["-decided_on", "id"], name="past_award_by_day"),
            models.Index(fields=["person", "award", "year"], name="past_award_of_person"),
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="past_award_search"),
        ]
        triggers = [
            guards.never_deleted(),
            guards.never_truncated(),
            guards.begins_as(PAST_AWARD.start),
            pgtrigger.FSM(name="status_moves", field="status", transitions=PAST_AWARD.moves()),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.award_label}"

    def faults(self, *, on: dt.date) -> Iterator[tuple[str, str]]:
        """Yield what does not hold together: the column, and what to do about it."""
        return faults_of(
            self.award,
            self.subject,
            year=self.year,
            achieved_from=self.achieved_from,
            achieved_to=self.achieved_to,
            decided_on=self.decided_on,
            on=on,
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.split_name()
        fields = kwargs.get("update_fields")
        if fields is not None and {"name", "subject"} & set(fields):
            kwargs["update_fields"] = [*fields, *NAME_PARTS]
        super().save(*args, **kwargs)

    def split_name(self) -> None:
        """Write down by what the name is put in order; a collective's is taken whole."""
        self.name = squeeze(self.name)
        parts = split_name(self.name) if self.is_of_person else ("", "", self.name)
        self.family_name, self.middle_name, self.given_name = parts

    @property
    def place(self) -> Unit:
        return self.unit

    @property
    def award_label(self) -> str:
        return label_of(self.award)

    @property
    def is_standing(self) -> bool:
        return self.status == HistoryStatus.STANDING

    @property
    def is_of_person(self) -> bool:
        return self.subject == AwardSubject.PERSON

    @property
    def period(self) -> tuple[dt.date, dt.date] | None:
        return period_of(self.year, self.achieved_from, self.achieved_to)

    @property
    def counts_from(self) -> dt.date:
        """Return from which day the time for the next award runs."""
        return counts_from(self.year, self.achieved_from, self.achieved_to, self.decided_on)

    def trail(self) -> list[tuple[str, str]]:
        return [("Lịch sử khen thưởng", address("history:list")), (self.name, self.get_absolute_url())]

    def get_absolute_url(self) -> str:
        return address_of("history:award", pk=self.pk)
