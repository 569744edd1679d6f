import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from emulation_portal.accounts.measuring import Browser, Costs, Portal, as_when_served, measure
from emulation_portal.core.crowds import CrowdSize, Visit
from emulation_portal.core.scratch import scratch_database
from emulation_portal.home.crowd import fill_crowd

SLOWER_AT_MOST, KILOBYTES_AT_MOST = 1.5, 150
_ROW = "{:<38} {:>9} {:>13} {:>13} {:>6} {:>7} {:>6} {:>6} {:>5}  {}"
_HEAD = ("page", "queries", "p50 ms", "p95 ms", "ratio", "CPU ms", "times", "KB", "gzip", "goals")


class Command(BaseCommand):
    help = """Measure every list, form and page among few and among many units, in scratch databases of its own.

    Queries are to be the same, p95 among many at most 1.5 times that among few, a page under 150 KB, and the processor
    time of a list at most 12 times that of a page of one query, of home and of an issued paper 8 times.
    """

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--small", type=int, default=1_000, help="units of the small portal")
        parser.add_argument("--large", type=int, default=35_000, help="units of the large portal")
        parser.add_argument("--rounds", type=int, default=40)
        parser.add_argument("--only", default="", help="pages whose name begins so")
        parser.add_argument("--strict", action="store_true", help="fail when a goal is not met")

    def handle(self, *args: Any, small: int, large: int, rounds: int, only: str, strict: bool, **options: Any) -> None:
        with ExitStack() as stack:
            stack.enter_context(as_when_served())
            portals = [self._filled(stack, units) for units in (small, large)]
            browser, missed = Browser(), 0
            self.stdout.write(_ROW.format(*_HEAD))
            for name, visit in portals[0].visits.items():
                if name.startswith(only):
                    missed += self._told(visit, measure(browser, portals, name, rounds))
        self.stdout.write(f"{missed} pages miss a goal." if missed else "Every goal is met.")
        if strict and missed:
            sys.exit(1)

    def _filled(self, stack: ExitStack, units: int) -> Portal:
        began = time.perf_counter()
        scratch = stack.enter_context(scratch_database())
        visits = {visit.name: visit for visit in fill_crowd(CrowdSize(units))}
        with scratch.connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as the server's own vacuum does sooner or later
        self.stdout.write(f"{units} units: filled in {time.perf_counter() - began:.0f} s")
        return Portal(scratch, visits)

    def _told(self, visit: Visit, costs: Sequence[Costs]) -> bool:
        """Print a page's line; return whether it misses a goal."""
        few, many = costs
        missed = [words for words, is_met in goals(visit, few, many) if not is_met]
        self.stdout.write(
            _ROW.format(
                visit.name,
                f"{few.queries}" if few.queries == many.queries else f"{few.queries}/{many.queries}",
                *(f"{few.wall_at(at):.1f}/{many.wall_at(at):.1f}" for at in (50, 95)),
                f"{many.wall_at(95) / few.wall_at(95):.2f}",
                f"{sorted(many.cpu)[len(many.cpu) // 2]:.1f}",
                f"{many.times_one_query:.1f}",
                f"{many.kilobytes:.0f}",
                f"{many.kilobytes_gzipped:.0f}",
                f"MISSED: {', '.join(missed)}" if missed else "met",
            )
        )
        return bool(missed)


def goals(visit: Visit, few: Costs, many: Costs) -> Iterator[tuple[str, bool]]:
    yield "queries", few.queries == many.queries
    yield f"p95 ≤ {SLOWER_AT_MOST} ×", many.wall_at(95) <= SLOWER_AT_MOST * few.wall_at(95)
    yield f"{KILOBYTES_AT_MOST} KB", max(few.kilobytes, many.kilobytes) < KILOBYTES_AT_MOST
    if visit.limit is not None:
        yield f"CPU ≤ {visit.limit:g} ×", many.times_one_query <= visit.limit
