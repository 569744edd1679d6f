"""The sheet of a file that was read and is not saved: the paper that it will be, with ways to its fields and notes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString

from emulation_portal.accounts.models import User
from emulation_portal.documents.reading import LineRole, ParsedPaper, ParseWarning
from emulation_portal.documents.rendering.html import desk_html
from emulation_portal.documents.rendering.lines import lines_of
from emulation_portal.documents.rendering.marks import Mark, Marks

from .actions import Built, ReadAs, build
from .offers import Offer, offers_of
from .paper_kind import PaperKind
from .papers import body_parts, draft_paper

HEAD, SUMMARY, END = "id_issuer", "id_summary", "id_recipients"  # fields of the head form
_OF_FIELD = {"lead_in": "id_lead_in", "preamble": "id_preamble", "closing": "id_closing", "tables": "cac-muc"}
_LABELS = {"lead_in": "lời mở đầu", "preamble": "lời dẫn", "closing": "lời kết", "tables": "bảng"}
_HEAD_ROLES = {
    LineRole.NUMBER,
    LineRole.PLACE_DATE,
    LineRole.ISSUER,
    LineRole.SUPERIOR,
    LineRole.NATION,
    LineRole.MOTTO,
}


@dataclass(frozen=True)
class Shown:
    """Which rows of the forms the parts came from, in order: the paper leaves out what was struck out."""

    bases: Sequence[int]
    sections: Sequence[int]
    annexes: Sequence[int]


def sheet_of(
    kind: PaperKind, read: ReadAs, shown: Shown, *, by: User, parsed: ParsedPaper, notes: Iterable[ParseWarning]
) -> tuple[SafeString, dict[ParseWarning, str]]:
    """Return the sheet, and for each note that has a place the anchor of its fields."""
    draft = in_memory(kind, build(kind, read, by=by))
    places = {note: anchor for note in notes if (anchor := _anchor_of(note, parsed, shown))}
    told: dict[str, tuple[str, ...]] = {}
    for note, anchor in places.items():
        told[anchor] = (*told.get(anchor, ()), note.message)
    marks = _marks(draft, shown, told)
    return desk_html(draft_paper(draft), marks), places


def offered(kind: PaperKind, read: ReadAs, *, by: User) -> list[Offer]:
    """Return what the text that was read says beyond its parts, whatever of it was taken already."""
    bare = replace(read, rows=(), addressed_blocks=(), addressed_units=())
    return offers_of(in_memory(kind, build(kind, bare, by=by)))


def in_memory(kind: PaperKind, built: Built) -> Any:
    """Return the draft with its rows at hand, as if they had been read together: nothing is asked of the database."""
    draft = built.draft
    draft.pk = draft.id = 0
    for rows in (built.sections, built.annexes):
        for at, row in enumerate(rows, start=1):
            row.pk = at
    for table in built.tables:
        table.section_id = table.section.pk if table.section else None
        table.annex_id = table.annex.pk if table.annex else None
    at_hand = {name: getattr(built, name) for name in ("bases", "sections", "annexes", "tables", "recipients")}
    models = {part.name: part.formset.model for part in kind.own_parts if part.formset}
    own = {name: [row for row in built.own_rows if isinstance(row, models.get(name, ()))] for name in kind.own_rows}
    draft._prefetched_objects_cache = at_hand | own
    return draft


def _marks(draft: Any, shown: Shown, told: Mapping[str, tuple[str, ...]]) -> Marks:
    lines: dict[int, Mark] = {}
    at = 0
    for part in body_parts(draft):
        count = len(lines_of(part.blocks))
        if count:
            anchor, label = _of_part(part.kind, part.at, shown)
            lines[at] = Mark(anchor, label, told.get(anchor, ()))
        at += count

    def mark(anchor: str, label: str) -> Mark:
        return Mark(anchor, label, told.get(anchor, ()))

    return Marks(
        lines=lines,
        appendices={at: mark(f"annexes-{row}", f"phụ lục {at + 1}") for at, row in enumerate(shown.annexes)},
        head=mark(HEAD, "cơ quan ban hành, địa danh"),
        summary=mark(SUMMARY, "trích yếu"),
        end=mark(END, "nơi nhận"),
    )


def _of_part(kind: str, at: int, shown: Shown) -> tuple[str, str]:
    if kind == "basis":
        return f"bases-{shown.bases[at]}", f"căn cứ {at + 1}"
    if kind == "section":
        return f"sections-{shown.sections[at]}", f"mục {at + 1}"
    return _OF_FIELD[kind], _LABELS[kind]


def _anchor_of(note: ParseWarning, parsed: ParsedPaper, shown: Shown) -> str:
    """Return the anchor of the part in which the line of the note stands; empty when it has none or is struck out."""
    if note.line is None:
        return ""
    role = next((piece.role for piece in parsed.front if piece.line == note.line), None)
    if role is not None:
        return HEAD if role in _HEAD_ROLES else SUMMARY
    basis = next((at for at, basis in enumerate(parsed.bases) if basis.line == note.line), None)
    if basis is not None:
        return f"bases-{basis}" if basis in shown.bases else ""
    before = [at for at, section in enumerate(parsed.sections) if section.line <= note.line]
    ends = (piece.line for piece in parsed.tail if piece.role != LineRole.CLOSING)  # which stands in the last section
    tail = next(ends, note.line + 1)
    if not before or note.line >= tail:
        return END if before and note.line >= tail else ""
    return f"sections-{before[-1]}" if before[-1] in shown.sections else ""
