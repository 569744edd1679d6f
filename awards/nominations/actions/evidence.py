"""Files behind a dossier or one of its nominations: put there and taken away while it lies with its unit."""

from uuid import UUID

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.files.actions import attach_file, detach_file, hand_file_on
from emulation_portal.files.models import StoredFile
from emulation_portal.files.queries import files_of

from ..models import DossierVersion, Nomination, NominationDossier
from .writing import open_dossier, open_nomination, touched

Holder = NominationDossier | Nomination


def _opened(holder: Holder, *, by: User) -> Holder:
    """Return the holder, locked, to be written. Raises PermissionDenied, NotWritable."""
    if isinstance(holder, NominationDossier):
        return open_dossier(holder.pk, by=by)
    return open_nomination(holder.pk, by=by)


def _count_change(holder: Holder) -> None:
    if isinstance(holder, Nomination):
        holder.revision += 1
        holder.save(update_fields=["revision"])
        holder = holder.dossier
    touched(holder)


@transaction.atomic
def add_evidence(holder: Holder, file: StoredFile, *, by: User) -> None:
    """Put a file at a dossier or a nomination. Raises PermissionDenied, NotWritable, FileRefused, TooManyFiles."""
    holder = _opened(holder, by=by)
    attach_file(file, holder, by=by)
    _count_change(holder)
    if isinstance(holder, NominationDossier):
        record("dossier.file_added", holder, by=by, data={"file": file.name})
    else:
        record("nomination.file_added", holder, by=by, data={"file": file.name})


@transaction.atomic
def remove_evidence(holder: Holder, key: UUID, *, by: User) -> str:
    """Take a file away again; return its name, "" when it stands there no more. Raises PermissionDenied, NotWritable.

    One that was sent stays with what was sent.
    """
    holder = _opened(holder, by=by)
    file = files_of(holder).filter(pk=key).first()
    if file is None:
        return ""
    version = _version_with(holder, file)
    if version is None:
        detach_file(file)
    else:
        hand_file_on(file, version)
    _count_change(holder)
    if isinstance(holder, NominationDossier):
        record("dossier.file_removed", holder, by=by, data={"file": file.name})
    else:
        record("nomination.file_removed", holder, by=by, data={"file": file.name})
    return str(file.name)


def _version_with(holder: Holder, file: StoredFile) -> DossierVersion | None:
    """Return the newest sending that went with this file."""
    dossier = holder if isinstance(holder, NominationDossier) else holder.dossier
    sendings = dossier.versions.order_by("-number")
    return next((each for each in sendings if str(file.pk) in each.content.get("files", [])), None)
