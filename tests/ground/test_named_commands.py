"""What we tell people to type can be typed."""

import re
import shlex

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from ground.environment import OWNER_COMMANDS, local_environment
from ground.serve import commands, welcome

from emulation_portal.accounts.models import User
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

from .conftest import ROOT

NAMED = re.compile(r"(?:script/manage|manage\.py) (?!and |or )([a-z][a-z_]*)")
# As deploy/README.md defines it.
PORTAL = re.compile(r"(?:^|&& |`)(?:portal|owner) ([a-z][a-z_]*)", re.MULTILINE)
TOLD = [
    *[ROOT / "README.md", ROOT / "deploy" / "README.md", *(ROOT / "docs").glob("*.md")],
    *(ROOT / "script").rglob("*"),
    *(ROOT / "deploy").glob("*"),
    *(
        path
        for package in ("emulation_portal", "units", "campaigns", "awards")
        for path in (ROOT / package).rglob("*.py")
    ),
]


def named() -> dict[str, str]:
    """Return the commands that anything tells to run, each with a file that does."""
    deploy = ROOT / "deploy" / "README.md"
    found = dict.fromkeys(PORTAL.findall(deploy.read_text("utf-8")), "deploy/README.md")
    for path in TOLD:
        if path.is_file() and "__pycache__" not in path.parts:
            found |= dict.fromkeys(NAMED.findall(path.read_text("utf-8")), path.relative_to(ROOT).as_posix())
    return found


def test_office_runs_its_worker_with_the_flags_that_were_measured():
    unit = (ROOT / "deploy" / "emulation-portal-worker.service").read_text()
    ours = next(command for name, command in commands(ROOT, 8000) if name == "worker")

    for flag in ("--without-gossip", "--without-mingle", "--concurrency", "--queues"):
        assert flag in ours
        assert flag in unit


def test_every_command_that_is_named_exists():
    assert {"create_admin", "import_plan", "bench_documents", "migrate", "createcachetable"} <= set(named())
    assert {name: path for name, path in named().items() if name not in get_commands()} == {}


def test_no_text_names_a_command_that_our_users_cannot_be_made_with():
    assert not hasattr(get_user_model().objects, "create_superuser")
    assert "createsuperuser" not in named()


@pytest.mark.django_db
def test_greeting_without_the_sample_names_a_command_that_makes_an_administrator(capsys):
    welcome({"PUBLIC_URL": "http://localhost:8000", "SAMPLE_PERSONAS": "0"})
    command = re.search(r"script/manage (.+)", capsys.readouterr().out)[1]

    call_command(*shlex.split(command))

    assert rights_of(User.objects.get()).roles == {Role.ADMIN}
    assert "Mã kích hoạt" in capsys.readouterr().out


@pytest.fixture
def shell(monkeypatch):
    """The variables of an empty shell."""
    for name in ("PORTAL_MODE", "DATABASE_URL", "REDIS_URL", "SAMPLE_PERSONAS", "PUBLIC_URL", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


PRIVATE = {"postgres": "postgres://private", "redis": "redis://private"}


@pytest.mark.parametrize(
    ("given", "addresses", "is_on"),
    [
        ({}, PRIVATE, "1"),
        ({"SAMPLE_PERSONAS": "0"}, PRIVATE, "0"),
        ({"REDIS_URL": "redis://office"}, {"postgres": "postgres://private"}, "1"),
        ({"DATABASE_URL": "postgres://office"}, {"redis": "redis://private"}, "0"),
        ({"DATABASE_URL": "postgres://office", "SAMPLE_PERSONAS": "1"}, {"redis": "redis://private"}, "1"),
    ],
)
def test_sample_is_for_the_private_database_unless_asked_for(shell, tmp_path, given, addresses, is_on):
    for name, value in given.items():
        shell.setenv(name, value)

    assert local_environment(tmp_path, addresses, port=8000)["SAMPLE_PERSONAS"] == is_on


def test_tables_are_owned_by_one_role_and_the_portal_runs_as_another(shell, tmp_path):
    addresses = PRIVATE | {"postgres_runtime": "postgres://runtime"}

    runs = local_environment(tmp_path, addresses, port=8000)
    owns = local_environment(tmp_path, addresses, port=8000, as_owner=True)

    assert (runs["DATABASE_URL"], "RUNTIME_DATABASE_ROLE" in runs) == ("postgres://runtime", False)
    assert (owns["DATABASE_URL"], owns["RUNTIME_DATABASE_ROLE"]) == ("postgres://private", "portal_runtime")
    assert owns["RUNTIME_DATABASE_URL"] == "postgres://runtime"


def test_database_of_somebody_else_keeps_its_roles(shell, tmp_path):
    shell.setenv("DATABASE_URL", "postgres://office")
    for as_owner in (False, True):
        environment = local_environment(tmp_path, {"redis": "redis://private"}, port=8000, as_owner=as_owner)

        assert environment["DATABASE_URL"] == "postgres://office"
        assert "RUNTIME_DATABASE_ROLE" not in environment


def test_commands_that_only_the_owner_can_run_exist():
    assert set(OWNER_COMMANDS) <= set(get_commands())
    assert {"migrate", "createcachetable"} <= set(OWNER_COMMANDS)
