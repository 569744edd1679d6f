from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "emulation_portal.documents.drafts"
    label = "drafts"
    verbose_name = "Soạn thảo văn bản"
