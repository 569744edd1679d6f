"""What the pages of dossiers and nominations share: how a judgement is shown."""

from typing import Any

from django.shortcuts import get_object_or_404

from ..judging import Assessment
from ..models import Nomination, NominationDossier


def dossier_of(user: Any, pk: int) -> NominationDossier:
    """Return the dossier if the user may know of it; its content may still not be theirs."""
    rows = NominationDossier.objects.visible_to(user).select_related(
        "unit", "unit__sole_sign_off", "campaign__organiser", "drafted_by", "confirmed_by"
    )
    return get_object_or_404(rows, pk=pk)


def nomination_of(user: Any, pk: int) -> Nomination:
    rows = Nomination.objects.visible_to(user).select_related(
        "dossier__unit", "dossier__unit__sole_sign_off", "dossier__campaign", "person", "collective"
    )
    return get_object_or_404(rows, pk=pk)


def shown(judged: Assessment) -> dict[str, Any]:
    """Return what the panel of conditions shows."""
    best, judgement = judged.best, judged.judgement
    others = [case for case in judgement.cases if case is not best]
    return {
        "verdict": judged.verdict,
        "doubts": judgement.doubts,
        "gaps": judgement.gaps,
        "case": best,
        "findings": judged.shown,
        "others": [(case, case.standing.label) for case in others],
    }
