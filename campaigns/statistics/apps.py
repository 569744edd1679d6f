from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "campaigns.statistics"
    verbose_name = "Thống kê thi đua"
