from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "emulation_portal.rights"
    verbose_name = "Vai trò"
