"""How often somebody may try. The numbers stand in the settings (ACCOUNT_RATE_LIMITS), the counters in PostgreSQL.

What counts is the account, by whichever of its names it is tried; a name that nobody has counts like an account, so
that nothing tells the two apart.
"""

# The library's own module for others returns no usage to take back; its adapter works with this one too.
from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.http import HttpRequest

from .known_devices import device_of
from .models import User
from .queries import find_account, plain_login


def take_login(request: HttpRequest, login: str) -> RateLimitUsage | None:
    """Count a login that is about to be tried; None when it must wait. The usage is what to take back when it succeeds.

    A stranger is slowed at their address, and when the account is tried from many. From a browser that the account
    knows only what this browser does counts, so that no stranger keeps the owner out, nor a neighbour at one address.
    """
    account = find_account(login)
    who, device = _name_of(account, login), device_of(request, account)
    where = device or _address_of(request)
    wanted = [("login_failed", f"{who} {where}")]
    if not device:
        wanted.append(("login_failed_anywhere", who))
    failures = _take(request, wanted)
    if failures is None:
        return None
    if _take(request, [("login_tried", where)]) is None:
        failures.rollback()
        return None
    return failures


def take_activation(request: HttpRequest, username: str) -> bool:
    """Count an activation that is about to be tried; return False when it must wait."""
    who = _name_of(find_account(username), username)
    return _take(request, [("activate", f"{who} {_address_of(request)}")]) is not None


def _take(request: HttpRequest, wanted: list[tuple[str, str]]) -> RateLimitUsage | None:
    """Count all of these, each an action and its key, or none."""
    taken = RateLimitUsage(usage=[])
    for action, key in wanted:
        one = ratelimit.consume(request, app="allauth.account", action=action, key=key)
        if not one:
            taken.rollback()
            return None
        taken.usage += one.usage
    return taken


def _name_of(account: User | None, typed: str) -> str:
    return f"account {account.pk}" if account else f"name {plain_login(typed)}"


def _address_of(request: HttpRequest) -> str:
    """Return the address as the library counts it: of IPv6 the network."""
    return f"address {ratelimit.get_ip(request)}"
