from django.apps import AppConfig


class ReceivedConfig(AppConfig):
    name = "emulation_portal.documents.received"
    label = "received"
    verbose_name = "Văn bản đến"
