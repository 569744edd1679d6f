from django.apps import AppConfig

from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.templates import register_template


class PledgesConfig(AppConfig):
    name = "campaigns.pledges"
    verbose_name = "Giao ước thi đua"

    def ready(self) -> None:
        register_template("documents/giao_uoc.html", type=DocumentType.BTT, kind="pledge")
