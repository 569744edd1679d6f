"""Who stands in for whom; what must never overlap is held by the database; a block lead is appointed at the block."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rights', '0004_no_overlaps'),
        ('units', '0007_periods_held'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='appointment',
            name='appointment_open_once',
        ),
        migrations.AddField(
            model_name='appointment',
            name='basis',
            field=models.CharField(blank=True, max_length=250, verbose_name='văn bản giao'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='stand_in',
            field=models.CharField(blank=True, choices=[('', 'Chính thức'), ('kt', 'ký thay, KT.'), ('tl', 'thừa lệnh, TL.'), ('tuq', 'thừa ủy quyền, TUQ.')], default='', max_length=3, verbose_name='tư cách'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='nobody_in_closed_unit', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE closing DATE;', func="\n            SELECT closed_on INTO closing FROM units_unit WHERE id = NEW.unit_id FOR SHARE;\n            IF closing IS NOT NULL AND (NEW.effective_to IS NULL OR NEW.effective_to > closing) THEN\n                RAISE EXCEPTION 'unit % of a row of rights_appointment is closed from %', NEW.unit_id, closing\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_in_closed_unit';\n            END IF;\n            RETURN NEW;\n        ", hash='bdbd2df2adc5fb720369c601bde9e7ff2c8e5393', operation='INSERT OR UPDATE OF "unit_id", "effective_from", "effective_to"', pgid='pgtrigger_nobody_in_closed_unit_24343', table='rights_appointment', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('block__isnull', True)), expressions=[('user', '='), ('unit', '='), ('role', '='), (models.Func('effective_from', 'effective_to', function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='appointment_once_at_unit', violation_error_message='Người này đang giữ vai trò đó tại đơn vị trong thời gian này.'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('block__isnull', False)), expressions=[('user', '='), ('block', '='), ('role', '='), (models.Func('effective_from', 'effective_to', function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='appointment_once_at_block', violation_error_message='Người này đang là khối trưởng, cụm trưởng trong thời gian này.'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('block__isnull', False), ('role__in', ('cluster_lead',))), models.Q(models.Q(('role__in', ('cluster_lead',)), _negated=True), ('block__isnull', True)), _connector='OR'), name='appointment_block_led'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('stand_in__in', ['', 'kt', 'tl', 'tuq'])), name='appointment_stand_in_known'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stand_in', 'tuq'), _negated=True), models.Q(('effective_to__isnull', False), models.Q(('basis', ''), _negated=True)), _connector='OR'), name='appointment_tuq_written_and_limited', violation_error_message='Thừa ủy quyền (TUQ.) phải có văn bản giao và ngày kết thúc.'),
        ),
    ]
