from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "emulation_portal.files"
    verbose_name = "Tệp"
