"""The portal runs as a role that owns nothing: real connections of that role do all that the portal does, and no more.

The database of this module is one of an earlier release, where one role owned the tables and ran the portal; it is
taken over as deploy/README.md says. Neither of the two roles is a superuser.
"""

import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import seal_events
from emulation_portal.audit.verifying import look_over
from emulation_portal.celery import app
from emulation_portal.core.dates import today
from emulation_portal.core.runtime_role import check_runtime_role, rights_on
from emulation_portal.documents.models import DocumentFile
from emulation_portal.home.sample import load_sample
from emulation_portal.jobs.actions import run
from emulation_portal.jobs.models import Job

pytestmark = pytest.mark.repeats

OWNER, RUNTIME, DATABASE = "tables_owner", "portal_of_before", "runtime_role"
PASSWORD = secrets.token_urlsafe(12)


@pytest.fixture(scope="module")
def administrator(django_db_setup) -> Iterator[SimpleNamespace]:
    """The cluster's superuser, at the cluster itself; what is made for this module goes with it."""
    server = connection.settings_dict
    where = {"host": server["HOST"], "port": server["PORT"], "user": server["USER"], "password": server["PASSWORD"]}
    name = f"{DATABASE}_{server['NAME']}"[:60]
    owner, runtime = f"{OWNER}_{server['NAME']}"[:60], f"{RUNTIME}_{server['NAME']}"[:60]

    def say(statement: str, database: str = "postgres") -> None:
        with connected(where | {"dbname": database}) as other:
            other.execute(statement)

    for role in (owner, runtime):
        say(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'")
    say(f"CREATE DATABASE {name} OWNER {runtime}")
    roles = {
        role: where | {"dbname": name, "user": user, "password": PASSWORD}
        for role, user in (("owner", owner), ("runtime", runtime))
    }
    yield SimpleNamespace(say=say, database=name, superuser=where["user"], owner=owner, runtime=runtime, as_=roles)
    say(f"DROP DATABASE {name} WITH (FORCE)")
    say(f"DROP ROLE {owner}")
    say(f"DROP ROLE {runtime}")


@contextmanager
def connected(params: dict[str, str]) -> Iterator[psycopg2.extensions.cursor]:
    """A connection of its own, each statement a transaction."""
    own = psycopg2.connect(**params)
    own.autocommit = True
    try:
        with own.cursor() as cursor:
            yield cursor
    finally:
        own.close()


@contextmanager
def portal_as(params: dict[str, str]) -> Iterator[None]:
    """Let this process, its pages included, work as that role for a while."""
    usual = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD", "NAME")}
    connection.close()
    connection.settings_dict.update(USER=params["user"], PASSWORD=params["password"], NAME=params["dbname"])
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(usual)


@pytest.fixture(scope="module")
def cluster(administrator, django_db_blocker) -> SimpleNamespace:
    """The tables, handed from the role that ran the portal to one that owns them, and granted back."""
    with django_db_blocker.unblock():
        with portal_as(administrator.as_["runtime"]):
            call_command("migrate", verbosity=0)
        administrator.say(f"REASSIGN OWNED BY {administrator.runtime} TO {administrator.owner}", administrator.database)
        with portal_as(administrator.as_["owner"]), pytest.MonkeyPatch.context() as patch:
            patch.setattr(settings, "RUNTIME_DATABASE_ROLE", administrator.runtime)
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
    return administrator


@pytest.fixture
def runtime(cluster, django_db_blocker, settings, tmp_path) -> Iterator[SimpleNamespace]:
    """This process as the portal's role."""
    settings.MEDIA_ROOT, settings.AUDIT_DIR = tmp_path / "media", tmp_path / "audit"
    with django_db_blocker.unblock(), portal_as(cluster.as_["runtime"]):
        yield cluster


@pytest.fixture(scope="module")
def sample(cluster, django_db_blocker) -> None:
    """What an office did in five years, done by the portal's own actions as the portal's role."""
    with django_db_blocker.unblock(), portal_as(cluster.as_["runtime"]):
        load_sample(on=today())


# --- what it does -----------------------------------------------------------------------------------------------------


def test_pages_are_read_and_forms_are_sent(runtime, sample) -> None:
    user = User.objects.get(username="quantri")
    user.set_password(PASSWORD)
    user.save()
    browser = Client()

    assert browser.post("/tai-khoan/dang-nhap/", {"login": "quantri", "password": "sai"}).status_code == 200
    sent = browser.post("/tai-khoan/dang-nhap/", {"login": "quantri", "password": PASSWORD})

    assert (sent.status_code, sent["Location"]) == (302, "/")
    for address in ("/", "/phong-trao/", "/don-vi/", "/nguoi/", "/nhat-ky/", "/viec-chay-nen/", "/readyz"):
        assert browser.get(address).status_code in (200, 503), address  # Redis may have nothing to say here
    assert browser.post("/nhat-ky/xuat/").status_code == 200
    assert browser.post("/tai-khoan/dang-xuat/").status_code == 302


def test_papers_are_rendered_and_stored(runtime, sample) -> None:
    job = Job.objects.filter(kind="documents.render", state="queued").order_by("pk")[0]

    assert run(job.pk, worker_name="tests") == "done"
    assert DocumentFile.objects.filter(document=job.args["document_id"]).exists()


@pytest.mark.parametrize("task", sorted({entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}))
def test_clock_does_its_work(runtime, sample, task: str) -> None:
    app.tasks[task]()


def test_log_is_sealed_and_looked_over(runtime, sample) -> None:
    seal_events(at=timezone.now())

    found = look_over()

    assert (found.is_whole, found.unsealed) == (True, 0)
    assert found.events > 300


# --- what it cannot do ------------------------------------------------------------------------------------------------

DENIED = {
    "UPDATE audit_event SET reason = ''": "permission denied",
    "DELETE FROM audit_event": "permission denied",
    "TRUNCATE audit_event": "permission denied",
    "UPDATE audit_seal SET form = 2": "permission denied",
    "DELETE FROM audit_seal": "permission denied",
    "TRUNCATE audit_seal": "permission denied",
    "ALTER TABLE audit_event DISABLE TRIGGER USER": "must be owner",
    "ALTER TABLE documents_document DISABLE TRIGGER ALL": "must be owner",
    "ALTER TABLE audit_event RENAME TO mine": "must be owner",
    "DROP TABLE audit_event": "must be owner",
    "ALTER TABLE audit_event ADD COLUMN x int": "must be owner",
    "SET session_replication_role = replica": "permission denied",
    "ALTER SEQUENCE audit_event_id_seq RESTART": "must be owner",
    "SELECT setval('audit_event_id_seq', 1)": "permission denied",
    "DELETE FROM documents_registerentry": "permission denied",
    "DELETE FROM documents_register": "permission denied",
    "DELETE FROM documents_document": "permission denied",
    "DELETE FROM documents_documentfile": "permission denied",
    "UPDATE documents_documentfile SET sha256 = ''": "permission denied",
    "UPDATE documents_papereffect SET reason = ''": "permission denied",
    "DELETE FROM drafts_draft": "permission denied",
    "TRUNCATE documents_registerentry CASCADE": "permission denied",
    "TRUNCATE django_session": "permission denied",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())": "permission denied",
    "CREATE TABLE mine (x int)": "permission denied",
    "CREATE TEMPORARY TABLE mine (x int)": "permission denied",
    "CREATE SCHEMA mine": "permission denied",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'": "permission denied",
    "CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN"
    " LANGUAGE sql AS 'SELECT true'": "permission denied",
    "CREATE ROLE mine": "permission denied",
    "SET ROLE {owner}": "permission denied",
    "SET SESSION AUTHORIZATION {owner}": "permission denied",
    "COPY audit_event TO PROGRAM 'cat'": "permission denied|must be superuser",
    "UPDATE documents_register SET last_number = 0": "last_number_is_that_of_the_lines",
}


