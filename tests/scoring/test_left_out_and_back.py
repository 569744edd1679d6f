"""A unit that is left out and comes back, days of what is settled, equals in the minutes: no step walks around a rule."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.scoring import actions, policies
from campaigns.scoring.actions import SentPoints
from campaigns.scoring.enums import BlockHonour, CardStatus, CriterionKind, CrossStatus, GroupKind, Scorer
from campaigns.scoring.forms import ConferenceForm
from campaigns.scoring.models import BlockConference, BlockScoring, CrossCheck, ScoreCard, ScoreCriterion
from campaigns.scoring.papers import conference_paper
from campaigns.scoring.proposals import proposals_of
from campaigns.scoring.queries import criteria_of, with_progress
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.paper import Paragraph
from emulation_portal.procedure.acting import carry_out
from tests.factories import scoring as make
from tests.factories.campaigns import cast
from tests.factories.people import UnitFactory
from tests.scenarios.desk import Desk
from units.models import BlockMembership, Unit

pytestmark = pytest.mark.django_db

BACK = "Vẫn hoạt động trong năm."


def take(obj, event: str, **answers):
    return carry_out(obj, event, by=cast().officer, on=today(), **answers)


@pytest.fixture
def pair() -> tuple[BlockScoring, tuple[Unit, Unit], tuple]:
    (one, people), (other, theirs) = make.two_units()
    return make.scoring(make.block_of(one, other)), (one, other), (people, theirs)


def crossed(row: BlockScoring, unit: Unit, people, by_people) -> ScoreCard:
    """Return the sent card of the unit, cross-scored as it scored itself."""
    card = make.sent_card(row, unit, people)
    make.give(card, Scorer.CROSS, make.points_for(row), by=by_people[0])
    carry_out(card.cross, "sent", by=by_people[1], on=today())
    return make.card_of(row, unit)


# --- left out and back ------------------------------------------------------------------------------------------------


def test_who_comes_back_is_scored_in_no_second_block(pair) -> None:
    row, (one, _), _ = pair
    take(make.card_of(row, one), "excused", reason="Chuyển khối.")
    block = make.block_of(UnitFactory(), name="Khối khác")
    BlockMembership.objects.filter(unit=one).update(block=block)
    second = make.scoring(block, by_sheet=row.sheet)

    with pytest.raises(actions.ScoringRefused, match=f"{one} đã có phiếu điểm .* ở Khối khác"):
        take(make.card_of(row, one), "included", reason=BACK)

    take(make.card_of(second, one), "excused", reason="Về khối cũ.")
    assert take(make.card_of(row, one), "included", reason=BACK).status == CardStatus.DRAFT


def test_the_database_keeps_one_card_of_a_year(pair) -> None:
    row, (one, _), _ = pair
    other = make.scoring(make.block_of(UnitFactory(), UnitFactory(), name="Khối khác"), by_sheet=row.sheet)

    with pytest.raises(IntegrityError, match="score_card_once_in_a_year"), transaction.atomic():
        ScoreCard.objects.create(scoring=other, unit=one, owner_since=timezone.now())


def test_who_comes_back_writes_anew_and_is_crossed_anew(pair) -> None:
    row, (one, _), (people, theirs) = pair
    card = crossed(row, one, people, theirs)
    take(card, "excused", reason="Sáp nhập.")

    take(make.card_of(row, one), "included", reason=BACK)

    assert CrossCheck.objects.get(card=card).status == CrossStatus.DRAFT
    assert make.card_of(row, one).sent_at is None


@pytest.mark.parametrize("is_returned", [False, True])
def test_points_that_were_sent_are_read_by_the_office_when_the_unit_is_left_out(pair, is_returned: bool) -> None:
    row, (one, _), (people, _) = pair
    card = make.sent_card(row, one, people)
    if is_returned:
        take(card, "returned", reason="Chấm lại.")
    take(make.card_of(row, one), "excused", reason="Sáp nhập.")
    stands = make.card_of(row, one)

    if is_returned:
        with pytest.raises(PermissionDenied):
            policies.check_can_read_card(cast().officer, stands)
    else:
        policies.check_can_read_card(cast().officer, stands)


def test_who_is_left_out_is_counted_nowhere(pair) -> None:
    row, (one, other), (people, theirs) = pair
    card = crossed(row, one, people, theirs)
    crossed(row, other, theirs, people)
    take(card, "excused", reason="Sáp nhập.")

    counted = with_progress(BlockScoring.objects.filter(pk=row.pk)).get()

    assert (counted.units, counted.sent, counted.crossed) == (1, 1, 1)


# --- days and quotas --------------------------------------------------------------------------------------------------


def test_days_of_another_year_are_refused(pair) -> None:
    row, _, _ = pair
    row.counts_from, row.counts_to = dt.date(2019, 1, 1), dt.date(2019, 12, 31)

    with pytest.raises(actions.ScoringRefused, match="Bảng điểm là của năm"):
        actions.change_scoring(row, by=cast().officer)


def test_of_what_is_settled_the_quotas_are_mended_and_nothing_else() -> None:
    row = make.settled()
    desk = Desk(cast().officer)
    page = desk.open(row.get_absolute_url())

    form = desk.follow(page, "Sửa số được suy tôn")
    assert "counts_to" not in dict(form.tree.forms[-1].form_values())
    desk.press(form, "Lưu", flags="3")

    row = BlockScoring.objects.get(pk=row.pk)
    assert row.flags == 3
    row.self_due_on += dt.timedelta(days=1)
    with pytest.raises(actions.ScoringRefused, match="chỉ sửa được số được suy tôn"):
        actions.change_scoring(row, by=cast().officer)


def test_who_is_not_scored_may_lead_the_next_year(pair) -> None:
    row, (one, other), (people, theirs) = pair
    third = UnitFactory()
    take(make.join(row, third), "excused", reason="Mới thành lập.")
    make.appraised_card(row, one, people)
    make.appraised_card(row, other, theirs)
    take(row, "settled")

    form = ConferenceForm(instance=BlockConference(scoring=row), cards=list(row.cards.filter(rank__isnull=False)))

    assert third in form.fields["next_lead"].queryset


# --- equals in the minutes --------------------------------------------------------------------------------------------


def said_of(row: BlockScoring) -> list[str]:
    conference = BlockConference(
        scoring=row,
        held_on=today(),
        venue="Hội trường mẫu",
        chair="Nguyễn Văn Mẫu, Giám đốc",
        secretary="Trần Thị Thử, Kế toán",
        invited=2,
        present=2,
    )
    paper = conference_paper(actions.save_conference(conference, endorsed=[], by=cast().officer))
    return [block.text for block in paper.body if isinstance(block, Paragraph) and block.text.startswith("Cùng ")]


def tie(row: BlockScoring, units, people) -> None:
    for unit, its in zip(units, people, strict=True):
        make.appraised_card(row, unit, its)


def test_minutes_say_that_equals_share_a_rank(pair) -> None:
    row, units, people = pair
    tie(row, units, people)
    take(row, "settled")

    assert said_of(row) == ["Cùng 100 điểm: Hợp tác xã Mẫu Hai, Hợp tác xã Mẫu Một xếp đồng hạng 1."]


def test_minutes_tell_the_votes_that_parted_equals(pair) -> None:
    row, (one, other), people = pair
    tie(row, (one, other), people)
    take(row, "settled")
    for unit, votes in ((one, 2), (other, 5)):
        actions.break_tie(card_id=make.card_of(row, unit).pk, votes=votes, by=cast().officer, on=today())

    assert said_of(row) == [
        "Cùng 100 điểm: Hội nghị bỏ phiếu xếp thứ tự: Hợp tác xã Mẫu Hai 5 phiếu; Hợp tác xã Mẫu Một 2 phiếu."
    ]


def test_minutes_name_the_clause_that_puts_women_first(pair) -> None:
    row, (one, other), people = pair
    tie(row, (one, other), people)
    ScoreCard.objects.filter(scoring=row, unit=other).update(is_mostly_women=True)
    take(row, "settled")

    assert said_of(row) == [
        "Cùng 100 điểm: Hợp tác xã Mẫu Hai được xếp trước vì có từ 70% nữ trở lên (khoản 6 Điều 4 Nghị định "
        "152/2025/NĐ-CP)."
    ]


def test_minutes_of_different_points_say_nothing_of_equals() -> None:
    assert said_of(make.settled()) == []


# --- proposals, costs -------------------------------------------------------------------------------------------------


def test_who_owed_no_report_is_offered_no_points_for_being_in_time(pair) -> None:
    row, (one, _), _ = pair
    criterion = criteria_of(row.sheet)[0]
    criterion.kind, criterion.points_each = CriterionKind.PER_LATE, D(1)

    (proposal,) = proposals_of(row, [criterion], [one.pk], on=today()).values()

    assert (proposal.points, proposal.words) == (None, "Không có báo cáo nào đến hạn")


def test_saving_a_page_reads_what_stands_at_once(pair) -> None:
    row, (one, _), (people, _) = pair
    card = make.card_of(row, one)
    criteria = [each for each in criteria_of(row.sheet) if each.is_given_by(Scorer.SELF)]
    make.give(card, Scorer.SELF, make.points_for(row), by=people[0])

    def cost(some: list[ScoreCriterion]) -> int:
        sent = [SentPoints(each, make.points_for(row)[each.name], "", 1) for each in some]
        with CaptureQueriesContext(connection) as context:
            actions.write_points(card_id=card.pk, scorer=Scorer.SELF, sent=sent, by=people[0], now=timezone.now())
        return len(context)

    assert cost(criteria[:1]) == cost(criteria)


def test_naming_who_crosses_whom_costs_the_same_with_more_units(pair) -> None:
    row, _, _ = pair
    desk, url = Desk(cast().officer), reverse("scoring:crossers", args=[row.pk])

    def cost() -> int:
        page = desk.open(url)
        with CaptureQueriesContext(connection) as context:
            desk.press(page, "Lưu phân công")
        return len(context)

    few = cost()
    for _ in range(4):
        make.join(row, UnitFactory())

    assert cost() == few


def test_what_a_head_writes_to_who_scored_is_read_in_the_unit_alone(pair) -> None:
    row, (one, _), (people, theirs) = pair
    card = make.card_of(row, one)
    make.give(card, Scorer.SELF, make.points_for(row), by=people[0])
    carry_out(card, "sent_to_head", by=people[0], on=today())
    carry_out(make.card_of(row, one), "handed_back", by=people[1], on=today(), reason="Chỉ nói trong đơn vị.")

    readers = (people[0], cast().officer, theirs[1])
    said = [Desk(who).open(card.get_absolute_url()).says("Chỉ nói trong đơn vị.") for who in readers]

    assert said == [True, False, False]


# --- minutes of a ranking that was opened again; what cannot be --------------------------------------------------------


def test_conference_of_a_former_ranking_is_written_anew_before_it_is_kept() -> None:
    row = make.settled()
    conference = make.conference(row)
    take(BlockScoring.objects.get(pk=row.pk), "reopened", reason="Sửa điểm.")
    take(BlockScoring.objects.get(pk=row.pk), "settled")
    desk = Desk(cast().officer)

    page = desk.open(row.get_absolute_url())
    assert page.links("Kết thúc bình xét, lập biên bản") == []
    with pytest.raises(actions.ConferenceRefused, match="ghi lại phần suy tôn"):
        take(BlockScoring.objects.get(pk=row.pk), "concluded")

    conference = BlockConference.objects.get(pk=conference.pk)
    first = row.cards.get(rank=1)
    actions.save_conference(conference, endorsed=[actions.Endorsed(first, BlockHonour.FLAG, 2, 2)], by=cast().officer)
    asked = desk.open(f"{row.get_absolute_url()}binh-xet/")
    assert asked.says(f"Cờ thi đua: {first.unit}, đồng ý 2/2.")
    take(BlockScoring.objects.get(pk=row.pk), "concluded")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"invited": 3}, "Khối có 2 đơn vị"),
        ({"next_lead": True, "takes_office_on": dt.date(1950, 1, 1)}, "từ ngày họp trở đi"),
        ({"venue": "x" * 250}, "Có một từ dài"),
    ],
)
def test_conference_that_cannot_be_is_not_written(said: dict, words: str) -> None:
    row = make.settled()
    if said.get("next_lead"):
        said = {**said, "next_lead": row.cards.get(rank=1).unit}

    with pytest.raises(DomainError, match=words):
        make.conference(row, **said)


# --- two officers on one group ----------------------------------------------------------------------------------------


def test_group_that_somebody_dropped_is_neither_saved_nor_dropped_again() -> None:
    sheet = make.sheet()
    group = sheet.groups.first()
    stale, url = sheet.groups.get(pk=group.pk), reverse("scoring:group", args=[sheet.pk, group.pk])
    desk = Desk(cast().officer)
    page = desk.open(url)
    other = sheet.groups.get(pk=group.pk)
    other.name = "Tên của người khác"
    actions.save_group(
        sheet,
        actions.WrittenGroup(other.name, GroupKind(other.kind), other.most_points, ()),
        by=cast().officer,
        group_id=group.pk,
    )

    refused = desk.press(page, "Lưu nhóm", name="Tên của tôi")
    again = desk.press(refused, "Lưu nhóm", name="Tên của tôi")

    assert [each.says("Người khác vừa sửa nhóm này") for each in (refused, again)] == [True, True]
    assert sheet.groups.get(pk=group.pk).name == "Tên của người khác"
    actions.drop_group(sheet.groups.get(pk=group.pk), by=cast().officer)
    with pytest.raises(actions.SheetRefused, match="vừa bỏ nhóm này"):
        actions.drop_group(stale, by=cast().officer)
    with pytest.raises(actions.SheetRefused, match="vừa bỏ nhóm này"):
        actions.save_group(
            sheet, actions.WrittenGroup("A", GroupKind.BASE, D(1), ()), by=cast().officer, group_id=group.pk
        )


def test_cross_points_wait_for_the_card_that_goes_back(pair) -> None:
    """Of both at once the card's lock lets one go first; then nothing is sent of a card that is written anew."""
    row, (one, _), (people, theirs) = pair
    card = make.sent_card(row, one, people)
    make.give(card, Scorer.CROSS, make.points_for(row), by=theirs[0])

    with CaptureQueriesContext(connection) as context:
        carry_out(card.cross, "sent", by=theirs[1], on=today())

    locks = [q["sql"] for q in context if "FOR UPDATE" in q["sql"] or "FOR NO KEY UPDATE" in q["sql"]]
    first = next(at for at, sql in enumerate(locks) if 'FROM "scoring_crosscheck"' in sql)
    assert any('FROM "scoring_scorecard"' in sql for sql in locks[:first])
