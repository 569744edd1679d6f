"""A job tells for which unit it is done; those of before are the first alliance's."""

import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models


def place_old_jobs(apps, schema_editor):
    alliance = apps.get_model('units', 'Unit').objects.filter(kind='alliance').order_by('pk').first()
    if alliance:
        apps.get_model('jobs', 'Job').objects.update(place=alliance.path)


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0001_initial'),
        ('units', '0005_path_triggers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name='job',
            name='unit_id',
        ),
        migrations.AddField(
            model_name='job',
            name='place',
            field=models.CharField(blank=True, max_length=250),
        ),
        migrations.RunPython(place_old_jobs, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(django.contrib.postgres.indexes.OpClass('place', name='varchar_pattern_ops'), models.OrderBy(models.F('id'), descending=True), name='job_place_prefix'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['requested_by', '-id'], name='job_requester'),
        ),
    ]
