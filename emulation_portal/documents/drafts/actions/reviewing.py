"""The way of a paper: submit, review, approve, return, issue, transcribe, revoke."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.documents import actions as documents
from emulation_portal.documents.models import Document
from emulation_portal.documents.paper import Paper
from emulation_portal.documents.paper_limits import check_limits
from emulation_portal.documents.regulations import WrongDate
from emulation_portal.procedure.moving import move, moving

from ..enums import ISSUED_EVER, Relation
from ..models import Draft
from ..papers import draft_paper
from ..regulations import Gap
from ..rounds import PARTS_MEANT
from ..telling import ENDED, NEW, ask_to_tell
from .locking import lock_amendments, lock_draft


class DraftIncomplete(DomainError):
    """The law or the paper asks for something that the draft has not got."""

    def __init__(self, noun: str, act: str, gaps: list[Gap]) -> None:
        self.gaps = gaps
        super().__init__(f"{noun} chưa đủ để {act}: " + " ".join(gap.message for gap in gaps))


class CorrectionOpen(DomainError):
    """A newer version of the paper waits to take its place."""


class TranscriptionIncomplete(DomainError):
    """A transcription lacks what its paper certainly has."""


@transaction.atomic
def submit_draft(*, draft_id: int, by: User, on: dt.date, read: int | None = None) -> Any:
    """Trình: hand the draft to the Chief of Office.

    Raises PermissionDenied, InvalidMove, DraftIncomplete, ReadAnotherText. Source: of each kind, in its `gaps_by_law`.
    """
    draft = lock_draft(draft_id, read)
    with moving(draft, "submitted", by=by):
        paper = _check_complete(draft, "trình", on=on)
    draft.hands.add(by)
    draft.submissions.create(revision=draft.revision, payload=paper.to_json())
    return draft


@transaction.atomic
def return_draft(*, draft_id: int, by: User, reason: str, parts: Collection[str] = (), read: int | None = None) -> Any:
    """Trả lại: back to the drafter, with the reason and the names of the parts that are meant.

    Raises PermissionDenied, InvalidMove, ReasonMissing, ReadAnotherText.
    """
    draft = lock_draft(draft_id, read)
    with moving(draft, "returned", by=by, reason=reason, data={PARTS_MEANT: [*parts]} if parts else None):
        draft.approved_on = None
    return draft


@transaction.atomic
def take_back_approval(*, draft_id: int, by: User, reason: str, read: int | None = None) -> Any:
    """Thu lại ý kiến duyệt: the paper waits for approval again. Raises as `return_draft` does."""
    draft = lock_draft(draft_id, read)
    with moving(draft, "approval_taken_back", by=by, reason=reason):
        draft.approved_on = None
    return draft


@transaction.atomic
def approve_draft(*, draft_id: int, by: User, on: dt.date, remark: str = "", read: int | None = None) -> Any:
    """Duyệt: whoever decides on this kind approves, with a remark or none; the clerk gives the number.

    Raises PermissionDenied, InvalidMove, DraftIncomplete, ReadAnotherText.
    """
    draft = lock_draft(draft_id, read)
    with moving(draft, "approved", by=by, reason=remark):
        _check_complete(draft, "duyệt", on=on)
        draft.approved_on = on
    return draft


@transaction.atomic
def issue_draft(
    *,
    draft_id: int,
    by: User,
    issued_on: dt.date,
    today: dt.date,
    typed_number: int | None = None,
    read: int | None = None,
) -> Any:
    """Ban hành: number the paper and freeze it; what it amends or replaces says so from then on.

    What amends a paper that it replaces ends with that one.
    Raises PermissionDenied, InvalidMove, DraftIncomplete, WrongDate, WrongNumber, ReadAnotherText. After
    commit: a worker renders the paper. Source: NĐ 30/2020/NĐ-CP Điều 15 and 18.
    """
    draft = lock_draft(draft_id, read)
    with moving(draft, "issued", by=by, data=(told := {})):
        if draft.approved_on and issued_on < draft.approved_on:
            raise WrongDate(
                f"{draft.noun_upper} được duyệt ngày {short_date(draft.approved_on)}, nên không thể mang ngày "
                f"{short_date(issued_on)} sớm hơn."
            )
        paper = _check_complete(draft, "ban hành", on=issued_on)
        order = _order(draft, paper, issued_on, typed_number)
        old = _step_aside(draft, by=by)
        document = documents.issue(order, by=by, today=today, **_towards(draft, old))
        draft.document = document
        told["number"] = document.printed_number
    draft.kind_of.issued(draft, by=by, today=today)
    ask_to_tell(draft, NEW, by=by)
    return draft


@transaction.atomic
def register_transcription(*, draft_id: int, by: User, today: dt.date, read: int | None = None) -> Any:
    """Ghi vào sổ: enter a paper that was issued elsewhere, under the number it bears; exempt from the rules of drafts.

    A corrected transcription takes the place of the earlier one, and both stay; what amended the earlier one amends it
    from then on. Raises PermissionDenied, InvalidMove,
    TranscriptionIncomplete, WrongDate, WrongNumber, ReadAnotherText.
    """
    draft = lock_draft(draft_id, read)
    with moving(draft, "transcribed", by=by, data=(told := {})):
        if draft.paper_number is None or draft.paper_issued_on is None or not draft.paper_symbol:
            raise TranscriptionIncomplete(
                "Bản nhập phải có số, ký hiệu và ngày như trên văn bản gốc. Hãy bổ sung ở phần “Thông tin chung”."
            )
        old = _step_aside(draft, by=by)
        order = _order(draft, draft_paper(draft), draft.paper_issued_on, draft.paper_number)
        document = documents.transcribe(order, by=by, today=today, supersedes=old.document if old else None)
        draft.document = document
        told["number"] = document.printed_number
    draft.kind_of.issued(draft, by=by, today=today)
    return draft


@transaction.atomic
def revoke_draft(
    *, draft_id: int, by: User, on: dt.date, reason: str, through: documents.RevokedBy, read: int | None = None
) -> Any:
    """Thu hồi: an issued paper is revoked by another one; both stay to be read. What amends it is revoked with it.

    Raises PermissionDenied, InvalidMove, ReasonMissing, CorrectionOpen, WrongDate, WrongNumber.
    Source: NĐ 30/2020/NĐ-CP Điều 18.
    """
    draft = lock_draft(draft_id, read)
    with moving(draft, "revoked", by=by, reason=reason):
        if draft.open_successors.exists():
            raise CorrectionOpen(
                "Văn bản này đang có bản nhập lại, sửa đổi hoặc thay thế chưa xong. Hãy hoàn tất bản đó rồi thu hồi "
                "bản mới, hoặc bỏ bản đó."
            )
        _end_amendments(draft, "revoked", by=by)
        assert draft.document_id is not None  # a constraint holds it
        documents.revoke(document_id=draft.document_id, reason=reason, by=by, on=on, through=through)
    draft.kind_of.ended(draft, by=by, reason=reason)
    ask_to_tell(draft, ENDED, by=by)
    return draft


def _step_aside(draft: Draft, *, by: User) -> Any:
    """Lock the paper that this one corrects, amends or replaces, and end the draft of one whose place it takes.

    What amends a replaced paper ends with it; what amends a corrected text amends the new one from then on.
    """
    if draft.predecessor_id is None:
        return None
    old = lock_draft(draft.predecessor_id)
    if draft.relation == Relation.AMENDMENT:
        return old
    move(old, "superseded", by=by)
    if draft.relation == Relation.CORRECTION:
        _hand_over_amendments(old, to=draft)
    else:
        _end_amendments(old, "superseded", by=by)
    return old


def _end_amendments(draft: Draft, event: str, *, by: User) -> None:
    """End the drafts of what amends the paper; their papers end with it in `documents`."""
    assert draft.document is not None  # a constraint holds it for issued papers
    reason = documents.ended_with(draft.document)
    for each in lock_amendments(draft.document):
        move(each, event, by=by, reason=reason)
        if event == "revoked":
            each.kind_of.ended(each, by=by, reason=reason)


def _hand_over_amendments(old: Draft, *, to: Draft) -> None:
    """Let what was issued to amend the text that is corrected name the new text."""
    issued = Draft.objects.filter(predecessor=old, relation=Relation.AMENDMENT, status__in=ISSUED_EVER)
    locked = issued.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)
    Draft.objects.filter(pk__in=list(locked)).update(predecessor=to)


def _towards(draft: Draft, old: Any) -> dict[str, Document]:
    """Return what the new paper does to the old one."""
    if old is None:
        return {}
    return {"amends" if draft.relation == Relation.AMENDMENT else "supersedes": old.document}


def _check_complete(draft: Draft, act: str, *, on: dt.date) -> Paper:
    """Return the draft's paper, as it must be for an act: “trình”. Raises DraftIncomplete, PaperTooLarge."""
    gaps = draft.kind_of.gaps(draft, on)
    if gaps:
        raise DraftIncomplete(draft.noun_upper, act, gaps)
    paper = draft_paper(draft)
    check_limits(paper)
    return paper


def _order(draft: Draft, paper: Paper, issued_on: dt.date, typed_number: int | None) -> documents.Order:
    return documents.Order(
        issuer=draft.issuer,
        document_type=draft.kind_of.type,
        paper=paper,
        issued_on=issued_on,
        subject=draft,
        is_public=draft.is_public,
        typed_number=typed_number,
    )
