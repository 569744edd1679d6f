"""Making a kind of paper known: to the registry, the log, readers and help, and its procedures to the acts of its life."""

from dataclasses import replace
from typing import Any

from django.urls import reverse

from emulation_portal.audit import subjects, verbs
from emulation_portal.core import helppages
from emulation_portal.documents import readers
from emulation_portal.procedure.registry import Taking, asks_with, takes
from emulation_portal.rights.enums import OFFICE_ROLES

from . import actions, registry
from .enums import Relation
from .forms.steps import IssueForm, RevokeForm
from .models import Draft
from .paper_kind import PaperKind


def register(kind: PaperKind) -> None:
    """Make a kind known, once, where the app declares it. Raises ValueError when its code or slug is another's."""
    registry.add(kind)
    label = kind.model._meta.label_lower
    subjects.register(label, lambda pk: reverse("drafts:by-key", args=[pk]))
    readers.register(label, lambda user: Draft.objects.visible_to(user).values("pk"))
    for event, words in (("created", "Soạn {}"), ("edited", "Sửa {}"), ("imported", "Nhập {} từ tệp")):
        verbs.register(f"{kind.code}.{event}", verbs.Verb(words.format(kind.noun)))
    if kind.help_page:
        helppages.register(replace(kind.help_page, addresses=(f"/{kind.slug}/",), readers=frozenset(OFFICE_ROLES)))
    for procedure in kind.procedures:
        for event, act in _ACTS.items():
            takes(procedure, event, act)
        asks_with(procedure, "issued", IssueForm)
        asks_with(procedure, "revoked", RevokeForm)


def _issue(t: Taking) -> Draft:
    day, number = t.answers["issued_on"], t.answers.get("number")
    return actions.issue_draft(draft_id=t.pk, by=t.by, issued_on=day, today=t.on, typed_number=number, read=t.read)


def _revoke(t: Taking) -> Draft:
    answers = t.answers
    return actions.revoke_draft(
        draft_id=t.pk, by=t.by, on=t.on, reason=answers["reason"], through=answers["through"], read=t.read
    )


def _begin(relation: Relation) -> Any:
    return lambda t: actions.start_successor(draft_id=t.pk, relation=relation, by=t.by, read=t.read)


_ACTS: dict[str, Any] = {
    "submitted": lambda t: actions.submit_draft(draft_id=t.pk, by=t.by, on=t.on, read=t.read),
    "approved": lambda t: actions.approve_draft(draft_id=t.pk, by=t.by, on=t.on, read=t.read),
    "issued": _issue,
    "transcribed": lambda t: actions.register_transcription(draft_id=t.pk, by=t.by, today=t.on, read=t.read),
    "revoked": _revoke,
    "discarded": lambda t: actions.discard_draft(draft_id=t.pk, by=t.by, reason=t.answers["reason"], read=t.read),
    "correction_started": _begin(Relation.CORRECTION),
    "amendment_started": _begin(Relation.AMENDMENT),
    "replacement_started": _begin(Relation.REPLACEMENT),
}
