"""The papers of a dossier: Tờ trình (D9), Biên bản bình xét (D11), Báo cáo thành tích (D10).

Source: NĐ 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.4, 1.9; NĐ 91/2017/NĐ-CP, Phụ lục; Luật Thi đua, khen thưởng 2022 Điều 84.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from awards.history.models import PastAward
from emulation_portal.core.dates import short_date, written_date
from emulation_portal.core.numbering import roman, two_digits
from emulation_portal.core.vietnamese import upper
from emulation_portal.documents.drafts.papers import split_paragraphs
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.paper import (
    Basis,
    Block,
    Header,
    Heading,
    Paper,
    PaperColumn,
    PaperTable,
    Paragraph,
    Signature,
    written_arrow,
)
from emulation_portal.documents.papers import unit_paper, unit_symbol
from emulation_portal.documents.queries import UnitFacts
from emulation_portal.documents.typed import as_typed
from emulation_portal.law.catalogue import award_type
from emulation_portal.law.enums import AwardClass, AwardSubject, TextRank
from emulation_portal.law.regimes import texts_on

from .apps import REPORT_KIND
from .claim import ClaimedInitiative
from .models import Nomination, NominationDossier
from .order import in_ceremonial_order

MINUTES_KIND = "nomination_meeting"
SUBMISSION_KIND = "nomination_submission"

_PROPOSED = (
    PaperColumn("TT", 1, "center"),
    PaperColumn("Họ và tên, chức vụ; tên tập thể", 6),
    PaperColumn("Thành tích", 7),
    PaperColumn("Điểm, khoản, điều", 4),
)
_VOTED = (
    PaperColumn("TT", 1, "center"),
    PaperColumn("Họ và tên, tên tập thể", 6),
    PaperColumn("Đề nghị", 5),
    PaperColumn("Số đồng ý", 3, "center"),
)
_HONOURED = (
    PaperColumn("Năm", 2, "center"),
    PaperColumn("Danh hiệu, hình thức khen thưởng", 6),
    PaperColumn("Số, ngày, tháng, năm của quyết định; cơ quan ban hành", 8),
)
_INITIATIVES = (
    PaperColumn("TT", 1, "center"),
    PaperColumn("Sáng kiến, đề tài", 7),
    PaperColumn("Phạm vi", 3),
    PaperColumn("Quyết định công nhận", 6),
)
# What a Tờ trình rests on; what the province has ruled is named where the portal knows it.
_RESTS_ON = (TextRank.LAW, TextRank.DECREE)


def submission(dossier: NominationDossier, nominations: Sequence[Nomination], facts: UnitFacts, law: dt.date) -> Paper:
    """Return the Tờ trình of the unit, with the list of who is proposed for what."""
    alliance = dossier.alliance.name
    paper = unit_paper(
        facts,
        DocumentType.TTR,
        kind=SUBMISSION_KIND,
        summary=(f"Về việc đề nghị khen thưởng {dossier.purpose}",),
        addressees=(alliance,),
        body=tuple(_submission_body(dossier, nominations, facts, law)),
        recipients=("Như trên", "Lưu: VT"),
    )
    return as_typed(paper)


def _submission_body(
    dossier: NominationDossier, nominations: Sequence[Nomination], facts: UnitFacts, law: dt.date
) -> Iterator[Block]:
    for text in texts_on(law):
        if text.rank in _RESTS_ON and not text.is_of_papers:
            yield Basis(f"Căn cứ {text.name}")
    if dossier.campaign is not None:
        yield Basis(f"Căn cứ phong trào thi đua {dossier.campaign.name}")
    if not dossier.is_simplified and dossier.met_on:
        yield Basis(f"Căn cứ kết quả họp bình xét {written_date(dossier.met_on)} của {facts.name}")
    yield Paragraph(f"{facts.name} đề nghị {dossier.alliance.name} xét, khen thưởng {_counted(nominations)}, gồm:")
    for at, (award, rows) in enumerate(_by_award(nominations), start=1):
        yield Heading(2, f"{_verb(award)} {award_type(award).label}", f"{at}.")
        cells = tuple((str(n), _named(each), _reason(each), each.standard_ref) for n, each in enumerate(rows, start=1))
        yield PaperTable(columns=_PROPOSED, rows=cells)
    if dossier.is_simplified:
        yield Paragraph("Hồ sơ theo thủ tục đơn giản.")
    else:
        yield Paragraph("(Có biên bản bình xét và báo cáo thành tích kèm theo)")
    yield Paragraph(f"Kính đề nghị {dossier.alliance.name} xét, quyết định.")


def _counted(nominations: Sequence[Nomination]) -> str:
    """Return “02 tập thể, 05 cá nhân”, each counted once."""
    parts = []
    for subject in (AwardSubject.COLLECTIVE, AwardSubject.HOUSEHOLD, AwardSubject.PERSON):
        whose = {(each.person_id, each.collective_id, each.name) for each in nominations if each.subject == subject}
        if whose:
            parts.append(f"{two_digits(len(whose))} {subject.label.lower()}")
    return ", ".join(parts)


def _by_award(nominations: Sequence[Nomination]) -> Iterable[tuple[str, list[Nomination]]]:
    ordered = in_ceremonial_order(nominations)
    return ((award, list(rows)) for award, rows in groupby(ordered, key=lambda each: each.award))


def _verb(award: str) -> str:
    return "Công nhận danh hiệu" if award_type(award).kind == AwardClass.TITLE else "Tặng"


def _reason(nomination: Nomination) -> str:
    plea = f" Lý do vẫn đề nghị: {nomination.plea}" if nomination.plea else ""
    return written_arrow(f"{nomination.reason}{plea}")


def _named(nomination: Nomination) -> str:
    return written_arrow(", ".join(filter(None, (nomination.name, nomination.post))))


def meeting_minutes(dossier: NominationDossier, nominations: Sequence[Nomination], facts: UnitFacts) -> Paper:
    """Return the Biên bản of the meeting that proposed them."""
    paper = Paper(
        type=DocumentType.BB,
        kind=MINUTES_KIND,
        type_name=upper(DocumentType.BB.label),
        header=Header(
            issuer=(upper(facts.name),),
            superior=(upper(facts.above),) if facts.above and not facts.is_member else (),
        ),
        symbol=unit_symbol(facts, DocumentType.BB),
        place="",
        summary=("Họp bình xét thi đua, khen thưởng", dossier.purpose),
        body=tuple(_minutes_body(dossier, nominations)),
        recipients=(dossier.alliance.name, "Lưu: VT"),
        signatures=(
            Signature(lines=("THƯ KÝ",), name=dossier.secretary),
            Signature(lines=("CHỦ TRÌ",), name=dossier.chair),
        ),
        is_draft=True,
        author=facts.name,
    )
    return as_typed(paper)


def _minutes_body(dossier: NominationDossier, nominations: Sequence[Nomination]) -> Iterator[Block]:
    assert dossier.met_on is not None  # asked before it is sent
    day = written_date(dossier.met_on)
    hour = f"{two_digits(dossier.met_at.hour)} giờ {two_digits(dossier.met_at.minute)}, " if dossier.met_at else ""
    yield Paragraph(f"Thời gian: {hour}{day}.")
    if dossier.venue:
        yield Paragraph(f"Địa điểm: {dossier.venue.rstrip(' .;')}.")
    yield Paragraph(f"Chủ trì: {dossier.chair}.")
    yield Paragraph(f"Thư ký: {dossier.secretary}.")
    yield Paragraph(
        f"Được triệu tập {two_digits(dossier.summoned or 0)} người, có mặt {two_digits(dossier.present or 0)} người."
    )
    number = 1
    if said := split_paragraphs(dossier.discussion):
        yield Heading(1, "Ý kiến thảo luận", f"{roman(number)}.")
        yield from (Paragraph(each) for each in said)
        number += 1
    yield Heading(1, "Kết quả bình xét", f"{roman(number)}.")
    yield Paragraph("Cuộc họp thống nhất đề nghị khen thưởng như sau:")
    cells = tuple(
        (str(at), _named(each), each.award_label, f"{each.votes}/{dossier.present}")
        for at, each in enumerate(in_ceremonial_order(nominations), start=1)
    )
    yield PaperTable(columns=_VOTED, rows=cells)


def achievement_report(nomination: Nomination, awards: Sequence[PastAward], facts: UnitFacts, law: dt.date) -> Paper:
    """Return the Báo cáo thành tích of one nominee under the headings of its Mẫu, signed by who reports and by the unit."""
    number = nomination.report_form.number_on(law)
    base = unit_paper(
        facts,
        DocumentType.BC,
        kind=REPORT_KIND,
        summary=(
            f"Đề nghị {_of_award(nomination.award)}",
            upper(nomination.name),
            *([f"(Mẫu số {number})"] if number else []),
        ),
        body=tuple(_report_body(nomination, awards)),
    )
    base = replace(base, type_name="BÁO CÁO THÀNH TÍCH")
    unit_signature = base.signatures[-1]
    if not nomination.is_of_person:
        return as_typed(base)
    signatures = (
        Signature(lines=("XÁC NHẬN CỦA ĐƠN VỊ", *unit_signature.lines), name=unit_signature.name),
        Signature(lines=("NGƯỜI BÁO CÁO",), name=nomination.name),
    )
    return as_typed(replace(base, signatures=signatures))


def _of_award(award: str) -> str:
    verb = "công nhận danh hiệu" if award_type(award).kind == AwardClass.TITLE else "tặng"
    return f"{verb} {award_type(award).label}"


def _report_body(nomination: Nomination, awards: Sequence[PastAward]) -> Iterator[Block]:
    said, form, number = nomination.said, nomination.report_form, 0
    for part in form.part:
        written = [(each, split_paragraphs(said.report.get(each.key, ""))) for each in part.section]
        told = [(section, texts) for section, texts in written if texts]
        is_last = part is form.part[-1]
        if not told and not (is_last and said.initiatives):
            continue
        number += 1
        yield Heading(1, part.title, f"{roman(number)}.")
        for at, (section, texts) in enumerate(told, start=1):
            if len(told) > 1:
                yield Heading(2, section.title, f"{at}.")
            yield from (Paragraph(each) for each in texts)
        if is_last and said.initiatives:
            yield _initiatives(said.initiatives)
    if form.tells_past_awards and awards:
        yield Heading(1, "Các hình thức đã được khen thưởng", f"{roman(number + 1)}.")
        cells = tuple(
            (
                str(row.year or row.decided_on.year),
                row.award_label,
                written_arrow(f"{row.decision_number} ngày {short_date(row.decided_on)} của {row.decided_by}"),
            )
            for row in awards
        )
        yield PaperTable(columns=_HONOURED, rows=cells)


def _initiatives(initiatives: Sequence[ClaimedInitiative]) -> PaperTable:
    cells = tuple(
        (
            str(at),
            written_arrow(each.title),
            each.scope.label,
            written_arrow(
                f"{each.number} ngày {short_date(each.decided_on)}{f' của {each.decided_by}' if each.decided_by else ''}"
                if each.decided_on
                else each.number
            ),
        )
        for at, each in enumerate(initiatives, start=1)
    )
    return PaperTable(columns=_INITIATIVES, rows=cells, title="Sáng kiến, đề tài")
