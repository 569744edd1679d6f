"""From a file to a draft: read, keep what was read, and open the draft once the preview is confirmed."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.core.retention import kept_from
from emulation_portal.documents.models import Issuer
from emulation_portal.documents.paper_limits import MAX_ANNEX_TITLE, MAX_SHOWN, MAX_TABLES, check_sizes
from emulation_portal.documents.reading import LineRole, ParsedAnnex, ParsedPaper, is_archive_line, plain
from emulation_portal.documents.received.actions import record_received
from emulation_portal.documents.received.models import ReceivedPaper
from units.models import EmulationBlock, SigningAuthority, Unit

from .. import policies
from ..file_reading import read_for
from ..models import Draft, DraftAnnex, DraftBasis, DraftRecipient, DraftSection, DraftTable, PaperImport
from ..numbering import main_level
from ..papers import draft_paper
from ..queries import signer_named
from ..registry import kind_named
from ..table_places import parted
from .belonging import check_of_one_alliance
from .locking import read_again


class ImportUnfit(DomainError):
    """Something that was read is too long, or no value of its kind."""


def read_paper_file(kind_code: str, name: str, content: bytes, *, by: User, on: dt.date) -> PaperImport:
    """Read a paper from a file and keep it for the preview; nothing else is written.

    The same file by the same person again is the same import while it is unconfirmed, as it is read now. Raises
    PermissionDenied, ImportRefused.
    """
    policies.check_can_draft_somewhere(by)
    text, parsed = read_for(kind_code, name, content, on=on)
    wanted = {"kind": kind_code, "sha256": hashlib.sha256(content).hexdigest(), "file_name": name[-200:]}
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks: the second sees what the first did
        read = {"source_text": text, "parsed": parsed.to_json()}
        found = PaperImport.objects.filter(created_by=by, draft=None, **wanted).first()
        if found is None:
            return PaperImport.objects.create(created_by=by, **wanted, **read)
        PaperImport.objects.filter(pk=found.pk).update(**read)
        return found


@transaction.atomic
def discard_import(*, import_id: int, by: User) -> None:
    """Bỏ tệp đã đọc: forget a file that was read and never confirmed; the log keeps its name and digest.

    Only whoever read it may; a second press finds nothing and does nothing. Raises PermissionDenied.
    """
    policies.check_can_draft_somewhere(by)
    source = PaperImport.objects.select_for_update(of=("self",)).filter(pk=import_id, created_by=by, draft=None).first()
    if source is None:
        return
    record("import.discarded", source, by=by, data={"sha256": source.sha256})
    source.delete()


@transaction.atomic
def receive_import(*, import_id: int, receiver: Issuer, by: User, facts: dict[str, Any]) -> ReceivedPaper:
    """Đây là văn bản đến: keep a file that was read as the paper of the body that issued it, and no longer as an import.

    Raises PermissionDenied, ImportUnfit (gone meanwhile), RecordedAlready.
    """
    source = PaperImport.objects.select_for_update(of=("self",)).filter(pk=import_id, created_by=by, draft=None).first()
    if source is None:
        raise ImportUnfit("Tệp này vừa được bỏ hoặc lưu ở một thẻ khác. Hãy tìm trong danh sách văn bản đến.")
    text = "\n".join(map(plain, source.source_text.splitlines()))
    file = {"file_name": source.file_name, "sha256": source.sha256, "text": text}
    paper = record_received(receiver, by=by, file=file, **facts)
    source.delete()
    return paper


def purge_imports(*, on: dt.date) -> int:
    """Forget files that were read so long ago and never imported; return how many. Twice is harmless."""
    limit = kept_from("drafts.imports", on)
    return PaperImport.objects.filter(draft=None, created_at__lt=limit).delete()[0] if limit else 0


Rows = list[list[str]]  # of a table, the head first


@dataclasses.dataclass(frozen=True)
class SectionDraft:
    level: int
    topic: str
    title: str
    body: str
    tables: Sequence[Rows] = ()


@dataclasses.dataclass(frozen=True)
class AnnexDraft:
    title: str
    body: str
    tables: Sequence[Rows] = ()


@dataclasses.dataclass(frozen=True)
class BasisDraft:
    text: str
    document_type: str = ""
    number: str = ""
    issued_on: dt.date | None = None
    issued_by: str = ""
    title: str = ""


@dataclasses.dataclass(frozen=True)
class ReadAs:
    """What the preview ended with: the guesses as the user left them. `own` are the values of the kind."""

    issuer: Issuer
    summary: str
    preamble: str
    closing: str
    numbering_style: str
    bases: Sequence[BasisDraft]
    sections: Sequence[SectionDraft]
    recipients: Sequence[str]
    is_transcription: bool
    annexes: Sequence[AnnexDraft] = ()
    lead_in: str = ""
    signing: SigningAuthority | None = None
    is_public: bool = True
    place_name: str = ""
    paper_number: int | None = None
    paper_symbol: str = ""
    paper_issued_on: dt.date | None = None
    paper_signature_lines: str = ""
    paper_signer_name: str = ""
    rows: Sequence[tuple[str, dict[str, Any]]] = ()  # of the kind's own parts: the part, and the fields of a row
    addressed_blocks: Sequence[EmulationBlock] = ()
    addressed_units: Sequence[Unit] = ()
    own: dict[str, Any] = dataclasses.field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """Return the values that are columns of the draft."""
        parts = {"bases", "sections", "annexes", "recipients", "rows", "addressed_blocks", "addressed_units", "own"}
        names = (field.name for field in dataclasses.fields(self))
        return {name: getattr(self, name) for name in names if name not in parts} | {
            "signing": None if self.is_transcription else self.signing,  # of an issued paper its own words tell
            "addresses_everyone": not (self.addressed_blocks or self.addressed_units),
        }


@transaction.atomic
def confirm_import(*, import_id: int, confirmed: ReadAs, by: User) -> Any:
    """Open the draft. A second click, or a refresh, returns the draft of the first.

    Only whoever read the file may. Raises PermissionDenied, ImportUnfit, OfAnotherAlliance,
    PaperTooLarge.
    """
    policies.check_can_draft(by, confirmed.issuer)
    source = PaperImport.objects.select_for_update(of=("self",)).filter(pk=import_id, created_by=by).first()
    if source is None:
        raise ImportUnfit("Tệp này vừa được bỏ ở một thẻ khác. Hãy tải tệp lên lại nếu còn cần.")
    if source.draft is not None:
        return source.draft.own
    kind = kind_named(source.kind)
    built = build(kind, confirmed, by=by)
    if len(built.tables) > MAX_SHOWN * MAX_TABLES:  # their page could neither show nor send them
        most = f"một văn bản có nhiều nhất {MAX_TABLES}"
        raise ImportUnfit(f"Có {len(built.tables)} bảng; {most}. Hãy bỏ bớt bảng hoặc gộp lại.")
    draft = built.draft
    for row in (*kind.hangs_on(draft), draft, *built.rows()):
        _check_fits(row)
    kind.opened(draft, by=by)
    draft.save()
    draft.addressed_blocks.set(confirmed.addressed_blocks)
    draft.addressed_units.set(confirmed.addressed_units)
    check_of_one_alliance(draft)
    draft.hands.add(by)
    DraftBasis.objects.bulk_create(built.bases)
    DraftSection.objects.bulk_create(built.sections)
    DraftAnnex.objects.bulk_create(built.annexes)
    DraftTable.objects.bulk_create(built.tables)
    DraftRecipient.objects.bulk_create(built.recipients)
    for row in built.own_rows:
        row.save()
    check_sizes(draft_paper(read_again(draft)))
    source.draft = draft
    source.save(update_fields=["draft"])
    record(f"{kind.code}.imported", draft, by=by, data={"file": source.file_name, "sha256": source.sha256})
    return draft


@dataclasses.dataclass(frozen=True)
class Built:
    """An unsaved draft with its unsaved rows."""

    draft: Any
    bases: list[DraftBasis]
    sections: list[DraftSection]
    annexes: list[DraftAnnex]
    tables: list[DraftTable]
    recipients: list[DraftRecipient]
    own_rows: list[models.Model]

    def rows(self) -> Iterator[models.Model]:
        """Yield what is to be checked before it is saved."""
        yield from (*self.bases, *self.sections, *self.annexes, *self.recipients, *self.own_rows)


def build(kind: Any, confirmed: ReadAs, *, by: User) -> Built:
    """Return the draft as the preview has it; nothing is saved."""
    draft = kind.new({**confirmed.fields(), "drafted_by": by}, confirmed.own)
    draft.kind = kind.code
    bases = [DraftBasis(draft=draft, position=at, **vars(row)) for at, row in enumerate(confirmed.bases, start=1)]
    sections = [DraftSection(draft=draft, **row) for row in _rows_of(confirmed.sections)]
    annexes = [DraftAnnex(draft=draft, **row) for row in _rows_of(confirmed.annexes)]
    recipients = [
        DraftRecipient(draft=draft, position=at, text=row) for at, row in enumerate(confirmed.recipients, start=1)
    ]
    _keep_archive_line(draft, recipients)
    tables = list(_tables(draft, confirmed, sections, annexes))
    return Built(draft, bases, sections, annexes, tables, recipients, list(_own_rows(draft, confirmed)))


def _rows_of(parts: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Yield the columns of each part in its place; its tables are rows of their own."""
    for at, part in enumerate(parts, start=1):
        yield {"position": at, **{name: value for name, value in vars(part).items() if name != "tables"}}


