"""Hội nghị bình xét of a khối, and the list of whom the khối put forward."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.forms import wrong_boxes
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link
from emulation_portal.core.tables import Column
from emulation_portal.core.versioned_forms import done

from .. import actions, policies
from ..enums import CardStatus
from ..forms import ConferenceForm, LeaderFilters
from ..models import BlockConference, LeaderEndorsement
from .common import scoring_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conference(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hội nghị bình xét: what the khối decided, with votes beside each unit of the ranking."""
    scoring = scoring_for(request, pk)
    policies.check_can_confer(request.user, scoring)
    if not scoring.is_settled:
        messages.warning(request, "Chỉ ghi hội nghị sau khi chốt điểm và trước khi kết thúc bình xét.")
        return redirect(scoring)
    cards = list(
        scoring.cards.filter(status=CardStatus.APPRAISED).select_related("unit").order_by("rank", "unit__name", "pk")
    )
    stands = BlockConference.objects.filter(scoring=scoring).first()
    called = scoring.cards.count()  # who is not scored belongs to the khối all the same
    instance = stands or BlockConference(scoring=scoring, invited=called, present=called)
    form = ConferenceForm(request.POST or None, instance=instance, cards=cards)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: actions.save_conference(
                form.instance,
                endorsed=form.endorsed(),
                by=request.user,
                read=form.read if stands else None,
                seen=request.POST.get("seen", ""),
            ),
        )
    ):
        messages.success(request, "Đã lưu hội nghị bình xét. Đọc lại rồi kết thúc bình xét.")
        return redirect(scoring)
    seen = request.POST.get("seen", "") or actions.endorsements_seen(scoring)
    told = wrong_boxes([("", form)]) if form.errors and not form.non_field_errors() else ""
    context = {"scoring": scoring, "form": form, "told": told, "seen": seen, "cancel_url": scoring.get_absolute_url()}
    return render(request, "scoring/conference.html", context, status=422 if form.errors else 200)


class LeaderList(ListPage):
    """Đơn vị được suy tôn: whom the khối put forward, the last year first. Titles for leading a khối rest on it."""

    template_name, filters = "scoring/leaders.html", LeaderFilters
    noun, caption = "đơn vị", "Đơn vị được suy tôn"

    def check(self) -> None:
        policies.check_can_see_sheets(self.reader)

    def rows(self) -> QuerySet[LeaderEndorsement]:
        return LeaderEndorsement.objects.visible_to(self.reader).order_by(
            "-conference__scoring__year", "conference__scoring__block__name", "honour", "card__rank", "pk"
        )

    def complete(self, rows: Any) -> Any:
        return rows.select_related("card__unit", "conference__scoring__block")

    def columns(self) -> list[Column]:
        return [
            Column("Đơn vị", lambda row: link(row.card, row.card.unit.name), names_row=True),
            Column("Năm", lambda row: str(row.conference.scoring.year), css="num"),
            Column("Khối", lambda row: row.conference.scoring.block.name),
            Column("Hạng", lambda row: row.card.rank, css="num"),
            Column("Đề nghị", lambda row: row.get_honour_display()),
            Column("Đồng ý", lambda row: f"{row.votes}/{row.votes_of}", css="num"),
        ]

    def nothing(self) -> Nothing:
        return Nothing("Chưa khối nào suy tôn đơn vị", "Đơn vị được suy tôn hiện ở đây khi khối kết thúc bình xét.")
