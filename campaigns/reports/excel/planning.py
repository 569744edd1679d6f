"""What a file would change in its report: compared with what stands, shown before it is saved, and compared again then."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.core.numbering import grouped

from ..asked import Form
from ..enums import DonationKind, ReportPart
from ..models import DonationLine, Indicator, ReportText, ReportValue
from ..quantities import written
from ..queries import FormRow
from ..snapshots import words_of
from ..typed import as_typed, read_typed
from .layout import LINES
from .reading import plain_line
from .said import Said

SHOWN_LETTERS = 240
_LINES_SHOWN = 20
_HEADINGS = {
    "value": "Kỳ này",
    "text": "Kỳ này",
    "flag": "Kỳ này",
    "numerator": "Tử số",
    "denominator": "Mẫu số",
    "year_estimate": "Ước cả năm",
    "note": "Giải trình",
    "source_paper": "Văn bản nguồn",
}
_FLAGS = {"co": "Có", "khong": "Không"}


class AnotherForm(DomainError):
    """What the report asks for is no longer what the file was made for."""

    def __init__(self) -> None:
        super().__init__(
            "Yêu cầu báo cáo đã đổi sau khi gửi tệp nên chưa lưu gì. Hãy tải lại tệp mẫu, chép số liệu sang rồi gửi lại."
        )


class Change(NamedTuple):
    """One field that would be written: `code` of its indicator or part, and what it says before and after, in words."""

    code: str
    title: str
    heading: str
    before: str
    after: str
    note: str


@dataclass
class SheetPlan:
    """What would be written. `seen`: the revisions that it was compared with; `same`: rows and lists that say nothing new."""

    changes: list[Change] = field(default_factory=list)
    same: int = 0
    seen: dict[str, int] = field(default_factory=dict)
    values: list[tuple[Indicator, dict[str, str]]] = field(default_factory=list)
    lines: list[tuple[Indicator, list[DonationLine]]] = field(default_factory=list)
    texts: list[tuple[ReportPart, str]] = field(default_factory=list)

    @property
    def codes(self) -> set[str]:
        return {change.code for change in self.changes}


def plan_sheet(said: Said, form: Form) -> SheetPlan:
    """Return what the file would change in the report as it stands. Raises AnotherForm, TypedWrong."""
    parts = {part.value for part in form.parts}
    itemised = {row.indicator.code for row in form.rows if row.indicator.is_itemised}
    codes = {row.indicator.code for row in form.rows}
    if codes != said.values.keys() or itemised != said.lines.keys() or parts != said.texts.keys():
        raise AnotherForm
    plan = SheetPlan()
    taken = dt.datetime.fromisoformat(said.taken) if said.taken else None
    for row in form.rows:
        _plan_row(plan, row, said, taken)
    for part in form.parts:
        _plan_part(plan, part, form.texts.get(part.value), said.texts[part.value], taken)
    return plan


def _plan_row(plan: SheetPlan, row: FormRow, said: Said, taken: dt.datetime | None) -> None:
    indicator, note = row.indicator, _written_meanwhile(row.value, taken)
    plan.seen[indicator.code] = row.value.revision if row.value else 0
    raw = said.values[indicator.code]
    asked = read_typed(indicator, {name: text for name, text in raw.items() if text != _stored(row, name)})
    empty = ReportValue()
    changed = [name for name, value in asked.items() if value != getattr(row.value or empty, name)]
    for name in changed:
        before, after = _shown(_stored(row, name), as_typed(indicator, asked[name]))
        plan.changes.append(Change(indicator.code, indicator.name, _HEADINGS[name], before, after, note))
    if changed:
        plan.values.append((indicator, {name: raw[name] for name in changed}))
    else:
        plan.same += 1
    if indicator.is_itemised:
        _plan_lines(plan, row, said.lines[indicator.code], note)


def _stored(row: FormRow, name: str) -> str:
    return as_typed(row.indicator, getattr(row.value, name)) if row.value else ""


def _plan_lines(plan: SheetPlan, row: FormRow, lines: Sequence[Mapping[str, str]], note: str) -> None:
    stored = [plain_line(line) for line in row.value.lines.all()] if row.value else []
    if stored == list(lines):
        plan.same += 1
        return
    before, after = _lists(stored, lines)
    plan.changes.append(Change(row.indicator.code, row.indicator.name, LINES, before, after, note))
    plan.lines.append((row.indicator, [_line(each) for each in lines]))


def _line(said: Mapping[str, str]) -> DonationLine:
    return DonationLine(
        kind=said["kind"],
        item=said["item"],
        quantity=Decimal(said["quantity"]) if said["quantity"] else None,
        measure=said["measure"],
        value_vnd=int(said["value_vnd"]),
        receiver=said["receiver"],
        given_on=dt.date.fromisoformat(said["given_on"]) if said["given_on"] else None,
        receipt=said["receipt"],
    )


def _lists(stored: Sequence[Mapping[str, str]], lines: Sequence[Mapping[str, str]]) -> tuple[str, str]:
    """Return what two lists come to, each with the lines that the other does not have."""
    old, new = [_told(line) for line in stored], [_told(line) for line in lines]
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    before, after = _summary(stored, gone, "Bỏ"), _summary(lines, come, "Thêm")
    return before, after if gone or come else f"{after}\nĐổi thứ tự các dòng"


def _told(line: Mapping[str, str]) -> str:
    amount = f"{written(Decimal(line['quantity']))} {line['measure']}".strip() if line["quantity"] else line["measure"]
    given_on = short_date(dt.date.fromisoformat(line["given_on"])) if line["given_on"] else ""
    parts = (
        f"{DonationKind(line['kind']).label}: {line['item']}",
        amount,
        f"{grouped(int(line['value_vnd']))} đồng",
        line["receiver"],
        given_on,
        line["receipt"],
    )
    return ", ".join(filter(None, parts))


def _summary(lines: Sequence[Mapping[str, str]], apart: Counter[str], verb: str) -> str:
    if not lines:
        return ""
    total = sum(int(line["value_vnd"]) for line in lines)
    told = [f"{grouped(len(lines))} dòng, {grouped(total)} đồng"]
    different = list(apart.elements())
    told += [f"{verb}: {line}" for line in different[:_LINES_SHOWN]]
    if len(different) > _LINES_SHOWN:
        told.append(f"… và {grouped(len(different) - _LINES_SHOWN)} dòng nữa")
    return "\n".join(told)


def _plan_part(
    plan: SheetPlan, part: ReportPart, text: ReportText | None, body: str, taken: dt.datetime | None
) -> None:
    plan.seen[part.value] = text.revision if text else 0
    stored = text.body if text else ""
    if body == stored:
        plan.same += 1
        return
    before, after = _shown(stored, body)
    note = _written_meanwhile(text, taken)
    plan.changes.append(Change(part.value, str(part.label), "Nội dung", before, after, note))
    plan.texts.append((part, body))


def _shown(before: str, after: str) -> tuple[str, str]:
    """Return two texts as they are read; of long ones what stands where they begin to differ."""
    before, after = _FLAGS.get(before, before), _FLAGS.get(after, after)
    if max(len(before), len(after)) <= SHOWN_LETTERS:
        return before, after
    pairs = zip(before, after, strict=False)
    apart = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(before), len(after)))
    begin = max(0, apart - 40)

    def part(text: str) -> str:
        cut = text[begin : begin + SHOWN_LETTERS]
        return f"{'…' if begin and cut else ''}{cut}{'…' if len(text) > begin + SHOWN_LETTERS else ''}"

    return part(before), part(after)


def _written_meanwhile(row: ReportValue | ReportText | None, taken: dt.datetime | None) -> str:
    """Say who wrote into a field after the form was downloaded: whoever filled it in had not seen that."""
    if row is None or taken is None or row.changed_at.replace(microsecond=0) <= taken:
        return ""
    return f"{_who(row)}, sau khi tệp mẫu được tải."


def _who(row: ReportValue | ReportText) -> str:
    at = timezone.localtime(row.changed_at)
    who = row.changed_by.full_name if row.changed_by else "Người khác"
    return f"{who} đã ghi lúc {at:%H:%M} ngày {short_date(at.date())}"


def meanwhile(before: Iterable[Sequence[str]], seen: Mapping[str, int], plan: SheetPlan, form: Form) -> list[str]:
    """Return what somebody wrote since the preview where the file changes something, with whose value stands; none if nothing.

    `before`: the changes that were shown.
    """
    codes = {change[0] for change in before} | plan.codes
    stands: list[tuple[str, str, ReportValue | ReportText | None, str]] = [
        (row.indicator.code, row.indicator.name, row.value, words_of(row)) for row in form.rows
    ]
    for part, body in form.bodies:
        stands.append((part.value, str(part.label), form.texts.get(part.value), _shown(body, "")[0]))
    return [
        f"{title}: {_who(row)}; đang lưu {f'“{words}”' if words else 'trống'}."
        for code, title, row, words in stands
        if row is not None and code in codes and row.revision != seen.get(code)
    ]
