"""What is not followed while coverage is measured, and what is again afterwards."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from coverage import CoverageData
from django.conf import settings

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


CASES = """\
from tests.measured import PATIENCE, Novelty
def known():
    return 1
def new():
    return 2
def too_late():
    return 3
novelty = Novelty()
for case in [known, new] + [known] * PATIENCE + [too_late]:
    with novelty.followed("test"):
        case()
with novelty.followed("another"):
    known()
"""


@pytest.mark.parametrize("is_measured", [True, False])
def test_nothing_is_followed_meanwhile_and_all_is_again_afterwards(tmp_path: Path, is_measured: bool) -> None:
    found = _returns_seen(tmp_path, SCRIPT, is_measured=is_measured)

    assert found == ([{4, 8}] if is_measured else [])


@pytest.mark.parametrize("is_measured", [True, False])
def test_cases_are_followed_as_long_as_some_show_something_new(tmp_path: Path, is_measured: bool) -> None:
    found = _returns_seen(tmp_path, CASES, is_measured=is_measured)

    assert found == ([{3, 5}] if is_measured else [])


def _returns_seen(folder: Path, source: str, *, is_measured: bool) -> list[set[int]]:
    """Run the script. Returns which of its lines with a return were seen, for each process that tells."""
    script, data, configuration = folder / "script.py", folder / "data", folder / "rc"
    script.write_text(source)
    configuration.write_text(f"[run]\nbranch = true\nparallel = true\npatch = subprocess\nsource = {folder}\n")
    measure = ["-m", "coverage", "run", f"--rcfile={configuration}"] if is_measured else []
    own = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    own |= {"COVERAGE_FILE": str(data), "PYTHONPATH": str(settings.BASE_DIR)}

    subprocess.run([sys.executable, *measure, str(script)], env=own, cwd=folder, check=True)

    returns = {number for number, line in enumerate(source.splitlines(), start=1) if "return" in line}
    told = []
    for file in folder.glob("data.*"):
        found = CoverageData(str(file))
        found.read()
        told.append(returns & set(found.lines(str(script)) or []))
    return told
