"""The catalogue: what can be asked of units."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from emulation_portal.core.addresses import address_of
from emulation_portal.core.folding import Folded
from emulation_portal.core.searching import says_all
from emulation_portal.rights.held import rights_of
from units.models import Unit

from ..enums import NUMBERS, SHARES, IndicatorGroup, Nature, ValueType
from ..expectations import CODE
from ..policies import READING_OFFICE

PLACES = 4  # behind the comma, at most
DIGITS = 20
WRONG_CODE = "Mã gồm chữ không dấu, số và dấu gạch dưới, ví dụ HTX_TONG."
_SHARES = Q(nature__in=sorted(SHARES), value_type__in=[ValueType.PERCENT, ValueType.DECIMAL, ValueType.MONEY])


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def visible_to(self, user: Any) -> "IndicatorQuerySet":
        """Return the catalogue of the alliance for those of its office who work with reports."""
        return self.filter(rights_of(user).reach("alliance", *READING_OFFICE))

    def matching(self, text: str) -> "IndicatorQuerySet":
        return self.alias(folded=Folded("name")).filter(says_all("folded", text) | Q(code__icontains=text.strip()))


class Indicator(models.Model):
    """Chỉ tiêu: what is counted, in what, and how values of several periods and units become one. Source: DOMAIN 3.8."""

    alliance = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(
        "mã",
        max_length=30,
        validators=[RegexValidator(rf"^{CODE}$", WRONG_CODE)],
    )
    name = models.CharField("tên chỉ tiêu", max_length=250)
    measure = models.CharField("đơn vị tính", max_length=60, blank=True)
    group = models.CharField("nhóm", max_length=12, choices=IndicatorGroup, default=IndicatorGroup.CAMPAIGN)
    value_type = models.CharField("kiểu", max_length=10, choices=ValueType, default=ValueType.COUNT)
    nature = models.CharField("cách cộng", max_length=6, choices=Nature, default=Nature.FLOW)
    places = models.PositiveSmallIntegerField("số chữ số lẻ", default=0)
    numerator_name = models.CharField("tử số là", max_length=150, blank=True)
    denominator_name = models.CharField("mẫu số là", max_length=150, blank=True)
    lowest = models.DecimalField("không nhỏ hơn", max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    highest = models.DecimalField("không lớn hơn", max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    usual_change_percent = models.PositiveSmallIntegerField("thường không đổi quá (%)", null=True, blank=True)
    expectation = models.CharField("thường bằng", max_length=250, blank=True)
    less_is_better = models.BooleanField("kế hoạch là mức không vượt quá", default=False)
    wants_source = models.BooleanField("phải có văn bản nguồn", default=False)
    hint = models.CharField("hướng dẫn ghi", max_length=300, blank=True)
    is_offered = models.BooleanField("còn dùng", default=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["group", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "code"],
                name="indicator_code_once",
                violation_error_message="Đã có chỉ tiêu mang mã này. Hãy chọn mã khác.",
            ),
            models.CheckConstraint(condition=Q(value_type__in=ValueType.values), name="indicator_type_known"),
            models.CheckConstraint(condition=Q(group__in=IndicatorGroup.values), name="indicator_group_known"),
            models.CheckConstraint(condition=Q(places__lte=PLACES), name="indicator_places"),
            models.CheckConstraint(
                condition=Q(lowest__isnull=True) | Q(highest__isnull=True) | Q(highest__gte=F("lowest")),
                name="indicator_limits_in_order",
                violation_error_message="Mức lớn nhất không được nhỏ hơn mức nhỏ nhất.",
            ),
            models.CheckConstraint(
                condition=_SHARES & ~Q(numerator_name="") & ~Q(denominator_name="")
                | Q(nature__in=[Nature.FLOW, Nature.STOCK], value_type__in=NUMBERS) & ~Q(value_type=ValueType.PERCENT)
                | Q(nature=Nature.NONE, value_type__in=[ValueType.TEXT, ValueType.YES_NO]),
                name="indicator_nature_fits_type",
                violation_error_message="Tỷ lệ, bình quân cần tên tử số và mẫu số; số cộng được thì không; chữ và có/không "
                "thì không cộng. Tỷ lệ % luôn ghi bằng tử số và mẫu số.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Unit:
        return self.alliance

    @property
    def is_share(self) -> bool:
        return self.nature in SHARES

    @property
    def is_number(self) -> bool:
        return self.value_type in NUMBERS

    @property
    def is_added(self) -> bool:
        """Return whether what units say of it comes to a total: a number, or how many say yes."""
        return self.value_type != ValueType.TEXT

    @property
    def is_itemised(self) -> bool:
        return self.value_type == ValueType.ITEMS

    @property
    def shown_places(self) -> int:
        """Return how many places a value has behind the comma; money and counts have none."""
        return self.places if self.value_type in (ValueType.DECIMAL, ValueType.PERCENT) else 0

    @property
    def unit_words(self) -> str:
        """Return the unit of measure as columns show it."""
        fallback = {ValueType.MONEY: "đồng", ValueType.ITEMS: "đồng", ValueType.PERCENT: "%"}
        return self.measure or fallback.get(ValueType(self.value_type), "")

    def get_absolute_url(self) -> str:
        return address_of("reports:indicator", pk=self.pk)
