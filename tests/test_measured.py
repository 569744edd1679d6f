"""Of a test with many cases some are followed; what is left out is known before the first one runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from coverage import CoverageData
from django.conf import settings

from .measured import EVERY, left_out

SCRIPT = """\
import subprocess, sys, threading
from tests.measured import not_followed
def before():
    return 1
def meanwhile():
    return 2
def after():
    return 3
def in_child():
    return 4
if sys.argv[1:]:
    in_child()
    sys.exit()
before()
with not_followed():
    meanwhile()
    thread = threading.Thread(target=meanwhile)
    thread.start()
    thread.join()
    subprocess.run([sys.executable, __file__, "child"], check=True)
after()
"""


def test_first_case_and_every_eighth_are_followed_and_tests_with_one_case_are_all() -> None:
    cases, alone = [("a.py", "test_many")] * 20, [("a.py", "test_one"), ("b.py", "test_one")]

    found = left_out([*cases, *alone])

    assert set(range(22)) - found == {0, EVERY, 2 * EVERY, 20, 21}


def test_another_test_over_the_same_rows_is_followed_at_others() -> None:
    rows = [("a.py", f"test_{name}") for name in ("get", "post") for _ in range(20)]

    followed = set(range(40)) - left_out(rows)

    assert {place - 20 for place in followed if place >= 20} == {0, EVERY - 1, 2 * EVERY - 1}


def test_cases_that_come_between_others_are_counted_with_their_test() -> None:
    rows = [("a.py", f"test_{name}") for _ in range(9) for name in ("get", "post")]

    followed = set(range(18)) - left_out(rows)

    assert followed == {0, 1, 2 * EVERY, 2 * (EVERY - 1) + 1}


@pytest.mark.parametrize("is_measured", [True, False])
def test_nothing_is_followed_meanwhile_and_all_is_again_afterwards(tmp_path: Path, is_measured: bool) -> None:
    script, data, configuration = tmp_path / "script.py", tmp_path / "data", tmp_path / "rc"
    script.write_text(SCRIPT)
    configuration.write_text(f"[run]\nbranch = true\nparallel = true\npatch = subprocess\nsource = {tmp_path}\n")
    measure = ["-m", "coverage", "run", f"--rcfile={configuration}"] if is_measured else []
    own = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    own |= {"COVERAGE_FILE": str(data), "PYTHONPATH": str(settings.BASE_DIR)}

    subprocess.run([sys.executable, *measure, str(script)], env=own, cwd=tmp_path, check=True)

    files = list(tmp_path.glob("data.*"))
    assert len(files) == is_measured
    for file in files:
        found = CoverageData(str(file))
        found.read()
        returns = {number for number, line in enumerate(SCRIPT.splitlines(), start=1) if "return" in line}
        assert returns & set(found.lines(str(script)) or []) == {4, 8}
