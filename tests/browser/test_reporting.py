"""A unit writes its report in the browser: nothing typed is lost, whatever becomes of the server, the session, a colleague."""

import datetime as dt
import socket
import sys
from collections.abc import Callable
from decimal import Decimal
from os import environ
from typing import Any

import pytest
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.reports import actions
from campaigns.reports.enums import DueRule, Owing, PeriodKind, ReportPart, ReportStatus
from campaigns.reports.models import Demand, Indicator, ReportPeriod, ReportText, ReportValue, UnitReport
from campaigns.reports.regulations import ProposedPeriod
from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from tests.chromium import PHONE
from tests.jobs.machines import Machine, database_url, free_port
from tests.waiting import until
from units.models import Unit

from .people import Person
from .test_reachable import OUT_OF_REACH

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WIDE = ("CV_TIEN", "CV_HANG", "CV_NGAY", "CV_TIEM_1", "CV_MO_HINH", "CV_KHOI_PHUC")
PERIODS = ("killed", "colleagues", "pressed", "session", "stranger", "scriptless", "wrong", "sent", "phone")


@pytest.fixture(scope="module")
def reports(_portal, django_db_blocker) -> dict[str, UnitReport]:
    """What Đông Triều owes, one report for each test: of six figures and words, of the days of work alone in some."""
    with django_db_blocker.unblock():
        unit = Unit.objects.get(name="Hợp tác xã Đông Triều")
        campaign = Campaign.objects.create(
            organiser_id=unit.root_id, name="Phòng, chống dịch Covid-19 thử", period_from=today(), period_to=today()
        )
        parts = [ReportPart.RESULTS.value, ReportPart.PROPOSALS.value]
        return {**_asked(campaign, unit, "đủ", WIDE, parts), **_asked(campaign, unit, "gọn", ("CV_NGAY",), [])}


def _asked(
    campaign: Campaign, unit: Unit, name: str, codes: tuple[str, ...], parts: list[str]
) -> dict[str, UnitReport]:
    officer, on = User.objects.get(username="chuyenvien"), today()
    demand = actions.save_demand(
        Demand(campaign=campaign, name=f"Báo cáo {name}", owing=Owing.UNITS, parts=parts),
        blocks=[],
        units=[unit],
        by=officer,
    )
    chosen = [(Indicator.objects.get(alliance=unit.root_id, code=code), True, False) for code in codes]
    actions.choose_indicators(demand_id=demand.pk, chosen=chosen, by=officer)
    names = [each for each in PERIODS if (each == "sent") == (codes != WIDE)]
    periods = [ProposedPeriod(PeriodKind.AD_HOC, each, on, on, on, on + dt.timedelta(days=9)) for each in names]
    actions.add_periods(demand_id=demand.pk, periods=periods, rule=DueRule.AS_IT_IS, by=officer)
    actions.ask_units(demand_id=demand.pk, by=officer, on=on)
    return {report.period.name: report for report in UnitReport.objects.filter(period__demand=demand)}


@pytest.fixture(scope="module")
def sessions() -> dict[str, Any]:
    return {}


@pytest.fixture
def come(enter, sessions) -> Callable[..., Person]:
    """Return a way in like `enter`; who was here before is logged in still."""

    def come_in(username: str, **options: Any) -> Person:
        if username in sessions:
            return enter(storage_state=sessions[username], **options)
        person = enter(username, **options)
        sessions[username] = person.context.storage_state()
        return person

    return come_in


def figures(report: UnitReport) -> str:
    return reverse("reports:figures", args=[report.pk, "campaign"])


def box(person, code: str, name: str = "value"):
    return person.page.locator(f"[name='{code}__{name}']")


def state(person) -> str:
    return person.page.locator("[data-state]").inner_text()


def is_kept(person) -> None:
    """Wait until the portal has all that was typed."""
    person.page.wait_for_function(
        "() => /^Đã lưu \\d\\d:\\d\\d$/.test(document.querySelector('[data-state]').textContent)"
        " && Object.keys(localStorage).every(key => !key.startsWith('report:'))",
        polling=100,
    )


