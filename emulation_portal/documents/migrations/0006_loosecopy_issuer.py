"""Prints belong to an issuer, so that nobody else's office opens them."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE documents_loosecopy copy SET issuer_id = book.issuer_id FROM documents_register book
    WHERE copy.subject_type = 'documents.register' AND book.id = copy.subject_id;
UPDATE documents_loosecopy copy SET issuer_id = plan.issuer_id FROM campaigns_campaignplan plan
    WHERE copy.subject_type = 'campaigns.campaignplan' AND plan.id = copy.subject_id;
UPDATE documents_loosecopy SET issuer_id = (SELECT min(id) FROM documents_issuer) WHERE issuer_id IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_frozen_book"), ("campaigns", "0005_discarded_drafts")]

    operations = [
        migrations.AddField(
            "loosecopy",
            "issuer",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.issuer"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        # What was just filled waits for its constraint checks, and no table is altered before them.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.AlterField(
            "loosecopy",
            "issuer",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.issuer"
            ),
        ),
    ]
