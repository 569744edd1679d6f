"""What nobody calls is not kept: a policy without a caller reads as a lock on a door that stands open.

A test is nobody. Handing a name on, by an import or `__all__`, calls nothing.
"""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("emulation_portal", "units", "campaigns", "awards")
TREES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(path.read_text("utf-8"))
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
}
TEMPLATES = " ".join(path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html"))
SAID_IN_TEMPLATES = set(re.findall(r"\w+", " ".join(re.findall(r"{[{%].*?[%}]}", TEMPLATES, re.DOTALL))))


class Names:
    """Where the names in the modules come from, and which are called or handed over somewhere."""

    def __init__(self, trees: dict[str, ast.Module]) -> None:
        self.trees = trees
        self.functions = {module: dict(_functions(tree)) for module, tree in trees.items()}
        self.imports = {module: dict(_imports(module, trees)) for module in trees}
        self.loose = set(SAID_IN_TEMPLATES)  # and what is said as an attribute or in a text
        self.resolved: set[tuple[str, str]] = set()
        for module, tree in trees.items():
            for statement in tree.body:
                self._look_at(module, statement)

    def _look_at(self, module: str, statement: ast.stmt) -> None:
        is_list_of_names = isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__all__"
        if is_list_of_names or isinstance(statement, ast.Import | ast.ImportFrom):
            return
        own = getattr(statement, "name", "")  # to call oneself is no use to others
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id != own:
                self.resolved.add(self.origin(module, node.id))
            elif isinstance(node, ast.Attribute):
                self.loose.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[\w.]+", node.value):
                self.loose.add(node.value.rpartition(".")[2])

    def origin(self, module: str, name: str) -> tuple[str, str]:
        """Return where a name in a module was defined, through those that handed it on."""
        while name not in self.functions.get(module, {}) and name in self.imports.get(module, {}):
            module, name = self.imports[module][name]
        return module, name

    def without_use(self) -> list[str]:
        """Return the functions of the modules that nothing uses. What a decorator registers is used by who asks there."""
        return [
            f"{module}.{name}"
            for module, functions in self.functions.items()
            for name, function in functions.items()
            if not function.decorator_list and (module, name) not in self.resolved and name not in self.loose
        ]


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    yield from ((node.name, node) for node in tree.body if isinstance(node, ast.FunctionDef))


def _imports(module: str, trees: dict[str, ast.Module]) -> Iterator[tuple[str, tuple[str, str]]]:
    is_package = any(name.startswith(f"{module}.") for name in trees)
    here = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(trees[module]):
        if isinstance(node, ast.ImportFrom):
            above = here[: len(here) - node.level + 1] if node.level else []
            source = ".".join([*above, *(node.module or "").split(".")]).strip(".")
            yield from ((each.asname or each.name, (source, each.name)) for each in node.names)


NAMES = Names(TREES)


def test_every_function_has_a_caller_in_the_product() -> None:
    looked_at = [f"{module}.{name}" for module, functions in NAMES.functions.items() for name in functions]

    assert len(looked_at) > 700
    for layer in ("actions.reviewing.", "queries.", "policies.check_can_", "regulations."):
        assert [name for name in looked_at if layer in name] != [], layer
    assert set(NAMES.without_use()) == set()


# A form's `clean_…` are asked for as well.
ASKED_FOR_BY_DJANGO = {"get_full_name", "get_short_name", "process_view", "to_url"}


def own_methods() -> Iterator[str]:
    """Yield the public methods of our classes that no class above them has: nobody outside asks for those."""
    for module in TREES:
        for _, of in inspect.getmembers(importlib.import_module(module), inspect.isclass):
            if of.__module__ == module:
                above = {name for base in of.__mro__[1:] for name in vars(base)}
                methods = {
                    name for name, value in vars(of).items() if inspect.isfunction(getattr(value, "fget", value))
                }
                yield from (f"{module}.{of.__name__}.{name}" for name in methods - above if name[0] != "_")


def test_every_method_has_a_caller_in_the_product() -> None:
    methods = sorted(own_methods())
    known = NAMES.loose | ASKED_FOR_BY_DJANGO

    unasked = [
        method for method in methods if (name := method.rpartition(".")[2]) not in known and name[:6] != "clean_"
    ]

    assert len(methods) > 200
    assert unasked == []


@pytest.mark.parametrize(
    ("sources", "dead"),
    [
        ({"a.actions.x": "def tidy(): pass"}, ["a.actions.x.tidy"]),
        (
            {"a.actions": "from .x import tidy\n__all__ = ['tidy']", "a.actions.x": "def tidy(): pass"},
            ["a.actions.x.tidy"],
        ),
        ({"a.actions.x": "def tidy(): tidy()"}, ["a.actions.x.tidy"]),
        ({"a.queries": "def tidy(): pass", "b.views": "from c import tidy\ntidy()", "c": ""}, ["a.queries.tidy"]),
        (
            {
                "a.actions": "from .x import tidy",
                "a.actions.x": "def tidy(): pass",
                "b": "from a.actions import tidy\ntidy()",
            },
            [],
        ),
        ({"a.queries": "def tidy(): pass", "b": "from a import queries\nqueries.tidy()"}, []),
        ({"a.policies": "def check(): pass", "b": "from a.policies import check\nstep(check)"}, []),
        ({"a.x": "def tidy(): pass", "b": "HANDLER = 'a.x.tidy'"}, []),
        ({"a.x": "@task\ndef tidy(): pass"}, []),
    ],
)
def test_the_look_for_callers_finds(sources: dict[str, str], dead: list[str]) -> None:
    assert Names({module: ast.parse(text) for module, text in sources.items()}).without_use() == dead
