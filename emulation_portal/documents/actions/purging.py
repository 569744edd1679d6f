"""Clearing away copies that nobody keeps: trial prints, printed books."""

import datetime as dt
import logging
from collections.abc import Iterator

from django.core.files.storage import Storage

from emulation_portal.core.retention import kept_from

from ..models import LooseCopy
from ..queries import named_files
from ..storage import COPIES, document_storage

log = logging.getLogger(__name__)


def purge_copies(*, on: dt.date) -> int:
    """Forget copies that are kept no longer, and remove their files; return how many copies. Twice is harmless.

    A file goes when it is old and no copy and no issued paper names it: the same bytes may be the file of several. One
    that was written lately stays even unnamed, for its row may be about to be written.
    """
    limit = kept_from("documents.copies", on)
    if limit is None:
        return 0
    forgotten, _ = LooseCopy.objects.filter(created_at__lt=limit).delete()
    storage = document_storage()
    named = _named()
    for name in _files(storage):
        if name not in named and storage.get_modified_time(name) < limit:
            storage.delete(name)
            log.info("%s is kept no longer", name)
    return forgotten


def _named() -> set[str]:
    """Return the names of files that somebody still needs."""
    return {file.name for file in named_files()}


def _files(storage: Storage) -> Iterator[str]:
    """Return the names of the stored copies; the half-written ones of killed writers are not among them."""
    if not storage.exists(COPIES):
        return
    for folder in storage.listdir(COPIES)[0]:
        for name in storage.listdir(f"{COPIES}/{folder}")[1]:
            if name.endswith(".pdf"):
                yield f"{COPIES}/{folder}/{name}"
