from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from emulation_portal.documents.management.word_bench import compare

GOAL = 5.0


class Command(BaseCommand):
    help = "Measure how fast a long table becomes a Word file, beside python-docx cell by cell, in one run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rows", type=int, default=1_800)
        parser.add_argument("--rounds", type=int, default=3)

    def handle(self, *args: Any, rows: int, rounds: int, **options: Any) -> None:
        found = compare(rows, rounds)
        verdict = "within" if found.ratio >= GOAL else "BELOW"
        self.stdout.write(
            f"A decision with {rows} rows as a Word file: {found.ours_ms:.0f} ms; its table by python-docx, cell by cell "
            f"with the same look: {found.theirs_ms:.0f} ms, {found.ratio:.1f} times as long ({verdict} the goal of {GOAL:.0f}); "
            f"with the words only: {found.bare_ms:.0f} ms"
        )
