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


def read_on(page: Any) -> str:
    """Return what a page of a form sends along, to tell which state of the row it showed."""
    found = re.search(r'name="read" value="([0-9a-f]+)"', tight(page.content))
    assert found, "the page does not tell what it shows"
    return found.group(1)


def send(client: Any, url: str, data: dict[str, Any]) -> Any:
    """Send a form that has just been opened, as somebody does who has the newest state before their eyes."""
    return client.post(url, {**data, "read": read_on(client.get(url))})
