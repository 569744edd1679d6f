"""What the owner of the tables does to sealed events is found, and the first event is named."""

import io
import re
import tracemalloc

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emulation_portal.audit import digests
from emulation_portal.audit.models import Event, Seal
from emulation_portal.audit.outside import Anchor, noted_anchor
from emulation_portal.audit.tasks import seal as seal_task
from emulation_portal.audit.tasks import verify as verify_task
from emulation_portal.jobs.models import Routine

from .tampering import as_owner, look, seal, write

pytestmark = pytest.mark.django_db

KEY = "another key of fifty characters, which nobody guesses"


@pytest.fixture
def keys() -> list[int]:
    """Nine events under three seals, a number that was never used behind each three, and two events without a seal."""
    written = []
    for names in ("ABC", "DEF", "GHI"):
        written += write(*names)
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('audit_event_id_seq')")
        seal()
    write("K", "L")
    return written


def first_words(*anchors: Anchor) -> str:
    """Return what the command names first."""
    with pytest.raises(CommandError) as refused:
        call_command("audit_verify", anchor=list(anchors), stdout=io.StringIO())
    return str(refused.value).splitlines()[1]


def test_untouched_log_is_whole(keys) -> None:
    told = io.StringIO()

    call_command("audit_verify", stdout=told)

    assert re.sub("[0-9a-f]{64}", "…", told.getvalue()).splitlines() == [
        "Đã đối chiếu 3 dấu niêm phong; 9 việc còn nguyên.",
        f"Chưa niêm phong: 2 việc, từ việc số {keys[-1] + 2}.",
        "Dấu mới nhất: 3:…",
    ]


EDITS = {
    "at": "at + interval '1 microsecond'",
    "verb": "'unit.closed'",
    "actor_id": "8",
    "actor_name": "'Nguyễn Thị Mẩu'",
    "object_type": "'units.person'",
    "object_id": "'2'",
    "object_name": "'E '",
    "unit_id": "NULL",
    "place": "'/2/'",
    "from_status": "'draft'",
    "to_status": "'draft'",
    "reason": "''",
    "data": """'{"changed": {"name": ["A", "C"]}}'""",
    "id": "-id",
}


def test_every_column_is_tried() -> None:
    assert set(EDITS) == set(digests.FORMS[digests.FORM])


@pytest.mark.parametrize("column", [name for name in EDITS if name != "id"])
def test_edited_event_is_named(keys, column: str) -> None:
    as_owner(f"UPDATE audit_event SET {column} = {EDITS[column]} WHERE id IN ({keys[4]}, {keys[7]})")

    assert first_words().startswith(f"Việc số {keys[4]} đã bị sửa sau khi niêm phong (dấu số 2). Nay ghi: ")
    assert look().count == 2


def test_digit_that_floats_do_not_hold_is_seen() -> None:
    (key,) = write("A")
    as_owner(f"""UPDATE audit_event SET data = '{{"points": 0.10000000000000000001}}' WHERE id = {key}""")
    seal()
    as_owner(f"""UPDATE audit_event SET data = '{{"points": 0.1}}' WHERE id = {key}""")

    assert first_words().startswith(f"Việc số {key} đã bị sửa")


def test_event_that_got_another_number_is_missing_where_it_was(keys) -> None:
    as_owner(f"UPDATE audit_event SET id = {keys[4]} + 1000 WHERE id = {keys[4]}")

    assert first_words() == f"Việc số {keys[4]} đã bị xóa sau khi niêm phong (dấu số 2)."


def test_events_that_changed_places_are_named(keys) -> None:
    one, other = keys[3], keys[5]
    as_owner(
        f"UPDATE audit_event SET id = -1 WHERE id = {one}",
        f"UPDATE audit_event SET id = {one} WHERE id = {other}",
        f"UPDATE audit_event SET id = {other} WHERE id = -1",
    )

    assert first_words().startswith(f"Việc số {one} đã bị sửa")


@pytest.mark.parametrize(
    ("condition", "first"),
    [("id = {4}", 4), ("id IN ({2}, {4})", 2), ("id >= {6}", 6), ("id <= {2}", 0), ("true", 0)],
    ids=["one", "two", "the last batch", "the first batch", "all"],
)
def test_deleted_event_is_named(keys, condition: str, first: int) -> None:
    as_owner(f"DELETE FROM audit_event WHERE {condition.format(*keys)}")

    assert first_words().startswith(f"Việc số {keys[first]} đã bị xóa sau khi niêm phong (dấu số ")


def test_emptied_table_is_named(keys) -> None:
    as_owner("TRUNCATE audit_event")

    assert first_words() == f"Việc số {keys[0]} đã bị xóa sau khi niêm phong (dấu số 1)."
    assert look().count == 9


@pytest.mark.parametrize("place", [2, 5, 8])
def test_event_put_in_where_a_number_was_never_used_is_named(keys, place: int) -> None:
    gap = keys[place] + 1
    as_owner(f"UPDATE audit_event SET id = {gap} WHERE id = {keys[-1] + 2}")  # one that no seal covers

    assert first_words().startswith(f"Việc số {gap} được chèn thêm sau khi niêm phong (dấu số {place // 3 + 1}).")


