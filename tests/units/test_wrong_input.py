"""What the forms of units and people refuse, in words that say what to do; and what they offer."""

import datetime as dt
import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from emulation_portal.core.dates import today
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from tests.factories.pages import send
from tests.factories.people import (
    AppointmentFactory,
    BlockFactory,
    BlockMembershipFactory,
    PersonFactory,
    PositionFactory,
    SigningAuthorityFactory,
    UnitFactory,
    UserFactory,
    alliance,
    user_with_role,
)
from units import actions
from units.enums import UnitKind
from units.models import Person, Unit
from units.regulations import as_code, is_of_working_age, is_phone, parent_kinds, roles_for

pytestmark = pytest.mark.django_db

FIELDS = {"kind": "cooperative", "name": "Hợp tác xã Mẫu", "code": "HTX-777"}


def fields(**other: object) -> dict[str, object]:
    return {**FIELDS, "parent": alliance().pk, **other}


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(user_with_role(Role.ADMIN))
    return client


def errors(response) -> dict[str, list[str]]:
    return {name: list(told) for name, told in response.context["form"].errors.items()}


def crumbs(response) -> list[str]:
    found = re.search(r'(?s)<nav class="crumbs".*?</nav>', response.content.decode())
    return [html.unescape(words) for words in re.findall(r"<(?:a|span)[^>]*>([^<]+)</(?:a|span)>", found.group(0))]


# --- units ------------------------------------------------------------------------------------------------------------


def test_code_that_is_taken_is_told_with_its_holder(admin: Client) -> None:
    UnitFactory(name="Hợp tác xã Đông Triều", code="HTX-001")

    told = errors(admin.post(reverse("units:create"), fields(code="htx-001")))

    assert told == {"code": ["Mã HTX-001 đã dùng cho Hợp tác xã Đông Triều. Hãy chọn mã khác."]}


def test_unit_keeps_its_own_code_when_edited(admin: Client) -> None:
    unit = UnitFactory(code="HTX-777")

    response = send(admin, reverse("units:edit", args=[unit.pk]), fields())

    assert (response.status_code, Unit.objects.get(pk=unit.pk).name) == (302, "Hợp tác xã Mẫu")


def test_name_of_a_block_that_is_taken(admin: Client) -> None:
    block = BlockFactory(name="Khối thi đua số 1")

    told = errors(admin.post(reverse("units:block-create"), {"kind": "block", "name": "Khối thi đua số 1"}))
    kept = send(admin, reverse("units:block-edit", args=[block.pk]), {"kind": "cluster", "name": "Khối thi đua số 1"})

    assert told == {"name": ["Đã có khối, cụm tên “Khối thi đua số 1”. Hãy đặt tên khác."]}
    assert kept.status_code == 302


@pytest.mark.parametrize(
    ("phone", "is_right"),
    [
        ("0203 3825 123", True),
        ("(0203) 3.825.123", True),
        ("+84 912-345-678", True),
        ("02033825123; 0912345678", True),
        ("abc", False),
        ("0203 abc 3825123", False),
        ("1234567", False),
        ("12345678", True),
        ("1" * 16, False),
        ("0912345678;", False),
        ("...........", False),
        ("０９１２３４５６７８", False),
    ],
)
def test_phone(phone: str, is_right: bool) -> None:
    assert is_phone(phone) == is_right


def test_wrong_phone_is_answered_with_an_example(admin: Client) -> None:
    told = errors(admin.post(reverse("units:create"), fields(phone="abc")))

    words = (
        "“abc” không phải là số điện thoại. Hãy ghi mỗi số từ 8 đến 15 chữ số, ví dụ 0203 3825 123; nhiều số thì cách "
        "nhau bằng dấu phẩy."
    )
    assert told == {"phone": [words]}


