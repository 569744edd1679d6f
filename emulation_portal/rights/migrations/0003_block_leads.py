"""A block is led by an appointment at the block, on behalf of a unit that competes in it."""

from django.db import migrations
from django.db.models import Q
from django.utils import timezone

from ._mending import period, tell

LEAD = 'cluster_lead'


def lead_at_blocks(apps, schema_editor):
    Appointment = apps.get_model('rights', 'Appointment')
    for row in Appointment.objects.filter(role=LEAD).select_related('unit', 'user').order_by('pk'):
        _move_to_block(apps, row)
    Membership = apps.get_model('units', 'BlockMembership')
    for membership in Membership.objects.filter(is_lead=True).select_related('unit', 'block').order_by('pk'):
        _keep_lead(apps, membership)


def _move_to_block(apps, row):
    """To the block where the unit competes longest while the role lasts, else where it was last.

    A unit that never was in a block leads none. Whoever held the role there could read what the unit reads and no more,
    which is what an editor may, so an editor they become, unless they may already.
    """
    memberships = apps.get_model('units', 'BlockMembership').objects.filter(unit=row.unit_id)
    during = memberships.filter(Q(effective_to=None) | Q(effective_to__gt=row.effective_from))
    if row.effective_to:
        during = during.filter(effective_from__lt=row.effective_to)
    found = _latest(during) or _latest(memberships)
    if found:
        row.block_id = found.block_id
        row.save()
        return
    said = {'role': LEAD, 'was': period(row.effective_from, row.effective_to)}
    others = apps.get_model('rights', 'Appointment').objects.filter(user=row.user_id, unit=row.unit_id)
    others = others.filter(role__in=['unit_editor', 'unit_head'])
    others = others.filter(Q(effective_to=None) | Q(effective_to__gt=row.effective_from))
    if row.effective_to:
        others = others.filter(effective_from__lt=row.effective_to)
    about = ('accounts.user', row.user_id, row.user.full_name)
    if others.exists():
        tell(apps, about=about, unit=row.unit, **said)
        row.delete()
        return
    row.role = 'unit_editor'
    row.save()
    tell(apps, about=about, unit=row.unit, becomes='unit_editor', **said)


def _latest(memberships):
    """Return what lasts longest; a khối before a cụm, which is made of alliances."""
    def order(row):
        end = row.effective_to
        return end is None, end or row.effective_from, row.block.kind == 'block', row.effective_from, row.pk

    return max(memberships.select_related('block'), key=order, default=None)


def _keep_lead(apps, membership):
    """Make the heads of a unit that leads its block the leads; what that cannot carry is told in the log."""
    today = timezone.localdate()
    Appointment = apps.get_model('rights', 'Appointment')
    known = Appointment.objects.filter(role=LEAD, block=membership.block_id, unit=membership.unit_id)
    is_open = membership.effective_to is None or membership.effective_to > today
    if is_open and known.filter(Q(effective_to=None) | Q(effective_to__gt=today)).exists():
        return
    heads = Appointment.objects.filter(role='unit_head', unit=membership.unit_id, user__is_active=True)
    heads = heads.filter(Q(effective_to=None) | Q(effective_to__gt=today)) if is_open else heads.none()
    made = [head for head in heads.order_by('pk') if _lead_as(Appointment, head, membership)]
    if not made:
        tell(
            apps, about=('units.emulationblock', membership.block_id, membership.block.name), unit=membership.unit,
            verb='block.lead_noted', was=period(membership.effective_from, membership.effective_to),
        )


def _lead_as(Appointment, head, membership):
    start = max(head.effective_from, membership.effective_from)
    ends = [day for day in (head.effective_to, membership.effective_to) if day]
    end = min(ends, default=None)
    if end is not None and end <= start:
        return False
    place = {'user_id': head.user_id, 'block_id': membership.block_id, 'role': LEAD}
    same = Appointment.objects.filter(**place).filter(Q(effective_to=None) | Q(effective_to__gt=start))
    if (same.filter(effective_from__lt=end) if end else same).exists():
        return True
    Appointment.objects.create(**place, unit_id=membership.unit_id, effective_from=start, effective_to=end)
    return True


class Migration(migrations.Migration):

    dependencies = [
        ('rights', '0002_chief_of_office'),
        ('units', '0005_path_triggers'),
        ('audit', '0002_place'),
    ]

    operations = [
        migrations.RunPython(lead_at_blocks, migrations.RunPython.noop),
    ]
