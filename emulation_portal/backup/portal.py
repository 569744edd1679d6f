"""What the backup is in the portal: regular work, which the machine's clock asks for."""

from emulation_portal.core.routines import name_routine
from emulation_portal.jobs.health import BACKUP

name_routine(BACKUP, "Sao lưu dữ liệu")
