"""Units register for a year over the pages: written, sent, changed, late, empty, returned."""

import datetime as dt
from importlib import import_module
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.db import IntegrityError, InternalError, transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from campaigns.registration import actions
from campaigns.registration.actions import save_call
from campaigns.registration.content import Registered, RegisteredAim, RegisteredOne, said_in
from campaigns.registration.enums import CallStanding
from campaigns.registration.enums import RegistrationStatus as S
from campaigns.registration.forms import RegistrationForm
from campaigns.registration.models import RegisteredTitle, Registration, RegistrationCall
from campaigns.registration.queries import counts_of
from campaigns.registration.regulations import is_basis, regime_of, standing, titles_of
from campaigns.registration.telling import remind
from campaigns.registration.work import calls_to_answer, registrations_to_write
from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.enums import DocumentStatus
from emulation_portal.documents.models import Document
from emulation_portal.documents.queries import paper_of
from emulation_portal.law.enums import AwardSubject
from emulation_portal.notifications.models import Message
from emulation_portal.procedure.acting import carry_out
from emulation_portal.procedure.errors import InvalidMove
from tests.factories import registrations as make
from tests.factories.campaigns import cast
from tests.factories.people import PersonFactory, PositionFactory, UnitFactory, alliance
from tests.factories.reports import people_of_unit
from tests.scenarios.desk import Desk
from units.models import Unit

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def unit() -> Unit:
    return UnitFactory(name="Hợp tác xã Mẫu Một")


@pytest.fixture
def people(unit: Unit) -> tuple[User, User]:
    return people_of_unit(unit)


def work_of(user: User) -> list[str]:
    """Return what registrations put on somebody's home page."""
    lists = calls_to_answer(user, today()), registrations_to_write(user, today())
    return [item.title for each in lists for item in each.page(0, 9)[0]]


def test_a_unit_registers_from_its_home_page_to_the_paper(unit: Unit, people: tuple[User, User]) -> None:
    call, (editor, head) = make.call(2026), people
    known = PersonFactory(full_name="Nguyễn Thị Mẫu", alliance=alliance())
    PositionFactory(person=known, unit=unit)
    writer, signer = Desk(editor), Desk(head)

    assert work_of(editor) == ["Đăng ký thi đua năm 2026"]
    page = writer.press(writer.open(call.get_absolute_url()), "Bắt đầu đăng ký")
    fields = {
        "tap-the-0-name": "Tổ sản xuất",
        "tap-the-0-titles": "TTLDTT",
        "ca-nhan-0-name": "nguyễn thị mẫu",
        "ca-nhan-0-titles": ["LDTT", "CSTDCS"],
        "ca-nhan-1-name": "Người Mới",
        "ca-nhan-1-titles": "LDTT",
        "chi-tieu-0-words": "Doanh thu",
        "chi-tieu-0-aim": "tăng 8%",
    }
    page = writer.press(page, "Lưu đăng ký", **fields)
    row = Registration.objects.get()
    assert [(each.name, each.person) for each in row.registrants.filter(subject="person")] == [
        ("nguyễn thị mẫu", known),
        ("Người Mới", None),
    ]
    assert page.says("Chưa có trong danh sách người của đơn vị")
    assert work_of(editor) == ["Soạn tiếp đăng ký thi đua năm 2026"]

    writer.press(page, "Trình thủ trưởng")
    signer.press(signer.follow(signer.open(row.get_absolute_url()), "Xác nhận và gửi"), "Xác nhận và gửi")

    row.refresh_from_db()
    assert (row.status, row.sent_on, row.drafted_by, row.confirmed_by) == (S.SENT, today(), editor, head)
    assert row.standing(on=today()) == CallStanding.IN_TIME
    assert work_of(editor) == []
    paper = paper_of(row)
    assert paper is not None
    assert paper.summary == "V/v đăng ký thi đua năm 2026"
    tables = paper.payload["appendices"][0]["body"]
    assert [table["title"] for table in tables] == ["Tập thể", "Cá nhân", "Chỉ tiêu, nhiệm vụ thi đua"]
    assert tables[1]["rows"] == [["1", "nguyễn thị mẫu, Giám đốc", "x", "x"], ["2", "Người Mới", "x", ""]]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"ca_nhan": "Nguyễn Thị Mẫu"}, "Hãy chọn ít nhất một danh hiệu"),
        ({"titles": "LDTT"}, "Hãy điền ô này"),
        ({"ca_nhan": "Nguyễn Thị Mẫu", "titles": "TTLDTT"}, "hợp lệ"),
        ({"ca_nhan": "Nguyễn Thị Mẫu", "titles": "LDTT", "again": "NGUYỄN THỊ MẪU"}, "Đã ghi ở dòng trên"),
    ],
)
def test_what_cannot_be_kept_is_told_and_stays_typed(
    unit: Unit, people: tuple[User, User], said: dict[str, str], words: str
) -> None:
    row = make.begun(make.call(2026), unit, people[0])
    data: dict[str, Any] = {"ca-nhan-0-name": said.get("ca_nhan", ""), "chi-tieu-0-words": "Việc khác"}
    data |= {"ca-nhan-0-titles": said["titles"]} if "titles" in said else {}
    data |= {"ca-nhan-1-name": said["again"], "ca-nhan-1-titles": "LDTT"} if "again" in said else {}
    desk = Desk(people[0])

    page = desk.press(desk.open(reverse("registration:write", args=[row.pk])), "Lưu đăng ký", **data)

    assert page.response.status_code == 422
    assert page.says("Chưa lưu được")
    assert page.says(words)
    assert page.value("chi-tieu-0-words") == "Việc khác"
    assert said_in(row).is_empty


