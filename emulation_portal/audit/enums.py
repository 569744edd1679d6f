"""Who reads the log, and by what name the portal itself stands in it."""

from emulation_portal.rights.enums import Role

# Who inspects or administers reads the log of the whole body; who heads a unit, that of the unit.
INSPECTORS = (Role.AUDITOR, Role.ADMIN)
HEADS = (Role.UNIT_HEAD, Role.DEPT_HEAD)
PORTAL_NAME = "Hệ thống"
