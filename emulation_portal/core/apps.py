from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import Tags, register
from django.core.management.base import CommandError
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules

from .runtime_role import RoleRefused, check_runtime_role, grant_to


class CoreConfig(AppConfig):
    name = "emulation_portal.core"
    verbose_name = "Nền chung"

    def ready(self) -> None:
        # Where each app says who it is: `core.declarations` keeps what they say.
        autodiscover_modules("portal")
        import_module(f"{self.name}.checks")
        register(check_runtime_role, Tags.database, deploy=True)
        # Each app sends the signal, all of them after the last migration; one is enough.
        post_migrate.connect(grant_after_migration, sender=apps.get_app_config("contenttypes"))


def grant_after_migration(*, using: str, **_kwargs: Any) -> None:
    """New tables are granted to the role that the portal runs as, and the triggers that came are hardened."""
    if settings.RUNTIME_DATABASE_ROLE:
        try:
            grant_to(settings.RUNTIME_DATABASE_ROLE, using=using)
        except RoleRefused as error:
            raise CommandError(str(error)) from None
