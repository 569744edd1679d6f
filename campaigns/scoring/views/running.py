"""Chấm điểm khối: the list, one khối with its ranking, the officer's and the lead's forms."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.reports.policies import READING_OFFICE, WRITERS
from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.queries import history_of
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.forms import wrong_boxes
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link, noted, status
from emulation_portal.core.permissions import allows
from emulation_portal.core.tables import Column, Table
from emulation_portal.core.versioned_forms import done
from emulation_portal.documents.queries import paper_of
from emulation_portal.procedure.opening import Link, next_of, stepper
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of
from units.models import Unit
from units.views.common import own_alliance_or_404

from .. import actions, policies
from ..cardpages import points_words
from ..enums import BlockHonour, CardStatus, CrossStatus, Scorer, ScoringStatus
from ..forms import (
    AddUnitForm,
    CrosserForm,
    OpenScoringForm,
    QuotaForm,
    ScoringFilters,
    ScoringForm,
)
from ..models import BlockConference, BlockScoring, ScoreCard, ScoreCriterion
from ..procedures import CARD, SCORING
from ..queries import (
    base_asked_of_units,
    contenders_of,
    groups_of,
    officers_of,
    reasons_of_excused,
    totals_of,
    with_progress,
)
from ..regulations import tied
from .common import scoring_for, scoring_to_run

EDIT_DAYS, EDIT_QUOTAS = "Sửa thời hạn, số được suy tôn", "Sửa số được suy tôn"


class ScoringList(ListPage):
    """Chấm điểm khối: for the office all, for the lead and the units their own khối."""

    template_name, filters = "scoring/list.html", ScoringFilters
    noun, caption = "khối chấm điểm", "Chấm điểm khối thi đua"

    def check(self) -> None:
        policies.check_can_see_scorings(self.reader)

    def rows(self) -> QuerySet[BlockScoring]:
        return BlockScoring.objects.visible_to(self.reader).order_by("-year", "block__name", "pk")

    def complete(self, rows: Any) -> Any:
        return with_progress(rows.select_related("block", "sheet"))

    def columns(self) -> list[Column]:
        return [
            Column("Khối", lambda row: noted(link(row, row.block.name), row.sheet.name), names_row=True),
            Column("Năm", lambda row: str(row.year), css="num"),
            Column("Tự chấm", lambda row: f"{row.sent}/{row.units}", css="num"),
            Column("Chấm chéo", lambda row: f"{row.crossed}/{row.units}", css="num"),
            Column("Thẩm định", lambda row: f"{row.appraised}/{row.units}", css="num"),
            Column("Tình trạng", lambda row: status(row.get_status_display(), SCORING.state_of(row.status).tone)),
        ]

    def nothing(self) -> Nothing:
        return Nothing(
            "Chưa có khối nào chấm điểm", "Khi Liên minh mở việc chấm điểm của một khối, khối ấy hiện ở đây."
        )

    def extra(self) -> dict[str, Any]:
        rights = rights_of(self.reader)
        return {"may_open": rights.hold(Role.OFFICER), "sees_sheets": rights.hold(*READING_OFFICE)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_many(request: SignedInRequest) -> HttpResponse:
    """Mở chấm điểm of the khối that were chosen, all or none."""
    policies.check_can_score_somewhere(request.user)
    alliance = own_alliance_or_404(request.user, Role.OFFICER)
    form = OpenScoringForm(
        request.POST or None, alliance=alliance, year=today().year, cancel_url=reverse("scoring:list")
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.open_scorings(form.scorings(), by=request.user, on=today()))
    ):
        messages.success(request, "Đã mở chấm điểm. Đơn vị thấy việc này ở “Việc cần làm”.")
        sheet = form.cleaned_data["sheet"]
        for gap in actions.measure_gaps(sheet, groups_of(sheet)):  # the sheet is in use; the report may still be mended
            messages.warning(request, gap)
        return redirect("scoring:list")
    context = {"form": form, "title": "Mở chấm điểm của khối", "trail": []}
    return render(request, "scoring/form.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One khối: for the office and the lead every unit's points, for a unit its own, and all once they are settled."""
    scoring = scoring_for(request, pk)
    sees_all = bool(allows(policies.check_can_see_all_cards, request.user, scoring))
    cards = list(_cards(request, scoring, sees_all=sees_all))
    may_run = bool(allows(policies.check_can_run, request.user, scoring))
    may_confer = bool(allows(policies.check_can_confer, request.user, scoring))
    conference = BlockConference.objects.filter(scoring=scoring).first()
    paper = paper_of(scoring) if scoring.status == ScoringStatus.CONCLUDED else None
    shares = tied(contenders_of(scoring), on=scoring.settled_on or today()) if scoring.is_settled else set()
    waiting = _waiting(cards) if may_run and scoring.is_open else []
    context = {
        "scoring": scoring,
        "tone": SCORING.state_of(scoring.status).tone,
        "steps": stepper(scoring),
        "next": _next(request, scoring, conference, may_confer=may_confer, is_waiting=bool(waiting)),
        "hint": _hint(waiting),
        "own": list(_own(request, scoring)),
        "table": _table(request, scoring, cards, sees_all=sees_all) if sees_all or scoring.has_ranking else None,
        "sees_all": sees_all,
        "may_run": may_run,
        "edit_words": EDIT_DAYS if scoring.is_open else EDIT_QUOTAS if scoring.is_settled else "",
        "may_confer": may_confer and scoring.is_settled,
        "excused": _excused(cards) if sees_all else [],
        "ties": [card for card in cards if card.pk in shares] if may_confer else [],
        "conference": conference if sees_all or paper else None,
        "endorsed": _endorsed(conference) if conference and (sees_all or paper) else [],
        "paper": paper,
        "officers": officers_of(scoring.block, on=today()),
        "joined": _members(scoring).exclude(score_cards__scoring=scoring) if may_run and scoring.is_open else [],
        "history": history_of(scoring) if sees_all else [],
    }
    return render(request, "scoring/scoring.html", context)


