from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "emulation_portal.accounts"
    verbose_name = "Tài khoản"
