import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseTrouble
from django.utils import timezone

from emulation_portal.backup.manifest import BackupError
from emulation_portal.backup.nightly import name_for, remove_old
from emulation_portal.backup.noting import note_backup
from emulation_portal.backup.saving import save
from emulation_portal.backup.stopping import stop_in_order


def at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is not a number of backups; at least 1 is kept")
    return int(text)


class Command(BaseCommand):
    help = "Save the database and the stored files into one file, while the portal runs. docs/backup.md says more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the new file, such as portal.tar")
        where.add_argument("--into", type=Path, metavar="FOLDER", help="a new file in this folder, named by the time")
        parser.add_argument("--keep", type=at_least_one, metavar="N", help="with --into: remove all but the newest N")
        parser.add_argument("--overwrite", action="store_true", help="replace FILE once the new backup is whole")
        parser.add_argument(
            "--despite-damage", action="store_true", help="save also when files of issued papers are missing or changed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep"] and not options["into"]:
            raise CommandError("--keep goes with --into")
        now, folder = timezone.now(), options["into"]
        path = name_for(folder, now) if folder else options["file"]
        try:
            with stop_in_order():
                manifest = save(
                    path,
                    now=now,
                    overwrite=options["overwrite"],
                    despite_damage=options["despite_damage"],
                    say=lambda text: print(f"-> {text}", file=sys.stderr, flush=True),
                )
        except (BackupError, DatabaseTrouble) as error:
            if folder:
                note_backup(error)
            raise CommandError(str(error)) from None
        note_backup(None)
        files = len(manifest.entries) - 1
        size = path.stat().st_size / 1024 / 1024
        print(f"{path}: {len(manifest.tables)} tables, {manifest.rows} rows, {files} files, {size:.1f} MB")
        for old in remove_old(folder, keep=options["keep"]) if options["keep"] else []:
            print(f"removed {old}")
