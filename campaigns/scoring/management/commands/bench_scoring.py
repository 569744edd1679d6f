import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from campaigns.scoring.management.years import ACTS, ScoredYears, fill_scored_years, ranked, scored, told_wrongly
from emulation_portal.accounts.measuring import Browser, Costs, as_when_served, measure_in_turns
from emulation_portal.core.scratch import scratch_database

SLOWER_AT_MOST = 1.5
_ROW = "{:<10} {:>9} {:>15} {:>15} {:>6}  {}"
_HEAD = ("act", "queries", "p50 ms", "p95 ms", "ratio", "goals")


class Command(BaseCommand):
    help = """Measure what khối score in scratch databases: list, ranking, one card, and settling a khối of twenty.

    At two sizes, turn by turn, queries are to be the same and nothing to grow with the units (p95 at most 1.5 times): a khối
    has as many units in a large alliance as in a small one. Points and ranks that were written down are counted again in SQL.
    """

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 35_000], help="units of portals")
        parser.add_argument("--years", type=int, default=5)
        parser.add_argument("--rounds", type=int, default=20)
        parser.add_argument("--strict", action="store_true", help="fail when a goal is not met")

    def handle(self, *args: Any, sizes: list[int], years: int, rounds: int, strict: bool, **options: Any) -> None:
        with ExitStack() as stack:
            stack.enter_context(as_when_served())
            filled = [self._filled(stack, each, years) for each in sizes]
            missed = self.compare(filled, rounds)
        self.stdout.write(f"{missed} goals are missed." if missed else "Every goal is met.")
        if strict and missed:
            sys.exit(1)

    def _filled(self, stack: ExitStack, units: int, years: int) -> ScoredYears:
        began = time.perf_counter()
        scratch = stack.enter_context(scratch_database())
        found = fill_scored_years(scratch, units, years=years)
        with scratch.connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as the server's own vacuum does sooner or later
        self.stdout.write(
            f"{units} units, {years} years: {scored(found)}; filled in {time.perf_counter() - began:.0f} s"
        )
        return found

    def compare(self, filled: Sequence[ScoredYears], rounds: int) -> int:
        """Print a line for each act, and of the recount; return how many goals are missed."""
        browser, missed = Browser(), 0
        self.stdout.write(_ROW.format(*_HEAD))
        for name, act in ACTS.items():
            missed += self._told(name, measure_in_turns(act, browser, filled, rounds))
        for each in filled:
            wrong = told_wrongly(each)
            words = "MISSED" if wrong else "met"
            self.stdout.write(
                f"{each.units} units: {wrong} of {ranked(each)} ranked cards differ from the recount: {words}"
            )
            missed += bool(wrong)
        return missed

    def _told(self, name: str, costs: Sequence[Costs]) -> int:
        missed = [words for words, is_met in goals(costs) if not is_met]
        queries = list(dict.fromkeys(str(each.queries) for each in costs))
        ratio = f"{costs[-1].wall_at(95) / costs[0].wall_at(95):.2f}" if len(costs) > 1 else ""
        walls = ("/".join(f"{each.wall_at(at):.1f}" for each in costs) for at in (50, 95))
        told = f"MISSED: {', '.join(missed)}" if missed else "met" if len(costs) > 1 else ""
        self.stdout.write(_ROW.format(name, "/".join(queries), *walls, ratio, told))
        return len(missed)


def goals(costs: Sequence[Costs]) -> Iterator[tuple[str, bool]]:
    """Yield what is asked of the greatest portal beside the smallest, and whether it is so."""
    if len(costs) < 2:
        return
    few, many = costs[0], costs[-1]
    yield "queries", len({each.queries for each in costs}) == 1
    yield f"p95 ≤ {SLOWER_AT_MOST} ×", many.wall_at(95) <= SLOWER_AT_MOST * few.wall_at(95)
