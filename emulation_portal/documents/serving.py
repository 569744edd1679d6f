"""Handing out stored files: only bytes that are still what was issued, under a name any machine can keep."""

import io
import logging
import re
from typing import IO

from django.http import FileResponse

from emulation_portal.core.vietnamese import nfd
from emulation_portal.files.storage import open_verified

from .models import Document, LooseCopy
from .storage import document_storage

log = logging.getLogger(__name__)

# Our own PDF is shown by the browser's reader and may load nothing. `object-src` is what that reader runs under.
PDF_POLICY = "default-src 'none'; object-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def paper_file_name(document: Document, ending: str = "pdf") -> str:
    """Return 644-KH-LMHTX.pdf, 05-QD-LMHTX.docx: ASCII, case kept; of a unit without a number BC-HTXDT-20260302.pdf."""
    name = f"{document.symbol}-{document.issued_on:%Y%m%d}" if document.number is None else document.printed_number
    return f"{ascii_name(name)}.{ending}"


def ascii_name(text: str) -> str:
    bare = nfd(text.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[^A-Za-z0-9]+", "-", bare.encode("ascii", "ignore").decode()).strip("-")[:80] or "van-ban"


def open_paper(storage_name: str, sha256: str) -> IO[bytes]:
    """Return the stored file, read through once and found whole. Raises FileDamaged."""
    return open_verified(document_storage(), storage_name, sha256)


def open_copy(copy: LooseCopy) -> IO[bytes]:
    """Return the file of a copy; its name is its SHA-256. Raises FileDamaged."""
    return open_paper(copy.storage_name, copy.storage_name.rpartition("/")[2].removesuffix(".pdf"))


def pdf_response(stream: IO[bytes], *, file_name: str, is_public: bool, max_age: int = 600) -> FileResponse:
    """Return the PDF to be read in the browser. What is not public is kept by no cache between."""
    response = FileResponse(stream, filename=file_name, content_type="application/pdf")
    response["Content-Security-Policy"] = PDF_POLICY
    return _bounded(response, is_public, max_age)


def word_response(content: bytes, *, file_name: str, is_public: bool, max_age: int = 600) -> FileResponse:
    """Return a Word file to be saved, under the same rules as a PDF."""
    response = FileResponse(io.BytesIO(content), as_attachment=True, filename=file_name, content_type=WORD_TYPE)
    return _bounded(response, is_public, max_age)


def _bounded(response: FileResponse, is_public: bool, max_age: int) -> FileResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"public, max-age={max_age}" if is_public else "private, no-cache"
    return response
