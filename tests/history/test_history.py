"""Awards of the past over the pages: written, corrected, linked, cancelled, looked up, and by whom they are seen."""

import datetime as dt
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from awards.history import actions
from awards.history.actions import AlreadyRecorded, NotTheSameName, WrongAward
from awards.history.enums import HistoryStatus
from awards.history.models import Collective, PastAward
from awards.history.queries import candidates
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.law.enums import AwardSubject
from emulation_portal.procedure.acting import carry_out
from emulation_portal.procedure.errors import InvalidMove
from emulation_portal.rights.enums import Role
from tests.factories import history as make
from tests.factories.campaigns import cast
from tests.factories.people import (
    PersonFactory,
    PositionFactory,
    UnitFactory,
    alliance,
    second_alliance,
    user_with_role,
)
from tests.factories.reports import people_of_unit
from tests.scenarios.desk import Desk
from units.models import Unit

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def unit() -> Unit:
    return UnitFactory(name="Hợp tác xã Mẫu Một", short_name="HTX Mẫu Một")


def person_of(unit: Unit, name: str, **fields):
    return PositionFactory(unit=unit, person=PersonFactory(full_name=name, alliance=alliance(), **fields)).person


TYPED = {
    "subject": "person",
    "name": "Trần Thị Thi Đua",
    "post": "Giám đốc",
    "award": "CSTDCS",
    "ground": "merit",
    "year": "2022",
    "decision_number": "111/QĐ-LMHTX",
    "decided_on": "20/12/2022",
    "decided_by": "Chủ tịch Liên minh Hợp tác xã tỉnh",
}


# --- over the pages ---------------------------------------------------------------------------------------------------


def test_officer_writes_an_award_down_corrects_it_and_finds_it(unit: Unit) -> None:
    desk = Desk(cast().officer)
    form = desk.open(reverse("history:create"))

    page = desk.press(form, "Lưu", unit=str(unit.pk), **TYPED)
    row = PastAward.objects.get()
    page = desk.press(desk.follow(page, "Sửa"), "Lưu", year="2021")
    found = desk.open(f"{reverse('history:list')}?q=thi+dua+tran")

    row.refresh_from_db()
    assert (row.year, row.person, row.collective, row.source) == (2021, None, None, "typed")
    assert page.says("Chiến sĩ thi đua cơ sở")
    assert page.says("Lần xét sau tính từ01/01/2022")
    assert found.links("Trần Thị Thi Đua") == [f"{row.get_absolute_url()}"]
    assert list(Event.objects.filter(verb__startswith="past_award").values_list("verb", flat=True).order_by("pk")) == [
        "past_award.written",
        "past_award.corrected",
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"year": ""}, "Hãy ghi năm được công nhận."),
        ({"award": "TTLDXS"}, "không tặng cho cá nhân"),
        ({"decided_on": f"{today() + DAY:%d/%m/%Y}"}, "Ngày quyết định ở sau hôm nay."),
        ({"achieved_from": "01/01/2022"}, "Hãy ghi cả ngày đầu và ngày cuối, hoặc để trống cả hai."),
        ({"achieved_from": "01/02/2022", "achieved_to": "31/01/2022"}, "Ngày này ở trước ngày bắt đầu."),
        ({"year": str(today().year + 1)}, str(today().year)),
        ({"name": "   "}, "Hãy điền"),
    ],
)
def test_nonsense_is_told_and_nothing_is_lost(unit: Unit, typed: dict[str, str], told: str) -> None:
    desk = Desk(cast().officer)

    page = desk.press(desk.open(reverse("history:create")), "Lưu", unit=str(unit.pk), **TYPED | typed)

    assert page.status == 422
    assert page.says(told), page.main
    assert page.value("decision_number") == "111/QĐ-LMHTX"
    assert not PastAward.objects.exists()


def test_cancelled_by_a_decision_it_counts_no_more_and_can_be_restored(unit: Unit) -> None:
    row, desk = make.past_award(unit), Desk(cast().officer)
    page = desk.follow(desk.open(row.get_absolute_url()), "Ghi hủy bỏ")

    early = desk.press(page, "Ghi hủy bỏ", cancelled_by="9/QĐ", cancelled_on="19/12/2023", reason="Khai sai.")
    page = desk.press(early, "Ghi hủy bỏ", cancelled_on="01/03/2024")
    row.refresh_from_db()

    assert early.says("Ngày hủy bỏ ở trước ngày khen thưởng.")
    assert (row.status, row.cancelled_by, row.cancelled_on) == ("cancelled", "9/QĐ", dt.date(2024, 3, 1))
    assert page.says("Theo 9/QĐ, ngày 01/03/2024.")
    assert not PastAward.objects.standing().exists()

    desk.press(desk.follow(page, "Khôi phục"), "Khôi phục", reason="Tòa hủy quyết định.")
    row.refresh_from_db()
    assert (row.status, row.cancelled_by, row.cancelled_on) == ("standing", "", None)


