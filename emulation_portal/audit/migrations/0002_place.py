"""Each event tells where it happened. What was written before reads as of the first alliance; no row is touched."""

import django.contrib.postgres.indexes
from django.db import migrations, models

COLUMN = 'ALTER TABLE audit_event ADD COLUMN place varchar(250) NOT NULL DEFAULT %s'


def add_place(apps, schema_editor):
    """Add the column with a constant default, which PostgreSQL keeps beside the table: an append-only log stays as it is."""
    alliance = apps.get_model('units', 'Unit').objects.filter(kind='alliance').order_by('pk').first()
    schema_editor.execute(COLUMN, [alliance.path if alliance else ''])
    schema_editor.execute("ALTER TABLE audit_event ALTER COLUMN place SET DEFAULT ''")


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
        ('units', '0005_path_triggers'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(add_place)],
            state_operations=[
                migrations.AddField(
                    model_name='event',
                    name='place',
                    field=models.CharField(blank=True, db_default='', max_length=250),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['unit_id', '-id'], name='event_unit'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(django.contrib.postgres.indexes.OpClass('place', name='varchar_pattern_ops'), models.OrderBy(models.F('id'), descending=True), name='event_place_prefix'),
        ),
    ]
