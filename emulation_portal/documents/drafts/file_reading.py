"""A file as a kind of papers reads it: the parts of any paper, and what the kind finds in them."""

import dataclasses
import datetime as dt
from typing import Any

from emulation_portal.core.numbering import grouped
from emulation_portal.documents.paper_limits import MAX_APPENDICES, MAX_PARTS, MAX_SHOWN, MAX_TABLES
from emulation_portal.documents.reading import Expected, ImportRefused, ParsedPaper, import_file, report
from emulation_portal.jobs.bounded import Bounds, OutOfBounds, TooManyAtOnce, run_bounded

from .registry import kind_named, kinds

_READ = "emulation_portal.documents.reading.bounded.read"
_BOUNDS = Bounds(cpu_seconds=20, wall_seconds=60, memory_mb=600)


def read_for(kind_code: str, name: str, content: bytes, *, on: dt.date) -> tuple[str, ParsedPaper]:
    """Return the file's text and what was recognised, with the warnings of the kind beside those of any paper.

    Nothing is kept. Raises ImportRefused.
    """
    kind = kind_named(kind_code)
    text, parsed = _read_bounded(name, content, kind.expected, on=on)
    for found, noun, most in (
        (parsed.bases, "căn cứ", MAX_PARTS),
        (parsed.sections, "mục", MAX_PARTS),
        (parsed.annexes, "phụ lục", MAX_APPENDICES),
        (parsed.tables, "bảng", MAX_TABLES),
    ):
        if len(found) > MAX_SHOWN * most:  # their pages could neither show nor send them
            raise ImportRefused(
                f"Cổng đọc được {grouped(len(found))} {noun} trong tệp; một văn bản có nhiều nhất {most}. "
                "Hãy tách phụ lục, danh sách ra tệp riêng rồi nhập lại."
            )
    return text, dataclasses.replace(parsed, warnings=(*parsed.warnings, *kind.reading_warnings(parsed)))


def _read_bounded(name: str, content: bytes, expected: Expected, *, on: dt.date) -> tuple[str, ParsedPaper]:
    """Read the file in a process of its own, whatever it may hold. Raises ImportRefused."""
    request = {"name": name, "expected": dataclasses.asdict(expected), "on": on.isoformat()}
    try:
        answer, _ = run_bounded(_READ, request, content, _BOUNDS)
    except TooManyAtOnce as error:
        raise ImportRefused(str(error)) from None
    except OutOfBounds:
        words = f"Tệp quá phức tạp nên cổng không đọc được. Hãy chép nội dung {expected.noun} sang một tệp Word mới rồi nhập lại."
        raise ImportRefused(words) from None
    if "refused" in answer:
        raise ImportRefused(answer["refused"])
    return answer["text"], ParsedPaper.from_json(answer["paper"])


def report_of(name: str, content: bytes, *, on: dt.date) -> dict[str, Any]:
    """Return what is read in a file of any official paper, as plain JSON data, and what its kind finds named there.

    The kind is the first that is of the type read. Nothing is kept. Raises ImportRefused.
    """
    _, parsed = import_file(name, content, on=on)
    kind = next((kind for kind in kinds() if kind.expected.type_name == parsed.document_type), None)
    if kind is None:
        return report(parsed)
    warnings = (*parsed.warnings, *kind.reading_warnings(parsed))
    return {**report(dataclasses.replace(parsed, warnings=warnings)), **kind.named_in(parsed)}
