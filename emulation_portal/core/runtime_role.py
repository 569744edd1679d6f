"""The database role that the portal runs as: it does what pages and workers do, and owns nothing.

The tables belong to another role, which migrates them. Who owns a table switches its triggers off, drops or empties it;
who does not can only do what was granted. What each table allows is read from its triggers: rows that a trigger keeps
from every DELETE are not granted for it, either, and so with UPDATE.
"""

import re
from collections.abc import Sequence
from typing import Any

import pgtrigger
from django.core.checks import CheckMessage, Warning
from django.db import connections, transaction

from .errors import DomainError

_NAME = re.compile(r"^[a-z_][a-z0-9_]{0,62}$")
_ORDINARY = ("SELECT", "INSERT", "UPDATE", "DELETE")
_READ_ONLY = ("django_migrations",)

# Else anybody could switch triggers off by setting a variable, which is how pgtrigger's `ignore` works.
_ONLY_THE_OWNER_IGNORES = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN AS $$
BEGIN
    IF NOT pg_catalog.pg_has_role(current_user, '{owner}', 'USAGE') THEN
        RETURN FALSE;
    END IF;
    RETURN coalesce(trigger_name = ANY (nullif(current_setting('pgtrigger.ignore', true), '')::text[]), FALSE);
END;
$$ LANGUAGE plpgsql
"""
_WHO = """
SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication
    OR EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid)
FROM pg_roles WHERE rolname = %s
"""
_OF_OTHERS = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public' AND tableowner <> current_user"
_OWNS = """
SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
    OR EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND pg_has_role(current_user, tableowner, 'MEMBER'))
"""
_GRANTED = """
SELECT tablename, (SELECT array_agg(r ORDER BY n) FROM unnest(%s) WITH ORDINALITY AS rights (r, n)
                   WHERE has_table_privilege(format('public.%%I', tablename), r))
FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename
"""
_IS_HARDENED = "SELECT prosrc LIKE '%pg_has_role%' FROM pg_proc WHERE proname = '_pgtrigger_should_ignore'"


class RoleRefused(DomainError):
    """The role cannot be the one that the portal runs as."""


def grant_to(role: str, *, using: str = "default") -> list[str]:
    """Let the role do what the portal does while it runs, and take all else from it; return the statements.

    Raises RoleRefused: no such role, or one with more rights than any grant can take, or tables that are another's.
    """
    with transaction.atomic(using), connections[using].cursor() as cursor:
        wanted = statements(role, cursor)
        check_role(role, cursor)
        for statement in wanted:
            cursor.execute(statement)
    return wanted


def statements(role: str, cursor: Any) -> list[str]:
    """Return what the owner of the tables says for it. Raises RoleRefused for what is no plain name."""
    _check_name(role)
    cursor.execute("SELECT current_database(), current_user")
    database, owner = cursor.fetchone()
    tables = sorted(connections[cursor.db.alias].introspection.table_names(cursor))
    of_rights: dict[tuple[str, ...], list[str]] = {}
    for table in tables:
        of_rights.setdefault(rights_on(table), []).append(f'public."{table}"')
    return [
        f'REVOKE CREATE, TEMPORARY ON DATABASE "{database}" FROM PUBLIC, "{role}"',
        f'GRANT CONNECT ON DATABASE "{database}" TO "{role}"',
        f'REVOKE CREATE ON SCHEMA public FROM PUBLIC, "{role}"',
        f'GRANT USAGE ON SCHEMA public TO "{role}"',
        f'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, "{role}"',
        *(f'GRANT {", ".join(rights)} ON {", ".join(names)} TO "{role}"' for rights, names in of_rights.items()),
        f'REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, "{role}"',
        f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"',
        # What is made until this is said the next time, such as the table of the cache.
        f'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {", ".join(_ORDINARY)} ON TABLES TO "{role}"',
        f'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO "{role}"',
        _ONLY_THE_OWNER_IGNORES.format(owner=owner),
    ]


def rights_on(table: str) -> tuple[str, ...]:
    """Return what the portal may do to the rows of a table."""
    if table in _READ_ONLY:
        return ("SELECT",)
    kept: set[str] = set()
    for model, trigger in pgtrigger.registered():
        is_whole = isinstance(trigger, pgtrigger.Protect) and not isinstance(trigger, pgtrigger.ReadOnly)
        if model._meta.db_table == table and is_whole and trigger.condition is None:
            kept |= set(str(trigger.operation).split(" OR "))
    return tuple(right for right in _ORDINARY if right not in kept)


def _check_name(role: str) -> None:
    if not _NAME.match(role):
        raise RoleRefused(f"“{role}” không dùng làm tên vai trò được. Hãy dùng chữ thường, chữ số và dấu gạch dưới.")


def let_owner_alone_ignore_triggers(cursor: Any) -> None:
    """After a restore: let who owns the tables here do what who owned them elsewhere could; nobody else ever can."""
    cursor.execute(_IS_HARDENED)
    hardened = cursor.fetchone()
    if hardened and hardened[0]:
        cursor.execute("SELECT current_user")
        cursor.execute(_ONLY_THE_OWNER_IGNORES.format(owner=cursor.fetchone()[0]))


def check_role(role: str, cursor: Any) -> None:
    """Raise RoleRefused unless the portal may run as this role on tables of the connection's."""
    cursor.execute(_WHO, [role])
    found = cursor.fetchone()
    if found is None:
        raise RoleRefused(f"PostgreSQL chưa có vai trò “{role}”. Hãy tạo bằng: createuser --pwprompt {role}")
    if found[0]:
        raise RoleRefused(
            f"Vai trò “{role}” có quyền quản trị PostgreSQL hoặc thuộc một vai trò khác, nên cấp quyền không hạn chế được "
            f"gì. Hãy tạo một vai trò mới bằng: createuser --pwprompt tên_khác"
        )
    cursor.execute(_OF_OTHERS)
    owners = [owner for (owner,) in cursor.fetchall()]
    cursor.execute("SELECT current_user")
    if owners or cursor.fetchone()[0] == role:
        raise RoleRefused(
            f"Chỉ chủ của các bảng cấp quyền được, và chủ không thể là “{role}”. Hãy chạy lại bằng vai trò của chủ"
            + (f": {', '.join(owners)}." if owners else ".")
        )


def check_runtime_role(
    *, app_configs: Any = None, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """Warn where the portal's role may do more, or less, than it should. Asked by `check --deploy --database default`."""
    found: list[CheckMessage] = []
    for name in databases or ():
        with connections[name].cursor() as cursor:
            cursor.execute(_OWNS)
            if cursor.fetchone()[0]:
                hint = "deploy/README.md says how to run it as a role that owns nothing."
                found.append(Warning("The portal runs as the owner of its tables.", hint=hint, id="core.W001"))
            elif tables := _wrongly_granted(cursor):
                hint = f"Say `grant_runtime_role` as the owner of the tables. It is about: {', '.join(tables)}."
                found.append(
                    Warning("The portal's role has not the rights of this release.", hint=hint, id="core.W002")
                )
    return found


def _wrongly_granted(cursor: Any) -> list[str]:
    """Return the tables, and what makes triggers ignored, where the role of this connection may not do what it should."""
    cursor.execute(_GRANTED, [list(_ORDINARY)])
    granted = {table: tuple(rights or ()) for table, rights in cursor.fetchall()}
    cursor.execute(_IS_HARDENED)
    return [
        *(table for table, rights in granted.items() if rights != rights_on(table)),
        *([] if cursor.fetchone()[0] else ["_pgtrigger_should_ignore"]),
    ]
