from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DraftsConfig(AppConfig):
    name = "emulation_portal.documents.drafts"
    label = "drafts"
    verbose_name = "Soạn thảo văn bản"

    def ready(self) -> None:
        autodiscover_modules("kinds")
