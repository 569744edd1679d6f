"""The alliance's own report: begun from the totals, written with marks, its figures taken anew, issued as they stood.

1. Hai đơn vị đã báo cáo, một chưa nộp; chuyên viên bấm “Soạn báo cáo của Liên minh” ở trang tổng hợp.
2. Cổng ghi sẵn câu văn có số, bảng, biểu đồ, danh sách đơn vị chưa nộp; việc còn lại được nêu rõ.
3. Đơn vị thứ ba nộp: trang “Số liệu” ghi số cũ, số mới; chuyên viên lấy số liệu mới.
4. Trình, duyệt, cấp số: văn bản in đúng số liệu đã lấy, dù sau đó báo cáo còn thay đổi.
"""

import datetime as dt
import io
import re
import unicodedata

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from campaigns.summaries import actions as own
from campaigns.summaries.models import SummaryReport
from campaigns.summaries.queries import selection_of, snapshot_of
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.actions import EditedMeanwhile
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.drafts.papers import draft_paper
from emulation_portal.documents.paper import Chart, Heading, Paper, PaperTable, Paragraph
from emulation_portal.documents.rendering import render
from emulation_portal.documents.word import word_copy
from emulation_portal.rights.enums import Role
from tests.documents.pdfreader import read
from tests.documents.wordreader import WordFile
from tests.factories import reports as make
from tests.factories import summaries
from tests.factories.campaigns import cast, signing
from tests.factories.people import UnitFactory, user_with_role
from tests.scenarios.desk import Desk
from units.actions import close_unit

pytestmark = pytest.mark.django_db
LATER = make.NOW + dt.timedelta(days=9)


def figures_url(report: SummaryReport) -> str:
    return reverse("summaries:figures", args=[report.pk])


def said(paper: Paper) -> str:
    """Return the text of the body, and of the annexes, on one line."""
    blocks = [*paper.body, *(block for annex in paper.appendices for block in annex.body)]
    return " ".join(block.text for block in blocks if isinstance(block, Paragraph | Heading))


def totals_table(paper: Paper) -> list[tuple[str, ...]]:
    return next(list(block.rows) for block in paper.body if isinstance(block, PaperTable))


