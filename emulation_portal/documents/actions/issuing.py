"""Ban hành: give the number, freeze the payload, ask for the file. All in one transaction."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record

from .. import policies
from ..enums import DocumentType, EffectKind, EntryKind, NumberingMode
from ..models import Document, Issuer, Register, RegisterEntry
from ..paper import Paper
from ..paper_limits import check_limits
from ..regulations import WrongNumber, check_issue_date
from .effects import (
    WrongPaper,
    carry_amendments,
    check_in_force,
    check_may_touch,
    check_of_one_alliance,
    check_of_the_book,
    ended_with,
    lock_corrected,
    lock_ending,
    lock_papers,
    note_effect,
    supersede,
)
from .freezing import freeze
from .numbering import check_neighbours, lock_issuers, lock_register, next_number, typed_number
from .voiding import void_line

KEPT = "Lưu:"  # the last line of nơi nhận is no recipient: it has a column of its own in the book


@dataclass(frozen=True)
class Order:
    """What is to be issued: the paper without its number, and where it belongs."""

    issuer: Issuer
    document_type: DocumentType
    paper: Paper
    issued_on: dt.date
    subject: models.Model
    is_public: bool = True
    typed_number: int | None = None


def issue(
    order: Order, *, by: User, today: dt.date, supersedes: Document | None = None, amends: Document | None = None
) -> Document:
    """Issue the paper: its number, its frozen payload, its line in the book; then its file by a worker.

    `supersedes` names a paper whose place it takes from its day on, and what amends that paper ends with it; `amends`
    names one that stays in force and says by what it was amended. The caller's transaction holds the lock on the
    subject. The number comes last, so a failure before it uses none and a failure after it gives it back. Raises
    PermissionDenied, WrongDate, WrongNumber, WrongPaper, InvalidMove, NoTemplate, PaperTooLarge, DoneAtOnce. Source: NĐ 30/2020/NĐ-CP Điều 15, 18.
    """
    if supersedes is not None and supersedes == amends:
        raise ValueError("a paper is replaced or amended by another, never both")
    _check_order(order, by=by, today=today)
    register = lock_register(order.issuer, order.document_type, order.issued_on.year)
    ending, amended = _lock_touched(order, supersedes, amends)
    for older, reason in ending:
        supersede(older, on=order.issued_on, by=by, reason=reason)
    number = _take_number(register, order)
    document = _freeze(order, _write_line(register, order, number, EntryKind.ISSUED), by=by, supersedes=supersedes)
    for older, reason in ending:
        note_effect(EffectKind.REPLACES, on=older, by=document, from_day=order.issued_on, user=by, reason=reason)
    if amended is not None:
        note_effect(EffectKind.AMENDS, on=amended, by=document, from_day=order.issued_on, user=by)
    return document


def _lock_touched(
    order: Order, supersedes: Document | None, amends: Document | None
) -> tuple[list[tuple[Document, str]], Document | None]:
    """Lock what the paper touches; return what ends by it, each with why if it ends with another, and what it amends.

    Raises WrongPaper, DoneAtOnce.
    """
    others = [amends] if amends else []
    locked = lock_ending(supersedes, *others) if supersedes else (lock_papers(*(each.pk for each in others)), [])
    papers, amendments = locked
    for each in papers.values():
        check_may_touch(order.issuer.unit, order.issued_on, each)
        check_of_the_book(each)
    amended = papers[amends.pk] if amends else None
    if amended is not None:
        check_in_force(amended)
    if supersedes is None:
        return [], amended
    if amended in amendments:
        raise WrongPaper(f"{amended} hết hiệu lực cùng {supersedes}, nên không sửa đổi, bổ sung được nữa.")
    return [(papers[supersedes.pk], ""), *((each, ended_with(supersedes)) for each in amendments)], amended


def _check_order(order: Order, *, by: User, today: dt.date) -> None:
    policies.check_can_number(by, order.issuer)
    if order.paper.type != order.document_type:
        raise ValueError(f"a paper of type {order.paper.type} cannot take a number of {order.document_type}")
    check_issue_date(order.issued_on, today=today)
    check_limits(order.paper)


def _take_number(register: Register, order: Order) -> int:
    if register.issuer.numbering_mode == NumberingMode.PORTAL:
        if order.typed_number is not None:
            raise WrongNumber("Cổng tự cấp số cho cơ quan này. Hãy bỏ trống ô số.")
        return next_number(register, issued_on=order.issued_on)
    if order.typed_number is None:
        raise WrongNumber("Hãy ghi số văn bản lấy từ sổ của cơ quan.")
    return typed_number(register, order.typed_number, issued_on=order.issued_on, kind=EntryKind.ISSUED)


def transcribe(order: Order, *, by: User, today: dt.date, supersedes: Document | None = None) -> Document:
    """Enter a paper that was issued elsewhere under the number it bears. Its file is marked as no original.

    A corrected transcription supersedes the earlier one and both stay; what amended that one amends it. A number that
    was mistyped stays in the book as void. Raises PermissionDenied, WrongDate, WrongNumber, WrongPaper, InvalidMove,
    NoTemplate, PaperTooLarge.
    """
    if supersedes is not None and not supersedes.is_transcription:
        raise ValueError("only a transcription is corrected by another; what was issued here is replaced by issue()")
    _check_order(order, by=by, today=today)
    if order.typed_number is None:
        raise WrongNumber("Hãy ghi số của văn bản đã ban hành.")
    if supersedes is not None:
        lock_issuers(order.issuer, _line_of(supersedes).register.issuer)
    register = lock_register(order.issuer, order.document_type, order.issued_on.year)
    if supersedes is None:
        number = typed_number(register, order.typed_number, issued_on=order.issued_on, kind=EntryKind.TRANSCRIBED)
        return _freeze(order, _write_line(register, order, number, EntryKind.TRANSCRIBED), by=by)
    older = lock_corrected(supersedes)
    check_of_one_alliance(order.issuer.unit, older)
    supersede(older, on=today, by=by)
    document = _freeze(order, _corrected_line(_line_of(older), register, order, by=by), by=by, supersedes=older)
    note_effect(EffectKind.CORRECTS, on=older, by=document, from_day=today, user=by)
    carry_amendments(older, document, by=by)
    return document


def _line_of(document: Document) -> RegisterEntry:
    assert document.entry is not None  # what was transcribed stands in a book
    return document.entry


def _corrected_line(entry: RegisterEntry, register: Register, order: Order, *, by: User) -> RegisterEntry:
    """Return the line of a corrected transcription: its own, or a new one when its number was mistyped."""
    assert order.typed_number is not None  # asked by the caller
    if (entry.register_id, entry.number) == (register.pk, order.typed_number):
        _correct_line(entry, register, order, by=by)
        return entry
    number = typed_number(register, order.typed_number, issued_on=order.issued_on, kind=EntryKind.TRANSCRIBED)
    corrected = _write_line(register, order, number, EntryKind.TRANSCRIBED)
    book = Register.objects.select_for_update().get(pk=entry.register_id)
    void_line(book, entry, f"Nhập sai số; đã nhập lại thành {corrected.printed_number}.", by=by)
    return corrected


def _correct_line(entry: RegisterEntry, register: Register, order: Order, *, by: User) -> None:
    """Write into the line of a transcription what its corrected text says; the log keeps what stood there."""
    check_neighbours(register, entry.number, order.issued_on)
    columns = _columns(order)
    changes = {
        name: [str(getattr(entry, name)), str(value)]
        for name, value in columns.items()
        if getattr(entry, name) != value
    }
    if not changes:
        return
    for name, value in columns.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(columns))
    record("register.line_corrected", entry, by=by, data=changes)


def _columns(order: Order) -> dict[str, Any]:
    """Return what the paper itself says in the book's columns."""
    paper = order.paper
    return {
        "symbol": paper.symbol,
        "issued_on": order.issued_on,
        "summary": paper.summary_line,
        "signer_name": paper.signer_name,
        "recipients": "; ".join(line for line in paper.recipients if not line.startswith(KEPT)),
    }


def _write_line(register: Register, order: Order, number: int, kind: EntryKind) -> RegisterEntry:
    recipients = order.paper.recipients
    return RegisterEntry.objects.create(
        register=register,
        number=number,
        document_type=order.document_type,
        archive_holder="; ".join(line.removeprefix(KEPT).strip() for line in recipients if line.startswith(KEPT)),
        kind=kind,
        note="Nhập lại từ văn bản đã ban hành." if kind == EntryKind.TRANSCRIBED else "",
        **_columns(order),
    )


def _freeze(order: Order, entry: RegisterEntry, *, by: User, supersedes: Document | None = None) -> Document:
    document = Document(
        entry=entry,
        issuer=order.issuer,
        document_type=order.document_type,
        number=entry.number,
        symbol=entry.symbol,
        issued_on=order.issued_on,
        summary=entry.summary,
        signer_name=entry.signer_name,
        kind=entry.kind,
        supersedes=supersedes,
        is_public=order.is_public,
        subject_type=order.subject._meta.label_lower,
        subject_id=order.subject.pk,
    )
    return freeze(document, order.paper, by=by)
