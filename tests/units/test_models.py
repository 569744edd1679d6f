"""Names, search and sorting as Vietnamese lists have them; what the database refuses."""

import datetime as dt
import unicodedata

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DataError

from emulation_portal.accounts.models import User
from emulation_portal.rights.enums import Role
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
)
from units.enums import SigningForm
from units.models import Person, Unit

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)
NFD = "NFD"


@pytest.mark.parametrize(
    "words",
    [
        "hop tac xa dong trieu",
        "HỢP TÁC XÃ ĐÔNG TRIỀU",
        "đông triều",
        "trieu dong",
        "  dong   trieu ",
        unicodedata.normalize(NFD, "Đông Triều"),
        "htx-001",
        "mao khe",
        "HTX Đông Triều",
    ],
)
def test_search_finds_without_accents_in_any_order(words: str) -> None:
    found = UnitFactory(
        name=unicodedata.normalize(NFD, "Hợp tác xã Đông Triều"),
        short_name="HTX Đông Triều",
        code="HTX-001",
        commune="phường Mạo Khê",
    )
    UnitFactory(name="Hợp tác xã Đông Hải", code="DH-002")

    assert list(Unit.objects.matching(words)) == [found]


def test_search_of_two_spellings_of_a_tone_is_the_same() -> None:
    found = {UnitFactory(name="Hợp tác xã Hòa Bình"), UnitFactory(name="Hợp tác xã Hoà Lạc")}

    assert set(Unit.objects.matching("hoà")) == set(Unit.objects.matching("hòa")) == found


def test_one_or_two_letters_are_looked_for_where_words_begin() -> None:
    found = {UnitFactory(name=name) for name in ("Hợp tác xã An Bình", "HTX “An Phú”", "Anh Dũng")}
    UnitFactory(name="Hợp tác xã Quang Thanh")

    assert set(Unit.objects.matching("an")) == found
    assert not Unit.objects.matching("ng").exists()


def test_text_without_words_finds_nothing() -> None:
    UnitFactory()

    assert not Unit.objects.matching(" – / ").exists()


def test_wildcards_of_sql_are_plain_letters() -> None:
    UnitFactory(name="Hợp tác xã Mẫu")

    assert not Unit.objects.matching("%").exists()
    assert not Unit.objects.matching("_").exists()


def test_names_are_kept_in_one_spelling() -> None:
    person = PersonFactory(full_name=unicodedata.normalize(NFD, "  Nguyễn  Thị   Ánh "), given_name="")
    unit = UnitFactory(name=unicodedata.normalize(NFD, "Hợp  tác xã\tMẫu "))
    user = User.objects.create_user(" Mau.HTX ", unicodedata.normalize(NFD, "Đỗ  Thị Mẫu"))

    assert person.full_name == unicodedata.normalize("NFC", "Nguyễn Thị Ánh")
    assert (person.family_name, person.middle_name, person.given_name) == ("Nguyễn", "Thị", "Ánh")
    assert unit.name == "Hợp tác xã Mẫu"
    assert (user.username, user.full_name) == ("mau.htx", "Đỗ Thị Mẫu")


def test_people_sort_by_given_name_in_the_vietnamese_alphabet() -> None:
    in_order = [
        "Trần Văn An",
        "Lê Thị Ánh",
        "Bùi Thị Ân",
        "Vũ Văn Bình",
        "Đỗ Thị Dung",
        "Hoàng Thị Đào",
        "Lê Văn Đạt",
        "Nguyễn Văn Em",
        "Phạm Văn Nam",
        "Lê Thị Oanh",
        "Trần Thị Ơn",
        "Lê Văn Út",
        "Ngô Văn Ưng",
    ]
    for name in reversed(in_order):
        PersonFactory(full_name=unicodedata.normalize(NFD, name))

    assert list(Person.objects.values_list("full_name", flat=True)) == in_order


def test_one_given_name_sorts_by_family_then_middle_name() -> None:
    in_order = ["Bùi Văn Mẫu", "Đặng Thị Mẫu", "Đặng Văn Mẫu", "Vũ Thị Mẫu"]
    for name in reversed(in_order):
        PersonFactory(full_name=name)

    assert list(Person.objects.values_list("full_name", flat=True)) == in_order


