"""Biểu 0601.N: on which lines a campaign counts, which year it belongs to, and the page that shows it."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse

from campaigns.enums import CampaignKind
from campaigns.statistics.queries import counted_of, numbers_of
from campaigns.statistics.regulations import (
    LAYOUT,
    FormLine,
    LaunchedCampaign,
    doubts_on,
    form_of,
    lines_of,
    statistical_year,
)
from emulation_portal.documents.drafts.enums import DraftStatus
from tests.factories.campaigns import cast, plan_in
from tests.factories.people import BlockFactory, alliance
from tests.scenarios.desk import Desk

ADDRESS = "statistics:campaigns"
L = FormLine


def campaign(
    begins: str | None, ends: str | None, *, kind: str = "regular", is_of_blocks: bool = False
) -> LaunchedCampaign:
    days = [dt.date.fromisoformat(day) if day else None for day in (begins, ends)]
    return LaunchedCampaign(CampaignKind(kind), is_of_blocks, *days)


@pytest.mark.parametrize(
    ("begins", "ends", "line"),
    [
        ("2026-01-01", "2026-12-30", L.UNDER_A_YEAR),
        ("2026-01-01", "2026-12-31", L.ONE_YEAR),
        ("2024-02-29", "2025-02-28", L.ONE_YEAR),
        ("2026-11-16", "2027-11-14", L.UNDER_A_YEAR),
        ("2026-11-16", "2027-11-15", L.ONE_YEAR),
        ("2026-11-16", "2027-11-16", L.ONE_YEAR),
        ("2026-11-16", "2027-11-17", L.UNDER_THREE_YEARS),
        ("2024-02-29", "2025-03-01", L.ONE_YEAR),
        ("2026-11-16", "2029-11-16", L.UNDER_FIVE_YEARS),
        ("2026-11-16", "2031-11-16", L.FIVE_YEARS_OR_MORE),
        ("2026-01-01", "2028-12-30", L.UNDER_THREE_YEARS),
        ("2026-01-01", "2028-12-31", L.UNDER_FIVE_YEARS),
        ("2026-01-01", "2030-12-30", L.UNDER_FIVE_YEARS),
        ("2026-01-01", "2030-12-31", L.FIVE_YEARS_OR_MORE),
    ],
)
def test_a_campaign_stands_on_the_line_of_how_long_it_runs(begins: str, ends: str, line: FormLine) -> None:
    assert lines_of(campaign(begins, ends)) == [L.ALL, L.BODY, line, L.REGULAR]


def test_without_days_it_has_no_line_of_duration() -> None:
    assert lines_of(campaign(None, "2026-12-31", kind="thematic", is_of_blocks=True)) == [L.ALL, L.BLOCK, L.THEMATIC]


def test_the_year_ends_with_november_and_the_form_begins_in_2023() -> None:
    assert statistical_year(2026) == (dt.date(2025, 12, 1), dt.date(2026, 11, 30))
    assert [form_of(year) is not None for year in (2022, 2023, 2026)] == [False, True, True]
    assert [bool(doubts_on(year)) for year in (2023, 2024, 2025)] == [False, False, True]
    assert [line for line, _ in LAYOUT if line] == list(FormLine)


@pytest.mark.django_db
def test_the_first_plan_says_of_which_year_a_campaign_is() -> None:
    for day in ("2025-11-30", "2025-12-01", "2026-11-30", "2026-12-01"):
        plan_in(DraftStatus.ISSUED, on=dt.date.fromisoformat(day))
    plan_in(DraftStatus.REVOKED, on=dt.date(2026, 12, 2))
    plan_in(DraftStatus.APPROVED, on=dt.date(2026, 12, 2))

    found = {year: [f"{row.launched_on}" for row in counted_of(alliance(), year)] for year in (2025, 2026, 2027)}

    assert found == {2025: ["2025-11-30"], 2026: ["2025-12-01", "2026-11-30"], 2027: ["2026-12-01"]}


@pytest.mark.django_db
def test_a_plan_for_khoi_alone_is_of_khoi() -> None:
    plan = plan_in(DraftStatus.ISSUED, on=dt.date(2026, 3, 2))
    plan.addressed_blocks.add(BlockFactory(alliance=alliance()))
    assert numbers_of(counted_of(alliance(), 2026))[L.BLOCK] == 0  # it goes to everybody too

    type(plan).objects.filter(pk=plan.pk).update(addresses_everyone=False)

    assert numbers_of(counted_of(alliance(), 2026))[L.BLOCK] == 1


@pytest.mark.django_db
def test_each_number_opens_what_it_counts_and_the_book_says_the_same() -> None:
    plan = plan_in(DraftStatus.ISSUED, on=dt.date(2026, 3, 2))
    officer = Desk(cast().officer)

    page = officer.open(f"{reverse(ADDRESS)}?nam=2026")

    assert page.says("Biểu số 0601.N/BNV-TĐKT")
    assert page.says("Kỳ báo cáo từ 01/12/2025 đến 30/11/2026; gửi chậm nhất ngày 15/12/2026.")
    assert page.says("Thông tư số 18/2025/TT-BNV")
    lines = {link.get("href").partition("dong=")[2][:2] for link in page.tree.xpath("//main//td/a")}
    assert lines == {"01", "05", "07", "12"}
    opened = officer.open(f"{reverse(ADDRESS)}?nam=2026&dong=05")
    assert opened.links(plan.campaign.name)
    assert not officer.open(f"{reverse(ADDRESS)}?nam=2026&dong=04").links(plan.campaign.name)
    answer = officer.client.get(f"{reverse(ADDRESS)}?nam=2026&xuat=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["0601.N", "Phong trào", "Thông tin"]
    assert [cell.value for cell in book["0601.N"][11]] == ["Tổng số", "01", 1, 0, 0, 1]
    assert book["Phong trào"]["A2"].value == plan.campaign.name


HEAD = [
    ["Chỉ tiêu", "Mã số", "Tổng số", "Số phong trào thi đua chia theo cấp chủ trì phát động thi đua"],
    [
        "Cấp Trung ương (Hội đồng Thi đua - Khen thưởng Trung ương)",
        "Cấp bộ, ban, ngành, đoàn thể trung ương, tỉnh, thành phố trực thuộc Trung ương",
        "Cơ quan, tổ chức, đơn vị",
    ],
    ["A", "B", "1=(2+3+4)", "2", "3", "4"],
]


@pytest.mark.django_db
def test_the_book_is_the_form_as_it_is_sent() -> None:
    plan = plan_in(DraftStatus.ISSUED, on=dt.date(2026, 3, 2))
    type(plan.campaign).objects.filter(pk=plan.campaign_id).update(name="=1+1")
    type(alliance()).objects.filter(pk=alliance().pk).update(name="=Liên minh Mẫu")

    answer = Desk(cast().officer).client.get(f"{reverse(ADDRESS)}?nam=2026&xuat=xlsx")

    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    page, said = book["0601.N"], [[c.value for c in row if c.value is not None] for row in book["0601.N"].iter_rows()]
    assert said[:10] == [
        ["Biểu số: 0601.N/BNV-TĐKT", "Đơn vị báo cáo: =Liên minh Mẫu"],
        ["Ban hành theo Thông tư số 02/2023/TT-BNV ngày 23/3/2023", "Đơn vị nhận báo cáo: Sở Nội vụ"],
        ["Ngày nhận báo cáo: ngày 15 tháng 12 năm 2026"],
        [],
        ["SỐ PHONG TRÀO THI ĐUA"],
        ["Năm 2026 (từ 01/12/2025 đến 30/11/2026)"],
        ["Đơn vị tính: Phong trào"],
        *HEAD,
    ]
    assert said[10:12] == [["Tổng số", "01", 1, 0, 0, 1], ["1. Chia theo phạm vi tổ chức thi đua"]]
    assert [row[:2] for row in said[10:25]] == [[words, line] if line else [words] for line, words in LAYOUT]
    assert said[27:29] == [["Người lập biểu", "Thủ trưởng đơn vị"], ["(Ký, họ tên)", "(Ký, đóng dấu, họ tên)"]]
    assert {"A8:A9", "B8:B9", "C8:C9", "D8:F8", "A5:F5"} <= {f"{each}" for each in page.merged_cells.ranges}
    assert {cell.border.left.style for row in page["A10:F25"] for cell in row} == {"thin"}
    assert (page["D8"].border.left.style, page["F8"].border.right.style, page["A9"].border.bottom.style) == (
        "thin",
    ) * 3
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", int(page.PAPERSIZE_A4))
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage) == (
        1,
        1,
        True,
    )
    cells = book["Phong trào"]["A2"], book["Thông tin"]["B4"]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [
        ("=1+1", "s", True),
        ("=Liên minh Mẫu", "s", True),
    ]


@pytest.mark.django_db
def test_the_page_has_the_head_of_the_form_and_room_to_sign() -> None:
    page = Desk(cast().officer).open(f"{reverse(ADDRESS)}?nam=2026")

    rows = page.tree.xpath("//main//table[1]/thead/tr")
    assert [[" ".join(cell.text_content().split()) for cell in row] for row in rows[:3]] == HEAD
    for words in ("Đơn vị nhận báo cáo", "Sở Nội vụ", "Người lập biểu", "Thủ trưởng đơn vị"):
        assert page.says(words)


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["nam=2020", "nam=1994", "nam=x", "nam=2026&dong=99", "dong=%00", "nam=" + "9" * 300])
def test_other_years_and_lines_are_no_crash(asked: str) -> None:
    page = Desk(cast().officer).open(f"{reverse(ADDRESS)}?{asked}")

    assert page.status == 200


@pytest.mark.django_db
def test_who_works_in_no_office_is_refused() -> None:
    assert Desk(cast().clerk).open(reverse(ADDRESS)).status == 403
