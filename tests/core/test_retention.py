"""How long things are kept: rules with their days, told in the docs word for word, carried out by beat."""

import datetime as dt
import re

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db import connection

from emulation_portal.core import retention
from emulation_portal.core.caching import purge_cache
from emulation_portal.core.retention import RULES, Retention, kept_from, kept_since

DAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("what", "since"),
    [
        ("documents.copies", dt.date(2026, 10, 26)),
        ("jobs.done", dt.date(2026, 5, 29)),
        ("jobs.failed", dt.date(2025, 11, 25)),
        ("drafts.readings", dt.date(2021, 11, 25)),
        ("drafts.imports", dt.date(2025, 11, 25)),
        ("units.imports", dt.date(2026, 10, 26)),
        ("reports.sheets", dt.date(2026, 10, 26)),
        ("core.cache", DAY),
        ("accounts.sessions", DAY),
        ("accounts.activations", dt.date(2025, 11, 25)),
        ("accounts.unsaved", dt.date(2026, 10, 26)),
    ],
)
def test_things_are_kept_since(what: str, since: dt.date) -> None:
    assert kept_since(what, DAY) == since


def test_rule_of_the_day_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = (
        Retention("x", 30, dt.date(2027, 1, 1), "Shorter from then on."),
        Retention("x", 90, dt.date(2026, 1, 1), "At first."),
    )
    monkeypatch.setattr(retention, "RULES", rules)

    assert kept_since("x", dt.date(2025, 12, 31)) is None
    assert kept_since("x", dt.date(2026, 1, 1)) == dt.date(2025, 10, 3)
    assert kept_since("x", dt.date(2026, 12, 31)) == dt.date(2026, 10, 2)
    assert kept_since("x", dt.date(2027, 1, 1)) == dt.date(2026, 12, 2)


def test_day_begins_at_midnight_in_viet_nam() -> None:
    assert kept_from("accounts.sessions", DAY) == dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC)
    assert kept_from("accounts.sessions", dt.date(2025, 12, 31)) is None


def test_thing_without_a_rule_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no rule says how long 'papers' is kept"):
        kept_since("papers", DAY)


def test_docs_tell_every_rule() -> None:
    """When this fails: write the new rule into docs/retention.md."""
    text = (settings.BASE_DIR / "docs" / "retention.md").read_text("utf-8")
    told = re.findall(
        r"^\| `([\w.]+)`: .*? \| (\d+) days.*? \| (\d\d/\d\d/\d{4}) \| .*? \| (.*) \|$", text, re.MULTILINE
    )

    assert told == [(rule.what, str(rule.days), f"{rule.effective_from:%d/%m/%Y}", rule.why) for rule in RULES]


def test_beat_asks_for_tasks_that_there_are() -> None:
    current_app.loader.import_default_modules()

    asked = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert asked - set(current_app.tasks) == set()
    assert {"documents.purge_copies", "jobs.purge", "drafts.purge_readings", "accounts.purge_sessions"} <= asked
    assert {
        "units.purge_imports",
        "drafts.purge_imports",
        "reports.purge_sheets",
        "core.purge_cache",
        "audit.seal",
        "audit.verify",
    } <= asked


# Tables whose rows come to an end by a rule; those of all others are kept for ever, or as long as what they belong to.
ENDING = {
    "accounts_activation": "accounts.activations",
    "accounts_unsaved": "accounts.unsaved",
    "django_session": "accounts.sessions",
    "documents_loosecopy": "documents.copies",
    "drafts_paperimport": "drafts.imports",
    "drafts_paperreading": "drafts.readings",
    "jobs_job": "jobs.done",
    "notifications_message": "notifications.messages",
    "reports_reportsheet": "reports.sheets",
    "units_sheetimport": "units.imports",
    "usersessions_usersession": "accounts.sessions",
}
FOR_EVER = {
    "units_closing",
    "units_formerstanding",
    "units_inheritance",
    "units_succession",
    "account_emailaddress",
    "account_emailconfirmation",
    "accounts_user",
    "audit_event",
    "audit_seal",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "files_storedfile",
    "notifications_mailchoice",
    "received_receivedpaper",
    "campaigns_campaign",
    "campaigns_campaignpaper",
    "campaigns_campaignplan",
    "campaigns_guidancecriterion",
    "campaigns_milestone",
    "campaigns_rewardspec",
    "campaigns_target",
    "pledges_pledge",
    "pledges_pledgeparty",
    "pledges_pledgesignature",
    "pledges_pledgetarget",
    "pledges_pledgeversion",
    "history_collective",
    "history_conductfact",
    "history_pastaward",
    "nominations_dossierversion",
    "nominations_nomination",
    "nominations_nominationdossier",
    "registration_registeredtarget",
    "registration_registeredtitle",
    "summaries_summarypiece",
    "summaries_summaryreport",
    "scoring_blockconference",
    "scoring_blockscoring",
    "scoring_criterionband",
    "scoring_criteriongroup",
    "scoring_criterionscore",
    "scoring_crosscheck",
    "scoring_leaderendorsement",
    "scoring_scorecard",
    "scoring_scorecriterion",
    "scoring_scoresheet",
    "registration_registrant",
    "registration_registration",
    "registration_registrationcall",
    "registration_registrationversion",
    "reports_demand",
    "reports_demand_blocks",
    "reports_demand_units",
    "reports_demandedindicator",
    "reports_donationline",
    "reports_donationmatch",
    "reports_indicator",
    "reports_indicatortarget",
    "reports_reportperiod",
    "reports_reporttext",
    "reports_reportvalue",
    "reports_reportversion",
    "reports_solesignoff",
    "reports_unitreport",
    "reports_urgingletter",
    "django_content_type",
    "documents_document",
    "documents_documentfile",
    "documents_issuer",
    "documents_papereffect",
    "documents_register",
    "documents_registerentry",
    "drafts_draft",
    "drafts_paperreceipt",
    "jobs_routine",
    "mfa_authenticator",
    "rights_appointment",
    "units_blockmembership",
    "units_emulationblock",
    "units_person",
    "units_position",
    "units_signingauthority",
    "units_unit",
}


def test_every_table_is_for_ever_or_under_a_rule() -> None:
    """When this fails: say of the new table how long its rows are kept, here and in docs/retention.md."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    parts = {table for table in tables if table.startswith(("drafts_draft", "accounts_user_"))}

    assert tables - parts - set(ENDING) - FOR_EVER == set()
    assert {*ENDING, *FOR_EVER} - tables == set()
    assert set(ENDING.values()) <= {rule.what for rule in RULES}


@pytest.mark.django_db
def test_cache_gives_up_what_is_over_in_the_night() -> None:
    cache = caches["default"]
    cache.set("over", 1, timeout=60)
    cache.set("counts", 2, timeout=3600)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cache SET expires = %s WHERE cache_key LIKE '%%over'",
            [dt.datetime(2026, 11, 24, 16, 59, 59, tzinfo=dt.UTC)],
        )
        cursor.execute(
            "UPDATE cache SET expires = %s WHERE cache_key LIKE '%%counts'",
            [dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC)],
        )

    assert purge_cache(on=dt.date(2025, 12, 31)) == 0
    assert purge_cache(on=DAY) == 1
    assert purge_cache(on=DAY) == 0
    assert rows_of_cache() == {":1:counts"}


def rows_of_cache() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        return {key for (key,) in cursor.fetchall()}
