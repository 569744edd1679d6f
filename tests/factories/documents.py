"""Issuers, papers, and papers issued through the real actions, as tests need them."""

import datetime as dt
import itertools

from django.db import models, transaction
from msgspec.structs import replace

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.documents import actions
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.models import Document, DocumentFile, Issuer
from emulation_portal.documents.paper import Header, Paper, Paragraph, Signature
from emulation_portal.documents.papers import unit_paper
from emulation_portal.documents.queries import facts_of
from emulation_portal.documents.storage import store
from emulation_portal.rights.enums import Role
from units.enums import UnitKind
from units.models import Unit

from .people import PositionFactory, UnitFactory, alliance, user_with_role

DAY = dt.date(2026, 3, 2)
_titles = itertools.count(1)


def issuer(**fields) -> Issuer:
    """Return the alliance as issuer, made on first call; with fields, changed to them."""
    found, _ = Issuer.objects.get_or_create(
        unit=alliance(),
        defaults={
            "superior_lines": "Liên minh Hợp tác xã Việt Nam",
            "name_lines": "Liên minh Hợp tác xã\ntỉnh Quảng Ninh",
            "full_name": "Liên minh Hợp tác xã tỉnh Quảng Ninh",
            "place_name": "Quảng Ninh",
            "symbol": "LMHTX",
        },
    )
    for name, value in fields.items():
        setattr(found, name, value)
    if fields:
        found.save()
    return found


def council_issuer() -> Issuer:
    """Return the council, which has its own series."""
    unit = UnitFactory(kind=UnitKind.COUNCIL, name="Hội đồng Thi đua - Khen thưởng", code="HDTDKT")
    return Issuer.objects.create(
        unit=unit,
        superior_lines="Liên minh HTX tỉnh Quảng Ninh",
        name_lines="Hội đồng Thi đua - Khen thưởng",
        full_name="Hội đồng Thi đua - Khen thưởng Liên minh Hợp tác xã tỉnh",
        symbol="HĐTĐKT",
    )


def paper(**changes) -> Paper:
    """Return a short kế hoạch without number and date."""
    base = Paper(
        type="KH",
        type_name="Kế hoạch",
        header=Header(issuer=("Liên minh Hợp tác xã", "tỉnh Quảng Ninh"), superior=("Liên minh Hợp tác xã Việt Nam",)),
        symbol="KH-LMHTX",
        place="Quảng Ninh",
        summary=("Triển khai phong trào thi đua năm 2026",),
        body=(Paragraph("Các đơn vị thành viên đăng ký thi đua."),),
        recipients=("Các đơn vị thành viên", "Lưu: VT, VP"),
        signatures=(Signature(("CHỦ TỊCH",), "Trần Văn Mẫu"),),
        is_draft=True,
    )
    return replace(base, **changes)


def clerk() -> User:
    """Return the clerk, made on first call."""
    found = User.objects.filter(username="van.thu.mau").first()
    return found or user_with_role(Role.CLERK, username="van.thu.mau", full_name="Hoàng Thị Thí Điểm")


def order(
    *,
    on: dt.date = DAY,
    number: int | None = None,
    is_public: bool = True,
    subject: models.Model | None = None,
    of: Issuer | None = None,
    document_type: DocumentType = DocumentType.KH,
    **changes,
) -> actions.Order:
    of = of or issuer()
    changes.setdefault("summary", (f"Triển khai phong trào thi đua số {next(_titles)}",))
    return actions.Order(
        issuer=of,
        document_type=document_type,
        paper=paper(type=document_type.value, symbol=of.symbol_of(document_type), **changes),
        issued_on=on,
        subject=subject or of.unit,
        is_public=is_public,
        typed_number=number,
    )


def issued_document(*, by: User | None = None, file: bytes | None = None, **fields) -> Document:
    """Return a paper issued by the portal; with `file`, these bytes are stored as its PDF."""
    wanted = order(**fields)
    with transaction.atomic():
        document = actions.issue(wanted, by=by or clerk(), today=max(wanted.issued_on, DAY))
    return with_file(document, file) if file is not None else document


def transcribed_document(
    *, number: int, supersedes: Document | None = None, by: User | None = None, file: bytes | None = None, **fields
) -> Document:
    """Return a paper issued elsewhere and entered under its number."""
    wanted = order(number=number, **fields)
    with transaction.atomic():
        document = actions.transcribe(wanted, by=by or clerk(), today=max(wanted.issued_on, DAY), supersedes=supersedes)
    return with_file(document, file) if file is not None else document


def cooperative(**fields) -> Unit:
    """Return a cooperative with a head since long ago."""
    unit = UnitFactory(**{"name": "Hợp tác xã Đông Triều", "commune": "phường Đông Triều"} | fields)
    PositionFactory(unit=unit, is_head=True, person__full_name="Nguyễn Văn Mẫu", person__alliance_id=unit.root_id)
    return unit


def unit_order(
    unit: Unit,
    *,
    on: dt.date = DAY,
    number: int | None = None,
    is_public: bool = False,
    subject: models.Model | None = None,
    document_type: DocumentType = DocumentType.BC,
    **changes,
) -> actions.UnitOrder:
    """Return a short báo cáo that a unit is to issue, on itself unless another subject is given."""
    summary = ("Kết quả phong trào thi đua năm 2026",)
    body = (Paragraph("Đơn vị đã hoàn thành các chỉ tiêu đã đăng ký."),)
    paper = unit_paper(
        facts_of(unit, on=on), document_type, summary=summary, body=body, recipients=("Liên minh HTX tỉnh", "Lưu: VT")
    )
    return actions.UnitOrder(
        unit=unit,
        document_type=document_type,
        paper=replace(paper, **changes),
        issued_on=on,
        subject=subject or unit,
        number=number,
        is_public=is_public,
    )


def document_of_unit(
    unit: Unit,
    *,
    supersedes: Document | None = None,
    by: User | None = None,
    file: bytes | None = None,
    **fields,
) -> Document:
    """Return a paper that a unit issued, kept by whoever wrote it for the unit."""
    wanted = unit_order(unit, **fields)
    by = by or user_with_role(Role.UNIT_EDITOR, unit=unit)
    with transaction.atomic():
        document = actions.issue_of_unit(wanted, by=by, today=max(wanted.issued_on, DAY), supersedes=supersedes)
    return with_file(document, file) if file is not None else document


def with_file(document: Document, content: bytes = b"%PDF-1.7 mau") -> Document:
    """Store bytes as the paper's PDF, as the worker does."""
    name, sha256 = store("documents", content)
    DocumentFile.objects.create(document=document, storage_name=name, sha256=sha256, size_bytes=len(content), pages=1)
    return document


def revoked_by(*, on: dt.date | None = None, **changes) -> actions.RevokedBy:
    """Return a revoking paper that was issued elsewhere, today unless said otherwise."""
    typed = {"number_symbol": "12/QĐ-UBND", "issuer": "Ủy ban nhân dân tỉnh", "summary": "Thu hồi kế hoạch"}
    return actions.RevokedBy(issued_on=on or today(), **typed | changes)


def revoke(*, document_id: int, reason: str, by: User, **fields) -> Document:
    """Revoke a paper today, through one issued elsewhere unless another is given."""
    return actions.revoke(
        document_id=document_id, reason=reason, by=by, **{"on": today(), "through": revoked_by()} | fields
    )
