"""A unit stays in its alliance, competes in blocks of it, and blocks and people belong to alliances and to nothing else."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0007_periods_held'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='blockmembership',
            name='keep_kind_of_block',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='emulationblock',
            name='belong_to_alliance',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='unit',
            name='keep_path',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='blockmembership',
            trigger=pgtrigger.compiler.Trigger(name='keep_kind_of_block', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE block RECORD;', func="\n        SELECT kind, alliance_id INTO block FROM units_emulationblock WHERE id = NEW.block_id FOR SHARE;\n        IF EXISTS (SELECT FROM units_unit WHERE id = NEW.unit_id AND root_id <> block.alliance_id) THEN\n            RAISE EXCEPTION 'unit % would compete in a block of another alliance', NEW.unit_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'member_of_same_alliance';\n        END IF;\n        NEW.kind := block.kind;\n        RETURN NEW;\n    ", hash='6e2aafc6f373656733922989666e17deae0410f4', operation='INSERT OR UPDATE OF "block_id", "unit_id", "kind"', pgid='pgtrigger_keep_kind_of_block_ee906', table='units_blockmembership', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='emulationblock',
            trigger=pgtrigger.compiler.Trigger(name='belong_to_alliance', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (SELECT FROM units_unit WHERE id = NEW.alliance_id AND kind <> 'alliance') THEN\n            RAISE EXCEPTION 'row % of % would belong to a unit that is no alliance', NEW.id, TG_TABLE_NAME\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'belongs_to_alliance';\n        END IF;\n        RETURN NEW;\n    ", hash='8db69c7ab7f381ee5f37d38d374940ee3d964b04', operation='INSERT OR UPDATE OF "alliance_id"', pgid='pgtrigger_belong_to_alliance_4e21a', table='units_emulationblock', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='belong_to_alliance', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (SELECT FROM units_unit WHERE id = NEW.alliance_id AND kind <> 'alliance') THEN\n            RAISE EXCEPTION 'row % of % would belong to a unit that is no alliance', NEW.id, TG_TABLE_NAME\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'belongs_to_alliance';\n        END IF;\n        RETURN NEW;\n    ", hash='52d43783a41bc2dab76e63337b56bd4b6266bb52', operation='INSERT OR UPDATE OF "alliance_id"', pgid='pgtrigger_belong_to_alliance_b8d89', table='units_person', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='keep_path', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE above RECORD;', func="\n        IF NEW.parent_id IS NULL THEN\n            NEW.path := '/' || NEW.id || '/';\n            NEW.office_path := NEW.path;\n        ELSE\n            SELECT path, office_path INTO above FROM units_unit WHERE id = NEW.parent_id FOR SHARE;\n            IF NOT FOUND THEN\n                RAISE EXCEPTION 'unit % has no unit % to stand under', NEW.id, NEW.parent_id\n                    USING ERRCODE = 'foreign_key_violation';\n            END IF;\n            IF position('/' || NEW.id || '/' IN above.path) > 0 THEN\n                RAISE EXCEPTION 'unit % would stand below itself', NEW.id\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_not_below_itself';\n            END IF;\n            NEW.path := above.path || NEW.id || '/';\n            NEW.office_path := CASE NEW.kind WHEN 'department' THEN above.office_path ELSE NEW.path END;\n        END IF;\n        IF TG_OP = 'UPDATE' AND split_part(NEW.path, '/', 2) <> split_part(OLD.path, '/', 2) THEN\n            RAISE EXCEPTION 'unit % would leave its alliance', NEW.id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_stays_in_alliance';\n        END IF;\n        RETURN NEW;\n    ", hash='85df34df592a79d68c36852e7b9391d1ee4cda24', operation='INSERT OR UPDATE OF "parent_id", "kind", "path", "office_path"', pgid='pgtrigger_keep_path_43b5b', table='units_unit', when='BEFORE')),
        ),
    ]