def test_a_row_that_is_emptied_or_ticked_is_gone(unit: Unit, people: tuple[User, User]) -> None:
    row, desk = make.written(make.call(), unit, people[0]), Desk(people[0])
    page = desk.open(reverse("registration:write", args=[row.pk]))
    gone = {"chi-tieu-0-words": "", "chi-tieu-0-aim": "", "tap-the-0-name": "", "tap-the-0-DELETE": "on"}
    same = {"ca-nhan-1-name": "Người Mới", "ca-nhan-1-titles": "LDTT", "tap-the-0-titles": []}

    desk.press(page, "Lưu đăng ký", **gone, **same)

    said = said_in(Registration.objects.get())
    assert ([each.name for each in said.persons], said.collectives, said.targets) == (
        ["Nguyễn Thị Đăng Ký", "Người Mới"],
        (),
        (),
    )


def test_more_rows_than_a_list_takes_are_refused(unit: Unit, people: tuple[User, User]) -> None:
    row, desk = make.begun(make.call(), unit, people[0]), Desk(people[0])
    page = desk.open(reverse("registration:write", args=[row.pk]))

    page = desk.press(page, "Lưu đăng ký", **{"chi-tieu-TOTAL_FORMS": "9999999"})

    assert page.response.status_code == 422
    assert page.says("nhiều nhất 200 dòng")


def test_two_people_do_not_overwrite_each_other(unit: Unit, people: tuple[User, User]) -> None:
    row = make.written(make.call(), unit, people[0])
    desk, other = Desk(people[0]), Desk(people[1])
    first, second = (each.open(reverse("registration:write", args=[row.pk])) for each in (desk, other))
    desk.press(first, "Lưu đăng ký", **{"chi-tieu-0-aim": "một"})

    page = other.press(second, "Lưu đăng ký", **{"chi-tieu-0-aim": "hai"})

    assert page.response.status_code == 422
    assert page.says("Đăng ký này vừa được ghi ở nơi khác")
    assert [each.aim for each in row.targets.all()] == ["một"]
    other.press(page, "Lưu đăng ký")
    assert [each.aim for each in row.targets.all()] == ["hai"]


def test_the_same_once_more_changes_nothing(unit: Unit, people: tuple[User, User]) -> None:
    row = make.written(make.call(), unit, people[0])

    again = actions.write_registration(
        registration_id=row.pk, said=make.SAID, seen=0, by=people[0], on=today()
    )  # a double click: what it had seen is old

    assert again.revision == row.revision
    assert make.begun(row.call, unit, people[0]) == row


