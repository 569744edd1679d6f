"""Fetching what the user may see: everything else does not exist for them."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ..registry import kind_at


def draft_or_404(request: HttpRequest, kind: str, pk: int) -> Any:
    """Return the draft as the model of its kind, with all that its paper prints."""
    wanted = kind_at(kind)
    rows = wanted.model.objects.visible_to(request.user).with_parts(*wanted.own_rows)
    return get_object_or_404(wanted.with_own(rows), pk=pk, kind=wanted.code)


def row_or_404(request: HttpRequest, kind: str, pk: int) -> Any:
    """Return the draft as the model of its kind, without its parts: the page of an issued paper needs none."""
    wanted = kind_at(kind)
    rows = wanted.with_own(wanted.model.objects.visible_to(request.user).with_place())
    return get_object_or_404(rows, pk=pk, kind=wanted.code)
