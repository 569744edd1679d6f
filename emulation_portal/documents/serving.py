"""Handing out stored files: only bytes that are still what was issued, under a name any machine can keep."""

import hashlib
import logging
import re
from typing import IO

from django.http import FileResponse

from emulation_portal.core.vietnamese import nfd

from .models import Document, LooseCopy
from .storage import document_storage

log = logging.getLogger(__name__)

CHUNK = 256 * 1024
# Our own PDF is shown by the browser's reader and may load nothing. `object-src` is what that reader runs under.
PDF_POLICY = "default-src 'none'; object-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


class FileDamaged(Exception):
    """The stored bytes are gone, or are not those that were issued."""


def paper_file_name(document: Document) -> str:
    """Return 644-KH-LMHTX.pdf, 05-QD-LMHTX.pdf: ASCII, case kept."""
    return f"{ascii_name(document.printed_number)}.pdf"


def ascii_name(text: str) -> str:
    bare = nfd(text.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[^A-Za-z0-9]+", "-", bare.encode("ascii", "ignore").decode()).strip("-")[:80] or "van-ban"


def open_verified(storage_name: str, sha256: str) -> IO[bytes]:
    """Return the stored file, read through once and found whole. Raises FileDamaged."""
    try:
        stream = document_storage().open(storage_name)
    except OSError as error:
        raise FileDamaged(f"{storage_name} cannot be read: {error}") from error
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    if digest.hexdigest() != sha256:
        stream.close()
        raise FileDamaged(f"{storage_name} has SHA-256 {digest.hexdigest()}, not {sha256}")
    stream.seek(0)
    return stream


def open_copy(copy: LooseCopy) -> IO[bytes]:
    """Return the file of a copy; its name is its SHA-256. Raises FileDamaged."""
    return open_verified(copy.storage_name, copy.storage_name.rpartition("/")[2].removesuffix(".pdf"))


def pdf_response(stream: IO[bytes], *, file_name: str, is_public: bool, max_age: int = 600) -> FileResponse:
    """Return the PDF to be read in the browser. What is not public is kept by no cache between."""
    response = FileResponse(stream, filename=file_name, content_type="application/pdf")
    response["Content-Security-Policy"] = PDF_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"public, max-age={max_age}" if is_public else "private, no-cache"
    return response
