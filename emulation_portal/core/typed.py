"""What somebody typed into a form that is refused as a whole: shown once more, so that nobody writes it twice."""

from django.http import HttpRequest

SHORTEST = 10  # characters that are worth copying


def typed_texts(request: HttpRequest) -> list[str]:
    """Return the texts that were sent. Codes, keys, choices and passwords are none; an address that leads nowhere had no form."""
    if request.method != "POST" or request.resolver_match is None:
        return []
    names = [name for name in request.POST if "password" not in name and not name.startswith("csrf")]
    texts = (text.strip() for name in names for text in request.POST.getlist(name))
    return [text for text in texts if len(text) >= SHORTEST and " " in text]
