"""Many drafts at any station of their way, for measuring: rows in bulk, moved as the database lets them be moved."""

from collections.abc import Sequence
from typing import TypeVar

from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.audit.crowd import tell
from emulation_portal.core.crowds import insert, move_in_bulk
from emulation_portal.documents.crowd import CrowdPaper, issue_in_bulk
from units.models import Unit

from .enums import DraftStatus
from .models import Draft, DraftSection

D = TypeVar("D", bound=Draft)

PARAGRAPHS = 40  # of an issued paper: about seven pages
_WAY = (DraftStatus.DRAFT, DraftStatus.DEPT_REVIEW, DraftStatus.LEADER_REVIEW, DraftStatus.APPROVED)


def open_in_bulk(drafts: Sequence[D]) -> Sequence[D]:
    """Insert drafts that the kind's own model inherits from: all common rows at once, then the kind's own."""
    now = timezone.now()
    common = [field for field in Draft._meta.concrete_fields if not field.primary_key]
    rows = insert(
        Draft(**{field.attname: getattr(draft, field.attname) for field in common} | {"created_at": now})
        for draft in drafts
    )
    for draft, row in zip(drafts, rows, strict=True):
        draft.pk, draft.draft_ptr_id, draft.created_at = row.pk, row.pk, now  # type: ignore[attr-defined]
        draft.save_base(raw=True, force_insert=True)
    insert(
        DraftSection(draft=row, position=at, level=1, title=f"Mục {at}", body="Các đơn vị đăng ký thi đua.")
        for row in rows
        for at in range(1, 6)
    )
    return drafts


def bring_to(status: DraftStatus, drafts: Sequence[D]) -> None:
    """Move drafts along the way of review, step by step as far as `status`."""
    move_in_bulk(drafts, _WAY[1 : _WAY.index(status) + 1])


def issue_drafts(drafts: Sequence[D], *, by: User) -> None:
    """Give numbers to drafts of one issuer."""
    bring_to(DraftStatus.APPROVED, drafts)
    issuer = drafts[0].issuer
    wanted = [CrowdPaper(draft.summary, draft, draft.document_type, draft.is_public) for draft in drafts]
    papers = issue_in_bulk(issuer, wanted, by=by, paragraphs=PARAGRAPHS)
    rows = [
        Draft(pk=draft.pk, status=DraftStatus.ISSUED, document=paper)
        for draft, paper in zip(drafts, papers, strict=True)
    ]
    Draft.objects.bulk_update(rows, ["status", "document"])
    place = issuer.unit
    tell(f"{drafts[0].kind}.issued", ((draft, place.path, place.pk) for draft in drafts), by=by)


def address_one_by_one(draft: Draft, units: Sequence[Unit]) -> None:
    """Address a paper to these units, a row each."""
    through = Draft.addressed_units.through
    insert(through(draft_id=draft.pk, unit_id=unit.pk) for unit in units)
