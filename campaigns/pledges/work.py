"""What giao ước put on “Việc cần làm”: to the head of a unit its signature, to who leads them what can be concluded."""

import datetime as dt
from typing import Any

from campaigns.reports.policies import HEADS
from emulation_portal.core.work import NOTHING, OfRows, WorkItem, WorkList
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

from .models import Pledge, PledgeParty
from .queries import parties_to_sign, pledges_to_conclude


def pledges_to_sign(user: Any, on: dt.date) -> WorkList:
    """Return the giao ước that a unit which the user heads has not signed."""
    if not rights_of(user).hold(*HEADS):
        return NOTHING
    return OfRows(parties_to_sign(user, on=on), lambda party: _sign(party, on))


def pledges_to_close(user: Any, on: dt.date) -> WorkList:
    """Return the giao ước that all have signed, or whose last day to sign has passed."""
    if not rights_of(user).hold(Role.OFFICER, Role.CLUSTER_LEAD):
        return NOTHING
    return OfRows(pledges_to_conclude(user, on=on), lambda pledge: _conclude(pledge, on))


def _sign(party: PledgeParty, on: dt.date) -> WorkItem:
    pledge = party.pledge
    return WorkItem(
        title=f"Ký giao ước thi đua năm {pledge.year}",
        why=f"{party}, {pledge.block}",
        url=party.get_absolute_url(),
        button="Đọc và ký",
        due_on=pledge.due_on,
        is_late=pledge.due_on < on,
    )


def _conclude(pledge: Pledge, on: dt.date) -> WorkItem:
    is_over = pledge.due_on < on
    return WorkItem(
        title=f"Chốt giao ước thi đua năm {pledge.year}",
        why=f"{pledge.block}: {'đã hết hạn ký.' if is_over else 'các đơn vị đã ký đủ.'}",
        url=pledge.get_absolute_url(),
        button="Chốt giao ước",
        due_on=pledge.due_on,
        is_late=is_over,
    )
