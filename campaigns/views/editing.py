"""Editing a draft part by part. What was typed stays on the page when it cannot be saved."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.permissions import allows

from .. import policies
from ..actions import edit_plan
from ..actions.drafting import apply_campaign_facts, write_campaign_facts
from ..consistency import contradictions
from ..enums import Topic
from ..forms import PARTS, GeneralForm, Part, RecipientsForm, TranscriptionGeneralForm
from ..models import Campaign, CampaignPlan, PlanRecipient, PlanSection
from ..presenting import PLAN_TONES
from ..queries import date_facts, plan_facts
from ..regulations import launch_gaps
from ..standard_sections import STANDARD, missing_topics, with_missing
from .access import plan_or_404

CAMPAIGN_FIELDS = ("kind", "theme", "parent_movement", "period_from", "period_to", "dossiers_from", "dossiers_to")
PLAN_FIELDS = ("issuer", "summary", "place_name", "preamble", "closing", "numbering_style", "is_public")
MOST_EMPTY_FRAMES = 10
PAPER_FIELDS = ("paper_number", "paper_symbol", "paper_issued_on", "paper_signature_lines", "paper_signer_name")


@login_required
@require_safe
def outline(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    return redirect("campaigns:plan-part", pk=plan.pk, part="general")


@login_required
def part(request: SignedInRequest, pk: int, part: str) -> HttpResponse:
    plan = plan_or_404(request, pk)
    policies.check_can_edit(request.user, plan)
    chosen = PARTS.get(part)
    if chosen is None:
        raise Http404
    form = _bind(request, plan, chosen)
    if request.method == "POST" and not _searches(request) and form.is_valid() and _save(request, plan, chosen, form):
        if _adds_sections(request, plan, chosen):
            messages.success(request, "Đã lưu và thêm các mục còn thiếu. Hãy viết nội dung vào từng mục.")
            return redirect(request.path)
        messages.success(request, f"Đã lưu phần “{chosen.title}”.")
        stays = "stay" in request.POST
        return redirect(f"{request.path}#them-moi-1" if stays else plan.get_absolute_url())
    return _page(request, plan, chosen, form)


def _bind(request: SignedInRequest, plan: CampaignPlan, chosen: Part) -> Any:
    data = request.POST if request.method == "POST" else None
    cancel_url = plan.get_absolute_url()
    if chosen.formset:
        formset = chosen.formset(data, instance=plan, prefix=chosen.name)
        formset.extra = _empty_frames(request, formset.extra)
        return formset
    if chosen.name == "recipients":
        # A search keeps what was typed and ticked, and says nothing of it yet.
        initial, data = (_typed(request), None) if _searches(request) else (_recipients_initial(plan), data)
        find = request.POST.get("find_text", "")[:200]
        return RecipientsForm(data, plan=plan, today=today(), cancel_url=cancel_url, find=find, initial=initial)
    initial = _general_initial(plan)
    if plan.is_transcription:
        return TranscriptionGeneralForm(
            data, cancel_url=cancel_url, initial=initial, today=today(), corrects=plan.supersedes
        )
    return GeneralForm(data, cancel_url=cancel_url, initial=initial)


def _searches(request: SignedInRequest) -> bool:
    """Return whether the button was that of the search for units, which saves nothing."""
    return "find" in request.POST


def _typed(request: SignedInRequest) -> dict[str, Any]:
    sent = request.POST
    return {
        "addresses_everyone": "addresses_everyone" in sent,
        "addressed_blocks": sent.getlist("addressed_blocks"),
        "addressed_units": sent.getlist("addressed_units"),
        "recipients": sent.get("recipients", ""),
        "signing": sent.get("signing", ""),
    }


def _adds_sections(request: SignedInRequest, plan: CampaignPlan, chosen: Part) -> bool:
    """Return whether the button was “Thêm các mục còn thiếu”. A transcription has only what its paper has."""
    return chosen.name == "sections" and "standard" in request.POST and not plan.is_transcription


def _add_missing_sections(plan: CampaignPlan) -> None:
    rows = list(PlanSection.objects.filter(plan=plan))
    order = with_missing([row.topic if row.level == 1 else None for row in rows])
    titles = dict(STANDARD)
    for at, found in enumerate(order, start=1):
        row = PlanSection(plan=plan, topic=found, title=titles[found]) if isinstance(found, Topic) else rows[found]
        row.position = at
        row.save()


def _missing_sections(plan: CampaignPlan, chosen: Part) -> list[str]:
    if chosen.name != "sections" or plan.is_transcription:
        return []
    return [str(topic.label) for topic in missing_topics(row.topic for row in plan.sections.all() if row.level == 1)]


def _empty_frames(request: SignedInRequest, usual: int) -> int:
    """Return how many empty frames to offer: what the address asks for, within reason."""
    wanted = request.GET.get("them", "")
    return min(int(wanted), MOST_EMPTY_FRAMES) if wanted.isascii() and wanted.isdigit() else usual


def _save(request: SignedInRequest, plan: CampaignPlan, chosen: Part, form: Any) -> bool:
    """Save the part; on refusal put the message on the form and return False."""

    def change(locked: CampaignPlan) -> None:
        if chosen.formset:
            form.save_in_order(locked)
            if _adds_sections(request, locked, chosen):
                _add_missing_sections(locked)
        elif chosen.name == "recipients":
            _save_recipients(locked, form.cleaned_data)
        else:
            _save_general(locked, form.cleaned_data)

    try:
        revision = int(request.POST.get("revision", "0"))
    except ValueError:
        revision = 0
    try:
        edit_plan(plan_id=plan.pk, revision=revision, by=request.user, part=chosen.name, change=change)
    except DomainError as error:
        form.refusal = str(error)
        return False
    return True


def _page(request: SignedInRequest, plan: CampaignPlan, chosen: Part, form: Any) -> HttpResponse:
    sent, searches = request.method == "POST", _searches(request)
    gaps = [] if plan.is_transcription else launch_gaps(plan_facts(plan), on=today())
    context = {
        "plan": plan,
        "tone": PLAN_TONES[plan.status],  # type: ignore[index]
        "part": chosen,
        "parts": [(p, [gap for gap in gaps if gap.part == p.name]) for p in _parts_of(plan)],
        "form": None if chosen.formset else form,
        "formset": form if chosen.formset else None,
        "contradictions": [] if plan.is_transcription else contradictions(date_facts(plan)),
        "can_edit": True,
        "missing_sections": _missing_sections(plan, chosen),
        "refusal": getattr(form, "refusal", ""),
        "revision": request.POST.get("revision", plan.revision) if sent else plan.revision,
        "is_unsaved": searches,
        "can_submit": allows(policies.check_can_submit, request.user, plan),
    }
    return render(request, "campaigns/plan_part.html", context, status=422 if sent and not searches else 200)


def _parts_of(plan: CampaignPlan) -> list[Part]:
    """Targets, rewards and milestones are the portal's own; a transcription has only what its paper has."""
    own = {"targets", "rewards", "milestones"}
    return [part for part in PARTS.values() if not (plan.is_transcription and part.name in own)]


