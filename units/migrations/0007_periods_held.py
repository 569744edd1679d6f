"""What must never overlap is held by the database; nobody is placed in a closed unit; blocks are led elsewhere."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0006_no_overlaps'),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.RemoveConstraint(
            model_name='blockmembership',
            name='block_membership_open_once',
        ),
        migrations.RemoveConstraint(
            model_name='signingauthority',
            name='signing_form_known',
        ),
        migrations.RemoveField(
            model_name='blockmembership',
            name='is_lead',
        ),
        migrations.AddField(
            model_name='blockmembership',
            name='kind',
            field=models.CharField(choices=[('block', 'Khối thi đua'), ('cluster', 'Cụm thi đua')], db_default='', editable=False, max_length=10),
        ),
        migrations.RunSQL(
            'UPDATE units_blockmembership m SET kind = b.kind FROM units_emulationblock b WHERE b.id = m.block_id',
            migrations.RunSQL.noop,
        ),
        migrations.AddField(
            model_name='signingauthority',
            name='middle_title',
            field=models.CharField(blank=True, help_text='Chỉ khi ký TL. và KT., ví dụ: Chánh Văn phòng, khi Phó Chánh Văn phòng ký thay.', max_length=120, verbose_name='chức vụ được ký thừa lệnh'),
        ),
        migrations.AlterField(
            model_name='signingauthority',
            name='form',
            field=models.CharField(choices=[('head', 'Người đứng đầu ký'), ('tm', 'TM. – thay mặt tập thể'), ('kt', 'KT. – ký thay người đứng đầu'), ('tm_kt', 'TM. và KT. – thay mặt tập thể, ký thay'), ('q', 'Q. – quyền cấp trưởng'), ('tl', 'TL. – thừa lệnh'), ('tl_kt', 'TL. và KT. – thừa lệnh, ký thay'), ('tuq', 'TUQ. – thừa ủy quyền')], max_length=10, verbose_name='thể thức ký'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='blockmembership',
            trigger=pgtrigger.compiler.Trigger(name='keep_kind_of_block', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        SELECT kind INTO NEW.kind FROM units_emulationblock WHERE id = NEW.block_id FOR SHARE;\n        RETURN NEW;\n    ', hash='e4c5eadc58ddfa6154dc9e7d03948a693ed36934', operation='INSERT OR UPDATE OF "block_id", "kind"', pgid='pgtrigger_keep_kind_of_block_ee906', table='units_blockmembership', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='blockmembership',
            trigger=pgtrigger.compiler.Trigger(name='nobody_in_closed_unit', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE closing DATE;', func="\n            SELECT closed_on INTO closing FROM units_unit WHERE id = NEW.unit_id FOR SHARE;\n            IF closing IS NOT NULL AND (NEW.effective_to IS NULL OR NEW.effective_to > closing) THEN\n                RAISE EXCEPTION 'unit % of a row of units_blockmembership is closed from %', NEW.unit_id, closing\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_in_closed_unit';\n            END IF;\n            RETURN NEW;\n        ", hash='9e187a1bf53cea284e3c583e9f5b614873f14cae', operation='INSERT OR UPDATE OF "unit_id", "effective_from", "effective_to"', pgid='pgtrigger_nobody_in_closed_unit_8abdd', table='units_blockmembership', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='emulationblock',
            trigger=pgtrigger.compiler.Trigger(name='belong_to_alliance', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (SELECT FROM units_unit WHERE id = NEW.alliance_id AND kind <> 'alliance') THEN\n            RAISE EXCEPTION 'block % would belong to a unit that is no alliance', NEW.id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'block_belongs_to_alliance';\n        END IF;\n        RETURN NEW;\n    ", hash='cd57c2d3b757cc0154d088c322dfe1f961523065', operation='INSERT OR UPDATE OF "alliance_id"', pgid='pgtrigger_belong_to_alliance_4e21a', table='units_emulationblock', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='emulationblock',
            trigger=pgtrigger.compiler.Trigger(name='pass_kind_on', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."kind" IS DISTINCT FROM NEW."kind")', func='UPDATE units_blockmembership SET kind = NEW.kind WHERE block_id = NEW.id; RETURN NULL;', hash='3788bb994757bde1724a891a4e63457f650ba8e8', operation='UPDATE OF "kind"', pgid='pgtrigger_pass_kind_on_4dc26', table='units_emulationblock', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='position',
            trigger=pgtrigger.compiler.Trigger(name='nobody_in_closed_unit', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE closing DATE;', func="\n            SELECT closed_on INTO closing FROM units_unit WHERE id = NEW.unit_id FOR SHARE;\n            IF closing IS NOT NULL AND (NEW.effective_to IS NULL OR NEW.effective_to > closing) THEN\n                RAISE EXCEPTION 'unit % of a row of units_position is closed from %', NEW.unit_id, closing\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_in_closed_unit';\n            END IF;\n            RETURN NEW;\n        ", hash='94235a2cd59eb0dcfadfa09156e09f479abdf742', operation='INSERT OR UPDATE OF "unit_id", "effective_from", "effective_to"', pgid='pgtrigger_nobody_in_closed_unit_40246', table='units_position', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signingauthority',
            trigger=pgtrigger.compiler.Trigger(name='nobody_in_closed_unit', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE closing DATE;', func="\n            SELECT closed_on INTO closing FROM units_unit WHERE id = NEW.unit_id FOR SHARE;\n            IF closing IS NOT NULL AND (NEW.effective_to IS NULL OR NEW.effective_to > closing) THEN\n                RAISE EXCEPTION 'unit % of a row of units_signingauthority is closed from %', NEW.unit_id, closing\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_in_closed_unit';\n            END IF;\n            RETURN NEW;\n        ", hash='60be187620895de1c68faadcffe9596662e74eb7', operation='INSERT OR UPDATE OF "unit_id", "effective_from", "effective_to"', pgid='pgtrigger_nobody_in_closed_unit_97963', table='units_signingauthority', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='close_empty', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."closed_on" IS NOT NULL AND OLD."closed_on" IS DISTINCT FROM NEW."closed_on")', declare='DECLARE present TEXT;', func="\n        SELECT held.what INTO present FROM (\n            SELECT 'rights_appointment' AS what, unit_id, effective_to FROM rights_appointment\n            UNION ALL SELECT 'units_position', unit_id, effective_to FROM units_position\n            UNION ALL SELECT 'units_signingauthority', unit_id, effective_to FROM units_signingauthority\n            UNION ALL SELECT 'units_blockmembership', unit_id, effective_to FROM units_blockmembership\n        ) held\n        WHERE held.unit_id = NEW.id AND (held.effective_to IS NULL OR held.effective_to > NEW.closed_on) LIMIT 1;\n        IF FOUND THEN\n            RAISE EXCEPTION 'unit % closes while a row of % lasts', NEW.id, present\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_closes_empty';\n        END IF;\n        RETURN NEW;\n    ", hash='32b8369e48503c43b769505b7e586bde31a547e5', operation='UPDATE OF "closed_on"', pgid='pgtrigger_close_empty_95176', table='units_unit', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='blockmembership',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('unit', '='), ('kind', '='), (models.Func('effective_from', 'effective_to', function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='block_membership_one_of_a_kind', violation_error_message='Đơn vị đang ở một khối, cụm khác trong thời gian này.'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), ('unit', '='), ('title', '='), (models.Func('effective_from', 'effective_to', function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='position_once_in_unit', violation_error_message='Người này đang giữ chức vụ đó tại đơn vị trong thời gian này.'),
        ),
        migrations.AddConstraint(
            model_name='signingauthority',
            constraint=models.CheckConstraint(condition=models.Q(('form__in', ['head', 'tm', 'kt', 'tm_kt', 'q', 'tl', 'tl_kt', 'tuq'])), name='signing_form_known'),
        ),
        migrations.AddConstraint(
            model_name='signingauthority',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('form', 'tl_kt'), ('middle_title__gt', '')), models.Q(models.Q(('form', 'tl_kt'), _negated=True), ('middle_title', '')), _connector='OR'), name='signing_tl_kt_names_the_post', violation_error_message='Ký TL. và KT. phải ghi chức vụ được ký thừa lệnh; các thể thức khác để trống ô này.'),
        ),
        migrations.AddConstraint(
            model_name='signingauthority',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('unit', '='), ('person', '='), ('form', '='), ('body_name', '='), ('document_types', '='), ('own_title', '='), (models.Func('effective_from', 'effective_to', function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='signing_once', violation_error_message='Người này đang có đúng quyền ký này trong thời gian đó.'),
        ),
        migrations.AlterConstraint(
            model_name='blockmembership',
            name='block_membership_period',
            constraint=models.CheckConstraint(condition=models.Q(('effective_to__isnull', True), ('effective_to__gt', models.F('effective_from')), _connector='OR'), name='block_membership_period', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.'),
        ),
    ]