def test_wrong_mail_and_long_name_are_told_at_the_field(admin: Client) -> None:
    told = errors(admin.post(reverse("units:create"), fields(email="htx", name="Ạ" * 1_618)))

    assert told == {
        "email": ["Hãy ghi địa chỉ thư điện tử, ví dụ ten@coquan.vn."],
        "name": ["Nhiều nhất 250 ký tự; đang có 1.618. Hãy viết gọn lại."],
    }


def test_new_unit_stands_under_the_alliance_unless_said_otherwise(admin: Client) -> None:
    top, fund = alliance(), UnitFactory(kind=UnitKind.PEOPLES_CREDIT_FUND)
    union = UnitFactory(kind=UnitKind.COOPERATIVE_UNION)
    cooperative = UnitFactory()

    form = admin.get(reverse("units:create")).context["form"]

    assert form["parent"].value() == top.pk
    assert {top, union} <= set(form.fields["parent"].queryset)
    assert not {fund, cooperative} & set(form.fields["parent"].queryset)


@pytest.mark.parametrize("kind", list(UnitKind))
def test_a_cooperative_has_nobody_under_it_and_the_alliance_everybody(kind: UnitKind) -> None:
    assert UnitKind.COOPERATIVE not in parent_kinds(kind)
    assert (UnitKind.ALLIANCE in parent_kinds(kind)) == (kind != UnitKind.ALLIANCE)


@pytest.mark.parametrize(
    ("kind", "parent", "words"),
    [
        ("cooperative", "cooperative_union", ""),
        ("cooperative", "alliance", ""),
        (
            "enterprise",
            "cooperative_union",
            "Doanh nghiệp không trực thuộc liên hiệp hợp tác xã. Hãy chọn liên minh hợp tác xã.",
        ),
        (
            "cooperative",
            "department",
            "Hợp tác xã không trực thuộc phòng, ban. Hãy chọn liên minh hợp tác xã hoặc liên hiệp hợp tác xã.",
        ),
    ],
)
def test_who_stands_under_whom(admin: Client, kind: str, parent: str, words: str) -> None:
    above = alliance() if parent == "alliance" else UnitFactory(kind=parent)

    response = admin.post(reverse("units:create"), fields(kind=kind, parent=above.pk))

    if words:
        assert errors(response) == {"parent": [words]}
        with pytest.raises(actions.UnitRefused, match=re.escape(words)):
            actions.save_unit(Unit(kind=kind, name="Mẫu", code="X", parent=above), by=None)
    else:
        assert Unit.objects.get(code="HTX-777").parent == above


def test_an_alliance_is_founded_on_no_page(client: Client) -> None:
    user, top = user_with_role(Role.ADMIN), alliance()
    client.force_login(user)

    told = errors(client.post(reverse("units:create"), fields(kind="alliance")))

    assert set(told) == {"kind"}
    with pytest.raises(actions.UnitRefused, match="create_admin"):
        actions.save_unit(Unit(kind="alliance", name="Liên minh Mẫu", code="LM-M"), by=user)
    with pytest.raises(actions.UnitRefused, match="Hãy để trống ô “Trực thuộc”"):
        actions.save_unit(Unit(kind="alliance", name="Liên minh Mẫu", code="LM-M", parent=top), by=None)


def test_the_alliance_is_edited_without_a_box_for_what_it_stands_under(admin: Client) -> None:
    top = alliance()

    page = admin.get(reverse("units:edit", args=[top.pk]))
    done = send(
        admin, reverse("units:edit", args=[top.pk]), {"kind": "alliance", "name": "Liên minh Mẫu", "code": top.code}
    )

    assert "parent" not in page.context["form"].fields
    assert (done.status_code, Unit.objects.get(pk=top.pk).name) == (302, "Liên minh Mẫu")


def test_a_union_with_members_does_not_become_a_cooperative(admin: Client) -> None:
    union = UnitFactory(kind=UnitKind.COOPERATIVE_UNION)
    member = UnitFactory(parent=union)

    response = send(admin, reverse("units:edit", args=[union.pk]), fields(kind="cooperative"))

    assert f"“{member}” đang trực thuộc đơn vị này." in response.content.decode()
    assert Unit.objects.get(pk=union.pk).kind == UnitKind.COOPERATIVE_UNION


