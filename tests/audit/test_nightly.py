"""Each night looks at a part of the log: the part goes round, the newest is always in it, and what is wrong stays told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emulation_portal.audit.models import Seal
from emulation_portal.audit.outside import Round, noted_round
from emulation_portal.audit.verifying import look_tonight

from .tampering import as_owner, look, seal, write

pytestmark = pytest.mark.django_db

SEALS = 6


@pytest.fixture
def keys() -> list[int]:
    """Two events under each of six seals."""
    written = []
    for names in ("AB", "CD", "EF", "GH", "IJ", "KL"):
        written += write(*names)
        seal()
    return written


def night() -> list[str]:
    """Look at two seals, and at the newest."""
    return look_tonight(most=4, newest=2).named


def edit(key: int, name: str = "'Khác'") -> None:
    as_owner(f"UPDATE audit_event SET object_name = {name} WHERE id = {key}")


def test_part_goes_round_with_the_newest_in_every_night(keys) -> None:
    nights = []
    for _ in range(5):
        found = look_tonight(most=4, newest=2)
        nights.append((found.is_whole, found.events, noted_round().after))

    assert nights == [(True, 6, 2), (True, 6, 4), (True, 4, 0), (True, 6, 2), (True, 6, 4)]


@pytest.mark.parametrize("number", range(1, SEALS + 1))
def test_edit_is_named_when_its_part_comes_and_every_night_from_then_on(keys, number: int) -> None:
    edit(keys[number * 2 - 1])
    words = f"Việc số {keys[number * 2 - 1]} đã bị sửa sau khi niêm phong (dấu số {number})."

    told = [[named.startswith(words) for named in night()] for _ in range(7)]

    comes = 1 if number == SEALS else (number + 1) // 2  # the newest is looked at in every night
    assert told == [[]] * (comes - 1) + [[True]] * (8 - comes)
    edit(keys[number * 2 - 1], "chr(64 + " + str(number * 2) + ")")  # as it was
    assert (night(), noted_round().wrong, look().is_whole) == ([], (), True)


def test_seal_that_went_is_told_every_night(keys) -> None:
    as_owner("DELETE FROM audit_seal WHERE number IN (2, 3)")
    words = "Dấu niêm phong số 2 đến 3 đã bị xóa: các việc trong đó không còn gì để đối chiếu."

    assert [night() for _ in range(4)] == [[words]] * 4


def test_seal_after_one_that_was_changed_is_not_blamed_when_a_night_begins_with_it(keys) -> None:
    night()
    as_owner("UPDATE audit_seal SET mark = repeat('0', 64) WHERE number = 2")

    assert night() == []  # begins with the third
    assert (look().count, look().named[0][:22]) == (1, "Dấu niêm phong số 2 kh")


def test_end_that_was_cut_is_told_though_no_night_has_come_so_far(keys) -> None:
    as_owner(f"DELETE FROM audit_event WHERE id > {keys[9]}", "DELETE FROM audit_seal WHERE number = 6")

    (words,) = night()

    assert words.startswith("Dấu niêm phong 6:")


def test_look_begins_anew_where_the_note_is_behind_the_end(keys) -> None:
    night(), night()
    as_owner("TRUNCATE audit_event, audit_seal")
    write("A")
    seal()

    assert look_tonight(most=4, newest=2).events == 1
    assert noted_round().after == 0


@pytest.mark.parametrize("text", ["", "abc", "-1", "3 x", "\xff", "9" * 30])
def test_note_that_was_spoiled_lets_the_look_begin_anew(keys, settings, text: str) -> None:
    (settings.AUDIT_DIR / "round").write_text(text, "latin-1")

    assert (night(), noted_round()) == ([], Round(2))


def test_night_asks_for_no_more_of_a_longer_log(keys) -> None:
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            night()
        asked.append(len(queries))
        for name in "ABCDEFGHIJ":
            write(name)
            seal()

    assert (asked[0], Seal.objects.count()) == (asked[1], SEALS + 20)