def test_nothing_is_not_sent_and_targets_alone_are_told(unit: Unit, people: tuple[User, User]) -> None:
    row = make.begun(make.call(2026, is_basis=True), unit, people[0])
    with pytest.raises(actions.NothingRegistered):
        actions.send_to_head(registration_id=row.pk, by=people[0])
    targets = Registered(targets=(RegisteredAim("Doanh thu", "8%"),))
    actions.write_registration(registration_id=row.pk, said=targets, seen=row.revision, by=people[0], on=today())
    sent = sent_by(people, row)

    assert counts_of(row.call, on=today())["no_titles"] == 1
    assert Desk(people[1]).open(sent.get_absolute_url()).says("Không làm căn cứ xét danh hiệu được")


def sent_by(people: tuple[User, User], row: Registration) -> Registration:
    actions.send_to_head(registration_id=row.pk, by=people[0])
    return actions.send_registration(registration_id=row.pk, by=people[1], now=timezone.now())


def test_late_is_by_the_first_day_and_changes_end(unit: Unit, people: tuple[User, User]) -> None:
    late = make.brought(make.call(2025, due_in=-3), unit, "sent", people=people)
    assert late.standing(on=today()) == CallStanding.LATE

    changed = carry_out(late, "reopened", by=people[1], on=today(), reason="Thêm người.")
    assert counts_of(changed.call, on=today())["late"] == 1  # what was sent stands while it is written anew
    actions.write_registration(
        registration_id=late.pk,
        said=Registered(persons=(RegisteredOne("Trần Văn Mẫu", ("LDTT",)),)),
        seen=changed.revision,
        by=people[0],
        on=today(),
    )
    again = sent_by(people, changed)
    assert [each.number for each in again.versions.all()] == [1, 2]
    assert again.sent_at == late.sent_at
    papers = Document.objects.filter(subject_type="registration.registration", subject_id=late.pk).order_by("pk")
    assert [each.status for each in papers] == [DocumentStatus.SUPERSEDED, DocumentStatus.ISSUED]

    RegistrationCall.objects.filter(pk=late.call_id).update(changes_until=today() - DAY)
    again = Registration.objects.get(pk=late.pk)
    with pytest.raises(InvalidMove, match="Đã hết thời gian sửa"):
        carry_out(again, "reopened", by=people[1], on=today(), reason="Thêm nữa.")
    returned = carry_out(late, "returned", by=cast().officer, on=today(), reason="Sai tên.")
    assert returned.status == S.DRAFT
    assert work_of(people[0]) == ["Sửa và gửi lại đăng ký thi đua năm 2025"]
    assert Message.objects.filter(to=people[0], subject__contains="bị trả lại để sửa").exists()


def test_numbers_of_the_call_are_those_of_their_lists(unit: Unit, people: tuple[User, User]) -> None:
    officer, call = Desk(cast().officer), make.call(2026, due_in=-1)
    for _ in range(2):
        other = UnitFactory()
        make.brought(call, other, "sent", people=people_of_unit(other))
    UnitFactory(closed_on=call.due_on, closed_reason="Giải thể.")  # works no more as the deadline ends
    page = officer.open(call.get_absolute_url())
    units = reverse("registration:units", args=[call.pk])

    counts = counts_of(call, on=today())
    assert (counts["sent"], counts["late"], counts["in_time"], counts["not_due"]) == (2, 2, 0, 0)
    assert counts["called"] == counts["sent"] + counts["missing"]
    assert page.says(f"Quá hạn chưa đăng ký: {counts['missing']} đơn vị")
    for state in ("sent", "late", "missing", "in_time", "no_titles"):
        rows = officer.open(f"{units}?state={state}&print=1").tree.xpath("//tbody/tr[td]")
        assert len(rows) == counts[state], state


