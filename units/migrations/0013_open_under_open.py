"""No unit works below one that is closed. Where some do, nobody but the office knows which of them is wrong."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.core.management import CommandError
from django.db import migrations
from django.db.models import F, Q


def refuse_open_below_closed(apps, schema_editor):
    """Name the units that work on below a closed one, and let the portal stay at its release until they are mended."""
    Unit = apps.get_model('units', 'Unit')
    works_on = Q(closed_on=None) | Q(closed_on__gt=F('parent__closed_on'))
    wrong = Unit.objects.filter(works_on, parent__closed_on__isnull=False).order_by('pk')
    named = [f'“{name}” ({code}), trực thuộc “{above}”' for name, code, above in wrong.values_list('name', 'code', 'parent__name')]
    if named:
        raise CommandError(
            f'Chưa nâng cấp: {len(named)} đơn vị còn hoạt động dưới một đơn vị đã hoặc sẽ thôi hoạt động trước: '
            f'{"; ".join(named)}. Trên bản đang chạy, hãy mở lại đơn vị cấp trên, hoặc chuyển hay cho thôi các đơn vị '
            'này, rồi nâng cấp lại.'
        )


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0012_know_guests_and_order_people_of_an_alliance'),
    ]

    operations = [
        migrations.RunPython(refuse_open_below_closed, migrations.RunPython.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='open_under_open', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE closing DATE;', func="\n        SELECT closed_on INTO closing FROM units_unit WHERE id = NEW.parent_id FOR SHARE;\n        IF closing IS NOT NULL AND (NEW.closed_on IS NULL OR NEW.closed_on > closing) THEN\n            RAISE EXCEPTION 'unit % would work below unit %, which is closed from %', NEW.id, NEW.parent_id, closing\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_works_under_working';\n        END IF;\n        IF TG_OP = 'UPDATE' AND NEW.closed_on IS NOT NULL AND EXISTS (\n            SELECT FROM units_unit WHERE parent_id = NEW.id AND (closed_on IS NULL OR closed_on > NEW.closed_on)\n        ) THEN\n            RAISE EXCEPTION 'unit % closes while a unit below it works', NEW.id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_works_under_working';\n        END IF;\n        RETURN NEW;\n    ", hash='61007d458e1f80e270449cc746a238125234478e', operation='INSERT OR UPDATE OF "parent_id", "closed_on"', pgid='pgtrigger_open_under_open_847ab', table='units_unit', when='BEFORE')),
        ),
    ]
