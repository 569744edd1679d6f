from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "awards.history"
    verbose_name = "Lịch sử khen thưởng"
