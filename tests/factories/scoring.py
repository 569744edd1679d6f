"""Score sheets, khối that score and cards, as tests need them, brought to any station by the real actions."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils import timezone

from campaigns.scoring import actions
from campaigns.scoring.actions import SentPoints, WrittenCriterion, WrittenGroup
from campaigns.scoring.enums import BlockHonour, GroupKind, Scorer
from campaigns.scoring.models import BlockConference, BlockScoring, CrossCheck, ScoreCard, ScoreSheet
from campaigns.scoring.queries import criteria_of
from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.core.numbering import decimal_comma
from emulation_portal.procedure.acting import carry_out
from units.models import BlockMembership, EmulationBlock, Unit

from .campaigns import DAY, cast
from .people import BlockFactory, UnitFactory, alliance
from .reports import people_of_unit, reporting_unit

GRADES = [["Xuất sắc", "90"], ["Tốt", "80"], ["Khá", "65"], ["Trung bình", "50"]]
WORK = WrittenGroup(
    "Nhiệm vụ chính trị",
    GroupKind.BASE,
    Decimal(60),
    [WrittenCriterion("Sản xuất, kinh doanh", Decimal(40)), WrittenCriterion("Phát triển thành viên", Decimal(20))],
)
MOVEMENT = WrittenGroup(
    "Phong trào thi đua", GroupKind.BASE, Decimal(40), [WrittenCriterion("Tổ chức phong trào", Decimal(40))]
)
BONUS = WrittenGroup("Điểm thưởng", GroupKind.BONUS, Decimal(5), [WrittenCriterion("Sáng kiến", Decimal(5))])
DEDUCTION = WrittenGroup("Điểm trừ", GroupKind.DEDUCTION, Decimal(10), [WrittenCriterion("Vi phạm", Decimal(10))])
GROUPS = (WORK, MOVEMENT, BONUS, DEDUCTION)


def sheet(
    *, year: int = 0, groups: Sequence[WrittenGroup] = GROUPS, of: Unit | None = None, by: User | None = None, **fields
) -> ScoreSheet:
    """Return a sheet of 100 points that is still being written."""
    by = by or cast().officer
    year = year or today().year
    row = ScoreSheet(
        alliance=of or alliance(),
        year=year,
        scale=Decimal(100),
        issued_by="Chủ tịch Liên minh mẫu",
        decision="Quyết định số 22/QĐ-LMHTX",
        decided_on=dt.date(year, 1, 11),
        grades=GRADES,
        **{"name": f"Bảng điểm năm {year}", **fields},
    )
    actions.save_score_sheet(row, by=by)
    for group in groups:
        actions.save_group(row, group, by=by)
    return row


def issued_sheet(**fields) -> ScoreSheet:
    row = sheet(**fields)
    return carry_out(row, "issued", by=fields.get("by") or cast().officer, on=today())


def block_of(*units: Unit, name: str = "Khối thi đua mẫu") -> EmulationBlock:
    """Return a khối in which these compete since 2020."""
    block = BlockFactory(alliance=alliance(), **({"name": name} if name else {}))
    for unit in units:
        BlockMembership.objects.create(block=block, unit=unit, effective_from=dt.date(2020, 1, 1))
    return block


def scoring(
    block: EmulationBlock, *, by_sheet: ScoreSheet | None = None, by: User | None = None, **fields
) -> BlockScoring:
    """Return the scoring of a khối that was opened today for this year."""
    on = today()
    used = by_sheet or issued_sheet()
    row = BlockScoring(
        block=block,
        sheet=used,
        **{
            "counts_from": dt.date(used.year, 1, 1),
            "counts_to": dt.date(used.year, 12, 31),
            "self_due_on": on + dt.timedelta(days=10),
            "cross_due_on": on + dt.timedelta(days=20),
            "flags": 1,
            "merits": 2,
            **fields,
        },
    )
    return actions.open_scoring(row, by=by or cast().officer, on=on)


def join(row: BlockScoring, unit: Unit) -> ScoreCard:
    """Let a unit join the khối and be scored."""
    BlockMembership.objects.create(block=row.block, unit=unit, effective_from=dt.date(2020, 1, 1))
    return actions.add_unit(scoring_id=row.pk, unit=unit, by=cast().officer, on=today())


def card_of(row: BlockScoring, unit: Unit) -> ScoreCard:
    return ScoreCard.objects.select_related("scoring__sheet", "unit").get(scoring=row, unit=unit)


def give(card: ScoreCard, scorer: Scorer, points: Mapping[str, str], *, by: User, note: str = "") -> None:
    """Write points by the names of the criteria; of those not named none."""
    stands = {each.criterion_id: each for each in card.scores.filter(scorer=scorer)}
    sent = [
        SentPoints(each, points[each.name], note, stands[each.pk].revision if each.pk in stands else 0)
        for each in criteria_of(card.scoring.sheet)
        if each.name in points
    ]
    kept = actions.write_points(card_id=card.pk, scorer=scorer, sent=sent, by=by, now=timezone.now())
    assert kept.is_whole, kept


def points_for(row: BlockScoring, less: Decimal = Decimal(0)) -> dict[str, str]:
    """Return all points of the base, less so many at its first criterion; of what is extra none."""
    found: dict[str, str] = {}
    for each in criteria_of(row.sheet):
        is_base = each.group.kind == GroupKind.BASE
        points = each.most_points - (less if not found else 0) if is_base else Decimal(0)
        found[each.name] = decimal_comma(points) if points else "0"
    return found


def sent_card(row: BlockScoring, unit: Unit, people: tuple[User, User], less: Decimal = Decimal(0)) -> ScoreCard:
    """Return the card of a unit that has scored itself and sent it."""
    editor, head = people
    card = card_of(row, unit)
    give(card, Scorer.SELF, points_for(row, less), by=editor)
    carry_out(card, "sent_to_head", by=editor, on=today())
    carry_out(card, "sent", by=head, on=today())
    return card_of(row, unit)


def appraised_card(row: BlockScoring, unit: Unit, people: tuple[User, User], less: Decimal = Decimal(0)) -> ScoreCard:
    """Return the card of a unit whose points stand as it gave them itself."""
    card = sent_card(row, unit, people, less)
    give(card, Scorer.APPRAISED, points_for(row, less), by=cast().officer)
    carry_out(card, "appraised", by=cast().officer, on=today())
    return card_of(row, unit)


def two_units() -> tuple[tuple[Unit, tuple[User, User]], tuple[Unit, tuple[User, User]]]:
    """Return two cooperatives, each with who writes and who heads."""
    one, other = UnitFactory(name="Hợp tác xã Mẫu Một"), UnitFactory(name="Hợp tác xã Mẫu Hai")
    return (one, people_of_unit(one)), (other, people_of_unit(other))


def settled(name: str = "Khối thi đua mẫu") -> BlockScoring:
    """Return the scoring of a khối of two units, of which the first has more points, settled."""
    (one, its), (other, theirs) = two_units()
    used = ScoreSheet.objects.filter(status="issued").first()
    row = scoring(block_of(one, other, name=name), by_sheet=used)
    appraised_card(row, one, its)
    appraised_card(row, other, theirs, Decimal(5))
    return carry_out(row, "settled", by=cast().officer, on=today())


def conference(row: BlockScoring, **fields) -> BlockConference:
    """Return the conference of a settled khối, with its first for the flag."""
    first = row.cards.get(rank=1)
    made = BlockConference(
        scoring=row,
        **{
            "held_on": today(),
            "venue": "Hội trường mẫu",
            "chair": "Nguyễn Văn Chủ, Giám đốc",
            "secretary": "Trần Thị Ký, Kế toán",
            "invited": 2,
            "present": 2,
            **fields,
        },
    )
    endorsed = [actions.Endorsed(first, BlockHonour.FLAG, 2, 2)]
    return actions.save_conference(made, endorsed=endorsed, by=cast().officer)


# --- in any state ---------------------------------------------------------------------------------------------------------


def sheet_in(status: str) -> ScoreSheet:
    row = sheet()
    if status == "draft":
        return row
    row = carry_out(row, "issued", by=cast().officer, on=today())
    return (
        carry_out(row, "withdrawn", by=cast().officer, on=today(), reason="Bảng mới.") if status == "withdrawn" else row
    )


def _department_and_mate() -> tuple[BlockScoring, Unit, tuple[User, User], Unit, tuple[User, User]]:
    """Return the scoring of a khối of the department that reports and a cooperative, each with people of its own."""
    unit, mate = reporting_unit(), UnitFactory(name="Hợp tác xã Cùng Khối")
    row = scoring(block_of(unit, mate, name="Khối của phòng"))
    return row, unit, people_of_unit(unit), mate, people_of_unit(mate)


def scoring_in(status: str) -> BlockScoring:
    """Return a scoring from which all steps of its state can be taken."""
    row, unit, people, mate, theirs = _department_and_mate()
    appraised_card(row, unit, people)
    appraised_card(row, mate, theirs, Decimal(5))
    if status == "open":
        return row
    row = carry_out(row, "settled", by=cast().officer, on=today())
    conference(row, held_on=DAY)
    row = BlockScoring.objects.select_related("block__alliance", "sheet").get(pk=row.pk)
    return row if status == "settled" else carry_out(row, "concluded", by=cast().officer, on=today())


def card_in(status: str) -> ScoreCard:
    """Return the department's card, with the points that its next steps need."""
    row, unit, people, _, _ = _department_and_mate()
    if status == "excused":
        return carry_out(card_of(row, unit), "excused", by=cast().officer, on=today(), reason="Sáp nhập.")
    if status == "appraised":
        return appraised_card(row, unit, people)
    if status == "sent":
        card = sent_card(row, unit, people)
        give(card, Scorer.APPRAISED, points_for(row), by=cast().officer)
        return card_of(row, unit)
    card = card_of(row, unit)
    give(card, Scorer.SELF, points_for(row), by=people[0])
    return (
        carry_out(card, "sent_to_head", by=people[0], on=today()) if status == "awaiting_head" else card_of(row, unit)
    )


