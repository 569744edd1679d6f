"""Ban hành of a unit: its paper is kept as it was signed, in no book of the alliance. All in one transaction."""

import datetime as dt
from dataclasses import dataclass

from django.db import models

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import short_date
from emulation_portal.procedure.moving import moving
from units.models import EmulationBlock, Unit

from ..enums import DocumentStatus, DocumentType, EffectKind
from ..models import Document
from ..paper import Paper
from ..paper_limits import check_limits
from ..regulations import WrongNumber, check_issue_date
from .effects import WrongPaper, check_may_touch, lock_papers, note_effect, supersede
from .freezing import freeze
from .numbering import check_size


@dataclass(frozen=True)
class UnitOrder:
    """What a unit issues: its paper, and the number that it wrote from its own book, if it keeps one.

    A paper of a khối, cụm names the block. Its place is then the alliance whose block it is, yet it is none of the
    alliance's papers: it stands in no book and bears no number.
    """

    unit: Unit
    document_type: DocumentType
    paper: Paper
    issued_on: dt.date
    subject: models.Model
    number: int | None = None
    is_public: bool = False
    block: EmulationBlock | None = None


def issue_of_unit(order: UnitOrder, *, by: User, today: dt.date, supersedes: Document | None = None) -> Document:
    """Keep a paper that a unit issues: its frozen payload and its file, and no line in any book of the alliance.

    Whether `by` may do so for the unit, the procedure of the subject has asked. Its transaction holds the lock on the
    subject. `supersedes` is what stood for the subject until now: it ends on the new paper's day, and both stay to be
    read. Raises WrongDate, WrongNumber, WrongPaper (one of the type stands for the subject already; the unit works no
    more; an earlier day than the former one's), InvalidMove (the former one has ended), NoTemplate, PaperTooLarge.
    """
    _check_order(order, today=today)
    older = _lock_former(order, supersedes) if supersedes is not None else None
    _check_stands_alone(order, older)
    _check_number_is_free(order)
    if older is not None:
        supersede(older, on=order.issued_on, by=by)
    document = freeze(_row(order, older), order.paper, by=by)
    if older is not None:
        note_effect(EffectKind.REPLACES, on=older, by=document, from_day=order.issued_on, user=by)
    return document


def withdraw_of_unit(document: Document, *, by: User, on: dt.date, reason: str) -> Document:
    """End a paper of a unit without another in its place: what it told of is taken back. It stays to be read.

    Whether `by` may do so, the procedure of the subject has asked. Raises ReasonMissing, InvalidMove.
    """
    locked = lock_papers(document.pk)[document.pk]
    with moving(locked, "withdrawn", by=by, reason=reason):
        locked.ended_on, locked.status_reason = max(on, locked.issued_on), reason
    return locked


def _check_order(order: UnitOrder, *, today: dt.date) -> None:
    if order.paper.type != order.document_type:
        raise ValueError(f"a paper of type {order.paper.type} is no {order.document_type}")
    _check_place(order)
    check_issue_date(order.issued_on, today=today)
    if order.number is not None:
        check_size(order.number)
    closed_on = order.unit.closed_on
    if closed_on is not None and closed_on <= order.issued_on:
        raise WrongPaper(
            f"{order.unit} thôi hoạt động từ {short_date(closed_on)}, nên không ban hành văn bản "
            f"ngày {short_date(order.issued_on)} được. Hãy kiểm tra lại ngày."
        )
    check_limits(order.paper)


def _check_place(order: UnitOrder) -> None:
    if order.block is not None:
        if order.block.alliance_id != order.unit.pk or order.number is not None:
            raise ValueError("a paper of a block lies at the alliance of the block and bears no number")
    elif order.unit.parent_id is None:
        raise ValueError("what the alliance itself issues stands in its book: issue() gives it a number there")


def _lock_former(order: UnitOrder, former: Document) -> Document:
    """Return what stood for the subject, locked. Its unit may be another: units hand on what they owe."""
    older = lock_papers(former.pk)[former.pk]
    about = order.subject._meta.label_lower, order.subject.pk, order.document_type
    if not older.is_of_unit or (older.subject_type, older.subject_id, older.document_type) != about:
        raise ValueError(f"document {older.pk} is no former paper of a unit on {about}")
    check_may_touch(order.unit, order.issued_on, older)
    return older


def _check_stands_alone(order: UnitOrder, older: Document | None) -> None:
    """Raise WrongPaper when a paper of the type stands for the subject, but for the one that ends now."""
    same = Document.objects.filter(
        unit__isnull=False,
        subject_type=order.subject._meta.label_lower,
        subject_id=order.subject.pk,
        document_type=order.document_type,
        status=DocumentStatus.ISSUED,
    )
    standing = (same.exclude(pk=older.pk) if older else same).first()
    if standing is not None:
        raise WrongPaper(
            f"{standing} ngày {short_date(standing.issued_on)} đã được lưu cho việc này. Hãy tải lại trang để xem; "
            "muốn sửa nội dung, hãy lập bản mới thay thế."
        )


def _check_number_is_free(order: UnitOrder) -> None:
    """Raise WrongNumber when the unit gave the number to something else of that type and year. Its row stays locked.

    Versions of one subject keep its number.
    """
    if order.number is None:
        return
    Unit.objects.select_for_update(no_key=True).get(pk=order.unit.pk)
    same = Document.objects.filter(
        unit=order.unit,
        document_type=order.document_type,
        number=order.number,
        issued_on__year=order.issued_on.year,
    ).exclude(subject_type=order.subject._meta.label_lower, subject_id=order.subject.pk)
    taken = same.defer("payload").first()
    if taken is not None:
        raise WrongNumber(
            f"{taken} ngày {short_date(taken.issued_on)} của đơn vị đã mang số {order.number}. Hãy xem lại sổ của đơn vị, "
            "ghi số khác hoặc bỏ trống."
        )


def _row(order: UnitOrder, older: Document | None) -> Document:
    return Document(
        unit=order.unit,
        document_type=order.document_type,
        number=order.number,
        symbol=order.paper.symbol,
        issued_on=order.issued_on,
        summary=order.paper.title or order.paper.summary_line,
        signer_name=order.paper.signer_name,
        supersedes=older,
        is_public=order.is_public,
        subject_type=order.subject._meta.label_lower,
        subject_id=order.subject.pk,
    )
