from django.http import HttpRequest

from .models import User


class SignedInRequest(HttpRequest):
    """A request behind `login_required`; for the type checker only."""

    user: User
