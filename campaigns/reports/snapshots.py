"""What a report says, as plain values: kept of each time it was submitted, compared with the time before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects

from emulation_portal.core.dates import short_date
from emulation_portal.core.numbering import grouped
from emulation_portal.files.models import StoredFile

from .enums import ReportPart, ValueType
from .models import ReportText, ReportValue, UnitReport
from .quantities import written
from .queries import FormRow, files_behind
from .regulations import in_percent_of, percent_of_plan


def snapshot(report: UnitReport, rows: Sequence[FormRow], texts: Mapping[str, ReportText]) -> dict[str, Any]:
    """Return everything that the report says, with what stands beside it, in JSON form."""
    values = [row.value for row in rows if row.value is not None]
    files = files_behind(values)
    prefetch_related_objects(values, "lines")
    return {
        "values": {
            row.indicator.code: _row_as_plain(row, files.get(row.value.pk, []))
            for row in rows
            if row.value is not None and row.is_said
        },
        "texts": {part.value: texts[part.value].body for part in ReportPart if part.value in texts},
        "text_files": [str(file.pk) for found in files_behind(texts.values()).values() for file in found],
        "order": [row.indicator.code for row in rows],
    }


def files_of_version(content: Mapping[str, Any]) -> list[str]:
    """Return the keys of all files behind what was submitted."""
    of_figures = [key for said in content["values"].values() for key in said.get("file_keys", ())]
    return [*of_figures, *content.get("text_files", ())]


def _row_as_plain(row: FormRow, files: Sequence[StoredFile]) -> dict[str, Any]:
    value, indicator = row.value, row.indicator
    assert value is not None  # only what is said is kept
    return {
        "name": indicator.name,
        "measure": indicator.unit_words,
        "group": indicator.group,
        "figure": words_of(row),
        "result": words_of_share(row) if indicator.is_share else "",
        "numerator": _plain(value.numerator),
        "denominator": _plain(value.denominator),
        "value": _plain(value.value),
        "estimate": _plain(value.year_estimate) if row.demanded.wants_estimate else None,
        **shown_beside(row),
        "note": value.note,
        "source": value.source_paper,
        "files": [file.name for file in files],
        "file_keys": [str(file.pk) for file in files],
        "lines": lines_of(value),
    }


def lines_of(value: ReportValue) -> list[dict[str, Any]]:
    return [
        {
            "kind": line.get_kind_display(),
            "item": line.item,
            "quantity": _plain(line.quantity),
            "measure": line.measure,
            "value_vnd": line.value_vnd,
            "receiver": line.receiver,
            "given_on": short_date(line.given_on) if line.given_on else "",
            "receipt": line.receipt,
        }
        for line in value.lines.all()
    ]


def line_in_words(line: Mapping[str, Any]) -> str:
    """Return a line of `lines_of` as it is read: Hiện vật: Gạo, 1,5 tấn, 18.000.000 đồng, MTTQ xã, 10/12/2021, PN-03."""
    quantity = "" if line["quantity"] is None else f"{written(Decimal(line['quantity']))} {line['measure']}".strip()
    said = (line["item"], quantity, f"{grouped(line['value_vnd'])} đồng", line["receiver"], line["given_on"])
    return f"{line['kind']}: {', '.join(filter(None, (*said, line['receipt'])))}"


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def shown_beside(row: FormRow) -> dict[str, str]:
    """Return what stands beside a figure as it is read: plan, period before, year before, year so far, and percents."""
    so_far, year_ago = row.shown(row.so_far), row.shown(row.before.year_ago)
    is_percent = row.indicator.value_type == ValueType.PERCENT  # the change of a percentage is told in points
    return {
        "target": _shown(row.target),
        "last": _shown(row.shown(row.before.last)),
        "year_ago": _shown(year_ago),
        "so_far": _shown(so_far),
        "of_plan": _percent(percent_of_plan(so_far, row.target, less_is_better=row.indicator.less_is_better)),
        "of_year_ago": "" if is_percent else _percent(in_percent_of(row.shown(row.figure), year_ago)),
    }


def _shown(value: Decimal | None) -> str:
    return "" if value is None else written(value)


def _percent(value: Decimal | None) -> str:
    return "" if value is None else f"{written(value)}%"


def words_of_share(row: FormRow) -> str:
    """Return what a share comes to: 97,5%; "" while one of its parts is missing."""
    shown = row.shown(row.figure)
    sign = "%" if row.indicator.value_type == ValueType.PERCENT else ""
    return "" if shown is None else f"{written(shown)}{sign}"


def words_of(row: FormRow) -> str:
    """Return what a row says as it is read: 1.234,5; Có; a text; “31/40 (77,5%)”."""
    value, indicator = row.value, row.indicator
    if value is None:
        return ""
    if indicator.value_type == ValueType.TEXT:
        return value.text
    if indicator.value_type == ValueType.YES_NO:
        return {True: "Có", False: "Không", None: ""}[value.flag]
    shown = row.shown(row.figure)
    if indicator.is_share:
        if value.numerator is None and value.denominator is None:
            return ""
        parts = "/".join("…" if part is None else written(part) for part in (value.numerator, value.denominator))
        sign = "%" if indicator.value_type == ValueType.PERCENT else ""
        return f"{parts} ({written(shown)}{sign})" if shown is not None else parts
    return "" if shown is None else written(shown)


@dataclass(frozen=True)
class Difference:
    """What one field said in two versions; "" when it said nothing."""

    code: str
    name: str
    before: str
    after: str


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return what two snapshots say differently, figures first, each in the order of the form."""
    found = []
    old, new = before["values"], after["values"]
    order = [*after["order"], *(code for code in before["order"] if code not in after["order"])]
    for code in order:
        was, now = old.get(code), new.get(code)
        if _compared(was) != _compared(now):
            name = (now or was or {})["name"]
            found.append(Difference(code, name, _told(was), _told(now)))
    for part in ReportPart:
        was_text, now_text = before["texts"].get(part.value, ""), after["texts"].get(part.value, "")
        if was_text != now_text:
            found.append(Difference(part.value, str(part.label), was_text, now_text))
    return found


def unchanged(before: Mapping[str, Any], after: Mapping[str, Any], codes: Iterable[str]) -> list[str]:
    """Return which of these figures and parts two snapshots say alike."""
    parts = ReportPart.values
    same = {
        code: before["texts"].get(code, "") == after["texts"].get(code, "")
        if code in parts
        else _compared(before["values"].get(code)) == _compared(after["values"].get(code))
        for code in codes
    }
    return [code for code, is_same in same.items() if is_same]


_SAID = ("figure", "estimate", "note", "source", "lines", "files")


def _compared(said: Mapping[str, Any] | None) -> list[Any]:
    return [said[name] for name in _SAID] if said else []


def _told(said: Mapping[str, Any] | None) -> str:
    if not said:
        return ""
    parts = [said["figure"]]
    parts += [f"ước cả năm {written(Decimal(said['estimate']))}"] if said["estimate"] else []
    parts += [f"giải trình: {said['note']}"] if said["note"] else []
    parts += [f"nguồn: {said['source']}"] if said["source"] else []
    parts += [f"{len(said['lines'])} dòng"] if said["lines"] else []
    return "; ".join(part for part in parts if part)
