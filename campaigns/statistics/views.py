"""Biểu 0601.N: how many campaigns were launched in a year, line by line, each number opening what it counts."""

from collections import Counter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import FileResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from campaigns.reports.policies import READING_OFFICE
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.markup import link, noted
from emulation_portal.core.sheets import XLSX, Sheet
from emulation_portal.core.tables import Column, Table
from emulation_portal.law.forms import YearForm
from units.models import Unit
from units.queries import own_alliance

from . import policies
from .book import form_book
from .queries import CountedCampaign, counted_of, numbers_of, place_of
from .regulations import (
    COLUMN_MARKS,
    LAYOUT,
    LEVELS,
    LEVELS_HEAD,
    FormLine,
    StatisticForm,
    doubts_on,
    form_of,
    statistical_year,
)

_CAMPAIGNS = (
    Column("Phong trào", lambda row: link(row.campaign, row.campaign.name), names_row=True),
    Column("Ngày phát động", lambda row: row.launched_on),
    Column("Thời gian", lambda row: _days_of(row)),
    Column("Tính vào dòng", lambda row: ", ".join(row.lines)),
)


@login_required
@require_safe
def campaigns_by_line(request: HttpRequest) -> HttpResponseBase:
    """The form of `?nam=`, of this year without; `?dong=` cuts the list below it to one line; `?xuat=xlsx` as a book."""
    alliance = own_alliance(request.user, *READING_OFFICE)
    if alliance is None:
        raise PermissionDenied("Biểu thống kê dành cho thường trực Hội đồng, lãnh đạo Liên minh và kiểm tra.")
    policies.check_can_see_statistics(request.user, alliance)
    form = YearForm({"nam": request.GET.get("nam") or str(today().year)})
    year = (form.cleaned_data["nam"] if form.is_valid() else None) or today().year
    context: dict[str, Any] = {"form": form, "year": year, "alliance": alliance}
    printed = form_of(year)
    if printed is None:
        return render(request, "statistics/campaigns.html", context)
    counted = counted_of(alliance, year)
    if request.GET.get("xuat") == "xlsx":
        return _book(printed, alliance, year, counted)
    begins, ends = statistical_year(year)
    line = request.GET.get("dong", "")
    listed = [row for row in counted if line in row.lines] if line in list(FormLine) else counted
    context |= {
        "printed": printed,
        "begins": begins,
        "ends": ends,
        "due": f"{printed.due[1]:02}/{printed.due[0]:02}/{year}",
        "doubts": doubts_on(year),
        "table": _table(printed, year, numbers_of(counted)),
        "campaigns": Table("Phong trào được tính", _CAMPAIGNS, listed),
        "line": line if line in list(FormLine) else "",
        "lacking": [row for row in counted if row.lacks_days],
        "excel_url": f"{request.path}?nam={year}&xuat=xlsx",
        "all_url": f"{request.path}?nam={year}",
    }
    return render(request, "statistics/campaigns.html", context)


def _days_of(row: CountedCampaign) -> SafeString | str:
    begins, ends = row.campaign.period_from, row.campaign.period_to
    if begins is None or ends is None:
        return noted("", "Chưa ghi thời gian thực hiện")
    return f"{short_date(begins)} – {short_date(ends)}"


class FormTable(Table):
    """The form with its own head: the levels under one head, and the marks of the columns below."""

    @property
    def head(self) -> SafeString:
        single, levels = self.columns[: -len(LEVELS)], self.columns[-len(LEVELS) :]
        first = format_html_join(
            "\n", '<th scope="col" rowspan="2"{}>{}</th>', ((_css(each.css), each.heading) for each in single)
        )
        second = format_html_join("\n", "{}", ((each.head,) for each in levels))
        marks = format_html_join(
            "\n", "<td{}>{}</td>", ((_css(each.css), m) for each, m in zip(self.columns, COLUMN_MARKS, strict=True))
        )
        return format_html(
            '{}\n<th scope="colgroup" class="text-center" colspan="{}">{}</th></tr>\n<tr>{}</tr>\n<tr>{}',
            first,
            len(LEVELS),
            LEVELS_HEAD,
            second,
            marks,
        )


def _css(name: str) -> SafeString | str:
    return format_html(' class="{}"', name) if name else ""


def _table(printed: StatisticForm, year: int, numbers: Counter[FormLine]) -> Table:
    """Return the form: all that an alliance launches is launched by a body, none by a ministry or a province."""
    columns = [
        Column("Chỉ tiêu", lambda row: row[1] if row[0] else format_html("<b>{}</b>", row[1]), names_row=True),
        Column("Mã số", lambda row: row[0] or "", nothing="", css="nowrap"),
        Column("Tổng số", lambda row: _number(row, year, numbers), css="num", nothing=""),
        *(Column(level, lambda row: 0 if row[0] else "", css="num", nothing="") for level in LEVELS[:-1]),
        Column(LEVELS[-1], lambda row: numbers[row[0]] if row[0] else "", css="num", nothing=""),
    ]
    return FormTable(f"Biểu số {printed.code}: {printed.title}, năm {year}", columns, LAYOUT, start=None)


def _number(row: tuple[FormLine | None, str], year: int, numbers: Counter[FormLine]) -> SafeString | str | int:
    line, words = row
    if line is None:
        return ""
    if not numbers[line]:
        return 0
    return format_html(
        '<a href="?nam={}&amp;dong={}#phong-trao">{}<span class="visually-hidden"> phong trào: {}</span></a>',
        year,
        line,
        numbers[line],
        words,
    )


def _book(printed: StatisticForm, alliance: Unit, year: int, counted: list[CountedCampaign]) -> FileResponse:
    begins, ends = statistical_year(year)
    said: list[tuple[str, Any]] = [
        ("Biểu số", printed.code),
        ("Ban hành theo", printed.source),
        ("Đơn vị báo cáo", alliance.name),
        ("Kỳ báo cáo", f"{short_date(begins)} đến {short_date(ends)}"),
        ("Lưu ý", doubts_on(year)),
        ("Xuất lúc", timezone.now()),
    ]
    lists = [
        (
            each.campaign.name,
            each.launched_on,
            each.campaign.period_from,
            each.campaign.period_to,
            ", ".join(each.lines),
        )
        for each in counted
    ]
    behind = [
        Sheet("Phong trào", ["Phong trào", "Ngày phát động", "Từ ngày", "Đến ngày", "Tính vào dòng"], lists),
        Sheet("Thông tin", ["Mục", "Nội dung"], said, is_filtered=False),
    ]
    place = place_of(alliance)
    file = form_book(printed, year, numbers_of(counted), behind, reporter=alliance.name, place=place)
    return FileResponse(file, as_attachment=True, filename=f"bieu-0601n-{year}.xlsx", content_type=XLSX)