@pytest.mark.parametrize("key", [0, -5])
def test_event_put_in_before_the_first_is_named(keys, key: int) -> None:
    as_owner(f"UPDATE audit_event SET id = {key} WHERE id = {keys[-1] + 2}")

    assert first_words().startswith(f"Việc số {key} được chèn thêm sau khi niêm phong (dấu số 1).")


def test_first_of_many_is_named_and_the_rest_counted() -> None:
    written = write(*"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    seal()
    as_owner(f"DELETE FROM audit_event WHERE id >= {written[1]}")

    with pytest.raises(CommandError) as refused:
        call_command("audit_verify", stdout=io.StringIO())

    words = str(refused.value).splitlines()
    assert words[:2] == [
        "Nhật ký có 25 chỗ sai:",
        f"Việc số {written[1]} đã bị xóa sau khi niêm phong (dấu số 1).",
    ]
    assert (len(words), words[-1]) == (22, "… và 5 chỗ khác.")


# --- seals ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "missing"), [("number = 1", "số 1"), ("number = 2", "số 2"), ("number <= 2", "số 1 đến 2")]
)
def test_deleted_seal_is_named(keys, condition: str, missing: str) -> None:
    as_owner(f"DELETE FROM audit_seal WHERE {condition}")

    assert first_words() == f"Dấu niêm phong {missing} đã bị xóa: các việc trong đó không còn gì để đối chiếu."
    assert look().count == 1


@pytest.mark.parametrize(
    "change",
    [
        "event_ids = event_ids[1:2]",
        "digests = digests || digests",
        "previous = ''",
        "after_id = after_id - 1",
        "up_to_id = up_to_id + 1",
        "mark = repeat('0', 64)",
        "sealed_at = sealed_at + interval '1 day'",
    ],
)
def test_changed_seal_is_named_and_the_next_is_not_blamed(keys, change: str) -> None:
    as_owner(f"UPDATE audit_seal SET {change} WHERE number = 2")

    assert first_words().startswith("Dấu niêm phong số 2 không phải do cổng lập, hoặc đã bị sửa: ")
    assert look().count == 1


def test_seal_of_another_form_is_named(keys) -> None:
    as_owner("UPDATE audit_seal SET form = 99 WHERE number = 2")

    assert first_words().startswith("Dấu niêm phong số 2 không phải do cổng lập")


def forge(key: str, *, claimed: str = "") -> None:
    """Change an event and make its seal anew, and all after it, with this key, as who knows the code and owns the tables."""
    as_owner("UPDATE audit_event SET object_name = 'Khác' WHERE object_name = 'E'")
    before = Seal.objects.get(number=1)
    for made in Seal.objects.filter(number__gte=2).order_by("number"):
        events = Event.objects.filter(pk__gt=made.after_id, pk__lte=made.up_to_id).order_by("pk")
        made.digests = b"".join(digest for _, digest in digests.digests_of(events, made.form))
        made.previous, made.key_id = before.mark, claimed or digests.key_id(key)
        made.mark = digests.mark_of(made, key)
        as_owner(f"DELETE FROM audit_seal WHERE number = {made.number}")
        made.save(force_insert=True)
        before = made


def test_who_does_not_hold_the_key_cannot_seal_anew(keys, settings) -> None:
    forge(KEY, claimed=digests.key_id(settings.AUDIT_SEAL_KEYS[0]))

    assert first_words().startswith("Dấu niêm phong số 2 không phải do cổng lập")


def test_seal_by_a_key_of_nobody_proves_nothing(keys) -> None:
    forge(KEY)

    assert first_words() == (
        f"Dấu niêm phong số 2 đến 3 làm bằng khóa {digests.key_id(KEY)}, không có trong AUDIT_SEAL_KEYS, nên không biết "
        "có phải do cổng lập không. Hãy ghi thêm khóa cũ vào AUDIT_SEAL_KEYS rồi kiểm lại."
    )


def test_who_holds_the_key_too_is_found_by_the_anchor(keys, settings) -> None:
    forge(settings.AUDIT_SEAL_KEYS[0])
    noted = noted_anchor()

    assert first_words() == (
        f"Dấu niêm phong {noted} đã được ghi lại ngoài cơ sở dữ liệu mà nay không còn: phần cuối nhật ký đã bị cắt hoặc "
        "thay, hay cơ sở dữ liệu đã lùi về một bản cũ."
    )


# --- keys -------------------------------------------------------------------------------------------------------------


def test_old_key_is_still_known_beside_the_new_one(keys, settings) -> None:
    old = settings.AUDIT_SEAL_KEYS[0]
    settings.AUDIT_SEAL_KEYS = [KEY, old]

    (made,) = seal()

    assert made.key_id == digests.key_id(KEY)
    assert (look().is_whole, look().events) == (True, 11)


def test_log_cannot_be_vouched_for_once_its_key_is_lost(keys, settings) -> None:
    settings.AUDIT_SEAL_KEYS = [KEY]
    seal()

    assert first_words().startswith("Dấu niêm phong số 1 đến 3 làm bằng khóa ")
    assert look().events == 11  # each is as its seal says, whoever made the seal


