"""From here on the database keeps the paths."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0004_paths'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='keep_path', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE above RECORD;', func="\n        IF NEW.parent_id IS NULL THEN\n            NEW.path := '/' || NEW.id || '/';\n            NEW.office_path := NEW.path;\n            RETURN NEW;\n        END IF;\n        SELECT path, office_path INTO above FROM units_unit WHERE id = NEW.parent_id FOR SHARE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'unit % has no unit % to stand under', NEW.id, NEW.parent_id\n                USING ERRCODE = 'foreign_key_violation';\n        END IF;\n        IF position('/' || NEW.id || '/' IN above.path) > 0 THEN\n            RAISE EXCEPTION 'unit % would stand below itself', NEW.id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_not_below_itself';\n        END IF;\n        NEW.path := above.path || NEW.id || '/';\n        NEW.office_path := CASE NEW.kind WHEN 'department' THEN above.office_path ELSE NEW.path END;\n        RETURN NEW;\n    ", hash='95c5bb16144817fe3b62a3e0de3a44e55999ed50', operation='INSERT OR UPDATE OF "parent_id", "kind", "path", "office_path"', pgid='pgtrigger_keep_path_43b5b', table='units_unit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='pass_path_down', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."path" IS DISTINCT FROM NEW."path" OR OLD."office_path" IS DISTINCT FROM NEW."office_path")', func='UPDATE units_unit SET path = path WHERE parent_id = NEW.id; RETURN NULL;', hash='18a91a4c5cc1fc0541aa6588ae851b034bc874c5', operation='UPDATE OF "parent_id", "kind", "path", "office_path"', pgid='pgtrigger_pass_path_down_2befd', table='units_unit', when='AFTER')),
        ),
    ]
