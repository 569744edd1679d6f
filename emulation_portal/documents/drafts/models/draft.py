"""An official paper while it is written, reviewed and approved, and what became of it. Each kind inherits from it."""

from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5
from django.utils import timezone

from emulation_portal.core.addresses import address_of
from emulation_portal.core.folding import FoldedWords
from emulation_portal.core.vietnamese import capitalised, uncapitalised
from emulation_portal.documents.models import Document, Issuer, guards
from emulation_portal.documents.paper_limits import MAX_PREAMBLE, MAX_SUMMARY, check_lines
from units.models import EmulationBlock, SigningAuthority, Unit

from ..enums import BEING_WRITTEN, EDITABLE, ISSUED_EVER, DraftStatus, NumberingStyle, Relation
from ..procedures import all_moves
from ..registry import kind_named
from .readable import of_alliances_of, of_office_of, readable, reader_of
from .receivable import news

if TYPE_CHECKING:
    from ..paper_kind import PaperKind


PARTS = ("bases", "sections", "tables", "annexes", "recipients")  # the rows of every paper


class DraftQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(readable(reader_of(user)))

    def of_office(self, user: Any) -> Self:
        """Return all of one's office alone: what `visible_to` comes to where nothing is issued yet."""
        return self.filter(of_office_of(reader_of(user)))

    def of_own_alliance(self, user: Any) -> Self:
        """Return those of the alliances in which the user holds any right: what is news or a double for them."""
        return self.filter(of_alliances_of(reader_of(user)))

    def news_for(self, user: Any) -> Self:
        """Return papers in force of the user's own alliances that they may read and have still to take in.

        Those that were entered from paper are no news.
        """
        reader = reader_of(user)
        known = readable(reader) & of_alliances_of(reader) & news(user)
        return self.filter(known, status=DraftStatus.ISSUED, is_transcription=False)

    def being_written(self) -> Self:
        """Return those that are on somebody's desk: neither issued nor dropped."""
        return self.filter(status__in=BEING_WRITTEN)

    def issued(self) -> Self:
        """Return those that became a paper, the newest first, with the paper."""
        papers = self.filter(document__isnull=False).with_document()
        return papers.order_by("-document__issued_on", "-document__number", "-pk")

    def with_document(self) -> Self:
        """Return the drafts with the papers that they became, without what these print: twenty of them are half a megabyte."""
        return self.select_related("document").defer("document__payload")

    def with_place(self) -> Self:
        """Return the drafts with their issuer, and with the paper they became and its file: what any page of them needs."""
        return self.select_related("issuer__unit", "document__file").defer("document__payload")

    def with_parts(self, *own_rows: str) -> Self:
        """Return the drafts with all that their paper prints, in a constant number of queries; `own_rows` are the kind's."""
        drafts = self.with_place().select_related("signing__person", "co_signing__person", "predecessor__document")
        return drafts.defer("document__payload", "predecessor__document__payload").prefetch_related(*PARTS, *own_rows)


