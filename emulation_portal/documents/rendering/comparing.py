"""What became of a paper since it was read before: words that were added and words that were struck, on the sheet.

Numbers of sections are not compared: whatever is added above moves them all.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe

from ..paper import Paper
from ..templates import template_of
from .html import paper_context
from .lines import PrintedLine

_TOKENS = re.compile(r"<[^>]+>|&#?\w+;|\w+|\s+|.", re.DOTALL)
MANY_TOKENS = 6_000  # of a paragraph and what it was, together: longer ones are struck and written whole
MANY_PAIRS = 10_000  # of paragraphs that may be each other's: more are taken in their order
ALIKE = 0.4  # from which share of common words a paragraph counts as the other one, changed


def changes_html(was: Paper, now: Paper) -> SafeString:
    """Return the sheet of the paper as it is now, with what was added in `<ins>` and what was struck in `<del>`."""
    before, after = paper_context(was), paper_context(now)
    lines = changed_lines(before["bases"] + before["content"], after["bases"] + after["content"])
    first = next((at for at, line in enumerate(lines) if line.kind != "basis"), len(lines))
    context = {
        **after,
        "bases": lines[:first],
        "content": lines[first:],
        "summary": _summary(before["summary"], after["summary"]),
        "recipients": changed_texts(before["recipients"], after["recipients"]),
        "signature": _signature(before["signature"], after["signature"]),
        "left_signature": _signature(before["left_signature"], after["left_signature"]),
        "appendices": _appendices(before["appendices"], after["appendices"]),
    }
    return render_to_string(template_of(now), context | {"frame": "documents/_desk.html", "is_desk": True})


# --- words ------------------------------------------------------------------------------------------------------------


def changed_words(was: str, now: str) -> SafeString:
    """Return the markup as it is now, the words that it had not before in `<ins>`, those it has no more in `<del>`."""
    if was == now:
        return mark_safe(now)
    old, new = _TOKENS.findall(was), _TOKENS.findall(now)
    if len(old) + len(new) > MANY_TOKENS:
        return mark_safe(_struck(old) + _added(new))
    parts: list[str] = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        parts += new[k:m] if what == "equal" else [_struck(old[i:j]), _added(new[k:m])]
    return mark_safe("".join(parts))  # tokens of our own markup, and of what it escaped


def _struck(tokens: Sequence[str]) -> str:
    """Return the words without their marks, which belong to the text of then."""
    words = "".join(token for token in tokens if not token.startswith("<"))
    return f"<del>{words}</del>" if words.strip() else ""


def _added(tokens: Sequence[str]) -> str:
    """Return the words; a mark that opens or closes among them stands outside, so that no tag crosses another."""
    runs = re.split(r"(<[^>]+>)", "".join(tokens))
    return "".join(run if run.startswith("<") or not run.strip() else f"<ins>{run}</ins>" for run in runs)


def changed_texts(was: Sequence[str], now: Sequence[str]) -> list[SafeString]:
    """Return texts, one below the other, as markup; what is markup already stays it."""
    old, new = [conditional_escape(text) for text in was], [conditional_escape(text) for text in now]
    texts: list[SafeString] = []
    for before, after in _pairs(old, new):
        texts.append(changed_words(before or "", after or ""))
    return texts


def _summary(was: Sequence[str], now: Sequence[str]) -> Sequence[str]:
    """Return the lines; where words changed, in one: their old places of breaking say nothing any more."""
    if was == now:
        return now
    return [changed_words(escape(" ".join(was)), escape(" ".join(now)))]


def _signature(was: dict[str, Any] | None, now: dict[str, Any] | None) -> dict[str, Any] | None:
    if was == now:
        return now
    none: dict[str, Any] = {"lines": [], "post": [], "name": []}
    before, after = was or none, now or none
    return {name: changed_texts(before[name], after[name]) for name in none}


# --- lines ------------------------------------------------------------------------------------------------------------


def changed_lines(was: Sequence[PrintedLine], now: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return the lines as they are now, with those among them that were struck."""
    lines = []
    for before, after in _pairs(was, now, key=_key):
        if before and after and _key(before) == _key(after):
            lines.append(after)
        elif before and after and not _can_be_compared(before.table, after.table):
            lines += [_line(before, None), _line(None, after)]
        else:
            lines.append(_line(before, after))
    return lines


def _can_be_compared(was: Any, now: Any) -> bool:
    """Return whether two lines are both text, or tables with the same columns and no cell that goes over others."""
    if not (was and now):
        return not (was or now)
    return len(was["columns"]) == len(now["columns"]) and not _has_spans(was) and not _has_spans(now)


