from allauth.mfa.utils import is_mfa_enabled
from django.db.models import Q

from emulation_portal.core.vietnamese import nfc

from .models import User

_LONGEST = 300  # an address has at most 254 letters, before accents are put together


def plain_login(typed: str) -> str:
    """Return what was typed at the login without what makes no difference. Of what is no login, the beginning."""
    return nfc(typed[:_LONGEST]).strip().lower()


def find_account(login: str) -> User | None:
    """Return the account of a user name or an address, in any case. One has no @, the other has: they are never mixed up."""
    login = plain_login(login)
    if not login or "\0" in login:  # which the database refuses to look for
        return None
    return User.objects.filter(Q(username=login) | Q(email=login)).first()


def has_second_factor(user: User) -> bool:
    return bool(is_mfa_enabled(user))
