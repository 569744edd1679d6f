"""docs/configuration.md lists what settings.py reads, no more and no less."""

import re

from .conftest import ROOT


def test_every_variable_of_the_settings_is_documented():
    settings = (ROOT / "emulation_portal" / "settings.py").read_text()
    document = (ROOT / "docs" / "configuration.md").read_text().partition("## The scripts")[0]

    read = set(re.findall(r'(?:\benv\.\w+|required)\(\s*"(\w+)"', settings))

    assert set(re.findall(r"^\| `(\w+)` \|", document, re.MULTILINE)) == read


def test_example_of_deployment_names_only_variables_that_exist():
    settings = (ROOT / "emulation_portal" / "settings.py").read_text()
    example = (ROOT / "deploy" / "portal.env.example").read_text()

    for name in re.findall(r"^(\w+)=", example, re.MULTILINE):
        assert f'"{name}"' in settings
