"""One word per idea, and one way of writing it down: two classes share no name, and nothing is kept from the formatter."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("emulation_portal", "campaigns", "awards", "units", "script")
DJANGOS_OWN = {"Command", "Meta", "Migration"}
PRAGMA = re.compile(r"#\s*fmt:\s*(?:skip|off|on)|\{#\s*fmt:|noqa: E501")


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def classes_in(text: str) -> list[str]:
    return [node.name for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]


def kept_from_the_formatter(text: str) -> list[int]:
    return [at for at, line in enumerate(text.splitlines(), start=1) if PRAGMA.search(line)]


def test_no_two_classes_share_a_name() -> None:
    places = defaultdict(list)
    for path in sources(*PACKAGES):
        for name in classes_in(path.read_text("utf-8")):
            places[name].append(path.relative_to(ROOT).as_posix())

    assert {name: found for name, found in places.items() if len(found) > 1 and name not in DJANGOS_OWN} == {}


def test_nothing_is_kept_from_the_formatter() -> None:
    files = [path for path in sources(*PACKAGES, "tests") if path != Path(__file__)]

    assert {str(path): lines for path in files if (lines := kept_from_the_formatter(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize("line", ["x = [1,  2]  # fmt: skip", "# fmt: off", "x = 1  # noqa: E501"])
def test_the_look_for_what_is_kept_from_the_formatter_finds(line: str) -> None:
    assert kept_from_the_formatter(f"y = 2\n{line}\n") == [2]


def test_the_look_for_classes_finds() -> None:
    assert classes_in("class A:\n    class Meta: ...\nclass B(A): ...") == ["A", "B"]
