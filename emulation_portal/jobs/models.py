import datetime as dt
from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from emulation_portal.core.addresses import address_of
from emulation_portal.rights.held import rights_of

from .enums import FINISHED, READERS, TRANSITIONS, JobState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from emulation_portal.accounts.models import User


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: "User | AnonymousUser") -> "JobQuerySet":
        """Return what the user asked for; for the office, leaders, auditors and administrators, all of their body."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(rights_of(user).reach_of_path("place", *READERS) | Q(requested_by_id=user.pk))

    def claimable(self) -> "JobQuerySet":
        return self.filter(Q(not_before=None) | Q(not_before__lte=Now()), state=JobState.QUEUED)

    def silent(self) -> "JobQuerySet":
        """Return jobs whose worker stopped renewing its lease: killed, or cut off from the database."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=Now())


class Job(models.Model):
    """Work to be done in the background, written in the transaction of the business act that wants it.

    The row is the outbox: Celery's message is only a hint that it is there, and may be lost or come twice. Leases are
    measured by the database's clock, so that workers whose clocks differ cannot take each other's work.
    """

    kind = models.CharField(max_length=60)  # a name of the registry, such as documents.render
    queue = models.CharField(max_length=20)
    key = models.CharField(max_length=200, unique=True)  # the same wish twice is one job
    args = models.JSONField(default=dict)  # ids only
    outcome = models.JSONField(default=dict)  # what the effect returned

    label = models.CharField("việc", max_length=300)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    subject_url = models.CharField(max_length=300, blank=True)  # the page to go back to
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người yêu cầu"
    )
    place = models.CharField(max_length=250, blank=True)  # the path of the unit for which it is done, as it stood

    state = models.CharField("trạng thái", max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    progress_percent = models.PositiveSmallIntegerField("tiến độ", default=0)
    reason = models.TextField("lý do", blank=True)  # in words, for the user
    attempts = models.PositiveSmallIntegerField("số lần đã thử", default=0)
    owner = models.UUIDField(null=True)  # one claim of one worker: the fence before the effect
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    hinted_at = models.DateTimeField(null=True)  # null: Redis has not been told, or did not hear it

    created_at = models.DateTimeField("lúc tạo", auto_now_add=True)
    queued_at = models.DateTimeField(db_default=Now())  # since when it is wanted, failed attempts included
    started_at = models.DateTimeField("lúc bắt đầu", null=True)
    finished_at = models.DateTimeField("lúc kết thúc", null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["queued_at"], name="job_waiting", condition=Q(state=JobState.QUEUED)),
            models.Index(fields=["lease_until"], name="job_running", condition=Q(state=JobState.RUNNING)),
            models.Index(fields=["state", "-id"], name="job_state"),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="job_subject"),
            models.Index(OpClass("place", name="varchar_pattern_ops"), F("id").desc(), name="job_place_prefix"),
            models.Index(fields=["requested_by", "-id"], name="job_requester"),
        ]
        constraints = [
            models.CheckConstraint(name="job_state_known", condition=Q(state__in=JobState.values)),
            models.CheckConstraint(name="job_percent_range", condition=Q(progress_percent__lte=100)),
            models.CheckConstraint(
                name="job_running_has_owner",
                condition=Q(state=JobState.RUNNING, owner__isnull=False, lease_until__isnull=False)
                | Q(~Q(state=JobState.RUNNING), owner=None, lease_until=None),
            ),
            models.CheckConstraint(
                name="job_finished_has_time",
                condition=Q(state__in=sorted(FINISHED), finished_at__isnull=False)
                | Q(~Q(state__in=sorted(FINISHED)), finished_at=None),
            ),
            models.CheckConstraint(name="job_failed_says_why", condition=~Q(state=JobState.FAILED) | ~Q(reason="")),
        ]
        triggers = [pgtrigger.FSM(name="state_moves", field="state", transitions=TRANSITIONS)]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return address_of("jobs:detail", pk=self.pk)

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED

    @property
    def is_done(self) -> bool:
        return self.state == JobState.DONE

    @property
    def is_failed(self) -> bool:
        return self.state == JobState.FAILED

    def duration(self, now: dt.datetime) -> dt.timedelta | None:
        """Return how long the work has taken, its last attempt only; null before it began."""
        if self.started_at is None:
            return None
        return (self.finished_at or now) - self.started_at

    def waiting_time(self, now: dt.datetime) -> dt.timedelta:
        return now - self.queued_at

    def is_silent(self, now: dt.datetime) -> bool:
        return self.state == JobState.RUNNING and self.lease_until is not None and self.lease_until < now


class Routine(models.Model):
    """What the clock asks for again and again, and how its last runs ended. One row for each, written by the workers."""

    name = models.CharField(max_length=100, primary_key=True)  # of the task
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # of the last failure, in words

    def __str__(self) -> str:
        return self.name

    @property
    def is_failing(self) -> bool:
        """Return whether the last run failed."""
        return self.failed_at is not None and (self.done_at is None or self.done_at < self.failed_at)