def _general_initial(plan: CampaignPlan) -> dict[str, Any]:
    names = (*PLAN_FIELDS, *PAPER_FIELDS)
    initial = {name: getattr(plan, name) for name in names}
    initial |= {name: getattr(plan.campaign, name) for name in CAMPAIGN_FIELDS}
    waiting = Campaign()
    apply_campaign_facts(waiting, plan.campaign_changes)
    initial |= {name: getattr(waiting, name) for name in plan.campaign_changes if name != "name"}
    name = plan.campaign_changes.get("name", plan.campaign.name)
    return {**initial, "campaign_name": name, "place_name": plan.place_name or plan.issuer.place_name}


def _save_general(plan: CampaignPlan, data: dict[str, Any]) -> None:
    for name in (*PLAN_FIELDS, *(PAPER_FIELDS if plan.is_transcription else ())):
        setattr(plan, name, data[name])
    write_campaign_facts(plan, {"name": data["campaign_name"], **{name: data[name] for name in CAMPAIGN_FIELDS}})


def _recipients_initial(plan: CampaignPlan) -> dict[str, Any]:
    return {
        "addresses_everyone": plan.addresses_everyone,
        "addressed_blocks": plan.addressed_blocks.all(),
        "addressed_units": plan.addressed_units.all(),
        "recipients": "\n".join(row.text for row in plan.recipients.all()),
        "signing": plan.signing_id,
    }


def _save_recipients(plan: CampaignPlan, data: dict[str, Any]) -> None:
    plan.addresses_everyone = data["addresses_everyone"]
    plan.signing = data.get("signing")
    plan.addressed_blocks.set(data["addressed_blocks"])
    plan.addressed_units.set(data["addressed_units"])
    plan.recipients.all().delete()
    PlanRecipient.objects.bulk_create(
        PlanRecipient(plan=plan, position=at, text=text) for at, text in enumerate(data["recipients"], start=1)
    )
