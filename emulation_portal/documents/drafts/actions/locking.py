"""The row of a draft, locked before anybody looks at it."""

from typing import Any

from emulation_portal.procedure.moving import check_read

from ..models import Draft
from ..registry import kind_named


def lock_draft(draft_id: int, read: int | None = None) -> Any:
    """Return the draft as the model of its kind, locked, with all that its paper prints.

    `read` is the revision that the person had before their eyes; None asks for no check. Raises ReadAnotherText.
    """
    kind = kind_named(Draft.objects.values_list("kind", flat=True).get(pk=draft_id))
    rows = kind.with_own(kind.model._default_manager.with_parts())
    draft = rows.select_for_update(of=("self", "draft_ptr")).get(pk=draft_id)
    check_read(draft, read)
    return draft
