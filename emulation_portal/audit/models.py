from typing import Any

import pgtrigger
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q

from emulation_portal.rights.held import rights_of

from .enums import HEADS, INSPECTORS


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: Any) -> "EventQuerySet":
        """Return what happened where the user may read the log; what a unit did before it moved stays its head's to read."""
        rights = rights_of(user)
        return self.filter(rights.reach_of_path("place", *INSPECTORS, *HEADS) | Q(unit_id__in=rights.unit_ids(*HEADS)))


class Event(models.Model):
    """One thing that happened, for ever.

    There are no foreign keys: the event must outlive what it speaks of, and names are kept as they stood.
    """

    at = models.DateTimeField(auto_now_add=True)
    verb = models.CharField(max_length=60)  # e.g. plan.submitted
    actor_id = models.BigIntegerField(null=True)  # null: the portal itself
    actor_name = models.CharField(max_length=200)
    object_type = models.CharField(max_length=60)  # e.g. campaigns.campaignplan
    object_id = models.CharField(max_length=40)
    object_name = models.CharField(max_length=500)
    # Where it happened: the unit, and its path as it stood. Empty: nowhere in particular.
    unit_id = models.BigIntegerField(null=True)
    place = models.CharField(max_length=250, blank=True, db_default="")
    from_status = models.CharField(max_length=40, blank=True)
    to_status = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"]),
            models.Index(fields=["actor_id", "-id"]),
            models.Index(fields=["verb", "-id"]),
            models.Index(fields=["unit_id", "-id"], name="event_unit"),
            models.Index(OpClass("place", name="varchar_pattern_ops"), F("id").desc(), name="event_place_prefix"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="no_truncate",
                operation=pgtrigger.Truncate,
                when=pgtrigger.Before,
                level=pgtrigger.Statement,
                func="RAISE EXCEPTION 'the audit log is append-only';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_name}"
