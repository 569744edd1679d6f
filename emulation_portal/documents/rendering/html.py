"""A Paper as HTML, for the press and for the screen: Vietnamese rules of writing are applied here, once for both.

Places and sizes are those of `_nd30.html` and `nd30.css` on paper, of `_desk.html` and `pages.css` on the screen.
"""

import re
from dataclasses import replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from emulation_portal.core.dates import written_date
from emulation_portal.core.numbering import roman, two_digits
from emulation_portal.core.vietnamese import squeeze, upper
from emulation_portal.core.whole import hold_together

from ..enums import DocumentType
from ..paper import Appendix, Check, Paper, PaperTable, Signature
from ..templates import template_of
from . import qr
from .columns import WIDE_TEXT_WIDTH_MM, is_wide
from .lines import body_lines, lines_of
from .marks import NO_MARKS, Marks
from .markup import close_up, plain, squeeze_breaks
from .typography import (
    BODY_PT,
    HEADER_GAP_MM,
    HEADER_PT,
    MARK_PT,
    NATIONAL_WIDTH_MM,
    TEXT_WIDTH_MM,
    break_lines,
    break_organisation_name,
    rule_mm,
    width_mm,
)

BLANK = "\u00a0" * 6
SUMMARY_WIDTH_MM = 140.0
SIGNATURE_WIDTH_MM = 80.0
CAPTION_WIDTH_MM, WIDE_CAPTION_WIDTH_MM = 155.0, 230.0
CHECK_WIDTH_MM = 85.0  # leaves the left of the bottom margin to the mark of a transcription


def number_line(paper: Paper) -> str:
    """Return `Số: 644/KH-LMHTX`, with a leading zero below 10 and a blank where no number is given yet."""
    number = BLANK if paper.number is None else two_digits(paper.number)
    return f"Số: {number}/{paper.symbol}"


def place_line(paper: Paper) -> str:
    """Return `Quảng Ninh, ngày 26 tháng 11 năm 2021`, or the same with blanks for a draft; the day alone without a place."""
    day = written_date(paper.issued_on) if paper.issued_on else f"ngày {BLANK} tháng {BLANK} năm 20{BLANK[:3]}"
    return f"{paper.place}, {day}" if paper.place else day


def paper_context(paper: Paper, marks: Marks = NO_MARKS) -> dict[str, Any]:
    """Return what the template of this paper prints. Pure: the same paper gives the same context."""
    lines = [replace(line, mark=marks.lines.get(at)) for at, line in enumerate(body_lines(paper))]
    first = next((at for at, line in enumerate(lines) if line.kind != "basis"), len(lines))
    return {
        "paper": paper,
        "title": title_of(paper),
        "created": paper.issued_on.isoformat() if paper.issued_on else "",
        **_header(paper),
        **_summary(paper),
        "authority": [line for text in paper.authority for line in break_lines(upper(text), BODY_PT, "bold", 150)],
        "addressees": [hold_together(line) for line in _closed(paper.addressees, ";", ".")],
        "bases": lines[:first],
        "content": lines[first:],
        **_ending(paper),
        "appendices": [appendix | {"mark": marks.appendices.get(at)} for at, appendix in enumerate(_appendices(paper))],
        "marks": marks,
        "check": _check(paper.check) if paper.check else None,
    }


def title_of(paper: Paper) -> str:
    """Return what the file calls itself: the paper's own title, else its type and trích yếu."""
    return paper.title or squeeze(f"{paper.type_name} {' '.join(paper.summary)}")


def paper_html(paper: Paper) -> str:
    """Return the whole HTML of the paper for the press. Raises NoTemplate."""
    return close_up(render_to_string(template_of(paper), paper_context(paper) | {"frame": "documents/_nd30.html"}))


def desk_html(paper: Paper, marks: Marks = NO_MARKS) -> SafeString:
    """Return the paper as a sheet for the screen, with the same words in the same order. Raises NoTemplate."""
    context = paper_context(paper, marks) | {"frame": "documents/_desk.html", "is_desk": True}
    return render_to_string(template_of(paper), context)


def _header(paper: Paper) -> dict[str, Any]:
    place = place_line(paper)
    # A long place name takes what it needs from the left column; its date must stay on one line.
    right = max(NATIONAL_WIDTH_MM, width_mm(place, MARK_PT, "italic") + 1)
    limit = TEXT_WIDTH_MM - right - HEADER_GAP_MM
    issuer = _fit(paper.header.issuer, "bold", limit)
    return {
        "right_mm": f"{right:.2f}",
        "left_mm": f"{TEXT_WIDTH_MM - right:.2f}",
        "superior": _fit(paper.header.superior, "regular", limit),
        "issuer": issuer,
        "issuer_rule_mm": _rule(issuer, HEADER_PT),
        "number": number_line(paper),
        "place": place,
    }


