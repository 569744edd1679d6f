"""What the state's statistics are in the portal."""

from campaigns.reports.policies import READING_OFFICE
from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import HelpPage, Shortcut

declare(
    *(Shortcut("Biểu thống kê phong trào thi đua", role, "statistics:campaigns", order=70) for role in READING_OFFICE),
    HelpPage(
        "bieu-thong-ke-phong-trao",
        "Biểu thống kê phong trào thi đua (0601.N)",
        "Biểu thống kê nhà nước về số phong trào: cổng đếm, bấm số để xem phong trào, xuất Excel.",
        ("/thong-ke/",),
        frozenset(READING_OFFICE),
        order=88,
    ),
)
