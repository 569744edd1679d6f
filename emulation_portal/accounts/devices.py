"""Which browser on which device, as people call them. Pure functions."""

# What names itself in the text a browser sends, most telling first: Edge says Chrome and Safari too, Chrome says Safari.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("coc_coc_browser", "Cốc Cốc"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
# An iPhone says Mac OS X too, Android says Linux.
_DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "máy Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
UNKNOWN = "Trình duyệt khác"


def device_name(user_agent: str) -> str:
    """Return “Chrome trên Windows” for the text a browser sends of itself; “Trình duyệt khác” for what nobody knows."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    device = next((name for mark, name in _DEVICES if mark in user_agent), "")
    return f"{browser} trên {device}" if browser and device else UNKNOWN