def figure(report: UnitReport, code: str) -> Decimal | None:
    return ReportValue.objects.get(report=report, indicator__code=code).value


# --- nothing is lost --------------------------------------------------------------------------------------------------


@pytest.fixture
def web(_portal, _media, tmp_path):
    """A web server of its own beside that of the other tests, on the same database, which can be killed."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    command += ["--threads", "4", "--log-level", "warning", "--no-control-socket", "tests.browser.web"]
    given = {"DATABASE_URL": database_url(), "MEDIA_ROOT": str(_media), "SAMPLE_PERSONAS": "1"}
    machine = Machine(tmp_path, "web", command, {**environ, **given, "PYTHONWARNINGS": "ignore"})
    machine.url = f"http://localhost:{port}"
    machine.start()
    until(lambda: answers(port), "the web server to answer")
    yield machine
    if not machine.is_down():
        machine.kill()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_figures_typed_while_the_server_is_killed_are_kept_and_sent_when_it_is_back(come, reports, web):
    editor, report = come("canbo.dongtrieu"), reports["killed"]
    editor.open(web.url + figures(report))
    box(editor, "CV_NGAY").fill("12")
    is_kept(editor)

    box(editor, "CV_TIEN").press_sequentially("5.0")
    web.kill()
    box(editor, "CV_TIEN").press_sequentially("00.000")
    editor.sees("Mất kết nối, đang giữ trên máy này; sẽ tự gửi lại")
    box(editor, "CV_TIEM_1", "numerator").fill("31")
    box(editor, "CV_TIEM_1", "denominator").fill("40")
    box(editor, "CV_MO_HINH", "flag").select_option("co")
    web.start()
    is_kept(editor)
    editor.page.reload()

    assert [box(editor, code).input_value() for code in ("CV_NGAY", "CV_TIEN")] == ["12", "5.000.000"]
    assert box(editor, "CV_TIEM_1", "numerator").input_value() == "31"
    assert box(editor, "CV_MO_HINH", "flag").input_value() == "co"
    assert [figure(report, code) for code in ("CV_NGAY", "CV_TIEN")] == [12, 5_000_000]
    editor.complaints.clear()  # of the browser, that nobody answered


def test_of_two_people_at_one_box_the_second_chooses_whose_content_stands(come, reports):
    editor, head, report = come("canbo.dongtrieu"), come("giamdoc.dongtrieu"), reports["colleagues"]
    words = reverse("reports:words", args=[report.pk])
    editor.open(figures(report))
    head.open(figures(report))
    box(editor, "CV_NGAY").fill("12")
    is_kept(editor)

    box(head, "CV_NGAY").fill("21")
    head.sees("đã ghi ô này lúc")
    meanwhile = figure(report, "CV_NGAY")
    head.press("Lấy nội dung đang lưu: 12")
    taken = box(head, "CV_NGAY").input_value()
    box(head, "CV_NGAY").fill("30")
    is_kept(head)
    box(editor, "CV_NGAY").fill("15")
    editor.sees("đã ghi ô này lúc")
    editor.press("Giữ nội dung tôi gõ")
    is_kept(editor)
    conflicts = editor.page.locator("[data-conflict]:visible").count()
    editor.open(words)
    head.open(words)
    editor.write(results="Đã lập hai chốt.")
    is_kept(editor)
    head.write(results="Đã lập ba chốt, phát 200 suất quà.")
    head.sees("đã ghi ô này lúc")
    head.page.reload()
    head.sees("đã ghi ô này lúc")  # loading the page anew does not write over a colleague
    still = head.page.locator("[name=results]").input_value()
    head.press("Giữ nội dung tôi gõ")
    is_kept(head)

    assert (meanwhile, taken, conflicts, figure(report, "CV_NGAY")) == (12, "12", 0, 15)
    assert still == "Đã lập ba chốt, phát 200 suất quà."
    assert ReportText.objects.get(report=report, part="results").body == still
    for person in (editor, head):
        person.complaints.clear()  # of the browser, that the portal refused


def test_what_is_typed_after_the_session_ended_is_sent_once_one_has_logged_in_in_another_tab(come, reports):
    editor, report = come("canbo.dongtrieu"), reports["session"]
    editor.open(figures(report))
    box(editor, "CV_NGAY").fill("12")
    is_kept(editor)

    editor.context.clear_cookies()
    box(editor, "CV_NGAY").fill("21")
    editor.sees("Phiên làm việc đã hết: phần vừa gõ còn giữ trên máy này.")
    log_in_beside(editor)
    typed_on = box(editor, "CV_NGAY").input_value()
    is_kept(editor)
    in_time = figure(report, "CV_NGAY")
    editor.context.clear_cookies()
    box(editor, "CV_NGAY").fill("34")
    editor.sees("Phiên làm việc đã hết")
    log_in_beside(editor)
    editor.page.reload()
    is_kept(editor)

    assert (typed_on, in_time) == ("21", 21)
    assert (box(editor, "CV_NGAY").input_value(), figure(report, "CV_NGAY")) == ("34", 34)
    editor.complaints.clear()  # of the browser, that the portal refused


def test_what_one_typed_is_not_sent_in_the_name_of_who_logs_in_next(come, reports):
    editor, report = come("canbo.dongtrieu"), reports["stranger"]
    editor.open(figures(report))
    editor.context.clear_cookies()
    box(editor, "CV_NGAY").fill("21")
    editor.sees("Phiên làm việc đã hết")
    log_in_beside(editor, "giamdoc.dongtrieu")
    with editor.page.expect_response(lambda answer: answer.request.method == "GET" and answer.url == editor.page.url):
        pass  # the page looks who is there now
    editor.page.reload()

    assert box(editor, "CV_NGAY").input_value() == ""
    assert not report.values.exists()
    editor.complaints.clear()


def test_button_that_is_pressed_while_a_figure_is_under_way_meets_no_conflict_with_oneself(come, reports):
    editor, report, answers = come("canbo.dongtrieu"), reports["pressed"], []
    editor.page.route("**/o/", lambda route: answers.append((route, route.fetch())))
    editor.open(figures(report))
    box(editor, "CV_NGAY").press_sequentially("1")
    while not answers:
        editor.page.wait_for_timeout(50)  # what was typed is kept, and the answer on its way
    box(editor, "CV_NGAY").press_sequentially("2")
    editor.page.get_by_role("button", name="Lưu", exact=True).click(no_wait_after=True)
    editor.page.wait_for_timeout(50)
    route, answer = answers[0]
    route.fulfill(response=answer)
    editor.sees("Đã lưu.")

    assert (box(editor, "CV_NGAY").input_value(), figure(report, "CV_NGAY")) == ("12", 12)


def log_in_beside(person, username: str = "canbo.dongtrieu") -> None:
    tab = person.context.new_page()
    tab.goto(person.url)
    tab.locator(f"form.persona:has(input[value='{username}']) button").first.click()
    tab.get_by_role("heading", name="Việc cần làm").first.wait_for()
    tab.close()


# --- without scripts, and twice ---------------------------------------------------------------------------------------


def test_without_scripts_the_button_keeps_what_can_be_kept_and_tells_the_rest_at_its_box(come, reports):
    editor, report = come("canbo.dongtrieu", java_script_enabled=False), reports["scriptless"]
    editor.open(figures(report))
    box(editor, "CV_NGAY").fill("12")
    box(editor, "CV_TIEN").fill("2.5")
    editor.press("Lưu")
    error = editor.page.locator("#o-CV_TIEN-value-loi")
    told, described = error.inner_text(), box(editor, "CV_TIEN").get_attribute("aria-describedby")
    wrong = box(editor, "CV_TIEN").input_value()
    kept = figure(report, "CV_NGAY")
    box(editor, "CV_TIEN").fill("2.500.000")
    editor.press("Lưu")
    editor.sees("Đã lưu.")

    assert told == "“2.5” có thể hiểu hai cách. Hãy ghi 2,5 nếu là số lẻ, hoặc 25 nếu là số nguyên."
    assert (described, wrong, kept) == ("o-CV_TIEN-value-loi", "2.5", 12)
    assert not editor.page.locator(".field-error:visible").count()
    assert figure(report, "CV_TIEN") == 2_500_000
    editor.complaints.clear()


def test_wrong_figure_is_told_at_its_box_while_one_types_and_is_not_lost(come, reports):
    editor, report = come("canbo.dongtrieu"), reports["wrong"]
    editor.open(figures(report))
    box(editor, "CV_NGAY").fill("mười")
    editor.sees("“mười” không phải là số.")
    invalid = box(editor, "CV_NGAY").get_attribute("aria-invalid")
    editor.page.reload()
    editor.sees("“mười” không phải là số.")
    again = box(editor, "CV_NGAY").input_value()
    box(editor, "CV_NGAY").fill("10")
    is_kept(editor)

    assert (invalid, again) == ("true", "mười")
    assert not editor.page.locator(".field-error:visible").count()
    assert figure(report, "CV_NGAY") == 10
    editor.complaints.clear()


def test_double_click_sends_a_report_once(come, reports):
    """With the script that holds the second click back, and without it."""
    editor, head = come("canbo.dongtrieu"), come("giamdoc.dongtrieu", java_script_enabled=False)
    report = reports["sent"]
    editor.open(figures(report))
    box(editor, "CV_NGAY").fill("12")
    editor.press("Lưu và xem lại")
    editor.page.get_by_role("button", name="Trình thủ trưởng").dblclick()
    editor.sees("Chờ thủ trưởng xác nhận")
    head.open(report.get_absolute_url())
    head.follow("Xác nhận và nộp")
    head.page.get_by_role("button", name="Xác nhận và nộp").dblclick()
    head.sees("Mã biên nhận")
    report.refresh_from_db()

    assert (report.status, report.versions.count()) == (ReportStatus.SUBMITTED, 1)
    assert head.page.locator(".receipt-code").inner_text() == report.receipt_code


# --- on a phone -------------------------------------------------------------------------------------------------------


def test_form_of_a_report_is_in_reach_on_a_phone(come, reports):
    editor, report = come("canbo.dongtrieu", viewport=PHONE), reports["phone"]
    gift = reverse("reports:lines", args=[report.pk, "CV_HANG"])
    paths = (report.get_absolute_url(), figures(report), reverse("reports:words", args=[report.pk]), gift)
    paths += (reverse("reports:review", args=[report.pk]), reverse("reports:evidence", args=[report.pk, "CV_NGAY"]))

    assert out_of_reach(editor, paths) == {}


def test_boards_of_reports_are_in_reach_on_a_phone(come, reports):
    officer, period = come("chuyenvien", viewport=PHONE), reports["phone"].period
    paths = (reverse("reports:board"), period.get_absolute_url(), period.demand.get_absolute_url())
    over = ReportPeriod.objects.filter(reports__status=ReportStatus.LOCKED).first()
    paths += (over.get_absolute_url(), over.reports.first().get_absolute_url())

    assert out_of_reach(officer, paths) == {}


def out_of_reach(person, paths: tuple[str, ...]) -> dict[str, list[str]]:
    """Return by page what is wider than the window, and what cannot be seen and pressed."""
    found = {}
    for path in paths:
        person.open(path)
        assert person.page.locator("main").count(), path
        found[path] = [*person.too_wide(), *person.page.evaluate(OUT_OF_REACH)]
    return {path: names for path, names in found.items() if names}
