"""Where a link in a file may lead: to what a reader chooses to open in a browser, a mail program or a telephone."""

import re

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20]")  # programs leave these out of an address


def is_plain_link(target: str) -> bool:
    """Say whether it is http, https, mailto, tel or without a scheme, and not on a share of another computer."""
    seen = _UNSEEN.sub("", target)
    if scheme := _SCHEME.match(seen):
        return scheme[1].lower() in {"http", "https", "mailto", "tel"}
    return not seen.replace("\\", "/").startswith("//")
