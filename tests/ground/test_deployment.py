"""What deploy/ gives an office holds what is said of it."""

import configparser

import pytest

from .conftest import ROOT

UNITS = sorted((ROOT / "deploy").glob("*.service"))


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_part_that_fails_is_started_again_for_ever_and_takes_none_along(path):
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(path)

    assert unit["Service"]["Restart"] == "always"
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"
    assert {"Requires", "BindsTo", "PartOf"}.isdisjoint(unit["Unit"])
    assert unit["Service"]["UMask"] == "0077"


def test_there_is_a_unit_for_every_part():
    assert [path.stem for path in UNITS] == [f"emulation-portal-{part}" for part in ("beat", "web", "worker")]
