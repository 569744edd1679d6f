"""What a unit types: kept field by field, and never over what somebody else wrote meanwhile."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.core.prepared import Given, prepared_rows
from emulation_portal.procedure.moving import move

from ..enums import ReportPart, ReportStatus
from ..models import DemandedIndicator, DonationLine, Indicator, ReportText, ReportValue, UnitReport
from ..policies import check_can_write
from ..quantities import MOST_WHOLE_DIGITS, written
from ..queries import demanded_of, values_of
from ..typed import TypedWrong, read_typed

MOST_VND = Decimal(10) ** MOST_WHOLE_DIGITS  # of a list


class NotOpen(DomainError):
    """The report does not lie with its unit's writers."""


class SaidMeanwhile(DomainError):
    """Somebody else wrote into the field after it was read. `stands` is the row as it is; nothing was written."""

    def __init__(self, stands: Any) -> None:
        at = timezone.localtime(stands.changed_at)
        who = stands.changed_by.full_name if stands.changed_by else "người khác"
        super().__init__(f"{who} đã ghi ô này lúc {at:%H:%M} ngày {short_date(at.date())}, sau khi bạn mở trang.")
        self.stands = stands


@dataclass(frozen=True)
class TypedRow:
    """The fields of one indicator as they were sent, and the revision that the page showed."""

    indicator: Indicator
    raw: Mapping[str, str]
    seen: int


# Typed into one box after the other, a report is read as often: without what no such answer tells of.
_NOT_LOOKED_AT = (
    *("exempt_reason", "has_ceased", "return_due_on", "confirmed_by", "is_signed_alone", "submitted_at"),
    *("submitted_on", "receipt_code", "own_number", "owner_since", "is_extended", "drafted_by"),
    *("filer__search_text", "filer__former_names", "filer__short_name", "filer__address", "filer__phone"),
    *("filer__email", "filer__commune", "filer__closed_reason", "filer__joined_on", "filer__parent"),
    *("period__name", "period__opens_on", "period__due_rule", "period__demand__name", "period__demand__owing"),
    *("period__demand__kinds", "period__demand__asked_on", "period__demand__ended_on"),
)


def open_report(report_id: int, *, by: User) -> UnitReport:
    """Return the locked report, begun. Raises PermissionDenied, NotOpen."""
    found = _locked(report=report_id)
    if not found:
        raise UnitReport.DoesNotExist
    report = found[0]
    check_can_write(by, report)
    if not report.is_open:
        raise NotOpen(
            f"Báo cáo đang ở trạng thái “{report.get_status_display()}” nên không sửa được. Hãy tải lại trang."
        )
    return report


@prepared_rows
def _locked() -> QuerySet[UnitReport]:
    reports = UnitReport.objects.select_for_update(of=("self",)).select_related("period__demand", "filer")
    return reports.defer(*_NOT_LOOKED_AT).filter(pk=Given("report"))


def begin(report: UnitReport, *, by: User) -> None:
    if report.status == ReportStatus.NOT_STARTED:
        move(report, "started", by=by)


def count_change(report: UnitReport) -> None:
    """Let no step be taken from a page on which what was just written does not stand."""
    report.revision += 1
    report.save(update_fields=["revision"])


class NotAsked(DomainError):
    """The demand asks for no such figure or part, or not any more."""

    def __init__(self) -> None:
        super().__init__("Ô này không còn trong biểu báo cáo. Hãy tải lại trang để thấy biểu đang dùng.")


@dataclass(frozen=True)
class Typed:
    """A figure that was kept while one types, with the report and all that is asked in it, read once for its answer."""

    report: UnitReport
    demanded: Sequence[DemandedIndicator]
    values: Sequence[ReportValue]  # all that are said, this one among them
    value: ReportValue


@transaction.atomic
def type_value(*, report_id: int, code: str, raw: Mapping[str, str], seen: int, by: User, now: dt.datetime) -> Typed:
    """Keep what was typed beside the indicator of this code. The same once more changes nothing.

    Raises PermissionDenied, NotOpen, NotAsked, TypedWrong, SaidMeanwhile, UnitReport.DoesNotExist.
    """
    report = open_report(report_id, by=by)
    demanded = demanded_of(report)
    row = next((row for row in demanded if row.indicator.code == code), None)
    if row is None:
        raise NotAsked
    asked = {name: words for name, words in raw.items() if name != "year_estimate" or row.wants_estimate}
    values = values_of(report)
    stored = next((each for each in values if each.indicator_id == row.indicator_id), None)
    value = _put(report, stored, TypedRow(row.indicator, asked, seen), by=by, now=now)
    return Typed(report, demanded, values if stored else [*values, value], value)


@transaction.atomic
def type_text(*, report_id: int, part: str, body: str, seen: int, by: User, now: dt.datetime) -> ReportText:
    """Keep what was written in one part. Raises PermissionDenied, NotOpen, NotAsked, SaidMeanwhile, UnitReport.DoesNotExist."""
    report = open_report(report_id, by=by)
    if part not in report.period.demand.parts:
        raise NotAsked
    return put_text(report, ReportPart(part), body, seen=seen, by=by, now=now)


def put_value(report: UnitReport, typed: TypedRow, *, by: User, now: dt.datetime) -> ReportValue:
    """Keep what was typed beside one indicator of a locked, open report. Raises TypedWrong, SaidMeanwhile."""
    stored = ReportValue.objects.filter(report=report, indicator=typed.indicator).select_related("changed_by").first()
    return _put(report, stored, typed, by=by, now=now)