@pytest.mark.parametrize("statement", DENIED)
def test_portal_cannot(cluster, sample, statement: str) -> None:
    params = cluster.as_["runtime"]

    with connected(params) as cursor, pytest.raises(psycopg2.Error, match=DENIED[statement]):
        cursor.execute(statement.format(owner=cluster.owner))


FROZEN = "UPDATE documents_document SET payload = '{}' WHERE id = (SELECT min(id) FROM documents_document)"
IGNORED = """
SELECT set_config('pgtrigger.ignore', (SELECT array_agg(tgname)::text FROM pg_trigger WHERE NOT tgisinternal), false)
"""


def test_portal_cannot_wish_a_trigger_away(cluster, sample) -> None:
    """What pgtrigger calls to ignore is a variable that every session may set."""
    with connected(cluster.as_["runtime"]) as cursor:
        cursor.execute(IGNORED)
        with pytest.raises(psycopg2.Error, match="Cannot update rows from documents_document"):
            cursor.execute(FROZEN)


def test_owner_can_all_that(cluster, sample) -> None:
    """Else the refusals above would show nothing; and the owner may ignore triggers, for migrations."""
    with connected(cluster.as_["owner"]) as cursor:
        cursor.execute("BEGIN")
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER; DELETE FROM audit_event")
        cursor.execute(IGNORED)
        cursor.execute(FROZEN)
        assert cursor.rowcount == 1
        cursor.execute("ROLLBACK")


