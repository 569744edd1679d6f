"""Reads that span models: the book on screen, a paper's line of versions, what a code answers."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Model, Prefetch, Q, QuerySet

from emulation_portal.core.folding import Folded
from emulation_portal.core.kept_files import NamedFile
from emulation_portal.jobs.models import Job
from units.models import Position, Unit
from units.standing import standing_on

from .codes import read_code
from .enums import DocumentStatus, EffectKind, EntryKind
from .finding import said_in_the_book
from .models import Document, DocumentFile, Issuer, LooseCopy, PaperEffect, Register, RegisterEntry
from .procedures import DOCUMENT

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from emulation_portal.accounts.models import User


# --- the book ---------------------------------------------------------------------------------------------------------


def lines_of(register: Register, text: str = "") -> QuerySet[RegisterEntry]:
    """Return the lines in the order of numbers, newest first.

    `text` is looked for as the search of the portal does: in trích yếu, signer and symbol, as number, type or day.
    """
    lines = register.entries.order_by("-number", "-pk")
    return lines.alias(folded_symbol=Folded("symbol")).filter(said_in_the_book(text)) if text.strip() else lines


def with_papers(lines: QuerySet[RegisterEntry]) -> QuerySet[RegisterEntry]:
    """Fetch with each line its papers (`papers`, the valid one first) and what others did to them (`told_effects`)."""
    papers = (
        Document.objects.order_by("-pk")
        .only("pk", "entry_id", "status", "kind", "number", "symbol", "document_type")
        .prefetch_related(Prefetch("effects", _told(), to_attr="told_effects"))
    )
    return lines.prefetch_related(Prefetch("documents", papers, to_attr="papers"))


def totals_of(register: Register) -> dict[str, int]:
    """Return {"lines": …, "void": …} of the whole book, whatever is searched for."""
    return register.entries.aggregate(lines=Count("pk"), void=Count("pk", filter=Q(voided_at__isnull=False)))


# --- a paper ----------------------------------------------------------------------------------------------------------


def paper_of(subject: Model) -> Document | None:
    """Return the paper that stands for what a unit sent: of its last version."""
    papers = Document.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return papers.filter(status=DocumentStatus.ISSUED).defer("payload").first()


def versions_of(document: Document) -> list[Document]:
    """Return the transcription with all that it corrected and all that corrected it, oldest first.

    What a unit issued of one subject are versions, too; any other paper that another one replaced is no version of it.
    """
    papers = Document.objects.select_related("file")
    chain = [document]
    while chain[0].supersedes_id and (chain[0].is_transcription or chain[0].is_of_unit):
        chain.insert(0, papers.get(pk=chain[0].supersedes_id))
    versions = papers.filter(Q(kind=EntryKind.TRANSCRIBED) | Q(unit__isnull=False))
    while newer := versions.filter(supersedes=chain[-1].pk).first():
        chain.append(newer)
    return chain


def newest_of(document: Document) -> Document:
    """Return what stands in the paper's place now, however often it was corrected or replaced; itself if never.

    An amendment ended with the paper it amends: in its place stands what took the place of that one.
    """
    ends = [EffectKind.CORRECTS, EffectKind.REPLACES]
    while effect := _effects().filter(on=document, kind__in=ends, by__isnull=False).last():
        assert effect.by is not None
        document = effect.by
    return document


def job_of(key: str) -> Job | None:
    return Job.objects.filter(key=key).first()


def file_of(document: Document) -> DocumentFile | None:
    return DocumentFile.objects.filter(document=document).first()


# --- a unit that issues one -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UnitFacts:
    """What a unit's papers say of the unit itself, as it stands on a day."""

    name: str
    short_name: str
    code: str
    is_member: bool  # of the alliance, and so nobody's own body
    above: str  # how what it stands under is called
    commune: str
    province: str  # as the alliance dates its papers; empty when it issues none
    head_title: str = ""
    head_name: str = ""
    deputy_title: str = ""  # of who signs for the head
    deputy_name: str = ""  # empty where the head signs