def test_titles_are_listed_and_counted_by_what_was_sent_last(unit: Unit, people: tuple[User, User]) -> None:
    officer, call = Desk(cast().officer), make.call()
    sent_by(people, make.written(call, unit, people[0]))
    other = UnitFactory(name="Hợp tác xã Ghi Danh")
    row = make.brought(call, other, "sent", people=people_of_unit(other))
    editor, head = row.drafted_by, row.confirmed_by
    carry_out(row, "reopened", by=head, on=today(), reason="Thêm người.")
    revision = Registration.objects.get(pk=row.pk).revision
    said = Registered(persons=(RegisteredOne("Trần Văn Thêm", ("LDTT",)),))
    row = actions.write_registration(registration_id=row.pk, said=said, seen=revision, by=editor, on=today())
    titles = reverse("registration:titles", args=[call.pk])

    def names(query: str) -> list[str]:
        cells = officer.open(f"{titles}?{query}").tree.xpath("//tbody/tr/th[@scope='row']")
        return [" ".join(cell.text_content().split()) for cell in cells]

    assert names("q=ghi+danh") == ["Tổ sản xuất mẫu", "Nguyễn Thị Đăng Ký", "Nguyễn Thị Đăng Ký"]
    sent_by((editor, head), row)
    assert names("q=ghi+danh") == ["Trần Văn Thêm"]
    assert names("q=tran+them") == ["Trần Văn Thêm"]
    assert len(names("title=LDTT")) == 2
    assert names("title=LDTT&subject=collective") == []
    assert names("title=TTLDTT&subject=collective") == ["Tổ sản xuất mẫu"]
    page = officer.open(call.get_absolute_url())
    assert page.says("Lao động tiên tiến (cá nhân): 2")
    assert page.says("Chiến sĩ thi đua cơ sở (cá nhân): 1")
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        RegisteredTitle.objects.update(title="CSTDCS")


def test_titles_sent_before_they_were_listed_are_listed_too(unit: Unit, people: tuple[User, User]) -> None:
    PositionFactory(person=PersonFactory(full_name="Nguyễn Thị Đăng Ký", alliance=alliance()), unit=unit)
    sent_by(people, make.written(make.call(), unit, people[0]))
    fields = ("version", "subject", "person", "name", "post", "title", "search_text", "position")
    listed = list(RegisteredTitle.objects.order_by("pk").values(*fields))
    with pgtrigger.ignore("registration.RegisteredTitle:never_deleted"):
        RegisteredTitle.objects.all().delete()

    import_module("campaigns.registration.migrations.0002_titles_that_were_sent").keep_titles(apps, None)

    assert len(listed) == 3
    assert list(RegisteredTitle.objects.order_by("pk").values(*fields)) == listed


def test_office_reads_what_was_sent_and_not_what_is_being_written(unit: Unit, people: tuple[User, User]) -> None:
    row = make.written(make.call(), unit, people[0])
    officer = Desk(cast().officer)

    assert officer.open(row.get_absolute_url()).says("Đơn vị chưa gửi")
    sent = sent_by(people, row)
    assert officer.open(row.get_absolute_url()).says("Nguyễn Thị Đăng Ký")
    carry_out(row, "reopened", by=people[1], on=today(), reason="Sửa tên.")
    other = Registered(persons=(RegisteredOne("Người Chưa Gửi", ("LDTT",)),))
    actions.write_registration(registration_id=row.pk, said=other, seen=sent.revision, by=people[0], on=today())
    page = officer.open(row.get_absolute_url())
    assert page.says("Nguyễn Thị Đăng Ký")
    assert not page.says("Người Chưa Gửi")


def test_officer_opens_a_call_and_the_law_of_the_year_is_not_lifted() -> None:
    desk = Desk(cast().officer)
    dates = {"opens_on": "05/01/2023", "due_on": "31/03/2023", "changes_until": "30/04/2023"}

    desk.press(desk.open(reverse("registration:create-call")), "Lưu đợt đăng ký", year="2023", **dates)
    assert RegistrationCall.objects.get().is_basis  # Luật 2003, Điều 10 khoản 1
    page = desk.press(desk.open(reverse("registration:create-call")), "Lưu đợt đăng ký", year="2023", **dates)
    assert page.says("Đã có đợt đăng ký của năm này")
    wrong = dates | {"due_on": "01/01/2024"}
    page = desk.press(desk.open(reverse("registration:create-call")), "Lưu đợt đăng ký", year="2024", **wrong)
    assert page.says("Ngày này trước hạn gửi")
    assert RegistrationCall.objects.count() == 1
    call = RegistrationCall.objects.get()
    RegistrationCall.objects.update(due_on=today() + DAY, changes_until=today() + DAY)
    unit = UnitFactory()
    make.begun(call, unit, people_of_unit(unit)[0])
    page = desk.press(desk.open(reverse("registration:edit-call", args=[call.pk])), "Lưu đợt đăng ký", year="2025")
    assert page.says("không đổi năm được")


