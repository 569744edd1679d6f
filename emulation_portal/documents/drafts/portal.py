"""What drafts are in the portal. The kinds of papers are declared by the apps whose papers they are."""

from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import Finder, HomePanel, LogWords, RailItem, Subject, Verb, Work
from emulation_portal.notifications.enums import Mails
from emulation_portal.notifications.registry import MessageKind
from emulation_portal.rights.enums import Role

from .finding import find_drafts, find_papers
from .home import own_drafts_elsewhere
from .reminding import REMINDER
from .telling import ENDED, NEW
from .work import unconfirmed_files, unfinished_corrections

declare(
    RailItem(
        "Văn bản", "drafts:list", "paper", 30, frozenset({Role.OFFICER, Role.CLERK, Role.CHIEF_OF_OFFICE, Role.LEADER})
    ),
    Finder("Văn bản", "paper", find_papers, 10),
    Finder("Dự thảo", "edit", find_drafts, 20),
    MessageKind(NEW, "Văn bản mới"),
    MessageKind(ENDED, "Văn bản bị thu hồi"),
    MessageKind(REMINDER, "Nhắc tiếp nhận", Mails.AT_ONCE),
    Work(unconfirmed_files, 30),
    Work(unfinished_corrections, 31),
    HomePanel("drafts/_own_elsewhere.html", own_drafts_elsewhere, 20),
    Subject("drafts.paperreceipt", "Tiếp nhận văn bản"),
    Subject("drafts.paperimport", "Tệp văn bản đã đọc"),
    LogWords(
        {
            "import.discarded": Verb("Bỏ tệp kế hoạch đã đọc, chưa nhập"),
            "receipt.given": Verb("Xác nhận đã tiếp nhận văn bản"),
            "receipt.reminded": Verb("Nhắc đơn vị chưa tiếp nhận"),
        }
    ),
)