def facts_of(unit: Unit, *, on: dt.date, signed_by: "User | None" = None) -> UnitFacts:
    """Return how the unit is called on the day, what it stands under, where it is and who heads it, the longest first.

    `signed_by` signs in the head's place (KT.) when that is somebody else who serves in the unit.
    """
    standing = standing_on(unit, on)
    heads = Position.objects.in_force(on=on).filter(unit=unit, is_head=True).select_related("person")
    head = heads.order_by("effective_from", "pk").first()
    deputy = _deputy(unit, signed_by, on=on)
    province = Issuer.objects.filter(unit=unit.root_id).values_list("place_name", flat=True).first()
    return UnitFacts(
        name=standing.name,
        short_name=standing.short_name,
        code=unit.code,
        is_member=unit.is_member,
        above=standing_on(standing.parent, on).name if standing.parent else "",
        commune=unit.commune,
        province=province or "",
        head_title=head.title if head else "",
        head_name=head.person.full_name if head else "",
        deputy_title=deputy.title if deputy else "",
        deputy_name=deputy.person.full_name if deputy else "",
    )


def _deputy(unit: Unit, user: "User | None", *, on: dt.date) -> Position | None:
    """Return the position in the unit by which the user signs for its head; None for the head, and for who has none."""
    if user is None:
        return None
    own = Position.objects.in_force(on=on).filter(unit=unit, person__user=user).select_related("person")
    held = list(own.order_by("effective_from", "pk"))
    return None if any(each.is_head for each in held) else next(iter(held), None)


# --- what papers do to each other -------------------------------------------------------------------------------------


def _effects() -> QuerySet[PaperEffect]:
    return PaperEffect.objects.select_related("by").defer("by__payload")


def _told() -> QuerySet[PaperEffect]:
    """Return what befell papers, without what befell the text of a transcription: what amended one that was corrected is
    told of the corrected one.
    """
    corrected = {"kind": EffectKind.AMENDS, "on__superseded_by__kind": EntryKind.TRANSCRIBED}
    return _effects().exclude(kind=EffectKind.CORRECTS).exclude(**corrected)


def amendments_of(document: Document) -> QuerySet[PaperEffect]:
    """Return by what the paper was amended, the earliest first; it is in force all the same."""
    return _effects().filter(on=document, kind=EffectKind.AMENDS)


def effect_that_ended(document: Document) -> PaperEffect | None:
    """Return by what the paper was replaced, corrected or revoked; None while it is in force."""
    ends = [EffectKind.REPLACES, EffectKind.CORRECTS, EffectKind.REVOKES]
    return _effects().filter(on=document, kind__in=ends).last()


def effects_by(document: Document) -> QuerySet[PaperEffect]:
    """Return what the paper itself does to others."""
    return _told().filter(by=document).select_related("on").defer("on__payload")


def effects_on(papers: list[Document]) -> QuerySet[PaperEffect]:
    """Return what other papers did to any of these."""
    return _told().filter(on__in=papers)


def effects_in(register: Register) -> dict[int, list[PaperEffect]]:
    """Return, by line of the book, what other papers did to its paper; a corrected text stands in the line itself."""
    told: dict[int, list[PaperEffect]] = {}
    for effect in _told().filter(on__entry__register=register).annotate(entry_id=F("on__entry_id")):
        told.setdefault(effect.entry_id, []).append(effect)
    return told


@dataclass(frozen=True)
class ShownEffect:
    """What this reader learns of an effect: of an acting paper that they may not see neither number nor title."""

    effect: PaperEffect
    by: Document | None  # the acting paper, when it is one of the book that this reader may see
    is_known: bool  # whether the acting paper is named

    @property
    def by_words(self) -> str:
        return self.effect.by_words if self.is_known else ""

    @property
    def end_of_acting(self) -> str:
        """Return what became of the acting paper itself, named or not; empty while it is in force."""
        by = self.effect.by
        return by.get_status_display().lower() if by is not None and not by.is_in_force else ""


