from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT

from emulation_portal.core.folding import Folded
from emulation_portal.rights.held import rights_of

from .enums import HEADS, INSPECTORS
from .outside import LEAST_SHOWN

NEVER_EMPTIED = pgtrigger.Trigger(
    name="no_truncate",
    operation=pgtrigger.Truncate,
    when=pgtrigger.Before,
    level=pgtrigger.Statement,
    func="RAISE EXCEPTION 'the audit log is append-only';",
)
NEVER_CHANGED = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: Any) -> "EventQuerySet":
        """Return what happened where the user may read the log; what a unit did before it moved stays its head's to read."""
        rights = rights_of(user)
        return self.filter(rights.reach_of_path("place", *INSPECTORS, *HEADS) | Q(unit_id__in=rights.unit_ids(*HEADS)))

    def told(self) -> "EventQuerySet":
        """Leave out what no page shows: of one event up to 60 KB; only the part that an edit was of is told, as `part`."""
        return self.defer("data").annotate(part=KT("data__part"))

    def after(self, seal: "Seal | None") -> "EventQuerySet":
        """Return what no seal covers yet when this one is the newest; everything where there is none."""
        return self.filter(pk__gt=seal.up_to_id) if seal else self.all()


class Event(models.Model):
    """One thing that happened, for ever.

    There are no foreign keys: the event must outlive what it speaks of, and names are kept as they stood.
    """

    part: str | None  # of what `told` returns

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
    search_text = models.GeneratedField(
        expression=Folded("object_name"), output_field=models.TextField(), db_persist=True
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"]),
            models.Index(fields=["actor_id", "-id"]),
            models.Index(fields=["verb", "-id"]),
            models.Index(fields=["unit_id", "-id"], name="event_unit"),
            models.Index(OpClass("place", name="varchar_pattern_ops"), F("id").desc(), name="event_place_prefix"),
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="event_search_trigram"),
        ]
        triggers = [NEVER_CHANGED, NEVER_EMPTIED]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_name}"


class SealQuerySet(models.QuerySet["Seal"]):
    def newest(self) -> "Seal | None":
        """Return the newest seal without its long columns."""
        return self.defer("event_ids", "digests").order_by("-number").first()


class Seal(models.Model):
    """A batch of events closed for ever: which they are, what each says, and which seal came before.

    Whoever changes an event afterwards, takes one out or puts one in contradicts its seal; whoever makes the seal anew
    needs a key that stands in no table. What it shows and what it cannot: docs/decisions.md.
    """

    number = models.PositiveBigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    form = models.PositiveSmallIntegerField()  # which columns the digests cover: `digests.FORMS`
    # Of all ids above the one, up to the other, these are the events there are; the others were never used.
    after_id = models.BigIntegerField()
    up_to_id = models.BigIntegerField()
    event_ids = ArrayField(models.BigIntegerField())
    digests = models.BinaryField()  # of each event, one behind the other
    key_id = models.CharField(max_length=8)  # which key made the mark
    previous = models.CharField(max_length=64, blank=True)  # mark of the seal before; the first has none
    mark = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField()

    objects = SealQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=Q(up_to_id__gt=F("after_id")), name="seal_covers_something"),
            models.CheckConstraint(condition=Q(mark__regex=r"^[0-9a-f]{64}$"), name="seal_mark_shape"),
        ]
        triggers = [NEVER_CHANGED, NEVER_EMPTIED]

    def __str__(self) -> str:
        return f"{self.number}:{self.mark}"

    @property
    def shown_mark(self) -> str:
        """Return as much of the mark as one copies by hand, in fours: 3f2a 9c1d 77aa 0b1c."""
        return " ".join(self.mark[at : at + 4] for at in range(0, LEAST_SHOWN, 4))
