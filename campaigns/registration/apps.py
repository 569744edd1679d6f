from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "campaigns.registration"
    verbose_name = "Đăng ký thi đua"
