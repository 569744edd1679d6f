"""The files behind a figure or a part: put there and taken away while the report lies with its unit."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.files.actions import attach_file, detach_file, hand_file_on
from emulation_portal.files.models import StoredFile
from emulation_portal.files.queries import files_of

from ..enums import ReportPart
from ..models import Indicator, ReportText, ReportValue, ReportVersion, UnitReport
from ..snapshots import files_of_version
from .writing import begin, count_change, open_report


def evidence_holder(report: UnitReport, code: str) -> ReportValue | ReportText | None:
    """Return at what the files of a figure or part stand; None while nothing was said there."""
    if code in ReportPart.values:
        return report.texts.filter(part=code).first()
    return report.values.filter(indicator__code=code).first()


@transaction.atomic
def add_evidence(*, report_id: int, code: str, file: StoredFile, by: User, now: dt.datetime) -> None:
    """Put a file at a figure or part, which may say nothing yet. Raises PermissionDenied, NotOpen, FileRefused, TooManyFiles."""
    report = open_report(report_id, by=by)
    holder = evidence_holder(report, code)
    if holder is None:
        begin(report, by=by)
        holder = _new_holder(report, code, by=by, now=now)
    attach_file(file, holder, by=by)
    count_change(report)
    record("report.file_added", report, by=by, data={"file": file.name, "at": code})


def _new_holder(report: UnitReport, code: str, *, by: User, now: dt.datetime) -> ReportValue | ReportText:
    if code in ReportPart.values:
        return ReportText.objects.create(report=report, part=code, changed_at=now, changed_by=by)
    indicator = Indicator.objects.get(pk__in=report.period.demand.rows.values("indicator"), code=code)
    return ReportValue.objects.create(report=report, indicator=indicator, changed_at=now, changed_by=by)


@transaction.atomic
def remove_evidence(*, report_id: int, code: str, key: UUID, by: User) -> str:
    """Take a file away again; return its name, "" when it stands there no more. Raises PermissionDenied, NotOpen.

    One that was submitted stays with what was submitted: a version is read with its evidence for ever.
    """
    report = open_report(report_id, by=by)
    holder = evidence_holder(report, code)
    file = files_of(holder).filter(pk=key).first() if holder else None
    if file is None:
        return ""
    version = _version_with(report, file)
    if version is None:
        detach_file(file)
    else:
        hand_file_on(file, version)
    count_change(report)
    record("report.file_removed", report, by=by, data={"file": file.name, "at": code})
    return str(file.name)


def _version_with(report: UnitReport, file: StoredFile) -> ReportVersion | None:
    """Return the newest version that was submitted with this file behind it."""
    versions = report.versions.order_by("-number")
    return next((each for each in versions if str(file.pk) in files_of_version(each.content)), None)
