"""Tiêu chuẩn: what each award asks of whom, in which regime, by which point of which article."""

import datetime as dt
from functools import cache

import msgspec

from .conditions import AnyCondition
from .enums import AwardSubject, Confidence, Worker
from .regimes import regime_on
from .sources import data_of


class StandardCase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the cases in which a standard is met: all that it needs. `ref` is the point that a Tờ trình cites."""

    ref: str
    label: str = ""  # of cases beside others
    worker: Worker | None = None  # for these only
    needs: tuple[AnyCondition, ...] = ()
    confidence: Confidence | None = None  # where it is another than that of the standard

    @property
    def title(self) -> str:
        return self.label or (self.worker.label if self.worker else "")

    @property
    def cited(self) -> str:
        """Return the point, and how sure the portal is of it where that is said of it alone."""
        return f"{self.ref} ({self.confidence.label.lower()})" if self.confidence else self.ref


class Standard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an award asks of such subjects; one of its cases is enough. None: the nation sets no standard, a gap is told."""

    award: str
    subjects: tuple[AwardSubject, ...]
    regimes: tuple[str, ...]
    source: str
    confidence: Confidence
    case: tuple[StandardCase, ...] = ()
    gap: str = ""  # what nobody has set or read, and who is to be asked

    @property
    def whom(self) -> str:
        return ", ".join(each.label.lower() for each in self.subjects)


@cache
def standards() -> tuple[Standard, ...]:
    return msgspec.convert(tuple(data_of("standards")["standard"]), tuple[Standard, ...])


def standards_of(award: str, on: dt.date) -> list[Standard]:
    """Return what the award asks in the regime of the day, subject by subject. Raises BeforeFirstRule."""
    regime = regime_on(on).code
    return [each for each in standards() if each.award == award and regime in each.regimes]
