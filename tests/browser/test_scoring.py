"""A khối scores in the browser: a unit on the phone, its head, the unit that cross-scores, the officer."""

import pytest

from campaigns.scoring.enums import CardStatus, CrossStatus, Scorer
from campaigns.scoring.models import CriterionScore, ScoreCard
from tests.chromium import PHONE

from .people import Person
from .test_reporting import is_kept

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def score(person: Person, points: str, note: str = "") -> None:
    """Type points into every empty box, and a reason where one is given."""
    boxes = person.page.locator("[data-field='points']")
    for at in range(boxes.count()):
        if boxes.nth(at).input_value() == "":
            boxes.nth(at).fill(points)
            if note:
                person.page.locator("[data-field='note']").nth(at).fill(note)
    is_kept(person)


def test_a_unit_scores_itself_on_the_phone_another_cross_scores_and_the_officer_appraises(enter) -> None:
    editor, head = enter("canbo.dongtrieu", viewport=PHONE), enter("giamdoc.dongtrieu")
    card = ScoreCard.objects.select_related("unit").get(unit__name="Hợp tác xã Đông Triều", status=CardStatus.DRAFT)

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

    # What the unit is to cross-score stands on its home page; the same points need no reason, others do.
    editor.open("/")
    editor.follow("Chấm chéo")
    editor.follow("Chấm chéo")
    score(editor, "1", "Theo hồ sơ")
    editor.press("Lưu và xem phiếu")
    crossed = ScoreCard.objects.get(cross__unit=card.unit, scoring=card.scoring, status=CardStatus.SENT)
    head.open(crossed.get_absolute_url())
    head.page.get_by_role("link", name="Gửi điểm chấm chéo").first.click()
    head.press("Gửi điểm chấm chéo")
    head.sees("Đã gửi điểm chấm chéo.")
    crossed.cross.refresh_from_db()
    assert crossed.cross.status == CrossStatus.SENT

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
