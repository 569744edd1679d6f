"""What looking at a text costs grows with its length: four times the text is about four times the work, never sixteen times.

Measured is the time of the processor that this thread spends, and only one against the other.
"""

import gc
import time
from collections.abc import Callable
from typing import Any

from .measured import not_followed

# Linear work takes 4 times as long, that of the square 16 times. The rest is for what is too short to be measured.
MOST_TIMES, SLACK_SECONDS = 8, 0.05
TRIES = 6


def check_grows_with_length(look: Callable[[Any], object], make: Callable[[int], Any], size: int) -> None:
    """Compare the best of some tries: a machine that does much else is now and then slow for one of the two."""
    short, long = make(size), make(4 * size)
    once, four_times = _spent(look, short), _spent(look, long)
    for _ in range(TRIES):
        if four_times < MOST_TIMES * once + SLACK_SECONDS:
            return
        once, four_times = min(once, _spent(look, short)), min(four_times, _spent(look, long))

    assert four_times < MOST_TIMES * once + SLACK_SECONDS


def _spent(look: Callable[[Any], object], content: Any) -> float:
    """Return the processor's seconds for one look, without clearing up after other tests and without being followed."""
    gc.disable()
    try:
        with not_followed():
            start = time.thread_time()
            look(content)
            return time.thread_time() - start
    finally:
        gc.enable()