def _put(report: UnitReport, stored: ReportValue | None, typed: TypedRow, *, by: User, now: dt.datetime) -> ReportValue:
    said = read_typed(typed.indicator, typed.raw)
    value = stored or ReportValue(report=report, indicator=typed.indicator, changed_at=now)
    value.indicator = typed.indicator
    if not _differs(value, said):
        return value
    if value.revision != typed.seen:
        raise SaidMeanwhile(value)
    for name, column in said.items():
        setattr(value, name, column)
    kept: ReportValue = _keep(report, value, said, by=by, now=now)
    return kept


def _differs(row: models.Model, said: Mapping[str, Any]) -> bool:
    return any(getattr(row, name) != column for name, column in said.items())


def _keep(report: UnitReport, row: Any, said: Iterable[str], *, by: User, now: dt.datetime) -> Any:
    """Write a row of which these columns say something new."""
    begin(report, by=by)
    is_new = row._state.adding
    row.revision, row.changed_at, row.changed_by = row.revision + 1, now, by
    names = [*said, "revision", "changed_at", "changed_by"]
    row.save(force_insert=is_new, update_fields=None if is_new else names)
    count_change(report)
    return row


@transaction.atomic
def write_text(*, report_id: int, part: ReportPart, body: str, seen: int, by: User, now: dt.datetime) -> ReportText:
    """Keep what was written in one part. Raises PermissionDenied, NotOpen, SaidMeanwhile."""
    report = open_report(report_id, by=by)
    return put_text(report, part, body, seen=seen, by=by, now=now)


def put_text(report: UnitReport, part: ReportPart, body: str, *, seen: int, by: User, now: dt.datetime) -> ReportText:
    """Keep what was written in one part of a locked, open report. Raises SaidMeanwhile."""
    text = ReportText.objects.filter(report=report, part=part).select_related("changed_by").first()
    text = text or ReportText(report=report, part=part, changed_at=now)
    if text.body == body:
        return text
    if text.revision != seen:
        raise SaidMeanwhile(text)
    text.body = body
    kept: ReportText = _keep(report, text, ["body"], by=by, now=now)
    return kept


@dataclass(frozen=True)
class Kept:
    """What came of a page that was saved as a whole: what was refused, by code and field, and what others wrote meanwhile."""

    errors: Mapping[str, Mapping[str, str]]
    meanwhile: Mapping[str, SaidMeanwhile]

    @property
    def is_whole(self) -> bool:
        return not self.errors and not self.meanwhile


@transaction.atomic
def write_values(*, report_id: int, typed: Sequence[TypedRow], by: User, now: dt.datetime) -> Kept:
    """Keep all fields of a page that can be kept; what cannot is told, and stays as it was. Raises PermissionDenied, NotOpen."""
    report = open_report(report_id, by=by)
    errors: dict[str, Mapping[str, str]] = {}
    meanwhile: dict[str, SaidMeanwhile] = {}
    for row in typed:
        try:
            put_value(report, row, by=by, now=now)
        except TypedWrong as error:
            errors[row.indicator.code] = error.errors
        except SaidMeanwhile as error:
            meanwhile[row.indicator.code] = error
    return Kept(errors, meanwhile)


@transaction.atomic
def write_lines(
    *, report_id: int, indicator: Indicator, lines: Sequence[DonationLine], seen: int, by: User, now: dt.datetime
) -> ReportValue:
    """Keep the lines of a list in place of those that stood there; its figure is what they add up to.

    Raises PermissionDenied, NotOpen, SaidMeanwhile.
    """
    if not indicator.is_itemised:
        raise ValueError(f"{indicator.code} has no lines")
    report = open_report(report_id, by=by)
    return put_lines(report, indicator, lines, seen=seen, by=by, now=now)


class TooMuch(DomainError):
    """The lines of a list add up to more than any figure."""


_SAID = ("kind", "item", "quantity", "measure", "value_vnd", "receiver", "given_on", "receipt")


def _say(lines: Iterable[DonationLine]) -> list[tuple[Any, ...]]:
    return [tuple(getattr(line, name) for name in _SAID) for line in lines]


def put_lines(
    report: UnitReport,
    indicator: Indicator,
    lines: Sequence[DonationLine],
    *,
    seen: int,
    by: User,
    now: dt.datetime,
) -> ReportValue:
    """Keep the lines of a list of a locked, open report. The same once more changes nothing. Raises SaidMeanwhile, TooMuch."""
    value = ReportValue.objects.filter(report=report, indicator=indicator).select_related("changed_by").first()
    value = value or ReportValue(report=report, indicator=indicator, changed_at=now)
    total = Decimal(sum(line.value_vnd for line in lines))
    if total > MOST_VND:
        raise TooMuch(f"Các dòng cộng lại quá {written(MOST_VND)} đồng. Hãy kiểm tra lại số tiền từng dòng.")
    if value.pk and value.value is not None and _say(value.lines.all()) == _say(lines):
        return value
    if value.revision != seen:
        raise SaidMeanwhile(value)
    value.value = total
    _keep(report, value, ["value"], by=by, now=now)
    _put_lines_in_order(value, lines)
    return value


def _put_lines_in_order(value: ReportValue, lines: Sequence[DonationLine]) -> None:
    """Keep the rows of lines that stay: what was answered about them stays with them."""
    there: dict[tuple[Any, ...], list[int]] = {}
    for line in value.lines.all():
        there.setdefault(_say([line])[0], []).append(line.pk)
    new: list[DonationLine] = []
    kept: list[DonationLine] = []
    for position, line in enumerate(lines):
        same = there.get(_say([line])[0])
        line.value, line.report, line.position = value, value.report, position
        line.pk = same.pop(0) if same else None
        (kept if same is not None and line.pk else new).append(line)
    value.lines.filter(pk__in=[key for keys in there.values() for key in keys]).delete()
    DonationLine.objects.bulk_update(kept, ["position"])
    DonationLine.objects.bulk_create(new)
