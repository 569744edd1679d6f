from django.apps import AppConfig

from emulation_portal.documents.copies import register_copies
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.templates import register_template

REPORT_KIND = "achievement_report"
BOOK_COPIES = "dossier_book"


class NominationsConfig(AppConfig):
    name = "awards.nominations"
    verbose_name = "Đề nghị khen thưởng"

    def ready(self) -> None:
        from .book.printing import BOOK, FRONT_KIND

        register_template("documents/bao_cao_thanh_tich.html", type=DocumentType.BC, kind=REPORT_KIND)
        register_template("documents/tap_ho_so.html", type=DocumentType.BC, kind=FRONT_KIND)
        register_copies(BOOK_COPIES, BOOK)
