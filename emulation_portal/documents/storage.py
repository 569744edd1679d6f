"""Where the files of papers are kept: named by their SHA-256, so that the same bytes are stored once."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

COPIES = "copies"  # the folder of what may be made again


def document_storage() -> Storage:
    return storages["documents"]


def store(folder: str, content: bytes) -> tuple[str, str]:
    """Keep the bytes; return the storage name and the SHA-256 in hexadecimal. Storing the same again is harmless."""
    digest = hashlib.sha256(content).hexdigest()
    name = f"{folder}/{digest[:2]}/{digest}.pdf"
    document_storage().save(name, ContentFile(content))
    return name, digest
