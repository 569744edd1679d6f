"""A right has a place: a policy that looks at a thing asks where the thing is, and a list is cut to what one reaches."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("emulation_portal", "campaigns", "awards", "units")

# Roles asked without a place, which an object must not be judged by.
PLACELESS = {"hold"}
SCOPES = {"reach", "reach_given", "reader_of", "reach_of_path", "unit_ids", "block_ids", "visible_to"}


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


def names_in(node: ast.AST | None) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} if node else set()


def of_the_thing(function: ast.FunctionDef) -> set[str]:
    """Return the names that stand for the thing a check is handed, or for what was got from it."""
    known = {argument.arg for argument in function.args.args[1:]}
    while True:
        got = set(known)
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                targets, source = list(node.targets), node.value
            elif isinstance(node, ast.NamedExpr):
                targets, source = [node.target], node.value
            elif isinstance(node, ast.For | ast.comprehension):
                targets, source = [node.target], node.iter
            else:
                continue
            if names_in(source) & known:
                got |= {name for target in targets for name in names_in(target)}
        if got == known:
            return known
        known = got


def asks_with_place(function: ast.FunctionDef) -> bool:
    """Return whether a check asks where its thing is, or hands it to another check, and never asks anything else.

    A place that does not come from the thing is none: `at=rights_of(user).place` would ask the user where they are.
    """
    things = of_the_thing(function)
    answers = []
    for call in calls(function):
        name = name_of(call)
        if name == "may":
            places = [keyword.value for keyword in call.keywords if keyword.arg == "at"]
            answers.append(any(names_in(place) & things for place in places))
        elif name.startswith("check_can_") and len(call.args) > 1:
            answers.append(bool(names_in(call.args[1]) & things))
    return any(answers) and all(answers) and not any(name_of(call) in PLACELESS for call in calls(function))


def in_tests(function: ast.AST) -> set[ast.AST]:
    """Return the nodes that are only looked at as true or false."""
    tests = [node.test for node in ast.walk(function) if isinstance(node, ast.If | ast.IfExp | ast.While | ast.Assert)]
    tests += [
        node.operand for node in ast.walk(function) if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    ]
    return {each for test in tests for each in ast.walk(test)}


def is_own(call: ast.Call) -> bool:
    """Return whether rows are narrowed to those of the user: `created_by=user.pk`."""
    return name_of(call) in {"filter", "Q"} and any(ast.unparse(word.value) == "user.pk" for word in call.keywords)


def is_cut(function: ast.FunctionDef) -> bool:
    """Return whether the rows are cut to what one reaches, or to one's own. To ask whether one reaches anything cuts nothing."""
    found, only_asked = calls(function), in_tests(function)
    is_scoped = any((name_of(call) in SCOPES and call not in only_asked) or is_own(call) for call in found)
    return is_scoped and not any(name_of(call) in PLACELESS for call in found)


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
        "def check_can_x(user, plan):\n    rights_of(user).may(Role.CLERK, at=rights_of(user).place)",
        "def check_can_x(user, plan):\n    unit = user.unit\n    rights_of(user).may(Role.CLERK, at=unit)",
        "def check_can_x(user, plan):\n    rights_of(user).may(1, at=plan.unit) or rights_of(user).may(2, at=user.unit)",
        "def check_can_x(user, plan):\n    check_can_y(user, user.unit)",
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
        "def check_can_x(user, plan):\n    check_can_y(user, plan.unit)",
        "def check_can_x(user, plan):\n    unit = plan.unit\n    rights_of(user).may(Role.CLERK, at=unit)",
        "def check_can_x(user, job):\n    rights_of(user).may(Role.CLERK, at=PathPlace(job.place))",
        "def check_can_x(user, p):\n    any(rights_of(user).may(Role.CLERK, at=place) for place in p.places(on=today()))",
    ],
)
def test_the_look_for_checks_lets_pass(code: str) -> None:
    assert asks_with_place(ast.parse(code).body[0])


def test_the_look_for_uncut_lists_finds() -> None:
    head = "def visible_to(self, user):\n    "
    whole = [
        "return self",
        "return self if rights_of(user).hold(*OFFICE_ROLES) else self.filter(x=rights_of(user).unit_ids())",
        "return self if rights_of(user).unit_ids() else self.none()",
        "return self.none() if not rights_of(user).block_ids() else self",
        "if not rights_of(user).unit_ids():\n        return self.none()\n    return self",
    ]
    cut = [
        "return self.filter(rights_of(user).reach('unit', *Role))",
        "return self.filter(unit__in=rights_of(user).unit_ids())",
        "return self.filter(created_by=user.pk) if rights_of(user).unit_ids() else self.none()",
        "rights = rights_of(user)\n    units = rights.unit_ids()\n    return self.filter(unit__in=units)",
    ]

    assert [is_cut(ast.parse(head + code).body[0]) for code in whole] == [False] * len(whole)
    assert [is_cut(ast.parse(head + code).body[0]) for code in cut] == [True] * len(cut)


def test_checks_without_a_thing_are_for_pages_that_show_nothing_yet() -> None:
    assert not judges_a_thing(ast.parse("def check_can_x(user, _=None):\n    pass").body[0])
