"""Whether the cost of a function grows with the length of what it is given, as CPU time of one run against another."""

import time
from collections.abc import Callable

TRIES, MOST_TIMES, SLACK_SECONDS = 5, 8, 0.05  # four times as long may cost twice four times; less is noise


def check_grows_with_length(look: Callable[[int], object], size: int) -> None:
    """Compare the best of some tries: a machine that does much else is now and then slow for one of the two."""
    once, four_times = spent(look, size), spent(look, 4 * size)
    for _ in range(TRIES):
        if four_times < MOST_TIMES * once + SLACK_SECONDS:
            return
        once, four_times = min(once, spent(look, size)), min(four_times, spent(look, 4 * size))

    assert four_times < MOST_TIMES * once + SLACK_SECONDS


def spent(look: Callable[[int], object], size: int) -> float:
    begin = time.process_time()
    look(size)
    return time.process_time() - begin
