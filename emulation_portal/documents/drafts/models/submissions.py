"""What a reviewer had before their eyes: the paper of a draft as it was each time that it was handed on for review."""

import pgtrigger
from django.db import models

from emulation_portal.documents.models import guards
from emulation_portal.documents.paper import Paper

from .draft import Draft


class DraftSubmission(models.Model):
    """The draft as it was handed on. `payload` is its paper, as `Paper.to_json` writes it."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="submissions")
    revision = models.PositiveIntegerField()
    payload = models.JSONField()
    submitted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        triggers = [
            pgtrigger.Protect(name="as_it_was", operation=pgtrigger.Update),
            guards.never_truncated(),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}.{self.revision}"

    @property
    def paper(self) -> Paper:
        return Paper.from_json(self.payload)
