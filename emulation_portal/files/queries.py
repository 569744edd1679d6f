from collections.abc import Iterator

from django.db.models import Model

from emulation_portal.core.kept_files import NamedFile

from .models import StoredFile, StoredFileQuerySet


def files_of(subject: Model) -> StoredFileQuerySet:
    """Return the files that stand at a thing, in the order in which they were sent."""
    return StoredFile.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))


def named_files() -> Iterator[NamedFile]:
    """Yield what a backup must hold. Small pictures are not among them: they can be made again."""
    for name, sha256 in StoredFile.objects.values_list("storage_name", "sha256").iterator():
        yield NamedFile(name, sha256)