def sum_by_hand(story: summaries.Figures, code: str) -> str:
    """Return what the reports that count say of a figure, asked of the tables without the portal's own sums."""
    sql = """
        SELECT SUM(v.value) FROM reports_reportvalue v
        JOIN reports_unitreport r ON r.id = v.report_id JOIN reports_indicator i ON i.id = v.indicator_id
        WHERE r.period_id = %s AND r.status IN ('verified', 'locked') AND i.code = %s
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [story.month.pk, code])
        (found,) = cursor.fetchone()
    return f"{found:.0f}"


# --- beginning --------------------------------------------------------------------------------------------------------


def test_officer_begins_it_from_the_totals() -> None:
    story = summaries.figures()
    signing()
    desk = Desk(cast().officer)

    totals = desk.open(reverse("reports:totals", args=[story.demand.pk]))
    page = desk.follow(totals, "Soạn báo cáo của Liên minh")
    page = desk.press(page, "Mở dự thảo", occasion="midterm")

    report = SummaryReport.objects.get()
    assert page.status == 200
    assert (report.demand, report.first, report.last) == (story.demand, story.month, story.month)
    assert report.summary.startswith("Sơ kết, đánh giá kết quả phong trào thi đua mẫu")
    assert report.summary.endswith("tháng 3/2026")
    shown = desk.open(report.get_absolute_url())
    assert shown.says("Hợp tác xã thành lập mới: 12 HTX, đạt 75% kế hoạch năm 2026 (16 HTX).")
    assert shown.says("Mục III.3 mới có tiêu đề")


def test_paper_tells_plan_done_and_who_is_missing_and_never_0_for_nothing() -> None:
    report = summaries.begun()

    paper = draft_paper(_read(report))

    assert (paper.type, paper.addressees[0]) == ("BC", "Liên minh Hợp tác xã Việt Nam")
    assert [block.text for block in paper.body if isinstance(block, Heading) and block.level == 1] == [
        "CÔNG TÁC CHỈ ĐẠO, TỔ CHỨC",
        "KẾT QUẢ THỰC HIỆN",
        "ĐÁNH GIÁ CHUNG",
        "PHƯƠNG HƯỚNG, NHIỆM VỤ",
        "KIẾN NGHỊ, ĐỀ XUẤT",
    ]
    assert totals_table(paper) == [
        ("1", "Hợp tác xã thành lập mới (HTX)", "16", "12", "75%", "2/3"),
        ("2", "Tổng số thành viên (người)", "–", "12", "–", "2/3"),
    ]
    (chart,) = [block for block in paper.body if isinstance(block, Chart)]
    assert [(bar.value, bar.words) for bar in chart.bars] == [("75", "12/16 HTX, bằng 75%")]
    assert "báo cáo nộp đúng hạn" not in said(paper)  # one has not come: no merit
    assert "0 báo cáo nộp muộn, 1/3 báo cáo hết hạn chưa nộp." in said(paper)
    units, late = paper.appendices
    assert [row[1:] for block in units.body if isinstance(block, PaperTable) for row in block.rows] == [
        ("**Khối Tổng Hợp**", "←", "←"),
        ("Hợp tác xã Báo Cáo 1", "5", "5"),
        ("Hợp tác xã Báo Cáo 2", "7", "7"),
        ("**Không thuộc khối nào**", "←", "←"),
        ("Chưa có số liệu (1 đơn vị): Hợp tác xã Báo Cáo 3", "←", "←"),
    ]
    assert [row[1] for block in late.body if isinstance(block, PaperTable) for row in block.rows] == [
        "Hợp tác xã Báo Cáo 3"
    ]


def test_demand_of_which_nothing_counts_says_so() -> None:
    report = summaries.begun(summaries.Figures())

    paper = draft_paper(_read(report))

    assert [row[3] for row in totals_table(paper)] == ["…"] * 2
    assert "Chỉ tiêu chưa có số liệu: Hợp tác xã thành lập mới; Tổng số thành viên." in said(paper)
    assert "Hợp tác xã thành lập mới: chưa có số liệu (kế hoạch năm 2026: 16 HTX)." in said(paper)


def test_second_click_is_the_same_draft() -> None:
    story = summaries.figures()

    first, second = (summaries.begun(story) for _ in range(2))

    assert first.pk == second.pk
    assert SummaryReport.objects.get().sections.filter(level=1).count() == 5


def test_periods_of_another_demand_of_two_kinds_or_in_wrong_order_are_refused_in_words() -> None:
    story, other = summaries.figures(), make.demand()
    later, foreign = make.month(story.demand, 2), make.month(other, 2)
    make.asked(other)
    desk = Desk(cast().officer)
    url = f"{reverse('drafts:create', args=['bao-cao-tong-hop'])}?campaign={story.campaign.pk}"
    page = desk.open(url)

    wrong_order = desk.press(page, "Mở dự thảo", tu=str(story.month.pk), den=str(later.pk))
    of_another = desk.press(page, "Mở dự thảo", tu=str(foreign.pk), den=str(story.month.pk))
    huge = desk.press(page, "Mở dự thảo", tu="9" * 40, den="abc")

    assert (wrong_order.status, of_another.status, huge.status) == (422, 422, 422)
    assert wrong_order.says("Kỳ sau đứng trước kỳ đầu.")
    assert not SummaryReport.objects.exists()


@pytest.mark.parametrize("role", [Role.CLERK, Role.CHIEF_OF_OFFICE, Role.LEADER, Role.AUDITOR])
def test_only_the_officer_begins_it(role: Role) -> None:
    story = summaries.figures()
    desk = Desk(user_with_role(role))

    totals = desk.open(reverse("reports:totals", args=[story.demand.pk]))
    form = desk.open(f"{reverse('drafts:create', args=['bao-cao-tong-hop'])}?demand={story.demand.pk}")

    assert not totals.links("Soạn báo cáo của Liên minh") if totals.status == 200 else totals.status == 403
    assert form.status == 403 or story.demand.name not in form.main


# --- marks ------------------------------------------------------------------------------------------------------------


def test_unknown_mark_hinders_and_is_named_with_its_place() -> None:
    report = summaries.finished(summaries.begun())
    report.sections.filter(topic="plans").update(body="Phấn đấu {TM_CU} và {{ngoặc}}.")
    report.annexes.create(position=1, title="Phụ lục {sai}", body="")

    gaps = [gap.message for gap in _read(report).kind_of.gaps(_read(report), today())]

    assert [message.partition(" mà cổng")[0] for message in gaps] == [
        "Mục IV có ô số {TM_CU}",
        "Phụ lục “Phụ lục {sai}” có ô số {sai}",
    ]
    with pytest.raises(actions.DraftIncomplete):
        actions.submit_draft(draft_id=report.pk, by=cast().officer, on=today())


def test_marks_are_printed_in_title_table_annex_and_parted_letters_too() -> None:
    report = summaries.finished(summaries.begun(summary="Kết quả {TM_MOI} năm {năm kế hoạch}"))
    nfd = unicodedata.normalize("NFD", "Còn {chưa nộp} báo cáo; {{giữ nguyên}}; *{TM_MOI: % kế hoạch}*.")
    report.sections.filter(topic="plans").update(body=nfd)
    report.tables.create(position=1, rows=[["Nội dung", "Số"], ["Lập mới", "{TM_MOI: số}"]])

    paper = draft_paper(_read(report))

    assert paper.summary == ("Kết quả 12 HTX năm 2026",)
    assert "Còn 1 báo cáo; {giữ nguyên}; *75%*." in said(paper)
    assert ("Lập mới", "12") in [row for block in paper.body if isinstance(block, PaperTable) for row in block.rows]


def test_name_of_a_unit_with_braces_is_printed_as_it_is() -> None:
    story = summaries.figures()
    story.units[0].name = "Hợp tác xã {TM_MOI} {"
    story.units[0].save()
    story.block.name = "Khối {sai}"
    story.block.save()
    report = summaries.begun(story)
    report.pieces.filter(kind="blocks").update(is_printed=True)

    paper = draft_paper(_read(report))

    cells = [
        cell
        for each in (paper.body, paper.appendices[0].body)
        for b in each
        if isinstance(b, PaperTable)
        for row in b.rows
        for cell in row
    ]
    assert {"Hợp tác xã {TM_MOI} {", "Khối {sai}"} <= set(cells)
    assert not [gap for gap in _read(report).kind_of.gaps(_read(report), today()) if "có ô số" in gap.message]


# --- figures that change ----------------------------------------------------------------------------------------------


def test_change_is_told_old_and_new_and_taken_by_a_button() -> None:
    story = summaries.figures()
    report = summaries.begun(story)
    story.tell(2, "9")
    desk = Desk(cast().officer)

    draft_page = desk.open(report.get_absolute_url())
    page = desk.follow(draft_page, "Số liệu")

    assert draft_page.says("Số liệu đã thay đổi ở")
    assert page.says("Hợp tác xã thành lập mới 12 HTX 21 HTX")
    assert page.says("Hợp tác xã Báo Cáo 3: Hợp tác xã thành lập mới chưa có số liệu 9")
    assert page.says("Nộp muộn, chưa nộp: Hợp tác xã Báo Cáo 3, Tháng 3/2026 chưa nộp không có")
    parts = re.findall(r"(Số liệu chung|Từng khối|Từng đơn vị|Nộp muộn, chưa nộp): \d+ chỗ", page.text)
    assert parts == ["Số liệu chung", "Từng khối", "Từng đơn vị", "Nộp muộn, chưa nộp"]
    after = desk.press(page, "Lấy số liệu mới")
    assert after.says("Đã lấy số liệu mới:")
    assert after.says("Số liệu trong báo cáo đúng với số liệu hiện nay.")
    assert [row[3] for row in totals_table(draft_paper(_read(report)))] == ["21", "21"]
    event = Event.objects.filter(verb="summary.edited").latest("pk")
    assert event.data["part"] == "figures"
    changed = event.data["changed"]["figures"]["changed"]
    assert {"row": "Hợp tác xã thành lập mới", "fields": {"figure": ["12 HTX", "21 HTX"]}} in changed


def test_old_tab_takes_no_figures() -> None:
    story = summaries.figures()
    report = summaries.begun(story)
    desk = Desk(cast().officer)
    page = desk.open(figures_url(report))
    actions.edit_draft(draft_id=report.pk, revision=1, by=cast().officer, part="sections", change=lambda draft: None)
    story.tell(2, "9")

    after = desk.press(page, "Lấy số liệu mới")

    assert after.says("Có người vừa lưu thay đổi khác")
    assert _read(report).snapshot.figure("TM_MOI").value == "12"
    with pytest.raises(EditedMeanwhile):
        own.take_new_figures(report_id=report.pk, revision=1, by=cast().officer, now=LATER)


def test_submitted_report_keeps_its_figures_whoever_asks() -> None:
    report = summaries.summary_in(DraftStatus.DEPT_REVIEW)
    desk = Desk(cast().officer)

    page = desk.open(figures_url(report))

    assert page.status == 200
    assert "Lấy số liệu mới" not in page.buttons()
    with pytest.raises(PermissionDenied):
        own.take_new_figures(report_id=report.pk, revision=report.revision, by=cast().officer, now=LATER)
    with pytest.raises(DatabaseError, match="no draft any more"), transaction.atomic():
        SummaryReport.objects.filter(pk=report.pk).update(figures={})


def test_reviewer_and_leader_take_no_figures_of_a_draft() -> None:
    report = summaries.begun()

    for by in (cast().chief, cast().leader, cast().clerk):
        with pytest.raises(PermissionDenied):
            own.take_new_figures(report_id=report.pk, revision=report.revision, by=by, now=LATER)


# --- the paper --------------------------------------------------------------------------------------------------------


def test_issued_paper_tells_the_figures_that_were_taken_whatever_comes_after() -> None:
    story = summaries.figures()
    expected = {code: sum_by_hand(story, code) for code in (summaries.FLOW, summaries.STOCK)}
    report = summaries.summary_in(DraftStatus.ISSUED, story=story)
    story.tell(2, "9")

    paper = Paper.from_json(SummaryReport.objects.get(pk=report.pk).document.payload)

    assert (
        [row[3] for row in totals_table(paper)] == [expected[summaries.FLOW], expected[summaries.STOCK]] == ["12", "12"]
    )
    assert sum_by_hand(story, summaries.FLOW) == "21"
    assert paper.number == 2
    assert "{" not in said(paper)


@pytest.mark.slow
def test_pdf_and_word_say_the_same_with_chart_and_annexes() -> None:
    story = summaries.figures()
    report = summaries.summary_in(DraftStatus.ISSUED, story=story)
    paper = Paper.from_json(SummaryReport.objects.get(pk=report.pk).document.payload)

    pdf, word = read(render(paper).pdf), WordFile(word_copy(paper))

    for words in (
        "12/16 HTX, bằng 75%",
        "Vạch đứng: 100% kế hoạch năm 2026.",
        "2/3 báo cáo đã được kiểm tra",
        "Hợp tác xã Báo Cáo 3",
        "“…” là chưa có số liệu",
    ):
        assert words in " ".join(pdf.words()).replace("\u00a0", " "), words
        assert words in " ".join(word.words()).replace("\u00a0", " "), words


def test_excel_has_the_tables_as_the_paper_has_them() -> None:
    report = summaries.begun()

    answer = Desk(cast().officer).client.get(f"{figures_url(report)}?xuat=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))

    assert book.sheetnames == ["Tổng hợp", "Theo khối", "Từng đơn vị", "Muộn, chưa nộp", "Thông tin"]
    assert [cell.value for cell in book["Tổng hợp"][2]][:5] == ["TM_MOI", "Hợp tác xã thành lập mới", "HTX", 16, 12]
    assert book["Muộn, chưa nộp"]["A2"].value == "Hợp tác xã Báo Cáo 3"


def test_drafter_chooses_what_is_printed_and_in_which_order() -> None:
    report = summaries.begun()
    desk = Desk(cast().officer)
    page = desk.open(reverse("drafts:part", args=["bao-cao-tong-hop", report.pk, "pieces"]))
    kinds = list(report.pieces.values_list("kind", flat=True))
    chart, block_chart = kinds.index("progress"), kinds.index("block_chart")

    saved = desk.press(
        page,
        "Lưu",
        **{f"pieces-{chart}-is_printed": [], f"pieces-{block_chart}-is_printed": "on", "pieces-0-position": "9"},
    )

    paper = draft_paper(_read(report))
    blocks = [block for block in paper.body if isinstance(block, PaperTable | Chart)]
    assert saved.status == 200
    assert [type(block) for block in blocks] == [Chart, PaperTable]
    assert blocks[0].title.startswith("Hợp tác xã thành lập mới")
    wrong = desk.press(
        desk.open(reverse("drafts:part", args=["bao-cao-tong-hop", report.pk, "pieces"])),
        "Lưu",
        **{"pieces-1-kind": "blocks", "pieces-1-code": ""},
    )
    assert wrong.says("Hãy chọn chỉ tiêu.")


def test_it_is_for_the_office_until_the_drafter_opens_it_to_all() -> None:
    report = summaries.summary_in(DraftStatus.ISSUED)
    unit_user, _ = make.people_of_unit(UnitFactory())

    assert not report.is_public
    assert [Desk(who).open(report.get_absolute_url()).status for who in (unit_user, None)] == [404, 404]
    assert Desk(cast().leader).open(report.get_absolute_url()).status == 200


def test_units_read_it_once_it_is_issued_and_never_its_figures() -> None:
    report = summaries.summary_in(DraftStatus.ISSUED, is_opened=True)
    draft = summaries.begun(summaries.Figures())
    unit_user, _ = make.people_of_unit(UnitFactory())
    desk = Desk(unit_user)

    assert desk.open(report.get_absolute_url()).status == 200
    assert desk.open(figures_url(report)).status == 403
    assert desk.open(draft.get_absolute_url()).status == 404
    assert desk.open(figures_url(draft)).status == 404


def test_campaign_page_shows_it_to_those_who_may_read_it() -> None:
    report = summaries.summary_in(DraftStatus.ISSUED, is_opened=True)

    page = Desk().open(report.campaign.get_absolute_url())

    assert page.says("Báo cáo tổng hợp của Liên minh")
    assert page.links(str(SummaryReport.objects.get(pk=report.pk)))


def test_replacement_begins_with_the_same_pieces_and_figures() -> None:
    report = summaries.summary_in(DraftStatus.ISSUED)

    new = actions.start_successor(draft_id=report.pk, relation="replacement", by=cast().officer)

    assert new.snapshot == report.snapshot
    assert new.pieces.count() == report.pieces.count()


def test_unit_that_closed_and_a_long_name_are_told() -> None:
    story = summaries.figures()
    story.units[0].name = "Hợp tác xã dịch vụ nông nghiệp tổng hợp " * 4
    story.units[0].save()
    close_unit(unit_id=story.units[1].pk, on=today(), reason="Giải thể.", by=user_with_role(Role.ADMIN))

    snapshot = snapshot_of(selection_of(summaries.begun(story)), at=LATER)

    assert [unit.name.strip() for unit in snapshot.units] == [
        "Hợp tác xã Báo Cáo 2",
        story.units[0].name.strip(),
        "Hợp tác xã Báo Cáo 3",
    ]


def _read(report: SummaryReport) -> SummaryReport:
    return actions.locking.read_again(report)
