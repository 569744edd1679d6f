"""The papers that stand for a dossier and those who are proposed in it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from emulation_portal.documents.enums import DocumentStatus, DocumentType
from emulation_portal.documents.models import Document

from .models import Nomination, NominationDossier

_ORDER = {DocumentType.TTR.value: 0, DocumentType.BB.value: 1, DocumentType.BC.value: 2}


def papers_of(dossier: NominationDossier, nominations: Sequence[Nomination]) -> list[dict[str, Any]]:
    """Return each paper with how it is called, in the order in which they lie in the dossier."""
    names = {each.pk: each.name for each in nominations}
    about = Q(subject_type=dossier._meta.label_lower, subject_id=dossier.pk)
    about |= Q(subject_type=Nomination._meta.label_lower, subject_id__in=names)
    found = list(Document.objects.filter(about, status=DocumentStatus.ISSUED).defer("payload").order_by("pk"))
    found.sort(key=lambda each: (_ORDER.get(each.document_type, len(_ORDER)), each.pk))
    return [{"paper": each, "words": _words(each, names)} for each in found]


def _words(paper: Document, names: dict[int, str]) -> str:
    if paper.document_type == DocumentType.BC:
        return f"Báo cáo thành tích: {names.get(paper.subject_id or 0, '')}"
    return {DocumentType.TTR: "Tờ trình đề nghị khen thưởng", DocumentType.BB: "Biên bản bình xét"}[
        DocumentType(paper.document_type)
    ]