def test_who_may_be_meant_is_named_and_nobody_is_linked_unasked(unit: Unit) -> None:
    first = person_of(unit, "Nguyễn Thị Khen", birth_date=dt.date(1980, 5, 1))
    person_of(UnitFactory(), "Nguyễn Thị Khen", birth_date=dt.date(1991, 5, 1))
    row, desk = make.past_award(unit), Desk(cast().officer)

    page = desk.open(row.get_absolute_url())
    offered = [each for each in page.buttons() if each.startswith("Nguyễn Thị Khen")]
    url, data = desk.filled(page, offered[0])
    page = desk.send(url, {**data, "person": [str(first.pk)]})
    row.refresh_from_db()

    assert ["sinh 19" in each for each in offered] == [True] * 2
    assert row.person == first
    assert page.says("Thôi gắn người này")
    desk.press(page, "Thôi gắn người này")
    row.refresh_from_db()
    assert row.person is None


def test_page_of_the_person_and_of_the_unit_show_it(unit: Unit) -> None:
    person = person_of(unit, "Nguyễn Thị Khen")
    make.past_award(unit, person=person)
    desk = Desk(cast().officer)

    for thing in (person, unit):
        page = desk.open(thing.get_absolute_url())
        assert page.says("Khen thưởng đã có"), page.main
        assert page.says("Lao động tiên tiến"), page.main


# --- what holds, whoever asks -----------------------------------------------------------------------------------------


def test_two_of_one_name_are_told_apart_by_birth_and_the_same_line_is_refused(unit: Unit) -> None:
    make.past_award(unit, birth_year=1980)
    make.past_award(unit, birth_year=1990)

    with pytest.raises(AlreadyRecorded, match="đã có trong lịch sử"):
        make.past_award(unit, birth_year=1980)
    make.past_award(unit)
    with pytest.raises(AlreadyRecorded):
        make.past_award(unit)

    assert PastAward.objects.count() == 3


def test_line_that_was_a_mistake_stands_in_nobodys_way_until_it_is_restored(unit: Unit) -> None:
    row = make.past_award(unit)
    carry_out(row, "dropped", by=cast().officer, on=today(), reason="Nhầm.")
    make.past_award(unit)

    with pytest.raises(AlreadyRecorded):
        carry_out(row, "restored", by=cast().officer, on=today(), reason="Không nhầm.")

    row.refresh_from_db()
    assert row.status == HistoryStatus.MISTAKEN


@pytest.mark.parametrize(
    ("born", "refused"), [(None, False), (dt.date(1980, 1, 1), False), (dt.date(1981, 1, 1), True)]
)
def test_person_is_linked_whose_name_and_birth_do_not_speak_against_it(unit: Unit, born, refused: bool) -> None:
    person = person_of(unit, "Nguyễn Thị Khen", birth_date=born)

    if refused:
        with pytest.raises(NotTheSameName, match="sinh năm 1981"):
            make.past_award(unit, person=person, birth_year=1980)
    else:
        assert make.past_award(unit, person=person, birth_year=1980).person == person
    assert (person in candidates(make.past_award(unit, birth_year=1980, award="CSTDCS"))) is not refused


def test_person_of_another_name_or_alliance_is_never_linked(unit: Unit) -> None:
    other, theirs = person_of(unit, "Nguyễn Thị Khác"), second_alliance()
    foreign = PersonFactory(full_name="Nguyễn Thị Khen", alliance=theirs.unit)
    row = make.past_award(unit)

    for person, error in ((other, NotTheSameName), (foreign, WrongAward)):
        with pytest.raises(error):
            actions.link_person(award_id=row.pk, person_id=person.pk, by=cast().officer)
    with pytest.raises(PermissionDenied):
        actions.link_person(award_id=row.pk, person_id=None, by=theirs.users["officer"])

    row.refresh_from_db()
    assert row.person is None
    assert not candidates(row)


@pytest.mark.parametrize(
    ("name", "is_whole"), [("Hợp tác xã Mẫu Một", True), ("HTX MẪU MỘT", True), ("Tổ sản xuất số 1", False)]
)
def test_collective_is_the_unit_or_a_part_of_it_and_written_down_once(unit: Unit, name: str, is_whole: bool) -> None:
    says = {"subject": AwardSubject.COLLECTIVE, "award": "TTLDTT"}

    one = make.past_award(unit, name=name, year=2022, **says)
    other = make.past_award(unit, name=name.lower(), year=2023, decision_number="13/QĐ-LMHTX", **says)

    assert one.collective == other.collective
    assert one.collective is not None
    assert one.collective.is_whole_unit is is_whole
    assert Collective.objects.count() == 1


