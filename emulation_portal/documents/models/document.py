"""Issued papers: frozen when the number is given, rendered once, kept for ever."""

from typing import TYPE_CHECKING, Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.urls import reverse

from emulation_portal.core.addresses import address_of
from emulation_portal.core.folding import Folded
from emulation_portal.core.numbering import names_number, two_digits
from emulation_portal.core.vietnamese import titled
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of
from units.models import Unit

from ..codes import printed_code
from ..enums import DocumentStatus, DocumentType, EffectKind, EntryKind
from ..procedures import DOCUMENT
from ..readers import copies_readable_by, printed_for_readers, readable_by
from . import guards
from .register import Issuer, RegisterEntry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from emulation_portal.accounts.models import User


class FrozenForEver(Exception):
    """Somebody tried to delete an issued paper. Correct it by a new one that supersedes it."""


class DocumentQuerySet(models.QuerySet["Document"]):
    def delete(self) -> Any:
        raise FrozenForEver("issued papers are never deleted")

    def visible_to(self, user: "User | AnonymousUser") -> "DocumentQuerySet":
        """Return what the user may open: all that their office issued; public papers; those of what they see.

        A unit's paper is read by whoever reads what it was made of: an office that works with reports is not all of it.
        """
        office = rights_of(user).reach("issuer__unit", *OFFICE_ROLES)
        return self.filter(office | Q(is_public=True) | readable_by(user))

    def amending(self, *keys: int) -> "DocumentQuerySet":
        """Return the papers in force that amend any of these, each once."""
        acts = {"effects_on_others__kind": EffectKind.AMENDS, "effects_on_others__on__in": keys}
        return self.filter(pk__in=self.filter(**acts).values("pk"), status=DocumentStatus.ISSUED).order_by("pk")


