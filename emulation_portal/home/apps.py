from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "emulation_portal.home"
    verbose_name = "Trang chủ"
