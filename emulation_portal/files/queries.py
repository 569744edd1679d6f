from django.db.models import Model

from .models import StoredFile, StoredFileQuerySet


def files_of(subject: Model) -> StoredFileQuerySet:
    """Return the files that stand at a thing, in the order in which they were sent."""
    return StoredFile.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
