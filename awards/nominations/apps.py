from django.apps import AppConfig

from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.templates import register_template

REPORT_KIND = "achievement_report"
FRONT_KIND = "dossier_book"


class NominationsConfig(AppConfig):
    name = "awards.nominations"
    verbose_name = "Đề nghị khen thưởng"

    def ready(self) -> None:
        register_template("documents/bao_cao_thanh_tich.html", type=DocumentType.BC, kind=REPORT_KIND)
        register_template("documents/tap_ho_so.html", type=DocumentType.BC, kind=FRONT_KIND)
