"""A khối scores its year over the pages: a sheet, self and cross scores, the appraisal, ranks, the conference."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.scoring import actions
from campaigns.scoring.enums import CardStatus, GroupKind, ScoringStatus, SheetStatus
from campaigns.scoring.models import BlockScoring, CrossCheck, ScoreCard, ScoreSheet
from campaigns.scoring.queries import officers_of
from campaigns.scoring.work import cards_to_cross, cards_to_score, conferences_to_hold, scorings_to_appraise
from emulation_portal.core.dates import short_date, today
from emulation_portal.documents.queries import paper_of
from emulation_portal.procedure.acting import carry_out
from emulation_portal.rights.enums import Role
from tests.factories import scoring as make
from tests.factories.campaigns import cast
from tests.factories.people import AppointmentFactory, UnitFactory, account
from tests.factories.reports import people_of_unit
from tests.scenarios.desk import Desk, Page

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def titles(found) -> list[str]:
    return [item.title for item in found.page(0, 9)[0]]


def criterion_box(page: Page, card: ScoreCard, name: str, kind: str = "points") -> str:
    """Return the name of the box of a criterion."""
    rows = {each.name: each.pk for each in make.criteria_of(card.scoring.sheet)}
    return f"{kind}_{rows[name]}"


def test_an_officer_writes_a_sheet_and_puts_it_into_use() -> None:
    desk, year = Desk(cast().officer), today().year
    page = desk.follow(desk.open(reverse("scoring:sheets")), "Soạn bảng điểm")

    page = desk.press(page, "Lưu bảng điểm", name="Bảng điểm mẫu", year=str(year), scale="100")
    page = desk.follow(page, "Thêm nhóm")
    rows = {
        "tieu-chi-0-name": "Doanh thu",
        "tieu-chi-0-most_points": "60,5",
        "tieu-chi-1-name": "Nộp muộn",
        "tieu-chi-1-most_points": "30",
        "tieu-chi-1-kind": "per_late",
    }
    refused = desk.press(page, "Lưu nhóm", name="Nhóm một", most_points="90,5", **rows)
    assert refused.status == 422
    assert refused.says("Hãy ghi số điểm cho mỗi báo cáo.")
    page = desk.press(refused, "Lưu nhóm", **{"tieu-chi-1-kind": "judged"})

    assert page.says("Điểm tối đa của các nhóm điểm chuẩn cộng lại là 90,5, thang điểm là 100.")
    assert page.says("Chưa ghi văn bản ban hành bảng điểm")
    assert "Đưa vào áp dụng" not in page.links("Đưa vào áp dụng")
    page = desk.press(
        desk.follow(page, "Sửa thông tin"),
        "Lưu bảng điểm",
        scale="90,5",
        decision="QĐ số 1",
        decided_on="11/01/2026",
        issued_by="Chủ tịch",
    )
    page = desk.press(desk.follow(page, "Đưa vào áp dụng"), "Đưa vào áp dụng")

    sheet = ScoreSheet.objects.get()
    assert (sheet.status, sheet.scale, sheet.grades) == (SheetStatus.ISSUED, D("90.5"), make.GRADES)
    assert page.links("Sửa thông tin") == []


def test_a_khoi_scores_from_the_sheet_to_the_minutes() -> None:
    """
    1. Chuyên viên mở chấm điểm cho khối hai đơn vị; mỗi đơn vị chấm chéo đơn vị kia.
    2. Đơn vị tự chấm, trình, thủ trưởng gửi; đơn vị kia chấm chéo, ghi lý do chỗ khác.
    3. Chuyên viên thẩm định, chốt điểm; hai đơn vị bằng điểm thì đồng hạng, ghi số phiếu để xếp.
    4. Khối trưởng ghi hội nghị, kết thúc bình xét; có biên bản và Khối trưởng năm sau.
    """
    (one, (editor, head)), (other, theirs) = make.two_units()
    block, officer = make.block_of(one, other), Desk(cast().officer)
    lead = account(full_name="Lê Khối Trưởng")
    AppointmentFactory(user=lead, unit=one, block=block, role=Role.CLUSTER_LEAD)
    sheet = make.issued_sheet()

    page = officer.follow(officer.open(reverse("scoring:list")), "Mở chấm điểm")
    days = {"self_due_on": short_date(today() + 5 * DAY), "cross_due_on": short_date(today() + 9 * DAY)}
    officer.press(page, "Mở chấm điểm", sheet=str(sheet.pk), blocks=[str(block.pk)], **days)
    row = BlockScoring.objects.get()
    card = make.card_of(row, one)
    assert titles(cards_to_score(editor, today())) == [f"Tự chấm điểm thi đua năm {sheet.year}"]
    assert titles(cards_to_cross(theirs[0], today())) == []

    writer = Desk(editor)
    page = writer.follow(writer.open(card.get_absolute_url()), "Tự chấm điểm")
    boxes = {criterion_box(page, card, name): points for name, points in make.points_for(row).items()}
    boxes[criterion_box(page, card, "Sản xuất, kinh doanh")] = "41"
    refused = writer.press(page, "Lưu và xem phiếu", **boxes)
    assert (refused.status, refused.says("Nhiều nhất 40 điểm.")) == (422, True)
    boxes = {criterion_box(page, card, "Sản xuất, kinh doanh"): "0"}
    page = writer.press(refused, "Lưu và xem phiếu", **boxes)
    assert page.says("60")
    writer.press(page, "Trình thủ trưởng")
    signer = Desk(head)
    page = signer.follow(signer.open(card.get_absolute_url()), "Xác nhận và gửi")
    signer.press(page, "Xác nhận và gửi")
    card.refresh_from_db()
    assert (card.status, card.drafted_by, card.confirmed_by) == (CardStatus.SENT, editor, head)

    assert titles(cards_to_cross(theirs[0], today())) == [f"Chấm chéo cho {one}"]
    crosser = Desk(theirs[1])
    page = crosser.follow(crosser.open(card.get_absolute_url()), "Chấm chéo")
    boxes = {criterion_box(page, card, name): points for name, points in make.points_for(row, D(30)).items()}
    page = crosser.press(page, "Lưu và xem phiếu", **boxes)
    assert page.links("Gửi điểm chấm chéo") == []  # the difference has no reason yet
    page = crosser.follow(page, "Chấm chéo")
    page = crosser.press(
        page, "Lưu và xem phiếu", **{criterion_box(page, card, "Sản xuất, kinh doanh", "note"): "Có doanh thu"}
    )
    crosser.press(crosser.follow(page, "Gửi điểm chấm chéo"), "Gửi điểm chấm chéo")
    assert CrossCheck.objects.get(card=card).sent_by == theirs[1]

    make.appraised_card(row, other, theirs, D(40))
    assert titles(scorings_to_appraise(cast().officer, today())) == [f"Thẩm định 1 phiếu điểm, {block}"]
    page = officer.press(
        officer.follow(officer.open(card.get_absolute_url()), "Thẩm định điểm"),
        "Điền ô trống theo báo cáo, điểm tự chấm",
    )
    page = officer.press(page, "Lưu và xem phiếu")
    officer.press(page, "Chốt điểm thẩm định")
    page = officer.open(row.get_absolute_url())
    page = officer.press(officer.follow(page, "Chốt điểm"), "Chốt điểm")
    ranked = list(row.cards.order_by("pk").values_list("rank", "total_points", "grade"))
    assert ranked == [(1, D(60), "Trung bình"), (1, D(60), "Trung bình")]
    assert page.says("Đơn vị bằng điểm")

    chair = Desk(lead)
    page = chair.open(row.get_absolute_url())
    assert titles(conferences_to_hold(lead, today())) == [f"Hội nghị bình xét {block} năm {row.year}"]
    chair.press(page, "Ghi số phiếu", votes="2")
    actions.break_tie(card_id=row.cards.get(tie_votes=None).pk, votes=0, by=lead, on=today())
    page = chair.open(row.get_absolute_url())
    begins = dt.date(row.year + 1, 1, 1)
    said = {
        "held_on": short_date(today()),
        "venue": "Hội trường",
        "chair": "Lê Khối Trưởng, Giám đốc",
        "secretary": "Trần Thị Ký",
        f"honour_{card.pk}": "flag",
        f"votes_{card.pk}": "2",
        "next_lead": str(other.pk),
        "takes_office_on": short_date(begins),
    }
    page = chair.press(chair.follow(page, "Ghi hội nghị bình xét"), "Lưu hội nghị", **said)
    page = chair.press(
        chair.follow(page, "Kết thúc bình xét, lập biên bản"), "Kết thúc bình xét, lập biên bản", word="kết thúc"
    )

    row.refresh_from_db()
    assert row.status == ScoringStatus.CONCLUDED
    paper = paper_of(row)
    assert paper is not None
    tables = [block["rows"] for block in paper.payload["body"] if block["kind"] == "table"]
    assert [cells[1] for cells in tables[0]] == [card.unit.name for card in row.cards.order_by("rank")]
    assert tables[1] == [["1", row.cards.get(pk=card.pk).unit.name, "Cờ thi đua", "2/2"]]
    assert officer.open(reverse("scoring:leaders")).links(card.unit.name) == [card.get_absolute_url()]
    assert officers_of(block, on=begins - DAY) is None
    term = officers_of(block, on=begins)
    assert term is not None
    assert term.next_lead == other
    assert Desk(editor).open(paper.get_absolute_url()).status == 200


@pytest.mark.parametrize("page", ["sheet", "group", "card", "write"])
def test_a_page_of_criteria_costs_the_same_with_three_and_with_thirty(
    page: str,
) -> None:
    editor, counts = cast().officer, []
    for at, number in enumerate((1, 10)):
        each = D(100) / number
        groups = [
            make.WrittenGroup(f"Nhóm {n}", GroupKind.BASE, each, [make.WrittenCriterion("Tiêu chí", each)])
            for n in range(number)
        ]
        sheet = make.sheet(year=2026 + at, groups=groups)
        group = sheet.groups.first()
        if page in ("card", "write"):
            sheet = carry_out(sheet, "issued", by=cast().officer, on=today())
            block = make.block_of(UnitFactory(), UnitFactory(), name="")
            row = make.scoring(block, by_sheet=sheet)
            card = row.cards.select_related("unit").first()
            editor = people_of_unit(card.unit)[0]
        who, url = cast().officer, reverse("scoring:sheet", args=[sheet.pk])
        if page == "group":
            url = reverse("scoring:group", args=[sheet.pk, group.pk])
        elif page == "card":
            who, url = editor, card.get_absolute_url()
        elif page == "write":
            who, url = editor, reverse("scoring:write", args=[card.pk, "self"])
        desk = Desk(who)
        desk.open(url)
        with CaptureQueriesContext(connection) as found:
            assert desk.open(url).status == 200
        counts.append(len(found))

    assert counts[0] == counts[1]
