from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "emulation_portal.core"
    verbose_name = "Nền chung"