def _next(
    request: SignedInRequest, scoring: BlockScoring, conference: Any, *, may_confer: bool, is_waiting: bool
) -> Any:
    links: list[Link] = []
    leave_out: tuple[str, ...] = ()
    if is_waiting:
        leave_out = ("settled",)
    if scoring.is_settled:
        is_written = conference is not None and not conference.is_of_former_ranking
        leave_out = () if is_written else ("concluded",)
        if may_confer:
            label = "Sửa hội nghị bình xét" if conference else "Ghi hội nghị bình xét"
            look = "secondary" if is_written else "primary"
            links.append(Link(label, reverse("scoring:conference", args=[scoring.pk]), look))
    return next_of(scoring, request.user, now=timezone.now(), leave_out=leave_out, links=links)


def _waiting(cards: Sequence[ScoreCard]) -> list[ScoreCard]:
    """Return the cards that stand in the way of settling: the khối settles when each is appraised, or its unit left out."""
    return [card for card in cards if card.status not in (CardStatus.APPRAISED, CardStatus.EXCUSED)]


def _excused(cards: Sequence[ScoreCard]) -> list[tuple[ScoreCard, str]]:
    """Return the units that are not scored, each with why."""
    found = [card for card in cards if card.status == CardStatus.EXCUSED]
    reasons = reasons_of_excused(found) if found else {}
    return [(card, reasons.get(card.pk, "")) for card in found]


def _hint(waiting: Sequence[ScoreCard]) -> str:
    if not waiting:
        return ""
    to_appraise = [card for card in waiting if card.status == CardStatus.SENT]
    named = (
        f" Chờ thẩm định: {to_appraise[0].unit}{' và đơn vị khác' if len(to_appraise) > 1 else ''}."
        if to_appraise
        else ""
    )
    return (
        f"Còn {len(waiting)} đơn vị chưa thẩm định xong.{named} Chốt điểm được khi mọi đơn vị đã được thẩm định hoặc ghi "
        "không chấm, ở trang phiếu điểm của đơn vị."
    )


def _members(scoring: BlockScoring) -> QuerySet[Unit]:
    return Unit.objects.competing_in(scoring.block, on=today()).order_by("name", "pk")


def _endorsed(conference: BlockConference) -> list[tuple[str, str, str]]:
    rows = conference.endorsements.select_related("card__unit")
    return [(row.card.unit.name, str(BlockHonour(row.honour).label), f"{row.votes}/{row.votes_of}") for row in rows]


def _cards(request: SignedInRequest, scoring: BlockScoring, *, sees_all: bool) -> QuerySet[ScoreCard]:
    rows = scoring.cards.select_related("unit", "cross__unit").order_by("rank", "unit__name", "pk")
    if sees_all or scoring.has_ranking:
        return rows
    return rows.filter(pk__in=_own(request, scoring).values("pk"))


def _own(request: SignedInRequest, scoring: BlockScoring) -> QuerySet[ScoreCard]:
    mine = scoring.cards.filter(rights_of(request.user).reach("unit", *WRITERS))
    return mine.select_related("unit").order_by("unit__name", "pk")


