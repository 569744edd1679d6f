import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from campaigns.reports.management.rush import losses, people_of, rush, served
from campaigns.reports.management.years import ACTS, ALL_SAY_FIGURES, BESIDE_A_YEAR, Years, fill_years, reported
from emulation_portal.accounts.measuring import Browser, Costs, as_when_served, measure_in_turns
from emulation_portal.core.scratch import scratch_database

SLOWER_AT_MOST = 1.5
SUBMIT_PERCENT, THROUGHPUT_AT_LEAST = 30, 0.3
RIGHT = ("one query", "autosave", "send to head", "submit", "receipt")
OF_ONE_UNIT = ("form", "autosave", "submit")
OF_ALL_UNITS = ("board", "totals", "by block")
_ROW = "{:<12} {:>9} {:>15} {:>15} {:>6} {:>15}  {}"
_HEAD = ("page", "queries", "p50 ms", "p95 ms", "ratio", "us a unit", "goals")


class Command(BaseCommand):
    help = """Measure reports of some years in scratch databases: board, period, totals, form, autosave and submit.

    At two sizes, turn by turn, queries are to be the same; form, autosave and submit not to grow with the units (p95 at
    most 1.5 times); board and totals to cost no more a unit. In a rush people write at once into a portal that gunicorn serves:
    nothing acknowledged may be lost, no answer be an error, and autosave reach 0.3 of the throughput of a page of one
    query behind the same middleware and login.
    """

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--units", type=int, default=1_000, help="units of the only portal; the nation has 35000")
        parser.add_argument("--sizes", type=int, nargs="+", help="units of portals that are compared")
        parser.add_argument("--months", type=int, default=60)
        parser.add_argument("--rounds", type=int, default=40)
        parser.add_argument(
            "--rush", action="store_true", dest="is_rush", help="measure people who write at once into a served portal"
        )
        parser.add_argument("--people", type=int, default=200, help="of a rush")
        parser.add_argument("--times", type=int, default=5, help="figures that each of them types in a round of a rush")
        parser.add_argument("--strict", action="store_true", help="fail when a goal is not met")

    def handle(
        self,
        *args: Any,
        units: int,
        sizes: list[int] | None,
        months: int,
        rounds: int,
        is_rush: bool,
        people: int,
        times: int,
        strict: bool,
        **options: Any,
    ) -> None:
        with ExitStack() as stack:
            stack.enter_context(as_when_served())
            years = [self._filled(stack, each, months) for each in sizes or [units]]
            missed = self.run_rush(years[0], people, times) if is_rush else self.compare(years, rounds)
        self.stdout.write(f"{missed} goals are missed." if missed else "Every goal is met.")
        if strict and missed:
            sys.exit(1)

    def _filled(self, stack: ExitStack, units: int, months: int) -> Years:
        began = time.perf_counter()
        scratch = stack.enter_context(scratch_database())
        years = fill_years(scratch, units, months=months)
        with scratch.connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as the server's own vacuum does sooner or later
        few = f", those before the last {BESIDE_A_YEAR} months of {ALL_SAY_FIGURES} units only"
        self.stdout.write(
            f"{units} units, {months} months: {reported(years)}{few if units > ALL_SAY_FIGURES else ''}; filled in "
            f"{time.perf_counter() - began:.0f} s"
        )
        return years

    def compare(self, years: Sequence[Years], rounds: int) -> int:
        """Print a line for each page; return how many goals are missed."""
        browser, missed = Browser(), 0
        self.stdout.write(_ROW.format(*_HEAD))
        for name, act in ACTS.items():
            missed += self._told(name, years, measure_in_turns(act, browser, years, rounds))
        return missed

    def run_rush(self, years: Years, number: int, times: int) -> int:
        """Let people write at once, print how fast it went and what was lost; return how many goals are missed."""
        years.portal.scratch.use()
        people = people_of(years, number, number * SUBMIT_PERCENT // 100)
        with served(years.portal.scratch) as (port, options):
            self.stdout.write(f"gunicorn {options}; {number} people at once, a connection for each request")
            said = rush(port, people, times=times)
        lost, answers = losses(said), said["answers"]
        wrong = {what: count for what, count in answers.items() if what not in RIGHT}
        a_second = {what: number * times * len(took) / sum(took) for what, took in said["seconds"].items()}
        ratio = a_second["autosave"] / a_second["one query"]
        for what in ("one query", "autosave"):
            took = ", ".join(f"{each:.1f}" for each in said["seconds"][what])
            self.stdout.write(f"{what}: {a_second[what]:.0f} a second ({number * times} in each of {took} s)")
        self.stdout.write(
            f"typing and submitting: {said['seconds']['typing and submitting'][0]:.1f} s, "
            f"{len(said['receipts'])} reports submitted; slowest answer {said['slowest']:.1f} s"
        )
        self.stdout.write(f"answers: {', '.join(f'{count} {what}' for what, count in sorted(answers.items()))}")
        goals = {
            f"autosave / page of one query = {ratio:.2f}, goal {THROUGHPUT_AT_LEAST}": ratio >= THROUGHPUT_AT_LEAST,
            f"answers that are errors: {wrong or 'none'}": not wrong,
            f"acknowledged and lost: {lost[:5] or 'nothing'}": not lost,
        }
        for words, is_met in goals.items():
            self.stdout.write(f"{words}: {'met' if is_met else 'MISSED'}")
        return sum(not is_met for is_met in goals.values())

    def _told(self, name: str, years: Sequence[Years], costs: Sequence[Costs]) -> int:
        missed = [words for words, is_met in goals(name, years, costs) if not is_met]
        queries = [str(each.queries) for each in costs]
        ratio = f"{costs[-1].wall_at(95) / costs[0].wall_at(95):.2f}" if len(costs) > 1 else ""
        self.stdout.write(
            _ROW.format(
                name,
                "/".join(queries if len(set(queries)) > 1 else queries[:1]),
                *("/".join(f"{each.wall_at(at):.1f}" for each in costs) for at in (50, 95)),
                ratio,
                "/".join(f"{_a_unit(each, of):.1f}" for each, of in zip(costs, years, strict=True)),
                f"MISSED: {', '.join(missed)}" if missed else "met" if len(costs) > 1 else "",
            )
        )
        return len(missed)


def _a_unit(costs: Costs, years: Years) -> float:
    return 1000 * costs.wall_at(50) / years.units


def goals(name: str, years: Sequence[Years], costs: Sequence[Costs]) -> Iterator[tuple[str, bool]]:
    """Yield what is asked of the greatest portal beside the smallest, and whether it is so."""
    if len(costs) < 2:
        return
    few, many = costs[0], costs[-1]
    yield "queries", len({each.queries for each in costs}) == 1
    if name in OF_ONE_UNIT:
        yield f"p95 ≤ {SLOWER_AT_MOST} ×", many.wall_at(95) <= SLOWER_AT_MOST * few.wall_at(95)
    if name in OF_ALL_UNITS:
        yield "no more a unit", _a_unit(many, years[-1]) <= _a_unit(few, years[0])
