from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "emulation_portal.backup"
    verbose_name = "Sao lưu"