def shown_to(user: "User | AnonymousUser", effects: Iterable[PaperEffect]) -> list[ShownEffect]:
    """Return the effects as far as the reader may know them."""
    effects = list(effects)
    acting = [effect.by_id for effect in effects if effect.by_id]
    seen = (
        set(Document.objects.visible_to(user).filter(pk__in=acting).values_list("pk", flat=True)) if acting else set()
    )
    return [
        ShownEffect(effect, effect.by if effect.by_id in seen else None, effect.by_id is None or effect.by_id in seen)
        for effect in effects
    ]


# --- what a code answers ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CheckAnswer:
    """What the page of a code shows. `is_full` is false for a paper that is not public.

    Whoever holds the code of a paper that is not public holds the paper: they learn whether it is genuine and in
    force (number, date, issuer, state, and whether a file is the issued one), and neither title nor fingerprint.
    """

    document: Document
    file: DocumentFile | None
    is_full: bool
    newest: Document | None  # what stands in its place, when it is superseded
    ended_by: ShownEffect | None
    amendments: list[ShownEffect]

    @property
    def tone(self) -> str:
        return DOCUMENT.state_of(self.document.status).tone


def answer_for(typed: str, user: "User | AnonymousUser") -> CheckAnswer | None:
    """Return what the code answers to this reader, or None alike for a malformed and for an unknown code."""
    code = read_code(typed)
    document = Document.objects.select_related("issuer", "unit").filter(check_code=code).first() if code else None
    if document is None:
        return None
    ended = None if document.is_in_force else effect_that_ended(document)
    return CheckAnswer(
        document=document,
        file=file_of(document),
        is_full=Document.objects.visible_to(user).filter(pk=document.pk).exists(),
        newest=newest_of(document) if document.is_superseded else None,
        ended_by=shown_to(user, [ended])[0] if ended else None,
        amendments=shown_to(user, amendments_of(document)),
    )


def answer_for_file(sha256: str, user: "User | AnonymousUser") -> CheckAnswer | None:
    """Return what is known of the paper whose file this is, or None: nothing more is told of any other file."""
    visible = Document.objects.visible_to(user).filter(file__sha256=sha256)
    code = visible.order_by("-pk").values_list("check_code", flat=True).first()
    return answer_for(code, user) if code else None


class Verdict:
    """What a dropped file is, as far as this paper's reader may know."""

    GENUINE = "genuine"
    GENUINE_TRANSCRIPTION = "genuine_transcription"
    OTHER_VERSION = "other_version"
    OTHER_PAPER = "other_paper"
    UNKNOWN = "unknown"
    NOT_READY = "not_ready"


def judge(answer: CheckAnswer, sha256: str, user: "User | AnonymousUser") -> tuple[str, Document | None]:
    """Return the verdict on a file and the paper it is, where it is another one that this reader may see."""
    document = answer.document
    if answer.file and answer.file.sha256 == sha256:
        return (Verdict.GENUINE_TRANSCRIPTION if document.is_transcription else Verdict.GENUINE), None
    other = Document.objects.filter(file__sha256=sha256).order_by("-pk").first()
    if other and other.pk in {version.pk for version in versions_of(document)}:
        return Verdict.OTHER_VERSION, other
    if other and Document.objects.visible_to(user).filter(pk=other.pk).exists():
        return Verdict.OTHER_PAPER, other
    return (Verdict.UNKNOWN if answer.file else Verdict.NOT_READY), None


# --- stored files -----------------------------------------------------------------------------------------------------


def named_files() -> Iterator[NamedFile]:
    """Yield the stored files that papers and copies name; the name of a copy's is its SHA-256."""
    for name, sha256 in DocumentFile.objects.values_list("storage_name", "sha256").iterator():
        yield NamedFile(name, sha256)
    for name in LooseCopy.objects.exclude(storage_name="").values_list("storage_name", flat=True).iterator():
        yield NamedFile(name, name.rpartition("/")[2].removesuffix(".pdf"), may_be_made_again=True)