def _table(request: SignedInRequest, scoring: BlockScoring, cards: list[ScoreCard], *, sees_all: bool) -> Table:
    if scoring.has_ranking:
        ranked = [card for card in cards if card.rank is not None]
        return Table("Bảng xếp hạng", _ranking_columns(sees_all=sees_all), ranked, None)
    totals = {scorer: totals_of(scoring, scorer) for scorer in Scorer}
    asked = base_asked_of_units(ScoreCriterion.objects.filter(group__sheet=scoring.sheet_id).select_related("group"))
    may_run = bool(allows(policies.check_can_run, request.user, scoring))

    def total(card: ScoreCard, scorer: Scorer) -> str:
        """Show what is done; the appraisal while it goes on, to who does it."""
        is_done = {
            Scorer.SELF: card.is_sent,
            Scorer.CROSS: hasattr(card, "cross") and card.cross.status == CrossStatus.SENT,
            Scorer.APPRAISED: card.status == CardStatus.APPRAISED or may_run,
        }
        if not is_done[scorer]:
            return ""
        found = totals[scorer].get(card.pk)
        of = "" if asked is None or scorer == Scorer.APPRAISED else f"/{points_words(asked)}"
        return f"{points_words(found.total)}{of}" if found else ""

    columns = [
        Column("Đơn vị", lambda card: noted(link(card, card.unit.name), _crosser(card)), names_row=True),
        Column("Tự chấm", lambda card: total(card, Scorer.SELF), css="num"),
        Column("Chấm chéo", lambda card: total(card, Scorer.CROSS), css="num"),
        Column("Thẩm định", lambda card: total(card, Scorer.APPRAISED), css="num"),
        Column("Tình trạng", lambda card: status(card.get_status_display(), CARD.state_of(card.status).tone)),
    ]
    return Table("Đơn vị trong khối", columns, cards)


def _crosser(card: ScoreCard) -> str:
    return f"{card.cross.unit} chấm chéo" if hasattr(card, "cross") else "Chưa phân công chấm chéo"


def _ranking_columns(*, sees_all: bool) -> list[Column]:
    def name(card: ScoreCard) -> Any:
        return link(card, card.unit.name) if sees_all else card.unit.name

    return [
        Column("Hạng", lambda card: str(card.rank), css="num"),
        Column("Đơn vị", name, names_row=True),
        Column("Điểm chuẩn", lambda card: points_words(card.base_points), css="num"),
        Column("Điểm thưởng", lambda card: points_words(card.bonus_points), css="num"),
        Column("Điểm trừ", lambda card: points_words(card.deducted_points), css="num"),
        Column("Tổng điểm", lambda card: points_words(card.total_points), css="num"),
        Column("Xếp loại", lambda card: card.grade, nothing="Không xếp loại"),
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sửa thời hạn, số được suy tôn; of what is settled the latter."""
    scoring = scoring_to_run(request, pk)
    form_of, title = (QuotaForm, EDIT_QUOTAS) if scoring.is_settled else (ScoringForm, EDIT_DAYS)
    form: Any = form_of(request.POST or None, instance=scoring, cancel_url=scoring.get_absolute_url())
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.change_scoring(form.instance, by=request.user, read=form.read))
    ):
        messages.success(request, "Đã lưu.")
        return redirect(scoring)
    context = {"form": form, "title": title, "trail": scoring.trail()}
    return render(request, "scoring/form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def crossers(request: SignedInRequest, pk: int) -> HttpResponse:
    """Phân công chấm chéo: who cross-scores whom, saved together."""
    scoring = scoring_to_run(request, pk)
    cards = list(scoring.cards.select_related("unit", "cross__unit").order_by("unit__name", "pk"))
    units = [card.unit for card in cards]
    forms = [
        CrosserForm(
            request.POST or None,
            card=card,
            units=units,
            prefix=str(card.pk),
            initial=dict.fromkeys(("unit", "was"), card.cross.unit_id if hasattr(card, "cross") else None),
        )
        for card in cards
    ]
    told = ""
    if request.method == "POST" and all(form.is_valid() for form in forms):
        others = [form for form in forms if form.is_other]
        chosen = {form.card.pk: form.cleaned_data["unit"] for form in others}
        try:
            actions.name_crossers(chosen, by=request.user, seen={form.card.pk: form.seen for form in others})
        except DomainError as error:
            told = str(error)
        else:
            messages.success(request, "Đã lưu phân công chấm chéo.")
            return redirect(scoring)
    elif request.method == "POST":
        told = wrong_boxes((str(form.card.unit), form) for form in forms)
    context = {"scoring": scoring, "forms": forms, "told": told}
    return render(request, "scoring/crossers.html", context, status=422 if told else 200)


@login_required
@require_POST
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a unit be scored that joined the khối later."""
    scoring = scoring_to_run(request, pk)
    form = AddUnitForm(request.POST, units=_members(scoring))
    if not form.is_valid():
        messages.error(request, "Hãy chọn một đơn vị đang ở trong khối.")
        return redirect(scoring)
    try:
        card = actions.add_unit(scoring_id=pk, unit=form.cleaned_data["unit"], by=request.user, on=today())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã thêm {card.unit}. Hãy phân công đơn vị chấm chéo.")
    return redirect(scoring)