def _has_spans(table: Any) -> bool:
    return any(cell.rows > 1 or cell.columns > 1 for row in table["rows"] for cell, _, _ in row["cells"])


def _key(line: PrintedLine) -> str:
    return f"{line.kind}|{line.html}|{_cells(line.table) if line.table else ''}"


def _cells(table: Any) -> list[list[str]]:
    return [[str(html) for _, html, _ in row["cells"]] for row in table["rows"]]


def _line(was: PrintedLine | None, now: PrintedLine | None) -> PrintedLine:
    if now is None:
        assert was is not None  # a pair has at least one
        if was.table:
            return replace(was, table=_all_cells(was.table, "del"), mark=None)
        words = format_html("<del>{}</del>", mark_safe(f"{escape(was.label)} {_bare(was.html)}".strip()))
        return replace(was, html=words, label="", mark=None)
    if was is None:
        if now.table:
            return replace(now, table=_all_cells(now.table, "ins"))
        return replace(now, html=mark_safe(_added([now.html])))
    if now.table and was.table:
        return replace(now, table=_table(was.table, now.table))
    return replace(now, html=changed_words(was.html, now.html))


def _bare(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def _table(was: Any, now: Any) -> Any:
    """Return the table of now with its rows compared, those that were struck among them."""
    rows = [_row(before, after) for before, after in _pairs(was["rows"], now["rows"], key=_row_key)]
    return now | {"rows": rows}


def _row_key(row: Any) -> str:
    return " | ".join(str(html) for _, html, _ in row["cells"])


def _row(was: Any, now: Any) -> Any:
    if was is None or now is None:
        return _row_within(now or was, "ins" if was is None else "del")
    cells = [
        (cell, changed_words(str(old), str(html)), align)
        for (_, old, _), (cell, html, align) in zip(was["cells"], now["cells"], strict=True)
    ]
    return now | {"cells": cells}


def _all_cells(table: Any, tag: str) -> Any:
    return table | {"rows": [_row_within(row, tag) for row in table["rows"]]}


def _row_within(row: Any, tag: str) -> Any:
    cells = [
        (cell, mark_safe(f"<{tag}>{_bare(html)}</{tag}>") if html else html, align)
        for cell, html, align in row["cells"]
    ]
    return row | {"cells": cells}


def _appendices(was: Sequence[dict[str, Any]], now: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the annexes of now, and below them those that were struck."""
    titles = [" ".join(each["title"]) for each in was], [" ".join(each["title"]) for each in now]
    before, after = dict(zip(titles[0], was, strict=True)), dict(zip(titles[1], now, strict=True))
    kept = [
        each | {"lines": changed_lines(before.get(title, {}).get("lines", []), each["lines"])}
        for title, each in after.items()
    ]
    gone = [each | {"lines": changed_lines(each["lines"], [])} for title, each in before.items() if title not in after]
    return [*kept, *gone]


# --- which was which --------------------------------------------------------------------------------------------------


def _pairs(was: Sequence[Any], now: Sequence[Any], key: Any = str) -> list[tuple[Any, Any]]:
    """Return what was and what is now side by side, in the order of now; None where the other has no counterpart."""
    old, new = [key(each) for each in was], [key(each) for each in now]
    pairs: list[tuple[Any, Any]] = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > 4_000).get_opcodes():
        if what == "equal":
            pairs += zip(was[i:j], now[k:m], strict=True)
        else:
            pairs += [
                (was[i + a] if a is not None else None, now[k + b] if b is not None else None)
                for a, b in _alike(old[i:j], new[k:m])
            ]
    return pairs


def _alike(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Return which of the new texts is which of the old, changed; both stay in their order."""
    words = [set(text.split()) for text in old], [set(text.split()) for text in new]
    looks = len(old) * len(new) <= MANY_PAIRS
    pairs: list[tuple[int | None, int | None]] = []
    done = matched = 0  # of the old texts, and where among the pairs the last match stands
    for at, these in enumerate(words[1]):
        candidates = range(done, len(old)) if looks else range(done, min(done + 1, len(old)))
        found = next((i for i in candidates if _share(words[0][i], these) >= ALIKE), None)
        if found is not None:
            pairs += [(i, None) for i in range(done, found)]
            done, matched = found + 1, len(pairs) + 1
        pairs.append((found, at))
    pairs[matched:matched] = [(i, None) for i in range(done, len(old))]  # what was struck before what was added
    return pairs


def _share(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0