@pytest.mark.parametrize(
    ("table", "rights"),
    [
        ("audit_event", "SELECT INSERT"),
        ("audit_seal", "SELECT INSERT"),
        ("documents_documentfile", "SELECT INSERT"),
        ("documents_registerentry", "SELECT INSERT UPDATE"),
        ("drafts_draft", "SELECT INSERT UPDATE"),
        ("drafts_draftsection", "SELECT INSERT UPDATE DELETE"),
        ("django_session", "SELECT INSERT UPDATE DELETE"),
        ("cache", "SELECT INSERT UPDATE DELETE"),
        ("django_migrations", "SELECT"),
    ],
)
def test_rights_follow_the_triggers(cluster, table: str, rights: str) -> None:
    with connected(cluster.as_["owner"]) as cursor:
        every = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]
        cursor.execute(
            "SELECT p FROM unnest(%s) p WHERE has_table_privilege(%s, %s, p)", [every, cluster.runtime, table]
        )
        granted = [right for (right,) in cursor.fetchall()]

    assert granted == rights.split() == list(rights_on(table))


def test_new_table_is_there_for_the_portal(cluster) -> None:
    """Such as that of the cache, which no migration makes."""
    with connected(cluster.as_["owner"]) as owner:
        owner.execute("CREATE TABLE added (id serial)")
        try:
            with connected(cluster.as_["runtime"]) as cursor:
                cursor.execute("INSERT INTO added DEFAULT VALUES")
                assert cursor.rowcount == 1
        finally:
            owner.execute("DROP TABLE added")


# --- granting ---------------------------------------------------------------------------------------------------------


def refusal(role: str) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("grant_runtime_role", role)
    return str(refused.value)


def test_only_a_role_without_powers_is_granted(cluster, django_db_blocker) -> None:
    with django_db_blocker.unblock(), portal_as(cluster.as_["owner"]):
        assert refusal("Robert'); DROP").startswith("“Robert'); DROP” không dùng làm tên vai trò được.")
        assert refusal("nobody_here").startswith("PostgreSQL chưa có vai trò “nobody_here”.")
        assert refusal(cluster.superuser).endswith("createuser --pwprompt tên_khác")
        assert refusal(cluster.owner).startswith("Chỉ chủ của các bảng cấp quyền được")
        cluster.say(f"GRANT {cluster.owner} TO {cluster.runtime}")
        try:
            assert "thuộc một vai trò khác" in refusal(cluster.runtime)
        finally:
            cluster.say(f"REVOKE {cluster.owner} FROM {cluster.runtime}")


def test_only_the_owner_grants(runtime) -> None:
    assert refusal(runtime.runtime) == (
        f"Chỉ chủ của các bảng cấp quyền được, và chủ không thể là “{runtime.runtime}”. Hãy chạy lại bằng vai trò của chủ: "
        f"{runtime.owner}."
    )


def test_statements_are_shown_and_not_run(cluster, django_db_blocker) -> None:
    told = io.StringIO()

    with django_db_blocker.unblock(), portal_as(cluster.as_["owner"]):
        call_command("grant_runtime_role", "nobody_here", "--print", stdout=told)

    assert 'GRANT SELECT, INSERT ON public."audit_event", public."audit_seal"' in told.getvalue()


def test_check_of_a_deployment_tells_who_runs_as_the_owner(cluster, django_db_blocker) -> None:
    with django_db_blocker.unblock():
        with portal_as(cluster.as_["runtime"]):
            assert check_runtime_role(databases=["default"]) == []
        with portal_as(cluster.as_["owner"]):
            assert [each.id for each in check_runtime_role(databases=["default"])] == ["core.W001"]
    assert check_runtime_role(databases=None) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("GRANT DELETE ON documents_document TO {runtime}", "documents_document"),
        ("REVOKE INSERT ON accounts_user FROM {runtime}", "accounts_user"),
        (
            "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN"
            " LANGUAGE sql AS 'SELECT false'",
            "_pgtrigger_should_ignore",
        ),
    ],
)
def test_check_of_a_deployment_tells_what_was_not_granted_anew(cluster, django_db_blocker, statement, told) -> None:
    with connected(cluster.as_["owner"]) as cursor:
        cursor.execute(statement.format(runtime=cluster.runtime))
    with django_db_blocker.unblock():
        with portal_as(cluster.as_["runtime"]):
            (found,) = check_runtime_role(databases=["default"])
        with portal_as(cluster.as_["owner"]):
            call_command("grant_runtime_role", cluster.runtime, stdout=io.StringIO())
        with portal_as(cluster.as_["runtime"]):
            assert check_runtime_role(databases=["default"]) == []

    assert (found.id, found.hint.endswith(f"It is about: {told}.")) == ("core.W002", True)
