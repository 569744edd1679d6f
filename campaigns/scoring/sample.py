"""Scoring in the sample: a khối that concluded last year, and two that score this year, in full swing."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from campaigns.reports.enums import PeriodKind
from campaigns.reports.models import Demand, Indicator
from campaigns.sample.staging import Cast
from emulation_portal.accounts.models import User
from emulation_portal.procedure.acting import carry_out
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from units.models import EmulationBlock, Unit
from units.sample import SampleUnits

from .actions import (
    Endorsed,
    SentPoints,
    WrittenCriterion,
    WrittenGroup,
    fill_points,
    name_crossers,
    open_scoring,
    save_conference,
    save_group,
    save_score_sheet,
    write_points,
)
from .enums import BlockHonour, CardStatus, CriterionKind, GroupKind, Scorer
from .models import BlockConference, BlockScoring, ScoreCard, ScoreSheet
from .queries import criteria_of
from .regulations import USUAL_FLAGS, USUAL_GRADES, USUAL_MERITS, Band

_DISCUSSED = "Các đơn vị nhất trí với kết quả chấm điểm của khối."
_TIED = "\nĐơn vị bằng điểm được xếp đồng hạng; hội nghị không bỏ phiếu chọn thứ hạng."
_EXCUSE = "Đơn vị chưa có tài khoản trên Cổng nên năm này không chấm (mẫu)."


def is_there() -> bool:
    return ScoreSheet.objects.exists()


def load_scorings(on: dt.date, so_far: dict[type, Any]) -> None:
    """Load last year's scoring of the first khối and this year's of the first two, relative to the day."""
    units, cast = so_far[SampleUnits], so_far[Cast]
    year = on.year if on.month >= 7 else on.year - 1
    former = _sheet(units.alliance, year - 1, cast.officer, None)
    _load_concluded(_open(former, units.blocks[0], cast.officer, on=dt.date(year, 1, 10)), cast.officer, on=on)
    demand = Demand.objects.filter(campaign__organiser__root_id=units.alliance.pk, rows__indicator__code="DOANH_THU")
    present = _sheet(units.alliance, year, cast.officer, demand.filter(asked_on__year=year).order_by("-pk").first())
    for block in units.blocks[:2]:
        _load_running(_open(present, block, cast.officer, on=on), cast.officer, on=on)


# --- the sheet ------------------------------------------------------------------------------------------------------------


def _sheet(alliance: Unit, year: int, officer: User, demand: Demand | None) -> ScoreSheet:
    sheet = ScoreSheet(
        alliance=alliance,
        year=year,
        name=f"Bảng điểm thi đua khối hợp tác xã năm {year}",
        scale=Decimal(100),
        issued_by="Chủ tịch Liên minh Hợp tác xã tỉnh",
        decision="Quyết định mẫu số 22/QĐ-LMHTX",
        decided_on=dt.date(year, 1, 11),
        demand=demand,
        period_kind=PeriodKind.MONTH if demand else "",
        grades=[list(each) for each in USUAL_GRADES],
    )
    save_score_sheet(sheet, by=officer)
    indicators = {each.code: each for each in Indicator.objects.filter(alliance=alliance)}
    for group in _groups(indicators if demand else {}):
        save_group(sheet, group, by=officer)
    carry_out(sheet, "issued", by=officer, on=dt.date(year, 1, 12))
    sheet.refresh_from_db()
    return sheet


def _groups(indicators: dict[str, Indicator]) -> list[WrittenGroup]:
    """Return the sheet's groups; without indicators all of it is judged."""

    def by(code: str, kind: CriterionKind, name: str, most: int, bands: Sequence[Band] = ()) -> WrittenCriterion:
        if code not in indicators:
            return WrittenCriterion(name, Decimal(most))
        return WrittenCriterion(name, Decimal(most), kind, "", indicators[code], None, bands)

    def judged(name: str, most: int, guidance: str = "") -> WrittenCriterion:
        return WrittenCriterion(name, Decimal(most), CriterionKind.JUDGED, guidance)

    initiatives = [Band(Decimal(2), Decimal(3)), Band(Decimal(1), Decimal(2)), Band(None, Decimal(0))]
    per = CriterionKind.PER_LATE, CriterionKind.PER_MISSING
    return [
        WrittenGroup(
            "Kết quả sản xuất, kinh doanh",
            GroupKind.BASE,
            Decimal(50),
            [
                by("DOANH_THU", CriterionKind.PROPORTIONAL, "Doanh thu so với kế hoạch năm", 30),
                by("TV_HTX_MOI", CriterionKind.PROPORTIONAL, "Kết nạp thành viên mới so với kế hoạch năm", 20),
            ],
        ),
        WrittenGroup(
            "Tuyên truyền, chấp hành pháp luật",
            GroupKind.BASE,
            Decimal(30),
            [
                judged("Tuyên truyền chủ trương, pháp luật về kinh tế tập thể", 15, "Kế hoạch, ảnh, tin bài."),
                judged("Chấp hành pháp luật, nghĩa vụ thuế, bảo hiểm", 15, "Xác nhận của cơ quan thuế, bảo hiểm."),
            ],
        ),
        WrittenGroup(
            "Tổ chức phong trào thi đua",
            GroupKind.BASE,
            Decimal(20),
            [judged("Phát động, đăng ký, sơ kết, tổng kết phong trào", 20)],
        ),
        WrittenGroup(
            "Điểm thưởng",
            GroupKind.BONUS,
            Decimal(5),
            [
                by("SANG_KIEN", CriterionKind.BANDED, "Sáng kiến được công nhận", 3, initiatives),
                judged("Nhân rộng điển hình tiên tiến", 2),
            ],
        ),
        WrittenGroup(
            "Điểm trừ",
            GroupKind.DEDUCTION,
            Decimal(10),
            [
                WrittenCriterion("Báo cáo nộp muộn", Decimal(5), per[0], "", None, Decimal(2)),
                WrittenCriterion("Báo cáo không nộp", Decimal(5), per[1], "", None, Decimal(5)),
            ],
        ),
    ]