def test_closing_far_ahead_is_refused(admin: Client) -> None:
    unit = UnitFactory()
    url = reverse("units:close", args=[unit.pk])

    far = admin.post(url, {"on": f"{today() + dt.timedelta(days=367):%d/%m/%Y}", "reason": "giải thể"})
    near = admin.post(url, {"on": f"{today() + dt.timedelta(days=365):%d/%m/%Y}", "reason": "giải thể"})

    assert errors(far)["on"][0].startswith("Ngày ghi ở đây không quá một năm kể từ hôm nay")
    assert near.status_code == 302


def begins_today(unit: Unit, what: str) -> str:
    """Let something begin in the unit today; return the address of the page where it is cancelled."""
    if what == "position":
        return PositionFactory(unit=unit, effective_from=today()).person.get_absolute_url()
    if what == "role":
        person = PersonFactory(user=UserFactory())
        AppointmentFactory(unit=unit, user=person.user, effective_from=today())
        return person.get_absolute_url()
    if what == "block":
        row = BlockMembershipFactory(unit=unit, effective_from=today())
        return reverse("units:block", args=[row.block_id])
    SigningAuthorityFactory(unit=unit, effective_from=today())
    return reverse("units:signing", args=[unit.pk])


@pytest.mark.parametrize("what", ["position", "role", "block", "signing"])
def test_what_hinders_closing_is_told_with_the_way_there(admin: Client, what: str) -> None:
    unit = UnitFactory()
    url = begins_today(unit, what)

    page = admin.post(
        reverse("units:close", args=[unit.pk]), {"on": f"{today():%d/%m/%Y}", "reason": "giải thể"}
    ).content.decode()

    assert re.search(rf'Hãy hủy mục đó hoặc chọn ngày muộn hơn\. <a href="{url}">Mở [^<]+</a>', page)


def test_name_in_a_refusal_brings_no_markup(admin: Client) -> None:
    unit = UnitFactory()
    PositionFactory(unit=unit, effective_from=today(), person__full_name="Trần <b>Văn</b> Thử")

    page = admin.post(reverse("units:close", args=[unit.pk]), {"on": f"{today():%d/%m/%Y}", "reason": "giải thể"})

    assert "<b>Văn" not in page.content.decode()


@pytest.mark.parametrize(
    ("name", "trail"),
    [
        ("units:create", ["Đơn vị", "Thêm đơn vị"]),
        ("units:block-create", ["Khối, cụm thi đua", "Lập khối, cụm thi đua"]),
    ],
)
def test_page_that_adds_names_nothing_that_is_not_there_yet(admin: Client, name: str, trail: list[str]) -> None:
    assert crumbs(admin.get(reverse(name))) == trail


def test_blocks_stand_in_the_order_of_their_numbers(admin: Client) -> None:
    for number in (10, 3, 2, 1):
        BlockFactory(name=f"Khối thi đua số {number}")

    page = admin.get(reverse("units:blocks")).content.decode()

    assert re.findall(r"Khối thi đua số (\d+)</a>", page) == ["1", "2", "3", "10"]


# --- people -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born_on", "on", "is_right"),
    [
        (dt.date(2011, 3, 2), dt.date(2026, 3, 1), False),
        (dt.date(2011, 3, 2), dt.date(2026, 3, 2), True),
        (dt.date(2012, 2, 29), dt.date(2027, 2, 28), False),
        (dt.date(2012, 2, 29), dt.date(2027, 3, 1), True),
        (dt.date(2030, 1, 1), dt.date(2026, 3, 2), False),
    ],
)
def test_people_work_from_fifteen_full_years(born_on: dt.date, on: dt.date, is_right: bool) -> None:
    """Bộ luật Lao động 45/2019/QH14, Điều 3 khoản 1."""
    assert is_of_working_age(born_on, on=on) == is_right


