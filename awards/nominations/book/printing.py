"""Printing a book: pieces are laid down as files, counted and bound by a process of its own. Called by workers only."""

import json
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

from emulation_portal.core.vietnamese import upper
from emulation_portal.documents.copies import CopyTemplate, register_copies
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.models import Document, DocumentFile
from emulation_portal.documents.paper import (
    Block,
    Header,
    Heading,
    Paper,
    PaperColumn,
    PaperTable,
    Paragraph,
    written_arrow,
)
from emulation_portal.documents.rendering import Rendering, render
from emulation_portal.documents.rendering.sandbox import Limits, Sandbox
from emulation_portal.documents.serving import open_paper
from emulation_portal.documents.typed import as_typed
from emulation_portal.files.actions import file_storage
from emulation_portal.files.enums import FileKind
from emulation_portal.files.models import StoredFile
from emulation_portal.files.storage import FileDamaged, open_verified

from ..apps import FRONT_KIND

BOOK_COPIES = "dossier_book"  # the name that its copies bear
BOUND_KINDS = (FileKind.PDF, FileKind.JPG, FileKind.PNG)
_BOUND = (
    PaperColumn("TT", 1, "center"),
    PaperColumn("Văn bản, minh chứng", 13),
    PaperColumn("Trang", 2, "center"),
)
_LEFT_OUT = (PaperColumn("TT", 1, "center"), PaperColumn("Tệp", 8), PaperColumn("Vì sao", 7))
_TRIES = 3  # until the contents tell of themselves as many pages as they have

_binder = Sandbox("awards.nominations.book.binder")


def print_book(payload: dict[str, Any]) -> Rendering:
    """Return all pieces as one PDF. What cannot be bound is told on the front page and stops nothing.

    Raises RenderFailed when time or memory gave out.
    """
    with tempfile.TemporaryDirectory(prefix="ho-so-") as folder:
        pieces = [_laid_down(piece, Path(folder), at) for at, piece in enumerate(payload["pieces"])]
        pieces = _counted(pieces)
        front = Path(folder) / "front.pdf"
        bound = [piece for piece in pieces if not piece["problem"]]
        front_pages = 1
        for _ in range(_TRIES):
            rendered = render(_front(payload, pieces, front_pages))
            front.write_bytes(rendered.pdf)
            if rendered.pages == front_pages:
                break
            front_pages = rendered.pages
        parts = [{"title": "Mục lục", "path": str(front)}, *bound]
        pdf, pages = _binder.run({"task": "bind", "pieces": parts, "title": payload["title"]}, _limits())
        return Rendering(pdf, pages)


def _limits() -> Limits:
    return Limits(settings.RENDER_CPU_SECONDS, settings.RENDER_WALL_SECONDS, BINDING_MEMORY_MB)


BINDING_MEMORY_MB = 400


def _laid_down(piece: dict[str, Any], folder: Path, at: int) -> dict[str, Any]:
    """Return the piece with where its bytes lie, or why it is left out."""
    laid = {"title": piece["title"], "path": str(folder / f"{at:04}"), "kind": "pdf", "problem": ""}
    try:
        content = _paper_bytes(piece["document"]) if "document" in piece else _file_bytes(piece["file"], laid)
    except FileDamaged:
        return laid | {"problem": "Tệp bị hỏng trên máy chủ."}
    Path(laid["path"]).write_bytes(content)
    return laid


def _paper_bytes(document_id: int) -> bytes:
    """Return the printed paper: its file when that is made already."""
    file = DocumentFile.objects.filter(document=document_id).first()
    if file is not None:
        with open_paper(file.storage_name, file.sha256) as stream:
            return stream.read()
    return render(Paper.from_json(Document.objects.get(pk=document_id).payload)).pdf


def _file_bytes(key: str, laid: dict[str, Any]) -> bytes:
    file = StoredFile.objects.filter(pk=key).first()
    if file is None:
        laid["problem"] = "Tệp đã được gỡ khỏi hồ sơ."
        return b""
    if file.kind not in BOUND_KINDS:
        laid["problem"] = f"Tệp {file.get_kind_display()} không in vào tập được; mở riêng trên Cổng."
        return b""
    laid["kind"] = str(file.kind)
    with open_verified(file_storage(), file.storage_name, file.sha256) as stream:
        return stream.read()


def _counted(pieces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the pieces with their pages; those that cannot be read with what is wrong."""
    asked = [piece for piece in pieces if not piece["problem"]]
    answer, _ = _binder.run({"task": "count", "pieces": asked, "title": ""}, _limits())
    for piece, found in zip(asked, json.loads(answer), strict=True):
        piece |= found
    return pieces


def _front(payload: dict[str, Any], pieces: list[dict[str, Any]], front_pages: int) -> Paper:
    """Return the front page with the contents: each piece with the page of the book on which it begins."""
    rows: list[tuple[str, str, str]] = []
    page = front_pages + 1
    for piece in pieces:
        if not piece["problem"]:
            rows.append((str(len(rows) + 1), written_arrow(piece["title"]), str(page)))
            page += piece["pages"]
    body: list[Block] = [PaperTable(columns=_BOUND, rows=tuple(rows), title="Mục lục")]
    left_out = [piece for piece in pieces if piece["problem"]]
    if left_out:
        told = ((str(at), written_arrow(each["title"]), each["problem"]) for at, each in enumerate(left_out, start=1))
        body += [
            Heading(1, "Tệp không có trong tập này"),
            Paragraph("Các tệp sau nằm trong hồ sơ nhưng không in vào tập được:"),
            PaperTable(columns=_LEFT_OUT, rows=tuple(told)),
        ]
    paper = Paper(
        type=DocumentType.BC,
        kind=FRONT_KIND,
        type_name="HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG",
        header=Header(issuer=(upper(payload["unit"]),)),
        symbol="",
        place="",
        summary=(payload["purpose"],),
        body=tuple(body),
        has_end_mark=False,
        title=payload["title"],
        author=payload["unit"],
    )
    return as_typed(paper)


BOOK = CopyTemplate(
    print_book,
    lambda payload: str(payload["title"]),
    "Tập hồ sơ",
    "Mọi văn bản và minh chứng của hồ sơ trong một tệp, có mục lục và số trang.",
)
register_copies(BOOK_COPIES, BOOK)
