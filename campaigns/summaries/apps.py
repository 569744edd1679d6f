from django.apps import AppConfig


class SummariesConfig(AppConfig):
    name = "campaigns.summaries"
    verbose_name = "Báo cáo tổng hợp của Liên minh"