def test_units_sort_in_the_vietnamese_alphabet() -> None:
    in_order = [
        f"Hợp tác xã {name}" for name in ("An", "Ánh", "Ân", "Cát", "Dừa", "Đào", "Êm", "Gạo", "Ô", "Ơn", "Uy", "Ưu")
    ]
    for name in reversed(in_order):
        UnitFactory(name=name)

    assert list(Unit.objects.members().values_list("name", flat=True)) == in_order


def refuses(make, **fields: object) -> bool:
    try:
        with transaction.atomic():
            make(**fields)
    except (IntegrityError, DataError):
        return True
    return False


@pytest.mark.parametrize(
    ("make", "good", "bad"),
    [
        (UnitFactory, {"kind": "cooperative"}, {"kind": "công ty"}),
        (UnitFactory, {"closed_on": DAY, "closed_reason": "giải thể"}, {"closed_on": DAY}),
        (UnitFactory, {}, {"closed_reason": "giải thể"}),
        (AppointmentFactory, {"role": Role.CLERK}, {"role": "vua"}),
        (
            AppointmentFactory,
            {"effective_from": DAY, "effective_to": dt.date(2026, 3, 3)},
            {"effective_from": DAY, "effective_to": DAY},
        ),
        (
            PositionFactory,
            {"effective_from": DAY, "effective_to": dt.date(2026, 3, 3)},
            {"effective_from": DAY, "effective_to": DAY},
        ),
        (
            BlockMembershipFactory,
            {"effective_from": DAY, "effective_to": dt.date(2026, 3, 3)},
            {"effective_from": DAY, "effective_to": DAY},
        ),
        (BlockFactory, {"name": "Khối 1", "kind": "block"}, {"name": "Khối 2", "kind": "xóm"}),
        (SigningAuthorityFactory, {"form": SigningForm.KT}, {"form": "ký bừa"}),
        (
            SigningAuthorityFactory,
            {"effective_from": DAY, "effective_to": dt.date(2026, 3, 3)},
            {"effective_from": DAY, "effective_to": DAY},
        ),
        (SigningAuthorityFactory, {"form": SigningForm.TM, "body_name": "Ban Thường vụ"}, {"form": SigningForm.TM}),
        (SigningAuthorityFactory, {"form": SigningForm.TM_KT, "body_name": "Hội đồng"}, {"form": SigningForm.TM_KT}),
        (SigningAuthorityFactory, {"form": SigningForm.TL}, {"form": SigningForm.TL, "body_name": "Ban Thường vụ"}),
        (
            SigningAuthorityFactory,
            {"form": SigningForm.TUQ, "basis": "Giấy ủy quyền số 01", "effective_to": dt.date(2030, 1, 1)},
            {"form": SigningForm.TUQ, "basis": "Giấy ủy quyền số 01"},
        ),
        (
            SigningAuthorityFactory,
            {"form": SigningForm.TUQ, "basis": "Giấy ủy quyền số 01", "effective_to": dt.date(2030, 1, 1)},
            {"form": SigningForm.TUQ, "effective_to": dt.date(2030, 1, 1)},
        ),
        (UserFactory, {"email": "mau@example.vn"}, {"email": "a" * 250 + "@example.vn"}),
    ],
)
def test_database_takes_the_one_and_refuses_the_other(make, good: dict, bad: dict) -> None:
    assert (refuses(make, **good), refuses(make, **bad)) == (False, True)


def test_unique_rows() -> None:
    unit, user = UnitFactory(code="HTX-001"), UserFactory(username="mau", email="mau@example.vn")
    PersonFactory(user=user)

    assert refuses(UnitFactory, code="HTX-001")
    assert not refuses(UnitFactory, code="HTX-001", parent=UnitFactory(kind="alliance"))
    assert refuses(UnitFactory, code=alliance().code, kind="alliance")
    assert refuses(UserFactory, username="mau")
    assert refuses(UserFactory, email="mau@example.vn")
    assert not refuses(UserFactory, email="")
    assert refuses(PersonFactory, user=user)
    name = BlockFactory().name
    assert refuses(BlockFactory, name=name)
    assert not refuses(BlockFactory, name=name, alliance=UnitFactory(kind="alliance"))
    assert refuses(BlockFactory, alliance=unit)
