"""How often one address may look up codes. Counted in PostgreSQL's cache table, so it goes on when Redis does not."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

LOOK_UPS_A_MINUTE = 60  # an office behind one router checks a pile of papers; a guesser would need 2^60
_MINUTE = 60


def is_too_fast(request: HttpRequest) -> bool:
    """Count one look-up of this address and say whether there were too many within a minute. A refused one counts not.

    The address is the library's: X-Forwarded-For counts only as far as settings.ALLAUTH_TRUSTED_PROXY_COUNT trusts it.
    """
    key = f"documents.check:{get_adapter().get_client_ip(request)}"
    now = time.time()
    recent = [at for at in cache.get(key, []) if at > now - _MINUTE]
    if len(recent) >= LOOK_UPS_A_MINUTE:
        return True
    cache.set(key, [*recent, now], timeout=_MINUTE)
    return False
