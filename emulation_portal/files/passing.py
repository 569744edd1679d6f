"""A file somebody wants checked: its SHA-256 is taken as it streams by, and nothing of it is kept."""

import hashlib
import io
from collections.abc import Callable
from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from emulation_portal.core.cleaning import MAX_FILE_MB

MAX_BYTES = MAX_FILE_MB * 1024 * 1024
# Room for the fields and the boundaries around the file.
MAX_BODY = MAX_BYTES + 64 * 1024
# The form has two fields; a part costs far more than its bytes.
MAX_PARTS = 20


class PassedBy(UploadedFile):
    """What is left of an upload: its name, size, first bytes and SHA-256."""

    def __init__(self, *, name: str, size: int, head: bytes, sha256: str) -> None:
        super().__init__(file=io.BytesIO(), name=name, content_type="application/octet-stream", size=size)
        self.head, self.sha256 = head, sha256

    @property
    def looks_like_pdf(self) -> bool:
        return b"%PDF-" in self.head  # readers accept some bytes before it


class HashingUploadHandler(FileUploadHandler):
    """Hash the file and forget it. Sets `is_too_big` and stops hashing past MAX_BYTES."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_too_big = False
        self.hashed_bytes = 0

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        self.is_too_big = content_length > MAX_BODY
        input_data.read = _few_parts(input_data.read, b"--" + boundary)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.is_too_big:
            raise StopUpload(connection_reset=True)
        self._digest, self._head, self.hashed_bytes = hashlib.sha256(), b"", 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > MAX_BYTES:
            self.is_too_big = True
            raise StopUpload(connection_reset=True)
        if not start:
            self._head = bytes(raw_data[:1024])
        self._digest.update(raw_data)
        self.hashed_bytes += len(raw_data)

    def file_complete(self, file_size: int) -> PassedBy:
        return PassedBy(name=self.file_name or "", size=file_size, head=self._head, sha256=self._digest.hexdigest())


def _few_parts(read: Callable[..., bytes], boundary: bytes) -> Callable[..., bytes]:
    """Return the reading of a body that is refused once more parts begin in it than the form can have."""
    begun = 0

    def reading(*size: int) -> bytes:
        nonlocal begun
        chunk = read(*size)
        begun += chunk.count(boundary)
        if begun > MAX_PARTS:
            raise TooManyFieldsSent("more parts than the form has")
        return chunk

    return reading
