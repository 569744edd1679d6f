"""Mail about accounts. The links are made when the mail is written, so no key lies in the queue."""

import datetime as dt
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from emulation_portal.accounts.codes import link_token
from emulation_portal.accounts.models import Activation, User
from emulation_portal.jobs.registry import Args, Handler, Progress, handler

from .models import Person


@handler("units.invitation_mail", queue="mail")
class InvitationMail(Handler):
    """Mail the link of an invitation. A worker killed in between mails the same link again, which does no harm."""

    def work(self, args: Args, progress: Progress) -> Any:
        keys = Activation.objects.usable(at=timezone.now()).filter(user__is_active=True).select_related("user")
        activation = keys.filter(pk=args["activation_id"]).first()
        if activation is None:  # used, or replaced by a newer one, while this waited
            return {"sent": False}
        address = reverse("accounts_invitation", args=[link_token(activation.pk)])
        _send(
            "accounts/mail/invitation",
            activation.user,
            {"url": settings.PUBLIC_URL + address, "expires_at": activation.expires_at},
        )
        return {"sent": True}

    def effect(self, args: Args, result: Any) -> dict[str, Any] | None:
        return result


@handler("units.reset_password_mail", queue="mail")
class ResetPasswordMail(Handler):
    """Mail the link with which a forgotten password is set anew."""

    def work(self, args: Args, progress: Progress) -> Any:
        user = User.objects.filter(pk=args["user_id"], is_active=True).exclude(email="").first()
        if user is None:
            return {"sent": False}
        address = reverse(
            "account_reset_password_from_key",
            kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
        )
        expires_at = timezone.now() + dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
        _send("accounts/mail/reset_password", user, {"url": settings.PUBLIC_URL + address, "expires_at": expires_at})
        return {"sent": True}

    def effect(self, args: Args, result: Any) -> dict[str, Any] | None:
        return result


def _send(template: str, user: User, context: dict[str, Any]) -> None:
    person = Person.objects.filter(user=user).select_related("alliance").first()
    office = person.alliance if person else None  # whom to ask
    context = {**context, "user": user, "portal_url": settings.PUBLIC_URL, "office": office}
    subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
    send_mail(subject, render_to_string(f"{template}.txt", context), None, [user.email])
