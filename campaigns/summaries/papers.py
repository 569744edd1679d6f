"""What the report prints from its figures: tables, charts, annexes, and numbers in the places of marks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, groupby
from typing import Any

from msgspec.structs import replace

from campaigns.reports.totals.sums import NO_BLOCK
from emulation_portal.core.dates import short_date
from emulation_portal.core.numbering import roman
from emulation_portal.core.vietnamese import first_words
from emulation_portal.documents.paper import (
    MERGED_LEFT,
    Appendix,
    Block,
    Chart,
    ChartBar,
    Paper,
    PaperColumn,
    PaperTable,
    Paragraph,
    written_arrow,
)
from emulation_portal.documents.paper_limits import (
    LONGEST_LENGTH,
    MAX_BARS,
    MAX_CHART_LINES,
    MAX_CHART_TITLE,
    MAX_TABLE_ROWS,
    bar_lines,
)
from emulation_portal.documents.typed import as_signs, mapped

from .enums import ANNEXED, PieceKind
from .figures import (
    CELL_OF_NO_FIGURE,
    CELL_OF_NO_PLAN,
    NO_FIGURE,
    FigureTold,
    Measured,
    Snapshot,
    UnitTold,
    percent_in_words,
)
from .marks import as_text, filled, marks_of, words_by_mark
from .models import SummaryPiece, SummaryReport

MOST_FIGURES = 8  # beside each other in a table unit by unit
LONGEST_HEAD = 60
NOT_ABOVE = "≤"
MOST_NAMED = 8  # units in one cell
GOES_ON = " (tiếp theo)"
_LEGEND = f"Trong bảng, “{CELL_OF_NO_FIGURE}” là chưa có số liệu, “{CELL_OF_NO_PLAN}” là không có kế hoạch hoặc không có số để so sánh."


def body_blocks(report: SummaryReport) -> Iterator[Block]:
    """Yield the tables and charts that stand in the text, in their order, and of when the figures are."""
    snapshot = report.snapshot
    if snapshot is None:
        return
    for piece in report.pieces.all():
        if piece.is_printed and piece.kind not in ANNEXED:
            yield from (_with_title(block, piece.title) for block in _as_text(blocks_of(piece, snapshot)))
    yield Paragraph(f"*{as_text(told_when(snapshot))} {legend(snapshot)}*")


def empty_pieces(report: SummaryReport) -> Iterator[str]:
    """Yield the names of what is to be printed and has nothing to show: its indicator is not asked for any more."""
    snapshot = report.snapshot
    for piece in report.pieces.all() if snapshot else ():
        if not piece.is_printed or snapshot is None or piece.kind == PieceKind.LATE:
            continue
        is_there = piece.code == "" or snapshot.figure(piece.code) is not None
        shows = (
            bool(snapshot.units and snapshot.figures)
            if piece.kind == PieceKind.UNITS
            else bool(blocks_of(piece, snapshot))
        )
        if not (is_there and shows):
            yield str(piece)


def _with_title(block: Any, title: str) -> Block:
    """Return a block under the title that somebody wrote, whose marks are filled with the rest of the text."""
    if not title:
        return block
    goes_on = block.title.endswith(GOES_ON)
    return replace(block, title=f"{title}{GOES_ON if goes_on else ''}")


def told_when(snapshot: Snapshot) -> str:
    """Say of how many reports the figures are, and of which moment."""
    counts = snapshot.counts
    estimated = " Số liệu là ước thực hiện vì đơn vị báo cáo trước khi hết kỳ." if snapshot.is_estimated else ""
    return (
        f"Số liệu tổng hợp từ {counts.counted}/{counts.owed} báo cáo đã được kiểm tra, đến {snapshot.moment}; "
        f"đơn vị chưa có số liệu không tính là 0.{estimated}"
    )


def legend(snapshot: Snapshot) -> str:
    """Say what the signs in the cells of tables stand for."""
    is_any_level = any(each.less_is_better and each.plan is not None for each in snapshot.figures)
    return f"{_LEGEND} “{NOT_ABOVE}” trước số kế hoạch là mức không vượt quá." if is_any_level else _LEGEND


def blocks_of(piece: SummaryPiece, snapshot: Snapshot) -> Sequence[Block]:
    """Return what is printed of a piece in the text; nothing where there is nothing to show."""
    figure = snapshot.figure(piece.code)
    if piece.kind == PieceKind.TOTALS:
        return [totals_table(snapshot)] if snapshot.figures else []
    if piece.kind == PieceKind.PROGRESS:
        return progress_charts(snapshot)
    if figure is None or not snapshot.blocks:
        return []
    if piece.kind == PieceKind.BLOCKS:
        return [block_table(snapshot, figure)]
    return block_charts(snapshot, figure)


# --- tables and charts ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Column:
    """A column of the table of totals, which is left out where no figure has it."""

    title: str
    width: int
    words: Any
    has: Any = None


def totals_table(snapshot: Snapshot) -> PaperTable:
    """Return plan, what was done, percent, the year before, and of how many reports, figure by figure."""
    rows = snapshot.figures
    columns = [column for column in _columns(snapshot) if column.has is None or any(map(column.has, rows))]
    return PaperTable(
        columns=(
            PaperColumn("STT", 2, "center"),
            *(PaperColumn(c.title, c.width, "left" if at == 0 else "right") for at, c in enumerate(columns)),
        ),
        rows=tuple((str(at), *(written_arrow(c.words(row)) for c in columns)) for at, row in enumerate(rows, 1)),
        title=f"Tổng hợp kết quả {snapshot.periods}",
    )


def _columns(snapshot: Snapshot) -> Iterable[_Column]:
    done = "Ước thực hiện" if snapshot.is_estimated else "Thực hiện"
    return (
        _Column("Chỉ tiêu", 10, lambda f: f.full_name),
        _Column(f"Kế hoạch {snapshot.year}", 4, lambda f: _planned(f, f.plan), lambda f: f.plan),
        _Column(done, 4, lambda f: _number(f.value, CELL_OF_NO_FIGURE)),
        _Column("% kế hoạch", 3, lambda f: percent_in_words(f.of_plan) or CELL_OF_NO_PLAN, lambda f: f.plan),
        _Column("Cùng kỳ năm trước", 4, lambda f: _number(f.year_ago, CELL_OF_NO_FIGURE), lambda f: f.year_ago),
        _Column("So cùng kỳ", 3, lambda f: percent_in_words(f.of_year_ago) or CELL_OF_NO_PLAN, lambda f: f.year_ago),
        _Column("Ước cả năm", 4, lambda f: _number(f.estimate, CELL_OF_NO_FIGURE), lambda f: f.estimate),
        _Column("Số báo cáo", 3, lambda f: f"{f.told}/{f.owed}"),
    )


def _planned(figure: FigureTold, plan: str | None) -> str:
    """Return a plan as a cell shows it; of a level not to be passed with its sign."""
    shown = _number(plan, CELL_OF_NO_PLAN)
    return f"{NOT_ABOVE} {shown}" if figure.less_is_better and plan is not None else shown


def _number(number: str | None, nothing: str) -> str:
    return FigureTold(code="", name="", group="").measured(number) or nothing


def progress_charts(snapshot: Snapshot) -> list[Block]:
    """Return how far each figure with a plan has come, on as many charts as it takes."""
    bars = [
        ChartBar(each.name, _length(each.of_plan), _of_plan(each, each))
        for each in snapshot.figures
        if each.is_done_in_percent
    ]
    words = f"Vạch đứng: 100% kế hoạch năm {snapshot.year}."
    return _charts("Kết quả so với kế hoạch năm", bars, mark="100", mark_words=words)


def _of_plan(figure: FigureTold, done: Measured) -> str:
    if done.value is None:
        return NO_FIGURE
    if done.plan is None:
        return figure.measured(done.value)
    beside = f"{_number(done.value, '')}/{figure.measured(done.plan)}"
    return beside if done.of_plan is None else f"{beside}, bằng {percent_in_words(done.of_plan)}"


def block_table(snapshot: Snapshot, figure: FigureTold) -> PaperTable:
    """Return one figure khối by khối, and of all together; beside plans where there are any."""
    told = [(block.name, block.figures.get(figure.code, Measured())) for block in snapshot.blocks]
    rows = [*((str(at), name, each) for at, (name, each) in enumerate(told, 1)), ("", "Tổng cộng", figure)]
    is_planned = any(each.plan is not None for _, _, each in rows)
    done = "Ước thực hiện" if snapshot.is_estimated else "Thực hiện"
    columns = (
        _Column(f"Kế hoạch {snapshot.year}", 4, lambda each: _planned(figure, each.plan), is_planned),
        _Column(done, 4, lambda each: _number(each.value, CELL_OF_NO_FIGURE), True),
        _Column("% kế hoạch", 3, lambda each: percent_in_words(each.of_plan) or CELL_OF_NO_PLAN, is_planned),
        _Column("Số báo cáo", 3, lambda each: f"{each.told}/{each.owed}", True),
    )
    shown = [column for column in columns if column.has]
    return PaperTable(
        columns=(
            PaperColumn("STT", 2, "center"),
            PaperColumn("Khối", 8),
            *(PaperColumn(each.title, each.width, "right") for each in shown),
        ),
        rows=tuple((at, written_arrow(name), *(column.words(each) for column in shown)) for at, name, each in rows),
        title=f"{figure.full_name}, theo khối",
    )


def block_charts(snapshot: Snapshot, figure: FigureTold) -> list[Block]:
    """Return one figure khối by khối: percent of the plan where each has one, else how much it is."""
    rows = [(block.name, block.figures.get(figure.code, Measured())) for block in snapshot.blocks]
    if not figure.less_is_better and all(each.plan is not None for _, each in rows):
        bars = [ChartBar(name, _length(each.of_plan), _of_plan(figure, each)) for name, each in rows]
        words = f"Vạch đứng: 100% kế hoạch năm {snapshot.year}."
        return _charts(f"{figure.name}: % kế hoạch, theo khối", bars, mark="100", mark_words=words)
    bars = [ChartBar(name, _length(each.value), figure.measured(each.value) or NO_FIGURE) for name, each in rows]
    return _charts(f"{figure.full_name}, theo khối", bars)


def _length(value: str | None) -> str:
    """Return a number as a bar is long; what is below 0, or beyond what a chart takes, has none and is told in words."""
    return "" if value is None or value.startswith("-") or len(value.partition(".")[0]) > LONGEST_LENGTH else value


def _charts(title: str, bars: Sequence[ChartBar], **mark: str) -> list[Block]:
    title = first_words(title, MAX_CHART_TITLE - len(GOES_ON))
    groups: list[list[ChartBar]] = []
    left = 0
    for bar in bars:
        if not groups or len(groups[-1]) == MAX_BARS or bar_lines(bar) > left:
            groups.append([])
            left = MAX_CHART_LINES - 2  # what the mark means stands below
        groups[-1].append(bar)
        left -= bar_lines(bar)
    return [
        Chart(title if at == 1 else f"{title}{GOES_ON}", tuple(group), **mark) for at, group in enumerate(groups, 1)
    ]


# --- annexes --------------------------------------------------------------------------------------------------------------


def annexes(report: SummaryReport, words: Mapping[str, str]) -> Iterator[Appendix]:
    """Yield the annexes that are printed from the figures, in their order; `words` stand for the marks of their titles."""
    snapshot = report.snapshot
    for piece in report.pieces.all() if snapshot else ():
        if not piece.is_printed or piece.kind not in ANNEXED or snapshot is None:
            continue
        is_late = piece.kind == PieceKind.LATE
        blocks = late_blocks(snapshot) if is_late else unit_blocks(snapshot, piece.code)
        title = filled(piece.title, words) or (
            "Danh sách đơn vị nộp muộn, chưa nộp báo cáo" if is_late else "Số liệu từng đơn vị"
        )
        yield Appendix(title=title, caption="", body=tuple(blocks), is_landscape=not is_late)


def unit_blocks(snapshot: Snapshot, code: str = "") -> Iterator[Block]:
    """Yield the units under the figures, some at a time: all figures, or one. Who said nothing is told so."""
    yield Paragraph(f"{told_when(snapshot)} {_LEGEND}")
    if any(figure.doubled for figure in snapshot.figures):
        yield Paragraph("Ghi theo báo cáo của từng đơn vị; số tổng hợp đã trừ các khoản mà hai đơn vị cùng báo.")
    figures = [figure for figure in snapshot.figures if code in ("", figure.code)]
    for start in range(0, len(figures), MOST_FIGURES):
        shown = figures[start : start + MOST_FIGURES]
        columns = (
            PaperColumn("STT", 2, "center"),
            PaperColumn("Đơn vị", 14),
            *(PaperColumn(as_signs(first_words(figure.full_name, LONGEST_HEAD)), 5, "right") for figure in shown),
        )
        yield from _tables(columns, list(_rows_of_units(snapshot.units, shown)))


def _rows_of_units(units: Iterable[UnitTold], figures: Sequence[FigureTold]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each khối, where there are khối, and under it its units, numbered through.

    Who said nothing of any of the figures stands in one row behind the others.
    """
    across = (MERGED_LEFT,) * len(figures)
    numbers = count(1)
    groups = [(block, list(those)) for block, those in groupby(units, lambda unit: unit.block)]
    for at, (block, those) in enumerate(groups, 1):
        if any(name for name, _ in groups):
            yield (roman(at), written_arrow(f"**{as_signs(block or NO_BLOCK)}**"), *across)
        silent: list[UnitTold] = []
        for unit in those:
            if not any(figure.code in unit.said for figure in figures):
                silent.append(unit)
            else:
                said = (unit.said.get(figure.code, CELL_OF_NO_FIGURE) for figure in figures)
                yield (str(next(numbers)), *(written_arrow(as_signs(words)) for words in (unit.name, *said)))
        for start in range(0, len(silent), MOST_NAMED):
            some = silent[start : start + MOST_NAMED]
            names = "; ".join(as_signs(unit.name) for unit in some)
            yield ("", written_arrow(f"Chưa có số liệu ({len(some)} đơn vị): {names}"), *across)