def cross_in(status: str) -> CrossCheck:
    """Return the department's check of a cooperative that has sent its card, with all its points."""
    row, _, people, mate, theirs = _department_and_mate()
    card = sent_card(row, mate, theirs)
    give(card, Scorer.CROSS, points_for(row), by=people[0])
    cross = CrossCheck.objects.get(card=card)
    return carry_out(cross, "sent", by=people[1], on=today()) if status == "sent" else cross


def add_to_portal(w) -> None:
    """Give the portal of the access table a sheet, and khối that score: that of one's own unit and one of others."""
    w.score_sheet, w.used_sheet = sheet(name="Bảng đang soạn"), issued_sheet()
    used = w.used_sheet
    w.score_group = w.score_sheet.groups.first()
    w.mate_unit = UnitFactory(name="Hợp tác xã Chấm Cùng")
    BlockMembership.objects.create(block=w.block, unit=w.mate_unit, effective_from=dt.date(2020, 1, 1))
    w.scoring = scoring(w.block, by_sheet=used)
    w.own_card = card_of(w.scoring, w.own_unit)
    w.mate_card = sent_card(w.scoring, w.mate_unit, people_of_unit(w.mate_unit))
    actions.name_crosser(card_id=w.mate_card.pk, unit=w.own_unit, by=cast().officer)
    w.mate_card = card_of(w.scoring, w.mate_unit)
    w.own_cross = w.mate_card.cross
    w.concluded = settled("Khối đã bình xét")
    conference(w.concluded)
    carry_out(w.concluded, "concluded", by=cast().officer, on=today())
    strangers = [UnitFactory(name="Hợp tác xã Khối Khác Một"), UnitFactory(name="Hợp tác xã Khối Khác Hai")]
    w.other_scoring = scoring(block_of(*strangers, name="Khối khác"), by_sheet=used)
    w.other_card = sent_card(w.other_scoring, strangers[0], people_of_unit(strangers[0]))
