"""What drafts are in the portal. The kinds of papers are declared by the apps whose papers they are."""

from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import HomePanel, LogWords, Subject, Verb, Work

from .home import own_drafts_elsewhere
from .work import unconfirmed_files

declare(
    Work(unconfirmed_files, 30),
    HomePanel("drafts/_own_elsewhere.html", own_drafts_elsewhere, 20),
    Subject("drafts.paperimport", "Tệp văn bản đã đọc"),
    LogWords({"import.discarded": Verb("Bỏ tệp kế hoạch đã đọc, chưa nhập")}),
)
