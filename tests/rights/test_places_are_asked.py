"""A right has a place: a policy that looks at a thing asks where the thing is, and a list is cut to what one reaches."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("emulation_portal", "campaigns", "awards", "units")

# Roles asked without a place, which an object must not be judged by.
PLACELESS = {"hold"}
SCOPES = {"reach", "reach_of_path", "unit_ids", "block_ids", "visible_to"}


def sources(name: str = "*.py") -> list[Path]:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob(name)]
    return sorted(path for path in files if "migrations" not in path.parts)


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def calls(function: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(function) if isinstance(node, ast.Call)]


def judges_a_thing(function: ast.FunctionDef) -> bool:
    """Return whether a check is handed something besides the user; `_` is for pages that show nothing yet."""
    return any(argument.arg != "_" for argument in function.args.args[1:])


def asks_with_place(function: ast.FunctionDef) -> bool:
    """Return whether a check asks `may(…, at=…)`, or hands its thing to another check, and never asks without a place."""
    found = calls(function)
    asked = any(
        (name_of(call) == "may" and any(keyword.arg == "at" for keyword in call.keywords))
        or name_of(call) == "may_lead"
        or (name_of(call).startswith("check_can_") and len(call.args) > 1)
        for call in found
    )
    return asked and not any(name_of(call) in PLACELESS for call in found)


def is_cut(function: ast.FunctionDef) -> bool:
    names = {name_of(call) for call in calls(function)}
    return bool(names & SCOPES) and not names & PLACELESS


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]


def checks() -> dict[str, ast.FunctionDef]:
    found = ((path, function) for path in sources("policies.py") for function in functions(path))
    return {
        f"{path.relative_to(ROOT)}:{function.name}": function
        for path, function in found
        if function.name.startswith("check_can_") and judges_a_thing(function)
    }


def querysets() -> dict[str, ast.FunctionDef]:
    found = ((path, function) for path in sources() for function in functions(path))
    return {
        f"{path.relative_to(ROOT)}:{function.name}": function
        for path, function in found
        if function.name == "visible_to"
    }


def test_every_check_and_every_list_asks_with_a_place() -> None:
    forgetful = {name for name, function in checks().items() if not asks_with_place(function)}
    uncut = {name for name, function in querysets().items() if not is_cut(function)}

    assert len(checks()) > 15
    assert len(querysets()) >= 6
    assert forgetful | uncut == set()


@pytest.mark.parametrize(
    "code",
    [
        "def check_can_x(user, plan):\n    rights_of(user).hold(Role.CLERK)",
        "def check_can_x(user, plan):\n    rights_of(user).may(Role.CLERK)",
        "def check_can_x(user, plan):\n    check_can_y(user)",
        "def check_can_x(user, plan):\n    rights_of(user).hold(1) or rights_of(user).may(Role.CLERK, at=plan.unit)",
        "def check_can_x(user, plan=None):\n    pass",
    ],
)
def test_the_look_for_checks_without_a_place_finds(code: str) -> None:
    function = ast.parse(code).body[0]

    assert judges_a_thing(function)
    assert not asks_with_place(function)


@pytest.mark.parametrize(
    "code",
    [
        "def check_can_x(user, plan):\n    rights_of(user).may(Role.CLERK, at=plan.unit)",
        "def check_can_x(user, block):\n    rights_of(user).may_lead(block)",
        "def check_can_x(user, plan):\n    check_can_y(user, plan.unit)",
    ],
)
def test_the_look_for_checks_lets_pass(code: str) -> None:
    assert asks_with_place(ast.parse(code).body[0])


def test_the_look_for_uncut_lists_finds() -> None:
    whole = "def visible_to(self, user):\n    return self"
    known = "def visible_to(self, user):\n    return self if rights_of(user).hold(*OFFICE_ROLES) else self.filter(x=unit_ids(user))"
    cut = "def visible_to(self, user):\n    return self.filter(rights_of(user).reach('unit', *Role))"

    assert [is_cut(ast.parse(code).body[0]) for code in (whole, known, cut)] == [False, False, True]


def test_checks_without_a_thing_are_for_pages_that_show_nothing_yet() -> None:
    assert not judges_a_thing(ast.parse("def check_can_x(user, _=None):\n    pass").body[0])
