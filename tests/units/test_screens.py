"""The screens of units and people over HTTP: what they say and do."""

import datetime as dt
import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from emulation_portal.accounts.models import Activation
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from tests.factories.pages import send, tight
from tests.factories.people import (
    AppointmentFactory,
    BlockFactory,
    BlockMembershipFactory,
    PersonFactory,
    PositionFactory,
    UnitFactory,
    UserFactory,
    alliance,
    user_with_role,
)
from units.models import EmulationBlock, Person, Unit
from units.queries import account_state

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name", ["units:account-invite", "units:account-slip", "units:account-reopen", "units:slips-print"]
)
def test_what_changes_something_opened_as_a_link_goes_back_and_changes_nothing(client: Client, name: str) -> None:
    client.force_login(user_with_role(Role.ADMIN))
    person = PersonFactory(user=UserFactory(email="mau@example.vn"))
    args = [] if name == "units:slips-print" else [person.pk]

    response = client.get(reverse(name, args=args))

    assert response.status_code == 302
    assert response.url == (person.get_absolute_url() if args else reverse("units:slips"))
    assert not Event.objects.exists()
    assert not Activation.objects.exists()


def test_list_is_numbered_twenty_a_page_with_the_total(client: Client) -> None:
    for number in range(25):
        UnitFactory(name=f"Hợp tác xã Mẫu {number:02d}")
    client.force_login(user_with_role(Role.OFFICER))
    url = reverse("units:list")

    first = client.get(url, {"kind": "cooperative"}).content.decode()
    second = client.get(url, {"kind": "cooperative", "page": "2"}).content.decode()
    absurd = client.get(url, {"kind": "cooperative", "page": "x9", "block": "abc", "parent": "-1", "status": "<b>"})

    assert "Có <b>25</b> đơn vị" in first
    assert re.findall(r'<td class="stt">(\d+)</td>', second) == ["21", "22", "23", "24", "25"]
    assert absurd.status_code == 200


def test_filters_of_the_list(client: Client) -> None:
    block = BlockFactory()
    union = UnitFactory(kind="cooperative_union", name="Liên hiệp Mẫu", code="LH-01")
    hit = UnitFactory(name="Hợp tác xã Đông Triều", parent=union)
    BlockMembershipFactory(unit=hit, block=block)
    left = UnitFactory(name="Hợp tác xã Đã Rời")
    BlockMembershipFactory(unit=left, block=block, effective_to=today())
    closed = UnitFactory(name="Hợp tác xã Đã Đóng", closed_on=today(), closed_reason="giải thể")
    fund = UnitFactory(name="Quỹ tín dụng nhân dân Mẫu", kind="peoples_credit_fund", code="QTD-01")
    client.force_login(user_with_role(Role.OFFICER))

    def found(**filters: object) -> set[Unit]:
        return set(client.get(reverse("units:list"), filters).context["page"])

    assert found(q="hop tac xa dong trieu") == {hit}
    assert found(kind="peoples_credit_fund") == {fund}
    assert found(block=block.pk) == {hit}
    assert found(parent=union.pk) == {hit}
    assert found(status="closed") == {closed}
    assert found(status="all", q="hop tac xa") == {hit, left, closed, alliance()}


def test_unit_is_written_changed_closed_and_reopened_on_screen(client: Client) -> None:
    client.force_login(user_with_role(Role.ADMIN))
    fields = {
        "kind": "cooperative",
        "name": "Hợp tác xã  Mẫu",
        "code": "htx 009",
        "parent": alliance().pk,
        "joined_on": "5/2/26",
    }

    client.post(reverse("units:create"), fields)
    unit = Unit.objects.get(code="HTX-009")
    assert (unit.name, unit.joined_on.isoformat()) == ("Hợp tác xã Mẫu", "2026-02-05")

    twice = client.post(reverse("units:create"), fields)
    assert (twice.status_code, Unit.objects.filter(name="Hợp tác xã Mẫu").count()) == (200, 1)

    send(client, reverse("units:edit", args=[unit.pk]), {**fields, "name": "Hợp tác xã Mẫu Mới"})
    close = reverse("units:close", args=[unit.pk])
    assert "người thôi chức vụ" not in client.get(close).content.decode()  # there is nobody
    for wrong in ({"on": "02/03/2026", "reason": " "}, {"on": "31/02/2026", "reason": "giải thể"}):
        client.post(close, wrong)
    assert not Unit.objects.get(pk=unit.pk).is_closed
    client.post(close, {"on": "02/03/2026", "reason": "giải thể"})
    unit.refresh_from_db()
    assert (unit.name, unit.is_closed) == ("Hợp tác xã Mẫu Mới", True)
    assert "giải thể" in client.get(unit.get_absolute_url()).content.decode()

    client.post(reverse("units:reopen", args=[unit.pk]), {"how": "again", "reason": "nhầm"})
    assert not Unit.objects.get(pk=unit.pk).is_closed


