"""Official papers on pages."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ..desk import desk_of
from ..enums import DocumentStatus
from ..models import Document
from ..paper import Paper
from ..queries import ShownEffect
from ..rendering.comparing import changes_html
from ..rendering.html import desk_html

register = template.Library()
_STAMPS = {DocumentStatus.REVOKED: "ĐÃ THU HỒI", DocumentStatus.SUPERSEDED: "ĐÃ THAY THẾ"}
_SHEET = re.compile(r'<article\s+class="sheet[^>]*>')


def stamped(desk: SafeString, words: str) -> SafeString:
    """Put a stamp on every sheet of the desk. The sheet itself is kept as it was frozen: whether the paper still holds is
    no part of it.
    """
    stamp = f'<span class="sheet-stamp">{words}</span>'
    return mark_safe(_SHEET.sub(lambda sheet: sheet[0] + stamp, desk)) if words else desk  # our own words


@register.simple_tag
def paper_sheet(*, paper: Paper | None = None, document: Document | None = None) -> SafeString:
    """Lay a paper on its desk: the issued document as it was frozen, else the paper as it stands."""
    if document is not None:
        return stamped(desk_of(document), _STAMPS.get(DocumentStatus(document.status), ""))
    if paper is None:
        raise ValueError("a sheet needs a paper, or a document")
    return desk_html(paper)


@register.simple_tag
def changes_sheet(*, was: Paper, now: Paper) -> SafeString:
    """Lay a paper on its desk with what was added and what was struck since it was another."""
    return changes_html(was, now)


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
