"""Official papers on pages."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..desk import desk_of
from ..models import Document
from ..paper import Paper
from ..queries import ShownEffect
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


@register.simple_tag
def done_by(shown: ShownEffect | None, word: str, *, checks: bool = False) -> str:
    """Return ` theo Quyết định số 12/QĐ-LMHTX ngày 05/03/2026`, a link where the paper has a page; else nothing.

    `checks` leads to the page of its code, as from the page of another.
    """
    if not shown or not shown.by_words:
        return ""
    if shown.by is None:
        return f" {word} {shown.by_words}"
    url = shown.by.check_path() if checks else shown.by.get_absolute_url()
    return format_html(' {} <a href="{}">{}</a>', word, url, shown.by_words)
