"""What the database itself keeps true of the tree: paths, whoever writes and in whatever order."""

import pgtrigger

_PLACE_COLUMNS = ("parent_id", "kind", "path", "office_path")

# Two moves at once that would close a ring wait for each other's rows, and PostgreSQL refuses one of them.
KEEP_PATH = pgtrigger.Trigger(
    name="keep_path",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf(*_PLACE_COLUMNS),
    when=pgtrigger.Before,
    declare=[("above", "RECORD")],
    func="""
        IF NEW.parent_id IS NULL THEN
            NEW.path := '/' || NEW.id || '/';
            NEW.office_path := NEW.path;
            RETURN NEW;
        END IF;
        SELECT path, office_path INTO above FROM units_unit WHERE id = NEW.parent_id FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'unit % has no unit % to stand under', NEW.id, NEW.parent_id
                USING ERRCODE = 'foreign_key_violation';
        END IF;
        IF position('/' || NEW.id || '/' IN above.path) > 0 THEN
            RAISE EXCEPTION 'unit % would stand below itself', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_not_below_itself';
        END IF;
        NEW.path := above.path || NEW.id || '/';
        NEW.office_path := CASE NEW.kind WHEN 'department' THEN above.office_path ELSE NEW.path END;
        RETURN NEW;
    """,
)

# Whatever stands below follows, level by level.
PASS_PATH_DOWN = pgtrigger.Trigger(
    name="pass_path_down",
    operation=pgtrigger.UpdateOf(*_PLACE_COLUMNS),
    when=pgtrigger.After,
    condition=pgtrigger.Condition(
        'OLD."path" IS DISTINCT FROM NEW."path" OR OLD."office_path" IS DISTINCT FROM NEW."office_path"'
    ),
    func="UPDATE units_unit SET path = path WHERE parent_id = NEW.id; RETURN NULL;",
)
