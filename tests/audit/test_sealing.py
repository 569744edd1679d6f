"""The log is sealed beside those who write to it: nobody waits, nothing is left out, a late commit is no insertion."""

import random
import threading

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from emulation_portal.audit.actions import seal_events
from emulation_portal.audit.digests import FORM, FORMS
from emulation_portal.audit.models import Event, Seal
from emulation_portal.audit.outside import noted_anchor

from .tampering import another_connection, at_once, look, seal, write, write_by

alone = pytest.mark.django_db
with_others = pytest.mark.django_db(transaction=True)


@alone
def test_seal_closes_what_was_written_since_the_last() -> None:
    first = write("A", "B")
    (one,) = seal()
    second = write("C")
    (two,) = seal()

    assert seal() == []
    assert (one.number, list(one.event_ids), one.previous) == (1, first, "")
    assert (two.number, list(two.event_ids), two.previous, two.after_id) == (2, second, one.mark, one.up_to_id)
    assert str(noted_anchor()) == str(two) == f"2:{two.mark}"
    found = look()
    assert (found.is_whole, found.seals, found.events, found.unsealed) == (True, 2, 3, 0)


@alone
def test_long_log_is_sealed_in_batches_and_over_several_runs(monkeypatch) -> None:
    monkeypatch.setattr("emulation_portal.audit.actions.sealing.BATCH", 3)
    monkeypatch.setattr("emulation_portal.audit.actions.sealing.BATCHES", 2)
    keys = write(*"ABCDEFGH")

    runs = [[list(each.event_ids) for each in seal()] for _ in range(3)]

    assert runs == [[keys[:3], keys[3:6]], [keys[6:]], []]
    assert (look().is_whole, look().events) == (True, 8)


@alone
def test_what_no_seal_covers_is_counted() -> None:
    write("A")
    seal()
    first, _ = write("B", "C")

    found = look()

    assert (found.is_whole, found.events, found.unsealed, found.unsealed_from) == (True, 1, 2, first)


@alone
def test_every_column_of_an_event_is_sealed() -> None:
    """A new column needs a new form; the old ones stay, for old seals are read by them.

    What the database itself makes of the others is none.
    """
    assert set(FORMS[FORM]) == {field.attname for field in Event._meta.concrete_fields if not field.generated}
    assert sorted(FORMS) == list(range(1, FORM + 1))


@alone
@pytest.mark.parametrize("sql", ["UPDATE audit_seal SET form = 2", "DELETE FROM audit_seal", "TRUNCATE audit_seal"])
def test_seal_refuses_change(sql: str) -> None:
    write("A")
    seal()

    with pytest.raises(DatabaseError, match=r"append-only|Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@alone
@pytest.mark.parametrize(
    ("change", "constraint"),
    [({"mark": "x" * 64}, "seal_mark_shape"), ({"after_id": 9, "up_to_id": 9}, "seal_covers_something")],
)
def test_database_refuses_a_seal_that_can_be_none(change: dict, constraint: str) -> None:
    write("A")
    (made,) = seal()
    made.number, made.mark = 2, "0" * 64
    for name, value in change.items():
        setattr(made, name, value)

    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        made.save(force_insert=True)


@with_others
def test_one_who_writes_long_is_waited_for_and_his_lower_number_is_no_insertion() -> None:
    with another_connection() as slow:
        early = write_by(slow, "A")  # given first
        late = write("B")[0]  # committed first
        assert seal() == []
        slow.commit()

    (made,) = seal()

    assert early < late
    assert list(made.event_ids) == [early, late]
    assert (look().is_whole, look().events) == (True, 2)


@with_others
def test_one_who_ends_while_we_wait_is_sealed_too() -> None:
    with another_connection() as brief:
        key = write_by(brief, "A")
        end = threading.Timer(0.3, brief.commit)
        end.start()

        seals = seal_events(at=timezone.now(), patience=1_000)

        end.join()
    assert [list(each.event_ids) for each in seals] == [[key]]


@with_others
def test_number_that_was_rolled_back_is_a_gap_and_no_alarm() -> None:
    with another_connection() as other:
        for _ in range(3):
            write_by(other, "X")
            other.rollback()
    kept = write("A")
    with another_connection() as other:
        write_by(other, "X")
        other.rollback()

    (made,) = seal()

    assert list(made.event_ids) == kept
    assert made.up_to_id > kept[0]  # the numbers that were rolled back are closed, too
    assert look().is_whole


@with_others
def test_nobody_waits_for_a_seal_that_is_being_made() -> None:
    write("A")

    with transaction.atomic(), another_connection() as other:
        seal()
        write_by(other, "B")  # would give up after five seconds
        other.commit()

    assert (look().events, look().unsealed) == (1, 1)


@with_others
def test_two_who_seal_at_once_make_one_seal() -> None:
    write("A", "B")

    at_once(seal, seal, seal, seal)

    assert Seal.objects.count() == 1
    assert look().is_whole


@with_others
def test_log_is_whole_after_many_wrote_rolled_back_and_sealed_at_once() -> None:
    def write_some(seed: int) -> None:
        dice = random.Random(seed)
        with another_connection() as own:
            for _ in range(40):
                for _ in range(dice.randint(1, 3)):
                    write_by(own, "A")
                own.rollback() if dice.random() < 0.3 else own.commit()

    def seal_often() -> None:
        for _ in range(30):
            seal()

    at_once(*[lambda seed=seed: write_some(seed) for seed in range(4)], seal_often, seal_often)
    seal()

    found = look()
    assert (found.named, found.unsealed, found.events) == ([], 0, Event.objects.count())
    assert found.events > 100


@alone
def test_anchor_that_the_log_does_not_bear_out_is_kept(caplog) -> None:
    write("A")
    seal()
    (settings.AUDIT_DIR / "anchor").write_text(f"7:{'a' * 64}\n")
    write("B")

    seal()

    assert str(noted_anchor()) == f"7:{'a' * 64}"
    assert [record.levelname for record in caplog.records] == ["ERROR"]


@alone
def test_seal_is_made_where_it_cannot_be_noted(caplog) -> None:
    settings.AUDIT_DIR.parent.joinpath("audit").write_text("no folder")
    write("A")

    assert len(seal()) == 1
    assert [record.levelname for record in caplog.records] == ["ERROR"]
