"""Every plan gets a draft with the same key; its parts move along. Nothing is changed on the way, and no log entry.

The plans' own table loses these columns in campaigns 0006.
"""

from django.db import migrations

COPY = """
INSERT INTO drafts_draft (
    id, kind, issuer_id, status, owner_since, version, predecessor_id, relation, summary, place_name, preamble, closing,
    numbering_style, archive_line, addresses_everyone, signing_id, is_public, is_transcription, paper_number,
    paper_symbol, paper_issued_on, paper_signature_lines, paper_signer_name, approved_on, document_id, drafted_by_id,
    created_at, revision
)
SELECT
    plan.id, 'plan', plan.issuer_id, plan.status,
    coalesce(
        (SELECT max(event.at) FROM audit_event event WHERE event.object_type = 'campaigns.campaignplan'
            AND event.object_id = plan.id::text AND event.to_status <> ''),
        plan.created_at
    ),
    plan.version, plan.supersedes_id, CASE WHEN plan.supersedes_id IS NULL THEN '' ELSE 'correction' END,
    plan.summary, plan.place_name, plan.preamble, plan.closing, plan.numbering_style, '', plan.addresses_everyone,
    plan.signing_id, plan.is_public, plan.is_transcription, plan.paper_number, plan.paper_symbol, plan.paper_issued_on,
    plan.paper_signature_lines, plan.paper_signer_name, plan.approved_on, plan.document_id, plan.drafted_by_id,
    plan.created_at, plan.revision
FROM campaigns_campaignplan plan;

INSERT INTO drafts_draftbasis (id, draft_id, position, text, document_type, number, issued_on, issued_by, title)
    SELECT id, plan_id, position, text, document_type, number, issued_on, issued_by, title FROM campaigns_planbasis;
INSERT INTO drafts_draftsection (id, draft_id, position, level, topic, title, body)
    SELECT id, plan_id, position, level, topic, title, body FROM campaigns_plansection;
INSERT INTO drafts_draftrecipient (id, draft_id, position, text)
    SELECT id, plan_id, position, text FROM campaigns_planrecipient;
INSERT INTO drafts_paperimport (
    id, kind, file_name, sha256, source_text, parsed, created_by_id, created_at, draft_id
)
    SELECT id, 'plan', file_name, sha256, source_text, parsed, created_by_id, created_at, plan_id
    FROM campaigns_planimport;
INSERT INTO drafts_draft_addressed_units (draft_id, unit_id)
    SELECT campaignplan_id, unit_id FROM campaigns_campaignplan_addressed_units;
INSERT INTO drafts_draft_addressed_blocks (draft_id, emulationblock_id)
    SELECT campaignplan_id, emulationblock_id FROM campaigns_campaignplan_addressed_blocks;

-- Who had a hand in a plan was read from the log; now it is written with the draft.
INSERT INTO drafts_draft_hands (draft_id, user_id)
    SELECT id, drafted_by_id FROM campaigns_campaignplan WHERE drafted_by_id IS NOT NULL
    UNION
    SELECT plan.id, person.id FROM campaigns_campaignplan plan
    JOIN audit_event event ON event.object_type = 'campaigns.campaignplan' AND event.object_id = plan.id::text
        AND event.verb IN ('plan.created', 'plan.imported', 'plan.edited', 'plan.submitted', 'plan.correction_started')
    JOIN accounts_user person ON person.id = event.actor_id;
"""

TABLES = ("draft", "draftbasis", "draftsection", "draftrecipient", "paperimport")
SEQUENCES = "\n".join(
    f"SELECT setval(pg_get_serial_sequence('drafts_{table}', 'id'), greatest((SELECT max(id) FROM drafts_{table}), 1));"
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("drafts", "0001_initial"), ("campaigns", "0005_discarded_drafts"), ("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.RunSQL(SEQUENCES, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
    ]
