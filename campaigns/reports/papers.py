"""Báo cáo of a unit as a paper: what it submitted, in the layout of NĐ 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.4."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from emulation_portal.core.dates import short_date
from emulation_portal.core.numbering import grouped, roman
from emulation_portal.core.vietnamese import within
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.paper import Block, Heading, Paper, PaperColumn, PaperTable, Paragraph, written_arrow
from emulation_portal.documents.papers import unit_paper
from emulation_portal.documents.queries import UnitFacts
from emulation_portal.documents.typed import as_typed
from units.models import Unit

from .enums import IndicatorGroup, ReportPart
from .models import ReportPeriod
from .quantities import written

KIND = "unit_report"
_FIGURES = {  # what is told of each figure, by its name; a column in which nothing stands is left out
    "at": PaperColumn("TT", 2, "center"),
    "name": PaperColumn("Chỉ tiêu", 10),
    "target": PaperColumn("Kế hoạch năm", 4, "right"),
    "now": PaperColumn("Kỳ này", 4, "right"),
    "so_far": PaperColumn("Lũy kế năm", 4, "right"),
    "of_plan": PaperColumn("% kế hoạch", 3, "right"),
    "year_ago": PaperColumn("Cùng kỳ năm trước", 4, "right"),
    "of_year_ago": PaperColumn("% so cùng kỳ", 3, "right"),
    "notes": PaperColumn("Ghi chú", 6),
}
_DONATIONS = (
    PaperColumn("TT", 1, "center"),
    PaperColumn("Nội dung", 4),
    PaperColumn("Số lượng", 2, "right"),
    PaperColumn("Giá trị (đồng)", 3, "right"),
    PaperColumn("Nơi nhận", 4),
    PaperColumn("Ngày, chứng từ", 3),
)
_BEFORE_FIGURES = (ReportPart.SITUATION,)  # what is told before the results are counted


def report_paper(
    period: ReportPeriod, unit: Unit, content: Mapping[str, Any], facts: UnitFacts, *, on: dt.date
) -> Paper:
    """Return the report of a unit as a draft of its paper, from what it submitted (`snapshots.snapshot`).

    `unit` is whose report it is; `facts` are of who files it, which may have succeeded it.
    """
    campaign = period.demand.campaign
    of = f" của {unit.name}" if facts.name != unit.name and facts.code != unit.code else ""
    alliance = campaign.organiser.name
    paper = unit_paper(
        facts,
        DocumentType.BC,
        kind=KIND,
        summary=(f"Kết quả thực hiện {_named(campaign.name)}, {period.within}{of}",),
        addressees=(alliance,),
        body=tuple(_body(period, content, on)),
        recipients=("Như trên", "Lưu: VT"),
    )
    return as_typed(paper)


def _named(campaign: str) -> str:
    """Return a campaign as a sentence names it: a name that says itself what it is of stands as it is."""
    says_itself = campaign.casefold().startswith("phong trào")
    return within(campaign) if says_itself else f"phong trào thi đua “{campaign}”"


def _body(period: ReportPeriod, content: Mapping[str, Any], on: dt.date) -> Iterable[Block]:
    estimated = "ước thực hiện " if on < period.period_to else ""
    yield Paragraph(
        f"Thực hiện yêu cầu báo cáo của phong trào, đơn vị báo cáo kết quả {estimated}từ ngày {short_date(period.period_from)} đến "
        f"hết ngày {short_date(period.period_to)} như sau:"
    )
    number = 0
    told = [part for part in ReportPart if content["texts"].get(part.value)]
    for part in (each for each in told if each in _BEFORE_FIGURES):
        number += 1
        yield from _part(number, part, content)
    groups = [group for group in IndicatorGroup if _rows_of(content, group)]
    if groups:
        number += 1
        yield Heading(1, "Số liệu", f"{roman(number)}.")
        for group in groups:
            yield from _figures(group, content)
    for part in (each for each in told if each not in _BEFORE_FIGURES):
        number += 1
        yield from _part(number, part, content)


def _part(number: int, part: ReportPart, content: Mapping[str, Any]) -> Iterable[Block]:
    yield Heading(1, str(part.label), f"{roman(number)}.")
    for paragraph in filter(str.strip, content["texts"][part.value].split("\n")):
        yield Paragraph(paragraph.strip())


def _rows_of(content: Mapping[str, Any], group: IndicatorGroup) -> list[tuple[str, Mapping[str, Any]]]:
    values = content["values"]
    return [(code, values[code]) for code in content["order"] if code in values and values[code]["group"] == group]


def _figures(group: IndicatorGroup, content: Mapping[str, Any]) -> Iterable[Block]:
    rows = _rows_of(content, group)
    told = [_told(at, said) for at, (_, said) in enumerate(rows, start=1)]
    names = [name for name in _FIGURES if any(each[name] for each in told)]
    cells = tuple(tuple(written_arrow(each[name]) for name in names) for each in told)
    yield PaperTable(columns=tuple(_FIGURES[name] for name in names), rows=cells, title=str(group.label))
    for _, said in rows:
        if said["lines"]:
            yield PaperTable(columns=_DONATIONS, rows=tuple(_donations(said["lines"])), title=said["name"])


def _told(at: int, said: Mapping[str, Any]) -> dict[str, str]:
    """Return what the columns say of one figure."""
    result = said.get("result", "")
    parts = said["figure"].partition(" (")[0] if result else ""  # of a share: 102/122
    estimate = "" if said["estimate"] is None else f"Ước cả năm {written(Decimal(said['estimate']))}"
    source = f"Nguồn: {said['source']}" if said["source"] else ""
    files = f"Kèm {len(said['files'])} tệp" if said["files"] else ""
    return {
        "at": str(at),
        "name": f"{said['name']} ({said['measure']})" if said["measure"] else said["name"],
        "target": said["target"],
        "now": result or said["figure"],
        "so_far": said["so_far"],
        "of_plan": said.get("of_plan", ""),
        "year_ago": said["year_ago"],
        "of_year_ago": said.get("of_year_ago", ""),
        "notes": "; ".join(filter(None, (parts, said["note"], estimate, source, files))),
    }


def _donations(lines: Sequence[Mapping[str, Any]]) -> Iterable[tuple[str, ...]]:
    for at, line in enumerate(lines, start=1):
        item = f"{line['kind']}: {line['item']}"
        quantity = "" if line["quantity"] is None else f"{written(Decimal(line['quantity']))} {line['measure']}".strip()
        paper = "; ".join(filter(None, (line["given_on"], line["receipt"])))
        cells = (str(at), item, quantity, grouped(line["value_vnd"]), line["receiver"], paper)
        yield tuple(written_arrow(cell) for cell in cells)
    yield ("", "Cộng", "", grouped(sum(line["value_vnd"] for line in lines)), "", "")