@pytest.mark.parametrize(("year", "is_basis"), [(2021, True), (2023, True), (2024, False), (2026, False)])
def test_titles_rest_on_registration_by_the_law_of_the_year(year: int, is_basis: bool) -> None:
    assert regime_of(year).titles_rest_on_registration is is_basis
    assert [each.code for each in titles_of(year, AwardSubject.PERSON)] == ["LDTT", "CSTDCS", "CSTDT", "CSTDTQ"]


def test_registration_counts_when_it_came_in_time_with_titles() -> None:
    due = dt.date(2023, 3, 31)

    assert is_basis(due, due, has_titles=True)
    assert not is_basis(due + DAY, due, has_titles=True)
    assert not is_basis(due, due, has_titles=False)
    assert not is_basis(None, due, has_titles=True)
    assert standing(None, due, on=due) == CallStanding.NOT_DUE
    assert standing(None, due, on=due + DAY) == CallStanding.MISSING


def refused(act: Any) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    return str(error.value)


def test_what_the_database_itself_refuses(unit: Unit, people: tuple[User, User]) -> None:
    sent = make.brought(make.call(), unit, "sent", people=people)
    rows = Registration.objects.filter(pk=sent.pk)

    assert "registration_is_draft" in refused(lambda: sent.registrants.update(name="Khác"))
    assert "registration_is_draft" in refused(lambda: sent.targets.all().delete())
    assert "registration_two_people" in refused(lambda: rows.update(confirmed_by=people[0]))
    assert "registration_sent_by_somebody" in refused(lambda: rows.update(confirmed_by=None))
    assert "registration_came_on_a_day" in refused(lambda: rows.update(sent_on=None))
    assert "registration_once" in refused(lambda: Registration.objects.create(call=sent.call, unit=unit))
    calls = RegistrationCall.objects.filter(pk=sent.call_id)
    assert "registration_call_in_order" in refused(lambda: calls.update(opens_on=sent.call.due_on + DAY))
    with pytest.raises(InternalError), transaction.atomic():
        sent.versions.update(number=7)


def reopened(row: Registration, head: User) -> Registration:
    return carry_out(row, "reopened", by=head, on=today(), reason="Sửa.")


def test_titles_that_were_added_after_the_deadline_are_no_basis(unit: Unit, people: tuple[User, User]) -> None:
    row = make.written(make.call(2026, is_basis=True), unit, people[0], Registered(targets=make.SAID.targets))
    sent = sent_by(people, row)
    RegistrationCall.objects.update(opens_on=today() - 9 * DAY, due_on=today() - DAY)
    Registration.objects.update(sent_on=today() - 2 * DAY)
    again = reopened(Registration.objects.get(), people[1])
    actions.write_registration(registration_id=row.pk, said=make.SAID, seen=sent.revision, by=people[0], on=today())

    sent_by(people, again)

    row = Registration.objects.get()
    assert (row.standing(on=today()), row.has_titles, row.titled_on) == (CallStanding.IN_TIME, True, today())
    assert Desk(people[1]).open(row.get_absolute_url()).says("Danh hiệu gửi sau hạn")


