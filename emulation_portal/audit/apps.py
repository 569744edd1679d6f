from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "emulation_portal.audit"
    verbose_name = "Nhật ký"