def _tables(
    draft: Draft, confirmed: ReadAs, sections: Sequence[DraftSection], annexes: Sequence[DraftAnnex]
) -> Iterator[DraftTable]:
    position = 0
    places: tuple[tuple[str, Sequence[Any], Sequence[Any]], ...] = (
        ("section", confirmed.sections, sections),
        ("annex", confirmed.annexes, annexes),
    )
    for name, parts, saved in places:
        for part, row in zip(parts, saved, strict=True):
            for rows in part.tables:
                position += 1
                yield DraftTable(draft=draft, position=position, rows=rows, **{name: row})


def _own_rows(draft: Any, confirmed: ReadAs) -> Iterator[models.Model]:
    formsets = {part.name: part.formset for part in draft.kind_of.own_parts}
    for at, (part, fields) in enumerate(confirmed.rows, start=1):
        formset = formsets[part]
        place = {"position": at} if "position" in formset.form.base_fields else {}
        yield formset.model(**{formset.fk.name: draft}, **place, **fields)


def _keep_archive_line(draft: Draft, recipients: list[DraftRecipient]) -> None:
    """Take the file's own “Lưu: …” among the recipients as the draft's; a transcription keeps its lines as they are."""
    archive = next((row for row in recipients if is_archive_line(row.text)), None)
    longest = Draft._meta.get_field("archive_line").max_length or 0
    if archive is not None and not draft.is_transcription and len(archive.text) <= longest:
        recipients.remove(archive)
        draft.archive_line = archive.text


