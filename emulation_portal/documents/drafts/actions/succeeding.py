"""Beginning the paper that corrects, amends or replaces another: a copy that names the old one."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.dates import written_date
from emulation_portal.core.errors import DomainError
from emulation_portal.core.vietnamese import uncapitalised, upper
from emulation_portal.procedure.moving import check_may_begin

from ..enums import DraftStatus, Relation
from ..models import Draft, DraftAnnex, DraftBasis, DraftSection, DraftTable
from ..numbering import main_level
from .locking import lock_draft


class SuccessorExists(DomainError):
    """The paper has a newer version, or one is being written."""


@transaction.atomic
def start_successor(*, draft_id: int, relation: Relation, by: User, read: int | None = None) -> Any:
    """Open the draft that corrects a transcription, or amends or replaces a paper in force: a copy that names it.

    Raises PermissionDenied, InvalidMove (not in force, or no such step for it), SuccessorExists (one is being written
    or there already), ReadAnotherText.
    """
    old = lock_draft(draft_id, read)
    step = check_may_begin(old, f"{relation}_started", by=by)
    _check_may_have_successor(old, relation)
    new = _copy(old, relation, by=by)
    new.save()
    new.hands.add(by)
    _copy_parts(old, new)
    new.kind_of.copied(old, new, relation)
    if relation != Relation.CORRECTION:
        _name_the_old_paper(old, new)
    record(f"{new.kind}.{step.event}", new, by=by, data={"predecessor": old.pk})
    return new


@transaction.atomic
def draft_again(*, draft_id: int, by: User, read: int | None = None) -> Any:
    """Open a draft with the contents of a revoked paper, which it neither amends nor replaces. The same again within a
    minute, as by a double click, is the same draft.

    Raises PermissionDenied, InvalidMove (not revoked), ReadAnotherText.
    """
    old = lock_draft(draft_id, read)
    step = check_may_begin(old, "drafted_again", by=by)
    new = _copy(old, None, by=by)
    just_now = Draft.objects.filter(created_at__gt=Now() - dt.timedelta(minutes=1), status=DraftStatus.DRAFT)
    if same := just_now.filter(kind=old.kind, drafted_by=by, issuer=old.issuer_id, summary=old.summary).first():
        return same.own
    new.kind_of.begin_again(old, new)
    new.kind_of.opened(new, by=by)
    new.save()
    new.hands.add(by)
    _copy_parts(old, new)
    new.kind_of.copied(old, new, None)
    record(f"{new.kind}.{step.event}", new, by=by, data={"from": old.pk})
    return new


_NEWER = {
    Relation.CORRECTION: "nhập lại",
    Relation.AMENDMENT: "sửa đổi, bổ sung",
    Relation.REPLACEMENT: "thay thế",
}


def _check_may_have_successor(old: Draft, relation: Relation) -> None:
    others = old.successors.exclude(status=DraftStatus.DISCARDED)
    open_one = old.open_successors.first()
    is_taken = relation != Relation.AMENDMENT and others.exclude(relation=Relation.AMENDMENT).exists()
    newer = open_one or (others.first() if is_taken else None)
    if newer:
        words = _NEWER[Relation(newer.relation)]
        raise SuccessorExists(f"Văn bản này đã có bản {words} mới hơn. Hãy mở bản đó từ trang của văn bản này.")


def _copy(old: Any, relation: Relation | None, *, by: User) -> Any:
    """Return an unsaved draft with the same contents."""
    new = type(old)._default_manager.get(pk=old.pk)
    new.pk = new.id = new.draft_ptr_id = None
    new._state.adding = True
    new.status, new.document, new.approved_on = DraftStatus.DRAFT.value, None, None
    new.predecessor_id, new.relation = (old.pk, relation) if relation else (None, "")
    new.version, new.revision, new.drafted_by = old.version + 1, 1, by
    new.owner_since = Draft._meta.get_field("owner_since").get_default()
    if relation != Relation.CORRECTION:
        new.is_transcription, new.paper_number, new.paper_issued_on, new.paper_symbol = False, None, None, ""
        new.paper_signature_lines = new.paper_signer_name = ""
        new.version = 1
    if relation == Relation.AMENDMENT:
        new.lead_in = new.preamble = new.closing = ""
    new.kind_of.begin_anew(new)
    return new


def _copy_parts(old: Any, new: Any) -> None:
    """Give a successor the parts of the old paper; one that amends it says only what changes."""
    keys: dict[Any, Any] = {}
    is_amendment = new.relation == Relation.AMENDMENT
    body = [] if is_amendment else [*old.sections.all(), *old.annexes.all()]
    for part in (*old.bases.all(), *body, *old.recipients.all()):
        before = part.pk
        part.pk, part.draft, part._state.adding = None, new, True
        part.save()
        keys[type(part), before] = part
    if is_amendment:
        level = main_level(section.level for section in old.sections.all())
        title = "Nội dung sửa đổi, bổ sung"
        DraftSection.objects.create(draft=new, position=1, level=level, title=upper(title) if level == 1 else title)
    for table in () if is_amendment else old.tables.all():
        section = keys.get((DraftSection, table.section_id))
        annex = keys.get((DraftAnnex, table.annex_id))
        DraftTable.objects.create(
            draft=new, section=section, annex=annex, position=table.position, title=table.title, rows=table.rows
        )
    new.addressed_units.set(old.addressed_units.all())
    new.addressed_blocks.set(old.addressed_blocks.all())


def _name_the_old_paper(old: Any, new: Any) -> None:
    """Write down which paper is amended or replaced, where an office writes it; the drafter reads it over.

    An amendment says so in its trích yếu, after the căn cứ and at its end; a replacement keeps the trích yếu, and says
    so at its end. Source: NĐ 30/2020/NĐ-CP Điều 18.
    """
    called = f"{new.noun_upper} số {old.document.printed_number} ngày {_day(old.document)}"
    about = uncapitalised(" ".join(old.document.summary.split()))
    if new.relation == Relation.AMENDMENT:
        new.summary = f"Sửa đổi, bổ sung {called} {about}"
        new.preamble = f"{old.document.issuer_name} sửa đổi, bổ sung {called} như sau:"
        new.closing = f"Các nội dung khác của {called} giữ nguyên hiệu lực."
        last = max((basis.position for basis in new.bases.all()), default=0)
        text = f"Căn cứ {called} của {old.document.issuer_name} {about}."
        DraftBasis.objects.create(draft=new, position=last + 1, text=text)
    else:
        clause = f"{new.noun_upper} này thay thế {called}."
        new.closing = f"{new.closing.rstrip()}\n\n{clause}".strip()
    new.save(update_fields=["summary", "preamble", "closing"])


def _day(document: Any) -> str:
    return written_date(document.issued_on).removeprefix("ngày ")
