"""Who has a rank, what breaks a tie, what a conference may conclude: also when something was changed in between."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaigns.scoring import actions
from campaigns.scoring.enums import CrossStatus, GroupKind, Scorer
from campaigns.scoring.models import BlockConference, BlockScoring, CrossCheck, LeaderEndorsement, ScoreCard
from campaigns.scoring.papers import conference_paper
from campaigns.scoring.regulations import CriterionFacts, GroupFacts, sheet_gaps
from campaigns.scoring.work import cards_to_cross
from emulation_portal.core.dates import short_date, today, written_date
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.paper import Paragraph
from emulation_portal.procedure.acting import carry_out
from emulation_portal.procedure.errors import InvalidMove
from emulation_portal.rights.enums import Role
from tests.factories import scoring as make
from tests.factories.campaigns import cast
from tests.factories.people import AppointmentFactory, UnitFactory, account
from tests.scenarios.desk import Desk
from units.models import BlockMembership

pytestmark = pytest.mark.django_db


def take(obj, event: str, **answers):
    return carry_out(obj, event, by=cast().officer, on=today(), **answers)


@pytest.fixture
def open_pair() -> tuple[BlockScoring, ScoreCard, ScoreCard]:
    """A khối in which both units are appraised, with the same points."""
    (one, people), (other, theirs) = make.two_units()
    row = make.scoring(make.block_of(one, other))
    return row, make.appraised_card(row, one, people), make.appraised_card(row, other, theirs)


def ranks(row: BlockScoring) -> list[int | None]:
    return list(row.cards.order_by("pk").values_list("rank", flat=True))


def test_a_unit_that_is_left_out_after_its_appraisal_takes_no_rank(open_pair) -> None:
    row, first, _ = open_pair
    take(first, "excused", reason="Đã sáp nhập.")

    take(row, "settled")

    assert sorted(ranks(row), key=str) == [1, None]


def test_who_settles_early_is_told_what_is_not_over_and_what_is_missing(open_pair) -> None:
    row, first, _ = open_pair
    take(first, "excused", reason="Đã sáp nhập.")

    page = Desk(cast().officer).open(f"{row.get_absolute_url()}chot-diem/")

    assert page.says(f"Hạn tự chấm đến hết ngày {short_date(row.self_due_on)}, chưa hết.")
    assert page.says(f"Hạn chấm chéo đến hết ngày {short_date(row.cross_due_on)}, chưa hết.")
    assert page.says("1/1 phiếu không có điểm chấm chéo đã gửi.")
    assert page.says("1 đơn vị không được chấm, không có trong bảng xếp hạng.")


def test_votes_of_both_are_written_and_mended_and_forgotten_when_points_change(open_pair) -> None:
    row, first, second = open_pair
    take(row, "settled")
    desk = Desk(cast().officer)

    page = desk.press(desk.open(row.get_absolute_url()), "Ghi số phiếu", votes="1")
    assert ranks(row) == [1, 1]  # until all of them have votes
    assert page.buttons().count("Ghi số phiếu") == 2  # a typing error can be mended, the other one written
    for card, votes in ((first, 2), (second, 5)):
        actions.break_tie(card_id=card.pk, votes=votes, by=cast().officer, on=today())

    assert {card.pk: card.rank for card in row.cards.all()} == {first.pk: 2, second.pk: 1}
    take(BlockScoring.objects.get(pk=row.pk), "reopened", reason="Sửa điểm.")
    assert set(row.cards.values_list("tie_votes", flat=True)) == {None}


def test_votes_are_not_written_for_who_stands_alone() -> None:
    row = make.settled()

    with pytest.raises(DomainError, match="không bằng điểm với đơn vị nào"):
        actions.break_tie(card_id=row.cards.get(rank=1).pk, votes=3, by=cast().officer, on=today())


def test_the_conference_is_concluded_within_the_quota_of_that_moment() -> None:
    row = make.settled()
    make.conference(row)
    BlockScoring.objects.filter(pk=row.pk).update(flags=0)

    with pytest.raises(DomainError, match="khối được 0"):
        take(BlockScoring.objects.get(pk=row.pk), "concluded")


def test_who_was_put_forward_is_forgotten_with_the_ranking() -> None:
    row = make.settled()
    make.conference(row)

    take(row, "reopened", reason="Sửa điểm.")

    assert not LeaderEndorsement.objects.exists()


def test_what_a_conference_decided_stays_once_it_has_concluded() -> None:
    row = make.scoring_in("concluded")

    for change in (
        lambda: LeaderEndorsement.objects.update(votes=0),
        lambda: type(row.conference).objects.update(venue="Nơi khác"),
    ):
        with pytest.raises(IntegrityError, match="conference_while_settled"), transaction.atomic():
            change()


def test_a_returned_card_takes_its_cross_check_along() -> None:
    (one, people), (other, theirs) = make.two_units()
    row = make.scoring(make.block_of(one, other))
    card = make.sent_card(row, one, people)
    make.give(card, Scorer.CROSS, make.points_for(row), by=theirs[0])
    take_cross = CrossCheck.objects.get(card=card)
    carry_out(take_cross, "sent", by=theirs[1], on=today())

    take(card, "returned", reason="Điểm chưa có căn cứ.")

    cross = CrossCheck.objects.get(card=card)
    assert cross.status == CrossStatus.DRAFT
    assert cards_to_cross(theirs[0], today()).page(0, 9) == ([], 0)  # not before the card is sent again
    with pytest.raises(InvalidMove, match="Chỉ chấm chéo khi phiếu đang chờ thẩm định"):
        carry_out(cross, "sent", by=theirs[1], on=today())


def test_who_appraises_confirms_or_strikes_the_share_of_women() -> None:
    (one, people), (other, _) = make.two_units()
    row = make.scoring(make.block_of(one, other))
    card = make.card_of(row, one)
    actions.tell_women(card_id=card.pk, scorer=Scorer.SELF, is_mostly_women=True, by=people[0])
    make.sent_card(row, one, people)
    officer = Desk(cast().officer)

    page = officer.follow(officer.open(card.get_absolute_url()), "Thẩm định điểm")
    assert page.value("women") == "1"
    url, data = officer.filled(page, "Lưu và xem phiếu")
    data.pop("women")
    officer.send(url, data)

    card.refresh_from_db()
    assert card.is_mostly_women is False


@pytest.mark.parametrize(
    ("kind", "is_refused"), [(GroupKind.BASE, False), (GroupKind.BONUS, True), (GroupKind.DEDUCTION, False)]
)
def test_late_reports_only_take_points_off(kind: GroupKind, is_refused: bool) -> None:
    late = GroupFacts("Báo cáo", kind, D(100), [CriterionFacts("Muộn", D(100), counts_reports=True)])
    base = GroupFacts("Chuẩn", GroupKind.BASE, D(100), [CriterionFacts("Việc", D(100))])

    gaps = sheet_gaps(D(200) if kind == GroupKind.BASE else D(100), [base, late], has_decision=True)

    assert [gap for gap in gaps if "phải nằm trong nhóm điểm chuẩn" in gap] == gaps
    assert bool(gaps) is is_refused


def test_a_sheet_is_copied_for_the_next_year_and_a_group_dropped_from_it() -> None:
    old = make.issued_sheet(year=2026)

    new = actions.copy_sheet(old, year=2027, name="Bảng điểm năm 2027", by=cast().officer)
    actions.drop_group(new.groups.first(), by=cast().officer)

    assert [group.name for group in new.groups.all()] == ["Phong trào thi đua", "Điểm thưởng", "Điểm trừ"]
    assert (new.is_draft, new.decision, new.grades) == (True, "", old.grades)
    with pytest.raises(DomainError, match="đã áp dụng nên không sửa được"):
        actions.drop_group(old.groups.first(), by=cast().officer)


def test_another_unit_is_named_to_cross_score_and_never_the_same(open_pair) -> None:
    row, first, second = open_pair

    actions.name_crossers({first.pk: None}, by=cast().officer)
    assert not CrossCheck.objects.filter(card=first).exists()
    with pytest.raises(DomainError, match="chính là đơn vị được chấm"):
        actions.name_crossers({first.pk: first.unit}, by=cast().officer)
    actions.name_crossers({first.pk: second.unit}, by=cast().officer)

    assert CrossCheck.objects.get(card=first).unit == second.unit
    assert row.counts_to == dt.date(row.year, 12, 31)


# --- two people at once, and units that move --------------------------------------------------------------------------


def test_nothing_is_concluded_from_a_page_on_which_another_conference_stood() -> None:
    row = make.settled()
    held = make.conference(row)
    url = reverse("procedure:step", args=["cham-diem-khoi", row.pk, "binh-xet"])
    desk = Desk(cast().officer)
    page = desk.open(url)
    held.venue = "Nơi khác"
    actions.save_conference(held, endorsed=(), by=cast().officer)

    page = desk.press(page, "Kết thúc bình xét, lập biên bản", word="KẾT THÚC")

    assert page.says("đã được sửa sau khi bạn mở trang")
    assert BlockScoring.objects.get(pk=row.pk).is_settled


def test_who_is_put_forward_is_not_written_over_by_an_older_page() -> None:
    row = make.settled()
    make.conference(row)
    desk, url = Desk(cast().officer), reverse("scoring:conference", args=[row.pk])
    page, first, second = desk.open(url), row.cards.get(rank=1), row.cards.get(rank=2)
    fresh = {f"honour_{first.pk}": "merit", f"votes_{first.pk}": "2"}
    desk.press(desk.open(url), "Lưu hội nghị", **fresh)

    page = desk.press(page, "Lưu hội nghị", **{f"honour_{second.pk}": "merit", f"votes_{second.pk}": "1"})

    assert page.status == 422
    assert page.says("Người khác vừa ghi hội nghị này")
    assert [(each.card, each.honour) for each in LeaderEndorsement.objects.all()] == [(first, "merit")]


def test_an_older_page_names_no_cross_scorer_over_a_newer_one(open_pair) -> None:
    row, first, second = open_pair
    actions.name_crossers({first.pk: None}, by=cast().officer)
    desk = Desk(cast().officer)
    page = desk.open(reverse("scoring:crossers", args=[row.pk]))
    actions.name_crossers({first.pk: second.unit}, by=cast().officer)

    kept = desk.press(page, "Lưu phân công")
    refused = desk.press(desk.open(reverse("scoring:crossers", args=[row.pk])), "Lưu phân công")

    assert (kept.status, refused.status) == (200, 200)  # what the page did not change is not saved
    assert CrossCheck.objects.get(card=first).unit == second.unit
    with pytest.raises(DomainError, match="Người khác vừa phân công"):
        actions.name_crossers({first.pk: None}, by=cast().officer, seen={first.pk: None})


def test_a_unit_that_moves_is_scored_in_one_khoi_a_year(open_pair) -> None:
    row, first, _ = open_pair
    unit, on = first.unit, today()
    unit.block_memberships.update(effective_to=on)
    other = make.scoring(make.block_of(UnitFactory(), UnitFactory(), name=""), by_sheet=row.sheet)
    BlockMembership.objects.create(block=other.block, unit=unit, effective_from=on)

    with pytest.raises(DomainError, match="đã có phiếu điểm năm"):
        actions.add_unit(scoring_id=other.pk, unit=unit, by=cast().officer, on=on)
    take(first, "excused", reason="Chuyển sang khối khác.")
    actions.add_unit(scoring_id=other.pk, unit=unit, by=cast().officer, on=on)

    assert other.cards.filter(unit=unit).exists()


def test_votes_for_a_unit_that_is_not_scored_are_refused_in_words(open_pair) -> None:
    row, first, _ = open_pair
    take(first, "excused", reason="Đã sáp nhập.")
    take(row, "settled")
    desk = Desk(cast().officer)

    page = desk.open(row.get_absolute_url())

    assert "Ghi số phiếu" not in page.buttons()
    with pytest.raises(DomainError, match="không được chấm"):
        actions.break_tie(card_id=first.pk, votes=3, by=cast().officer, on=today())


def test_what_others_have_not_finished_the_lead_does_not_see() -> None:
    (one, people), (other, _) = make.two_units()
    block = make.block_of(one, other)
    row = make.scoring(block)
    lead = account()
    AppointmentFactory(user=lead, unit=other, block=block, role=Role.CLUSTER_LEAD)
    card = make.sent_card(row, one, people)
    make.give(card, Scorer.APPRAISED, make.points_for(row, D(37)), by=cast().officer)

    pages = {who: Desk(who).open(row.get_absolute_url()) for who in (lead, cast().officer)}
    cells = {
        who: [" ".join(cell.text_content().split()) for cell in page.tree.xpath("//td")] for who, page in pages.items()
    }
    seen = {who: "63" in found for who, found in cells.items()}

    assert seen == {lead: False, cast().officer: True}


# --- what the minutes say ---------------------------------------------------------------------------------------------


def said_in(paper) -> list[str]:
    return [block.text for block in paper.body if isinstance(block, Paragraph)]


def test_the_minutes_say_when_they_met_who_was_absent_and_when_it_ended() -> None:
    row, desk = make.settled(), Desk(cast().officer)
    url = reverse("scoring:conference", args=[row.pk])
    said = {
        "held_on": short_date(today()),
        "venue": "Hội trường",
        "chair": "Lê Chủ Trì, Giám đốc",
        "secretary": "Trần Thư Ký",
        "begins_hour": "8 giờ",
        "absent": "Hợp tác xã Mẫu Hai (đi công tác).\r\n\r\nHợp tác xã Mẫu Ba (ốm)",
        "guests": "Bà Nguyễn Thị Khách, Ủy ban nhân dân xã",
    }

    refused = desk.press(desk.open(url), "Lưu hội nghị", **said, ends_hour="7h59")
    wrong = desk.press(refused, "Lưu hội nghị", ends_hour="25:00")
    page = desk.press(wrong, "Lưu hội nghị", ends_hour="11h30")

    assert refused.says("Giờ kết thúc phải sau giờ bắt đầu.")
    assert wrong.says("“25:00” không phải là giờ.")
    assert page.says("Khách mời")
    found = said_in(conference_paper(BlockConference.objects.get()))
    assert found[0] == f"Thời gian bắt đầu: 08 giờ 00, {written_date(today())}."
    assert "Vắng mặt: Hợp tác xã Mẫu Hai (đi công tác); Hợp tác xã Mẫu Ba (ốm)." in found
    assert "Khách mời: Bà Nguyễn Thị Khách, Ủy ban nhân dân xã." in found
    assert found[-1] == f"Cuộc họp kết thúc vào 11 giờ 30, {written_date(today())}./."
    with pytest.raises(IntegrityError, match="conference_ends_after_it_begins"), transaction.atomic():
        BlockConference.objects.update(ends_hour=dt.time(8))


def test_the_minutes_say_nothing_of_what_was_not_typed() -> None:
    found = said_in(conference_paper(make.conference(make.settled())))

    assert found[0] == f"Thời gian: {written_date(today())}."
    assert not [each for each in found if each.startswith(("Vắng mặt", "Khách mời", "Cuộc họp kết thúc"))]


# --- what is left to do is told ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("scorer", [Scorer.CROSS, Scorer.APPRAISED])
def test_points_that_differ_without_a_reason_are_named_where_the_button_is_missing(scorer: Scorer) -> None:
    cross = make.cross_in("draft")
    card = cross.card
    people = make.people_of_unit(cross.unit)
    make.give(card, Scorer.APPRAISED, make.points_for(card.scoring), by=cast().officer)
    criterion = card.scores.filter(scorer=scorer).earliest("pk").criterion
    card.scores.filter(scorer=scorer, criterion=criterion).update(points=D(1), note="")
    who, button = {Scorer.CROSS: (people[1], "Gửi"), Scorer.APPRAISED: (cast().officer, "Chốt điểm thẩm định")}[scorer]

    page = Desk(who).open(card.get_absolute_url())

    assert page.says(f"1 tiêu chí có điểm khác điểm tự chấm mà chưa ghi lý do: “{criterion.name}”"), page.main
    assert not [each for each in page.links(button) + page.buttons() if each == button]


def test_who_has_cross_scored_all_is_told_that_the_head_sends() -> None:
    cross = make.cross_in("draft")
    editor = make.people_of_unit(cross.unit)[0]

    page = Desk(editor).open(cross.card.get_absolute_url())

    assert page.says("Đã chấm đủ, chờ thủ trưởng gửi điểm chấm chéo."), page.main


def test_khoi_is_settled_when_nobody_waits_and_the_officer_is_told_who_does(open_pair) -> None:
    row, first, _ = open_pair
    desk = Desk(cast().officer)
    ready = desk.open(row.get_absolute_url())
    take(first, "reopened", reason="Xem lại.")

    waiting = desk.open(row.get_absolute_url())

    assert ready.links("Chốt điểm")
    assert not waiting.links("Chốt điểm")
    assert waiting.says("Còn 1 đơn vị chưa thẩm định xong. Chờ thẩm định: Hợp tác xã Mẫu Một."), waiting.main


def test_minutes_name_who_was_not_scored_and_why() -> None:
    (one, its), (other, theirs) = make.two_units()
    third = UnitFactory(name="Hợp tác xã Mẫu Ba")
    row = make.scoring(make.block_of(one, other, third))
    make.appraised_card(row, one, its)
    make.appraised_card(row, other, theirs, D(5))
    left_out = make.card_of(row, third)
    carry_out(left_out, "excused", by=cast().officer, on=today(), reason="Không gửi phiếu tự chấm.")
    row = carry_out(row, "settled", by=cast().officer, on=today())

    said = [each.text for each in conference_paper(make.conference(row)).body if isinstance(each, Paragraph)]
    page = Desk(cast().officer).open(row.get_absolute_url())

    named = "01 đơn vị của khối không chấm điểm, không xếp hạng: Hợp tác xã Mẫu Ba (không gửi phiếu tự chấm)."
    assert named in said
    assert page.says("Hợp tác xã Mẫu Ba: Không gửi phiếu tự chấm")
    assert Desk(cast().officer).open(reverse("scoring:conference", args=[row.pk])).status == 200


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Nguyễn Văn Chủ, Giám đốc", "Nguyễn Văn Chủ"),
        ("Ông Hoàng Phủ Ngọc Tường Vân - Chủ tịch HĐQT, Khối trưởng", "Hoàng Phủ Ngọc Tường Vân"),
        ("Bà Nguyễn Thị Thử (cán bộ Văn phòng Liên minh)", "Nguyễn Thị Thử"),
        ("Đ/c: Trần Ông Bà – Bí thư", "Trần Ông Bà"),
        ("Trần Thị Ký", "Trần Thị Ký"),
    ],
)
def test_minutes_are_signed_with_the_name_alone(typed: str, name: str) -> None:
    made = make.conference(make.settled(), chair=typed, venue="Hội trường (phường Hồng Hà).", guests="- Ông A\n- Bà B")
    paper = conference_paper(made)
    said = [each.text for each in paper.body if isinstance(each, Paragraph)]

    assert paper.signatures[1].name == name
    assert f"Chủ trì: {typed}." in said
    assert "Địa điểm: Hội trường (phường Hồng Hà)." in said
    assert "Khách mời: Ông A; Bà B." in said