# --- a khối ---------------------------------------------------------------------------------------------------------------


def _open(sheet: ScoreSheet, block: EmulationBlock, officer: User, *, on: dt.date) -> BlockScoring:
    scoring = BlockScoring(
        sheet=sheet,
        block=block,
        counts_from=dt.date(sheet.year, 1, 1),
        counts_to=dt.date(sheet.year, 12, 31),
        self_due_on=on + dt.timedelta(days=10),
        cross_due_on=on + dt.timedelta(days=20),
        flags=USUAL_FLAGS,
        merits=USUAL_MERITS,
    )
    return open_scoring(scoring, by=officer, on=on)


def _people(card: ScoreCard) -> tuple[User, User] | None:
    """Return who writes and who heads in the unit; None where nobody has an account."""
    held = Appointment.objects.filter(unit=card.unit, block=None).select_related("user").order_by("pk")
    writing, heading = (held.filter(role=role).first() for role in (Role.UNIT_EDITOR, Role.UNIT_HEAD))
    return (writing.user, heading.user) if writing and heading else None


def _score(card: ScoreCard, scorer: Scorer, by: User, *, at: int, now: dt.datetime, note: str = "") -> None:
    """Give the criteria of a card points, the fewer the greater `at`; what the portal proposes first."""
    fill_points(card_id=card.pk, scorer=scorer, by=by, now=now)
    given = {row.criterion_id: row for row in card.scores.filter(scorer=scorer)}
    sent = []
    for number, criterion in enumerate(criteria_of(card.scoring.sheet)):
        row = given.get(criterion.pk)
        if row is not None and row.points is not None:
            continue
        is_base = criterion.group.kind == GroupKind.BASE
        less = Decimal((at + number) % 4) if is_base else criterion.most_points
        points = str(criterion.most_points - less).rstrip("0").rstrip(".").replace(".", ",") or "0"
        sent.append(SentPoints(criterion, points, note, row.revision if row else 0))
    write_points(card_id=card.pk, scorer=scorer, sent=sent, by=by, now=now)


