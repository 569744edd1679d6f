import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from emulation_portal.core.folding import Folded
from emulation_portal.core.vietnamese import nfc, split_name, squeeze

from .enums import ActivationChannel


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, full_name: str, *, email: str = "", password: str | None = None) -> "User":
        """Create a user who cannot log in until a password is set."""
        user = self.model(
            username=nfc(username).strip().lower(), full_name=squeeze(full_name), email=email.strip().lower()
        )
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who logs in. What they may do comes from their appointments (`rights.Appointment`), never from here."""

    username = models.CharField("tên đăng nhập", max_length=60, unique=True)
    full_name = models.CharField("họ và tên", max_length=120, db_collation="vi-x-icu")
    email = models.EmailField("thư điện tử", blank=True)
    is_active = models.BooleanField("đang hoạt động", default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    search_text = models.GeneratedField(
        expression=Folded(Concat("full_name", Value(" "), "username", output_field=models.TextField())),
        output_field=models.TextField(),
        db_persist=True,
    )

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=~models.Q(email=""),
                name="user_email_unique",
                violation_error_message="Thư điện tử này đã có tài khoản khác dùng.",
            )
        ]
        indexes = [GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="user_search_trigram")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def given_name(self) -> str:
        return split_name(self.full_name).given

    @property
    def place(self) -> Any:
        """Return the unit of the present role, else of the last one, else where the person is written down."""
        rows = self.appointments.select_related("unit").order_by(
            F("effective_to").desc(nulls_first=True), "effective_from"
        )
        latest = rows.first()
        return latest.unit if latest else getattr(getattr(self, "person", None), "place", None)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.given_name


class ActivationQuerySet(models.QuerySet["Activation"]):
    def usable(self, *, at: dt.datetime) -> "ActivationQuerySet":
        return self.filter(used_at__isnull=True, cancelled_at__isnull=True, expires_at__gt=at)


class Activation(models.Model):
    """A key that lets a user choose a password once: the link in an invitation, or the code on a printed slip.

    Neither stands here in the clear: the link is signed, of the code only a keyed hash is kept.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="activations")
    channel = models.CharField(max_length=10, choices=ActivationChannel)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = ActivationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel=ActivationChannel.SLIP) & ~Q(code_hash="")
                | Q(channel=ActivationChannel.MAIL, code_hash=""),
                name="activation_slip_has_code",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(cancelled_at__isnull=True), name="activation_used_or_cancelled"
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, cancelled_at__isnull=True),
                name="activation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.username}: {self.get_channel_display()}"


class Unsaved(models.Model):
    """What somebody has typed into a form and not saved yet, as the form would send it. It is nobody else's business.

    `form` is the address of the page. The log does not tell of it, and it is gone once the form is saved or given up.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=200)
    fields = models.JSONField()  # the values of each field by its name
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="unsaved_once_of_a_form")]

    def __str__(self) -> str:
        return self.form
