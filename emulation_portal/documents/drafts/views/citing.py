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
            **_place(draft),
        }
        for paper in found.defer("text")
    ]


def _place(draft: Any) -> dict[str, int]:
    """Return the place behind the last of the rows that begin with “Căn cứ”, before “Thực hiện …” and “Theo đề nghị …”."""
    rows = list(draft.bases.all())
    last = max((at for at, basis in enumerate(rows) if basis.text.lstrip("* ").startswith("Căn cứ")), default=None)
    return {"position": rows[last].position} if last is not None and last + 1 < len(rows) else {}


def received_beside(request: SignedInRequest, draft: Any, chosen: Part) -> dict[str, Any]:
    """Return the received papers that may be cited: those that were looked for, else the newest that are not cited yet; and
    what was just put into a row, with the row.
    """
    if chosen.name != "bases":
        return {}
    text = request.POST.get("find_text", "")[:200].strip()
    papers = received_by(draft.issuer).visible_to(request.user).defer("text")
    known = {(basis.number, basis.issued_by) for basis in draft.bases.all() if basis.number}
    known |= {
        (value, request.POST.get(f"{name.removesuffix('number')}issued_by", ""))
        for name, value in request.POST.items()
        if name.endswith("-number")
    }
    added = cited(request, draft) if "cite" in request.POST else []
    known |= {(row["number"], row["issued_by"]) for row in added}
    found = papers.matching(text)[:FOUND] if text else papers[: NEWEST + len(known)]
    new = [paper for paper in found if text or (paper.number, paper.issued_by[:200]) not in known]
    return {
        "received": new[: (FOUND if text else NEWEST)],
        "find_text": text,
        "added": f"{added[0]['document_type']} số {added[0]['number']}" if added else "",
    }
