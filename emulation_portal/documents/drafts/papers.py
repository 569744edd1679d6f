"""The paper of a draft: what is shown on the desk while it is written, and frozen when it is issued."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, count
from typing import NamedTuple

from msgspec.structs import replace

from emulation_portal.core.vietnamese import fold, upper
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.paper import (
    Appendix,
    Basis,
    Block,
    Chart,
    Header,
    Heading,
    Paper,
    PaperTable,
    Paragraph,
    Signature,
)
from units.models import SigningAuthority

from .enums import RowsPlace
from .models import Draft, DraftAnnex, DraftBasis, DraftSection, DraftTable
from .numbering import section_markers
from .queries import end_of_part, topic_heads
from .table_blocks import table_block
from .table_places import with_tables

END_MARK = "./."
_NUMBERED_CAPTION = re.compile(r"\s*(?i:bảng|biểu đồ|biểu|mẫu)(?i: số)? ?(?:\d+|[IVX]+)\b")


def draft_paper(draft: Draft) -> Paper:
    """Return the draft as an official paper without number; the day only for a transcription.

    What the kind has in rows is printed in the section on its topic. A transcription is printed as its
    source has it, with nothing added.
    """
    body = [block for part in body_parts(draft) for block in part.blocks]
    if not draft.is_transcription:
        body = with_numbered_captions(_without_end_mark(body))
    issuer, kind = draft.issuer, draft.kind_of
    own_symbol = draft.paper_symbol if draft.is_transcription else ""
    paper = Paper(
        type=kind.type,
        kind=kind.code,
        type_name="" if kind.type == DocumentType.CV else upper(kind.type.label),
        header=Header(issuer=tuple(lines_of(issuer.name_lines)), superior=tuple(lines_of(issuer.superior_lines))),
        symbol=own_symbol or issuer.symbol_of(kind.type, drafted_by=kind.drafting_symbol),
        number=draft.paper_number if draft.is_transcription else None,
        issued_on=draft.paper_issued_on if draft.is_transcription else None,
        place=draft.place_name or issuer.place_name,
        summary=tuple(lines_of(draft.summary)),
        body=tuple(body),
        addressees=tuple(kind.addressees(draft)),
        recipients=_recipients(draft),
        signatures=_signatures(draft),
        appendices=tuple(_annexes(draft)),
        is_draft=True,
        is_transcription=draft.is_transcription,
        has_end_mark=not draft.is_transcription and _is_finished(body),
        author=issuer.full_name,
        subject=kind.subject_of(draft),
    )
    return paper if draft.is_transcription else kind.completed(draft, paper)


class BodyPart(NamedTuple):
    """Blocks that come from one place of the draft: its kind, and which of them it is, from 0."""

    kind: str  # lead_in, basis, preamble, section, tables, closing
    at: int
    blocks: list[Block]


def body_parts(draft: Draft) -> Iterator[BodyPart]:
    """Yield the body part by part, in the order of the page."""
    yield BodyPart("lead_in", 0, paragraphs(draft.lead_in))
    for at, basis in enumerate(draft.bases.all()):
        yield BodyPart("basis", at, [_basis(basis, is_transcription=draft.is_transcription)])
    yield BodyPart("preamble", 0, paragraphs(draft.preamble))
    for at, blocks in enumerate(_sections(draft)):
        yield BodyPart("section", at, blocks)
    yield BodyPart("tables", 0, list(_loose_tables(draft)))
    yield BodyPart("closing", 0, paragraphs(draft.closing))


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


# How a line begins that is an item of its own, as an office pastes it: “- ”, “1. ”, “1.2. ”, “a) ”.
_ITEM = r"(?:[-–+•*·▪]|(?:\d{1,2}\.)*\d{1,2}[.)]|[a-zđ]\))"
_BETWEEN = re.compile(rf"\n[ \t]*\n|\n(?=[ \t]*{_ITEM}[ \t]+\S)")


def split_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text field: parted by blank lines and before items; other breaks stay inside."""
    parts = _BETWEEN.split(text.replace("\r\n", "\n"))
    return [part.strip() for part in parts if part.strip()]


def paragraphs(text: str) -> list[Block]:
    return [Paragraph(part) for part in split_paragraphs(text)]


def dashed(rows: list[str]) -> Iterable[Block]:
    """Return rows as items after a dash, each closed by a semicolon and the last by a full stop."""
    marks = [";"] * (len(rows) - 1) + ["."]
    return [Paragraph(row + mark, label="-") for row, mark in zip(rows, marks, strict=False)]


def _basis(basis: DraftBasis, *, is_transcription: bool) -> Block:
    """A draft's căn cứ ends with the mark that its place asks for, whatever was typed; an old paper's as it has it."""
    return Basis(basis.text if is_transcription else basis.text.rstrip(" ;,."))


