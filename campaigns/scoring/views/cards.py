"""The card of one unit: looked at, and scored by its unit, by another one, by the office."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.reports.policies import check_can_let_sign_alone
from campaigns.reports.views.common import kept_or_told, session_over
from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.queries import history_of
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.numbering import whole_number
from emulation_portal.core.permissions import allows
from emulation_portal.law.regimes import regime_on
from emulation_portal.procedure.opening import Link, last_move, next_of, open_steps, stepper

from .. import actions, policies
from ..cardpages import CardPage, points_words, read_card
from ..enums import CardStatus, CrossStatus, Scorer
from ..models import CriterionScore, ScoreCard
from ..procedures import CARD, CROSS
from ..queries import CardScores, scores_of

_OF_THE_UNIT = ("sent_to_head", "sent", "handed_back")  # steps that the office never takes
_WHY_BACK = {
    "score_card.returned": "Trả lại để chấm lại",
    "score_card.handed_back": "Đưa về chấm tiếp",
    "score_card.excused": "Không chấm đơn vị này",
    "score_card.included": "Chấm lại đơn vị",
    "score_card.reopened": "Mở lại để thẩm định",
}
_WITHIN_THE_UNIT = ("score_card.handed_back",)  # what a head writes to who scored is nobody else's
_FILL_WORDS = {
    Scorer.SELF: "Điền ô trống theo báo cáo",
    Scorer.CROSS: "Điền ô trống theo báo cáo",
    Scorer.APPRAISED: "Điền ô trống theo báo cáo, điểm tự chấm",
}
_WRITE_WORDS = {
    Scorer.SELF: "Tự chấm điểm",
    Scorer.CROSS: "Chấm chéo",
    Scorer.APPRAISED: "Thẩm định điểm",
}


def _card(request: SignedInRequest, pk: int) -> ScoreCard:
    """Return the card if the user may know of it; its points may still not be theirs."""
    rows = ScoreCard.objects.visible_to(request.user).select_related(
        "scoring__block__alliance", "scoring__sheet", "unit__sole_sign_off", "cross__unit"
    )
    return get_object_or_404(rows, pk=pk)


def _scorers(request: SignedInRequest, card: ScoreCard) -> list[Scorer]:
    """Return whose points the user sees: of the other scorers only what is done, unless they direct the scoring."""
    sees_all = bool(allows(policies.check_can_see_all_cards, request.user, card.scoring))
    crosses = hasattr(card, "cross") and bool(allows(policies.check_can_cross, request.user, card.cross))
    is_unit = bool(allows(policies.check_can_write_card, request.user, card))
    shown = [Scorer.SELF]
    if hasattr(card, "cross") and (crosses or (card.cross.status == CrossStatus.SENT and (sees_all or is_unit))):
        shown.append(Scorer.CROSS)
    if (card.status == CardStatus.APPRAISED and (sees_all or (is_unit and card.scoring.has_ranking))) or (
        card.is_to_appraise and allows(policies.check_can_appraise, request.user, card)
    ):
        shown.append(Scorer.APPRAISED)
    return shown


@login_required
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One card: its points by criterion, where it lies, what may be done."""
    card = _card(request, pk)
    may_read = bool(allows(policies.check_can_read_card, request.user, card))
    scores = scores_of(card)
    page = read_card(card, scores, scorers=_scorers(request, card), on=today()) if may_read else None
    event = last_move(card) if card.status in (CardStatus.DRAFT, CardStatus.EXCUSED, CardStatus.SENT) else None
    hidden = () if allows(policies.check_can_write_card, request.user, card) else _WITHIN_THE_UNIT
    why = event if event and event.reason and event.verb in _WHY_BACK and event.verb not in hidden else None
    context = {
        "card": card,
        "scoring": card.scoring,
        "page": page,
        "tone": CARD.state_of(card.status).tone,
        "steps": stepper(card),
        "next": _next(request, card, scores),
        "cross": _cross_context(request, card, scores),
        "returned": why,
        "returned_title": _WHY_BACK[why.verb] if why else "",
        "is_excused": card.status == CardStatus.EXCUSED,
        "waits": _waits(request, card, scores) if may_read else [],
        "shows_rank": card.rank is not None,
        "total": points_words(card.total_points),
        "history": history_of(card, without_reasons_of=hidden),
    }
    return render(request, "scoring/card.html", context)


