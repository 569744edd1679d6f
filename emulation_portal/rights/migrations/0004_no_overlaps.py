"""Nobody holds the same role at the same place twice at once, nor beyond the day on which the unit closed."""

from django.db import migrations

from ._mending import end_with_the_unit, mend


def about(row):
    return 'accounts.user', row.user_id, row.user.full_name


def part_appointments(apps, schema_editor):
    Appointment = apps.get_model('rights', 'Appointment')
    end_with_the_unit(apps, Appointment, about)
    mend(apps, Appointment, lambda row: (row.user_id, row.role, row.block_id or f'unit {row.unit_id}'), about)


class Migration(migrations.Migration):

    dependencies = [
        ('rights', '0003_block_leads'),
    ]

    operations = [
        migrations.RunPython(part_appointments, migrations.RunPython.noop),
    ]
