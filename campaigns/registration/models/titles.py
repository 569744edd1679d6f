"""The titles that were sent, one row for each, so that an alliance's are listed and looked up."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from emulation_portal.core.searching import says_all
from emulation_portal.core.vietnamese import fold
from emulation_portal.documents.models import guards
from emulation_portal.law.enums import AwardSubject
from units.models import Person, Unit

from .call import RegistrationCall
from .registration import Registrant, Registration, RegistrationVersion


class RegisteredTitleQuerySet(models.QuerySet["RegisteredTitle"]):
    def visible_to(self, user: Any) -> "RegisteredTitleQuerySet":
        return self.filter(version__registration__in=Registration.objects.visible_to(user))

    def counting(self, call: RegistrationCall) -> "RegisteredTitleQuerySet":
        """Return those of a call that stand in what each unit sent last."""
        later = RegistrationVersion.objects.filter(
            registration=OuterRef("version__registration"), number__gt=OuterRef("version__number")
        )
        return self.filter(~Exists(later), version__registration__call=call)

    def matching(self, text: str) -> "RegisteredTitleQuerySet":
        """Return those of whom, or of whose unit, every word of the text is said, accents aside."""
        units = Unit.objects.matching(text).values("pk")
        return self.filter(says_all("search_text", text) | Q(version__registration__unit__in=units))


class RegisteredTitle(models.Model):
    """That a collective or a person registered for a danh hiệu, by its code in the catalogue of the law, in one version."""

    version = models.ForeignKey(RegistrationVersion, on_delete=models.PROTECT, related_name="titles")
    position = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=10, choices=AwardSubject)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="registered_titles")
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=20)
    search_text = models.TextField(editable=False)

    objects = RegisteredTitleQuerySet.as_manager()

    class Meta:
        ordering = ["subject", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "subject", "name", "post", "title"], name="registered_title_once"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(subject=AwardSubject.PERSON), name="registered_title_of_a_person"
            ),
        ]
        triggers = [
            guards.never_deleted(),
            guards.never_truncated(),
            guards.never_changed(),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.title}"

    @property
    def place(self) -> Unit:
        return self.version.registration.unit

    @classmethod
    def of(cls, row: Registrant, version: RegistrationVersion) -> list["RegisteredTitle"]:
        """Return, not yet saved, what one registrant registers for in a version."""
        said = {"subject": row.subject, "person_id": row.person_id, "name": row.name, "post": row.post}
        search_text = fold(f"{row.name} {row.post}")
        return [
            cls(version=version, position=row.position, title=title, search_text=search_text, **said)
            for title in row.titles
        ]