def _next(request: SignedInRequest, card: ScoreCard, scores: CardScores) -> Any:
    links: list[Link] = []
    is_unit = bool(allows(policies.check_can_write_card, request.user, card))
    leave_out: tuple[str, ...] = () if is_unit else _OF_THE_UNIT
    if card.scoring.is_open and card.is_draft and is_unit:
        waits = scores.waits_for(Scorer.SELF)
        url = reverse("scoring:write", args=[card.pk, Scorer.SELF.value])
        links.append(Link("Tự chấm điểm" if waits else "Sửa điểm tự chấm", url, "primary" if waits else "secondary"))
        leave_out = (*leave_out, "sent_to_head") if waits else leave_out
    if card.scoring.is_open and card.is_to_appraise and allows(policies.check_can_appraise, request.user, card):
        waits = scores.waits_for(Scorer.APPRAISED)
        url = reverse("scoring:write", args=[card.pk, Scorer.APPRAISED.value])
        links.append(
            Link("Thẩm định điểm" if waits else "Sửa điểm thẩm định", url, "primary" if waits else "secondary")
        )
        leave_out = (*leave_out, "appraised") if waits else leave_out
    if card.status == CardStatus.AWAITING_HEAD and allows(check_can_let_sign_alone, request.user, card.unit):
        links.append(Link("Đơn vị ít người?", reverse("reports:sign-alone", args=[card.unit_id]), "link"))
    return next_of(card, request.user, now=timezone.now(), leave_out=leave_out, links=links)


def _cross_context(request: SignedInRequest, card: ScoreCard, scores: CardScores) -> dict[str, Any] | None:
    """Return who cross-scores the card, where that is, and what the user may do with it."""
    if not hasattr(card, "cross"):
        return None
    cross = card.cross
    may_write = bool(allows(policies.check_can_cross, request.user, cross)) and actions.lies_with(card, Scorer.CROSS)
    is_whole = may_write and not scores.waits_for(Scorer.CROSS)
    steps = [step for step in open_steps(cross, request.user) if step.allowed]
    waits_for_head = is_whole and not any(step.step.event == "sent" for step in steps)
    return {
        "cross": cross,
        "tone": CROSS.state_of(cross.status).tone,
        "write_url": reverse("scoring:write", args=[card.pk, Scorer.CROSS.value]) if may_write else "",
        "write_words": "Sửa điểm chấm chéo" if is_whole else "Chấm chéo",
        "note": "Đã chấm đủ, chờ thủ trưởng gửi điểm chấm chéo." if waits_for_head else "",
        "steps": [step for step in steps if step.step.event != "sent" or is_whole],
    }


def _waits(request: SignedInRequest, card: ScoreCard, scores: CardScores) -> list[str]:
    """Return what those who score here have left to write, each in a sentence: the buttons come when nothing is."""
    user, found = request.user, []
    if card.is_draft:
        found.append(("Tự chấm", actions.what_waits(scores, Scorer.SELF)))
    crosses = hasattr(card, "cross") and allows(policies.check_can_cross, user, card.cross)
    if crosses and actions.lies_with(card, Scorer.CROSS):
        found.append(("Chấm chéo", actions.what_waits(scores, Scorer.CROSS)))
    if card.scoring.is_open and card.is_to_appraise and allows(policies.check_can_appraise, user, card):
        found.append(("Thẩm định", actions.what_waits(scores, Scorer.APPRAISED)))
    return [f"{label}. {words}" for label, words in found if words]


def _scorer(word: str) -> Scorer:
    if word not in Scorer.values:
        raise Http404
    return Scorer(word)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, pk: int, scorer: str) -> HttpResponse:
    """The boxes of one who scores. Without scripts the button at the end keeps all that can be kept."""
    card, whose = _card(request, pk), _scorer(scorer)
    actions.check_may_write(request.user, card, whose)
    if not card.scoring.is_open or not actions.lies_with(card, whose):
        messages.warning(request, "Phiếu điểm đang ở bước khác nên không ghi điểm được. Đây là bản đang có.")
        return redirect(card)
    shown = [each for each in _scorers(request, card) if each != whose]
    page = read_card(card, scores_of(card), scorers=shown, on=today(), writer=whose)
    if request.method != "POST":
        return render(request, "scoring/write.html", _write_context(page, whose))
    kept = _keep(request, page, whose)
    if isinstance(kept, str):
        messages.warning(request, kept)
        return redirect(card)
    if kept.is_whole:
        messages.success(request, "Đã lưu điểm.")
        if waits := actions.what_waits(scores_of(card), whose):
            messages.warning(request, waits)
        return redirect(card if "done" in request.POST else request.path)
    fresh = read_card(card, scores_of(card), scorers=shown, on=today(), writer=whose)
    for row in fresh.rows:
        key = row.criterion.pk
        if key in kept.errors or key in kept.meanwhile:
            row.points = request.POST.get(f"points_{key}", "")
            row.note = request.POST.get(f"note_{key}", "")
            row.errors = kept.errors.get(key, {})
        if error := kept.meanwhile.get(key):
            row.meanwhile = f"{error} Đang lưu: {points_words(error.stands.points) or 'chưa có điểm'}."
    told = f"Có {len(kept.errors) + len(kept.meanwhile)} tiêu chí chưa lưu; các tiêu chí khác đã lưu."
    return render(request, "scoring/write.html", {**_write_context(fresh, whose), "told": told}, status=422)


