"""How fast a long table becomes a Word file, beside python-docx writing the same cells one by one, in one run."""

import datetime as dt
import io
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm

from ..paper import Appendix, Article, Check, Header, Paper, PaperColumn, PaperTable, Signature
from ..word import word_copy

COLUMNS = (
    PaperColumn("TT", 1, "center"),
    PaperColumn("Họ và tên", 5),
    PaperColumn("Đơn vị", 5),
    PaperColumn("Hình thức khen thưởng", 4),
    PaperColumn("Tiền thưởng (đồng)", 3, "right"),
)
_ALIGNS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


class WordTimes(NamedTuple):
    """Medians in milliseconds: ours for the whole paper, theirs for its table alone."""

    ours_ms: float
    theirs_ms: float
    bare_ms: float  # theirs, the words only

    @property
    def ratio(self) -> float:
        return self.theirs_ms / self.ours_ms


def table_of(rows: int) -> PaperTable:
    """Return a list of people who get a Giấy khen."""
    people = ((str(at), f"Nguyễn Văn Mẫu {at}", "HTX Đông Triều", "Giấy khen", "600.000") for at in range(1, rows + 1))
    return PaperTable(COLUMNS, tuple(people))


def paper_with(table: PaperTable) -> Paper:
    """Return a quyết định with the table as its annex."""
    return Paper(
        type="QĐ",
        type_name="Quyết định",
        header=Header(issuer=("LIÊN MINH HTX", "TỈNH MẪU"), superior=("LIÊN MINH HỢP TÁC XÃ VIỆT NAM",)),
        number=5,
        symbol="QĐ-LMHTX",
        place="Tỉnh Mẫu",
        issued_on=dt.date(2026, 3, 5),
        summary=("Về việc tặng Giấy khen",),
        authority=("Chủ tịch Liên minh HTX tỉnh Mẫu",),
        body=(Article(1, text="Tặng Giấy khen cho các cá nhân có tên trong Danh sách kèm theo."),),
        recipients=("Như Điều 1", "Lưu: VT, VP"),
        signatures=(Signature(("CHỦ TỊCH",), "Nguyễn Văn Mẫu"),),
        appendices=(Appendix("Danh sách cá nhân được tặng Giấy khen", "", (table,)),),
        check=Check("0000-0000-0000", "https://localhost/kiem-tra/000000000000/"),
    )


def cell_by_cell(table: PaperTable, *, has_look: bool = True) -> bytes:
    """Return the table alone as python-docx writes it: words, and the look of each cell as ours has it.

    By `row.cells`, which it is quickest at; `table.cell(row, column)` takes minutes for as many rows.
    """
    document = Document()
    style = document.styles["Body Text"]
    written = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, column in zip(written.rows[0].cells, table.columns, strict=True):
        cell.text = column.title
    for texts in table.rows:
        row = written.add_row()
        if has_look:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, column in zip(row.cells, texts, table.columns, strict=True):
            cell.text = text
            if has_look:
                cell.width, cell.vertical_alignment = Mm(30), WD_ALIGN_VERTICAL.CENTER
                cell.paragraphs[0].style, cell.paragraphs[0].alignment = style, _ALIGNS[column.align]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def compare(rows: int, rounds: int) -> WordTimes:
    """Measure the three turn by turn, once each is warm."""
    table = table_of(rows)
    paper = paper_with(table)
    ways: list[Callable[[], object]] = [
        lambda: word_copy(paper),
        lambda: cell_by_cell(table),
        lambda: cell_by_cell(table, has_look=False),
    ]
    word_copy(paper)
    cell_by_cell(table_of(2))
    return WordTimes(
        *(statistics.median(times) for times in zip(*(map(_ms, ways) for _ in range(rounds)), strict=True))
    )


def _ms(way: Callable[[], object]) -> float:
    start = time.perf_counter()
    way()
    return (time.perf_counter() - start) * 1000
