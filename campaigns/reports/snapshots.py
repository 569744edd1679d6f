"""What a report says, as plain values: kept of each time it was submitted, compared with the time before."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects

from emulation_portal.core.dates import short_date
from emulation_portal.core.numbering import grouped

from .enums import ReportPart, ValueType
from .models import ReportValue, UnitReport
from .quantities import written
from .queries import FormRow, file_names, form_rows, texts_of


def snapshot(report: UnitReport) -> dict[str, Any]:
    """Return everything that the report says, with what stood beside it, in JSON form."""
    rows, texts = form_rows(report), texts_of(report)
    values = [row.value for row in rows if row.value is not None]
    files = file_names(values)
    prefetch_related_objects(values, "lines")
    return {
        "values": {
            row.indicator.code: _row_as_plain(row, files.get(row.value.pk, []))
            for row in rows
            if row.value is not None and row.is_said
        },
        "texts": {part.value: texts[part.value].body for part in ReportPart if part.value in texts},
        "order": [row.indicator.code for row in rows],
    }


def _row_as_plain(row: FormRow, files: list[str]) -> dict[str, Any]:
    value, indicator = row.value, row.indicator
    assert value is not None  # only what is said is kept
    return {
        "name": indicator.name,
        "measure": indicator.unit_words,
        "group": indicator.group,
        "figure": words_of(row),
        "numerator": _plain(value.numerator),
        "denominator": _plain(value.denominator),
        "value": _plain(value.value),
        "estimate": _plain(value.year_estimate),
        "so_far": _shown(row, row.shown(row.so_far)),
        "last": _shown(row, row.shown(row.before.last)),
        "year_ago": _shown(row, row.shown(row.before.year_ago)),
        "target": _shown(row, row.target),
        "note": value.note,
        "source": value.source_paper,
        "files": files,
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


def _shown(row: FormRow, value: Decimal | None) -> str:
    return "" if value is None else written(value)


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
