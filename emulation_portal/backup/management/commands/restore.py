import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseTrouble

from emulation_portal.backup.manifest import BackupError
from emulation_portal.backup.restoring import Restored, restore
from emulation_portal.backup.stopping import stop_in_order

NOT_PROVEN = 3


class Command(BaseCommand):
    help = "Restore a backup into an empty database and empty folders. Run it as the owner of the tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--with-another-key", action="store_true", help="restore although the SECRET_KEY of the backup is lost"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with stop_in_order():
                restored = restore(
                    options["file"],
                    with_another_key=options["with_another_key"],
                    say=lambda text: print(f"-> {text}", file=sys.stderr, flush=True),
                )
        except (BackupError, DatabaseTrouble) as error:
            raise CommandError(str(error)) from None
        print(report(restored))
        if restored.wrong:
            words = "\n".join(restored.wrong)
            raise CommandError(f"all is in place, but not all is as it should be:\n{words}", returncode=NOT_PROVEN)


def report(restored: Restored) -> str:
    of = restored.manifest
    lines = [
        f"Restored the backup of {of.made_at:%Y-%m-%d %H:%M %Z} (commit {of.commit[:7] or 'not noted'}):",
        f"  {len(of.tables)} tables with {of.rows} rows, {restored.files} files",
        f"  {restored.migrations} migrations were applied, for it is older than this portal",
        f"  {restored.papers} issued papers have the bytes they should, {restored.events} events of the log are as sealed",
        "Start the portal: work that was waiting goes on by itself, for Redis holds nothing that is needed.",
    ]
    return "\n".join(line for line in lines if not line.startswith("  0 migrations"))
