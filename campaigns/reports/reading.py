"""A report as it is read, by whoever reads it: the figures with all that stands beside them, and what changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from emulation_portal.files.models import StoredFile

from .asked import Form
from .enums import IndicatorGroup, ReportPart
from .models import ReportVersion, UnitReport
from .quantities import written
from .snapshots import Difference, differences, files_of_version, line_in_words, snapshot


@dataclass(frozen=True)
class ReadRow:
    """One indicator as it is read; `said` has what stands beside the figure, by the names of `snapshots`."""

    code: str
    said: Mapping[str, Any]
    is_changed: bool = False
    returned: str = ""  # why it was sent back, in the office's words
    remarks: Sequence[str] = ()

    @property
    def estimate(self) -> str:
        estimate = self.said.get("estimate")
        return "" if estimate is None else written(Decimal(estimate))

    @property
    def line_words(self) -> list[str]:
        return [line_in_words(line) for line in self.said.get("lines", ())]


@dataclass(frozen=True)
class ReadPart:
    """A part in words as it is read."""

    code: str
    label: str
    body: str
    is_changed: bool = False
    returned: str = ""


@dataclass(frozen=True)
class ReadReport:
    """A whole report: groups of figures in the order of form and paper, parts in words, what changed, files behind it."""

    groups: Sequence[tuple[str, Sequence[ReadRow]]]
    parts: Sequence[ReadPart]
    changed: Sequence[Difference] = ()
    files: Sequence[StoredFile] = field(default_factory=list)
    version: ReportVersion | None = None


def read_version(version: ReportVersion, versions: Collection[ReportVersion]) -> ReadReport:
    """Return what was submitted, with what differs from the version before."""
    content = version.content
    before = next((each for each in versions if each.number == version.number - 1), None)
    changed = differences(before.content, content) if before else []
    keys = files_of_version(content)
    return ReadReport(
        groups=_groups(content, changed, {}, {}),
        parts=_parts(content, changed, {}),
        changed=changed,
        files=list(StoredFile.objects.filter(pk__in=keys).order_by("sent_at", "key")),
        version=version,
    )


def read_draft(report: UnitReport, form: Form, last: ReportVersion | None) -> ReadReport:
    """Return what the report says now, with what differs from what was submitted, and what the office said at it."""
    content = snapshot(report, form.rows, form.texts)
    changed = differences(last.content, content) if last else []
    remarks: dict[str, list[str]] = {}
    for remark in form.remarks:
        remarks.setdefault(remark.code, []).append(remark.words)
    return ReadReport(
        groups=_groups(content, changed, report.returned_parts, remarks, unsaid=_unsaid(form)),
        parts=_parts(content, changed, report.returned_parts, asked=form.parts),
        changed=changed,
    )


def _unsaid(form: Form) -> dict[str, Mapping[str, Any]]:
    """Return the rows of which nothing is said, as they are shown."""
    return {
        row.indicator.code: {
            "name": row.indicator.name,
            "measure": row.indicator.unit_words,
            "group": row.indicator.group,
            "target": "" if row.target is None else written(row.target),
        }
        for row in form.rows
        if not row.is_said
    }


def _groups(
    content: Mapping[str, Any],
    changed: Sequence[Difference],
    returned: Mapping[str, str],
    remarks: Mapping[str, Sequence[str]],
    unsaid: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[tuple[str, list[ReadRow]]]:
    told = {**(unsaid or {}), **content["values"]}
    codes = {each.code for each in changed}
    found = []
    for group in IndicatorGroup:
        rows = [
            ReadRow(code, told[code], code in codes, returned.get(code, ""), remarks.get(code, ()))
            for code in content["order"]
            if code in told and told[code]["group"] == group
        ]
        if rows:
            found.append((str(group.label), rows))
    return found


def _parts(
    content: Mapping[str, Any],
    changed: Sequence[Difference],
    returned: Mapping[str, str],
    asked: Collection[ReportPart] = (),
) -> list[ReadPart]:
    codes = {each.code for each in changed}
    return [
        ReadPart(
            part.value,
            str(part.label),
            content["texts"].get(part.value, ""),
            part.value in codes,
            returned.get(part.value, ""),
        )
        for part in ReportPart
        if content["texts"].get(part.value) or part in asked
    ]
