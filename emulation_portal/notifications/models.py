import uuid
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from emulation_portal.core.declarations import declared
from emulation_portal.rights.held import rights_of

from .enums import MailState
from .policies import KEEPERS
from .registry import MessageKind

NO_ADDRESS = "Người nhận chưa có địa chỉ thư điện tử."  # the reason why it was skipped


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Any) -> Self:
        """Return what was written to the user, and what was mailed for the body whose office they are of."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(Q(to=user.pk) | _mailed_within(user))

    def in_outbox_of(self, user: Any) -> Self:
        """Return what was mailed for the body whose office the user is of."""
        return self.filter(_mailed_within(user))

    def under_bell(self, user: Any) -> Self:
        """Return the user's own, as they stand under the bell: kinds that are mailed alone are not among them."""
        shown = [kind.code for kind in declared(MessageKind) if kind.is_under_bell]
        return self.filter(to=user.pk, kind__in=shown)

    def unread(self) -> Self:
        return self.filter(read_at=None)


def _mailed_within(user: Any) -> Q:
    return ~Q(mail=MailState.NONE) & rights_of(user).reach_of_path("place", *KEEPERS)


def new_message_id() -> str:
    """Return a Message-ID of this portal: however often a mail is sent, it is the same mail."""
    return f"<{uuid.uuid4().hex}@{urlsplit(settings.PUBLIC_URL).hostname}>"


class Message(models.Model):
    """What one person is told of one act. The row is the outbox: it is written with the act, and mailed after it."""

    kind = models.CharField("việc", max_length=60)
    key = models.CharField(max_length=200, unique=True)  # of the same act one person is told once
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages", verbose_name="người nhận")
    subject = models.CharField("tiêu đề", max_length=300)
    text = models.TextField("nội dung", blank=True)
    about = models.CharField(max_length=120, blank=True)  # the thing that waits, while the message asks for an act
    url = models.CharField(max_length=300, blank=True)  # the page it is about, from the root of the portal
    args = models.JSONField(default=dict)  # ids, of what is composed when it is sent
    place = models.CharField(max_length=250, blank=True)  # the path of the unit for which it was written
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("lúc", auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    mail = models.CharField("thư", max_length=10, choices=MailState.choices, default=MailState.NONE)
    message_id = models.CharField(max_length=200, default=new_message_id, unique=True)
    address = models.EmailField("địa chỉ", blank=True)  # to which it was last sent
    mailed_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # why it was not sent, in words

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["to", "-id"], name="message_to"),
            models.Index(fields=["to"], name="message_unread", condition=Q(read_at=None)),
            models.Index(fields=["about"], name="message_about", condition=Q(read_at=None) & ~Q(about="")),
            models.Index(fields=["mail", "-id"], name="message_mail"),
            models.Index(OpClass("place", name="varchar_pattern_ops"), F("id").desc(), name="message_place"),
        ]
        constraints = [
            models.CheckConstraint(name="message_mail_known", condition=Q(mail__in=MailState.values)),
            models.CheckConstraint(
                name="message_sent_has_time",
                condition=~Q(mail=MailState.SENT) | Q(mailed_at__isnull=False) & ~Q(address=""),
            ),
            models.CheckConstraint(
                name="message_failed_says_why", condition=~Q(mail__in=["failed", "skipped"]) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("notifications:detail", args=[self.pk])

    @property
    def mail_url(self) -> str:
        return reverse("notifications:mail", args=[self.pk])

    @property
    def may_be_sent_again(self) -> bool:
        """Whether it was wanted and could not be sent. What somebody did not want, or has read, is none."""
        return self.mail == MailState.FAILED or (self.mail == MailState.SKIPPED and self.reason == NO_ADDRESS)

    @property
    def mail_state(self) -> MailState:
        return MailState(self.mail)


class MailChoice(models.Model):
    """That somebody wants no daily digest. Messages that ask for an act are mailed all the same."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="mail_choice")
    wants_digest = models.BooleanField("nhận bản tin ngày", default=True)

    def __str__(self) -> str:
        return str(self.user)
