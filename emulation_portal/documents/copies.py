"""What can be printed without being an issued paper: a draft to read, a book. Each by the name its copies bear."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from emulation_portal.core.vietnamese import titled

from .enums import DocumentType
from .paper import Paper
from .rendering import RegisterBook, Rendering, render, render_register


@dataclass(frozen=True)
class CopyTemplate:
    """How a copy is printed from its payload, and what its page says of it."""

    print_payload: Callable[[dict[str, Any]], Rendering]
    name: Callable[[dict[str, Any]], str]  # of what is printed, "" when the payload tells none
    title: str
    lead: str
    has_word: bool = False


def _print_paper(payload: dict[str, Any]) -> Rendering:
    return render(Paper.from_json(payload))


def _print_book(payload: dict[str, Any]) -> Rendering:
    return render_register(RegisterBook.from_json(payload))


def _title(payload: dict[str, Any]) -> str:
    if title := payload.get("title"):
        return str(title)
    kinds: dict[str, str] = dict(DocumentType.choices)
    kind = kinds.get(payload.get("type", ""), payload.get("type_name", ""))
    return titled(kind, " ".join(payload.get("summary", ()))).strip()


def _book(payload: dict[str, Any]) -> str:
    return f"Sổ đăng ký văn bản đi năm {payload['year']}" if "year" in payload else ""


COPIES = {
    "paper": CopyTemplate(
        _print_paper,
        _title,
        "PDF dự thảo",
        "Bản này để xem và góp ý, không phải văn bản đã ban hành.",
        has_word=True,
    ),
    "to_sign": CopyTemplate(
        _print_paper,
        _title,
        "Bản in để ký",
        "In bản này để ký tay, đóng dấu; ký xong hãy quét lại rồi tải lên Cổng. Đây chưa phải văn bản đã ký.",
        has_word=True,
    ),
    "register": CopyTemplate(
        _print_book,
        _book,
        "Bản in sổ văn bản đi",
        "Sổ được in như đang có lúc bạn bấm “Xuất PDF”, đủ 10 cột theo Phụ lục IV Nghị định 30/2020/NĐ-CP.",
    ),
}


def register_copies(name: str, template: CopyTemplate) -> None:
    """Let copies of that name be printed so. Called in `AppConfig.ready`."""
    COPIES[name] = template


def copy_template(name: str) -> CopyTemplate:
    """Return how copies of that name are printed. Raises ValueError for a name that nobody knows."""
    if name not in COPIES:
        raise ValueError(f"no copies are printed by the name {name!r}")
    return COPIES[name]
