"""Sổ đăng ký văn bản đi, read from the register for printing."""

import datetime as dt

from .actions.numbering import GREATEST_NUMBER
from .models import PaperEffect, Register, RegisterEntry
from .queries import effects_in
from .rendering import RegisterBook, RegisterRow


def register_book(
    register: Register, *, printed_on: dt.date | None = None, span: tuple[int, int] | None = None
) -> RegisterBook:
    """Return the book of one series and year, in the order of numbers, void ones included; with `span`, a part of it.

    `span` is the first and the last number wanted; the book says the last one that there is.
    """
    issuer = register.issuer
    effects = effects_in(register)
    entries = list(register.entries.filter(number__range=span or (1, GREATEST_NUMBER)).order_by("number", "pk"))
    if span and entries:
        span = span[0], min(span[1], entries[-1].number)
    return RegisterBook(
        issuer=tuple(issuer.name_lines.splitlines()),
        superior=tuple(issuer.superior_lines.splitlines()),
        year=register.year,
        series=register.series,
        rows=tuple(_row(entry, effects.get(entry.pk, [])) for entry in entries),
        printed_on=printed_on,
        span=span,
    )


def _row(entry: RegisterEntry, effects: list[PaperEffect]) -> RegisterRow:
    note = f"Đã hủy số: {entry.void_reason}" if entry.voided_at else entry.note
    note = " ".join([*(effect.told for effect in effects), note]).strip()
    return RegisterRow(
        number=entry.printed_number,
        issued_on=entry.issued_on,
        title=entry.title,
        signer=entry.signer_name,
        recipients=entry.recipients,
        keeper=entry.archive_holder,
        copies=str(entry.copies or ""),
        sent_on=entry.forwarded_on,
        received=entry.received_by,
        note=note,
        is_void=entry.voided_at is not None,
    )