def test_nothing_is_taken_after_the_last_day_but_what_the_office_sent_back(
    unit: Unit, people: tuple[User, User]
) -> None:
    row = reopened(make.brought(make.call(), unit, "sent", people=people), people[1])
    never, others = UnitFactory(), UnitFactory()
    begun = make.begun(row.call, never, people_of_unit(never)[0])
    RegistrationCall.objects.update(due_on=today() - DAY, changes_until=today() - DAY)

    assert work_of(people[0]) == []
    with pytest.raises(actions.NotTaken, match="Giữ bản đã gửi"):
        sent_by(people, row)
    with pytest.raises(DomainError, match="lùi ngày"):
        make.begun(RegistrationCall.objects.get(), others, people_of_unit(others)[0])
    assert begun.status == S.DRAFT

    kept = carry_out(Registration.objects.get(pk=row.pk), "handed_back", by=people[1], on=today(), reason="Thôi.")
    carry_out(kept, "kept", by=people[1], on=today())
    returned = carry_out(kept, "returned", by=cast().officer, on=today(), reason="Sai tên.")
    assert counts_of(row.call, on=today())["returned"] == 1
    with pytest.raises(InvalidMove):
        carry_out(returned, "kept", by=people[1], on=today())
    sent_by(people, returned)
    assert counts_of(row.call, on=today())["returned"] == 0


def test_what_was_sent_stands_again_when_the_head_keeps_it(unit: Unit, people: tuple[User, User]) -> None:
    row = reopened(make.brought(make.call(), unit, "sent", people=people), people[1])
    other = Registered(persons=(RegisteredOne("Người Khác", ("LDTT",)),))
    actions.write_registration(registration_id=row.pk, said=other, seen=row.revision, by=people[0], on=today())

    carry_out(row, "kept", by=people[1], on=today())

    row.refresh_from_db()
    assert (row.status, row.confirmed_by, row.versions.count()) == (S.SENT, people[1], 1)
    assert [each.name for each in said_in(row).persons] == ["Nguyễn Thị Đăng Ký"]


def test_a_row_that_was_ticked_stays_ticked_beside_a_mistake(unit: Unit, people: tuple[User, User]) -> None:
    row, desk = make.written(make.call(), unit, people[0]), Desk(people[0])
    page = desk.open(reverse("registration:write", args=[row.pk]))
    page = desk.press(page, "Lưu đăng ký", **{"ca-nhan-0-DELETE": "on", "ca-nhan-1-name": "Thiếu Danh Hiệu"})
    assert page.response.status_code == 422

    desk.press(page, "Lưu đăng ký", **{"ca-nhan-1-titles": "LDTT"})

    assert [each.name for each in said_in(row).persons] == ["Thiếu Danh Hiệu"]


def test_who_is_written_down_later_is_linked_with_the_same_words(unit: Unit, people: tuple[User, User]) -> None:
    row = make.written(make.call(), unit, people[0])
    known = PersonFactory(full_name="Nguyễn Thị Đăng Ký", alliance=alliance())
    PositionFactory(person=known, unit=unit)

    actions.write_registration(registration_id=row.pk, said=make.SAID, seen=row.revision, by=people[0], on=today())

    assert row.registrants.get(subject="person").person == known


def test_a_unit_that_came_after_the_deadline_has_nothing_to_do(unit: Unit, people: tuple[User, User]) -> None:
    make.call(due_in=-2)
    assert len(work_of(people[0])) == 1

    Unit.objects.filter(pk=unit.pk).update(joined_on=today())

    assert work_of(people[0]) == []


def test_a_deadline_makes_nobody_late_afterwards(unit: Unit, people: tuple[User, User]) -> None:
    call = make.brought(make.call(2026), unit, "sent", people=people).call
    call.due_on = today() - DAY

    with pytest.raises(DomainError, match="1 đơn vị đã gửi đúng hạn sẽ thành gửi muộn"):
        save_call(call, by=cast().officer)


# --- what lists tell of late titles, who is reminded ------------------------------------------------------------------


def test_lists_say_where_titles_came_too_late_to_rest_on(unit: Unit, people: tuple[User, User]) -> None:
    call = make.call(due_in=5, is_basis=True)
    registration = make.brought(call, unit, "sent", people=people)
    Registration.objects.filter(pk=registration.pk).update(titled_on=call.due_on + DAY)
    desk = Desk(cast().officer)

    pages = [desk.open(reverse(f"registration:{name}", args=[call.pk])) for name in ("titles", "units")]

    assert [page.says("Không làm căn cứ được") for page in pages] == [True, True]
    Registration.objects.filter(pk=registration.pk).update(titled_on=call.due_on)
    pages = [desk.open(reverse(f"registration:{name}", args=[call.pk])) for name in ("titles", "units")]
    assert [page.says("Không làm căn cứ được") for page in pages] == [False, False]


