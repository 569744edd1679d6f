"""All that is stored is saved, once, wherever the storages lie."""

from emulation_portal.backup.stores import stored_files

DURABLE = "emulation_portal.documents.storage.DurableFileSystemStorage"


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

    assert [file.entry for file in stored_files()] == ["files/documents/kept/a.pdf", "files/uploads/ab/b.pdf"]
