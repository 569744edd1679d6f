"""Thu hồi: a paper ends by another one, of the book or issued elsewhere."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import short_date
from emulation_portal.procedure.moving import moving

from ..enums import EffectKind
from ..models import Document, PaperEffect
from .effects import (
    WrongPaper,
    check_may_touch,
    check_of_one_alliance,
    check_of_the_book,
    ended_with,
    lock_ending,
)


@dataclass(frozen=True)
class RevokedBy:
    """The paper that revokes another: `document` of the book, or the rest, typed as it stands on one issued elsewhere."""

    document: Document | None = None
    number_symbol: str = ""
    issued_on: dt.date | None = None
    issuer: str = ""
    summary: str = ""

    def __post_init__(self) -> None:
        is_typed = bool(self.number_symbol or self.issued_on or self.issuer or self.summary)
        if is_typed == (self.document is not None):
            raise ValueError("a paper is revoked by one of the book or by one that is typed, never by both or none")

    def is_typed_as(self, document: Document) -> bool:
        """Return whether this paper of the book was typed as if it were issued elsewhere."""
        return self.issued_on == document.issued_on and document.is_named_in(self.number_symbol)


@transaction.atomic
def revoke(*, document_id: int, reason: str, by: User, on: dt.date, through: RevokedBy) -> Document:
    """Thu hồi from this day on: the paper stays to be read, marked as revoked everywhere, and says by which paper.

    What amends it ends with it, by the same paper. Raises PermissionDenied, InvalidMove, ReasonMissing, WrongPaper,
    DoneAtOnce. Source: NĐ 30/2020/NĐ-CP Điều 18.
    """
    papers, amendments = lock_ending(Document(pk=document_id), *((through.document,) if through.document else ()))
    document = papers[document_id]
    acting = papers[through.document.pk] if through.document else None
    _end(document, by=by, on=on, reason=reason)
    if acting is not None:
        _check_acting(acting, document, on=on)
    else:
        _check_typed(through, document, on=on)
    _note(document, through, by=by, on=on, reason=reason)
    for each in amendments:
        if each == acting or through.is_typed_as(each):
            raise WrongPaper(
                f"{each} sửa đổi, bổ sung {document} nên hết hiệu lực cùng. Hãy chọn văn bản thu hồi khác."
            )
        _check_not_before(each, on=on)
        _end(each, by=by, on=on, reason=ended_with(document))
        _note(each, through, by=by, on=on, reason=ended_with(document))
    return document


def _end(document: Document, *, by: User, on: dt.date, reason: str) -> None:
    with moving(document, "revoked", by=by, reason=reason):
        document.ended_on, document.status_reason = on, reason


def _note(document: Document, through: RevokedBy, *, by: User, on: dt.date, reason: str) -> None:
    PaperEffect.objects.create(
        kind=EffectKind.REVOKES,
        on=document,
        by=through.document,
        by_number_symbol=through.number_symbol.strip(),
        by_issued_on=through.issued_on,
        by_issuer=through.issuer.strip(),
        by_summary=through.summary.strip(),
        effective_on=on,
        reason=reason,
        recorded_by=by,
    )


def _check_acting(acting: Document, document: Document, *, on: dt.date) -> None:
    """Raise WrongPaper unless the acting paper of the book may revoke the document; both are locked."""
    if acting.pk == document.pk:
        raise WrongPaper(f"{document} không thể tự thu hồi chính mình. Hãy chọn văn bản thu hồi.")
    check_of_one_alliance(acting.place, document)
    check_of_the_book(acting)
    if not acting.is_in_force:
        raise WrongPaper(f"{acting} {acting.get_status_display().lower()}, nên không thu hồi văn bản khác được.")
    if acting.frozen_at < document.frozen_at and not (acting.is_transcription or document.is_transcription):
        raise WrongPaper(
            f"{acting} đã ban hành trước {document}, nên không thể thu hồi văn bản ấy. Hãy chọn văn bản ban hành sau."
        )
    check_may_touch(acting.place, acting.issued_on, document)
    _check_day(acting.issued_on, document, on=on)


def _check_typed(through: RevokedBy, document: Document, *, on: dt.date) -> None:
    if not through.number_symbol.strip() or through.issued_on is None or not through.issuer.strip():
        raise WrongPaper("Hãy ghi đủ số, ký hiệu, ngày và cơ quan ban hành của văn bản thu hồi.")
    if through.is_typed_as(document):
        raise WrongPaper(f"{document} không thể tự thu hồi chính mình. Hãy ghi số, ngày của văn bản thu hồi.")
    if through.issued_on < document.issued_on:
        raise WrongPaper(
            f"Văn bản thu hồi ngày {short_date(through.issued_on)} có trước {document} "
            f"ngày {short_date(document.issued_on)}. Hãy kiểm tra lại ngày."
        )
    _check_day(through.issued_on, document, on=on)


def _check_day(acting_on: dt.date, document: Document, *, on: dt.date) -> None:
    if acting_on > on:
        raise WrongPaper(
            f"Văn bản thu hồi ngày {short_date(acting_on)} ở sau ngày thu hồi {short_date(on)}. Hãy kiểm tra lại ngày."
        )
    _check_not_before(document, on=on)


def _check_not_before(document: Document, *, on: dt.date) -> None:
    if on < document.issued_on:
        raise WrongPaper(f"Ngày thu hồi {short_date(on)} có trước ngày ban hành {document}. Hãy kiểm tra lại ngày.")
