"""Mail about accounts. Links are made when a mail is sent, so no key lies in the queue or among the messages."""

import datetime as dt
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from emulation_portal.accounts.codes import link_token
from emulation_portal.accounts.models import Activation, User
from emulation_portal.notifications.models import Message
from emulation_portal.notifications.registry import Mail

from .models import Person

INVITATION, RESET = "units.invitation", "units.reset_password"
REORGANISED = "units.reorganised"


def compose_invitation(message: Message) -> Mail | None:
    """Return the mail with the link of an invitation; None when it was used, or replaced by a newer one, meanwhile."""
    keys = Activation.objects.usable(at=timezone.now()).filter(user__is_active=True).select_related("user")
    activation = keys.filter(pk=message.args["activation_id"]).first()
    if activation is None:
        return None
    address = reverse("accounts_invitation", args=[link_token(activation.pk)])
    told = {"url": settings.PUBLIC_URL + address, "expires_at": activation.expires_at}
    return _mail("accounts/mail/invitation", activation.user, told)


def compose_reset(message: Message) -> Mail | None:
    """Return the mail with the link by which a forgotten password is set anew."""
    user = message.to
    address = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )
    expires_at = timezone.now() + dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return _mail("accounts/mail/reset_password", user, {"url": settings.PUBLIC_URL + address, "expires_at": expires_at})


def _mail(template: str, user: User, context: dict[str, Any]) -> Mail:
    person = Person.objects.filter(user=user).select_related("alliance").first()
    office = person.alliance if person else None  # whom to ask
    context = {**context, "user": user, "portal_url": settings.PUBLIC_URL, "office": office}
    subject = render_to_string(f"{template}_subject.txt", context)
    return Mail(subject, render_to_string(f"{template}.txt", context))
