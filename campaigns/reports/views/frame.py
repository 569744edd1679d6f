"""What stands around every page of a report's form, and where its button leads."""

from typing import Any

from django.urls import reverse

from ..asked import Form
from ..formpages import pages_of


def frame(form: Form, *, here: str) -> dict[str, Any]:
    """Return what stands around every page of the form."""
    pages = pages_of(form)
    slugs, slug = [page.slug for page in pages], here.replace("_", "-")
    at = slugs.index(slug) if slug in slugs else -1
    return {
        "report": form.report,
        "pages": pages,
        "here": slug,
        "next_page": pages[at + 1] if 0 <= at < len(pages) - 1 else None,
        "field_url": reverse("reports:field", args=[form.report.pk]),
        "review_url": reverse("reports:review", args=[form.report.pk]),
    }


def next_url(form: Form, here: str, data: Any) -> str:
    """Return where the button that was pressed leads: the next page, the look before sending, or this page again."""
    around = frame(form, here=here)
    if "next" in data:
        page = around["next_page"]
        return str(page.url if page else around["review_url"])
    return str(next(page.url for page in around["pages"] if page.slug == around["here"]))
