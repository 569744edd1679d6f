from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "emulation_portal.core"
    verbose_name = "Nền chung"

    def ready(self) -> None:
        # Where each app says who it is: `core.declarations` keeps what they say.
        autodiscover_modules("portal")
        import_module(f"{self.name}.checks")
