"""The variables the portal is started with: what the user gave, and for the rest what fits one machine."""

import os
import secrets
from pathlib import Path

import environ

from ground.places import ROOT, write_private
from ground.private_postgres import RUNTIME_USER
from ground.server_process import RUNTIME

# Variables that would carry the user's own installation into the tests.
OF_AN_INSTALLATION = (
    "DATABASE_URL",
    "REDIS_URL",
    "PORTAL_VAR",
    "MEDIA_ROOT",
    "STATIC_ROOT",
    "EMAIL_URL",
    "SECRET_KEY",
    "SAMPLE_PERSONAS",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "TRUSTED_PROXY_COUNT",
    "REQUIRE_SECOND_FACTOR",
    "AUDIT_SEAL_KEYS",
    "RUNTIME_DATABASE_ROLE",
)


def read_env_file() -> None:
    """Add `.env` to the environment. What stands in the environment already wins."""
    if (ROOT / ".env").exists():
        environ.Env.read_env(ROOT / ".env")


def wanted_servers() -> list[str]:
    """Return the servers that no address was given for."""
    addresses = {"postgres": "DATABASE_URL", "redis": "REDIS_URL"}
    return [name for name, variable in addresses.items() if not os.environ.get(variable)]


def is_local() -> bool:
    return (os.environ.get("PORTAL_MODE") or "local") == "local"


# What only the owner of the tables can do; all else is done as the role that the portal runs as.
OWNER_COMMANDS = (
    "migrate",
    "createcachetable",
    "grant_runtime_role",
    "restore",
    "pgtrigger",
    "bench_documents",
    "bench_import",
    "bench_nominations",
    "bench_pages",
    "bench_reports",
    "bench_scoring",
)


def local_environment(var: Path, addresses: dict[str, str], *, port: int, as_owner: bool = False) -> dict[str, str]:
    """Return the environment of script/server and script/manage.

    Sample persons and their data are for the private PostgreSQL. A database that somebody named may hold real people,
    and there one click must not let anybody in; who wants the sample there sets `SAMPLE_PERSONAS=1`. A production installation
    (`PORTAL_MODE=production` in `.env`) brings its own secret and address, or is told so.

    `as_owner`: of the private PostgreSQL, reach the tables as who owns them, and grant what is new to the other role.
    """
    defaults = {"PORTAL_MODE": "local", "PORTAL_VAR": str(var)}
    if is_local():
        defaults |= {
            "SECRET_KEY": secret_key(var),
            "PUBLIC_URL": f"http://localhost:{port}",
            "SAMPLE_PERSONAS": "1" if "postgres" in addresses else "0",
        }
    runs_as = {"DATABASE_URL": addresses[RUNTIME]} if RUNTIME in addresses else {}
    if runs_as and as_owner:
        runs_as = {"RUNTIME_DATABASE_ROLE": RUNTIME_USER, "RUNTIME_DATABASE_URL": addresses[RUNTIME]}
    return defaults | inherited(addresses) | common(addresses) | runs_as


def throw_away_environment(var: Path, addresses: dict[str, str]) -> dict[str, str]:
    """Return the environment of script/test.

    The tests start some hundred processes of the product: each of them finds it compiled, whatever the user's shell says.
    """
    left_out = {*OF_AN_INSTALLATION, "PYTHONDONTWRITEBYTECODE"}
    kept = {name: value for name, value in inherited(addresses).items() if name not in left_out}
    own = {
        "PORTAL_MODE": "test",
        "PORTAL_VAR": str(var),
        "SECRET_KEY": secrets.token_urlsafe(48),
        "PUBLIC_URL": "http://localhost",
    }
    return kept | own | common(addresses)


def inherited(addresses: dict[str, str]) -> dict[str, str]:
    """Return our own environment, without what would lead away from a private PostgreSQL."""
    ignored = libpq_variables() if "postgres" in addresses else []
    return {name: value for name, value in os.environ.items() if value and name not in ignored}


def libpq_variables() -> list[str]:
    """Return the variables, such as PGOPTIONS and PGSSLMODE, that PostgreSQL's client library obeys unasked."""
    return [name for name in os.environ if name.startswith("PG") and not name.startswith("PG_")]


def common(addresses: dict[str, str]) -> dict[str, str]:
    variables = {"postgres": "DATABASE_URL", "redis": "REDIS_URL"}
    given = {variables.get(name, name): value for name, value in addresses.items() if name != RUNTIME}
    return given | {"DJANGO_SETTINGS_MODULE": "emulation_portal.settings", "PYTHONUNBUFFERED": "1"}


def secret_key(var: Path) -> str:
    """Return the key of this checkout, made once: a new one would log everybody out."""
    path = var / "secret_key"
    try:
        return path.read_text()
    except FileNotFoundError:
        write_private(path, secrets.token_urlsafe(48))
        return path.read_text()
