"""What the text of a plan says of dates and rewards is offered as rows: nobody types it twice."""

import datetime as dt

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from campaigns.enums import AwardForm, MilestoneKind, SubjectKind
from campaigns.models import Milestone, RewardSpec
from campaigns.proposals import named_days, named_rewards
from emulation_portal.documents.drafts.enums import DraftStatus
from tests.factories import campaigns
from tests.growth import check_grows_with_length
from tests.scenarios.desk import Desk

K, A, S = MilestoneKind, AwardForm, SubjectKind


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("- Phát động: ngày 15/01/2027", [(K.LAUNCH, dt.date(2027, 1, 15))]),
        ("Phát động: tháng 01 năm 2027.", [(K.LAUNCH, dt.date(2027, 1, 1))]),
        (
            "Sơ kết vào tháng 6/2027; tổng kết trước ngày 20 tháng 12 năm 2027.",
            [(K.MIDTERM_REVIEW, dt.date(2027, 6, 30)), (K.FINAL_REVIEW, dt.date(2027, 12, 20))],
        ),
        ("Hồ sơ đề nghị khen thưởng gửi về Văn phòng trước ngày 30/11/2027.", [(K.DOSSIERS, dt.date(2027, 11, 30))]),
        (
            "Báo cáo kết quả trước ngày 15/6/2027.\nBáo cáo năm trước ngày 15/12/2027.",
            [(K.REPORT, dt.date(2027, 6, 15)), (K.REPORT, dt.date(2027, 12, 15))],
        ),
        ("Tổng kết ngày 31/02/2027.", []),
        ("Tổng kết phong trào vào cuối năm.", []),
        ("Căn cứ Luật ngày 15/6/2022.", []),
        (
            "Hồ sơ gửi theo Hướng dẫn số 7/HD-BNV ngày 14/9/2026, trước ngày 31/10/2027.",
            [(K.DOSSIERS, dt.date(2027, 10, 31))],
        ),
        (
            "Đăng ký thi đua trước ngày 28/02/2027, gửi báo cáo sơ kết trước ngày 30/6/2027, tổng kết ngày 05/12/2027.",
            [(K.MIDTERM_REVIEW, dt.date(2027, 6, 30)), (K.FINAL_REVIEW, dt.date(2027, 12, 5))],
        ),
        ("Ngày 15/01/2027: lễ phát động.", [(K.LAUNCH, dt.date(2027, 1, 15))]),
        ("Báo cáo theo Kế hoạch số 8/KH-LMHTX ngày 05/01/2027.", []),
        ("Báo cáo theo Quyết định ngày 05/01/2027 của Chủ tịch.", []),
        ("Báo cáo kết quả thực hiện kế hoạch trước ngày 15/6/2027.", [(K.REPORT, dt.date(2027, 6, 15))]),
        ("Phát động ngày 15/01/2027.\nPhát động lại ngày 16/01/2027.", [(K.LAUNCH, dt.date(2027, 1, 15))]),
    ],
)
def test_days_with_their_occasions(text, days):
    assert named_days([text]) == days


@pytest.mark.parametrize(
    ("text", "rewards"),
    [
        (
            "Giấy khen của Chủ tịch Liên minh: 15 tập thể, 30 cá nhân.",
            [(A.GK, S.COLLECTIVE, 15), (A.GK, S.INDIVIDUAL, 30)],
        ),
        ("Đề nghị UBND tỉnh tặng Bằng khen của Chủ tịch UBND tỉnh cho 02 tập thể", [(A.BKT, S.COLLECTIVE, 2)]),
        ("Bằng khen của Liên minh Hợp tác xã Việt Nam cho 3 cá nhân", [(A.BKLM, S.INDIVIDUAL, 3)]),
        ("Giấy khen cho tập thể, cá nhân có thành tích.", []),
        ("Giấy khen: tập thể 02, cá nhân 03.", [(A.GK, S.COLLECTIVE, 2), (A.GK, S.INDIVIDUAL, 3)]),
        (
            "Giấy khen của Chủ tịch Liên minh:\n+ Tập thể: 15;\n+ Cá nhân: 30.",
            [(A.GK, S.COLLECTIVE, 15), (A.GK, S.INDIVIDUAL, 30)],
        ),
        ("Giấy khen cho năm (05) tập thể; 10 cá nhân.", [(A.GK, S.COLLECTIVE, 5), (A.GK, S.INDIVIDUAL, 10)]),
        ("Đề nghị UBND tỉnh tặng Bằng khen cho 05 tập thể.", [(A.BKT, S.COLLECTIVE, 5)]),
        ("Giấy khen: 15 tập thể. Có 30 cá nhân đăng ký tham gia.", [(A.GK, S.COLLECTIVE, 15)]),
        ("Giấy khen theo quy định.\nPhong trào có 30 cá nhân tham gia.", []),
        ("Có 15 tập thể, 30 cá nhân đăng ký.", []),
        ("Giấy khen cho 0 tập thể", []),
        ("Giấy khen: 5 hộ gia đình\nGiấy khen: 6 hộ gia đình", [(A.GK, S.HOUSEHOLD, 5)]),
    ],
)
def test_rewards_with_their_numbers(text, rewards):
    assert named_rewards([text]) == rewards


