"""Declaring a kind of paper: with its procedures and what acts in them, its words for the log, its readers and help."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.urls import reverse

from emulation_portal.core.parts import LogWords, Subject, Verb
from emulation_portal.core.vietnamese import capitalised
from emulation_portal.documents.readers import Readable
from emulation_portal.procedure.registry import AsksWith, Takes, Taking
from emulation_portal.rights.enums import OFFICE_ROLES

from . import actions
from .enums import Relation
from .forms.steps import ApproveForm, IssueForm, ReturnForm, RevokeForm
from .models import Draft
from .paper_kind import PaperKind
from .parts import every_part_of, parts_of
from .registry import Kind


def paper_kinds(*kinds: PaperKind) -> Iterator[object]:
    """Return what an app declares for its kinds of papers. Kinds that share a table are named by the first of them."""
    for kind in kinds:
        label = kind.model._meta.label_lower
        yield Kind(kind)
        yield Subject(label, kind.table_words or capitalised(kind.noun), _by_key)
        yield Readable(label, _seen_drafts)
        yield LogWords(
            {
                f"{kind.code}.{event}": Verb(
                    words.format(kind.noun), told=_part_of(kind) if event == "edited" else None
                )
                for event, words in _WRITING.items()
            }
        )
        if kind.help_page:
            addresses = (f"/{kind.slug}/", *kind.help_page.addresses)
            yield replace(kind.help_page, addresses=addresses, readers=frozenset(OFFICE_ROLES))
        for procedure in kind.procedures:
            yield procedure
            yield from (Takes(procedure, event, act) for event, act in _ACTS.items())
            yield AsksWith(procedure, "issued", IssueForm)
            yield AsksWith(procedure, "approved", ApproveForm)
            yield AsksWith(procedure, "returned", _return_form)
            yield AsksWith(procedure, "revoked", RevokeForm)


_WRITING = {"created": "Soạn {}", "edited": "Sửa {}", "imported": "Nhập {} từ tệp"}


def _part_of(kind: PaperKind) -> Callable[[str], str]:
    """Return what calls a part of papers of the kind by its title."""
    titles = {part.name: part.title for part in every_part_of(kind)}
    titles |= {page.name: page.title for page in kind.own_pages}
    return lambda part: titles.get(part, "")


def _by_key(pk: int) -> str:
    return reverse("drafts:by-key", args=[pk])


def _seen_drafts(user: Any) -> Any:
    return Draft.objects.visible_to(user).values("pk")


def _return_form(*args: Any, obj: Any, **kwargs: Any) -> ReturnForm:
    """The form names the parts of the draft, which its room does not know."""
    return ReturnForm(*args, obj=obj, parts=[(part.name, part.title) for part in parts_of(obj).values()], **kwargs)


def _return(t: Taking) -> Draft:
    answers = t.answers
    return actions.return_draft(
        draft_id=t.pk, by=t.by, reason=answers["reason"], parts=answers.get("parts", ()), read=t.read
    )


def _approve(t: Taking) -> Draft:
    return actions.approve_draft(draft_id=t.pk, by=t.by, on=t.on, remark=t.reason, read=t.read)


def _take_back(t: Taking) -> Draft:
    return actions.take_back_approval(draft_id=t.pk, by=t.by, reason=t.answers["reason"], read=t.read)


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
    "approved": _approve,
    "approval_taken_back": _take_back,
    "returned": _return,
    "issued": _issue,
    "transcribed": lambda t: actions.register_transcription(draft_id=t.pk, by=t.by, today=t.on, read=t.read),
    "revoked": _revoke,
    "discarded": lambda t: actions.discard_draft(draft_id=t.pk, by=t.by, reason=t.answers["reason"], read=t.read),
    "correction_started": _begin(Relation.CORRECTION),
    "amendment_started": _begin(Relation.AMENDMENT),
    "replacement_started": _begin(Relation.REPLACEMENT),
    "drafted_again": lambda t: actions.draft_again(draft_id=t.pk, by=t.by, read=t.read),
}
