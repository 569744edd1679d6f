"""What a new paper does to one that is in force: it takes its place, or amends it; and what ends with that one."""

import datetime as dt

from emulation_portal.accounts.models import User
from emulation_portal.core.contention import DoneAtOnce
from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.procedure.moving import moving
from units.models import Unit

from ..enums import EffectKind
from ..models import Document, PaperEffect


class WrongPaper(DomainError):
    """The one paper can have no such effect on the other."""


def lock_papers(*keys: int) -> dict[int, Document]:
    """Return the papers by key as they stand now, locked until the transaction ends.

    All that an act touches are asked for at once and locked in the order of their keys, after the books and before what
    follows from the paper: two acts that touch the same papers wait for each other and never in a ring.
    """
    rows = Document.objects.select_for_update(of=("self",)).select_related("issuer__unit", "unit", "entry__register")
    return {row.pk: row for row in rows.filter(pk__in=keys).order_by("pk")}


def lock_corrected(document: Document) -> Document:
    """Return the transcription that is corrected, locked with all that ever amended it: their effects are noted anew."""
    amending = PaperEffect.objects.filter(on=document, by__isnull=False, kind=EffectKind.AMENDS)
    return lock_papers(document.pk, *amending.values_list("by", flat=True))[document.pk]


def lock_ending(document: Document, *others: Document) -> tuple[dict[int, Document], list[Document]]:
    """Lock a paper that is to end with what amends it, and others; return all by key, and the amendments.

    An amendment that was issued while this waited is not locked in order any more: the act is then done again. Raises
    DoneAtOnce.
    """
    papers = lock_papers(*(each.pk for each in (document, *others, *document.amendments_in_force())))
    amendments = [each.pk for each in document.amendments_in_force()]
    if not papers.keys() >= set(amendments):
        raise DoneAtOnce
    return papers, [papers[key] for key in amendments]


def check_of_one_alliance(place: Unit, older: Document) -> None:
    """Raise WrongPaper, without a name, when a paper of this place and the older one are of two alliances."""
    if place.root_id != older.place.root_id:
        raise WrongPaper(
            "Một trong hai văn bản do cơ quan khác ban hành, nên văn bản này không tác động đến văn bản kia được."
        )


def check_of_the_book(document: Document) -> None:
    """Raise WrongPaper for a paper of a unit: it neither does anything to a paper of a book nor suffers it from one."""
    if document.is_of_unit:
        raise WrongPaper(
            f"{document} do đơn vị ban hành, không có trong sổ văn bản của Liên minh. Hãy chọn văn bản của Liên minh."
        )


def check_may_touch(place: Unit, issued_on: dt.date, older: Document) -> None:
    """Raise WrongPaper unless a paper of this place and day may amend, replace or revoke the older one."""
    check_of_one_alliance(place, older)
    if issued_on < older.issued_on:
        raise WrongPaper(
            f"Văn bản ngày {short_date(issued_on)} có trước {older} ngày {short_date(older.issued_on)}, "
            "nên không sửa đổi, thay thế hoặc thu hồi văn bản này được. Hãy kiểm tra lại ngày."
        )


def check_in_force(document: Document) -> None:
    if not document.is_in_force:
        raise WrongPaper(f"{document} {document.get_status_display().lower()}, nên không sửa đổi, bổ sung được nữa.")


def ended_with(document: Document) -> str:
    """Return why what amends the paper ends: in its status, its effect and the log."""
    return f"Hết hiệu lực cùng {document}."


def supersede(document: Document, *, on: dt.date, by: User, reason: str = "") -> None:
    """Mark the paper, which is locked, as replaced from this day on. Raises InvalidMove, PermissionDenied."""
    with moving(document, "superseded", by=by, reason=reason):
        document.ended_on, document.status_reason = on, reason


def note_effect(
    kind: EffectKind, *, on: Document, by: Document, from_day: dt.date, user: User, reason: str = ""
) -> PaperEffect:
    return PaperEffect.objects.create(kind=kind, on=on, by=by, effective_on=from_day, recorded_by=user, reason=reason)


def carry_amendments(older: Document, newer: Document, *, by: User) -> None:
    """Note on a corrected text what amended the one before, from the same day: it is the same paper."""
    for effect in PaperEffect.objects.filter(on=older, kind=EffectKind.AMENDS):
        effect.pk, effect.on, effect.recorded_by, effect._state.adding = None, newer, by, True
        effect.save()
