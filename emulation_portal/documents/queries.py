"""Reads that span models: the book on screen, a paper's line of versions, what a code answers."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from emulation_portal.audit.models import Event
from emulation_portal.core.folding import Folded
from emulation_portal.core.vietnamese import fold
from emulation_portal.jobs.models import Job

from .codes import read_code
from .enums import DocumentStatus
from .models import Document, DocumentFile, Register, RegisterEntry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from emulation_portal.accounts.models import User

TONES = {DocumentStatus.ISSUED: "success", DocumentStatus.SUPERSEDED: "warning", DocumentStatus.REVOKED: "danger"}


# --- the book ---------------------------------------------------------------------------------------------------------


def lines_of(register: Register, text: str = "") -> QuerySet[RegisterEntry]:
    """Return the lines in the order of numbers, newest first, each with its papers (`papers`, the valid one first).

    `text` is looked for in title, signer and recipients without accents; a number is also found as 5, 05 or 05/KH.
    """
    papers = Document.objects.order_by("-pk").only(
        "pk", "entry_id", "status", "kind", "number", "symbol", "document_type"
    )
    lines = register.entries.order_by("-number").prefetch_related(Prefetch("documents", papers, to_attr="papers"))
    words = fold(text).split()
    if not words:
        return lines
    lines = lines.annotate(
        folded=Folded("summary"), folded_signer=Folded("signer_name"), folded_symbol=Folded("symbol")
    )
    for word in words:
        number, slash, symbol = word.partition("/")
        found = Q(folded__contains=word) | Q(folded_signer__contains=word)
        if number.isascii() and number.isdigit() and len(number) < 10:
            found |= Q(number=int(number), folded_symbol__startswith=symbol) if slash else Q(number=int(number))
        elif "-" in word:
            found |= Q(folded_symbol__contains=word)
        lines = lines.filter(found)
    return lines


def totals_of(register: Register) -> dict[str, int]:
    """Return {"lines": …, "void": …} of the whole book, whatever is searched for."""
    return register.entries.aggregate(lines=Count("pk"), void=Count("pk", filter=Q(voided_at__isnull=False)))


# --- a paper ----------------------------------------------------------------------------------------------------------


def versions_of(document: Document) -> list[Document]:
    """Return the paper with all that it superseded and all that superseded it, oldest first."""
    papers = Document.objects.select_related("file")
    chain = [document]
    while chain[0].supersedes_id:
        chain.insert(0, papers.get(pk=chain[0].supersedes_id))
    while newer := papers.filter(supersedes=chain[-1].pk).first():
        chain.append(newer)
    return chain


def revocations_in(register: Register) -> dict[int, dt.date]:
    """Return, by line of the book, the day on which its paper was revoked."""
    papers = dict(
        Document.objects.filter(entry__register=register, status=DocumentStatus.REVOKED).values_list("pk", "entry_id")
    )
    events = Event.objects.filter(
        object_type=Document._meta.label_lower, object_id__in=map(str, papers), verb="document.revoked"
    )
    return {papers[int(pk)]: timezone.localdate(at) for pk, at in events.values_list("object_id", "at")}


def job_of(key: str) -> Job | None:
    return Job.objects.filter(key=key).first()


def file_of(document: Document) -> DocumentFile | None:
    return DocumentFile.objects.filter(document=document).first()


def ended_at(document: Document) -> dt.datetime | None:
    """Return when the paper was superseded or revoked; None while it is in force."""
    verb = {DocumentStatus.SUPERSEDED: "document.superseded", DocumentStatus.REVOKED: "document.revoked"}.get(
        DocumentStatus(document.status)
    )
    if verb is None:
        return None
    events = Event.objects.filter(object_type=document._meta.label_lower, object_id=str(document.pk), verb=verb)
    return events.values_list("at", flat=True).first()


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
    ended_at: dt.datetime | None
    newest: Document | None  # what stands in its place, when it is superseded

    @property
    def tone(self) -> str:
        return TONES[DocumentStatus(self.document.status)]


def answer_for(typed: str, user: "User | AnonymousUser") -> CheckAnswer | None:
    """Return what the code answers to this reader, or None alike for a malformed and for an unknown code."""
    code = read_code(typed)
    document = Document.objects.select_related("issuer").filter(check_code=code).first() if code else None
    if document is None:
        return None
    newest = versions_of(document)[-1] if document.status == DocumentStatus.SUPERSEDED else None
    return CheckAnswer(
        document=document,
        file=file_of(document),
        is_full=Document.objects.visible_to(user).filter(pk=document.pk).exists(),
        ended_at=ended_at(document),
        newest=newest,
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