@pytest.mark.parametrize(
    ("years", "words"),
    [(-1, "còn ở phía trước. Hãy xem lại năm sinh."), (10, "chưa đủ 15 tuổi để làm việc"), (40, "")],
)
def test_impossible_birth_is_refused_for_new_and_known_people(admin: Client, years: int, words: str) -> None:
    unit, known = UnitFactory(), PersonFactory()
    born_on = f"{today() - dt.timedelta(days=366 * years):%d/%m/%Y}"
    person = {"full_name": "Nguyễn Thị Mẫu", "birth_date": born_on}
    post = {"title": "Giám đốc", "since": f"{today():%d/%m/%Y}"}

    added = admin.post(reverse("units:person-add", args=[unit.pk]), {**person, **post})
    edited = send(admin, reverse("units:person-edit", args=[known.pk]), {**person, "given_name": "Mẫu"})

    if words:
        assert words in errors(added)["birth_date"][0]
        assert words in errors(edited)["birth_date"][0]
    else:
        assert (added.status_code, edited.status_code) == (302, 302)


@pytest.mark.parametrize("typed", ["nguyễn văn thử", "NGUYỄN VĂN THỬ"])
def test_name_stays_as_typed_for_who_says_so_and_the_field_shows_how_it_is_usually_written(
    admin: Client, typed: str
) -> None:
    url = reverse("units:person-add", args=[UnitFactory().pk])

    admin.post(url, {"full_name": typed, "title": "Giám đốc", "since": "02/03/2026", "keeps_name": "on"})

    assert Person.objects.get().full_name == typed
    assert "Nguyễn Văn Thử" in admin.get(url).context["form"].fields["full_name"].help_text


# --- roles ------------------------------------------------------------------------------------------------------------


def offered(response) -> list[str]:
    return [value for value, _ in response.context["form"].fields["role"].choices]


@pytest.mark.parametrize("page", ["units:appoint", "units:account-open"])
def test_only_roles_of_the_unit_are_offered(admin: Client, page: str) -> None:
    council = UnitFactory(kind=UnitKind.COUNCIL)
    user = UserFactory() if page == "units:appoint" else None
    person = PositionFactory(person__user=user, title="Giám đốc").person
    url = reverse(page, args=[person.pk])

    assert offered(admin.get(url)) == ["unit_editor", "unit_head"]
    assert sorted(offered(admin.get(url, {"unit": council.pk}))) == sorted(roles_for(UnitKind.COUNCIL))
    for nonsense in ("abc", "²", "9" * 30, "-1", str(UnitFactory().pk)):
        assert admin.get(url, {"unit": nonsense}).status_code == 200


def test_role_of_another_kind_of_unit_is_refused_and_the_right_ones_offered(admin: Client) -> None:
    council = UnitFactory(kind=UnitKind.COUNCIL, name="Hội đồng Mẫu")
    position = PositionFactory(person__user=UserFactory())
    url = reverse("units:appoint", args=[position.person_id])
    posted = {"unit": council.pk, "role": "unit_head", "since": "02/03/2026"}

    refused = admin.post(url, posted)
    done = admin.post(url, {**posted, "role": "council_member"})

    assert errors(refused) == {"role": ["Hội đồng Mẫu không có vai trò này. Hãy chọn lại trong danh sách của đơn vị."]}
    assert "council_member" in offered(refused)
    assert done.status_code == 302
    assert Appointment.objects.get(unit=council).role == Role.COUNCIL_MEMBER


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("htx 001", "HTX-001"),
        ("HTX–001", "HTX-001"),
        ("htx.001/qn", "HTX.001/QN"),
        ("HTX_1", None),
        ("-", None),
        ("Đ1", None),
    ],
)
def test_code_is_written_down_in_one_way(typed: str, code: str | None) -> None:
    assert as_code(typed) == code
