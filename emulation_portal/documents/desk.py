"""The sheet of a paper on the screen. That of an issued paper never changes: it is drawn once, and then read."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache as shared_cache
from django.utils.safestring import SafeString, mark_safe

from emulation_portal.core import charts

from .models import Document
from .paper import Paper
from .rendering.html import desk_html

KEPT_SECONDS = 30 * 24 * 3600
_HERE = Path(__file__).parent


def desk_of(document: Document) -> SafeString:
    """Return the sheet of an issued paper: one read of the cache, unless nobody has looked at it lately.

    The code of the check page names the paper in the cache: it is never given twice, not even by another database.
    """
    key = f"documents.desk:{desk_version()}:{document.check_code}"
    html = shared_cache.get(key)
    if html is None:
        html = str(desk_html(Paper.from_json(document.payload)))
        shared_cache.set(key, html, KEPT_SECONDS)
    return mark_safe(html)  # made by our own templates, which escape


@cache
def desk_version() -> str:
    """Return what changes whenever the sheet would look different: a digest of all that draws it.

    A number kept by hand would be forgotten once, and the old look served for a month.
    """
    sources = [_HERE / "paper.py", Path(charts.__file__), *(_HERE / "rendering").glob("*.py")]
    sources += (Path(settings.BASE_DIR) / "templates" / "documents").glob("*.html")
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
