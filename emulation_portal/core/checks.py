"""What `manage.py check --deploy` says beyond Django's own."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from .secrets import NAMES, find_unsafe, redis_password


@register(Tags.security, deploy=True)
def check_secrets(app_configs: Any, **_ignored: Any) -> list[CheckMessage]:
    """Tell unsafe secrets, with which production would not even start, and a Redis that anybody may write to."""
    values = {name: getattr(settings, name, "") for name in NAMES}
    messages: list[CheckMessage] = [Error(weakness, id="portal.E001") for weakness in find_unsafe(values)]
    if not redis_password(settings.REDIS_URL):
        hint = "Set requirepass in redis.conf, and REDIS_URL=redis://:password@host:port/0."
        messages.append(Warning("Redis has no password.", hint=hint, id="portal.W001"))
    return messages