class Document(models.Model):
    """One official paper. The payload holds names, titles and amounts as they stood on the day.

    It is of an issuer, in whose book it has a line; or of a unit, which keeps its book elsewhere, if it keeps one: then
    the number is the one that the unit wrote, or none.
    """

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, null=True, related_name="documents")
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, null=True, related_name="documents")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="documents")
    document_type = models.CharField(max_length=5, choices=DocumentType)
    number = models.PositiveIntegerField(null=True)
    symbol = models.CharField(max_length=60)
    issued_on = models.DateField()
    summary = models.TextField()
    signer_name = models.CharField(max_length=120, blank=True)
    # What the search reads, made by PostgreSQL; it begins with the symbol.
    search_text = models.GeneratedField(
        expression=Folded(Concat("symbol", Value(" "), "summary", output_field=models.TextField())),
        output_field=models.TextField(),
        db_persist=True,
    )
    kind = models.CharField(max_length=12, choices=EntryKind, default=EntryKind.ISSUED)
    status = models.CharField(max_length=12, choices=DocumentStatus, default=DocumentStatus.ISSUED)
    status_reason = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)  # the day on which it was revoked or replaced
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    is_public = models.BooleanField("công khai", default=True)
    check_code = models.CharField(max_length=16, unique=True)
    payload = models.JSONField()
    subject_type = models.CharField(max_length=60)  # what the paper is about, e.g. campaigns.campaignplan
    subject_id = models.BigIntegerField()
    frozen_at = models.DateTimeField(auto_now_add=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-number"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=DocumentStatus.values), name="document_status_known"),
            models.CheckConstraint(
                condition=Q(status=DocumentStatus.ISSUED, ended_on__isnull=True)
                | ~Q(status=DocumentStatus.ISSUED) & Q(ended_on__isnull=False),
                name="document_ended_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(issuer__isnull=False, entry__isnull=False, number__isnull=False, unit__isnull=True)
                | Q(issuer__isnull=True, entry__isnull=True, unit__isnull=False, kind=EntryKind.ISSUED),
                name="document_of_issuer_or_unit",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=1), name="document_number_from_one"
            ),
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "document_type"],
                condition=Q(unit__isnull=False, status=DocumentStatus.ISSUED),
                name="document_of_unit_once",
            ),
            models.UniqueConstraint(
                fields=["entry"], condition=~Q(status=DocumentStatus.SUPERSEDED), name="document_one_valid_per_number"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["number"]),
            models.Index(fields=["issued_on", "number"], include=["id"], name="document_in_order"),
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="document_search_trigram"),
        ]
        triggers = [
            guards.never_deleted(),
            guards.begins_as(DOCUMENT.start),
            pgtrigger.FSM(name="status_moves", field="status", transitions=DOCUMENT.moves()),
            guards.end_stays("ended_on", "status_reason", of=DOCUMENT.start),
            pgtrigger.ReadOnly(
                name="frozen",
                fields=[
                    "payload",
                    "document_type",
                    "number",
                    "symbol",
                    "issued_on",
                    "summary",
                    "signer_name",
                    "issuer",
                    "unit",
                    "kind",
                    "supersedes",
                    "check_code",
                    "entry",
                    "subject_type",
                    "subject_id",
                    "frozen_at",
                    "frozen_by",
                ],
            ),
            guards.line_says_what_its_paper_says("NEW.entry_id"),
            guards.never_truncated(),
        ]

    def __str__(self) -> str:
        return f"{self.get_document_type_display()} số {self.printed_number}"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise FrozenForEver(f"{self} is issued and is never deleted")

    @property
    def place(self) -> Unit:
        if self.unit is not None:
            return self.unit
        assert self.issuer is not None  # it is of one of the two, says the database
        return self.issuer.unit

    @property
    def is_of_unit(self) -> bool:
        """Return whether a unit issued it: no book of the alliance has a line of it."""
        return self.unit_id is not None

    @property
    def title(self) -> str:
        return titled(self.get_document_type_display(), self.summary)

    @property
    def printed_number(self) -> str:
        """Return 644/KH-LMHTX, with a leading zero below 10; …/BC-HTXĐT of a unit that wrote no number."""
        return f"{'…' if self.number is None else two_digits(self.number)}/{self.symbol}"

    def is_named_in(self, text: str) -> bool:
        """Return whether a text names the paper by number and symbol; one without a number, none does."""
        return self.number is not None and names_number(text, self.number, self.symbol)

    @property
    def entry_url(self) -> str:
        """Return the page of its line in the book; empty for a paper of a unit."""
        return "" if self.entry_id is None else address_of("documents:entry", pk=self.entry_id)

    @property
    def is_to_be_sent_out(self) -> bool:
        """Return whether it was issued here, holds, and the book has no day of sending yet."""
        return (
            self.is_in_force
            and not self.is_transcription
            and self.entry is not None
            and self.entry.forwarded_on is None
        )

    @property
    def is_transcription(self) -> bool:
        return self.kind == EntryKind.TRANSCRIBED

    @property
    def is_in_force(self) -> bool:
        return self.status == DocumentStatus.ISSUED

    @property
    def is_superseded(self) -> bool:
        return self.status == DocumentStatus.SUPERSEDED

    @property
    def is_revoked(self) -> bool:
        return self.status == DocumentStatus.REVOKED

    @property
    def issuer_name(self) -> str:
        """Return the issuer's name as it stood when the paper was issued."""
        return str(self.payload.get("author") or self.issuer or self.unit)

    def amendments_in_force(self) -> list["Document"]:
        """Return what ends when this paper does: what amends it, and what amends that."""
        found: dict[int, Document] = {}
        asked = [self.pk]
        while asked:
            newly = {each.pk: each for each in Document.objects.amending(*asked).defer("payload")}
            asked = [key for key in newly if key not in found]
            found |= newly
        return [found[key] for key in sorted(found)]

    @property
    def printed_code(self) -> str:
        return printed_code(self.check_code)

    @property
    def job_key(self) -> str:
        return f"documents.render:{self.pk}"

    def get_absolute_url(self) -> str:
        return address_of("documents:detail", pk=self.pk)

    def check_path(self) -> str:
        return reverse("documents:check", args=[self.check_code])


class DocumentFile(models.Model):
    """The stored file of a paper: written once, its bytes named by their SHA-256."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="file")
    storage_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_sha256_shape"),
            models.CheckConstraint(condition=Q(size_bytes__gt=0, pages__gt=0), name="file_not_empty"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            guards.never_truncated(),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.sha256[:12]}"


class LooseCopyQuerySet(models.QuerySet["LooseCopy"]):
    def visible_to(self, user: Any) -> "LooseCopyQuerySet":
        """Return the copies of one's own office, and of things that are printed for their readers those that one reads."""
        office = rights_of(user).reach("issuer__unit", *OFFICE_ROLES) & ~Q(subject_type__in=printed_for_readers())
        return self.filter(office | copies_readable_by(user))


class LooseCopy(models.Model):
    """A rendering that is no issued paper: a draft to read, a register to print. May be made again at any time."""

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)  # of the payload: same content, same copy
    template = models.CharField(max_length=40)
    payload = models.JSONField()
    file_name = models.CharField(max_length=120)
    storage_name = models.CharField(max_length=200, blank=True)
    pages = models.PositiveIntegerField(default=0)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LooseCopyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name

    @property
    def place(self) -> Unit:
        return self.issuer.unit

    @property
    def job_key(self) -> str:
        return f"documents.render_copy:{self.pk}"
