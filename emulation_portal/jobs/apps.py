from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from emulation_portal.celery import app


class JobsConfig(AppConfig):
    name = "emulation_portal.jobs"
    verbose_name = "Tệp đang tạo"

    def ready(self) -> None:
        # Here and not in the package's `__init__`: a process that reads one file knows no Celery, which takes it longer
        # to import than all the rest.
        app.set_default()
        # Web processes enqueue too, so the handlers must be known there and not only in the worker.
        autodiscover_modules("tasks")
