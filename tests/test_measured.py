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
