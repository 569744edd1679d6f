"""“Ban Thường vụ 5 điểm (do Ban Thường vụ chấm)”: a criterion that only the appraiser gives points for."""

from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from campaigns.scoring import actions
from campaigns.scoring.actions import WrittenCriterion, WrittenGroup
from campaigns.scoring.enums import CardStatus, CrossStatus, GroupKind, Scorer
from campaigns.scoring.models import CriterionScore, CrossCheck, ScoreCard, ScoreCriterion
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.procedure.acting import carry_out
from tests.factories import scoring as make
from tests.factories.campaigns import cast
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db
OWN, THEIRS = "Sản xuất, kinh doanh", "Ban Thường vụ chấm"
GROUPS = [
    WrittenGroup(
        "Nhiệm vụ",
        GroupKind.BASE,
        D(100),
        [WrittenCriterion(OWN, D(95)), WrittenCriterion(THEIRS, D(5), is_for_appraiser=True)],
    )
]


@pytest.fixture
def scored():
    (one, people), (other, theirs) = make.two_units()
    row = make.scoring(make.block_of(one, other), by_sheet=make.issued_sheet(groups=GROUPS))
    return row, make.card_of(row, one), people, theirs


def box(name: str) -> str:
    return f"points_{ScoreCriterion.objects.get(name=name).pk}"


def boxes(page) -> list[str]:
    return page.tree.xpath("//input[starts-with(@name, 'points_')]/@name")


def test_units_are_not_asked_and_the_appraiser_gives_it_without_a_reason(scored) -> None:
    row, card, (editor, head), theirs = scored
    writer, crosser, officer = Desk(editor), Desk(theirs[1]), Desk(cast().officer)

    page = writer.follow(writer.open(card.get_absolute_url()), "Tự chấm điểm")
    assert boxes(page) == [box(OWN)]
    assert page.says("Do người thẩm định chấm")
    page = writer.press(page, "Lưu và xem phiếu", **{box(OWN): "90"})
    assert page.says("90 trên 95 điểm chuẩn")
    writer.press(page, "Trình thủ trưởng")
    carry_out(card, "sent", by=head, on=today())
    page = crosser.follow(crosser.open(card.get_absolute_url()), "Chấm chéo")
    assert boxes(page) == [box(OWN)]
    page = crosser.press(page, "Lưu và xem phiếu", **{box(OWN): "90"})
    crosser.press(crosser.follow(page, "Gửi điểm chấm chéo"), "Gửi điểm chấm chéo")
    assert officer.open(row.get_absolute_url()).says("90/95")
    page = officer.follow(officer.open(card.get_absolute_url()), "Thẩm định điểm")
    page = officer.press(page, "Lưu và xem phiếu", **{box(OWN): "90", box(THEIRS): "4"})
    page = officer.press(page, "Chốt điểm thẩm định")

    assert page.says("94")
    assert ScoreCard.objects.get(pk=card.pk).status == CardStatus.APPRAISED
    assert CrossCheck.objects.get(card=card).status == CrossStatus.SENT
    assert list(CriterionScore.objects.filter(criterion__name=THEIRS).values_list("scorer", "points", "note")) == [
        ("appraised", D(4), "")
    ]


def test_the_appraiser_is_asked_for_it(scored) -> None:
    row, card, people, _ = scored
    make.give(card, Scorer.SELF, {OWN: "95"}, by=people[0])
    carry_out(card, "sent_to_head", by=people[0], on=today())
    carry_out(card, "sent", by=people[1], on=today())

    filled = actions.fill_points(card_id=card.pk, scorer=Scorer.APPRAISED, by=cast().officer, now=timezone.now())

    assert filled == 1  # what nobody claimed is not filled in
    with pytest.raises(DomainError, match=f"Còn 1 tiêu chí chưa có điểm: “{THEIRS}”"):
        carry_out(make.card_of(row, card.unit), "appraised", by=cast().officer, on=today())


def test_points_of_a_unit_for_it_are_refused_in_words_and_by_the_database(scored) -> None:
    _, card, (editor, _), _ = scored
    criterion, desk = ScoreCriterion.objects.get(name=THEIRS), Desk(editor)
    page = desk.open(reverse("scoring:write", args=[card.pk, "self"]))
    url, data = desk.filled(page, "Lưu và xem phiếu", **{box(OWN): "1"})
    typed = {"code": criterion.pk, "points": "5", "note": "", "seen": 0}

    desk.send(url, {**data, box(THEIRS): ["5"]})
    token = page.tree.xpath("//input[@name='csrfmiddlewaretoken']")[0].get("value")
    answer = desk.client.post(reverse("scoring:field", args=[card.pk, "self"]), {**typed, "csrfmiddlewaretoken": token})

    assert answer.status_code == 422
    assert "do người thẩm định chấm" in answer.json()["told"]
    assert list(CriterionScore.objects.values_list("criterion__name", "points")) == [(OWN, D(1))]
    with pytest.raises(IntegrityError, match="points_of_the_appraiser"), transaction.atomic():
        CriterionScore.objects.create(
            card=card, criterion=criterion, scorer="self", points=D(0), changed_at=timezone.now(), changed_by=editor
        )


def test_the_mark_is_typed_shown_and_copied() -> None:
    sheet, desk = make.sheet(groups=()), Desk(cast().officer)
    row = {"name": THEIRS, "most_points": "5", "is_for_appraiser": "on"}

    page = desk.press(
        desk.open(reverse("scoring:add-group", args=[sheet.pk])),
        "Lưu nhóm",
        name="Nhóm",
        most_points="5",
        **{f"tieu-chi-0-{name}": value for name, value in row.items()},
    )
    copied = actions.copy_sheet(sheet, year=sheet.year + 1, name="Bảng sau", by=cast().officer)
    group = copied.groups.get()
    again = desk.press(desk.open(reverse("scoring:group", args=[copied.pk, group.pk])), "Lưu nhóm")

    assert page.says("Chỉ người thẩm định chấm")
    assert again.says("Chỉ người thẩm định chấm")
    assert list(ScoreCriterion.objects.values_list("is_for_appraiser", flat=True)) == [True, True]
