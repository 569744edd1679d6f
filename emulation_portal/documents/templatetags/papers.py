"""Official papers on pages."""

from django import template
from django.utils.safestring import SafeString

from ..desk import desk_of
from ..models import Document
from ..paper import Paper
from ..rendering.html import desk_html

register = template.Library()


@register.simple_tag
def paper_sheet(*, paper: Paper | None = None, document: Document | None = None) -> SafeString:
    """Lay a paper on its desk: the issued document as it was frozen, else the paper as it stands."""
    if document is not None:
        return desk_of(document)
    if paper is None:
        raise ValueError("a sheet needs a paper, or a document")
    return desk_html(paper)
