"""What the views of a khối's scoring share: finding it for its reader."""

from django.shortcuts import get_object_or_404

from emulation_portal.accounts.requests import SignedInRequest

from .. import policies
from ..models import BlockScoring


def scoring_for(request: SignedInRequest, pk: int) -> BlockScoring:
    policies.check_can_see_scorings(request.user)
    rows = BlockScoring.objects.visible_to(request.user).select_related("block__alliance", "sheet")
    return get_object_or_404(rows, pk=pk)


def scoring_to_run(request: SignedInRequest, pk: int) -> BlockScoring:
    policies.check_can_score_somewhere(request.user)
    scoring = scoring_for(request, pk)
    policies.check_can_run(request.user, scoring)
    return scoring
