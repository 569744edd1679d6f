"""What nobody calls is not kept: a policy without a caller reads as a lock on a door that stands open."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("emulation_portal", "units", "campaigns", "awards")
SOURCES = {
    path: path.read_text("utf-8")
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
}
WORDS = [word for text in SOURCES.values() for word in re.findall(r"\w+", text)]


def functions(name: str) -> list[str]:
    trees = [ast.parse(text) for path, text in SOURCES.items() if path.name == name]
    return [node.name for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("module", ["queries.py", "policies.py", "actions.py", "regulations.py"])
def test_every_function_has_a_caller_in_the_product(module: str) -> None:
    assert len(functions(module)) > 5
    assert [name for name in functions(module) if WORDS.count(name) < 2] == []