def test_unit_closed_from_tomorrow_works_today_and_the_closing_can_be_taken_back(client: Client) -> None:
    unit = UnitFactory(name="Hợp tác xã Sắp Đóng")
    client.force_login(user_with_role(Role.ADMIN))
    tomorrow = f"{today() + dt.timedelta(days=1):%d/%m/%Y}"

    told = client.post(
        reverse("units:close", args=[unit.pk]), {"on": tomorrow, "reason": "giải thể"}, follow=True
    ).content.decode()
    listed = client.get(reverse("units:list"), {"q": "sap dong"}).content.decode()
    closed = client.get(reverse("units:list"), {"q": "sap dong", "status": "closed"}).context["page"]
    taken_back = client.post(reverse("units:reopen", args=[unit.pk]), {"reason": "hoãn"}, follow=True).content.decode()

    assert f"sẽ thôi hoạt động từ ngày {tomorrow}" in told
    assert "đã thôi hoạt động" not in told
    assert "Hủy thôi hoạt động" in told
    assert f"Sẽ thôi hoạt động từ {tomorrow}" in listed
    assert list(closed) == []
    assert "Hợp tác xã Sắp Đóng hoạt động như trước" in taken_back


@pytest.mark.parametrize(
    ("is_sample", "username", "password", "label"),
    [
        (True, "vanthu", None, "Đang dùng (vai mẫu)"),
        (False, "vanthu", None, "Chưa kích hoạt"),
        (True, "nguoi.khac", None, "Chưa kích hoạt"),
        (True, "nguoi.khac", "Mật khẩu đủ dài 2021", "Đang dùng"),
    ],
)
def test_sample_person_who_enters_by_one_click_is_in_use(
    client: Client, settings, is_sample: bool, username: str, password: str | None, label: str
) -> None:
    settings.SAMPLE_PERSONAS = is_sample
    person = PersonFactory(user=UserFactory(username=username, password=password))
    client.force_login(user_with_role(Role.ADMIN))

    rows = client.get(reverse("units:people")).context["table"].rows

    assert [account_state(row).label for row in rows if row == person] == [label]


def test_cycle_in_the_tree_is_explained_above_the_form(client: Client) -> None:
    top = UnitFactory(kind="department", code="P1")
    below = UnitFactory(kind="department", parent=top)
    client.force_login(user_with_role(Role.ADMIN))

    url = reverse("units:edit", args=[top.pk])
    page = send(client, url, {"kind": top.kind, "name": top.name, "code": top.code, "parent": below.pk})

    assert (page.status_code, "không thể là đơn vị cấp trên" in page.content.decode()) == (200, True)


def test_newcomer_gets_position_account_role_and_slip_on_screen(client: Client) -> None:
    unit = UnitFactory(code="HTX-001")
    client.force_login(user_with_role(Role.ADMIN))

    client.post(
        reverse("units:person-add", args=[unit.pk]),
        {"full_name": "Nguyễn Thị Mẫu", "title": "Giám đốc", "is_head": "on", "since": "02/03/2026"},
    )
    person = Person.objects.get()
    opening = reverse("units:account-open", args=[person.pk])
    initial = client.get(opening).context["form"].initial
    assert (initial["username"], initial["role"]) == ("maunt.htx001", Role.UNIT_HEAD)
    client.post(opening, {"username": "maunt.htx001", "unit": unit.pk, "role": "unit_head", "since": "02/03/2026"})
    slip = client.post(reverse("units:account-slip", args=[person.pk]), follow=True)

    person.refresh_from_db()
    code = re.search(r'slip-code">([A-Z0-9-]{14})<', slip.content.decode()).group(1)
    assert (person.positions.get().is_head, person.user.appointments.get().role) == (True, "unit_head")
    assert "no-store" in slip["Cache-Control"]
    assert client.get(person.get_absolute_url()).content.decode().count(code) == 0


