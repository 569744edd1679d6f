"""What is in force on a day, and which days are worked."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from emulation_portal.core.dates import today
from emulation_portal.core.declarations import declared
from emulation_portal.core.markup import link, noted
from emulation_portal.core.numbering import decimal_comma, grouped
from emulation_portal.core.tables import Column, Table

from .catalogue import AwardType, award_type, awards_on
from .dated import BeforeFirstRule
from .enums import AwardClass
from .forms import CountForm, OnDayForm, YearForm
from .money import base_salary_on, bonus_vnd, coefficient_for
from .regimes import Text, doubts_on, regime_on, texts_on
from .shown import ShownRules
from .standards import standards_of
from .working_days import after_working_days, days_off, is_decided, last_of_working_days, swaps, working_days_between

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")

TEXTS = (
    Column("Văn bản", lambda text: text.name, names_row=True),
    Column("Loại", lambda text: text.rank.label, css="nowrap"),
    Column("Áp dụng từ", lambda text: text.effective_from),
    Column("Đến trước", lambda text: text.effective_to),
    Column("Mức tin cậy", lambda text: _vouched(text)),
)
RULES = (
    Column("Quy định", lambda row: row[0], names_row=True),
    Column("Căn cứ", lambda row: row[1]),
)
DAYS_OFF = (
    Column("Ngày", lambda row: row[0], names_row=True),
    Column("Thứ", lambda row: _WEEKDAYS[row[0].weekday()], css="nowrap"),
    Column("Nghỉ vì", lambda row: row[1]),
)
WORKED = (
    Column("Ngày làm bù", lambda swap: swap.worked, names_row=True),
    Column("Thứ", lambda swap: _WEEKDAYS[swap.worked.weekday()], css="nowrap"),
    Column("Bù cho ngày", lambda swap: swap.off),
    Column("Theo", lambda swap: f"{swap.source} ({swap.confidence.label.lower()})"),
)


@login_required
@require_safe
def in_force(request: HttpRequest) -> HttpResponse:
    """Quy định đang áp dụng: of today, or of the day in `?ngay=`."""
    form, day = _asked(request)
    context: dict[str, Any] = {"form": form, "day": day, "is_today": day == today()}
    try:
        context |= _of_day(day)
    except BeforeFirstRule as nothing:
        context["refusal"] = str(nothing)
    return render(request, "law/in_force.html", context)


def _asked(request: HttpRequest) -> tuple[OnDayForm, dt.date]:
    """Return the form of the day and the day: today where none, or none that is a day, is asked."""
    form = OnDayForm({"ngay": request.GET.get("ngay") or f"{today():%d/%m/%Y}"})
    return form, (form.cleaned_data["ngay"] if form.is_valid() else None) or today()


def _of_day(day: dt.date) -> dict[str, Any]:
    regime, salary = regime_on(day), base_salary_on(day)
    rules = sorted(declared(ShownRules), key=lambda shown: shown.order)
    return {
        "regime": regime,
        "doubts": doubts_on(day),
        "texts": Table("Văn bản có hiệu lực", TEXTS, texts_on(day)),
        "awards": [
            Table(kind.label, _awards(day), [row for row in awards_on(day) if row[0].kind == kind])
            for kind in AwardClass
        ],
        "salary": f"{grouped(salary.amount_vnd)} đồng/tháng",
        "salary_source": f"{salary.source} ({salary.confidence.label.lower()})",
        "rules": [Table(shown.title, RULES, list(shown.find(day))) for shown in rules],
    }


def _awards(day: dt.date) -> tuple[Column, ...]:
    """Return the columns of pairs of an award and its rule of the day."""
    return (
        Column("Tên", lambda row: link(_address(row[0], day), row[0].label), names_row=True),
        Column("Dành cho", lambda row: ", ".join(subject.label.lower() for subject in row[0].subjects)),
        Column("Ai quyết định", lambda row: row[1].decides),
        Column("Căn cứ", lambda row: noted(row[1].source, row[1].confidence.label)),
    )


def _address(award: AwardType, day: dt.date) -> str:
    return f"{reverse('law:award', args=[award.code])}?ngay={day:%d/%m/%Y}"


def _vouched(text: Text) -> str:
    return f"{text.confidence.label}. {text.note}".rstrip(". ") + "."


@login_required
@require_safe
def award(request: HttpRequest, code: str) -> HttpResponse:
    """Tiêu chuẩn, tiền thưởng of one award, today or on the day in `?ngay=`. Raises Http404."""
    try:
        chosen = award_type(code)
    except KeyError as unknown:
        raise Http404 from unknown
    form, day = _asked(request)
    back = [("Quy định đang áp dụng", f"{reverse('law:in-force')}?ngay={day:%d/%m/%Y}")]
    context: dict[str, Any] = {"form": form, "day": day, "is_today": day == today(), "award": chosen, "back": back}
    try:
        context |= {
            "rule": chosen.rule_on(day),
            "doubts": doubts_on(day),
            "standards": standards_of(code, day),
            "registration_source": regime_on(day).registration_source if chosen.kind == AwardClass.TITLE else "",
            "money": list(_money(chosen, day)),
            "salary": base_salary_on(day),
        }
    except BeforeFirstRule as nothing:
        context["refusal"] = str(nothing)
    return render(request, "law/award.html", context)


def _money(chosen: AwardType, day: dt.date) -> Iterator[tuple[str, str, str]]:
    """Yield for whom, how much in words, and by which article; what is not known is told as such."""
    salary = base_salary_on(day).amount_vnd
    for subject in chosen.subjects:
        found = coefficient_for(chosen.code, subject, day)
        if found is None:
            yield subject.label, "Cổng chưa có mức thưởng theo quy định; hãy hỏi trước khi ghi số tiền.", ""
            continue
        amount = f"{grouped(bonus_vnd(found.value, salary))} đồng"
        words = f"không quá {amount}" if found.is_most else amount
        times = decimal_comma(found.value)
        yield subject.label, f"{times} lần lương cơ sở: {words}", f"{found.source} ({found.confidence.label.lower()})"


@login_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Lịch làm việc của một năm, and a count of working days from a day."""
    form = YearForm({"nam": request.GET.get("nam") or str(today().year)})
    year = (form.cleaned_data["nam"] if form.is_valid() else None) or today().year
    worked = [swap for swap in swaps().swap if swap.worked.year == year]
    context = {
        "form": form,
        "year": year,
        "days_off": Table("Ngày nghỉ lễ, tết", DAYS_OFF, list(days_off(year).items())),
        "worked": Table("Ngày làm bù", WORKED, worked),
        "is_decided": is_decided(year),
        "number": working_days_between(dt.date(year, 1, 1), dt.date(year, 12, 31)),
        "count": _count(request),
    }
    return render(request, "law/calendar.html", context)


def _count(request: HttpRequest) -> dict[str, Any]:
    """Return the form that counts, with its answers where it was asked."""
    is_asked = bool({"tu", "so"} & set(request.GET))
    form = CountForm(request.GET if is_asked else None)
    first, number = (form.cleaned_data.get(name) for name in ("tu", "so")) if form.is_valid() else (None, None)
    if not (first and number):
        return {"form": form}
    return {
        "form": form,
        "first": first,
        "number": number,
        "after": after_working_days(first, number),
        "last": last_of_working_days(first, number),
    }