def _sections(draft: Draft) -> Iterator[list[Block]]:
    """Yield what is printed of each section."""
    sections = list(draft.sections.all())
    markers = section_markers((section.level for section in sections), draft.numbering_style)
    places = {} if draft.is_transcription else _places_of_rows(draft, sections)
    for at, (section, marker) in enumerate(zip(sections, markers, strict=True)):
        blocks = with_tables(list(_section(section, marker)), _tables_where(draft, section=section))
        for topic, place in places.get(at, ()):
            blocks += draft.kind_of.rows_of(draft, topic, place)
        yield blocks


def _section(section: DraftSection, marker: str) -> Iterator[Block]:
    texts = split_paragraphs(section.body)
    if section.title.strip():
        yield Heading(level=section.level, label=marker, text=" ".join(section.title.split()))
    else:
        yield Paragraph(texts.pop(0) if texts else "", label=marker)
    yield from (Paragraph(text) for text in texts)


def _places_of_rows(draft: Draft, sections: list[DraftSection]) -> dict[int, list[tuple[str, RowsPlace]]]:
    """Return behind which sections the kind's rows on which topics may stand: behind the section that begins a topic,
    and behind the last of its parts. A topic counts once.
    """
    places: dict[int, list[tuple[str, RowsPlace]]] = {}
    seen: set[str] = set()
    for at, topic in sorted(topic_heads(draft, sections).items()):
        if topic not in seen:
            places.setdefault(at, []).append((topic, RowsPlace.FIRST))
            places.setdefault(end_of_part(sections, at), []).append((topic, RowsPlace.LAST))
        seen.add(topic)
    return places


def _tables_where(
    draft: Draft, *, section: DraftSection | None = None, annex: DraftAnnex | None = None
) -> Iterator[list[Block]]:
    for table in draft.tables.all():
        if table.section_id == (section.pk if section else None) and table.annex_id == (annex.pk if annex else None):
            yield _table(table)


def _loose_tables(draft: Draft) -> Iterator[Block]:
    return chain.from_iterable(_tables_where(draft))


def _table(table: DraftTable) -> list[Block]:
    return table_block(table.rows, table.title)


def with_numbered_captions(body: list[Block]) -> list[Block]:
    """Number the titles of several tables through the body, and those of several charts apart from them: “Bảng 2. Phân
    công nhiệm vụ”, “Biểu đồ 1. Tiến độ”. Where one has a number already, all are left as they are.
    """
    for kind, word in ((PaperTable, "Bảng"), (Chart, "Biểu đồ")):
        titled = [block for block in body if isinstance(block, kind) and block.title.strip()]
        if len(titled) < 2 or any(_NUMBERED_CAPTION.match(block.title) for block in titled):
            continue
        numbers = count(1)
        body = [
            replace(block, title=f"{word} {next(numbers)}. {block.title.strip()}")
            if isinstance(block, kind) and block.title.strip()
            else block
            for block in body
        ]
    return body


def _annexes(draft: Draft) -> Iterator[Appendix]:
    for annex in draft.annexes.all():
        body = with_tables(paragraphs(annex.body), _tables_where(draft, annex=annex))
        yield Appendix(title=annex.title, caption="", body=tuple(body), is_landscape=annex.is_landscape)


def _without_end_mark(body: list[Block]) -> list[Block]:
    """Drop a typed `./.`: the paper prints its own."""
    last = body[-1] if body else None
    if isinstance(last, Paragraph) and last.text.rstrip().endswith(END_MARK):
        return [*body[:-1], Paragraph(last.text.rstrip().removesuffix(END_MARK) + ".", label=last.label)]
    return body


def _is_finished(body: list[Block]) -> bool:
    """Return whether the last words end as a sentence does; a draft cut off in mid-text bears no `./.`."""
    last = body[-1] if body else None
    if isinstance(last, PaperTable | Chart):
        return True
    text = getattr(last, "text", "").rstrip(' *”"')
    return text.endswith((".", "!", "?", ")"))


def _recipients(draft: Draft) -> tuple[str, ...]:
    lines = [recipient.text for recipient in draft.recipients.all()]
    if draft.is_transcription:
        return tuple(lines)
    # A file read from Word brings its own line `Lưu:` among the others; the draft's, or the issuer's, stands for it.
    named = (line for line in lines if not fold(line).startswith("luu:"))
    return (*named, draft.archive_line or draft.issuer.archive_line)


def _signatures(draft: Draft) -> tuple[Signature, ...]:
    if draft.is_transcription:
        lines = lines_of(draft.paper_signature_lines)
        name = draft.paper_signer_name
        return (Signature(lines=tuple(lines), name=name),) if lines or name else ()
    signers = (draft.co_signing, draft.signing)
    return tuple(signature_of(signer) for signer in signers if signer is not None)


def signature_of(signing: SigningAuthority) -> Signature:
    return Signature(lines=tuple(signing.lines), name=signing.person.full_name, post_above_name=signing.post_above_name)
