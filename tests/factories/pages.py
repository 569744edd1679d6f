"""Reading pages as a browser does: where a template breaks its lines says nothing."""

import re
from typing import Any


def tight(markup: str | bytes) -> str:
    """Return markup on one line, without white space beside a tag or between its attributes but one."""
    text = markup.decode() if isinstance(markup, bytes) else markup
    return re.sub(r"\s*([<>])\s*", r"\1", " ".join(text.split()))


def shown(response: Any) -> dict[str, Any]:
    """Return what the panels of the home page, or of the front page, were given to show."""
    return {name: value for panel in response.context["panels"] for name, value in panel["shown"].items()}