def _check_fits(row: models.Model) -> None:
    """Raise ImportUnfit, naming the field, when a value would not fit into the database."""
    links = [field.name for field in row._meta.fields if field.is_relation]
    try:
        row.clean_fields(exclude=links)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        field: Any = row._meta.get_field(name)
        raise ImportUnfit(
            f"Không lưu được “{field.verbose_name}” đọc từ tệp: {' '.join(messages)} Hãy sửa ở bước xem lại."
        ) from error


def as_read(parsed: ParsedPaper, kind_code: str, *, issuer: Issuer, on: dt.date) -> ReadAs:
    """Return the import as it would be confirmed with every guess left as it is. `on` is today: who may sign then."""
    kind = kind_named(kind_code)
    main = main_level(section.level for section in parsed.sections)
    annexes = [(annex, *parted(annex.paragraphs)) for annex in parsed.annexes]
    is_transcription = parsed.number is not None and parsed.issued_on is not None
    signing = (
        None
        if is_transcription
        else signer_named(parsed.signer_name, parsed.signature_lines, issuer=issuer, kind=kind, on=on)
    )
    return ReadAs(
        issuer=issuer,
        signing=signing,
        summary="\n".join(parsed.summary),
        lead_in="\n\n".join(parsed.lead_in),
        preamble="\n\n".join(parsed.preamble),
        closing="\n\n".join(parsed.closing),
        numbering_style=parsed.numbering_style,
        bases=_bases_as_read(parsed, is_transcription=is_transcription),
        sections=[
            _section_as_read(section, kind.topic_of if section.level == main else None) for section in parsed.sections
        ],
        annexes=[AnnexDraft(_annex_title(annex), body, tables) for annex, body, tables in annexes],
        recipients=list(parsed.recipients),
        is_transcription=is_transcription,
        place_name=parsed.place,
        paper_number=parsed.number,
        paper_symbol=parsed.symbol,
        paper_issued_on=parsed.issued_on,
        paper_signature_lines="\n".join(parsed.signature_lines),
        paper_signer_name=parsed.signer_name,
        own=kind.as_read(parsed),
    )


def _bases_as_read(parsed: ParsedPaper, *, is_transcription: bool) -> list[BasisDraft]:
    """Return the bases; a paper that was issued keeps the words that join them: “… và”."""
    bases = [_basis_as_read(basis) for basis in parsed.bases]
    pieces = [piece.text for piece in parsed.opening if piece.role == LineRole.BASIS]
    if not is_transcription or len(pieces) != len(bases):
        return bases
    return [dataclasses.replace(basis, text=text) for basis, text in zip(bases, pieces, strict=True)]


def _basis_as_read(basis: Any) -> BasisDraft:
    return BasisDraft(
        text=basis.text,
        document_type=basis.document_type[:60],
        number=basis.number_symbol[:60],
        issued_on=basis.issued_on,
        issued_by=basis.issuer[:200],
        title=basis.title,
    )


def _section_as_read(section: Any, topic_of: Callable[[str], str] | None) -> SectionDraft:
    body, tables = parted(section.paragraphs)
    topic = topic_of(section.title) if topic_of else "other"
    return SectionDraft(level=section.level, topic=topic, title=section.title, body=body, tables=tables)


def _annex_title(annex: ParsedAnnex) -> str:
    """Return the name without “Phụ lục I”: the portal numbers annexes by itself; a nameless one keeps its label."""
    return annex.name[:MAX_ANNEX_TITLE] or annex.title[:MAX_ANNEX_TITLE] or "Phụ lục"
