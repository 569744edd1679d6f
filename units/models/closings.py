"""What ended with a unit, so that a closing that was written by mistake can be taken back whole."""

from django.db import models

from .organisation import Unit


class Closing(models.Model):
    """Rows that ended, began or moved because a unit closed; it stands as long as the unit is closed.

    `ended`: {model: [[key, the end it had, or None]]}; `begun`: the same of posts in the unit that succeeds; `moved`:
    keys of units that stood below.
    """

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, primary_key=True, related_name="closing")
    ended = models.JSONField(default=dict)
    begun = models.JSONField(default=list)
    moved = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.unit)