def test_page_of_a_person_offers_what_is_still_to_be_done(client: Client) -> None:
    admin = user_with_role(Role.ADMIN)
    user = UserFactory(email="mau@example.vn")
    person = PersonFactory(user=user)
    client.force_login(admin)

    def offered() -> list[str]:
        page = client.get(person.get_absolute_url()).content.decode()
        words = (
            "Gửi thư mời",
            "Gửi lại thư mời",
            "In phiếu kích hoạt",
            "Cấp lại phiếu kích hoạt",
            "Gỡ xác thực hai lớp",
        )
        return [one for one in words if one in page]

    assert offered() == ["Gửi thư mời", "In phiếu kích hoạt"]
    client.post(reverse("units:account-invite", args=[person.pk]))
    assert offered() == ["Gửi lại thư mời", "In phiếu kích hoạt"]
    client.post(reverse("units:account-slip", args=[person.pk]))
    assert offered() == ["Gửi thư mời", "Cấp lại phiếu kích hoạt"]
    TOTP.activate(user, generate_totp_secret())
    assert offered() == ["Gửi thư mời", "Cấp lại phiếu kích hoạt", "Gỡ xác thực hai lớp"]


def test_tabs_of_the_chart_lead_an_administrator_to_the_slips(client: Client) -> None:
    client.force_login(user_with_role(Role.ADMIN))
    assert reverse("units:slips") in client.get(reverse("units:tree")).content.decode()

    client.force_login(user_with_role(Role.OFFICER))
    assert reverse("units:slips") not in client.get(reverse("units:tree")).content.decode()


def test_bulk_slips_on_screen_twice(client: Client) -> None:
    rows = [PositionFactory(title="Kế toán") for _ in range(3)]
    PositionFactory(is_head=True)
    empty = UnitFactory(name="Hợp tác xã Chưa Có Người")
    client.force_login(user_with_role(Role.ADMIN))

    choice = client.get(reverse("units:slips")).content.decode()
    values = re.findall(r'name="person" id="p\d+" value="([\d-]+)">', tight(choice))
    assert " checked" not in choice
    assert set(values) == {f"{row.person_id}-{row.unit_id}" for row in rows}
    assert empty.name in choice
    posted = {"person": values, "role": "unit_editor"}
    first = client.post(reverse("units:slips-print"), posted, follow=True).content.decode()
    second = client.post(reverse("units:slips-print"), posted, follow=True).content.decode()

    codes = [re.findall(r'slip-code">([A-Z0-9-]{14})<', page) for page in (first, second)]
    assert (len(set(codes[0])), len(set(codes[1])), set(codes[0]) & set(codes[1])) == (3, 3, set())
    assert Activation.objects.filter(cancelled_at__isnull=True).count() == 3
    assert Appointment.objects.filter(role=Role.UNIT_EDITOR).count() == 3


def test_slips_are_chosen_among_those_without_an_account(client: Client) -> None:
    knows, new, head = (UnitFactory(name=f"Hợp tác xã {name}") for name in ("Đã Có", "Chưa Có", "Có Thủ Trưởng"))
    PositionFactory(unit=knows, person__user=UserFactory(), effective_from=dt.date(2020, 1, 1))
    PositionFactory(unit=knows, effective_from=dt.date(2021, 1, 1))  # not there as long: the slip is not for them
    PositionFactory(unit=new, effective_from=dt.date(2020, 1, 1))
    PositionFactory(unit=new, person__user=UserFactory(), effective_from=dt.date(2021, 1, 1))
    PositionFactory(unit=head, is_head=True)
    client.force_login(user_with_role(Role.ADMIN))

    def found(**query: str) -> list[str]:
        page = client.get(reverse("units:slips"), {"account": "none", **query})
        return [row.unit.name for row in page.context["table"].rows]

    assert found() == [new.name]
    assert found(role="unit_head") == [head.name]


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"person": ["x"]},
        {"person": ["1-2-3"], "role": "unit_editor"},
        {"person": ["--"], "role": "admin"},
        {"person": ["999999-999999"], "role": "admin"},
        {"person": ["²-²"], "role": "unit_editor"},
    ],
)
def test_nonsense_prints_nothing(client: Client, posted: dict) -> None:
    client.force_login(user_with_role(Role.ADMIN))

    assert client.post(reverse("units:slips-print"), posted).url == reverse("units:slips")


