"""Modules import each other one way only, and at their top: a circle is two modules that are one."""

import ast
from pathlib import Path

import grimp
import pytest
from django.conf import settings

PACKAGES = ("emulation_portal", "campaigns", "awards", "units")
ROOT = Path(settings.BASE_DIR)


@pytest.fixture(scope="module")
def arrows() -> dict[str, set[str]]:
    """Return, by module, what it imports when it runs; what is imported for types alone does not count."""
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True)
    return {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}


def circles(arrows: dict[str, set[str]]) -> list[set[str]]:
    """Return the groups of modules each of which is reached from each other (Tarjan's components of two and more)."""
    found: list[set[str]] = []
    seen: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []

    def visit(module: str) -> None:
        seen[module] = low[module] = len(seen)
        stack.append(module)
        for target in arrows.get(module, ()):
            if target not in seen:
                visit(target)
                low[module] = min(low[module], low[target])
            elif target in stack:
                low[module] = min(low[module], seen[target])
        if low[module] == seen[module]:
            group = set(stack[stack.index(module) :])
            del stack[stack.index(module) :]
            if len(group) > 1:
                found.append(group)

    for module in arrows:
        if module not in seen:
            visit(module)
    return found


def test_no_modules_import_each_other_in_a_circle(arrows: dict[str, set[str]]) -> None:
    assert len(arrows) > 200
    assert circles(arrows) == []


@pytest.mark.parametrize(
    ("arrows_", "groups"),
    [
        ({"a": {"b"}, "b": set()}, []),
        ({"a": {"b"}, "b": {"a"}}, [{"a", "b"}]),
        ({"a": {"b"}, "b": {"c"}, "c": {"b"}}, [{"b", "c"}]),
    ],
)
def test_the_look_for_circles_finds(arrows_: dict[str, set[str]], groups: list[set[str]]) -> None:
    assert circles(arrows_) == groups


def imports_inside_functions() -> list[str]:
    found = []
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef) and "migrations" not in path.parts:
                    inner = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
                    found += [f"{path.relative_to(ROOT)}:{n.lineno}" for n in inner]
    return found


def test_nothing_is_imported_inside_a_function() -> None:
    assert imports_inside_functions() == []
