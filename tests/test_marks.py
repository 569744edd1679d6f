"""What `script/test --fast` leaves out is marked: a test that is slow by what it uses says so."""

import re
from pathlib import Path

import pytest

from .conftest import HEAVY

TESTS = Path(__file__).parent
# What a module of tests uses, and the mark that it then bears.
USES = {
    r"\brunning_machines\(|{test}(?:worker|machines)\b|-m\", \"celery": "worker",
    r"from tests\.chromium import|{test}gallery_page\b|^# browser/": "browser",
    r"\btold_by\(": "migration",
    r"{test}(?:outside|bare_machine)\b|{test}var, users\b|^def manage\(folder": "ground",
}
TEST_WITH = r"def test_\w+\((?:[^)]*\W)?"


def unmarked(name: str, text: str) -> list[str]:
    """Return the marks that what a module uses asks for, and that it does not bear."""
    text = f"# {name}\n{text}"
    wanted = [mark for use, mark in USES.items() if re.search(use.replace("{test}", TEST_WITH), text, re.MULTILINE)]
    return [mark for mark in wanted if f"pytest.mark.{mark}" not in text]


def test_what_is_slow_by_what_it_uses_is_marked() -> None:
    modules = {path.relative_to(TESTS).as_posix(): path.read_text("utf-8") for path in TESTS.rglob("test_*.py")}

    found = {
        name: marks for name, text in modules.items() if (marks := unmarked(name, text)) and name != "test_marks.py"
    }

    assert found == {}
    for mark in HEAVY:
        assert [name for name, text in modules.items() if f"pytest.mark.{mark}" in text] != [], mark


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("with running_machines(folder) as machines:", "worker"),
        ("def test_journey(enter, worker, tmp_path):", "worker"),
        ("from tests.chromium import chromium", "browser"),
        ("def test_x(gallery_page):", "browser"),
        ("return told_by(HERE / 'x.py')", "migration"),
        ("def test_x(var, users):", "ground"),
    ],
)
def test_the_look_for_marks_finds(text: str, mark: str) -> None:
    assert mark in unmarked("units/test_x.py", text)
    assert mark not in unmarked("units/test_x.py", f"pytestmark = pytest.mark.{mark}\n{text}")
    assert unmarked("browser/test_x.py", "") == ["browser"]
