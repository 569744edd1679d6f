"""What a new paper does to one that is in force: it takes its place, or amends it."""

import datetime as dt

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import move
from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from units.models import Unit

from ..enums import DocumentStatus, EffectKind
from ..models import Document, Issuer, PaperEffect
from ..workflow import STEPS


class WrongPaper(DomainError):
    """The one paper can have no such effect on the other."""


def lock_paper(document_id: int) -> Document:
    """Return the paper as it stands now, locked until the transaction ends."""
    return Document.objects.select_for_update(of=("self",)).select_related("issuer__unit").get(pk=document_id)


def check_may_touch(issuer: Issuer, issued_on: dt.date, older: Document) -> None:
    """Raise WrongPaper unless a paper of this issuer and day may amend, replace or revoke the older one."""
    if root_of(issuer.unit) != root_of(older.issuer.unit):
        raise WrongPaper(f"{older} do cơ quan khác ban hành, nên văn bản của {issuer} không tác động đến được.")
    if issued_on < older.issued_on:
        raise WrongPaper(
            f"Văn bản ngày {short_date(issued_on)} có trước {older} ngày {short_date(older.issued_on)}, "
            "nên không sửa đổi, thay thế hoặc thu hồi văn bản này được. Hãy kiểm tra lại ngày."
        )


def check_in_force(document: Document) -> None:
    if document.status != DocumentStatus.ISSUED:
        raise WrongPaper(f"{document} {document.get_status_display().lower()}, nên không sửa đổi, bổ sung được nữa.")


def supersede(document: Document, *, on: dt.date, by: User) -> None:
    """Mark the paper, which is locked, as replaced from this day on. Raises InvalidMove, PermissionDenied."""
    document.ended_on = on
    move(document, to=DocumentStatus.SUPERSEDED, by=by, steps=STEPS, saving=("ended_on",))


def note_effect(kind: EffectKind, *, on: Document, by: Document, from_day: dt.date, user: User) -> PaperEffect:
    return PaperEffect.objects.create(kind=kind, on=on, by=by, effective_on=from_day, recorded_by=user)


def root_of(unit: Unit) -> int:
    """Return the key of the alliance to which the unit belongs: what stands at the top of its tree."""
    while unit.parent is not None:
        unit = unit.parent
    return unit.pk
