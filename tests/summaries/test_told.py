"""What is printed of figures that are below 0, 0, of several periods, or not asked for any more."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from msgspec.structs import astuple, replace

from campaigns.reports.enums import Nature, ValueType
from campaigns.reports.totals.selection import Selection
from campaigns.reports.totals.sums import totals_of
from campaigns.summaries.comparing import differences
from campaigns.summaries.enums import PieceKind, SummaryOccasion
from campaigns.summaries.figures import BlockTold, Counted, FigureTold, Measured, in_words
from campaigns.summaries.first_text import assessment_of, sentence
from campaigns.summaries.marks import filled, marks_of, words_by_mark
from campaigns.summaries.models import SummaryReport
from campaigns.summaries.papers import block_charts, blocks_of, empty_pieces, legend, progress_charts, totals_table
from emulation_portal.core.dates import today
from emulation_portal.documents import paper_limits
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.drafts.papers import draft_paper
from emulation_portal.documents.paper import Chart, PaperPart, PaperTable
from emulation_portal.documents.paper_limits import MAX_CHART_TITLE, check_sizes
from emulation_portal.documents.rendering.markup import plain
from emulation_portal.procedure.acting import carry_out
from tests.factories import reports as make
from tests.factories import summaries
from tests.factories.campaigns import answers_to, cast
from tests.factories.people import UnitFactory
from tests.scenarios.desk import Desk

from .test_marks import SNAPSHOT

pytestmark = pytest.mark.django_db


def figure(**changes) -> FigureTold:
    return FigureTold(**{"code": "LAI", "name": "Lãi", "group": "campaign", "measure": "triệu đồng", **changes})


def read_again(report: SummaryReport) -> SummaryReport:
    return SummaryReport.objects.get(pk=report.pk)


def gaps(report: SummaryReport) -> list[str]:
    report = read_again(report)
    return [gap.message for gap in report.kind_of.gaps(report, today())]


def test_a_loss_has_a_bar_of_no_length_and_is_told_in_words() -> None:
    report = summaries.begun()
    loss = figure(value="-5", plan="40", told=1, owed=1)
    blocks = (BlockTold("Khối 1", {"LAI": Measured(value="-5", plan="40")}),)
    report.figures = replace(SNAPSHOT, figures=(loss,), blocks=blocks).to_json()
    report.save()
    report.pieces.create(kind=PieceKind.BLOCK_CHART, code="LAI", position=9)

    paper = draft_paper(read_again(report))

    check_sizes(paper)
    bars = [chart.bars for chart in paper.body if isinstance(chart, Chart)]
    assert [(bar.value, bar.words) for each in bars for bar in each] == [("", "-5/40 triệu đồng")] * 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"value": "3", "year_ago": "0"},
            "- Lãi: 3 triệu đồng; tăng 3 triệu đồng so với cùng kỳ năm trước (0 triệu đồng); 1/2 báo cáo có số liệu.",
        ),
        (
            {"value": "3", "plan": "0"},
            "- Lãi: 3 triệu đồng (kế hoạch năm 2026: 0 triệu đồng); 1/2 báo cáo có số liệu.",
        ),
        (
            {"value": "3", "plan": "4", "of_plan": "75", "year_ago": "2", "of_year_ago": "150"},
            "- Lãi: 3 triệu đồng, đạt 75% kế hoạch năm 2026 (4 triệu đồng); tăng 50% so với cùng kỳ năm trước (2 triệu đồng); "
            "1/2 báo cáo có số liệu.",
        ),
        (
            {"value": "-5", "plan": "10", "year_ago": "-8"},
            "- Lãi: -5 triệu đồng (kế hoạch năm 2026: 10 triệu đồng); tăng 3 triệu đồng so với cùng kỳ năm trước "
            "(-8 triệu đồng); 1/2 báo cáo có số liệu.",
        ),
        (
            {"measure": "%", "value": "78", "year_ago": "75"},
            "- Lãi: 78%; tăng 3 điểm phần trăm so với cùng kỳ năm trước (75%); 1/2 báo cáo có số liệu.",
        ),
        (
            {"measure": "%", "value": "0.9", "plan": "0.5", "year_ago": "0.9", "less_is_better": True},
            "- Lãi: 0,9% (mức không vượt quá của kế hoạch năm 2026: 0,5%); không đổi so với cùng kỳ năm trước (0,9%); 1/2 báo "
            "cáo có số liệu.",
        ),
        (
            {"value": "3", "estimate": "20", "estimated": 1, "told": 2},
            "- Lãi: 3 triệu đồng; cả năm ước 20 triệu đồng, theo 1 báo cáo có ước.",
        ),
    ],
)
def test_a_sentence_compares_only_what_can_be_compared(changes: dict[str, object], said: str) -> None:
    told = figure(**{"told": 1, "owed": 2, **changes})
    counts = Counted(owed=2, counted=2)
    words = words_by_mark(marks_of(replace(SNAPSHOT, figures=(told,))))

    assert filled(sentence(told, counts), words) == said


def test_who_reached_the_plan_is_a_mark_so_new_figures_make_no_sentence_untrue() -> None:
    text = "Đạt: {chỉ tiêu đạt}. Chưa đạt: {chỉ tiêu chưa đạt}. Chưa có: {chỉ tiêu chưa có số liệu}."
    behind = tuple(
        replace(each, value="999", of_plan="99.9") if each.code == "TM_MOI" else each for each in SNAPSHOT.figures
    )

    before, after = (
        filled(text, words_by_mark(marks_of(told))) for told in (SNAPSHOT, replace(SNAPSHOT, figures=behind))
    )

    assert before == "Đạt: Thành lập mới (125%). Chưa đạt: không có. Chưa có: Không có."
    assert after == "Đạt: không có. Chưa đạt: Thành lập mới (99,9%). Chưa có: Không có."


@pytest.mark.parametrize(
    ("value", "reached", "behind"), [("0.3", True, False), ("0.5", True, False), ("0.9", False, True)]
)
def test_of_what_should_be_little_less_reaches_the_plan(value: str, reached: bool, behind: bool) -> None:
    debt = figure(name="Nợ quá hạn", measure="%", value=value, plan="0.5", less_is_better=True, told=1, owed=1)
    told = replace(SNAPSHOT, figures=(debt,))

    words = words_by_mark(marks_of(told))

    listed = f"Nợ quá hạn ({in_words(value)}%, mức không vượt quá 0,5%)"
    assert filled("{chỉ tiêu trong mức}", words) == (listed if reached else "không có")
    assert filled("{chỉ tiêu vượt mức}", words) == (listed if behind else "không có")
    assert filled("{chỉ tiêu đạt}{chỉ tiêu chưa đạt}", words) == "không cókhông có"
    assert progress_charts(told) == []
    assert ("≤ 0,5" in {cell for row in totals_table(told).rows for cell in row}, "không vượt quá" in legend(told)) == (
        True,
        True,
    )


@pytest.mark.parametrize(
    ("value", "occasion", "where", "words"),
    [
        ("12", SummaryOccasion.HALF_YEAR, "Ưu điểm", "Đến nay chưa vượt mức của năm 2026: Thành lập mới"),
        ("12", SummaryOccasion.FINAL, "Ưu điểm", "Các chỉ tiêu giữ trong mức của năm 2026: Thành lập mới"),
        ("17", SummaryOccasion.HALF_YEAR, "Hạn chế", "Các chỉ tiêu vượt mức của năm 2026: Thành lập mới"),
        (
            "17",
            SummaryOccasion.FINAL,
            "PHƯƠNG HƯỚNG, NHIỆM VỤ",
            "Có biện pháp giảm các chỉ tiêu đã vượt mức: Thành lập",
        ),
    ],
)
def test_a_level_not_to_be_passed_has_sentences_of_its_own(
    value: str, occasion: SummaryOccasion, where: str, words: str
) -> None:
    told = figure(code="TM_MOI", name="Thành lập mới", value=value, plan="16", less_is_better=True, told=1, owed=1)
    snapshot = replace(SNAPSHOT, figures=(told,), year=2026)

    bodies = {title: body for _, _, title, body in assessment_of(snapshot, is_over=occasion == SummaryOccasion.FINAL)}

    said = {title: filled(body, words_by_mark(marks_of(snapshot))) for title, body in bodies.items()}
    assert words in said[where]
    assert all("đạt và vượt" not in body and "hoàn thành kế hoạch" not in body for body in said.values())


def test_in_the_middle_of_a_year_nobody_has_fallen_short_yet() -> None:
    halfway, final = summaries.begun(), summaries.begun(occasion=SummaryOccasion.FINAL)

    bodies = [dict(report.sections.values_list("title", "body")) for report in (halfway, final)]

    assert [("chưa đạt" in each["Hạn chế"]) for each in bodies] == [False, True]
    assert [each["PHƯƠNG HƯỚNG, NHIỆM VỤ"].partition(" kế hoạch")[0] for each in bodies] == [
        "Tiếp tục thực hiện để hoàn thành",
        "Tập trung thực hiện các chỉ tiêu chưa đạt",
    ]
    assert [("Kết quả khen thưởng" in each) for each in bodies] == [False, True]
    assert all("chỉ tiêu đạt" not in each["Ưu điểm"] for each in bodies)  # nothing has reached its plan
    assert all("chưa có số liệu" not in each["Hạn chế"] for each in bodies)


def test_a_unit_that_says_yes_in_every_month_is_one_unit() -> None:
    flag = make.indicator("VUNG_XANH", value_type=ValueType.YES_NO, nature=Nature.NONE)
    demand = make.demand(flag)
    months = [make.month(demand, number) for number in (2, 3)]
    unit = UnitFactory()
    make.asked(demand)
    for month in months:
        make.actions.expect(month, on=month.period_to)
        report = month.reports.get(unit=unit)
        editor, head = make.people_of_unit(unit)
        typed = [make.actions.TypedRow(flag, {"flag": "co"}, seen=0)]
        assert make.actions.write_values(report_id=report.pk, typed=typed, by=editor, now=make.NOW).is_whole
        make.actions.send_to_head(report_id=report.pk, by=editor)
        make.move_on(
            make.move_on(make.actions.submit_report(report_id=report.pk, by=head, now=make.NOW), "received"), "verified"
        )

    (total,) = totals_of(Selection(demand, tuple(months)), demand.rows.select_related("indicator"))

    assert (total.shown, total.told) == (1, 2)


def test_titles_that_the_drafter_wrote_are_filled() -> None:
    report = summaries.begun()
    report.pieces.filter(kind=PieceKind.TOTALS).update(title="Kết quả năm {năm kế hoạch} {{thử}}")
    report.pieces.filter(kind=PieceKind.LATE).update(title="Nộp muộn {kỳ báo cáo}")

    paper = draft_paper(read_again(report))

    (table,) = [block for block in paper.body if isinstance(block, PaperTable)]
    assert table.title == "Kết quả năm 2026 {thử}"
    assert paper.appendices[-1].title == "Nộp muộn tháng 3/2026"


def test_what_is_to_be_printed_and_shows_nothing_is_told() -> None:
    report = summaries.begun()
    report.pieces.create(kind=PieceKind.BLOCKS, code="KHONG_CON", position=9)

    assert list(empty_pieces(read_again(report))) == ["Bảng theo khối (KHONG_CON)"]
    assert any("chưa có số liệu nào để in" in message for message in gaps(report))
    assert blocks_of(report.pieces.get(code="KHONG_CON"), read_again(report).snapshot) == []


def test_an_empty_part_of_the_results_is_told_as_others_are() -> None:
    report = summaries.finished(summaries.begun())
    first = report.sections.filter(level=2).order_by("position")[0]
    report.sections.filter(pk=first.pk).update(body="")
    report.sections.create(position=first.position, level=2, topic="other", title="Phần không có gì")

    assert [message.partition(" mới")[0] for message in gaps(report)] == ["Mục II.1"]


@pytest.mark.parametrize(
    "changes", [{"periods": "quý I"}, {"year": 2027}, {"figures": (replace(SNAPSHOT.figures[0], name="Tên mới"),)}]
)
def test_whatever_prints_is_compared(changes: dict[str, object]) -> None:
    assert differences(SNAPSHOT, SNAPSHOT) == []
    assert differences(SNAPSHOT, replace(SNAPSHOT, **changes)) != []


UNPRINTED = {"group"}  # under which heading the first text says it


@pytest.mark.parametrize("name", sorted({*FigureTold.__struct_fields__} - UNPRINTED))
def test_every_field_of_a_figure_is_compared(name: str) -> None:
    told = figure(
        value="1",
        plan="2",
        of_plan="50",
        year_ago="3",
        of_year_ago="33.3",
        estimate="4",
        estimated=1,
        doubled="5",
        told=1,
    )
    stands = getattr(told, name)
    another = not stands if isinstance(stands, bool) else stands + 1 if isinstance(stands, int) else f"9{stands}"

    was, now = (replace(SNAPSHOT, figures=(each,)) for each in (told, replace(told, **{name: another})))

    assert differences(was, now) != []


@pytest.mark.parametrize("name", Counted.__struct_fields__)
def test_every_count_of_reports_is_compared(name: str) -> None:
    now = replace(SNAPSHOT, counts=replace(SNAPSHOT.counts, **{name: getattr(SNAPSHOT.counts, name) + 1}))

    assert differences(SNAPSHOT, now) != []


def test_what_was_reviewed_is_printed_as_it_was_reviewed() -> None:
    report = summaries.summary_in(DraftStatus.DEPT_REVIEW)

    for change in (
        lambda: report.pieces.update(is_printed=False),
        lambda: report.pieces.create(kind=PieceKind.LATE),
        lambda: report.pieces.all().delete(),
        lambda: SummaryReport.objects.filter(pk=report.pk).update(figures={}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_campaign_demand_and_periods_belong_to_each_other() -> None:
    report = summaries.begun()
    other = make.month(make.demand(make.indicator("KHAC")))

    for change in (
        {"first": other},
        {"last": other},
        {"demand": other.demand},
        {"demand": None, "first": None, "last": None},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            SummaryReport.objects.filter(pk=report.pk).update(**change)


def test_who_does_not_read_reports_is_shown_no_way_to_the_figures() -> None:
    report = summaries.begun()

    desks = {
        name: Desk(getattr(cast(), name)).open(report.get_absolute_url()) for name in ("officer", "leader", "clerk")
    }

    assert {name: bool(page.links("Số liệu")) for name, page in desks.items()} == {
        "officer": True,
        "leader": True,
        "clerk": False,
    }


def test_a_period_whose_days_were_put_right_is_still_told() -> None:
    story = summaries.figures()
    report = summaries.begun(story)
    type(story.month).objects.filter(pk=story.month.pk).update(period_to=story.month.period_to - dt.timedelta(days=1))

    page = Desk(cast().officer).open(report.get_absolute_url())

    assert page.status == 200


def test_no_mark_stands_for_two_things() -> None:
    codes = ("NAM", "SO_BAO_CAO", "KY", "DUNG_HAN")
    marks = marks_of(replace(SNAPSHOT, figures=tuple(figure(code=code, value="1250") for code in codes)))

    words = words_by_mark(marks)

    assert len(words) == len(marks)
    assert filled("{NAM}, {nam}, {năm kế hoạch}", words) == "1.250 triệu đồng, 1.250 triệu đồng, 2026"


def test_stars_and_braces_in_names_are_printed_as_they_are() -> None:
    report = summaries.begun()
    ocop = figure(
        code="OCOP", name="Sản phẩm OCOP 3*, 4*, 5* {A}\\", measure="sản phẩm", value="3", plan="4", of_plan="75"
    )
    report.figures = replace(SNAPSHOT, figures=(ocop,)).to_json()
    report.save()
    report.sections.filter(title="Nguyên nhân").update(body=sentence(ocop, SNAPSHOT.counts))

    paper = draft_paper(read_again(report))

    printed = [plain(text) for text in texts_in(paper.body) if "OCOP" in text]
    assert len(printed) >= 3
    assert all("Sản phẩm OCOP 3*, 4*, 5* {A}\\" in text for text in printed)


def texts_in(value) -> list[str]:
    """Return all texts of a piece of paper."""
    if isinstance(value, str):
        return [value]
    parts = value if isinstance(value, tuple) else astuple(value) if isinstance(value, PaperPart) else ()
    return [text for part in parts for text in texts_in(part)]


def test_who_is_not_due_yet_is_no_shortcoming() -> None:
    story = summaries.figures()
    type(story.month.reports.first()).objects.filter(unit=story.units[2]).update(due_on=today() + dt.timedelta(days=3))

    report = summaries.begun(story)

    counts = report.snapshot.counts
    assert (counts.owed, counts.on_time, counts.not_come, counts.to_come) == (3, 2, 0, 1)
    assert report.snapshot.late == ()


@pytest.mark.parametrize("of_plan", ["1" * 19, "1" * 40])
def test_a_bar_beyond_all_bounds_is_told_in_words(of_plan: str) -> None:
    vast = figure(value="5", plan="0.0001", of_plan=of_plan)

    (chart,) = progress_charts(replace(SNAPSHOT, figures=(vast,)))

    assert chart.bars[0].value == ""


def test_a_long_name_makes_no_title_that_is_too_long() -> None:
    long = figure(name="Tên " * 80, measure="đơn vị " * 9, value="5")
    snapshot = replace(SNAPSHOT, figures=(long,), blocks=(BlockTold("Khối 1", {"LAI": Measured(value="5")}),))

    (chart,) = block_charts(snapshot, long)

    assert len(chart.title) <= MAX_CHART_TITLE


def test_a_mark_does_not_run_from_one_text_into_another() -> None:
    report = summaries.finished(summaries.begun())
    report.sections.filter(topic="plans").update(title="Phương hướng {nộp", body="muộn} theo kế hoạch.")

    assert [message.partition(" mà cổng")[0] for message in gaps(report)] == ["Mục IV có ô số {", "Mục IV có ô số }"]


def test_annexes_are_ticked_as_far_as_the_paper_can_be_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_limits, "MAX_CELLS", 30)

    report = summaries.begun()

    ticked = dict(report.pieces.values_list("kind", "is_printed"))
    assert not ticked[PieceKind.UNITS]
    check_sizes(draft_paper(read_again(report)))


def test_a_revoked_report_is_shown_as_revoked() -> None:
    report = summaries.summary_in(DraftStatus.ISSUED, is_opened=True)
    carry_out(report, "revoked", by=cast().leader, on=today(), **answers_to("revoked"))

    page = Desk(cast().officer).open(report.campaign.get_absolute_url())

    assert page.says("Đã thu hồi")
