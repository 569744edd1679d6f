"""The row of a draft with all its parts: locked before anybody looks at it, or as it was saved."""

from typing import Any

from django.db.models import prefetch_related_objects

from emulation_portal.documents.models import Document
from emulation_portal.procedure.moving import check_read

from ..enums import DraftStatus
from ..models import PARTS, Draft
from ..registry import kind_named


def lock_draft(draft_id: int, read: int | None = None) -> Any:
    """Return the draft as the model of its kind, locked, with all that its paper prints.

    `read` is the revision that the person had before their eyes; None asks for no check. Raises ReadAnotherText.
    """
    draft = _rows_of(draft_id).select_for_update(of=("self", "draft_ptr")).get(pk=draft_id)
    check_read(draft, read)
    return draft


def lock_amendments(document: Document) -> list[Any]:
    """Return the drafts of what amends a paper whose own draft is locked, locked too, by key.

    One that was revoked while this waited has ended already.
    """
    amending = Draft.objects.filter(document__in=document.amendments_in_force())
    locked = [lock_draft(key) for key in amending.order_by("pk").values_list("pk", flat=True)]
    return [each for each in locked if each.status == DraftStatus.ISSUED]


def read_again(draft: Draft) -> Any:
    """Return the draft as it was just saved, with all that its paper prints."""
    return _rows_of(draft.pk).get(pk=draft.pk)


def parts_in_rows(draft: Draft) -> tuple[str, ...]:
    """Return the names of the parts of a draft that are rows: those of every paper, and those of its kind."""
    return (*PARTS, *draft.kind_of.own_rows)


def read_parts(draft: Draft) -> None:
    """Read all that its paper prints, of a draft that was fetched alone."""
    prefetch_related_objects([draft], "signing__person", "co_signing__person", *parts_in_rows(draft))


def read_part_again(draft: Draft, part: str) -> None:
    """Read the rows of the one part that was written into; those of the others stand as they were read with the lock."""
    if part in parts_in_rows(draft):
        draft._prefetched_objects_cache.pop(part, None)  # type: ignore[attr-defined]
        prefetch_related_objects([draft], part)


def _rows_of(draft_id: int) -> Any:
    kind = kind_named(Draft.objects.values_list("kind", flat=True).get(pk=draft_id))
    return kind.with_own(kind.model._default_manager.with_parts(*kind.own_rows))
