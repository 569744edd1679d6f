"""Who serves where, from when to when; and who may sign for whom."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from emulation_portal.core.addresses import address_of
from emulation_portal.core.searching import says_all
from emulation_portal.core.vietnamese import fold, split_name, squeeze
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of
from emulation_portal.rights.periods import (
    InForceQuerySet,
    never_twice_at_once,
    nobody_in_closed_unit,
    period_constraint,
)

from .. import triggers
from ..enums import PAPER_NAMES, SigningForm
from ..regulations import signature_lines
from .organisation import NAME_COLLATION, Unit

if TYPE_CHECKING:
    from emulation_portal.accounts.models import User


def _seen_beside(user: "User", office: frozenset[int]) -> Any:
    """Return whom somebody of these alliances' offices sees of others: guests in them, and where they serve besides."""
    rights = rights_of(user)
    guests = Position.objects.filter(is_guest=True, unit__root_id__in=office)
    own = Person.objects.filter(user=user.pk).exclude(alliance__in=office)
    seen = guests.order_by().values("person").union(own.order_by().values("pk"))
    if rights.roots() - office:
        elsewhere = Position.objects.filter(unit__in=Unit.objects.visible_to(user)).exclude(unit__root_id__in=office)
        seen = seen.union(elsewhere.order_by().values("person"))
    return seen


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: "User") -> "PersonQuerySet":
        """Return who stands or stood in a unit the user may see, and themselves; for the office, all of its alliance."""
        rights = rights_of(user)
        if not rights.held:
            return self.none()
        if office := rights.whole_alliances(*OFFICE_ROLES):
            return self.filter(Q(alliance__in=office) | Q(pk__in=_seen_beside(user, office)))
        serves = Position.objects.filter(unit__in=Unit.objects.visible_to(user)).values("person")
        # A union and no `or`: so PostgreSQL knows that few are seen.
        return self.filter(pk__in=serves.order_by().union(Person.objects.filter(user=user.pk).order_by().values("pk")))

    def listed_for(self, user: "User") -> "PersonQuerySet":
        """Return the same for a long list, by one more query: an index counts an alliance's people and has their order.

        With an `or` it could not; and mostly nobody of another alliance is seen.
        """
        office = rights_of(user).whole_alliances(*OFFICE_ROLES)
        if not office or _seen_beside(user, office).exists():
            return self.visible_to(user)
        return self.filter(alliance__in=office)

    def matching(self, text: str) -> "PersonQuerySet":
        """Return the persons in whose name every word of the text stands, accents aside."""
        return self.filter(says_all("search_text", text))


NAME_PARTS = ("family_name", "middle_name", "given_name")


class Person(models.Model):
    """A person of a unit, with or without an account."""

    full_name = models.CharField("họ và tên", max_length=120)
    family_name = models.CharField("họ", max_length=40, blank=True, db_collation=NAME_COLLATION)
    middle_name = models.CharField("tên đệm", max_length=60, blank=True, db_collation=NAME_COLLATION)
    given_name = models.CharField("tên", max_length=40, db_collation=NAME_COLLATION)
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="person"
    )
    # Where they were written down: whoever serves nowhere is still somebody's to look after.
    alliance = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    search_text = models.TextField(editable=False, default="")

    objects = PersonQuerySet.as_manager()

    class Meta:
        # Vietnamese lists sort by the given name, then họ, then đệm.
        ordering = ["given_name", "family_name", "middle_name", "pk"]
        indexes = [
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="person_search_trigram"),
            models.Index(fields=["alliance", "given_name", "family_name", "middle_name", "id"], name="person_in_order"),
        ]
        triggers = [triggers.BELONG_TO_ALLIANCE, triggers.PASS_ALLIANCE_ON]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return address_of("units:person", pk=self.pk)

    @property
    def place(self) -> Unit:
        """Return the unit of the present position, else of the last one, else the alliance."""
        posts = self.positions.select_related("unit").order_by(
            F("effective_to").desc(nulls_first=True), "-effective_from"
        )
        latest = posts.first()
        return latest.unit if latest else self.alliance

    @property
    def told_apart(self) -> str:
        """Return what tells the person from another of the same name: the unit, by its code."""
        unit = self.place
        return f"{unit.short_name or unit.name}, {unit.code}"

    def places(self, *, on: dt.date) -> list[Unit]:
        """Return the units in which the person serves on the day; of who serves in none, the alliance."""
        if self._state.adding:
            return [self.alliance]
        posts = self.positions.in_force(on=on).select_related("unit")
        return [post.unit for post in posts] or [self.alliance]

    def save(self, *args: object, **kwargs: object) -> None:
        self.full_name = squeeze(self.full_name)
        if not self.given_name:
            self.family_name, self.middle_name, self.given_name = split_name(self.full_name)
        self.family_name, self.middle_name = squeeze(self.family_name), squeeze(self.middle_name)
        self.given_name = squeeze(self.given_name)
        self.search_text = fold(self.full_name)
        fields: Any = kwargs.get("update_fields")
        if fields is not None and {"full_name", "given_name"} & set(fields):
            kwargs["update_fields"] = [*fields, *NAME_PARTS, "search_text"]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class HeldQuerySet(InForceQuerySet):
    def visible_to(self, user: "User") -> "HeldQuerySet":
        """Return what is held in units the user may see: a past colleague's later post in another unit is not theirs."""
        return self.filter(unit__in=Unit.objects.visible_to(user))


