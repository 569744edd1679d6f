import pgtrigger
from django.db import models


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
    unit_id = models.BigIntegerField(null=True)
    from_status = models.CharField(max_length=40, blank=True)
    to_status = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"]),
            models.Index(fields=["actor_id", "-id"]),
            models.Index(fields=["verb", "-id"]),
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
