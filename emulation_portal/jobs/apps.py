from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "emulation_portal.jobs"
    verbose_name = "Tệp đang tạo"

    def ready(self) -> None:
        # Web processes enqueue too, so the handlers must be known there and not only in the worker.
        autodiscover_modules("tasks")
