import uuid
from typing import Any

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.urls import reverse

from emulation_portal.core.declarations import declared

from .enums import FileKind
from .owners import FileOwner


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def visible_to(self, user: Any) -> "StoredFileQuerySet":
        """Return the files at the things that the user reads, and what they sent that stands at nothing yet."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        seen = Q(subject_type="", sent_by_id=user.pk)
        for owner in declared(FileOwner):
            keys = owner.visible_to(user).order_by().annotate(key_as_text=Cast("pk", models.CharField()))
            seen |= Q(subject_type=owner.model, subject_id__in=keys.values("key_as_text"))
        return self.filter(seen)


class StoredFile(models.Model):
    """A file that somebody sent, looked over and kept as it is. Its key is what its address and its place are known by.

    It stands at a thing of another app, whose readers are its readers; until then only who sent it sees it.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("tên tệp", max_length=200)
    kind = models.CharField("loại tệp", max_length=4, choices=FileKind.choices)
    size_bytes = models.PositiveBigIntegerField("dung lượng")
    sha256 = models.CharField(max_length=64)  # of what is kept
    facts = models.JSONField(default=dict)  # pages of a PDF; width and height of a picture, in pixels
    storage_name = models.CharField(max_length=120)
    thumbnail_name = models.CharField(max_length=120, blank=True)

    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người gửi")
    sent_at = models.DateTimeField("lúc gửi", auto_now_add=True)
    looked_at = models.DateTimeField(null=True)  # when its bytes were last compared
    is_damaged = models.BooleanField(default=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "key"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "sent_at"], name="file_subject"),
            models.Index(fields=["sent_at"], name="file_loose", condition=Q(subject_type="")),
            models.Index(fields=["looked_at"], name="file_looked_at"),
        ]
        constraints = [
            models.CheckConstraint(name="file_kind_known", condition=Q(kind__in=FileKind.values)),
            models.CheckConstraint(
                name="file_subject_whole",
                condition=Q(subject_type="", subject_id="") | (~Q(subject_type="") & ~Q(subject_id="")),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="file_stays",
                fields=["key", "name", "kind", "size_bytes", "sha256", "facts", "storage_name", "sent_by"],
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_loose(self) -> bool:
        """Whether it stands at nothing yet."""
        return not self.subject_type

    @property
    def place(self) -> Any:
        """The place of the thing at which it stands; None of a loose file."""
        if self.is_loose:
            return None
        thing = apps.get_model(self.subject_type)._default_manager.filter(pk=self.subject_id).first()
        return getattr(thing, "place", None)

    @property
    def file_kind(self) -> FileKind:
        return FileKind(self.kind)

    def get_absolute_url(self) -> str:
        return reverse("files:download", args=[self.key])

    @property
    def thumbnail_url(self) -> str:
        return reverse("files:thumbnail", args=[self.key]) if self.thumbnail_name else ""
