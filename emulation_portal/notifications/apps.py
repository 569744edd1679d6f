from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "emulation_portal.notifications"
    verbose_name = "Thông báo"
