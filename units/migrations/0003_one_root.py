"""Everything stands under an alliance; blocks and people belong to one. Columns that later migrations close."""

import django.db.models.deletion
from django.db import migrations, models


def put_under_an_alliance(apps, schema_editor):
    """Put what stood alone under the alliance, the one with the lowest key where there are several."""
    Unit, Block, Person = (apps.get_model('units', name) for name in ('Unit', 'EmulationBlock', 'Person'))
    alone = Unit.objects.filter(parent=None).exclude(kind='alliance')
    alliances = Unit.objects.filter(kind='alliance')
    alliances.exclude(parent=None).update(parent=None)
    alliance = alliances.order_by('pk').first()
    if alliance is None:
        if not any(rows.exists() for rows in (alone, Block.objects.all(), Person.objects.all())):
            return
        name = 'Liên minh Hợp tác xã tỉnh Quảng Ninh'
        alliance = Unit.objects.create(kind='alliance', code='LMHTX', name=name, search_text='lien minh hop tac xa tinh quang ninh lmhtx')
    alone.update(parent=alliance)
    top = {alliance.pk: alliance.pk}
    parents = dict(Unit.objects.values_list('pk', 'parent_id'))
    for pk in parents:
        above = pk
        while parents[above] is not None:
            above = parents[above]
        top[pk] = above
    Block.objects.update(alliance=alliance)
    for block in Block.objects.all():
        member = block.memberships.order_by('pk').first()
        if member and top[member.unit_id] != alliance.pk:
            block.alliance_id = top[member.unit_id]
            block.save()
    Person.objects.update(alliance=alliance)
    for person in Person.objects.all():
        post = person.positions.order_by('-effective_from', '-pk').first()
        if post and top[post.unit_id] != alliance.pk:
            person.alliance_id = top[post.unit_id]
            person.save()


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0002_appointments_leave'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='unit',
            name='unit_not_its_own_parent',
        ),
        migrations.AlterField(
            model_name='emulationblock',
            name='name',
            field=models.CharField(db_collation='vi-x-icu', max_length=200, verbose_name='tên'),
        ),
        migrations.AddField(
            model_name='emulationblock',
            name='alliance',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='blocks', to='units.unit'),
        ),
        migrations.AddField(
            model_name='person',
            name='alliance',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.RunPython(put_under_an_alliance, migrations.RunPython.noop),
    ]
