"""From a file to a draft: read, keep what was read, and open the draft once the preview is confirmed."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.core.retention import kept_from
from emulation_portal.documents.models import Issuer
from emulation_portal.documents.paper_limits import check_sizes
from emulation_portal.documents.reading import ParsedPaper

from .. import policies
from ..file_reading import read_for
from ..models import DraftBasis, DraftRecipient, DraftSection, PaperImport
from ..numbering import main_level
from ..papers import draft_paper
from ..registry import kind_named
from .belonging import check_of_one_alliance
from .locking import read_again


class ImportUnfit(DomainError):
    """Something that was read is too long, or no value of its kind."""


def read_paper_file(kind_code: str, name: str, content: bytes, *, by: User, on: dt.date) -> PaperImport:
    """Read a paper from a file and keep it for the preview; nothing else is written.

    The same file by the same person again is the same import while it is unconfirmed. Raises PermissionDenied,
    ImportRefused.
    """
    policies.check_can_draft_somewhere(by)
    text, parsed = read_for(kind_code, name, content, on=on)
    wanted = {"kind": kind_code, "sha256": hashlib.sha256(content).hexdigest(), "file_name": name[-200:]}
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks: the second sees what the first did
        found = PaperImport.objects.filter(created_by=by, draft=None, **wanted).first()
        return found or PaperImport.objects.create(source_text=text, parsed=parsed.to_json(), created_by=by, **wanted)


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


def purge_imports(*, on: dt.date) -> int:
    """Forget files that were read so long ago and never imported; return how many. Twice is harmless."""
    limit = kept_from("drafts.imports", on)
    return PaperImport.objects.filter(draft=None, created_at__lt=limit).delete()[0] if limit else 0


@dataclasses.dataclass(frozen=True)
class SectionDraft:
    level: int
    topic: str
    title: str
    body: str


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
    is_public: bool = True
    place_name: str = ""
    paper_number: int | None = None
    paper_symbol: str = ""
    paper_issued_on: dt.date | None = None
    paper_signature_lines: str = ""
    paper_signer_name: str = ""
    own: dict[str, Any] = dataclasses.field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """Return the values that are columns of the draft."""
        parts = {"bases", "sections", "recipients", "own"}
        names = (field.name for field in dataclasses.fields(self))
        return {name: getattr(self, name) for name in names if name not in parts}


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
    draft = kind.new({**confirmed.fields(), "drafted_by": by}, confirmed.own)
    draft.kind = kind.code
    bases = [DraftBasis(draft=draft, position=at, **vars(row)) for at, row in enumerate(confirmed.bases, start=1)]
    sections = [
        DraftSection(draft=draft, position=at, **vars(row)) for at, row in enumerate(confirmed.sections, start=1)
    ]
    recipients = [
        DraftRecipient(draft=draft, position=at, text=row) for at, row in enumerate(confirmed.recipients, start=1)
    ]
    for row in (*kind.hangs_on(draft), draft, *bases, *sections, *recipients):
        _check_fits(row)
    kind.opened(draft, by=by)
    draft.save()
    check_of_one_alliance(draft)
    draft.hands.add(by)
    DraftBasis.objects.bulk_create(bases)
    DraftSection.objects.bulk_create(sections)
    DraftRecipient.objects.bulk_create(recipients)
    check_sizes(draft_paper(read_again(draft)))
    source.draft = draft
    source.save(update_fields=["draft"])
    record(f"{kind.code}.imported", draft, by=by, data={"file": source.file_name, "sha256": source.sha256})
    return draft


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


def as_read(parsed: ParsedPaper, kind_code: str, *, issuer: Issuer) -> ReadAs:
    """Return the import as it would be confirmed with every guess left as it is."""
    kind = kind_named(kind_code)
    main = main_level(section.level for section in parsed.sections)
    return ReadAs(
        issuer=issuer,
        summary="\n".join(parsed.summary),
        preamble="\n\n".join(parsed.preamble),
        closing="\n\n".join(parsed.closing),
        numbering_style=parsed.numbering_style,
        bases=[_basis_as_read(basis) for basis in parsed.bases],
        sections=[
            _section_as_read(section, kind.topic_of if section.level == main else None) for section in parsed.sections
        ],
        recipients=list(parsed.recipients),
        is_transcription=parsed.number is not None and parsed.issued_on is not None,
        place_name=parsed.place,
        paper_number=parsed.number,
        paper_symbol=parsed.symbol,
        paper_issued_on=parsed.issued_on,
        paper_signature_lines="\n".join(parsed.signature_lines),
        paper_signer_name=parsed.signer_name,
        own=kind.as_read(parsed),
    )


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
    return SectionDraft(
        level=section.level,
        topic=topic_of(section.title) if topic_of else "other",
        title=section.title,
        body="\n\n".join(section.paragraphs),
    )
