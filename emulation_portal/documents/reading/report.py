"""What was read in a paper, as plain JSON data: for who looks at a reading, and for whatever compares readings."""

from collections.abc import Iterable
from typing import Any

from .parsed import LineRole, ParsedAnnex, ParsedBasis, ParsedPaper, ParsedSection
from .tail import is_archive_line
from .text import is_table, plain


def report(paper: ParsedPaper) -> dict[str, Any]:
    """Return the parts of the paper by name, words without marks of emphasis; days as ISO dates.

    `annexes` and `tables` (how many) are of the whole paper; a note without `line` speaks of the
    whole, and its `words` are all that was left out.
    """
    recipients = [name for name in paper.recipients if not is_archive_line(name)]
    archive = next((name for name in paper.recipients if is_archive_line(name)), "")
    return {
        "type": paper.document_type,
        "number": paper.number,
        "symbol": paper.symbol,
        "place": paper.place,
        "issued_on": _day(paper.issued_on),
        "superior": list(paper.superior_lines),
        "issuer": list(paper.issuer_lines),
        "draft_mark": " ".join(plain(piece.text) for piece in paper.front if piece.role == LineRole.DRAFT_MARK),
        "summary": " ".join(paper.summary),
        "authority": " ".join(plain(piece.text) for piece in paper.front if piece.role == LineRole.AUTHORITY),
        "opening": [plain(text) for text in (*paper.lead_in, *paper.preamble)],
        "bases": [_basis(basis) for basis in paper.bases],
        "sections": [_section(section) for section in paper.sections],
        "closing": [plain(text) for text in paper.closing],
        "recipients": recipients,
        "archive": archive,
        "signature": {"lines": list(paper.signature_lines), "name": paper.signer_name},
        "annexes": [_annex(annex) for annex in paper.annexes],
        "tables": len(paper.tables),
        "table_rows": [plain(row) for table in paper.tables for row in table.split("\n")],
        "unplaced": [plain(piece.text) for piece in paper.unplaced],
        "notes": [
            {"code": warning.code, "message": warning.message, "line": warning.line, "words": warning.words}
            for warning in paper.warnings
        ],
    }


def _basis(basis: ParsedBasis) -> dict[str, Any]:
    return {
        "kind": basis.document_type,
        "number": basis.number_symbol,
        "issued_on": _day(basis.issued_on),
        "title": basis.title,
        "text": plain(basis.text),
    }


def _section(section: ParsedSection) -> dict[str, Any]:
    body = _words(section.paragraphs)
    return {"level": section.level, "label": section.marker, "title": plain(section.title), "body": body}


def _annex(annex: ParsedAnnex) -> dict[str, Any]:
    return {"title": annex.title, "caption": annex.caption, "body": _words(annex.paragraphs)}


def _words(paragraphs: Iterable[str]) -> list[str]:
    """Return the paragraphs but for the tables among them."""
    return [plain(text) for text in paragraphs if not is_table(text)]


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
