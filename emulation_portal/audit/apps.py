from importlib import import_module

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "emulation_portal.audit"
    verbose_name = "Nhật ký"

    def ready(self) -> None:
        import_module(f"{self.name}.checks")
