"""What the log is in the portal."""

from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import LogWords, RailItem, Shortcut, Verb, Visits, Work
from emulation_portal.core.versions import LastChange
from emulation_portal.rights.enums import Role

from .crowd import visits
from .enums import HEADS, INSPECTORS
from .queries import last_change
from .work import weekly_reading

declare(
    RailItem("Nhật ký", "audit:list", "trail", 90, frozenset((*INSPECTORS, *HEADS))),
    Shortcut("Đọc nhật ký", Role.AUDITOR, "audit:list"),
    Work(weekly_reading, 70),
    Visits(visits),
    LastChange(last_change),
    LogWords({"audit.exported": Verb("Xuất nhật ký"), "audit.read": Verb("Đọc nhật ký")}),
)
