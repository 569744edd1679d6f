"""Received papers beside the căn cứ of a draft: looked for, and cited with one press."""

from typing import Any

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.numbering import whole_number
from emulation_portal.documents.received.queries import NEWEST, received_by

from ..paper_kind import Part

FOUND = 20


def looks_at_received(request: SignedInRequest, chosen: Part) -> bool:
    """Return whether the button was one of those beside the received papers: to look for some, or to cite one."""
    return chosen.name == "bases" and not {"find", "cite"}.isdisjoint(request.POST)


def cited(request: SignedInRequest, draft: Any) -> list[dict[str, Any]]:
    """Return the received paper that is to be cited as the row of a căn cứ; none for a search."""
    pk = whole_number(request.POST.get("cite", ""))
    found = received_by(draft.issuer).visible_to(request.user).filter(pk=pk or 0)
    return [
        {
            "text": f"{paper.citation};",
            "document_type": paper.kind,
            "number": paper.number,
            "issued_on": paper.issued_on,
            "issued_by": paper.issued_by[:200],
            "title": paper.summary,
        }
        for paper in found.defer("text")
    ]


def received_beside(request: SignedInRequest, draft: Any, chosen: Part) -> dict[str, Any]:
    """Return the received papers that may be cited: those that were looked for, else the newest that are not cited yet."""
    if chosen.name != "bases":
        return {}
    text = request.POST.get("find_text", "")[:200].strip()
    papers = received_by(draft.issuer).visible_to(request.user).defer("text")
    known = [basis.number for basis in draft.bases.all() if basis.number]
    shown = papers.matching(text) if text else papers.exclude(number__in=known)
    return {"received": list(shown[: (FOUND if text else NEWEST)]), "find_text": text}