def test_tables_name_rewards_and_days_too():
    rewards = [
        ["STT", "Hình thức khen thưởng", "Tập thể", "Cá nhân"],
        ["1", "Giấy khen của Chủ tịch Liên minh", "10", "20"],
    ]
    listed = [["Hình thức", "Đối tượng", "Số lượng"], ["Giấy khen", "Cá nhân", "05"], ["Cờ thêu", "Tập thể", "1"]]
    days = [
        ["Nội dung công việc", "Thời gian"],
        ["Lễ phát động", "15/01/2027"],
        ["Tổng kết phong trào", "tháng 12/2027"],
    ]

    assert named_rewards([], [rewards]) == [(A.GK, S.COLLECTIVE, 10), (A.GK, S.INDIVIDUAL, 20)]
    assert named_rewards([], [listed]) == [(A.GK, S.INDIVIDUAL, 5)]
    assert named_days([], [days]) == [(K.LAUNCH, dt.date(2027, 1, 15)), (K.FINAL_REVIEW, dt.date(2027, 12, 31))]
    assert (named_days([], [rewards, [], [["A"]]]), named_rewards([], [days, [], [["A"]]])) == ([], [])


@given(st.text("Phát động tổng kết giấy khen 0123456789/.,;\n tập thể ngày tháng năm", max_size=200))
def test_no_text_is_too_odd(text):
    named_days([text])
    named_rewards([text])


@pytest.mark.parametrize("piece", ["hồ sơ ", "thủ tướng ", "Kế hoạch ngày ", "1/1/2027 ", "giấy khen 1 tập thể "])
def test_cost_grows_with_length(piece):
    check_grows_with_length(
        lambda text: (named_days([text]), named_rewards([text])), lambda times: piece * times, 2_000
    )


# --- on the page of the part ------------------------------------------------------------------------------------------


def a_draft(part, text):
    plan = campaigns.plan_in(DraftStatus.DRAFT)
    {"milestones": Milestone, "rewards": RewardSpec}[part].objects.filter(plan=plan).delete()
    section = plan.sections.last()
    section.body = text
    section.save()
    officer = Desk(campaigns.cast().officer)
    return plan, officer, officer.open(reverse("drafts:part", args=["ke-hoach", plan.pk, part]))


@pytest.mark.django_db
def test_what_the_text_says_is_filled_in_to_be_looked_over_and_saved():
    plan, officer, page = a_draft("rewards", "Giấy khen của Chủ tịch Liên minh: 15 tập thể, 30 cá nhân.")

    shown = officer.press(page, "Điền các dòng này để xem lại")
    saved_yet = RewardSpec.objects.filter(plan=plan).count()
    officer.press(shown, "Lưu")

    assert page.says("Giấy khen của Chủ tịch Liên minh HTX tỉnh, Tập thể, Số lượng, 15")
    assert saved_yet == 0
    rows = RewardSpec.objects.filter(plan=plan).values_list("award_form", "subject_kind", "quota_mode", "quota")
    assert sorted(rows) == [("GK", "collective", "fixed", 15), ("GK", "individual", "fixed", 30)]
    again = officer.open(page.url)
    assert not again.says("chưa có dòng ở đây")


@pytest.mark.django_db
def test_dates_are_filled_in_beside_what_was_typed():
    plan, officer, page = a_draft("milestones", "Phát động ngày 15/01/2027. Tổng kết ngày 20/12/2027.")

    shown = officer.press(
        page, "Điền các dòng này để xem lại", **{"milestones-0-kind": "report", "milestones-0-due_on": "01/06/2027"}
    )
    officer.press(shown, "Lưu")

    assert sorted(Milestone.objects.filter(plan=plan).values_list("kind", "due_on")) == [
        ("final_review", dt.date(2027, 12, 20)),
        ("launch", dt.date(2027, 1, 15)),
        ("report", dt.date(2027, 6, 1)),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["bases", "targets", "sections"])
def test_other_parts_propose_nothing(part):
    plan = campaigns.plan_in(DraftStatus.DRAFT)

    page = Desk(campaigns.cast().officer).open(reverse("drafts:part", args=["ke-hoach", plan.pk, part]))

    assert not page.says("chưa có dòng ở đây")
