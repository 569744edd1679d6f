"""Biên bản of a khối's conference. Source: NĐ 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.9; DOMAIN 3.5."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import count, groupby

from campaigns.reports.quantities import written
from emulation_portal.core.dates import written_date
from emulation_portal.core.numbering import roman, two_digits
from emulation_portal.core.vietnamese import upper, within
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.paper import (
    Block,
    Header,
    Heading,
    Paper,
    PaperColumn,
    PaperTable,
    Paragraph,
    Signature,
)
from emulation_portal.documents.typed import as_typed
from emulation_portal.law.regimes import regime_on

from .enums import BallotMode, BlockHonour, CardStatus
from .models import BlockConference, BlockScoring, ScoreCard
from .queries import reasons_of_excused

KIND = "block_conference"
_RANKING = (
    PaperColumn("TT", 1, "center"),
    PaperColumn("Đơn vị", 8),
    PaperColumn("Điểm chuẩn", 2, "right"),
    PaperColumn("Điểm thưởng", 2, "right"),
    PaperColumn("Điểm trừ", 2, "right"),
    PaperColumn("Tổng điểm", 2, "right"),
    PaperColumn("Xếp hạng", 2, "center"),
    PaperColumn("Xếp loại", 3, "center"),
)
_ENDORSED = (
    PaperColumn("TT", 1, "center"),
    PaperColumn("Đơn vị", 8),
    PaperColumn("Đề nghị", 4, "center"),
    PaperColumn("Số đồng ý", 3, "center"),
)


def conference_paper(conference: BlockConference) -> Paper:
    """Return the minutes as a draft: who met, who has how many points, who was put forward, who leads next."""
    scoring = conference.scoring
    block = scoring.block
    paper = Paper(
        type=DocumentType.BB,
        kind=KIND,
        type_name=upper(DocumentType.BB.label),
        header=Header(issuer=(upper(block.name),), superior=(upper(block.alliance.name),)),
        symbol=f"{DocumentType.BB}-KTĐ",
        place="",
        summary=("Hội nghị tổng kết, bình xét thi đua", f"năm {scoring.year}"),
        body=tuple(_body(conference)),
        recipients=(block.alliance.name, f"Các đơn vị trong {block.name}", "Lưu: Hồ sơ khối"),
        signatures=(
            Signature(lines=("THƯ KÝ",), name=_name_in(conference.secretary)),
            Signature(lines=("CHỦ TRÌ",), name=_name_in(conference.chair)),
        ),
        is_draft=True,
        author=block.name,
    )
    return as_typed(paper)


# What parts a name from what its bearer is, and how somebody is called before it.
_BEHIND_NAME = re.compile(r"\s*(?:[,;(]|\s[-–—]\s).*")
_BEFORE_NAME = re.compile(r"(?:Ông|Bà|Đồng chí|Đ/c|Anh|Chị)\.?:?\s+", re.IGNORECASE)


def _name_in(words: str) -> str:
    """Return the name in “Ông Nguyễn Văn A - Giám đốc HTX B”, “Bà Trần Thị C (Văn phòng)”."""
    return _BEFORE_NAME.sub("", _BEHIND_NAME.sub("", words.strip(), count=1), count=1)


def _body(conference: BlockConference) -> Iterable[Block]:
    scoring = conference.scoring
    cards = list(scoring.cards.filter(rank__isnull=False).select_related("unit").order_by("rank", "unit__name"))
    day, begins = written_date(conference.held_on), conference.begins_hour
    yield Paragraph(f"Thời gian bắt đầu: {_hour(begins)}, {day}." if begins else f"Thời gian: {day}.")
    yield Paragraph(f"Địa điểm: {conference.venue.rstrip(' .;')}.")
    yield Paragraph(f"Chủ trì: {conference.chair}.")
    yield Paragraph(f"Thư ký: {conference.secretary}.")
    yield Paragraph(
        f"Thành phần: {two_digits(conference.invited)} đơn vị được triệu tập, có mặt {two_digits(conference.present)} "
        f"đơn vị."
    )
    if absent := _listed(conference.absent):
        yield Paragraph(f"Vắng mặt: {absent}.")
    if guests := _listed(conference.guests):
        yield Paragraph(f"Khách mời: {guests}.")
    numbers = map(roman, count(1))
    yield Heading(1, "Kết quả chấm điểm", f"{next(numbers)}.")
    yield Paragraph(
        f"Chấm theo {scoring.sheet.name} ({scoring.sheet.decision} {written_date(scoring.sheet.decided_on)} của "
        f"{scoring.sheet.issued_by}), thang {written(scoring.sheet.scale)} điểm."
        if scoring.sheet.decided_on
        else f"Chấm theo {scoring.sheet.name}."
    )
    yield PaperTable(columns=_RANKING, rows=tuple(_ranked(at, card) for at, card in enumerate(cards, 1)))
    yield from _not_scored(scoring)
    yield from _ties(scoring, cards)
    said = [each.strip() for each in conference.discussion.replace("\r\n", "\n").split("\n") if each.strip()]
    if said:  # what nobody wrote down was not said
        yield Heading(1, "Ý kiến thảo luận", f"{next(numbers)}.")
        yield from (Paragraph(each) for each in said)
    yield Heading(1, "Bình xét, suy tôn", f"{next(numbers)}.")
    yield from _endorsed(conference)
    yield Heading(1, "Khối trưởng, Khối phó", f"{next(numbers)}.")
    yield from _next(conference)
    if conference.ends_hour:
        yield Paragraph(f"Cuộc họp kết thúc vào {_hour(conference.ends_hour)}, {day}./.")


def _not_scored(scoring: BlockScoring) -> Iterator[Paragraph]:
    """Yield who of the khối has no rank, with the reason that was given for each."""
    cards = list(scoring.cards.filter(status=CardStatus.EXCUSED).select_related("unit").order_by("unit__name", "pk"))
    if not cards:
        return
    reasons = reasons_of_excused(cards)
    told = "; ".join(
        f"{card.unit.name} ({within(reasons[card.pk])})" if reasons.get(card.pk) else card.unit.name for card in cards
    )
    yield Paragraph(f"{two_digits(len(cards))} đơn vị của khối không chấm điểm, không xếp hạng: {told}.")


def _ties(scoring: BlockScoring, cards: Sequence[ScoreCard]) -> Iterator[Paragraph]:
    """Yield of each total that several have why they stand as they do: equal, women first, or by votes."""
    regime = regime_on(scoring.settled_on or scoring.counts_to)
    for total, some in groupby(cards, lambda card: card.total_points):
        equals = list(some)
        if len(equals) < 2:
            continue
        told = f"Cùng {_points(total)} điểm: "
        women = [card for card in equals if card.is_mostly_women]
        if regime.women_first_percent and 0 < len(women) < len(equals):
            told += (
                f"{_names(women)} được xếp trước vì có từ {regime.women_first_percent}% nữ trở lên "
                f"({regime.women_first_source}). "
            )
        for rank, shared in groupby(equals, lambda card: card.rank):
            if len(same := list(shared)) > 1:
                told += f"{_names(same)} xếp đồng hạng {rank}. "
        if len({card.rank for card in equals if card.tie_votes is not None}) > 1:
            voted = "; ".join(
                f"{card.unit.name} {card.tie_votes} phiếu" for card in equals if card.tie_votes is not None
            )
            told += f"Hội nghị bỏ phiếu xếp thứ tự: {voted}. "
        yield Paragraph(told.strip())


def _names(cards: Iterable[ScoreCard]) -> str:
    return ", ".join(card.unit.name for card in cards)


def _hour(hour: dt.time) -> str:
    """Return “08 giờ 30”. Source: NĐ 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.9."""
    return f"{two_digits(hour.hour)} giờ {two_digits(hour.minute)}"


_BULLET = re.compile(r"^[-–+•*]\s*")


def _listed(text: str) -> str:
    """Return lines as one, parted by semicolons."""
    return "; ".join(filter(None, (_BULLET.sub("", line.strip(" \t\r.;"), count=1) for line in text.split("\n"))))


def _ranked(at: int, card: ScoreCard) -> tuple[str, ...]:
    points = (card.base_points, card.bonus_points, card.deducted_points, card.total_points)
    return (
        str(at),
        card.unit.name,
        *(_points(each) for each in points),
        str(card.rank),
        card.grade or "Không xếp loại",
    )


def _points(value: Decimal | None) -> str:
    return "" if value is None else written(value)


def _endorsed(conference: BlockConference) -> Iterable[Block]:
    rows = list(conference.endorsements.select_related("card__unit"))
    if not rows:
        yield Paragraph("Hội nghị không suy tôn đơn vị nào.")
        return
    how = BallotMode(conference.ballot_mode).label.lower()
    yield Paragraph(f"Hội nghị {how}, kết quả suy tôn đề nghị khen thưởng năm {conference.scoring.year} như sau:")
    cells = tuple(
        (str(at), row.card.unit.name, BlockHonour(row.honour).label, f"{row.votes}/{row.votes_of}")
        for at, row in enumerate(rows, 1)
    )
    yield PaperTable(columns=_ENDORSED, rows=cells)


def _next(conference: BlockConference) -> Iterable[Block]:
    if conference.next_lead is None or conference.takes_office_on is None:
        yield Paragraph("Hội nghị chưa bầu Khối trưởng, Khối phó của năm sau.")
        return
    yield Paragraph(f"Khối trưởng từ {written_date(conference.takes_office_on)}: {conference.next_lead.name}.")
    if conference.next_deputy is not None:
        yield Paragraph(f"Khối phó từ {written_date(conference.takes_office_on)}: {conference.next_deputy.name}.")
