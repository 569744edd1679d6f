"""What official papers are in the portal."""

from django.http import HttpRequest
from django.urls import reverse

from emulation_portal.core.declarations import declare
from emulation_portal.core.kept_files import KeptFiles
from emulation_portal.core.parts import (
    Crowd,
    HomePanel,
    LogWords,
    RailItem,
    Sample,
    Shortcut,
    Subject,
    Verb,
    Visits,
    Work,
)
from emulation_portal.rights.enums import Role

from .crowd import fill_books, visits
from .procedures import DOCUMENT
from .queries import named_files
from .sample import load_issuers
from .work import not_sent_out

_READERS_OF_BOOKS = frozenset({Role.OFFICER, Role.CLERK, Role.CHIEF_OF_OFFICE, Role.LEADER, Role.AUDITOR})


def _nothing_more(request: HttpRequest) -> dict[str, object]:
    return {}


declare(
    RailItem("Sổ văn bản đi", "documents:register", "book", 40, _READERS_OF_BOOKS),
    RailItem("Thể thức văn bản", "documents:issuers", "seal", 70, frozenset({Role.ADMIN})),
    RailItem("Kiểm tra văn bản", "documents:check-home", "search", 30, in_public=True, is_for_members=False),
    Shortcut("Mở sổ văn bản đi", Role.CLERK, "documents:register"),
    HomePanel("documents_pages/_front_check.html", _nothing_more, 30, is_public=True),
    DOCUMENT,
    Subject("documents.document", "Văn bản", lambda pk: reverse("documents:detail", args=[pk])),
    Subject("documents.issuer", "Cơ quan ban hành", lambda pk: reverse("documents:issuer", args=[pk])),
    Subject("documents.register", "Sổ văn bản đi"),
    Subject("documents.registerentry", "Dòng sổ văn bản đi", lambda pk: reverse("documents:entry", args=[pk])),
    LogWords(
        {
            "document.file_damaged": Verb("Phát hiện tệp lưu bị hỏng", "danger"),
            "document.issued": Verb("Cấp số, ghi sổ văn bản", "success"),
            "document.issued_by_unit": Verb("Lưu văn bản do đơn vị ban hành", "success"),
            "issuer.changed": Verb("Sửa thể thức, cách cấp số của cơ quan ban hành", "warning"),
            "issuer.created": Verb("Lập cơ quan ban hành"),
            "register.exported": Verb("Xuất sổ văn bản đi"),
            "register.line_corrected": Verb("Sửa dòng sổ theo bản nhập lại", "warning"),
            "register.line_edited": Verb("Ghi sổ văn bản đi"),
            "register.number_voided": Verb("Hủy số văn bản", "danger"),
        }
    ),
    KeptFiles("documents", named_files),
    Sample(load_issuers),
    Crowd(fill_books),
    Visits(visits),
    Work(not_sent_out, 40),
)
