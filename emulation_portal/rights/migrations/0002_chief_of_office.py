"""The Chief of Office is told apart from the heads of departments, who held the same role until now."""

from django.db import migrations
from django.db.models import Q

from emulation_portal.core.vietnamese import fold

CHIEF = 'chanh van phong'


def tell_chiefs_apart(apps, schema_editor):
    """By title, of the position held there or of the right to sign; else the only head that an alliance has.

    A head of a department who held the role at the alliance holds it at the department in which they serve: at the
    alliance it would reach everything.
    """
    Appointment = apps.get_model('rights', 'Appointment')
    heads = list(Appointment.objects.filter(role='dept_head').select_related('unit').order_by('pk'))
    for row in heads:
        if _is_called_chief(apps, row):
            row.role = 'chief_of_office'
            row.save(update_fields=['role'])
    with_chief = {_root(row) for row in Appointment.objects.filter(role='chief_of_office').select_related('unit')}
    left = [row for row in heads if row.role == 'dept_head']
    for root in {_root(row) for row in left} - with_chief:
        of_alliance = [row for row in left if _root(row) == root]
        if len({row.user_id for row in of_alliance}) == 1:
            Appointment.objects.filter(pk__in=[row.pk for row in of_alliance]).update(role='chief_of_office')
    for row in Appointment.objects.filter(role='dept_head', unit__kind='alliance'):
        _move_to_department(apps, row)


def _root(row):
    return row.unit.path.split('/')[1]


def _is_called_chief(apps, row):
    posts = apps.get_model('units', 'Position').objects.filter(unit=row.unit_id, person__user=row.user_id)
    signing = apps.get_model('units', 'SigningAuthority').objects.filter(person__user=row.user_id)
    titles = [*posts.values_list('title', flat=True), *signing.values_list('own_title', flat=True)]
    return any(fold(title).startswith(CHIEF) for title in titles)


def _move_to_department(apps, row):
    """Leave it where it is when the holder serves in no department, or holds the role there already."""
    posts = apps.get_model('units', 'Position').objects.filter(
        person__user=row.user_id, unit__kind='department', unit__path__startswith=f'/{row.unit_id}/'
    )
    post = posts.order_by('-is_head', '-effective_from').first()
    if post is None:
        return
    there = apps.get_model('rights', 'Appointment').objects.filter(user=row.user_id, unit=post.unit_id, role='dept_head')
    ends = Q() if row.effective_to is None else Q(effective_from__lt=row.effective_to)
    if not there.filter(ends).exclude(effective_to__lte=row.effective_from).exists():
        row.unit_id = post.unit_id
        row.save(update_fields=['unit'])


class Migration(migrations.Migration):

    dependencies = [
        ('rights', '0001_initial'),
        ('units', '0005_path_triggers'),
    ]

    operations = [
        migrations.RunPython(tell_chiefs_apart, migrations.RunPython.noop),
    ]
