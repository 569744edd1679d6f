from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "emulation_portal.law"
    verbose_name = "Quy định"
