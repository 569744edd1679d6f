"""What is told of one nominee: plain data that is kept with the nomination, and frozen with each sending."""

import datetime as dt
from typing import Any

import msgspec

from emulation_portal.law.eligibility import Initiative
from emulation_portal.law.enums import InitiativeKind, Rating, Scope


class ClaimedInitiative(msgspec.Struct, frozen=True):
    """Sáng kiến, đề tài with the decision that recognised it. Source: TT 12/2019/TT-BNV Điều 2 khoản 4, Điều 6."""

    kind: InitiativeKind
    title: str
    scope: Scope
    number: str = ""
    decided_on: dt.date | None = None
    decided_by: str = ""
    is_applied: bool = False

    @property
    def is_recognised(self) -> bool:
        """Return whether the decision is named by number and day, without which it counts for nothing."""
        return bool(self.number and self.decided_on)

    @property
    def fact(self) -> Initiative:
        return Initiative(self.kind, self.scope, self.is_applied)


class Claim(msgspec.Struct, frozen=True):
    """The facts that the conditions look at, and the words of the report by the keys of its headings. None: not said."""

    ratings: dict[int, Rating] = {}
    months_served: int | None = None
    members: int | None = None
    members_done: int | None = None
    holders: dict[str, int] = {}  # of the people of a collective, by the title that they hold
    exceeds_targets: bool | None = None
    has_initiatives: bool | None = None
    initiatives: tuple[ClaimedInitiative, ...] = ()
    answers: dict[str, bool] = {}
    report: dict[str, str] = {}

    def to_json(self) -> dict[str, Any]:
        return msgspec.to_builtins(self, str_keys=True)

    @classmethod
    def from_json(cls, data: Any) -> "Claim":
        """Read what `to_json` wrote. Raises msgspec.ValidationError."""
        return msgspec.convert(data or {}, cls, strict=False)
