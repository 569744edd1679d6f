from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ProcedureConfig(AppConfig):
    name = "emulation_portal.procedure"
    verbose_name = "Thủ tục"

    def ready(self) -> None:
        autodiscover_modules("procedures")
