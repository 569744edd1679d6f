"""What the database itself keeps true of tree and blocks, whoever writes and in whatever order."""

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
        ELSE
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
        END IF;
        IF TG_OP = 'UPDATE' AND split_part(NEW.path, '/', 2) <> split_part(OLD.path, '/', 2) THEN
            RAISE EXCEPTION 'unit % would leave its alliance', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_stays_in_alliance';
        END IF;
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

# What lasts beyond the closing day is ended first. Whoever places somebody at the same time holds a share lock on the unit.
CLOSE_EMPTY = pgtrigger.Trigger(
    name="close_empty",
    operation=pgtrigger.UpdateOf("closed_on"),
    when=pgtrigger.Before,
    condition=pgtrigger.Condition('NEW."closed_on" IS NOT NULL AND OLD."closed_on" IS DISTINCT FROM NEW."closed_on"'),
    declare=[("present", "TEXT")],
    func="""
        SELECT held.what INTO present FROM (
            SELECT 'rights_appointment' AS what, unit_id, effective_to FROM rights_appointment
            UNION ALL SELECT 'units_position', unit_id, effective_to FROM units_position
            UNION ALL SELECT 'units_signingauthority', unit_id, effective_to FROM units_signingauthority
            UNION ALL SELECT 'units_blockmembership', unit_id, effective_to FROM units_blockmembership
        ) held
        WHERE held.unit_id = NEW.id AND (held.effective_to IS NULL OR held.effective_to > NEW.closed_on) LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'unit % closes while a row of % lasts', NEW.id, present
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_closes_empty';
        END IF;
        RETURN NEW;
    """,
)

# Whoever moves or reopens a unit holds a share lock on the one above: who closes that one at the same time waits, then sees.
OPEN_UNDER_OPEN = pgtrigger.Trigger(
    name="open_under_open",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id", "closed_on"),
    when=pgtrigger.Before,
    declare=[("closing", "DATE")],
    func="""
        SELECT closed_on INTO closing FROM units_unit WHERE id = NEW.parent_id FOR SHARE;
        IF closing IS NOT NULL AND (NEW.closed_on IS NULL OR NEW.closed_on > closing) THEN
            RAISE EXCEPTION 'unit % would work below unit %, which is closed from %', NEW.id, NEW.parent_id, closing
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_works_under_working';
        END IF;
        IF TG_OP = 'UPDATE' AND NEW.closed_on IS NOT NULL AND EXISTS (
            SELECT FROM units_unit WHERE parent_id = NEW.id AND (closed_on IS NULL OR closed_on > NEW.closed_on)
        ) THEN
            RAISE EXCEPTION 'unit % closes while a unit below it works', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_works_under_working';
        END IF;
        RETURN NEW;
    """,
)

BELONG_TO_ALLIANCE = pgtrigger.Trigger(
    name="belong_to_alliance",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("alliance_id"),
    when=pgtrigger.Before,
    func="""
        IF EXISTS (SELECT FROM units_unit WHERE id = NEW.alliance_id AND kind <> 'alliance') THEN
            RAISE EXCEPTION 'row % of % would belong to a unit that is no alliance', NEW.id, TG_TABLE_NAME
                USING ERRCODE = 'check_violation', CONSTRAINT = 'belongs_to_alliance';
        END IF;
        RETURN NEW;
    """,
)

# Whoever changes the alliance of the person at the same time waits.
KNOW_GUESTS = pgtrigger.Trigger(
    name="know_guests",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("person_id", "unit_id", "is_guest"),
    when=pgtrigger.Before,
    declare=[("home", "BIGINT")],
    func="""
        SELECT alliance_id INTO home FROM units_person WHERE id = NEW.person_id FOR SHARE;
        NEW.is_guest := EXISTS (SELECT FROM units_unit WHERE id = NEW.unit_id AND root_id <> home);
        RETURN NEW;
    """,
)

PASS_ALLIANCE_ON = pgtrigger.Trigger(
    name="pass_alliance_on",
    operation=pgtrigger.UpdateOf("alliance_id"),
    when=pgtrigger.After,
    condition=pgtrigger.Condition('OLD."alliance_id" IS DISTINCT FROM NEW."alliance_id"'),
    func="UPDATE units_position SET is_guest = is_guest WHERE person_id = NEW.id; RETURN NULL;",
)

# A unit never leaves its alliance and a block neither, so it is enough to look when they come together.
KEEP_KIND_OF_BLOCK = pgtrigger.Trigger(
    name="keep_kind_of_block",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("block_id", "unit_id", "kind"),
    when=pgtrigger.Before,
    declare=[("block", "RECORD")],
    func="""
        SELECT kind, alliance_id INTO block FROM units_emulationblock WHERE id = NEW.block_id FOR SHARE;
        IF EXISTS (SELECT FROM units_unit WHERE id = NEW.unit_id AND root_id <> block.alliance_id) THEN
            RAISE EXCEPTION 'unit % would compete in a block of another alliance', NEW.unit_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'member_of_same_alliance';
        END IF;
        NEW.kind := block.kind;
        RETURN NEW;
    """,
)

PASS_KIND_ON = pgtrigger.Trigger(
    name="pass_kind_on",
    operation=pgtrigger.UpdateOf("kind"),
    when=pgtrigger.After,
    condition=pgtrigger.Condition('OLD."kind" IS DISTINCT FROM NEW."kind"'),
    func="UPDATE units_blockmembership SET kind = NEW.kind WHERE block_id = NEW.id; RETURN NULL;",
)

# A unit never leaves its alliance, so it is enough to look when the two come together.
SUCCEED_IN_ALLIANCE = pgtrigger.Trigger(
    name="succeed_in_alliance",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func="""
        IF (SELECT count(DISTINCT root_id) FROM units_unit WHERE id IN (NEW.predecessor_id, NEW.successor_id)) > 1 THEN
            RAISE EXCEPTION 'unit % would succeed unit % of another alliance', NEW.successor_id, NEW.predecessor_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'succession_in_alliance';
        END IF;
        RETURN NEW;
    """,
)
