"""What the log keeps of an edit: what differs, before and after, and never more than an event holds."""

import json
from typing import Any

from emulation_portal.core import changes
from emulation_portal.core.changes import Row, changes_between, first_names, rows_between, within_an_event

LIMIT = 64 * 1024


def rows(*texts: str, start: int = 1) -> list[Row]:
    return [Row(key, text, {"text": text}) for key, text in enumerate(texts, start=start)]


def test_short_values_are_kept_whole() -> None:
    before = {"name": "Cũ", "number": 5, "same": "x", "gone": None}

    assert changes_between(before, {"name": "Mới", "number": None, "same": "x", "gone": "có"}) == {
        "name": ["Cũ", "Mới"],
        "number": [5, None],
        "gone": [None, "có"],
    }


def test_long_text_is_told_where_it_differs() -> None:
    text = "Thi đua lao động giỏi. " * 1_000
    edited = text[:9_000] + "SỬA " + text[9_000:]

    before, after = changes_between({"body": text}, {"body": edited})["body"]

    around = changes.AROUND
    assert before == f"…{text[9_000 - around : 9_000 + around]}…"
    assert after == f"…{text[9_000 - around : 9_000]}SỬA {text[9_000 : 9_000 + around]}…"


def test_text_written_anew_is_kept_up_to_a_limit_that_is_told() -> None:
    before, after = changes_between({"body": "a" * 10_000}, {"body": "b" * 20})["body"]

    assert (before, after) == ("a" * changes.MAX_TEXT + "… (và 6.000 ký tự khác)", "b" * 20)


def test_only_rows_that_are_others_are_told() -> None:
    before = rows("một", "hai", "ba", "bốn")
    after = [before[0], Row(2, "hai mới", {"text": "hai mới"}), before[3], *rows("năm", start=9)]

    assert rows_between(before, after) == {
        "changed": [{"row": "hai mới", "fields": {"text": ["hai", "hai mới"]}}],
        "added": [{"text": "năm"}],
        "removed": [{"text": "ba"}],
    }


def test_rows_written_anew_in_the_same_words_are_the_same() -> None:
    assert rows_between(rows("một", "hai", "một"), rows("một", "hai", "một", start=10)) == {}
    assert rows_between(rows("một", "hai"), rows("hai", "một", start=10)) == {"order": [2, 1]}


def test_names_beyond_the_first_are_counted() -> None:
    names = [f"Hợp tác xã {at}" for at in range(20_000)]

    assert first_names(names[:2], 2, "đơn vị") == names[:2]
    assert first_names(names, 20_000, "đơn vị") == [*names[:50], "và 19.950 đơn vị khác"]


def test_nothing_makes_an_event_larger_than_it_may_be() -> None:
    texts = [f"{at} " + "ế" * 60_000 for at in range(300)]
    edit: dict[str, Any] = {name: ["ế" * 5_000, "ệ" * 5_000] for name in ("preamble", "closing", "summary", "theme")}
    told = {**changes_between(*({name: pair[at] for name, pair in edit.items()} for at in (0, 1)))}
    told |= {"sections": rows_between(rows(*texts), rows(*texts[::-1], start=1))}

    kept = within_an_event(told)

    assert len(json.dumps(told, ensure_ascii=False).encode()) > LIMIT
    assert len(json.dumps(kept, ensure_ascii=False).encode()) <= LIMIT
    assert set(kept) == set(told)
    assert kept["sections"]["left_out"] > 0
