"""What `manage.py check` says of the log, and with it whatever starts or migrates the portal."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from .verbs import verbs


@register
def check_words(app_configs: Any, **_ignored: Any) -> list[CheckMessage]:
    """Tell that two apps have different words for one thing, before somebody reads the log in either's."""
    try:
        verbs()
    except ValueError as clash:
        return [Error(str(clash), id="audit.E001")]
    return []
