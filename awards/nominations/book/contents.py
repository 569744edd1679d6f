"""What is bound into the book of a dossier, in its order."""

from collections.abc import Iterator, Sequence
from typing import Any

from emulation_portal.files.models import StoredFile
from emulation_portal.files.queries import files_of

from ..models import Nomination, NominationDossier
from ..papersof import papers_of


def book_payload(dossier: NominationDossier, nominations: Sequence[Nomination]) -> dict[str, Any]:
    """Return what the book is made from, as plain data: the same papers and files again are the same book."""
    return {
        "title": f"Tập hồ sơ: {dossier.title}",
        "unit": dossier.unit.name,
        "purpose": dossier.purpose,
        "pieces": [*_papers(dossier, nominations), *_evidence(dossier, nominations)],
    }


def _papers(dossier: NominationDossier, nominations: Sequence[Nomination]) -> Iterator[dict[str, Any]]:
    for each in papers_of(dossier, nominations):
        yield {"title": each["words"], "document": each["paper"].pk}


def _evidence(dossier: NominationDossier, nominations: Sequence[Nomination]) -> Iterator[dict[str, Any]]:
    for file in files_of(dossier):
        yield {"title": f"Minh chứng: {file.name}", "file": str(file.pk)}
    keys = {str(each.pk): each.name for each in nominations}
    rows = StoredFile.objects.filter(subject_type=Nomination._meta.label_lower, subject_id__in=keys)
    for file in rows.order_by("subject_id", "sent_at", "key"):
        yield {"title": f"Minh chứng của {keys[file.subject_id]}: {file.name}", "file": str(file.pk)}
