from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "emulation_portal.jobs"
    verbose_name = "Việc chạy nền"
