"""What a digest stands for, and what a save writes."""

import datetime as dt

import pytest

from emulation_portal.audit.models import Event
from emulation_portal.core.versions import ChangedMeanwhile, GoneMeanwhile, Read, digest, saving, version_of
from tests.factories.people import PersonFactory, UnitFactory
from tests.factories.versions import fresh, read_of, typed
from units.models import Unit

pytestmark = pytest.mark.django_db
NAMES = ("name", "phone", "joined_on", "parent")


def test_digest_is_short_and_the_same_for_the_same() -> None:
    said = {"b": dt.date(2026, 3, 2), "a": None, "ế": ["1", 2]}

    assert digest(said) == digest(dict(reversed(said.items())))
    assert len(digest(said)) == 16


@pytest.mark.parametrize("other", [{"a": "1"}, {"a": 1, "b": None}, {"a": None}, {"b": 1}, {}])
def test_digest_tells_values_apart(other: dict) -> None:
    assert digest({"a": 1}) != digest(other)


@pytest.mark.parametrize(
    ("name", "value"),
    [("name", "Khác"), ("phone", "0203 222 222"), ("joined_on", dt.date(2026, 3, 2)), ("parent_id", "elsewhere")],
)
def test_version_turns_with_every_field_that_is_shown(name: str, value: object) -> None:
    unit = UnitFactory()
    before = version_of(unit, NAMES)

    setattr(unit, name, UnitFactory().pk if value == "elsewhere" else value)

    assert version_of(unit, NAMES) != before


def test_version_is_of_one_row_and_of_what_is_shown_of_it() -> None:
    unit = UnitFactory()
    before = version_of(unit, NAMES)
    unit.commune = "Xã mới"

    twin = Unit(
        **{
            field.attname: getattr(unit, field.attname)
            for field in Unit._meta.concrete_fields
            if field.attname != "root_id"
        }
    )
    twin.pk = unit.pk + 1

    assert version_of(unit, NAMES) == before
    assert version_of(twin, NAMES) != before
    assert version_of(unit, [*NAMES, "commune"]) != version_of(unit, NAMES)


def test_only_what_changed_is_written() -> None:
    unit = UnitFactory(phone="1", commune="Xã cũ")
    page = typed(unit, phone="2", commune="Xã cũ")
    Unit.objects.filter(pk=unit.pk).update(commune="Xã mới", closed_reason="", email="x@example.vn")

    change = saving(page, ("phone", "email"), read=read_of(unit, "phone"))
    change.write()

    assert (change.names, change.told) == (["phone"], {"phone": ["1", "2"]})
    assert (fresh(unit).phone, fresh(unit).commune, fresh(unit).email) == ("2", "Xã mới", "x@example.vn")


@pytest.mark.parametrize("version", ["", "0" * 16, "không phải mã"])
def test_what_was_not_read_is_not_overwritten(version: str) -> None:
    unit = UnitFactory(phone="1")

    with pytest.raises(ChangedMeanwhile) as refused:
        saving(typed(unit, phone="2"), ["phone"], read=Read(("phone",), version)).write()

    assert refused.value.row == unit
    assert fresh(unit).phone == "1"
    assert str(refused.value) == "Nội dung này đã được sửa sau khi bạn mở trang."  # nobody knows by whom


def test_saving_what_is_stored_already_overwrites_nothing() -> None:
    unit = UnitFactory(phone="1")

    saved = saving(typed(unit), ["phone"], read=Read(("phone",), "")).write()

    assert saved.phone == "1"


def test_act_without_a_page_is_asked_for_no_reading() -> None:
    unit = UnitFactory(phone="1")

    saving(typed(unit, phone="2"), ["phone"], read=None).write()

    assert fresh(unit).phone == "2"


def test_row_that_is_gone() -> None:
    unit = UnitFactory()
    page = typed(unit, phone="2")
    unit.delete()

    with pytest.raises(GoneMeanwhile):
        saving(page, ["phone"], read=None)


def test_who_changed_one_of_the_fields_last_is_told_and_nobody_else() -> None:
    """The last event of all may be about something else: a position that ended, an account that was opened."""
    person = PersonFactory()
    told = {"object_type": "units.person", "object_id": str(person.pk), "object_name": "x"}
    Event.objects.create(
        verb="person.changed", actor_name="Người Thứ Nhất", data={"changed": {"birth_date": []}}, **told
    )
    Event.objects.create(verb="person.changed", actor_name="Người Thứ Hai", data={"changed": {"full_name": []}}, **told)
    Event.objects.create(verb="position.ended", actor_name="Người Thứ Ba", data={"title": "Giám đốc"}, **told)

    for name, who in (("birth_date", "Người Thứ Nhất"), ("full_name", "Người Thứ Hai")):
        assert f"Lần sửa gần nhất: {who}, lúc " in str(ChangedMeanwhile(person, [name]))
    assert "Lần sửa" not in str(ChangedMeanwhile(person, ["given_name"]))


@pytest.mark.parametrize("logged_as", ["parent", "parent_id"])
def test_who_moved_a_unit_last_is_told(logged_as: str) -> None:
    """Events from before have the name of the column."""
    unit = UnitFactory()
    told = {"object_type": "units.unit", "object_id": str(unit.pk), "object_name": "x"}
    Event.objects.create(verb="unit.changed", actor_name="Người Dời", data={"changed": {logged_as: []}}, **told)

    assert "Lần sửa gần nhất: Người Dời, lúc " in str(ChangedMeanwhile(unit, ["parent"]))
    assert "Lần sửa" not in str(ChangedMeanwhile(unit, ["phone"]))


def test_log_is_told_the_names_of_rows_and_not_their_keys() -> None:
    union = UnitFactory(kind="cooperative_union", name="Liên hiệp Mẫu")
    unit = UnitFactory()
    above = unit.parent

    change = saving(typed(unit, parent=union), ["parent"], read=None)

    assert (change.names, change.told) == (["parent_id"], {"parent": [str(above), "Liên hiệp Mẫu"]})
    assert change.write().parent == union
