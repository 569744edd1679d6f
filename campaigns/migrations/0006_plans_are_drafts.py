"""A plan is a draft with a campaign: what every paper has stands in drafts since drafts 0002.

Django cannot give a model another base, so the model is forgotten and made anew in its state alone, while the table
keeps its rows: its key becomes the link to the draft with the same key.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

MOVED = (
    "issuer_id", "status", "version", "supersedes_id", "summary", "place_name", "preamble", "closing",
    "numbering_style", "addresses_everyone", "signing_id", "is_public", "is_transcription", "paper_number",
    "paper_symbol", "paper_issued_on", "paper_signature_lines", "paper_signer_name", "approved_on", "document_id",
    "drafted_by_id", "created_at", "revision",
)
TABLES = (
    "campaigns_planbasis", "campaigns_plansection", "campaigns_planrecipient", "campaigns_planimport",
    "campaigns_campaignplan_addressed_units", "campaigns_campaignplan_addressed_blocks",
)
RESHAPE = f"""
ALTER TABLE campaigns_campaignplan ADD COLUMN is_current boolean NOT NULL DEFAULT false;
UPDATE campaigns_campaignplan SET is_current = true WHERE status = 'issued';
ALTER TABLE campaigns_campaignplan ALTER COLUMN is_current DROP DEFAULT;
{"".join(f"DROP TABLE {table};" for table in TABLES)}
ALTER TABLE campaigns_campaignplan {", ".join(f"DROP COLUMN {column} CASCADE" for column in MOVED)};
ALTER TABLE campaigns_campaignplan ALTER COLUMN id DROP IDENTITY IF EXISTS;
ALTER TABLE campaigns_campaignplan RENAME COLUMN id TO draft_ptr_id;
ALTER TABLE campaigns_campaignplan ADD CONSTRAINT campaigns_campaignplan_draft_ptr_id_fk
    FOREIGN KEY (draft_ptr_id) REFERENCES drafts_draft (id) DEFERRABLE INITIALLY DEFERRED;
"""


def of_plan(related_name):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=related_name, to="campaigns.campaignplan"
    )


STATE = [
    *(migrations.DeleteModel(name) for name in ("PlanBasis", "PlanSection", "PlanRecipient", "PlanImport")),
    *(migrations.RemoveField(name, "plan") for name in ("target", "rewardspec", "milestone")),
    migrations.DeleteModel("CampaignPlan"),
    migrations.CreateModel(
        name="CampaignPlan",
        fields=[
            (
                "draft_ptr",
                models.OneToOneField(
                    auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True,
                    primary_key=True, serialize=False, to="drafts.draft",
                ),
            ),
            ("is_current", models.BooleanField(default=False, editable=False)),
            ("campaign_changes", models.JSONField(default=dict, editable=False)),
            (
                "campaign",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="campaigns.campaign"
                ),
            ),
        ],
        bases=("drafts.draft",),
    ),
    migrations.AddField("target", "plan", of_plan("targets"), preserve_default=False),
    migrations.AddField("rewardspec", "plan", of_plan("rewards"), preserve_default=False),
    migrations.AddField("milestone", "plan", of_plan("milestones"), preserve_default=False),
]


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0005_discarded_drafts"), ("drafts", "0002_plans_become_drafts")]

    operations = [
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState([migrations.RunSQL(RESHAPE, migrations.RunSQL.noop)], STATE),
        migrations.AddConstraint(
            "campaignplan",
            models.UniqueConstraint(condition=models.Q(("is_current", True)), fields=("campaign",), name="plan_one_current"),
        ),
    ]