class Position(models.Model):
    """Chức vụ of a person in a unit: Giám đốc, Chủ tịch, Chánh Văn phòng."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="positions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="positions")
    title = models.CharField("chức vụ", max_length=120)
    is_head = models.BooleanField("là người đứng đầu", default=False)
    effective_from = models.DateField("từ ngày")
    effective_to = models.DateField("đến trước ngày", null=True, blank=True)
    # In a unit of another alliance than the person's own: written by a trigger and by nothing else.
    is_guest = models.BooleanField(editable=False, db_default=False)

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["-is_head", "effective_from", "pk"]
        constraints = [
            period_constraint("position_period"),
            never_twice_at_once(
                "position_once_in_unit",
                "person",
                "unit",
                "title",
                words="Người này đang giữ chức vụ đó tại đơn vị trong thời gian này.",
            ),
        ]
        indexes = [models.Index(fields=["unit"], condition=Q(is_guest=True), name="position_of_guest")]
        triggers = [nobody_in_closed_unit("units_position"), triggers.KNOW_GUESTS]

    def __str__(self) -> str:
        return f"{self.title} {self.unit}: {self.person}"


class SigningAuthority(models.Model):
    """Who signs the papers of a body, in what capacity, for how long.

    Source: NĐ 30/2020/NĐ-CP Điều 13: thừa ủy quyền (TUQ.) is written and limited in time.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="signing_authorities", verbose_name="ký cho")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="signing_authorities", verbose_name="người ký"
    )
    form = models.CharField("thể thức ký", max_length=10, choices=SigningForm)
    body_name = models.CharField(
        "tập thể", max_length=120, blank=True, help_text="Chỉ khi ký TM., ví dụ: Ban Thường vụ, Hội đồng."
    )
    head_title = models.CharField("chức vụ người đứng đầu", max_length=120, default="Chủ tịch")
    own_title = models.CharField(
        "chức vụ người ký", max_length=120, help_text="Ví dụ: Chủ tịch, Phó Chủ tịch, Chánh Văn phòng."
    )
    middle_title = models.CharField(
        "chức vụ được ký thừa lệnh",
        max_length=120,
        blank=True,
        help_text="Chỉ khi ký TL. và KT., ví dụ: Chánh Văn phòng, khi Phó Chánh Văn phòng ký thay.",
    )
    post_above_name = models.CharField(
        "chức vụ ghi trên họ tên", max_length=160, blank=True, help_text="Khi Hội đồng dùng dấu của cơ quan."
    )
    document_types = models.CharField(
        "loại văn bản", max_length=100, blank=True, help_text="Bỏ trống: mọi loại. Hoặc ghi ký hiệu, ví dụ: GM, TB."
    )
    basis = models.CharField("văn bản giao quyền", max_length=250, blank=True)
    effective_from = models.DateField("từ ngày")
    effective_to = models.DateField("đến trước ngày", null=True, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["form", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(form__in=SigningForm.values), name="signing_form_known"),
            period_constraint("signing_period"),
            models.CheckConstraint(
                condition=~Q(form=SigningForm.TUQ) | (Q(effective_to__isnull=False) & ~Q(basis="")),
                name="signing_tuq_written_and_limited",
                violation_error_message="Thừa ủy quyền (TUQ.) phải có văn bản giao quyền và ngày kết thúc.",
            ),
            models.CheckConstraint(
                condition=Q(form__in=[SigningForm.TM, SigningForm.TM_KT], body_name__gt="")
                | (~Q(form__in=[SigningForm.TM, SigningForm.TM_KT]) & Q(body_name="")),
                name="signing_tm_names_the_body",
                violation_error_message="Ký TM. phải ghi tập thể được thay mặt; các thể thức khác để trống ô này.",
            ),
            models.CheckConstraint(
                condition=Q(form=SigningForm.TL_KT, middle_title__gt="")
                | ~Q(form=SigningForm.TL_KT) & Q(middle_title=""),
                name="signing_tl_kt_names_the_post",
                violation_error_message="Ký TL. và KT. phải ghi chức vụ được ký thừa lệnh; các thể thức khác để trống ô này.",
            ),
            never_twice_at_once(
                "signing_once",
                "unit",
                "person",
                "form",
                "body_name",
                "document_types",
                "own_title",
                words="Người này đang có đúng quyền ký này trong thời gian đó.",
            ),
        ]
        triggers = [nobody_in_closed_unit("units_signingauthority")]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_form_display()})"

    @property
    def lines(self) -> list[str]:
        """Return what stands above the name, in capitals: ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]."""
        return signature_lines(
            self.form,
            body_name=self.body_name,
            head_title=self.head_title,
            own_title=self.own_title,
            middle_title=self.middle_title,
        )

    @property
    def wanted_types(self) -> list[str]:
        """Return the abbreviations of the papers this is limited to; none: every paper."""
        return [part.strip() for part in self.document_types.split(",") if part.strip()]

    @property
    def paper_names(self) -> str:
        """Return `GM, TB` as “giấy mời, thông báo”."""
        return ", ".join(PAPER_NAMES.get(code, code) for code in self.wanted_types)

    def is_in_force(self, *, on: dt.date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on < self.effective_to)

    def covers(self, document_type: str) -> bool:
        return not self.wanted_types or document_type in self.wanted_types
