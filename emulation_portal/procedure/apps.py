from django.apps import AppConfig


class ProcedureConfig(AppConfig):
    name = "emulation_portal.procedure"
    verbose_name = "Thủ tục"
