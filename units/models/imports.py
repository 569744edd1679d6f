"""A table that was sent and waits for its preview to be confirmed."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from emulation_portal.core.bulk import LettersEncoder

from ..imports.registry import Importer, importers, kept_for
from .organisation import Unit

if TYPE_CHECKING:
    from emulation_portal.accounts.models import User


class SheetImportQuerySet(models.QuerySet["SheetImport"]):
    def visible_to(self, user: "User") -> "SheetImportQuerySet":
        """Return the tables that the user sent, while they may send such for the alliance."""
        return self.filter(kept_for(user), created_by=user.pk)

    def narrow(self) -> "SheetImportQuerySet":
        """Leave out what may be megabytes."""
        return self.defer("sent", "steps", "problems")

    def with_page_of(self, column: str, first: int, last: int) -> "SheetImportQuerySet":
        """Fetch with each its steps or problems from the one to before the other, as `shown`: the database cuts them."""
        path = Value(f"$[{first} to {max(last - 1, first)}]")
        cut = Func(
            F(column), path, function="jsonb_path_query_array", template="%(function)s(%(expressions)s::jsonpath)"
        )
        return self.narrow().annotate(shown=models.ExpressionWrapper(cut, output_field=models.JSONField()))


class SheetImport(models.Model):
    """What an Excel file says and would do. Nobody but who sent it sees it; a rule says how long it is kept."""

    kind = models.CharField(max_length=20)  # of a declared Importer
    alliance = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sent = models.JSONField(encoder=LettersEncoder)  # the cells as they were read: spreadsheets.intake.Sent
    steps = models.JSONField(
        default=list, encoder=LettersEncoder
    )  # what was shown that would be done: imports.planning.PlannedRow
    problems = models.JSONField(default=list)  # [[address, message]]
    digest = models.CharField(max_length=64)  # of the steps
    rows = models.PositiveIntegerField()
    created_count = models.PositiveIntegerField()
    changed_count = models.PositiveIntegerField()
    same_count = models.PositiveIntegerField()
    problem_count = models.PositiveIntegerField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = SheetImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["created_by", "-id"], name="import_of_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(problem_count=0), name="import_done_without_problems"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("units:import-preview", args=[self.pk])

    @property
    def importer(self) -> Importer:
        """Return how tables of the kind are read and written. Raises KeyError for a kind that is no more."""
        return importers()[self.kind]

    @property
    def to_write(self) -> int:
        return self.created_count + self.changed_count
