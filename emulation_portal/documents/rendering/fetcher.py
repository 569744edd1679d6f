"""What the layout engine may read: our fonts, by name. No file, no network, no data URL."""

from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse

from . import fonts

SCHEME = "asset:"
FONT_PREFIX = f"{SCHEME}fonts/"


class AssetRefused(ValueError):
    """The text asked for something that is not ours. The engine goes on without it."""


class AssetFetcher(URLFetcher):
    """Serves `asset:fonts/<style>` and refuses every other address."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=[], allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """Return a bundled font. Raises AssetRefused for any other address."""
        style = url.removeprefix(FONT_PREFIX)
        if not url.startswith(FONT_PREFIX) or style not in fonts.STYLES:
            raise AssetRefused(f"refused to fetch {url[:80]!r}")
        return URLFetcherResponse(url, fonts.files()[style].read_bytes(), {"Content-Type": "font/ttf"})
