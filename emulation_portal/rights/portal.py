"""What rights are in the portal."""

from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import LogWords, Subject, Verb

declare(
    Subject("rights.appointment", "Vai trò"),
    LogWords(
        {
            "appointment.cancelled": Verb("Hủy vai trò giao nhầm", "warning"),
            "appointment.restored": Verb("Vai trò trở lại vì đơn vị được ghi thôi hoạt động nhầm", "warning"),
            "appointment.ended": Verb("Thôi giao vai trò"),
            "appointment.handed_over": Verb("Bàn giao vai trò"),
            "appointment.started": Verb("Giao vai trò"),
            "period.mended": Verb("Chỉnh lại thời gian trùng nhau hoặc quá ngày đơn vị thôi hoạt động", "warning"),
        }
    ),
)
