from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from .models import User
from .queries import find_account


class OneHashBackend(AuthenticationBackend):
    """Compares one password with one account. The library tries name and address in turn, so that an address cost two.

    For a login that nobody has, it hashes the password all the same.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        account = find_account(credentials.get("username") or credentials.get("email") or "")
        return self._check_password(account, credentials["password"])
