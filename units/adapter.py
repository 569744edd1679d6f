from typing import Any

from django.db import transaction
from django.utils import timezone

from emulation_portal.accounts.adapter import AccountAdapter
from emulation_portal.accounts.models import User
from emulation_portal.jobs.actions import enqueue


class QueueingAccountAdapter(AccountAdapter):
    """Mail waits in the queue: the page answers as fast for an address nobody has, and a dead mail server loses none."""

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        now = timezone.now()
        with transaction.atomic():
            enqueue(
                "units.reset_password_mail",
                key=f"reset-password:{user.pk}:{now:%Y%m%d%H%M}",  # a double click is one mail
                args={"user_id": user.pk},
                label=f"Gửi thư đặt lại mật khẩu đến {user.full_name}",
                at=user.place,
            )
