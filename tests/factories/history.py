"""Awards of the past, as tests need them, by the real actions."""

import datetime as dt
from typing import Any

from awards.history import actions
from awards.history.models import ConductFact, PastAward
from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.law.enums import AwardSubject
from emulation_portal.procedure.acting import carry_out
from units.models import Unit

from .campaigns import cast
from .reports import reporting_unit

CANCELLED = {"cancelled_by": "31/QĐ-LMHTX của Chủ tịch Liên minh", "cancelled_on": dt.date(2024, 3, 1)}


def said(unit: Unit | None = None, **says: Any) -> PastAward:
    """Return, not yet saved, a Lao động tiên tiến of 2023 that a person of the unit got."""
    common: dict[str, Any] = {
        "unit": unit or reporting_unit(),
        "subject": AwardSubject.PERSON,
        "name": "Nguyễn Thị Khen",
        "award": "LDTT",
        "year": 2023,
        "decision_number": "12/QĐ-LMHTX",
        "decided_on": dt.date(2023, 12, 20),
        "decided_by": "Chủ tịch Liên minh Hợp tác xã tỉnh",
    }
    return PastAward(**common | says)


def past_award(unit: Unit | None = None, *, by: User | None = None, **says: Any) -> PastAward:
    return actions.save_award(said(unit, **says), by=by or cast().officer, on=today())


def cancelled(row: PastAward) -> PastAward:
    return carry_out(row, "cancelled", by=cast().officer, on=today(), reason="Kê khai sai.", **CANCELLED)


def in_state(status: str) -> PastAward:
    """Return an award that stands so."""
    row = past_award()
    if status == "cancelled":
        return cancelled(row)
    by = cast().officer
    return carry_out(row, "dropped", by=by, on=today(), reason="Ghi nhầm người.") if status == "mistaken" else row


def conduct(unit: Unit | None = None, *, by: User | None = None, **says: Any) -> ConductFact:
    """Return an inspection of a unit that goes on, unless something else is said."""
    common: dict[str, Any] = {"unit": unit or reporting_unit(), "kind": "inspection", "since": dt.date(2025, 3, 1)}
    return actions.save_conduct(ConductFact(**common | says), by=by or cast().officer, on=today())


def conduct_in(status: str) -> ConductFact:
    """Return a fact of conduct that stands so."""
    row, by = conduct(), cast().officer
    if status == "ended":
        return carry_out(row, "ended", by=by, on=today(), until=dt.date(2025, 4, 1), outcome="Không vi phạm.")
    return carry_out(row, "dropped", by=by, on=today(), reason="Nhầm.") if status == "mistaken" else row
