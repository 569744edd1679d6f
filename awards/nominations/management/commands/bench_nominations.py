import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from awards.nominations.management.honoured import HonouredPortal, fill_honoured, honoured
from emulation_portal.accounts.measuring import Browser, Costs, as_when_served, measure_in_turns
from emulation_portal.core.scratch import scratch_database

SLOWER_AT_MOST = 2.0
_ROW = "{:<10} {:>9} {:>15} {:>15} {:>6}  {}"
_HEAD = ("act", "queries", "p50 ms", "p95 ms", "ratio", "goals")


class Command(BaseCommand):
    help = """Measure nominations in scratch databases: the queue, the synthesis, the history, a search in it, fifty judged.

    A hundred people and five dossiers for each unit, three awards for each person. At two sizes, turn by turn, queries are
    to be the same and p95 at most twice as long with ten times the data.
    """

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="people of portals")
        parser.add_argument("--rounds", type=int, default=20)
        parser.add_argument("--strict", action="store_true", help="fail when a goal is not met")

    def handle(self, *args: Any, sizes: list[int], rounds: int, strict: bool, **options: Any) -> None:
        with ExitStack() as stack:
            stack.enter_context(as_when_served())
            filled = [self._filled(stack, each) for each in sizes]
            missed = self.compare(filled, rounds)
        self.stdout.write(f"{missed} goals are missed." if missed else "Every goal is met.")
        if strict and missed:
            sys.exit(1)

    def _filled(self, stack: ExitStack, people: int) -> HonouredPortal:
        began = time.perf_counter()
        scratch = stack.enter_context(scratch_database())
        found = fill_honoured(scratch, people)
        with scratch.connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as the server's own vacuum does sooner or later
        self.stdout.write(f"{honoured(found)}; filled in {time.perf_counter() - began:.0f} s")
        return found

    def compare(self, filled: Sequence[HonouredPortal], rounds: int) -> int:
        """Print a line for each page; return how many goals are missed."""
        browser, missed = Browser(), 0
        self.stdout.write(_ROW.format(*_HEAD))
        for name in filled[0].visits:
            costs = measure_in_turns(
                lambda browser, each, name=name: browser.open(each.portal, each.visits[name])[1:],  # type: ignore[misc]
                browser,
                filled,
                rounds,
            )
            missed += self._told(name, costs)
        return missed

    def _told(self, name: str, costs: Sequence[Costs]) -> int:
        few, many = costs[0], costs[-1]
        ratio = many.wall_at(95) / few.wall_at(95)
        goals = {
            "queries": len({each.queries for each in costs}) == 1,
            f"p95 ≤ {SLOWER_AT_MOST} ×": ratio <= SLOWER_AT_MOST,
        }
        missed = [words for words, is_met in goals.items() if not is_met]
        queries = "/".join(dict.fromkeys(str(each.queries) for each in costs))
        walls = ("/".join(f"{each.wall_at(at):.1f}" for each in costs) for at in (50, 95))
        told = f"MISSED: {', '.join(missed)}" if missed else "met"
        self.stdout.write(_ROW.format(name, queries, *walls, f"{ratio:.2f}", told))
        return len(missed)