def test_household_of_a_name_is_no_team_of_that_name(unit: Unit) -> None:
    team = make.past_award(unit, name="Nguyễn Văn A", subject="collective", award="GK", year=None)
    home = make.past_award(unit, name="Nguyễn Văn A", subject="household", award="BKT", year=None)

    assert team.collective != home.collective


def test_database_refuses_a_line_of_two_subjects_one_that_begins_cancelled_and_a_deletion(unit: Unit) -> None:
    row = make.past_award(unit)
    for act in (
        lambda: PastAward.objects.filter(pk=row.pk).update(subject="collective"),
        lambda: PastAward.objects.filter(pk=row.pk).update(cancelled_by="9/QĐ"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        row.delete()
    assert PastAward.objects.count() == 1


def test_what_counts_no_more_is_not_corrected(unit: Unit) -> None:
    row = make.in_state("cancelled")
    row.name = "Người Khác"

    with pytest.raises(WrongAward, match="Đã hủy bỏ"):
        actions.save_award(row, by=cast().officer, on=today())
    with pytest.raises(InvalidMove):
        carry_out(row, "dropped", by=cast().officer, on=today(), reason="Nhầm.")


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_write_one_line(unit: Unit) -> None:
    officer, start, told = cast().officer, Barrier(2), []

    def write() -> None:
        start.wait()
        try:
            make.past_award(unit, by=officer)
        except DomainError as error:
            told.append(type(error))
        finally:
            connection.close()

    both = [Thread(target=write) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()

    assert (PastAward.objects.count(), told) == (1, [AlreadyRecorded])


# --- who sees it, and in what order -----------------------------------------------------------------------------------


def test_unit_sees_its_own_and_that_of_who_serves_there_now(unit: Unit) -> None:
    former, (editor, _) = UnitFactory(name="Hợp tác xã Cũ"), people_of_unit(unit)
    moved = person_of(unit, "Nguyễn Thị Khen")
    own = make.past_award(unit, name="Trần Văn Nhà")
    brought_along = make.past_award(former, person=moved)
    make.past_award(former, name="Lê Văn Nơi Khác")

    assert set(PastAward.objects.visible_to(editor)) == {own, brought_along}
    assert PastAward.objects.visible_to(user_with_role(Role.LEADER)).count() == 3
    for role in (Role.ACCOUNTANT, Role.ADMIN, Role.COUNCIL_MEMBER):
        assert not PastAward.objects.visible_to(user_with_role(role)).exists()


def test_names_stand_in_vietnamese_order_of_the_given_name(unit: Unit) -> None:
    names = ["Vũ Văn Bình", "Trần Hà", "Nguyễn Thị Hạ", "Đỗ Văn Ân", "Nguyễn Văn An", "Lê Đức Đạt", "Bùi Văn Dũng"]
    for name in names:
        make.past_award(unit, name=name)
    desk = Desk(cast().officer)

    page = desk.open(reverse("history:list"))
    shown = [a.text_content().strip() for a in page.tree.xpath("//table//th[@scope='row']//a")]

    assert shown == [
        *("Nguyễn Văn An", "Đỗ Văn Ân", "Vũ Văn Bình", "Bùi Văn Dũng", "Lê Đức Đạt", "Trần Hà", "Nguyễn Thị Hạ")
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "khen"}, {"Nguyễn Thị Khen"}),
        ({"q": "12/QĐ-LMHTX"}, {"Nguyễn Thị Khen"}),
        ({"q": "mau mot"}, {"Nguyễn Thị Khen", "Hợp tác xã Mẫu Một"}),
        ({"year": "2022"}, {"Hợp tác xã Mẫu Một"}),
        ({"year": "2023"}, {"Nguyễn Thị Khen"}),
        ({"award": "GK"}, {"Hợp tác xã Mẫu Một"}),
        ({"subject": "person"}, {"Nguyễn Thị Khen"}),
        ({"linked": "no"}, {"Nguyễn Thị Khen"}),
        ({"status": "cancelled"}, set()),
    ],
)
def test_list_is_narrowed(unit: Unit, asked: dict[str, str], found: set[str]) -> None:
    make.past_award(unit)
    other = {"award": "GK", "year": None, "decision_number": "7/QĐ-UBND", "decided_on": dt.date(2022, 6, 1)}
    make.past_award(unit, name=unit.name, subject="collective", **other)

    page = Desk(cast().officer).client.get(reverse("history:list"), asked)

    assert {row.name for row in page.context["table"].rows} == found