def late_blocks(snapshot: Snapshot) -> Iterator[Block]:
    """Yield who came late and who has not come; that there is nobody is said too."""
    counts = snapshot.counts
    to_come = f", {counts.to_come} chưa đến hạn" if counts.to_come else ""
    yield Paragraph(
        f"Đến {snapshot.moment}: {counts.owed} báo cáo phải nộp; {counts.on_time} nộp đúng hạn, {counts.late} nộp muộn, "
        f"{counts.not_come} hết hạn chưa nộp{to_come}."
    )
    heads = (("STT", 2), ("Đơn vị", 10), ("Kỳ báo cáo", 5), ("Hạn nộp", 4), ("Ngày nộp", 5), ("Số ngày muộn", 3))
    rows = [
        (
            str(at),
            written_arrow(as_signs(each.unit)),
            written_arrow(as_signs(each.period)),
            short_date(each.due_on),
            short_date(each.came_on) if each.came_on else "chưa nộp",
            str(each.days),
        )
        for at, each in enumerate(snapshot.late, 1)
    ]
    yield from _tables(tuple(PaperColumn(name, width, _ALIGNS.get(name, "center")) for name, width in heads), rows)


_ALIGNS = {"Đơn vị": "left", "Kỳ báo cáo": "left"}


def _tables(columns: tuple[PaperColumn, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[Block]:
    """Yield the rows in tables, none longer than a table may be."""
    for start in range(0, len(rows), MAX_TABLE_ROWS):
        yield PaperTable(columns=columns, rows=tuple(rows[start : start + MAX_TABLE_ROWS]))


# --- figures in the text --------------------------------------------------------------------------------------------------


def with_figures(report: SummaryReport, paper: Paper) -> Paper:
    """Return the paper with its figures in the places of their marks, and with the annexes that they fill."""
    if report.snapshot is None:
        return paper
    words = words_by_mark(marks_of(report.snapshot))
    starred = {key: as_signs(said) for key, said in words.items()}
    return replace(
        paper,
        summary=_filled(paper.summary, words),
        addressees=_filled(paper.addressees, words),
        body=_filled(paper.body, starred),
        appendices=(*_filled(paper.appendices, starred), *annexes(report, words)),
        subject=filled(paper.subject, words),
    )


def _filled(value: Any, words: Mapping[str, str]) -> Any:
    """Return a text, or all texts of a piece of paper, with the figures in their places."""
    return mapped(value, lambda text: filled(text, words))


def _as_text(blocks: Iterable[Block]) -> list[Block]:
    """Return blocks made of figures and names, whose braces are no marks."""
    return [mapped(block, as_text) for block in blocks]
