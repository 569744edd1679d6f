"""Đăng ký thi đua of a unit as a paper: a công văn with the form D4. Source: NĐ 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.5."""

from collections.abc import Iterable, Sequence

from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.paper import Appendix, Block, Paper, PaperColumn, PaperTable, Paragraph
from emulation_portal.documents.papers import unit_paper
from emulation_portal.documents.queries import UnitFacts
from emulation_portal.documents.typed import as_typed
from emulation_portal.law.enums import AwardSubject

from .content import Registered, RegisteredOne
from .models import RegistrationCall
from .regulations import titles_of

KIND = "registration"
_TARGETS = (
    PaperColumn("TT", 1, "center"),
    PaperColumn("Chỉ tiêu, nhiệm vụ", 9),
    PaperColumn("Mức phấn đấu", 5),
)


def registration_paper(call: RegistrationCall, said: Registered, facts: UnitFacts) -> Paper:
    """Return what a unit registers as a draft of its paper; `facts` are of the unit."""
    alliance = call.alliance.name
    paper = unit_paper(
        facts,
        DocumentType.CV,
        kind=KIND,
        summary=(f"V/v đăng ký thi đua năm {call.year}",),
        addressees=(alliance,),
        body=(
            Paragraph(
                f"Hưởng ứng phong trào thi đua năm {call.year} do {alliance} phát động, {facts.name} đăng ký "
                f"{_what(said)} năm {call.year} theo biểu kèm theo."
            ),
            Paragraph(f"{facts.name} kính đề nghị {alliance} ghi nhận."),
        ),
        recipients=("Như trên", "Lưu: VT"),
        appendices=(Appendix(title=f"Đăng ký thi đua năm {call.year}", caption="", body=tuple(_form(call, said))),),
    )
    return as_typed(paper)


def _what(said: Registered) -> str:
    parts = ["danh hiệu thi đua"] if said.has_titles else []
    parts += ["chỉ tiêu, nhiệm vụ thi đua"] if said.targets else []
    return " và ".join(parts)


def _form(call: RegistrationCall, said: Registered) -> Iterable[Block]:
    parts = ("Tập thể", AwardSubject.COLLECTIVE, said.collectives), ("Cá nhân", AwardSubject.PERSON, said.persons)
    for title, subject, rows in parts:
        if rows:
            yield _titles(title, call.year, subject, rows)
    if said.targets:
        told = tuple((str(at), each.words, each.aim) for at, each in enumerate(said.targets, start=1))
        yield PaperTable(columns=_TARGETS, rows=told, title="Chỉ tiêu, nhiệm vụ thi đua")


def _titles(title: str, year: int, subject: AwardSubject, rows: Sequence[RegisteredOne]) -> PaperTable:
    """Return the ticks below the titles of the year that somebody registers for."""
    ticked = {code for row in rows for code in row.titles}
    offered = [each for each in titles_of(year, subject) if each.code in ticked]
    head = "Tên tập thể" if subject == AwardSubject.COLLECTIVE else "Họ và tên, chức vụ"
    columns = (PaperColumn("TT", 1, "center"), PaperColumn(head, 6))
    cells = tuple(
        (
            str(at),
            ", ".join(filter(None, (row.name, row.post))),
            *("x" if e.code in row.titles else "" for e in offered),
        )
        for at, row in enumerate(rows, start=1)
    )
    return PaperTable(
        columns=(*columns, *(PaperColumn(each.label, 2, "center") for each in offered)), rows=cells, title=title
    )
