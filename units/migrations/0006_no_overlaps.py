"""Positions, rights to sign and memberships no longer overlap, nor last beyond the day on which their unit closed."""

from django.db import migrations

from emulation_portal.rights.migrations._mending import end_with_the_unit, mend


def of_person(row):
    return 'units.person', row.person_id, row.person.full_name


def of_block(row):
    return 'units.emulationblock', row.block_id, row.block.name


def right_to_sign(row):
    return row.unit_id, row.person_id, row.form, row.body_name, row.document_types, row.own_title


def part_periods(apps, schema_editor):
    Position, Signing, Membership = (
        apps.get_model('units', name) for name in ('Position', 'SigningAuthority', 'BlockMembership')
    )
    for model, about in ((Position, of_person), (Signing, of_person), (Membership, of_block)):
        end_with_the_unit(apps, model, about)
    mend(apps, Position, lambda row: (row.person_id, row.unit_id, row.title), of_person)
    mend(apps, Signing, right_to_sign, of_person)
    mend(apps, Membership, lambda row: (row.unit_id, row.block.kind), of_block, tag=lambda row: row.block_id)


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0005_path_triggers'),
        ('rights', '0003_block_leads'),
        ('audit', '0002_place'),
    ]

    operations = [
        migrations.RunPython(part_periods, migrations.RunPython.noop),
    ]