def test_hand_over_on_screen(client: Client) -> None:
    unit = UnitFactory()
    old, new = (PositionFactory(unit=unit, person__user=UserFactory()).person for _ in range(2))
    stranger = PositionFactory(person__user=UserFactory()).person
    row = AppointmentFactory(user=old.user, unit=unit, role=Role.UNIT_HEAD)
    client.force_login(user_with_role(Role.ADMIN))
    url = reverse("units:hand-over", args=[row.pk])

    refused = client.post(url, {"roles": [row.pk], "to": stranger.user.pk, "on": "02/03/2026"})
    done = client.post(url, {"roles": [row.pk], "to": new.user.pk, "on": "02/03/2026"})

    assert (refused.status_code, done.status_code) == (200, 302)
    assert new.user.appointments.get().effective_from.isoformat() == "2026-03-02"


def test_domain_errors_are_said_above_the_form(client: Client) -> None:
    row = AppointmentFactory(effective_from=today())
    client.force_login(user_with_role(Role.ADMIN))

    page = send(client, reverse("units:appointment-end", args=[row.pk]), {"on": f"{today():%d/%m/%Y}"})

    assert (page.status_code, "Ngày thôi phải sau ngày bắt đầu" in page.content.decode()) == (200, True)


def test_nobodys_account_state_leaks_to_other_units(client: Client) -> None:
    own = UnitFactory()
    PositionFactory(unit=own, person__full_name="Nguyễn Thị Của Mình")
    PositionFactory(person__full_name="Trần Văn Nơi Khác")
    client.force_login(user_with_role(Role.UNIT_EDITOR, own))

    page = client.get(reverse("units:people")).content.decode()
    search = client.get(reverse("units:people"), {"q": "noi khac"}).content.decode()

    assert "Nguyễn Thị Của Mình" in page
    assert "Có <b>1</b> người" in page
    assert "Trần Văn Nơi Khác" not in page + search


LEFT_ON = dt.date(2024, 1, 1)


def past_colleague(unit: Unit, hidden: Unit) -> Person:
    """Return somebody who served in the one unit and now directs the other, with an account that may do both."""
    person = PositionFactory(
        unit=unit, title="Thủ kho cũ", effective_to=LEFT_ON, person__user=UserFactory(full_name="Trần Văn Đã Chuyển")
    ).person
    PositionFactory(person=person, unit=hidden, title="Tổng quản nơi khác", effective_from=LEFT_ON)
    AppointmentFactory(user=person.user, unit=hidden, role=Role.UNIT_HEAD, effective_from=LEFT_ON)
    AppointmentFactory(user=person.user, unit=alliance(), role=Role.ACCOUNTANT, effective_from=LEFT_ON)
    return person


def test_what_a_past_colleague_does_elsewhere_is_hidden_from_the_unit(client: Client) -> None:
    own, hidden = UnitFactory(), UnitFactory(name="Hợp tác xã Kín Tiếng", short_name="HTX Kín Tiếng")
    person = past_colleague(own, hidden)
    client.force_login(user_with_role(Role.UNIT_HEAD, own))

    pages = {
        "page": client.get(person.get_absolute_url()),
        "list": client.get(reverse("units:people")),
        "unit": client.get(own.get_absolute_url()),
    }
    shown = {name: response.content.decode().split("<main", 1)[1] for name, response in pages.items()}
    told = [
        (name, words)
        for name, page in shown.items()
        for words in ("Kín Tiếng", "Tổng quản", "Thủ trưởng đơn vị</div>", "Kế toán</div>", alliance().name + "</td>")
        if words in page.replace("</th>", "</div>")
    ]

    assert told == []
    assert "Thủ kho cũ" in shown["page"]
    assert person.full_name in shown["list"]
    by_role = client.get(reverse("units:people"), {"role": Role.ACCOUNTANT.value}).context["page"]
    assert list(by_role) == []


