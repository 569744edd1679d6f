"""What deploy/ gives an office holds what is said of it."""

import configparser
import re

import pytest

from .conftest import ROOT

PARTS = ("beat", "web", "worker")
UNITS = [ROOT / "deploy" / f"emulation-portal-{part}.service" for part in PARTS]


def read_unit(path):
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(path)
    return unit


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_part_that_fails_is_started_again_for_ever_and_takes_none_along(path):
    unit = read_unit(path)

    assert unit["Service"]["Restart"] == "always"
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"
    assert {"Requires", "BindsTo", "PartOf"}.isdisjoint(unit["Unit"])
    assert unit["Service"]["UMask"] == "0077"


def test_there_is_a_unit_for_every_part():
    assert sorted((ROOT / "deploy").glob("*.service")) == sorted([*UNITS, BACKUP])


BACKUP = ROOT / "deploy" / "emulation-portal-backup.service"


def test_backup_of_the_night_runs_once_as_the_portal_and_keeps_some():
    unit, timer = read_unit(BACKUP), read_unit(BACKUP.with_suffix(".timer"))

    assert (unit["Service"]["Type"], unit["Service"]["User"]) == ("oneshot", "portal")
    assert unit["Service"]["UMask"] == "0077"
    assert re.search(r"manage\.py backup --into \S+ --keep \d+$", unit["Service"]["ExecStart"])
    # When what is kept no longer has gone, and the log was looked over.
    assert timer["Timer"]["OnCalendar"] == "*-*-* 02:30:00 Asia/Ho_Chi_Minh"
    assert timer["Timer"]["Persistent"] == "yes"


NGINX = (ROOT / "deploy" / "nginx.conf.example").read_text()


@pytest.mark.parametrize(
    ("directive", "at_most"),
    [("client_header_timeout", 10), ("client_body_timeout", 15), ("send_timeout", 30), ("keepalive_timeout", 30)],
)
def test_nginx_lets_slow_clients_go(directive, at_most):
    seconds = [int(found) for found in re.findall(rf"^\s*{directive} (\d+)s;", NGINX, re.MULTILINE)]

    assert seconds
    assert max(seconds) <= at_most


@pytest.mark.parametrize(
    "line",
    [
        "proxy_request_buffering on;",
        "proxy_buffering on;",
        "limit_conn portal_connections 100;",
        "limit_req zone=portal_requests burst=120 nodelay;",
        "proxy_set_header X-Forwarded-For $remote_addr;",
    ],
)
def test_nginx_hands_on_whole_requests_and_bounds_an_address(line):
    assert f"    {line}\n" in NGINX


def test_web_server_is_reached_through_nginx_alone():
    (command,) = re.findall(r"^ExecStart=.*$", UNITS[1].read_text(), re.MULTILINE)

    assert "--bind 127.0.0.1:8000" in command
