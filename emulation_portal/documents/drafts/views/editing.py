"""Editing a draft part by part. What was typed stays on the page when it cannot be saved."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from emulation_portal.accounts import unsaved
from emulation_portal.accounts.models import Unsaved
from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.changes import first_names
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.numbering import whole_number
from emulation_portal.core.permissions import allows
from emulation_portal.core.versioned_forms import READ, SEEN
from emulation_portal.core.versions import ChangedMeanwhile
from emulation_portal.documents.models import Issuer
from emulation_portal.procedure.opening import last_move
from emulation_portal.procedure.registry import procedure_of

from .. import policies, queries
from ..actions import EditedMeanwhile, edit_draft, open_draft, writing
from ..addressees import named_addressees
from ..enums import ISSUED_EVER, Relation
from ..forms.recipients import RecipientsForm
from ..models import Draft
from ..offers import offered_rows
from ..paper_kind import Part
from ..parts import parts_of
from ..reading_notes import signature_of_file
from ..registry import kind_at
from ..rounds import last_return
from ..standard_sections import missing_topics
from .access import draft_or_404
from .citing import cited, looks_at_received, received_beside

# What is said of things that the text names, and on the button that takes them over: rows of a part, or addressees.
PROPOSED = {
    True: ("Nội dung đã viết, chưa có dòng ở đây", "Điền các dòng này để xem lại"),
    False: ("Văn bản nêu tên các đơn vị này", "Chọn các đơn vị này để xem lại"),
}


@login_required
def create(request: SignedInRequest, kind: str) -> HttpResponse:
    """Open a draft of a kind; what it is about may stand in the address already."""
    policies.check_can_draft_somewhere(request.user)
    wanted = kind_at(kind)
    above = wanted.list_trail()
    form = wanted.create_form(
        request.POST or None,
        initial=request.GET.dict(),
        issuers=queries.issuers_for(request.user),
        user=request.user,
        cancel_url=above[-1][1] if above else "",
    )
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("issuer", "summary")}
        try:
            draft = open_draft(wanted.code, fields, wanted.own_of_new(form.cleaned_data), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Đã mở dự thảo. Hãy viết từng phần, rồi trình rà soát.")
            return redirect("drafts:part", kind=kind, pk=draft.pk, part="general")
    context = {"kind": wanted, "form": form, "title": f"Soạn {wanted.noun} mới"}
    return render(request, "drafts/create.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def outline(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    draft = draft_or_404(request, kind, pk)
    return redirect("drafts:part", kind=kind, pk=draft.pk, part="general")


@login_required
def part(request: SignedInRequest, kind: str, pk: int, part: str) -> HttpResponse:
    draft = draft_or_404(request, kind, pk)
    chosen = parts_of(draft).get(part)
    if chosen is None:
        raise Http404
    is_sent = request.method == "POST"
    if "anew" in request.POST:
        unsaved.forget(request.user, request.path)
        return redirect(request.path)
    typed = None if is_sent else unsaved.kept(request.user, request.path)
    if typed:  # it stands there as if it had been sent, with what the page had read then, and is not saved
        request.POST = unsaved.as_sent(typed.fields)  # type: ignore[assignment]
    if not draft.is_editable and allows(policies.check_can_draft, request.user, draft.issuer):
        if is_sent or typed:  # somebody sent it on while this person was writing
            return _page(request, draft, chosen, _refused(_bind(request, draft, chosen), _who_has(draft)))
        messages.warning(request, f"{draft} đang ở trạng thái “{draft.get_status_display()}” nên không sửa được nữa.")
        return redirect(draft)
    policies.check_can_edit(request.user, draft)
    form = _bind(request, draft, chosen)
    if "more" in request.POST and chosen.formset:
        form.grow()
    elif "propose" in request.POST and chosen.formset:
        form.propose([offer.row for offer in offered_rows(draft, chosen)])
    elif looks_at_received(request, chosen):
        form.propose(cited(request, draft))
    elif is_sent and not _searches(request) and _is_saved(request, draft, chosen, form):
        unsaved.forget(request.user, request.path)
        return _after_saving(request, draft, chosen)
    return _page(request, draft, chosen, form, typed)


def _refused(form: Any, words: str) -> Any:
    """Return the form with what was typed, to be read and copied: it can be saved no more, so it has no button."""
    form.refusal, form.is_over = words, True
    if hasattr(form, "helper"):
        form.helper.without_buttons()
    return form


def _who_has(draft: Draft) -> str:
    """Say why a draft cannot be saved any more, who has it, and what to do with what was typed."""
    state, move = procedure_of(draft).state_of(draft.status), last_move(draft)
    now = f"chuyển {draft.noun} này sang “{draft.get_status_display()}”"
    at = f" lúc {timezone.localtime(move.at):%H:%M} ngày {short_date(timezone.localdate(move.at))}" if move else ""
    told = f"{move.actor_name if move else 'Có người'} đã {now}{at}, nên phần bạn gõ chưa được lưu."
    if state.owner is None or draft.status in ISSUED_EVER:
        return (
            f"{told} Nội dung vẫn còn trong các ô bên dưới: hãy chép phần cần giữ, rồi xem {draft.noun} ở trang của nó."
        )
    return (
        f"{told} Nội dung vẫn còn trong các ô bên dưới: hãy chép phần cần giữ và đề nghị {state.owner.label} trả lại "
        f"{draft.noun}, rồi dán vào và lưu."
    )


def _after_saving(request: SignedInRequest, draft: Draft, chosen: Part) -> HttpResponse:
    if _adds_sections(request, draft, chosen):
        messages.success(request, "Đã lưu và thêm các mục còn thiếu. Hãy viết nội dung vào từng mục.")
        return redirect(request.path)
    messages.success(request, f"Đã lưu phần “{chosen.title}”.")
    return redirect(request.path if "stay" in request.POST else draft.get_absolute_url())


def _bind(request: SignedInRequest, draft: Draft, chosen: Part) -> Any:
    data = request.POST if request.method == "POST" or request.POST else None
    cancel_url = draft.get_absolute_url()
    if chosen.formset:
        return chosen.formset(data, instance=draft, prefix=chosen.name)
    if chosen.name == "recipients":
        # A search keeps what was typed and ticked, and says nothing of it yet.
        initial, data = (_typed(request, draft), None) if _searches(request) else (_initial(draft, chosen), data)
        find = request.POST.get("find_text", "")[:200]
        return RecipientsForm(data, draft=draft, today=today(), cancel_url=cancel_url, find=find, initial=initial)
    return _general_form(request, draft, data, cancel_url, _initial(draft, chosen))


def _general_form(request: SignedInRequest, draft: Draft, data: Any, cancel_url: str, initial: dict[str, Any]) -> Any:
    kind = draft.kind_of
    plain, transcribed = kind.general_forms
    common = {
        "cancel_url": cancel_url,
        "initial": {**initial, READ: kind.own_version(draft)},
        "issuers": _issuers_for(request, draft),
    }
    if not draft.is_transcription:
        return plain(data, **common)
    corrects = draft.predecessor if draft.relation == Relation.CORRECTION else None
    return transcribed(data, today=today(), document_type=kind.type, corrects=corrects, **common)


def _issuers_for(request: SignedInRequest, draft: Draft) -> list[Issuer]:
    """Return of which bodies the draft may be: of those of its alliance that the user drafts for, or of its own alone."""
    if draft.relation and Relation(draft.relation).is_by_the_same_issuer:
        return [draft.issuer]
    return [each for each in queries.issuers_for(request.user) if each.unit.root_id == draft.place.root_id]


def _searches(request: SignedInRequest) -> bool:
    """Return whether the button was one that saves nothing: the search for units, or for another row, empty or proposed."""
    return not {"find", "more", "propose", "cite"}.isdisjoint(request.POST)


def _typed(request: SignedInRequest, draft: Draft) -> dict[str, Any]:
    """Return what was typed and ticked; with those whom the draft names, when that was the button."""
    sent: Any = request.POST
    if "propose" in sent:
        sent = sent.copy()
        sent.pop("addresses_everyone", None)
        named = named_addressees(draft)
        for name, meant in (("addressed_blocks", [*named.blocks]), ("addressed_units", [*named.units])):
            sent.setlist(name, list(dict.fromkeys([*sent.getlist(name), *(str(each.pk) for each in meant)])))
    return {
        "addresses_everyone": "addresses_everyone" in sent,
        "addressed_blocks": sent.getlist("addressed_blocks"),
        "sent": sent,
        SEEN: sent.get(SEEN, ""),
        "recipients": sent.get("recipients", ""),
        "archive_line": sent.get("archive_line", ""),
        "signing": sent.get("signing", ""),
        "co_signing": sent.get("co_signing", ""),
    }


def _adds_sections(request: SignedInRequest, draft: Draft, chosen: Part) -> bool:
    """Return whether the button was “Thêm các mục còn thiếu”. A transcription has only what its paper has."""
    return chosen.name == "sections" and "standard" in request.POST and not draft.is_transcription


def _missing_sections(draft: Draft, chosen: Part) -> list[str]:
    kind = draft.kind_of
    if chosen.name != "sections" or draft.is_transcription or draft.relation == Relation.AMENDMENT:
        return []
    names = dict(kind.topics)
    topics = (row.topic for row in queries.main_sections(list(draft.sections.all())))
    return [str(names[topic]) for topic in missing_topics(topics, kind.standard_sections, kind.topics_of)]


def _is_saved(request: SignedInRequest, draft: Draft, chosen: Part, form: Any) -> bool:
    if form.is_valid():
        return _save(request, draft, chosen, form)
    if chosen.formset and _revision(request) != draft.revision:  # wrong may be a row that is there no more
        _show_newest(request, draft, chosen, form, str(EditedMeanwhile(draft)))
    return False


def _save(request: SignedInRequest, draft: Draft, chosen: Part, form: Any, *, revision: int | None = None) -> bool:
    """Save the part; on refusal put the message on the form and return False. `revision`: the newest, once it was looked at."""
    if chosen.formset:
        change = writing.rows(form, adds_sections=_adds_sections(request, draft, chosen))
    else:
        write = writing.recipients if chosen.name == "recipients" else writing.general
        change = write(form.cleaned_data)
    try:
        opened = _revision(request) if revision is None else revision
        edit_draft(draft_id=draft.pk, revision=opened, by=request.user, part=chosen.name, change=change)
    except (EditedMeanwhile, ChangedMeanwhile) as error:
        _show_newest(request, draft, chosen, form, str(error))
        if revision is None and isinstance(error, EditedMeanwhile) and form.is_untouched_by_others:
            # Others wrote other parts, or it is the same again, as by a double click: nothing unseen is overwritten.
            is_told_twice = form.is_the_same and not _adds_sections(request, draft, chosen)
            return is_told_twice or _save(request, draft, chosen, form, revision=form.revision)
        return False
    except PermissionDenied as error:  # sent on, or no longer theirs, between the look and the lock
        draft.refresh_from_db(fields=["status"])
        _refused(form, str(error) if draft.is_editable else _who_has(draft))
        return False
    except DomainError as error:
        form.refusal = str(error)
        return False
    return True


def _show_newest(request: SignedInRequest, draft: Draft, chosen: Part, form: Any, told: str) -> None:
    """Show beside what was typed what is stored now, to be saved over by who has read it."""
    newest = draft_or_404(request, draft.kind_of.slug, draft.pk)
    if chosen.formset:
        form.show_newest(newest)
        _tell_of_rows(form, told)
    else:
        form.show_stored(_initial(newest, chosen), told)
        form.send_next(READ, newest.kind_of.own_version(newest))
    form.revision, form.is_unsaved = newest.revision, True


def _tell_of_rows(form: Any, told: str) -> None:
    """Rows that others deleted cannot be saved any more: what stands in them can be copied."""
    came = f"Người khác đã thêm: {'; '.join(first_names(form.came, len(form.came), form.noun))}." if form.came else ""
    if form.has_lost_rows:
        copy_it = (
            f"Có {form.noun} bạn đang sửa mà người khác đã xóa: hãy chép phần cần giữ rồi mở bản mới nhất để sửa tiếp."
        )
        _refused(form, " ".join(filter(None, [told, came, copy_it])))
        return
    read_it = (
        "Chữ bạn gõ vẫn còn trong các ô; ô người khác vừa sửa mà bạn không sửa đã ghi nội dung mới, ô cả hai cùng sửa có "
        "ghi “Hiện đang lưu”. Hãy đọc, sửa lại nếu cần rồi bấm lại “Lưu”: khi đó chữ trong ô thay chữ đang lưu."
    )
    form.refusal = " ".join(filter(None, [told, came, read_it]))


def _revision(request: SignedInRequest) -> int:
    return whole_number(request.POST.get("revision", "")) or 0


def _proposed(draft: Any, chosen: Part) -> list[str]:
    """Return in words what the text says and the part does not."""
    if chosen.name == "recipients":
        return [str(each) for each in named_addressees(draft).all()]
    return [offer.words for offer in offered_rows(draft, chosen)]


def _page(request: SignedInRequest, draft: Any, chosen: Part, form: Any, typed: Unsaved | None = None) -> HttpResponse:
    """Show the part. `typed` is what is shown of an earlier visit that ended without saving."""
    sent, searches = request.method == "POST", _searches(request)
    gaps = [] if draft.is_transcription else draft.kind_of.gaps(draft, today())
    returned, parts = last_return(draft) if draft.is_editable else None, parts_of(draft)
    context = {
        "draft": draft,
        "tone": procedure_of(draft).state_of(draft.status).tone,
        "part": chosen,
        "returned": returned,
        "proposed": [] if sent else _proposed(draft, chosen),
        "proposed_title": PROPOSED[bool(chosen.formset)][0],
        "propose_words": PROPOSED[bool(chosen.formset)][1],
        "signature_of_file": signature_of_file(draft) if chosen.name == "recipients" else "",
        "parts_meant": [each for each in parts.values() if returned and each.name in returned.parts],
        "parts_title": f"Các phần của {draft.noun}",
        "missing_title": f"{draft.noun_upper} chưa đủ các mục lớn thường có",
        "parts": [(each, [gap for gap in gaps if gap.part == each.name]) for each in parts.values()],
        "own_pages": draft.kind_of.page_addresses(draft, request.user),
        "form": None if chosen.formset else form,
        "formset": form if chosen.formset else None,
        "remarks": [] if draft.is_transcription else [r for r in draft.kind_of.remarks(draft) if r.part == chosen.name],
        "can_edit": True,
        "missing_sections": _missing_sections(draft, chosen),
        "refusal": getattr(form, "refusal", ""),
        "revision": getattr(
            form, "revision", request.POST.get("revision", draft.revision) if sent or typed else draft.revision
        ),
        "is_over": getattr(form, "is_over", False),
        "newest_url": request.path if draft.is_editable else draft.get_absolute_url(),
        "typed": typed,
        "place_told": draft.kind_of.place_told(draft, chosen.name),
        **received_beside(request, draft, chosen),
        "is_unsaved": searches
        or typed is not None
        or bool(getattr(form, "refusal", "") or getattr(form, "is_unsaved", False)),
        "can_submit": allows(policies.check_can_submit, request.user, draft),
    }
    return render(
        request, "drafts/part.html", context, status=422 if sent and (context["refusal"] or not searches) else 200
    )


def _initial(draft: Any, chosen: Part) -> dict[str, Any]:
    """Return what the form of a part without rows shows of the draft."""
    return _recipients_initial(draft) if chosen.name == "recipients" else _general_initial(draft)


def _general_initial(draft: Any) -> dict[str, Any]:
    names = (*writing.GENERAL, *writing.OF_THE_PAPER)
    initial = {name: getattr(draft, name) for name in names} | draft.kind_of.general_initial(draft)
    return {**initial, "place_name": draft.place_name or draft.issuer.place_name}


def _recipients_initial(draft: Draft) -> dict[str, Any]:
    return {
        "addresses_everyone": draft.addresses_everyone,
        "addressed_blocks": draft.addressed_blocks.all(),
        "recipients": "\n".join(row.text for row in draft.recipients.all()),
        "archive_line": draft.archive_line,
        "signing": draft.signing_id,
        "co_signing": draft.co_signing_id,
    }