def _fit(lines: tuple[str, ...], style: str, limit: float) -> list[str]:
    """Return the office's own lines; break only those that do not fit."""
    fitted: list[str] = []
    for line in map(upper, lines):
        if width_mm(line, HEADER_PT, style) <= limit:
            fitted.append(line)
        else:
            fitted += break_organisation_name(line, HEADER_PT, style, limit)
    return fitted


def _rule(lines: list[str], size_pt: float) -> str:
    return f"{rule_mm([width_mm(line, size_pt, 'bold') for line in lines]):.2f}" if lines else ""


def _summary(paper: Paper) -> dict[str, Any]:
    if not paper.type_name:  # công văn: V/v under the number
        return {"summary": [plain(" ".join(paper.summary))], "summary_rule_mm": ""}
    lines = [
        line for text in paper.summary for line in break_lines(squeeze_breaks(text), BODY_PT, "bold", SUMMARY_WIDTH_MM)
    ]
    return {"type_name": upper(paper.type_name), "summary": lines, "summary_rule_mm": _rule(lines, BODY_PT)}


def _ending(paper: Paper) -> dict[str, Any]:
    return {
        "recipients": [hold_together(line) for line in _closed(paper.recipients, ";", ".")],
        "signature": _signature(paper.signatures[-1]) if paper.signatures else None,
        "left_signature": _signature(paper.signatures[0]) if len(paper.signatures) > 1 else None,
    }


def _signature(signature: Signature) -> dict[str, Any]:
    def fit(text: str, size_pt: float) -> list[str]:
        return break_lines(squeeze(text), size_pt, "bold", SIGNATURE_WIDTH_MM)

    return {
        "lines": [line for text in signature.lines for line in fit(upper(text), BODY_PT)],
        "post": fit(upper(signature.post_above_name), MARK_PT),
        "name": fit(signature.name, BODY_PT),
    }


def _closed(items: tuple[str, ...], mark: str, last_mark: str) -> list[str]:
    """Return the items with their closing marks, whatever marks they came with."""
    bare = [squeeze(item).rstrip(" ;.") for item in items]
    return [f"{item}{mark}" for item in bare[:-1]] + [f"{item}{last_mark}" for item in bare[-1:]]


def _check(check: Check) -> dict[str, Any]:
    """Return the QR and what stands beside it; an address too long for the margin is left to the QR."""
    address = re.sub(r"^https?://", "", check.url)
    is_short = width_mm(address, 8) <= CHECK_WIDTH_MM
    return {"code": check.code, "address": address if is_short else "", "svg": qr.svg(check.url)}


# --- phụ lục ----------------------------------------------------------------------------------------------------------


def _appendices(paper: Paper) -> list[dict[str, Any]]:
    many = len(paper.appendices) > 1
    names = [f"Phụ lục {roman(at)}" if many else "Phụ lục" for at in range(1, len(paper.appendices) + 1)]
    return [
        _appendix(paper, appendix, name, at)
        for at, (name, appendix) in enumerate(zip(names, paper.appendices, strict=True))
    ]


def _appendix(paper: Paper, appendix: Appendix, name: str, at: int) -> dict[str, Any]:
    is_landscape = lies_landscape(appendix)
    caption = appendix.caption if appendix.caption or appendix.caption is None else _caption_of(paper)
    width = WIDE_CAPTION_WIDTH_MM if is_landscape else CAPTION_WIDTH_MM
    return {
        "name": name,
        "bookmark": f"{name}. {squeeze(appendix.title)}",
        "title": break_lines(upper(squeeze(appendix.title)), BODY_PT, "bold", SUMMARY_WIDTH_MM),
        "caption": break_lines(squeeze(caption or ""), BODY_PT, "italic", width),
        "caption_in_one": hold_together(squeeze(caption or "")),  # the screen breaks it where it must
        "is_landscape": is_landscape,
        # Neighbours need different names, or the engine would count them as one group of pages.
        "page": f"appendix-{'landscape' if is_landscape else 'portrait'}-{at % 2}",
        "lines": lines_of(appendix.body, WIDE_TEXT_WIDTH_MM if is_landscape else TEXT_WIDTH_MM),
    }


def _caption_of(paper: Paper) -> str:
    """Return `(Kèm theo Kế hoạch số 05/KH-LMHTX ngày … của …)`, with dots for what a draft has not got yet.

    Source: NĐ 30/2020/NĐ-CP, Phụ lục I, phần III, khoản 1.
    """
    known = DocumentType(paper.type).label if paper.type in DocumentType.values else paper.type_name
    number = "…" if paper.number is None else two_digits(paper.number)
    day = written_date(paper.issued_on) if paper.issued_on else "ngày … tháng … năm …"
    issuer = " ".join(paper.authority) or paper.author or " ".join(paper.header.issuer)
    return f"(Kèm theo {known} số {number}/{paper.symbol} {day} của {issuer})"


def lies_landscape(appendix: Appendix) -> bool:
    """Say whether the appendix lies on its side: as it is told, else when a table would not stand upright."""
    if appendix.is_landscape is not None:
        return appendix.is_landscape
    return any(is_wide(block) for block in appendix.body if isinstance(block, PaperTable))
