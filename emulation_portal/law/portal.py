"""What the law is in the portal: a page of what holds on a day, and the days that are worked."""

from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import HelpPage, Shortcut, Visits
from emulation_portal.rights.enums import Role

from .crowd import visits

declare(
    Shortcut("Xem quy định đang áp dụng", Role.OFFICER, "law:in-force", order=80),
    Shortcut("Xem lịch làm việc", Role.CLERK, "law:calendar", order=80),
    HelpPage(
        "quy-dinh",
        "Quy định, lịch làm việc",
        "Văn bản nào áp dụng trong một ngày, ngày nào nghỉ, tính ngày làm việc.",
        addresses=("/quy-dinh/", "/lich-lam-viec/"),
    ),
    Visits(visits),
)
