"""What one unit registers for a year: collectives and persons with their titles, and what they undertake to reach."""

import datetime as dt
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from campaigns.reports.policies import READING_OFFICE, WRITERS
from emulation_portal.core.addresses import address_of
from emulation_portal.documents.models import guards
from emulation_portal.law.enums import AwardSubject
from emulation_portal.rights.held import rights_of
from units.models import Person, Unit

from ..enums import CallStanding, RegistrationStatus
from ..procedures import REGISTRATION
from ..regulations import is_basis, standing
from .call import RegistrationCall

# What a unit registers changes only while it is being written.
_WRITTEN_WHILE_DRAFT = pgtrigger.Trigger(
    name="written_while_draft",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    declare=[("stands", "TEXT")],
    func=f"""
    SELECT status INTO stands FROM registration_registration
        WHERE id = COALESCE(NEW.registration_id, OLD.registration_id) FOR SHARE;
    IF stands IS DISTINCT FROM '{RegistrationStatus.DRAFT}' THEN
        RAISE EXCEPTION 'registration_is_draft: it is % and takes no change', stands
            USING ERRCODE = 'check_violation', CONSTRAINT = 'registration_is_draft';
    END IF;
    RETURN COALESCE(NEW, OLD);
    """,
)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: Any) -> "RegistrationQuerySet":
        """Return those of one's unit, and all of one's alliance for its office."""
        rights = rights_of(user)
        if not rights.held:
            return self.none()
        return self.filter(rights.reach("unit", *READING_OFFICE) | rights.reach("unit", *WRITERS))

    def readable_by(self, user: Any) -> "RegistrationQuerySet":
        """Return those whose content the user reads: their unit's, and of the alliance's what was sent."""
        own = rights_of(user).reach("unit", *WRITERS)
        return self.visible_to(user).filter(own | Q(sent_at__isnull=False))


class Registration(models.Model):
    """Đăng ký thi đua of a unit for a year. When it came first is a fact; whether that was late is computed."""

    call = models.ForeignKey(RegistrationCall, on_delete=models.PROTECT, related_name="registrations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="registrations")
    status = models.CharField("trạng thái", max_length=14, choices=RegistrationStatus, default=RegistrationStatus.DRAFT)
    owner_since = models.DateTimeField(null=True, editable=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_signed_alone = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True)  # the first time
    sent_on = models.DateField(null=True)  # the same, as the day it was in Việt Nam
    has_titles = models.BooleanField(default=False)  # in what was sent last
    titled_on = models.DateField(null=True)  # when titles were sent the first time
    returned_on = models.DateField(null=True)  # sent back by the office, and not sent anew since
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["-call__year", "unit__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "unit"], name="registration_once"),
            models.CheckConstraint(condition=Q(status__in=RegistrationStatus.values), name="registration_status_known"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(is_signed_alone=True) | ~Q(confirmed_by=F("drafted_by")),
                name="registration_two_people",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_on__isnull=True)
                | Q(sent_at__isnull=False, sent_on__isnull=False),
                name="registration_came_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status=RegistrationStatus.SENT) | Q(sent_at__isnull=False, confirmed_by__isnull=False),
                name="registration_sent_by_somebody",
            ),
        ]
        triggers = [
            guards.never_deleted(),
            guards.never_truncated(),
            guards.begins_as(REGISTRATION.start),
            pgtrigger.FSM(name="status_moves", field="status", transitions=REGISTRATION.moves()),
        ]

    def __str__(self) -> str:
        return f"Đăng ký thi đua năm {self.call.year} của {self.unit}"

    @property
    def place(self) -> Unit:
        return self.unit

    @property
    def is_open(self) -> bool:
        return self.status == RegistrationStatus.DRAFT

    def takes_changes(self, *, on: dt.date) -> bool:
        """Return whether it may be sent on the day: what the office sent back may at any time."""
        return self.returned_on is not None or on <= self.call.changes_until

    def standing(self, *, on: dt.date) -> CallStanding:
        return standing(self.sent_on, self.call.due_on, on=on)

    @property
    def titles_may_rest_on_it(self) -> bool | None:
        """Return whether titles may rest on what was sent; None where they need not, or nothing was sent."""
        if not self.call.is_basis or self.sent_on is None:
            return None
        return is_basis(self.titled_on, self.call.due_on, has_titles=self.has_titles)

    def trail(self) -> list[tuple[str, str]]:
        return [*self.call.trail(), (str(self.unit), self.get_absolute_url())]

    def get_absolute_url(self) -> str:
        return address_of("registration:registration", pk=self.pk)


class Registrant(models.Model):
    """A collective or a person of the unit with the titles they register for, by their codes in the catalogue of the law."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="registrants")
    position = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=10, choices=AwardSubject)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="registrants")
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=120, blank=True)
    titles = ArrayField(models.CharField(max_length=20))

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "subject", "name", "post"], name="registrant_once_in_registration"
            ),
            models.CheckConstraint(condition=~Q(name="") & Q(titles__len__gt=0), name="registrant_with_a_title"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(subject=AwardSubject.PERSON), name="registrant_is_a_person"
            ),
        ]
        triggers = [_WRITTEN_WHILE_DRAFT]

    def __str__(self) -> str:
        return self.name


class RegisteredTarget(models.Model):
    """A chỉ tiêu or task that the unit undertakes, and how much of it, in its own words."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="targets")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)
    aim = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="registered_target_says_something")]
        triggers = [_WRITTEN_WHILE_DRAFT]

    def __str__(self) -> str:
        return self.words


class RegistrationVersion(models.Model):
    """What was sent the so many-th time. The last one counts, also while another is being written."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()  # content.as_plain
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Who wrote it; not known of the first ones that were sent.
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["registration", "number"], name="registration_version_once")]
        triggers = [
            guards.never_deleted(),
            guards.never_truncated(),
            guards.never_changed(),
        ]

    def __str__(self) -> str:
        return f"Lần gửi {self.number}"
