"""Fetching what the user may see: everything else does not exist for them."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ..actions.locking import read_parts
from ..registry import kind_at


def draft_or_404(request: HttpRequest, kind: str, pk: int) -> Any:
    """Return the draft as the model of its kind, with all that its paper prints."""
    draft = row_or_404(request, kind, pk)
    read_parts(draft)
    return draft


def row_or_404(request: HttpRequest, kind: str, pk: int) -> Any:
    """Return the draft as the model of its kind, without its parts: the page of an issued paper needs none."""
    wanted = kind_at(kind)
    rows = wanted.with_own(wanted.model.objects.visible_to(request.user).joined())
    return get_object_or_404(rows, pk=pk, kind=wanted.code)
