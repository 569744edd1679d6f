"""docs/configuration.md lists what settings.py reads, no more and no less."""

import ast
import re

import pytest

from .conftest import ROOT

SETTINGS = ast.parse((ROOT / "emulation_portal" / "settings.py").read_text())
DOCUMENT = (ROOT / "docs" / "configuration.md").read_text().partition("## The scripts")[0]


def test_every_variable_of_the_settings_is_documented():
    settings = (ROOT / "emulation_portal" / "settings.py").read_text()
    document = (ROOT / "docs" / "configuration.md").read_text().partition("## The scripts")[0]

    read = set(re.findall(r'(?:\benv\.\w+|required)\(\s*"(\w+)"', settings))

    assert set(re.findall(r"^\| `(\w+)` \|", document, re.MULTILINE)) == read


@pytest.mark.parametrize("name", ["portal.env.example", "portal-owner.env.example"])
def test_example_of_deployment_names_only_variables_that_exist(name: str):
    settings = (ROOT / "emulation_portal" / "settings.py").read_text()
    example = (ROOT / "deploy" / name).read_text()

    for name in re.findall(r"^(\w+)=", example, re.MULTILINE):
        assert f'"{name}"' in settings


def defaults() -> dict[str, ast.expr]:
    """Return what settings.py takes for each variable that is not set."""
    found = {}
    for node in ast.walk(SETTINGS):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and ast.unparse(node.func.value) == "env"
        ):
            values = [*node.args[1:], *(keyword.value for keyword in node.keywords if keyword.arg == "default")]
            if values and isinstance(node.args[0], ast.Constant):
                found[node.args[0].value] = values[0]
    return found


DOCUMENTED = re.findall(r"^\| `(\w+)` \| ([^|]+?) \| [^|]+ \|$", DOCUMENT, re.MULTILINE)


@pytest.mark.parametrize(("name", "words"), DOCUMENTED, ids=[name for name, _ in DOCUMENTED])
def test_documented_default_is_the_one_of_the_settings(name: str, words: str):
    default = defaults()[name]

    match default:
        case ast.Constant(value=bool(is_on)):
            assert words.startswith("on in production" if is_on else "off")
        case ast.Constant(value=value):
            assert words.strip("`") == str(value)
        case ast.Name(id="IS_PRODUCTION"):
            assert words == "on in production"
        case ast.List(elts=[]):
            assert words == "none"
        case _:  # put together from others: its own words are named
            own = {node.value for node in ast.walk(default) if isinstance(node, ast.Constant)}
            assert {word for word in own if str(word).isidentifier()} <= set(re.findall(r"\w+", words))


def test_defaults_are_found_in_both():
    assert {"JOB_LEASE_SECONDS", "SAMPLE_PERSONAS", "EMAIL_URL", "LOG_LEVEL"} <= {name for name, _ in DOCUMENTED}
    assert len(DOCUMENTED) > 15