def test_the_office_sees_all_that_a_person_does(client: Client) -> None:
    own, hidden = UnitFactory(), UnitFactory(name="Hợp tác xã Kín Tiếng")
    person = past_colleague(own, hidden)
    client.force_login(user_with_role(Role.OFFICER))

    page = client.get(person.get_absolute_url()).content.decode()
    by_role = client.get(reverse("units:people"), {"role": Role.UNIT_HEAD.value}).context["page"]

    assert ("Hợp tác xã Kín Tiếng" in page, "Tổng quản nơi khác" in page, "Kế toán" in page) == (True, True, True)
    assert list(by_role) == [person]


def test_huge_and_hostile_text(client: Client) -> None:
    client.force_login(user_with_role(Role.ADMIN))
    fields = {"kind": "cooperative", "code": "HTX-9", "parent": alliance().pk}

    huge = client.post(reverse("units:create"), {**fields, "name": "Ạ" * 100_000})
    script = client.post(reverse("units:create"), {**fields, "name": "<script>alert(1)</script>"}, follow=True)
    null = client.post(reverse("units:create"), {**fields, "code": "HTX-8", "name": "HTX\x00Mẫu"})

    assert huge.status_code == 200
    assert "<script>alert(1)" not in script.content.decode()
    assert null.status_code == 200
    assert Unit.objects.filter(code__startswith="HTX-").count() == 1
    assert PersonFactory().full_name


def test_each_page_bears_the_name_of_its_subject(client: Client) -> None:
    membership, person = BlockMembershipFactory(), PersonFactory(user=UserFactory())
    unit, block = membership.unit, membership.block
    appointment = AppointmentFactory(user=person.user, unit=unit)
    client.force_login(user_with_role(Role.ADMIN))
    names = [
        ("units:detail", unit, unit.name),
        ("units:person", person, person.full_name),
        ("units:block", block, block.name),
        ("units:signing", alliance(), alliance().name),
        ("units:close", unit, unit.name),
        ("units:hand-over", appointment, person.user.full_name),
    ]

    for name, thing, subject in names:
        page = client.get(reverse(name, args=[thing.pk])).content.decode()
        head = re.search(r'(?s)<nav class="crumbs".*?</header>', page).group(0)
        assert subject in head, name


def test_block_is_made_named_filled_and_left_on_screen(client: Client) -> None:
    unit = UnitFactory()
    client.force_login(user_with_role(Role.ADMIN))

    client.post(reverse("units:block-create"), {"kind": "cluster", "name": "Cụm số 1"})
    block = EmulationBlock.objects.get()
    twice = client.post(reverse("units:block-create"), {"kind": "block", "name": "Cụm số 1"})
    send(client, reverse("units:block-edit", args=[block.pk]), {"kind": "cluster", "name": "Cụm số 2"})
    client.post(reverse("units:block-join", args=[block.pk]), {"unit": unit.pk, "since": "02/03/2026"})
    page = client.get(reverse("units:block", args=[block.pk])).content.decode()
    row = block.memberships.get()
    send(client, reverse("units:block-leave", args=[row.pk]), {"on": "05/03/2026"})

    block.refresh_from_db()
    row.refresh_from_db()
    assert (twice.status_code, block.name, unit.name in page) == (200, "Cụm số 2", True)
    assert row.effective_to.isoformat() == "2026-03-05"


def test_units_that_left_a_block_are_shown_a_page_at_a_time(client: Client) -> None:
    block, first_day = BlockMembershipFactory().block, dt.date(2021, 1, 1)
    left = [
        BlockMembershipFactory(block=block, effective_to=first_day + dt.timedelta(days=at)).unit.name
        for at in range(25)
    ][::-1]  # who left last stands first
    client.force_login(user_with_role(Role.OFFICER))
    former = reverse("units:block-former", args=[block.pk])

    pages = [
        client.get(url).content.decode()
        for url in (reverse("units:block", args=[block.pk]), former, f"{former}?page=2")
    ]

    shown = [[name for name in left if re.search(rf"\b{re.escape(name)}\b", page)] for page in pages]
    assert shown == [left[:10], left[:20], left[20:]]
    assert f'<a href="{former}">Xem cả 25 đơn vị</a>' in pages[0]
