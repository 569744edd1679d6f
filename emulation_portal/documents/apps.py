from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "emulation_portal.documents"
    verbose_name = "Văn bản"
