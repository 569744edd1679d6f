"""Concluding a giao ước: it is kept as a paper of the khối; and the copy that is printed to be signed by hand."""

import datetime as dt

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.core.errors import DomainError
from emulation_portal.core.vietnamese import ascii_slug
from emulation_portal.documents.actions import UnitOrder, issue_of_unit, prepare_copy
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.models import Issuer, LooseCopy
from emulation_portal.procedure.moving import lock, moving

from ..models import Pledge
from ..papers import signed_paper
from ..policies import check_can_read_text
from .signing import CannotSign


class NoIssuer(DomainError):
    """The alliance has not said yet how its papers look."""


@transaction.atomic
def conclude(*, pledge_id: int, by: User, on: dt.date, read: int | None = None) -> Pledge:
    """Chốt giao ước: keep it as it was signed, with who has and who has not. Nothing of it changes any more.

    After commit: its file is rendered, the units are told. Raises PermissionDenied, InvalidMove (too few have signed, or
    the last day has not passed), ReadAnotherText, and what `issue_of_unit` raises.
    """
    pledge: Pledge = lock(Pledge, pledge_id, read)
    with moving(pledge, "concluded", by=by):
        pledge.concluded_on = on
    order = UnitOrder(
        unit=pledge.place,
        block=pledge.block,
        document_type=DocumentType.BTT,
        paper=signed_paper(pledge, is_final=True),
        issued_on=on,
        subject=pledge,
    )
    issue_of_unit(order, by=by, today=on)
    return pledge


@transaction.atomic
def print_to_sign(*, pledge_id: int, by: User) -> LooseCopy:
    """Ask for the copy that the units sign by hand; as it stands, the same again is the same copy.

    Raises PermissionDenied, CannotSign (not signed now), NoIssuer.
    """
    pledge: Pledge = lock(Pledge, pledge_id)
    check_can_read_text(by, pledge)
    if not pledge.is_signed_now:
        raise CannotSign("Chỉ in bản để ký trong lúc giao ước đang ký. Giao ước đã chốt thì tải bản đã lưu.")
    issuer = Issuer.objects.filter(unit=pledge.place).first()
    if issuer is None:
        raise NoIssuer("Liên minh chưa khai thể thức văn bản nên chưa in được. Hãy báo quản trị hệ thống.")
    copy, _ = prepare_copy(
        signed_paper(pledge, is_final=False).to_json(),
        template="to_sign",
        file_name=f"giao-uoc-{pledge.year}-{ascii_slug(pledge.block.name, 40)}.pdf",
        issuer=issuer,
        subject=pledge,
        subject_url=pledge.get_absolute_url(),
        by=by,
    )
    return copy
