"""A khối scores in the browser: two units on the phone, one itself and one the other; their heads; the officer."""

import pytest

from campaigns.scoring.actions import name_crosser
from campaigns.scoring.enums import CardStatus, CrossStatus, Scorer
from campaigns.scoring.models import CriterionScore, CrossCheck, ScoreCard
from emulation_portal.accounts.models import User
from tests.chromium import PHONE
from tests.factories.reports import people_of_unit

from .people import Person, session_of
from .test_reporting import is_kept

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def crossing(_portal, django_db_blocker) -> tuple[ScoreCard, list[str]]:
    """The card of a sample unit, cross-scored by another of its khối, and sessions of who writes there and who heads it."""
    with django_db_blocker.unblock():
        cards = ScoreCard.objects.select_related("unit", "scoring")
        card = cards.get(unit__name="Hợp tác xã Đông Triều", status=CardStatus.DRAFT)
        mate = cards.filter(scoring=card.scoring).exclude(pk=card.pk).first().unit
        name_crosser(card_id=card.pk, unit=mate, by=User.objects.get(username="chuyenvien"))
        return card, [session_of(user) for user in people_of_unit(mate)]


def score(person: Person, points: str, note: str = "") -> None:
    """Type points into every empty box, and a reason where one is given."""
    boxes = person.page.locator("[data-field='points']")
    for at in range(boxes.count()):
        if boxes.nth(at).input_value() == "":
            boxes.nth(at).fill(points)
            if note:
                person.page.locator("[data-field='note']").nth(at).fill(note)
    is_kept(person)


def test_a_unit_scores_itself_on_the_phone_another_cross_scores_and_the_officer_appraises(enter, crossing) -> None:
    card, sessions = crossing
    editor, head = enter("canbo.dongtrieu", viewport=PHONE), enter("giamdoc.dongtrieu")

    editor.open(card.get_absolute_url())
    editor.follow("Tự chấm điểm")
    score(editor, "2")
    assert editor.too_wide() == []
    editor.page.reload()
    said = CriterionScore.objects.filter(card=card, scorer=Scorer.SELF).values_list("points", flat=True)
    assert None not in said
    assert editor.page.locator("[data-field='points']").last.input_value() != ""
    editor.press("Lưu và xem phiếu")
    assert editor.too_wide() == []
    editor.press("Trình thủ trưởng")
    editor.sees("Đã trình thủ trưởng xác nhận.")
    head.open(card.get_absolute_url())
    head.page.get_by_role("link", name="Xác nhận và gửi").first.click()
    head.press("Xác nhận và gửi")
    head.sees("Đã gửi phiếu tự chấm.")

    # Another unit of the khối finds on its home page what it is to cross-score; it says why it gives other points.
    crosser, sender = enter(viewport=PHONE), enter()
    for person, session in zip((crosser, sender), sessions, strict=True):
        person.bring(session)
    crosser.open("/")
    waiting = crosser.page.locator("li", has_text=f"Chấm chéo cho {card.unit}")  # beside the card of another unit
    waiting.get_by_role("link", name="Chấm chéo").click()
    crosser.sees("Thời hạn")
    crosser.follow("Chấm chéo")
    score(crosser, "1", "Theo hồ sơ")
    assert crosser.too_wide() == []
    crosser.press("Lưu và xem phiếu")
    crosser.sees("Thời hạn")
    sender.open(card.get_absolute_url())
    sender.sees("Gửi điểm chấm chéo")
    sender.page.get_by_role("link", name="Gửi điểm chấm chéo").first.click()
    sender.press("Gửi điểm chấm chéo")
    sender.sees("Đã gửi điểm chấm chéo.")
    assert CrossCheck.objects.get(card=card).status == CrossStatus.SENT
    given = CriterionScore.objects.filter(card=card)
    assert set(given.filter(scorer=Scorer.CROSS).values_list("note", flat=True)) == {"Theo hồ sơ"}
    assert given.filter(scorer=Scorer.SELF, note="Theo hồ sơ").count() == 0

    officer = enter("chuyenvien")
    officer.open(card.get_absolute_url())
    officer.follow("Thẩm định điểm")
    officer.press("Điền ô trống theo báo cáo, điểm tự chấm")
    officer.sees("Đã điền")
    officer.press("Lưu và xem phiếu")
    officer.press("Chốt điểm thẩm định")
    officer.sees("Đã thẩm định xong phiếu này.")
    card.refresh_from_db()
    assert card.status == CardStatus.APPRAISED