class Draft(models.Model):
    """What every kind of paper has while it is written. The kind's own model inherits this one.

    A draft is frozen as a Document when it gets its number, and stays as the history of how that came about.
    """

    kind = models.CharField(max_length=30, editable=False)
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="drafts", verbose_name="cơ quan ban hành")
    status = models.CharField("trạng thái", max_length=14, choices=DraftStatus, default=DraftStatus.DRAFT)
    owner_since = models.DateTimeField("ở người đang giữ từ lúc", default=timezone.now, editable=False)
    version = models.PositiveSmallIntegerField(default=1)
    predecessor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="văn bản được sửa đổi, thay thế",
    )
    relation = models.CharField("quan hệ", max_length=12, choices=Relation, blank=True)
    summary = models.TextField(
        "trích yếu",
        max_length=MAX_SUMMARY,
        validators=[check_lines],
        help_text="Viết liền sau tên loại văn bản. Xuống dòng ở đâu thì in như thế.",
    )
    place_name = models.CharField("địa danh", max_length=60, blank=True)
    lead_in = models.TextField("lời mở đầu", max_length=MAX_PREAMBLE, blank=True, help_text="In trước các căn cứ.")
    preamble = models.TextField(
        "lời dẫn",
        max_length=MAX_PREAMBLE,
        blank=True,
        help_text="Đoạn nối căn cứ với mục I, kết thúc bằng “như sau:”.",
    )
    closing = models.TextField("lời kết", max_length=MAX_PREAMBLE, blank=True)
    numbering_style = models.CharField(
        "cách đánh số cấp ba", max_length=10, choices=NumberingStyle, default=NumberingStyle.DECIMAL
    )
    archive_line = models.CharField(
        "dòng lưu", max_length=120, blank=True, help_text="Để trống: theo cơ quan ban hành."
    )
    addresses_everyone = models.BooleanField("gửi mọi đơn vị thành viên, trực thuộc", default=True)
    addressed_blocks = models.ManyToManyField(EmulationBlock, blank=True, related_name="+", verbose_name="khối, cụm")
    addressed_units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="đơn vị")
    signing = models.ForeignKey(
        SigningAuthority, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ký"
    )
    co_signing = models.ForeignKey(
        SigningAuthority,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người cùng ký, bên trái",
    )
    is_public = models.BooleanField("công khai cho mọi người đọc", default=True)
    # A paper issued elsewhere, kept here as its text. The fields below are as the paper has them.
    is_transcription = models.BooleanField("bản nhập từ văn bản đã ban hành", default=False)
    paper_number = models.PositiveIntegerField("số trên bản giấy", null=True, blank=True)
    paper_symbol = models.CharField("ký hiệu trên bản giấy", max_length=60, blank=True)
    paper_issued_on = models.DateField("ngày trên bản giấy", null=True, blank=True)
    paper_signature_lines = models.TextField("quyền hạn, chức vụ người ký trên bản giấy", max_length=500, blank=True)
    paper_signer_name = models.CharField("người ký trên bản giấy", max_length=120, blank=True)
    approved_on = models.DateField("ngày duyệt", null=True, blank=True, editable=False)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="draft")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # Who has written in it or sent it on: they do not confirm it.
    hands = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=1)  # counts edits, so that two tabs do not overwrite each other

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=DraftStatus.values), name="draft_status_known"),
            models.CheckConstraint(
                condition=Q(numbering_style__in=NumberingStyle.values), name="draft_numbering_style_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ISSUED_EVER, document__isnull=False)
                | ~Q(status__in=ISSUED_EVER) & Q(document__isnull=True),
                name="draft_issued_with_document",
            ),
            models.CheckConstraint(
                condition=Q(predecessor__isnull=True, relation="")
                | Q(predecessor__isnull=False, relation__in=Relation.values),
                name="draft_relation_with_predecessor",
            ),
            models.CheckConstraint(
                condition=Q(co_signing__isnull=True) | Q(signing__isnull=False) & ~Q(co_signing=F("signing")),
                name="draft_co_signed_by_another",
            ),
            models.CheckConstraint(condition=~Q(predecessor=F("pk")), name="draft_succeeds_another"),
            # A paper is replaced once, and corrected by one new version at a time; it may be amended again and again.
            models.UniqueConstraint(
                fields=["predecessor"],
                name="draft_one_successor",
                condition=Q(relation__in=[Relation.CORRECTION, Relation.REPLACEMENT]) & ~Q(status="discarded"),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-created_at"]),
            models.Index(fields=["kind", "status"]),
            models.Index("issuer", MD5(FoldedWords("summary")), name="draft_same_summary"),
        ]
        triggers = [
            pgtrigger.FSM(name="status_moves", field="status", transitions=all_moves()),
            guards.begins_as(DraftStatus.DRAFT),
            guards.never_deleted(),
            guards.never_truncated(),
        ]

    def __str__(self) -> str:
        return f"{self.noun_upper} {uncapitalised(' '.join(self.summary.split()))}"

    def get_absolute_url(self) -> str:
        return address_of("drafts:detail", self.kind_of.slug, pk=self.pk)

    @property
    def kind_of(self) -> "PaperKind":
        """Return what kind of paper this is: its own blocks, gaps by law, what follows its issue."""
        return kind_named(self.kind)

    @property
    def own(self) -> "Draft":
        """Return the same row as the model of its kind."""
        model: type[Draft] = self.kind_of.model
        return self if isinstance(self, model) else model._default_manager.get(pk=self.pk)

    @property
    def noun(self) -> str:
        return self.kind_of.noun

    @property
    def noun_upper(self) -> str:
        """Return the noun as it begins a sentence: Kế hoạch."""
        return capitalised(self.kind_of.noun)

    @property
    def document_type(self) -> str:
        return self.kind_of.type

    @property
    def place(self) -> Unit:
        """Return whose paper it is: rights are asked there."""
        return self.issuer.unit

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def is_returned(self) -> bool:
        return self.status == DraftStatus.RETURNED

    @property
    def is_superseded(self) -> bool:
        return self.status == DraftStatus.SUPERSEDED

    @property
    def is_revoked(self) -> bool:
        return self.status == DraftStatus.REVOKED

    @property
    def is_discarded(self) -> bool:
        return self.status == DraftStatus.DISCARDED

    @property
    def is_to_be_registered(self) -> bool:
        """Return whether it is the text of a paper issued elsewhere that waits for its line in the book."""
        return self.is_transcription and self.status == DraftStatus.DRAFT

    @property
    def touches_another(self) -> bool:
        """Return whether it amends or replaces another paper; a correction is the same paper."""
        return self.predecessor_id is not None and self.relation != Relation.CORRECTION

    def trail(self) -> list[tuple[str, str]]:
        """Return the things above it and itself, for the head of its pages."""
        return [*self.kind_of.trail(self), (self.noun_upper, self.get_absolute_url())]

    @property
    def kind_of_trail(self) -> list[tuple[str, str]]:
        return self.kind_of.trail(self)

    @property
    def open_successors(self) -> models.QuerySet["Draft"]:
        """Return what is being written to correct, amend or replace the paper; what was issued once is open no more."""
        return self.successors.exclude(status__in=[*ISSUED_EVER, DraftStatus.DISCARDED])

    @property
    def correction(self) -> "Draft | None":
        """Return the newer version in which a transcription is being, or was, put right."""
        return self.successors.filter(relation=Relation.CORRECTION).exclude(status=DraftStatus.DISCARDED).first()

    @property
    def replacement(self) -> "Draft | None":
        """Return the paper that took this one's place; of one that amends, what took that of the paper it amends."""
        newer = self.successors.filter(relation__in=[Relation.CORRECTION, Relation.REPLACEMENT], status__in=ISSUED_EVER)
        amended = self.predecessor if self.relation == Relation.AMENDMENT else None
        return newer.first() or (amended.replacement if amended else None)

    def effects_on_predecessor(self) -> list[str]:
        """Say what its issue does to the paper that it names."""
        if self.predecessor is None:
            return []
        old = self.predecessor.document
        assert old is not None  # only an issued paper has successors
        amendments = old.amendments_in_force() if self.relation != Relation.AMENDMENT else []
        if self.relation == Relation.CORRECTION:
            told = "Bản nhập trước được đánh dấu “Đã được thay thế” và vẫn giữ lại để xem."
            return [told, *(f"{each} từ nay sửa đổi, bổ sung bản nhập mới." for each in amendments)]
        if self.relation == Relation.REPLACEMENT:
            told = f"{old} hết hiệu lực, được đánh dấu “Đã được thay thế” và vẫn đọc được."
            return [
                told,
                *(f"{each}, sửa đổi, bổ sung văn bản ấy, cũng hết hiệu lực cùng ngày." for each in amendments),
            ]
        return [f"{old} vẫn có hiệu lực và ghi rõ được sửa đổi, bổ sung bởi văn bản này."]
