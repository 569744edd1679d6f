"""Run by test_migration in a process of its own: make the tables of before, fill them, migrate to the end, tell."""

import json
import sys
from pathlib import Path

import django
from django.db import connection

django.setup()

from django.db.migrations.executor import MigrationExecutor  # noqa: E402

BEFORE = [
    ("units", "0001_initial"),
    ("accounts", "0002_activation"),
    ("audit", "0001_initial"),
    ("jobs", "0001_initial"),
    ("campaigns", "0005_discarded_drafts"),
]
ASKED = {
    "units": "SELECT code, path, office_path, root_id FROM units_unit ORDER BY id",
    "roles": "SELECT id, user_id, unit_id, block_id, role, effective_from, effective_to FROM rights_appointment ORDER BY id",
    "posts": "SELECT id, effective_from, effective_to FROM units_position ORDER BY id",
    "members": "SELECT block_id, unit_id, kind, effective_from, effective_to FROM units_blockmembership "
    "ORDER BY unit_id, kind, effective_from",
    "signing": "SELECT id, effective_from, effective_to FROM units_signingauthority ORDER BY id",
    "signed": "SELECT signing_id FROM drafts_draft",
    "people": "SELECT id, alliance_id FROM units_person ORDER BY id",
    "blocks": "SELECT id, alliance_id FROM units_emulationblock ORDER BY id",
    "jobs": "SELECT id, place FROM jobs_job",
    "log": "SELECT verb, object_type, object_id, place, data FROM audit_event ORDER BY id",
}

MigrationExecutor(connection).migrate(BEFORE)
with connection.cursor() as cursor:
    cursor.execute(Path(__file__).with_name("old_rows.sql").read_text("utf-8"))
executor = MigrationExecutor(connection)
executor.migrate(executor.loader.graph.leaf_nodes())
told = {}
with connection.cursor() as cursor:
    for name, query in ASKED.items():
        cursor.execute(query)
        told[name] = cursor.fetchall()
json.dump(told, sys.stdout, default=str)
