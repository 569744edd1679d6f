"""What a machine lacks is named exactly, and nothing is installed behind the user's back."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT

pytestmark = pytest.mark.ground

TOOLS = ("bash", "cat", "cut", "dirname", "env", "find", "flock", "grep", "head", "id", "readlink", "sha256sum")


@pytest.fixture
def bare_machine(tmp_path):
    """A PATH with the usual tools, and without Redis, Chromium, sudo and apt."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in TOOLS:
        (programs / tool).symlink_to(shutil.which(tool))
    (programs / "python3").symlink_to(Path(sys._base_executable).resolve())
    return programs


@pytest.fixture
def checkout(tmp_path):
    folder = tmp_path / "Cổng thi đua"
    shutil.copytree(ROOT / "script", folder / "script", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def add_program(folder, name, script):
    path = folder / name
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/bash\n{script}\n")
    path.chmod(0o755)


def bootstrap(programs, checkout):
    return subprocess.run(
        ["bash", str(checkout / "script" / "bootstrap"), "--dev"],
        env={"PATH": str(programs), "HOME": "/nonexistent"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )


def test_other_systems_are_told_what_to_install(bare_machine, checkout):
    result = bootstrap(bare_machine, checkout)

    assert result.returncode == 1
    assert result.stderr == (
        "Error: these Debian packages, or this system's like of them, are missing; install them and run again:"
        " redis-server chromium\n"
    )


def test_user_without_sudo_is_told_what_to_ask_for(bare_machine, checkout):
    add_program(bare_machine, "id", "echo 1000")
    add_program(bare_machine, "apt-get", "echo installed; exit 1")

    result = bootstrap(bare_machine, checkout)

    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.endswith("    apt-get install --no-install-recommends redis-server chromium\n")


def test_user_whom_sudo_would_ask_for_a_password_is_not_kept_waiting(bare_machine, checkout):
    add_program(bare_machine, "id", "echo 1000")
    add_program(bare_machine, "apt-get", "echo installed; exit 1")
    add_program(bare_machine, "sudo", '[ "$1" = -n ] && exit 1; sleep 600')

    result = bootstrap(bare_machine, checkout)

    assert result.stderr.endswith("    apt-get install --no-install-recommends redis-server chromium\n")


@pytest.mark.parametrize("given_by", ["environment", ".env"])
def test_given_redis_need_not_be_installed(bare_machine, checkout, given_by):
    environment = {"REDIS_URL": "redis://elsewhere/0"} if given_by == "environment" else {}
    if given_by == ".env":
        (checkout / ".env").write_text("REDIS_URL=redis://elsewhere/0\n")
    command = '. "$0/script/lib/common.sh"; . "$0/script/lib/packages.sh"; missing_packages'

    missing = subprocess.run(
        ["bash", "-c", command, str(checkout)],
        env={"PATH": str(bare_machine)} | environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert missing.stdout == ""


def test_services_are_kept_from_starting_only_while_packages_are_installed(bare_machine, tmp_path):
    """The installer runs as root on the whole machine, so here it gets a copy that works in a folder."""
    installer = tmp_path / "install-packages"
    text = (ROOT / "script" / "lib" / "install-packages").read_text()
    text = text.replace("/usr/sbin/policy-rc.d", f"{tmp_path}/policy-rc.d").replace("/etc/", f"{tmp_path}/etc/")
    text = text.replace(" /usr/lib/systemd/system /lib/systemd/system", "")
    installer.write_text(text.replace('export PATH="/usr/local/sbin:/usr/sbin:/sbin:$PATH"\n', ""))
    for tool in ("chmod", "ls", "mkdir", "mktemp", "rm", "tail"):
        (bare_machine / tool).symlink_to(shutil.which(tool))
    (tmp_path / "etc" / "init.d").mkdir(parents=True)
    (tmp_path / "etc" / "init.d" / "ssh").touch()
    add_program(bare_machine, "dpkg", "exit 1")
    add_program(bare_machine, "update-rc.d", f'echo "$@" >> {tmp_path}/calls')
    add_program(
        bare_machine,
        "apt-get",
        f'for service in postgresql redis-server dbus ssh; do {tmp_path}/policy-rc.d $service start; echo "$service $?"'
        f" >> {tmp_path}/policy; done; [ ! -e {tmp_path}/broken ] || {{ echo 'E: no room'; exit 100; }}",
    )
    environment = {"PATH": str(bare_machine)}

    subprocess.run(["bash", str(installer), "postgresql", "redis-server"], env=environment, check=True)

    assert set((tmp_path / "policy").read_text().splitlines()) == {
        "postgresql 101",
        "redis-server 101",
        "dbus 101",
        "ssh 0",
    }
    assert not (tmp_path / "policy-rc.d").exists()
    assert (tmp_path / "calls").read_text() == "redis-server disable\n"
    clusters = tmp_path / "etc" / "postgresql-common" / "createcluster.conf"
    assert clusters.read_text().splitlines()[-1] == "create_main_cluster = false"

    (tmp_path / "broken").touch()
    failed = subprocess.run(["bash", str(installer), "redis-server"], env=environment, capture_output=True, text=True)
    assert failed.returncode == 100
    assert "E: no room" in failed.stderr
    assert not (tmp_path / "policy-rc.d").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's servers run as another user")
@pytest.mark.parametrize(("mode", "expected"), [(0o755, "var"), (0o700, "/var/lib/emulation-portal-")])
def test_root_keeps_data_where_postgres_can_reach_them(var, mode, expected):
    home = var / f"root-{mode}"
    checkout = home / "portal"
    shutil.copytree(ROOT / "script", checkout / "script")
    checkout.chmod(0o755)
    home.chmod(mode)
    command = "import sys; sys.path[0] = sys.argv[1]; from ground.places import find_data_dir; print(find_data_dir())"

    found = subprocess.run(
        [str(ROOT / ".venv" / "bin" / "python"), "-c", command, str(checkout / "script" / "lib")],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()

    assert Path(found) == checkout / "var" if expected == "var" else found.startswith(expected)
