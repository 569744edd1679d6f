"""From a file to a draft: read, keep what was read, and open the draft once the preview is confirmed."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.core.vietnamese import fold
from emulation_portal.documents.models import Issuer
from emulation_portal.documents.reading import ParsedPaper, parse_paper, read_with_notes

from .. import policies
from ..enums import CampaignKind, Topic
from ..models import Campaign, CampaignPlan, PlanBasis, PlanImport, PlanRecipient, PlanSection

# Words by which the topic of a main section is guessed; folded. The user corrects what is wrong.
_TOPIC_WORDS = (
    (Topic.OBJECTIVES, ("muc dich", "muc tieu")),
    (Topic.CRITERIA, ("tieu chi", "chi tieu")),
    (Topic.REWARDS, ("khen thuong",)),
    (Topic.SCHEDULE, ("thoi gian", "tien do", "cac buoc")),
    (Topic.MEASURES, ("to chuc thuc hien", "giai phap", "bien phap", "trien khai thuc hien")),
    (Topic.CONTENT, ("noi dung",)),
)


def guess_topic(title: str) -> Topic:
    """Return what a main section is about, from its title."""
    text = fold(title)
    if text.strip(" .:;*") == "yeu cau":  # I. MỤC ĐÍCH, II. YÊU CẦU: two sections on one topic
        return Topic.OBJECTIVES
    if "noi dung" in text and ("tieu chi" in text or "chi tieu" in text):
        return Topic.CONTENT_CRITERIA
    return next((topic for topic, words in _TOPIC_WORDS if any(word in text for word in words)), Topic.OTHER)


def read_plan_file(name: str, content: bytes, *, by: User, on: dt.date) -> PlanImport:
    """Read a plan from a file and keep it for the preview; nothing else is written.

    The same file by the same person again is the same import while it is unconfirmed. Raises PermissionDenied,
    ImportRefused.
    """
    policies.check_can_draft(by)
    text, notes = read_with_notes(name, content)
    parsed = parse_paper(text, on=on)
    parsed = dataclasses.replace(parsed, warnings=(*notes, *parsed.warnings))
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        found = PlanImport.objects.filter(sha256=sha256, created_by=by, plan=None, file_name=name[-200:]).first()
        return found or PlanImport.objects.create(
            file_name=name[-200:], sha256=sha256, source_text=text, parsed=parsed.to_json(), created_by=by
        )


@transaction.atomic
def discard_import(*, import_id: int, by: User) -> None:
    """Bỏ tệp đã đọc: forget a file that was read and never confirmed; the log keeps its name and digest.

    Only whoever read it may; a second press finds nothing and does nothing. Raises PermissionDenied.
    """
    policies.check_can_draft(by)
    source = PlanImport.objects.select_for_update(of=("self",)).filter(pk=import_id, created_by=by, plan=None).first()
    if source is None:
        return
    record("import.discarded", source, by=by, data={"sha256": source.sha256})
    source.delete()


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
class ConfirmedImport:
    """What the preview ended with: the guesses as the user left them."""

    issuer: Issuer
    campaign: Campaign | None  # null: a new one with the values below
    campaign_name: str
    campaign_kind: CampaignKind
    theme: str
    period_from: dt.date | None
    period_to: dt.date | None
    summary: str
    preamble: str
    closing: str
    numbering_style: str
    bases: Sequence[BasisDraft]
    sections: Sequence[SectionDraft]
    recipients: Sequence[str]
    is_transcription: bool
    parent_movement: str = ""
    dossiers_from: dt.date | None = None
    dossiers_to: dt.date | None = None
    is_public: bool = True
    place_name: str = ""
    paper_number: int | None = None
    paper_symbol: str = ""
    paper_issued_on: dt.date | None = None
    paper_signature_lines: str = ""
    paper_signer_name: str = ""


class ImportUnfit(DomainError):
    """Something that was read is too long, or no value of its kind."""


@transaction.atomic
def confirm_import(*, import_id: int, confirmed: ConfirmedImport, by: User) -> CampaignPlan:
    """Open the draft. A second click, or a refresh, returns the draft of the first.

    Raises PermissionDenied, ImportUnfit.
    """
    policies.check_can_draft(by)
    source = PlanImport.objects.select_for_update(of=("self",)).filter(pk=import_id).first()
    if source is None:
        raise ImportUnfit("Tệp này vừa được bỏ ở một thẻ khác. Hãy tải tệp lên lại nếu còn cần.")
    if source.plan is not None:
        return source.plan
    c = confirmed
    campaign = c.campaign or Campaign(
        name=c.campaign_name, kind=c.campaign_kind, theme=c.theme, organiser=c.issuer.unit,
        period_from=c.period_from, period_to=c.period_to, parent_movement=c.parent_movement,
        dossiers_from=c.dossiers_from, dossiers_to=c.dossiers_to,
    )  # fmt: skip
    plan = CampaignPlan(
        campaign=campaign, issuer=c.issuer, summary=c.summary, place_name=c.place_name, preamble=c.preamble,
        closing=c.closing, numbering_style=c.numbering_style, is_transcription=c.is_transcription, is_public=c.is_public,
        paper_number=c.paper_number, paper_symbol=c.paper_symbol, paper_issued_on=c.paper_issued_on,
        paper_signature_lines=c.paper_signature_lines, paper_signer_name=c.paper_signer_name, drafted_by=by,
    )  # fmt: skip
    bases = [PlanBasis(plan=plan, position=at, **vars(basis)) for at, basis in enumerate(c.bases, start=1)]
    sections = [PlanSection(plan=plan, position=at, **vars(part)) for at, part in enumerate(c.sections, start=1)]
    recipients = [PlanRecipient(plan=plan, position=at, text=text) for at, text in enumerate(c.recipients, start=1)]
    for row in (campaign, plan, *bases, *sections, *recipients):
        _check_fits(row)
    if campaign._state.adding:
        campaign.save()
    plan.save()
    PlanBasis.objects.bulk_create(bases)
    PlanSection.objects.bulk_create(sections)
    PlanRecipient.objects.bulk_create(recipients)
    source.plan = plan
    source.save(update_fields=["plan"])
    record("plan.imported", plan, by=by, data={"file": source.file_name, "sha256": source.sha256})
    return plan


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


def confirmed_as_read(parsed: ParsedPaper, *, issuer: Issuer) -> ConfirmedImport:
    """Return the import as it would be confirmed with every guess left as it is."""
    name = parsed.campaign_name or " ".join(parsed.summary)
    return ConfirmedImport(
        issuer=issuer,
        campaign=None,
        campaign_name=" ".join(name.split())[:500],
        campaign_kind=CampaignKind.THEMATIC if "đặc biệt" in " ".join(parsed.summary).lower() else CampaignKind.REGULAR,
        theme=parsed.theme,
        period_from=None,
        period_to=None,
        summary="\n".join(parsed.summary),
        preamble="\n\n".join(parsed.preamble),
        closing="\n\n".join(parsed.closing),
        numbering_style=parsed.numbering_style,
        bases=[
            BasisDraft(
                text=basis.text,
                document_type=basis.document_type[:60],
                number=basis.number_symbol[:60],
                issued_on=basis.issued_on,
                issued_by=basis.issuer[:200],
                title=basis.title,
            )
            for basis in parsed.bases
        ],
        sections=[
            SectionDraft(
                level=section.level,
                topic=guess_topic(section.title) if section.level == 1 else Topic.OTHER,
                title=section.title,
                body="\n\n".join(section.paragraphs),
            )
            for section in parsed.sections
        ],
        recipients=list(parsed.recipients),
        is_transcription=parsed.number is not None and parsed.issued_on is not None,
        place_name=parsed.place,
        paper_number=parsed.number,
        paper_symbol=parsed.symbol,
        paper_issued_on=parsed.issued_on,
        paper_signature_lines="\n".join(parsed.signature_lines),
        paper_signer_name=parsed.signer_name,
    )