def _keep(request: SignedInRequest, page: CardPage, whose: Scorer) -> "actions.KeptPoints | str":
    """Return what came of the page, or why nothing of it could be kept."""
    data = request.POST
    sent = [
        actions.SentPoints(
            row.criterion,
            data.get(f"points_{key}", ""),
            data.get(f"note_{key}", ""),
            whole_number(data.get(f"seen_{key}", "")) or 0,
        )
        for row in page.rows
        if row.is_asked and f"points_{(key := row.criterion.pk)}" in data
    ]
    try:
        was = data.get("women-was", "")
        if whose != Scorer.CROSS and was and ("women" in data) != (was == "1"):  # else what others wrote there stays
            actions.tell_women(card_id=page.card.pk, scorer=whose, is_mostly_women="women" in data, by=request.user)
        return actions.write_points(card_id=page.card.pk, scorer=whose, sent=sent, by=request.user, now=timezone.now())
    except DomainError as error:
        return str(error)


def _write_context(page: CardPage, whose: Scorer) -> dict[str, Any]:
    card = page.card
    return {
        "card": card,
        "scoring": card.scoring,
        "page": page,
        "title": _WRITE_WORDS[whose],
        "women_percent": None if whose == Scorer.CROSS else regime_on(today()).women_first_percent,
        "fill_words": _FILL_WORDS[whose],
        "wants_reason": whose != Scorer.SELF,
        "field_url": reverse("scoring:field", args=[card.pk, whose.value]),
        "fill_url": reverse("scoring:fill", args=[card.pk, whose.value]),
        "due_on": {Scorer.SELF: card.scoring.self_due_on, Scorer.CROSS: card.scoring.cross_due_on}.get(whose),
    }


@require_POST
def field(request: HttpRequest, pk: int, scorer: str) -> JsonResponse:
    """Keep what was typed beside one criterion, while one types. Answers in JSON, whatever happens."""
    if not request.user.is_authenticated:
        return session_over()
    if not ScoreCard.objects.visible_to(request.user).filter(pk=pk).exists() or scorer not in Scorer.values:
        return JsonResponse({"told": "Không mở được phiếu điểm này. Hãy tải lại trang."}, status=404)
    try:
        return kept_or_told(lambda: _keep_points(request, pk, Scorer(scorer)), _stands)
    except PermissionDenied as error:
        return JsonResponse({"told": str(error)}, status=403)


def _keep_points(request: Any, pk: int, scorer: Scorer) -> JsonResponse:
    data = request.POST
    row = actions.type_points(
        card_id=pk,
        scorer=scorer,
        criterion_id=whole_number(data.get("code", "")) or 0,
        points=data.get("points", ""),
        note=data.get("note", ""),
        seen=whole_number(data.get("seen", "")) or 0,
        by=request.user,
        now=timezone.now(),
    )
    return JsonResponse({"kept_at": f"{timezone.localtime():%H:%M}", **_stands(row)})


def _stands(row: CriterionScore) -> dict[str, Any]:
    return {"seen": row.revision, "stands": {"points": points_words(row.points), "note": row.note}}


@login_required
@require_POST
def fill(request: SignedInRequest, pk: int, scorer: str) -> HttpResponse:
    """Điền điểm theo công thức into the boxes that are empty."""
    card, whose = _card(request, pk), _scorer(scorer)
    actions.check_may_write(request.user, card, whose)
    try:
        number = actions.fill_points(card_id=pk, scorer=whose, by=request.user, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(card)
    words = f"Đã điền {number} ô trống." if number else "Không có ô trống nào điền được: cổng chưa có số liệu."
    messages.success(request, words)
    return redirect("scoring:write", pk=pk, scorer=scorer)


@login_required
@require_POST
def tie(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ghi số phiếu when units have the same points."""
    card = _card(request, pk)
    policies.check_can_confer(request.user, card.scoring)
    typed = request.POST.get("votes", "").strip()
    votes = whole_number(typed, digits=4)
    if typed and votes is None:
        messages.error(request, f"“{typed[:20]}” không phải là số phiếu. Hãy ghi số, ví dụ 12.")
        return redirect(card.scoring)
    try:
        actions.break_tie(card_id=pk, votes=votes, by=request.user, on=today())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã ghi số phiếu của {card.unit}. Bảng xếp hạng đã xếp lại.")
    return redirect(card.scoring)
