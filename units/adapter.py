from typing import Any

from django.db import transaction
from django.utils import timezone

from emulation_portal.accounts.adapter import AccountAdapter
from emulation_portal.accounts.models import User
from emulation_portal.notifications.actions import Told, tell_each

from .letters import RESET


class QueueingAccountAdapter(AccountAdapter):
    """Mail waits in the queue: the page answers as fast for an address nobody has, and a dead mail server loses none."""

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        now = timezone.now()
        told = Told(
            kind=RESET,
            key=f"reset-password:{now:%Y%m%d%H%M}",  # a double click is one mail
            subject="Đặt lại mật khẩu",
            at=user.place,
        )
        with transaction.atomic():
            tell_each([(told, user)], by=None)
