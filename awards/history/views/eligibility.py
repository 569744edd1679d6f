"""Điều kiện xét: what an award of a year asks of a person or a unit, and what the portal knows of it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.dates import today
from emulation_portal.core.markup import noted, status
from emulation_portal.core.tables import Column, Table
from emulation_portal.law.catalogue import label_of
from emulation_portal.law.dated import BeforeFirstRule
from emulation_portal.law.eligibility import Facts, Finding, Fulfilment, Judgement, judge
from emulation_portal.law.enums import AwardSubject

from .. import policies
from ..facts import facts_of_person, facts_of_unit
from ..forms import EligibilityForm
from ..queries import latest_of, people_judged_by, units_judged_by

FIRST_ASKED = {AwardSubject.PERSON: "CSTDCS", AwardSubject.COLLECTIVE: "TTLDTT"}
_TONES = {Fulfilment.MET: "success", Fulfilment.FAILED: "warning", Fulfilment.UNKNOWN: "neutral"}
_SHOWN = 20


@login_required
@require_safe
def of_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Điều kiện xét of a person, for the award and the year in `?danh_hieu=&nam=`."""
    policies.check_can_see_history(request.user)
    person = get_object_or_404(people_judged_by(request.user), pk=pk)
    find = lambda award, year: facts_of_person(person, award=award, year=year, reader=request.user)  # noqa: E731
    return _shown(request, person, person.full_name, AwardSubject.PERSON, find, person=person)


@login_required
@require_safe
def of_unit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Điều kiện xét of a whole unit, likewise."""
    policies.check_can_see_history(request.user)
    unit = get_object_or_404(units_judged_by(request.user), pk=pk)
    find = lambda award, year: facts_of_unit(unit, award=award, year=year, reader=request.user)  # noqa: E731
    whose = {"collective__unit": unit, "collective__is_whole_unit": True}
    return _shown(request, unit, unit.name, AwardSubject.COLLECTIVE, find, **whose)


def _shown(
    request: SignedInRequest,
    about: Any,
    name: str,
    subject: AwardSubject,
    find: Callable[[str, int], Facts],
    **whose: Any,
) -> HttpResponse:
    asked = {"danh_hieu": request.GET.get("danh_hieu") or FIRST_ASKED[subject]}
    form = EligibilityForm(asked | {"nam": request.GET.get("nam") or str(today().year)}, subject=subject)
    context: dict[str, Any] = {
        "about": about,
        "name": name,
        "form": form,
        "awards": list(latest_of(request.user, **whose)[:_SHOWN]),
    }
    if form.is_valid():
        award, year = form.cleaned_data["danh_hieu"], form.cleaned_data["nam"]
        context |= {"award": label_of(award), "year": year, **_judged(award, year, find)}
    return render(request, "award_history/eligibility.html", context)


def _judged(award: str, year: int, find: Callable[[str, int], Facts]) -> dict[str, Any]:
    """Return how the subject stands, by the law of today, or of the end of the year when that is over."""
    received_on = min(today(), dt.date(year, 12, 31))
    try:
        judgement = judge(award, find(award, year), received_on=received_on)
    except BeforeFirstRule as nothing:
        return {"refusal": str(nothing)}
    cases = [(case, Table(case.title or "Điều kiện", _COLUMNS, case.findings, None)) for case in judgement.cases]
    return {"judgement": judgement, "shown": _words(judgement), "cases": cases, "received_on": received_on}


def _words(judgement: Judgement) -> tuple[str, str]:
    """Return how it stands as a whole, in words, and their tone."""
    if judgement.stops:
        return "Không đủ điều kiện", "danger"
    words = {
        Fulfilment.MET: ("Đạt mọi điều kiện cổng kiểm tra được", "success"),
        Fulfilment.FAILED: ("Có điều kiện không đạt, cần người xét xem lại", "warning"),
        Fulfilment.UNKNOWN: ("Còn điều kiện chưa rõ", "neutral"),
    }
    return words[judgement.standing]


def _standing(finding: Finding) -> Any:
    return status(finding.standing.label, "danger" if finding.stops else _TONES[finding.standing])


_COLUMNS = (
    Column("Điều kiện", lambda row: noted(row.words, f"{row.source} ({row.confidence.label.lower()})"), names_row=True),
    Column("Kết quả", _standing),
    Column("Cổng xem", lambda row: row.said),
)
