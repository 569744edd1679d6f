"""Each unit knows its path; triggers keep it. Codes and names of blocks are told apart within one alliance."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FILL = """
WITH RECURSIVE tree(id, path, office_path) AS (
    SELECT id, '/' || id || '/', '/' || id || '/' FROM units_unit WHERE parent_id IS NULL
    UNION ALL
    SELECT u.id, t.path || u.id || '/',
        CASE u.kind WHEN 'department' THEN t.office_path ELSE t.path || u.id || '/' END
    FROM units_unit u JOIN tree t ON u.parent_id = t.id
)
UPDATE units_unit u SET path = t.path, office_path = t.office_path FROM tree t WHERE t.id = u.id;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0003_one_root'),
    ]

    operations = [
        migrations.AlterField(
            model_name='emulationblock',
            name='alliance',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='blocks', to='units.unit'),
        ),
        migrations.AlterField(
            model_name='person',
            name='alliance',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='unit',
            name='path',
            field=models.CharField(db_default='', editable=False, max_length=250),
        ),
        migrations.AddField(
            model_name='unit',
            name='office_path',
            field=models.CharField(db_default='', editable=False, max_length=250),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddField(
            model_name='unit',
            name='root_id',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Cast(models.Func(models.F('path'), models.Value('/'), models.Value(2), function='split_part', output_field=models.CharField()), models.BigIntegerField()), output_field=models.BigIntegerField()),
        ),
        migrations.AddIndex(
            model_name='unit',
            index=models.Index(django.contrib.postgres.indexes.OpClass('path', name='varchar_pattern_ops'), name='unit_path_prefix'),
        ),
        migrations.AlterField(
            model_name='unit',
            name='code',
            field=models.CharField(help_text='Chữ và số không dấu, ví dụ HTX-001.', max_length=20, verbose_name='mã đơn vị'),
        ),
        migrations.AddConstraint(
            model_name='emulationblock',
            constraint=models.UniqueConstraint(fields=('alliance', 'name'), name='block_name_once_in_alliance'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'alliance'), ('parent__isnull', True)), models.Q(models.Q(('kind', 'alliance'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='unit_stands_under_another', violation_error_message='Mọi đơn vị, trừ Liên minh, phải trực thuộc một đơn vị khác.'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(fields=('root_id', 'code'), name='unit_code_once_in_alliance'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'alliance')), fields=('code',), name='unit_alliance_code'),
        ),
    ]