def _send(card: ScoreCard, people: tuple[User, User], *, at: int, now: dt.datetime) -> None:
    editor, head = people
    on = timezone.localdate(now)
    _score(card, Scorer.SELF, editor, at=at, now=now)
    carry_out(card, "sent_to_head", by=editor, on=on)
    carry_out(card, "sent", by=head, on=on)


def _load_concluded(scoring: BlockScoring, officer: User, *, on: dt.date) -> None:
    """Every unit with people is scored, the others are not; two share a rank; the conference has met."""
    day = scoring.cross_due_on
    now = timezone.make_aware(dt.datetime.combine(day, dt.time(10)))
    for at, card in enumerate(scoring.cards.select_related("unit", "scoring__sheet").order_by("unit__code")):
        people = _people(card)
        if people is None:
            carry_out(card, "excused", by=officer, on=day, reason=_EXCUSE)
            continue
        _send(card, people, at=at, now=now)
        _score(card, Scorer.APPRAISED, officer, at=at, now=now)
        carry_out(card, "appraised", by=officer, on=day)
    carry_out(scoring, "settled", by=officer, on=day)
    ranked = list(scoring.cards.filter(status=CardStatus.APPRAISED).order_by("rank", "unit__code"))
    conference = BlockConference(
        scoring=BlockScoring.objects.get(pk=scoring.pk),
        held_on=day,
        venue="Hội trường Liên minh Hợp tác xã tỉnh",
        chair="Nguyễn Văn Mẫu, Khối trưởng",
        secretary="Trần Thị Thử, cán bộ đầu mối",
        invited=len(ranked),
        present=len(ranked),
        begins_hour=dt.time(8),
        ends_hour=dt.time(10, 30),
        discussion=_DISCUSSED + (_TIED if len({card.rank for card in ranked}) < len(ranked) else ""),
        next_lead=ranked[0].unit,
        next_deputy=ranked[1].unit,
        takes_office_on=day + dt.timedelta(days=1),
    )
    honours = [BlockHonour.FLAG, BlockHonour.MERIT, BlockHonour.MERIT]
    endorsed = [Endorsed(card, honour, len(ranked), len(ranked)) for card, honour in zip(ranked, honours, strict=False)]
    save_conference(conference, endorsed=endorsed, by=officer)
    carry_out(scoring, "concluded", by=officer, on=min(day, on))


def _load_running(scoring: BlockScoring, officer: User, *, on: dt.date) -> None:
    """The first unit is scoring itself, or waits for its head; most have sent, one is appraised."""
    now = timezone.make_aware(dt.datetime.combine(on, dt.time(8)))
    cards = scoring.cards.select_related("unit", "scoring__sheet").order_by("unit__pk")
    with_people = [(card, people) for card in cards if (people := _people(card))]
    is_first_block = scoring.block.name.startswith("Khối thi đua số 1")
    if is_first_block:
        (first, _), (second, _) = with_people[:2]
        name_crossers({first.pk: second.unit, second.pk: first.unit}, by=officer)
    for at, (card, people) in enumerate(with_people):
        if at == 0 and is_first_block:
            fill_points(card_id=card.pk, scorer=Scorer.SELF, by=people[0], now=now)
        elif at == 0:
            _score(card, Scorer.SELF, people[0], at=at, now=now)
            carry_out(card, "sent_to_head", by=people[0], on=on)
        else:
            _send(card, people, at=at, now=now)
    if is_first_block and len(with_people) > 2:
        card = with_people[2][0]
        _score(card, Scorer.APPRAISED, officer, at=2, now=now)
        carry_out(card, "appraised", by=officer, on=on)
