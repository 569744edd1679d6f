"""Appointments come down from `units`, rows and all; a block may be the place of a role."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CHOICES = [('unit_editor', 'Cán bộ đầu mối đơn vị'), ('unit_head', 'Thủ trưởng đơn vị'), ('cluster_lead', 'Khối trưởng, Cụm trưởng'), ('officer', 'Chuyên viên Thi đua - Khen thưởng'), ('clerk', 'Văn thư'), ('chief_of_office', 'Chánh Văn phòng'), ('dept_head', 'Trưởng phòng, ban'), ('leader', 'Lãnh đạo Liên minh'), ('council_member', 'Ủy viên Hội đồng'), ('council_chair', 'Chủ tịch Hội đồng'), ('council_secretary', 'Thư ký Hội đồng'), ('teller', 'Tổ kiểm phiếu'), ('accountant', 'Kế toán'), ('auditor', 'Kiểm tra'), ('admin', 'Quản trị hệ thống')]
ROLES = [code for code, _ in CHOICES]
MOVE = """
ALTER TABLE units_appointment RENAME TO rights_appointment;
ALTER SEQUENCE units_appointment_id_seq RENAME TO rights_appointment_id_seq;
DO $$
DECLARE known RECORD;
BEGIN
    FOR known IN SELECT conname FROM pg_constraint
        WHERE conrelid = 'rights_appointment'::regclass AND conname LIKE 'units\\_appointment%'
    LOOP
        EXECUTE format('ALTER TABLE rights_appointment RENAME CONSTRAINT %I TO %I', known.conname,
            replace(known.conname, 'units_appointment', 'rights_appointment'));
    END LOOP;
    FOR known IN SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indrelid = 'rights_appointment'::regclass AND c.relname LIKE 'units\\_appointment%'
    LOOP
        EXECUTE format('ALTER INDEX %I RENAME TO %I', known.relname,
            replace(known.relname, 'units_appointment', 'rights_appointment'));
    END LOOP;
END $$;
ALTER TABLE rights_appointment DROP CONSTRAINT appointment_role_known;
"""
ROLE_KNOWN = models.CheckConstraint(condition=models.Q(('role__in', ROLES)), name='appointment_role_known')


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(MOVE, migrations.RunSQL.noop)],
            state_operations=[
                migrations.CreateModel(
                    name='Appointment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(choices=CHOICES, max_length=20, verbose_name='vai trò')),
                        ('effective_from', models.DateField(verbose_name='từ ngày')),
                        ('effective_to', models.DateField(blank=True, null=True, verbose_name='đến trước ngày')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='units.unit')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['effective_from', 'pk'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('effective_to__isnull', True), ('effective_to__gt', models.F('effective_from')), _connector='OR'), name='appointment_period', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.'),
                            models.UniqueConstraint(condition=models.Q(('effective_to__isnull', True)), fields=('user', 'unit', 'role'), name='appointment_open_once', violation_error_message='Người này đang giữ vai trò đó tại đơn vị.'),
                        ],
                    },
                ),
            ],
        ),
        migrations.AddConstraint(model_name='appointment', constraint=ROLE_KNOWN),
        migrations.AddField(
            model_name='appointment',
            name='block',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='units.emulationblock'),
        ),
    ]
