"""Making and editing drafts. Two people editing at once do not overwrite each other: the later one is told."""

import datetime as dt
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Now

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.changes import Row, changes_between, rows_between, within_an_event
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import last_change_words
from emulation_portal.documents.paper_limits import check_growth
from emulation_portal.procedure.moving import moving

from .. import policies
from ..enums import DraftStatus, Relation
from ..models import Draft
from ..papers import draft_paper
from ..registry import kind_named
from .belonging import check_of_one_alliance
from .locking import lock_draft, parts_in_rows, read_part_again
from .writing import Change


class EditedMeanwhile(DomainError):
    """Somebody saved the draft after this page was opened."""

    def __init__(self, draft: Draft) -> None:
        told = f"Có người vừa lưu thay đổi khác của {draft.noun} này (hoặc bạn mở nó ở hai thẻ)."
        super().__init__(" ".join(filter(None, [told, last_change_words([draft], ["part"])])))


class OtherIssuer(DomainError):
    """A paper of one body would amend or replace that of another."""


@transaction.atomic
def open_draft(kind_code: str, fields: dict[str, Any], own: dict[str, Any], *, by: User) -> Any:
    """Open a draft of a kind. The same again within a minute, as by a double click, is the same draft.

    Raises PermissionDenied, OfAnotherAlliance.
    """
    kind, issuer = kind_named(kind_code), fields["issuer"]
    policies.check_can_draft(by, issuer)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks: the second sees what the first did
    same = kind.model._default_manager.filter(
        drafted_by=by,
        issuer=issuer,
        status=DraftStatus.DRAFT,
        kind=kind.code,
        summary=fields["summary"],
        **kind.same_as(own),
        created_at__gt=Now() - dt.timedelta(minutes=1),
    )
    if found := same.first():
        return found
    draft = kind.new({"place_name": issuer.place_name, **fields, "drafted_by": by}, own)
    draft.kind = kind.code
    kind.opened(draft, by=by)
    draft.save()
    check_of_one_alliance(draft)
    draft.hands.add(by)
    kind.begun(draft)
    record(f"{kind.code}.created", draft, by=by)
    return draft


@transaction.atomic
def edit_draft(*, draft_id: int, revision: int, by: User, part: str, change: Change) -> Any:
    """Apply a change to one part of a draft, under its lock; the log keeps which fields and rows it changed.

    A change writes fields of the draft, rows of its own part and nothing else, or returns in the log's words what it
    took in and out. `revision` is the one the page was opened with. Raises PermissionDenied (not theirs, or no draft any more),
    EditedMeanwhile, ChangedMeanwhile (what the kind says elsewhere), OfAnotherAlliance, PaperTooLarge.
    """
    draft = lock_draft(draft_id)
    policies.check_can_edit(by, draft)
    if draft.revision != revision:
        raise EditedMeanwhile(draft)
    fields, rows = _fields_of(draft), _rows_of(draft, part)
    paper, issuer, root_id = draft_paper(draft), draft.issuer_id, draft.place.root_id
    named = change(draft) or {}
    if draft.issuer_id != issuer:
        policies.check_can_draft(by, draft.issuer)
        _check_may_change_issuer(draft)
    draft.revision += 1
    draft.save()
    check_of_one_alliance(draft, root_id)
    draft.hands.add(by)
    read_part_again(draft, part)
    check_growth(paper, draft_paper(draft))
    in_rows = {name: told for name, told in {part: rows_between(rows, _rows_of(draft, part)), **named}.items() if told}
    changed = within_an_event({**changes_between(fields, _fields_of(draft)), **in_rows})
    record(f"{draft.kind}.edited", draft, by=by, data={"part": part, "revision": draft.revision, "changed": changed})
    return draft


def _check_may_change_issuer(draft: Draft) -> None:
    """A paper is amended or replaced by the body that issued it. Source: NĐ 30/2020/NĐ-CP Điều 18."""
    if draft.relation and Relation(draft.relation).is_by_the_same_issuer:
        raise OtherIssuer(
            f"{draft.noun_upper} này sửa đổi hoặc thay thế một văn bản khác nên do chính cơ quan đã ban hành văn bản ấy "
            "ban hành. Hãy giữ nguyên cơ quan ban hành."
        )


_NOT_CONTENT = {"revision", "owner_since", "draft_ptr_id", "id"}


def _fields_of(draft: Draft) -> dict[str, Any]:
    """Return the draft's columns and, as `own.…`, what its kind says besides: a plan's words about its campaign."""
    names = (field.attname for field in draft._meta.concrete_fields)
    own = {f"own.{name}": value for name, value in draft.kind_of.general_initial(draft).items()}
    left_out = _NOT_CONTENT | draft.kind_of.unlogged
    return {name: getattr(draft, name) for name in names if name not in left_out} | own


def _rows_of(draft: Draft, part: str) -> list[Row]:
    """Return what the rows of a part say; nothing of a part without rows."""
    return [_row(row) for row in getattr(draft, part).all()] if part in parts_in_rows(draft) else []


def _row(row: models.Model) -> Row:
    names = (field.attname for field in row._meta.concrete_fields if not _is_place(field))
    return Row(row.pk, str(row), {name: getattr(row, name) for name in names})


def _is_place(field: Any) -> bool:
    """Return whether the field says where the row stands, and not what it says."""
    return (
        field.primary_key or field.name == "position" or (field.is_relation and issubclass(field.related_model, Draft))
    )


@transaction.atomic
def discard_draft(*, draft_id: int, by: User, reason: str, read: int | None = None) -> Any:
    """Bỏ dự thảo: a draft that nobody will need stays to be read, and waits for nobody any more.

    What it was to amend, replace or correct may get another successor. Raises PermissionDenied, InvalidMove,
    ReasonMissing, ReadAnotherText.
    """
    draft = lock_draft(draft_id, read)
    with moving(draft, "discarded", by=by, reason=reason):
        pass
    draft.kind_of.discarded(draft, by=by, reason=reason)
    return draft
