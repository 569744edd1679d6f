"""All that is stored is saved, once, wherever the storages lie."""

import pytest

from emulation_portal.backup.stores import named_files, stored_files
from emulation_portal.rights.enums import Role
from tests.factories import files
from tests.factories.people import user_with_role

DURABLE = "emulation_portal.files.storage.DurableFileSystemStorage"


def test_storage_inside_another_is_saved_once_and_under_its_own_name(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    uploads = {"BACKEND": DURABLE, "OPTIONS": {"location": str(tmp_path / "media" / "kept" / "uploads")}}
    settings.STORAGES = settings.STORAGES | {
        "uploads": uploads,
        "nothing": uploads | {"OPTIONS": {"location": "/none"}},
    }
    for name in ("kept/a.pdf", "kept/uploads/ab/b.pdf", "kept/uploads/ab/.writing-x"):
        (tmp_path / "media" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "media" / name).touch()

    assert {file.entry.partition("/")[2].partition("/")[2] for file in stored_files()} == {"kept/a.pdf", "ab/b.pdf"}
    assert len(list(stored_files())) == 2


@pytest.mark.django_db
def test_files_of_two_storages_in_one_place_are_found_as_they_are_named(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sent = files.sent(by=user_with_role(Role.OFFICER))

    named = named_files()

    assert {file.name for file in named} == {sent.storage_name}
    assert set(named) <= set(stored_files())
