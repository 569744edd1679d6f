"""Days that contradict each other are told, on both sides of each limit, and hinder nothing."""

import datetime as dt

import pytest
from django.urls import reverse

from campaigns.consistency import DateFacts, contradictions
from campaigns.enums import MilestoneKind as M
from campaigns.models import CampaignPlan
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.drafts.papers import draft_paper
from tests.factories import campaigns
from tests.scenarios.desk import Desk


def day(month: int, number: int, year: int = 2027) -> dt.date:
    return dt.date(year, month, number)


YEAR = {"period_from": day(1, 1), "period_to": day(12, 31)}
LAUNCH = (M.LAUNCH, day(3, 1))


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (DateFacts(), []),
        (DateFacts(**YEAR, milestones=(LAUNCH, (M.REPORT, day(6, 30)), (M.FINAL_REVIEW, day(12, 31)))), []),
        # the launch
        (DateFacts(milestones=(LAUNCH,), rewards=(("Giấy khen", day(3, 1)),)), []),
        (
            DateFacts(milestones=(LAUNCH,), rewards=(("Giấy khen", day(2, 28)),)),
            [("rewards", "Hạn nộp hồ sơ 28/02/2027 của “Giấy khen” sớm hơn ngày phát động 01/03/2027.")],
        ),
        (DateFacts(milestones=(LAUNCH,), targets=(("Đăng ký", day(3, 2)),)), []),
        (
            DateFacts(milestones=(LAUNCH,), targets=(("Đăng ký", day(3, 1)),)),
            [("targets", "Chỉ tiêu “Đăng ký” phải hoàn thành trước ngày 01/03/2027, mà ngày phát động là 01/03/2027.")],
        ),
        (
            DateFacts(milestones=((M.REPORT, day(2, 28)), LAUNCH)),
            [("milestones", "Mốc “Báo cáo” ngày 28/02/2027 đứng trước ngày phát động 01/03/2027.")],
        ),
        (
            DateFacts(milestones=(LAUNCH,), dossiers_from=day(1, 1), dossiers_to=day(2, 28)),
            [("general", "Hết hạn nhận hồ sơ ngày 28/02/2027, trước ngày phát động 01/03/2027.")],
        ),
        # the period
        (DateFacts(**YEAR, dossiers_from=day(1, 1), dossiers_to=day(12, 31)), []),
        (
            DateFacts(**YEAR, dossiers_from=day(12, 1), dossiers_to=day(1, 1, 2028)),
            [
                (
                    "general",
                    "Thời gian nhận hồ sơ (01/12/2027 - 01/01/2028) nằm ngoài thời gian của phong trào (01/01/2027 - 31/12/2027).",
                )
            ],
        ),
        (DateFacts(**YEAR, milestones=((M.LAUNCH, day(1, 1)), (M.REPORT, day(12, 31)))), []),
        (
            DateFacts(period_from=day(1, 1), milestones=((M.LAUNCH, day(12, 31, 2026)),)),
            [("milestones", "Mốc “Phát động” ngày 31/12/2026 nằm ngoài thời gian của phong trào (từ 01/01/2027).")],
        ),
        (
            DateFacts(period_to=day(12, 31), milestones=((M.REPORT, day(1, 1, 2028)),)),
            [("milestones", "Mốc “Báo cáo” ngày 01/01/2028 nằm ngoài thời gian của phong trào (đến 31/12/2027).")],
        ),
        (DateFacts(**YEAR, milestones=((M.FINAL_REVIEW, day(1, 15, 2028)),)), []),  # summed up when it is over
        (
            DateFacts(**YEAR, milestones=((M.FINAL_REVIEW, day(12, 31, 2026)),)),
            [
                (
                    "milestones",
                    "Mốc “Tổng kết” ngày 31/12/2026 nằm ngoài thời gian của phong trào (01/01/2027 - 31/12/2027).",
                )
            ],
        ),
        # the window of dossiers
        (DateFacts(dossiers_from=day(10, 1), dossiers_to=day(10, 31), rewards=(("Cờ", day(10, 31)),)), []),
        (
            DateFacts(dossiers_from=day(10, 1), dossiers_to=day(10, 31), rewards=(("Cờ", day(11, 1)),)),
            [
                (
                    "rewards",
                    "Hạn nộp hồ sơ 01/11/2027 của “Cờ” nằm ngoài thời gian nhận hồ sơ (01/10/2027 - 31/10/2027).",
                )
            ],
        ),
    ],
)
def test_days_that_do_not_fit_are_told(facts: DateFacts, told: list[tuple[str, str]]):
    assert [(found.part, found.message) for found in contradictions(facts)] == told


def plan_with_a_deadline_before_its_launch(**fields) -> CampaignPlan:
    plan = campaigns.complete_draft(**fields)
    launch = plan.milestones.get(kind=M.LAUNCH).due_on
    plan.rewards.update(dossier_deadline_on=launch - dt.timedelta(days=1))
    return plan


TOLD = "sớm hơn ngày phát động"


@pytest.mark.django_db
def test_officer_and_reviewers_are_told_and_the_plan_goes_its_way(officer: Desk):
    plan = plan_with_a_deadline_before_its_launch()
    url = plan.get_absolute_url()

    parts = [
        officer.open(reverse("drafts:part", args=["ke-hoach", plan.pk, p])).says(TOLD) for p in ("general", "rewards")
    ]
    page = officer.open(url)
    officer.press(page, "Trình rà soát")

    plan.refresh_from_db()
    assert (parts, page.says(TOLD), plan.status) == (
        [False, True],
        True,
        DraftStatus.DEPT_REVIEW,
    )  # on the part it is about
    assert Desk(campaigns.cast().chief).open(url).says(TOLD)


@pytest.mark.django_db
def test_nobody_is_told_of_what_can_no_longer_be_changed(officer: Desk):
    plan = campaigns.plan_in(DraftStatus.ISSUED, on=today())
    plan.rewards.update(dossier_deadline_on=dt.date(2020, 1, 1))
    paper = campaigns.transcription(number=7)
    paper.rewards.update(dossier_deadline_on=dt.date(2020, 1, 1))

    pages = [officer.open(found.get_absolute_url()) for found in (plan, paper)]

    assert [page.says(TOLD) for page in pages] == [False, False]


@pytest.mark.django_db
def test_paper_says_that_the_last_day_of_dossiers_counts():
    plan = campaigns.complete_draft()
    plan.rewards.update(dossier_deadline_on=dt.date(2027, 10, 26))
    plan.targets.update(due_on=dt.date(2027, 11, 30))

    lines = [getattr(block, "text", "") for block in draft_paper(CampaignPlan.objects.get()).body]

    assert any(line.endswith("; hạn nộp hồ sơ: hết ngày 26/10/2027.") for line in lines)
    assert any(line.endswith(", hoàn thành trước ngày 30/11/2027.") for line in lines)