def test_titles_alone_can_be_looked_for(unit: Unit, people: tuple[User, User]) -> None:
    call = make.call()
    make.brought(call, unit, "sent", people=people)

    page = Desk(cast().officer).open(reverse("registration:titles", args=[call.pk]))

    offered = {option.text_content().strip() for option in page.tree.xpath("//select[@name='title']/option")}
    assert "Chiến sĩ thi đua cơ sở" in offered
    assert not offered & {"Giấy khen", "Bằng khen của Chủ tịch UBND tỉnh"}


def test_one_name_with_two_posts_is_linked_to_nobody(unit: Unit, people: tuple[User, User]) -> None:
    person = PersonFactory(full_name="Trần Văn Hai", alliance=alliance())
    PositionFactory(person=person, unit=unit)
    twice = tuple(RegisteredOne("Trần Văn Hai", ("LDTT",), post) for post in ("Giám đốc", "Bí thư chi bộ"))

    row = make.written(make.call(), unit, people[0], Registered(persons=twice))
    assert [each.person for each in row.registrants.all()] == [None, None]

    row = actions.write_registration(
        registration_id=row.pk, said=Registered(persons=twice[:1]), seen=row.revision, by=people[0], on=today()
    )
    assert [each.person for each in row.registrants.all()] == [person]


def test_what_is_kept_was_written_and_sent_by_the_two_who_did(unit: Unit, people: tuple[User, User]) -> None:
    editor, head = people
    row = make.brought(make.call(), unit, "sent", people=people)
    row = carry_out(row, "reopened", by=head, on=today(), reason="Sửa.")
    row = carry_out(row, "sent_to_head", by=head, on=today())
    row = carry_out(row, "handed_back", by=head, on=today(), reason="Thôi.")

    kept = carry_out(row, "kept", by=head, on=today())

    assert (kept.drafted_by, kept.confirmed_by, kept.is_signed_alone) == (editor, head, False)


def test_title_that_is_ticked_twice_is_registered_once(unit: Unit, people: tuple[User, User]) -> None:
    row = make.begun(make.call(), unit, people[0])
    form = RegistrationForm(
        QueryDict(
            "tap-the-TOTAL_FORMS=1&tap-the-INITIAL_FORMS=0&tap-the-0-name=Tổ&tap-the-0-titles=TTLDTT&tap-the-0-titles=TTLDTT"
        ),
        said_in(row),
        year=row.call.year,
        extra=0,
    )

    assert form.collectives.is_valid()
    assert [each.titles for each in form.collectives.said()] == [("TTLDTT",)]


def test_what_a_head_writes_to_the_drafter_is_read_in_the_unit_alone(unit: Unit, people: tuple[User, User]) -> None:
    row = make.brought(make.call(), unit, "awaiting_head", people=people)
    carry_out(row, "handed_back", by=people[1], on=today(), reason="Chỉ nói trong đơn vị.")

    said = [Desk(who).open(row.get_absolute_url()).says("Chỉ nói trong đơn vị.") for who in (people[0], cast().officer)]

    assert said == [True, False]


def test_heads_of_units_that_have_not_sent_are_reminded(unit: Unit, people: tuple[User, User]) -> None:
    call, other = make.call(due_in=7, changes_for=5), UnitFactory()
    theirs = people_of_unit(other)
    make.brought(call, other, "sent", people=theirs)
    Message.objects.all().delete()

    told = [remind(on=today() + days * DAY) for days in (0, 0, 1, 4, 8)]

    assert told[1] == told[2] == 0
    assert all(told[at] >= 1 for at in (0, 3, 4))
    mine = Message.objects.filter(to=people[1]).order_by("pk").values_list("subject", flat=True)
    assert list(mine) == [
        f"Nhắc đăng ký thi đua năm {call.year}: {when}" for when in ("còn 7 ngày", "còn 3 ngày", "đã hết hạn")
    ]
    assert not Message.objects.filter(to__in=[people[0], *theirs]).exists()