# --- the end of the log -----------------------------------------------------------------------------------------------


def cut(keys: list[int]) -> None:
    as_owner(f"DELETE FROM audit_event WHERE id > {keys[5]}", "DELETE FROM audit_seal WHERE number = 3")


def test_log_whose_end_was_cut_is_found_by_what_was_noted_outside(keys) -> None:
    noted = noted_anchor()
    cut(keys)

    assert first_words().startswith(f"Dấu niêm phong {noted} đã được ghi lại ngoài cơ sở dữ liệu mà nay không còn")


def test_log_that_is_all_gone_is_found_by_what_was_noted_outside(keys) -> None:
    as_owner("TRUNCATE audit_event, audit_seal")

    assert first_words().startswith("Dấu niêm phong 3:")


def test_log_that_went_on_after_it_was_cut_is_found(keys) -> None:
    noted = noted_anchor()
    cut(keys)
    write("M")
    seal()

    assert Seal.objects.newest().number == 3
    assert first_words().startswith(f"Dấu niêm phong {noted} đã được ghi lại")


def test_anchor_from_paper_is_enough_where_the_note_is_gone(keys, settings) -> None:
    mark = Seal.objects.get(number=3).mark
    (settings.AUDIT_DIR / "anchor").unlink()
    cut(keys)

    assert look().is_whole  # nothing in the tables speaks against it
    assert first_words(Anchor.read(f"3:{mark[:4]} {mark[4:8]} {mark[8:12]} {mark[12:16]}")).startswith(
        f"Dấu niêm phong 3:{mark[:16]} đã được ghi lại"
    )


def test_older_anchors_hold_too(keys) -> None:
    call_command("audit_verify", anchor=[Anchor(1, Seal.objects.get(number=1).mark)], stdout=io.StringIO())

    assert first_words(Anchor(1, "0" * 64)).startswith("Dấu niêm phong 1:000")


@pytest.mark.parametrize("text", ["", "3", "3:", "3:abc", "x:3f2a9c1d77aa0b1c", "3:3f2a9c1d77aa0b1z"])
def test_what_is_no_anchor_is_refused(text: str) -> None:
    with pytest.raises(CommandError, match="không phải là dấu niêm phong"):
        call_command("audit_verify", f"--anchor={text}")


def test_note_that_was_spoiled_is_told(keys, settings) -> None:
    (settings.AUDIT_DIR / "anchor").write_text("abc")

    assert first_words() == "Tệp ghi dấu niêm phong ngoài cơ sở dữ liệu không đọc được: có thể đã bị sửa."


# --- looking by itself ------------------------------------------------------------------------------------------------


def test_night_look_tells_what_is_wrong_on_the_health_page_and_in_the_journal(keys, caplog) -> None:
    verify_task.apply()
    assert (Routine.objects.get(name="audit.verify").is_failing, caplog.records) == (False, [])
    as_owner(f"DELETE FROM audit_event WHERE id IN ({keys[4]}, {keys[7]})")

    verify_task.apply()

    first = f"Việc số {keys[4]} đã bị xóa sau khi niêm phong (dấu số 2)."
    routine = Routine.objects.get(name="audit.verify")
    assert (routine.is_failing, routine.reason) == (
        True,
        f"{first} Tổng cộng 2 chỗ; xem đủ bằng lệnh audit_verify.",
    )
    assert f"nhật ký không còn nguyên vẹn: {first}" in [record.getMessage() for record in caplog.records]


def test_clock_seals() -> None:
    write("A")

    seal_task()

    assert (look().events, look().unsealed) == (1, 0)


def test_command_seals_and_tells_the_mark() -> None:
    write("A", "B")
    told = io.StringIO()

    call_command("audit_seal", stdout=told)
    call_command("audit_seal", stdout=told)

    assert told.getvalue().splitlines() == [
        f"Đã niêm phong 2 việc. Dấu mới nhất: {Seal.objects.newest()}",
        "Không có gì mới để niêm phong, hoặc đang có người ghi nhật ký. Hãy chạy lại sau ít phút.",
    ]


def test_long_log_needs_no_more_memory_than_a_short_one() -> None:
    """A batch is held at a time, whatever the number of batches."""
    peaks = []
    for _ in range(2):
        add_events(4_000)
        tracemalloc.start()
        assert look().is_whole
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert look().events == 8_000
    assert peaks[1] < 1.3 * peaks[0]


def test_number_of_queries_grows_with_thousands_of_events_and_not_with_seals() -> None:
    """The clock seals every minute, and most minutes have few events."""
    taken = []
    for _ in range(2):
        for name in "ABCDEFGHIJ" * 3:
            write(name)
            seal()
        with CaptureQueriesContext(connection) as queries:
            assert look().is_whole
        taken.append(len(queries))

    assert (look().seals, taken[1]) == (60, taken[0])


def add_events(count: int) -> None:
    Event.objects.bulk_create(
        Event(verb="unit.changed", actor_name="A", object_type="units.unit", object_id="1", object_name="x" * 100)
        for _ in range(count)
    )
    while seal():
        pass
