"""Mẫu báo cáo thành tích: the headings that a report has, by kind of award and subject."""

import datetime as dt
from functools import cache

import msgspec

from .enums import AwardGround, AwardSubject, Confidence
from .regimes import regime_on
from .sources import data_of


class ReportSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is written under one heading; `is_asked`: it must say something."""

    key: str
    title: str
    hint: str = ""
    is_asked: bool = False


class ReportFormPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Mục I, II of a report."""

    title: str
    section: tuple[ReportSection, ...]


class ReportForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A Mẫu, with its number in the regimes in which it was read."""

    code: str
    grounds: tuple[AwardGround, ...]
    subjects: tuple[AwardSubject, ...]
    numbers: dict[str, str]
    source: str
    confidence: Confidence
    part: tuple[ReportFormPart, ...]
    tells_past_awards: bool = False

    @property
    def sections(self) -> list[ReportSection]:
        return [each for part in self.part for each in part.section]

    def number_on(self, on: dt.date) -> str:
        """Return the number of the Mẫu in the regime of the day, "" where it was not read. Raises BeforeFirstRule."""
        return self.numbers.get(regime_on(on).code, "")


@cache
def report_forms() -> tuple[ReportForm, ...]:
    return msgspec.convert(tuple(data_of("report_forms")["form"]), tuple[ReportForm, ...])


def report_form_of(ground: str, subject: str) -> ReportForm:
    """Return the Mẫu by which such a subject tells such an achievement. Raises KeyError."""
    for form in report_forms():
        if ground in form.grounds and subject in form.subjects:
            return form
    raise KeyError(f"{ground}, {subject}")
