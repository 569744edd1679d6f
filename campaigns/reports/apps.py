from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "campaigns.reports"
    verbose_name = "Báo cáo của đơn vị"
