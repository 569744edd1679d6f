"""What a backup says of itself: which portal, which rows, which files. It stands at the end of the file, under its own hash."""

import datetime as dt
from typing import Any

import msgspec
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.crypto import salted_hmac

FORMAT = 1


class BackupError(Exception):
    """A backup was not made, or is not restored. The message is for who runs the script, and says what to do."""


class TableState(msgspec.Struct, frozen=True):
    """How many rows a table has, and a sum over what all of them say, whatever their order."""

    rows: int
    digest: str


class SavedEntry(msgspec.Struct, frozen=True):
    """One file inside the backup."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`postgresql`: major version of the server; `secret_key`: what tells the key from others and does not betray it;
    `is_sample`: whether sample people logged in there without a password.
    """

    format: int
    made_at: dt.datetime
    commit: str
    postgresql: int
    secret_key: str
    is_sample: bool
    migrations: list[tuple[str, str]]
    tables: dict[str, TableState]
    entries: list[SavedEntry]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


def to_json(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


def from_json(text: bytes) -> Manifest:
    """Return what the text says. Raises BackupError: made by a newer portal, or no manifest."""
    try:
        loose: Any = msgspec.json.decode(text)
        if isinstance(loose, dict) and loose.get("format", 0) > FORMAT:
            raise BackupError(
                f"the backup has format {loose['format']}, and this portal knows formats up to {FORMAT}. Check out the "
                f"commit that made it ({loose.get('commit') or 'not noted'}) or a newer one, and restore again"
            )
        return msgspec.convert(loose, Manifest)
    except (msgspec.DecodeError, msgspec.ValidationError, TypeError) as error:
        raise BackupError(f"the backup is damaged: its manifest cannot be read ({error}). Take another one") from None


def fingerprint_of_key() -> str:
    return salted_hmac("backup.secret_key", "", algorithm="sha256").hexdigest()[:8]


def applied_migrations() -> list[tuple[str, str]]:
    return sorted(MigrationLoader(connection).applied_migrations)


def check_settings(manifest: Manifest, *, with_another_key: bool) -> None:
    """Raise BackupError when this checkout is older than the backup, its SECRET_KEY another, or its doors without a key."""
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    known |= {replaced for migration in loader.disk_migrations.values() for replaced in migration.replaces}
    if unknown := [".".join(each) for each in manifest.migrations if tuple(each) not in known]:
        raise BackupError(
            f"the backup was made by a newer portal, commit {manifest.commit or 'not noted'}: this checkout does not know "
            f"the migration {unknown[0]}. Check out that commit or a newer one, run script/bootstrap and restore again"
        )
    if manifest.secret_key != fingerprint_of_key() and not with_another_key:
        where = "SECRET_KEY" if settings.IS_PRODUCTION else "SECRET_KEY, or secret_key in the folder of all data,"
        raise BackupError(
            "the backup was made under another SECRET_KEY; with this one the seals of its log cannot be looked over. Put "
            f"back the old {where} and restore again. If it is lost, say --with-another-key"
        )
    if settings.SAMPLE_PERSONAS and not manifest.is_sample:
        raise BackupError(
            "the backup holds real people, and this portal lets anybody in as some of them with one click. Write "
            "SAMPLE_PERSONAS=0 into .env and restore again"
        )
