"""Forms of the history of awards: one award, its cancelling, and the filters of the list."""

from typing import Any

import django_filters
from crispy_forms.layout import Div
from django import forms
from django.db.models import Q

from emulation_portal.core.dates import today
from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.filters import FilterForm, Filters, choice, words
from emulation_portal.core.forms import PortalFormHelper, VietnameseFormMixin
from emulation_portal.core.pickers import PickField
from emulation_portal.core.versioned_forms import VersionedFormMixin
from emulation_portal.law.enums import AwardGround, AwardSubject, Discipline
from emulation_portal.law.forms import FIRST_EMULATION_YEAR
from emulation_portal.procedure.declared import Step
from emulation_portal.procedure.forms import StepReasonForm
from units.models import Person, Unit

from .actions.keeping import AWARD_SAYS
from .enums import ConductKind, ConductStatus, HistoryStatus
from .models import ConductFact, PastAward
from .models.past_award import AWARD_CHOICES
from .regulations import FIRST_AWARD_YEAR, may_be_given_to, period_faults

_NUMBER = {"inputmode": "numeric", "class": "input-short"}


class YearField(forms.IntegerField):
    """A year of the past, or of today."""

    widget = forms.TextInput(attrs=_NUMBER)

    def __init__(self, *, min_value: int = FIRST_AWARD_YEAR, **kwargs: Any) -> None:
        invalid = {"invalid": "Hãy ghi năm bằng bốn chữ số, ví dụ 2021."}
        super().__init__(min_value=min_value, max_value=today().year, error_messages=invalid, **kwargs)


class _OfAlliance(VietnameseFormMixin):
    """A form with a `unit`, and maybe a `person`, of one alliance. Stands before forms.ModelForm."""

    def __init__(self, *args: Any, alliance_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, person = self.fields["unit"], self.fields["person"]
        unit.queryset = Unit.objects.filter(root_id=alliance_id).order_by("name", "pk")  # type: ignore[attr-defined]
        person.queryset = Person.objects.filter(alliance=alliance_id)  # type: ignore[attr-defined]


class PastAwardForm(VersionedFormMixin, _OfAlliance, forms.ModelForm):
    """One award as the decision printed it."""

    unit = PickField(Unit.objects.none(), label="Đơn vị", placeholder="Tên hoặc mã đơn vị, không cần dấu")
    subject = forms.ChoiceField(
        label="Khen thưởng cho", choices=AwardSubject.choices, widget=forms.RadioSelect, initial=AwardSubject.PERSON
    )
    name = forms.CharField(
        label="Họ tên, tên tập thể",
        max_length=200,
        help_text="Ghi như trên quyết định. Khen chính đơn vị thì ghi tên đơn vị.",
    )
    post = forms.CharField(label="Chức vụ", max_length=120, required=False)
    birth_year = YearField(label="Năm sinh", required=False, help_text="Để phân biệt người trùng tên.")
    person = PickField(
        Person.objects.none(),
        label="Là người nào trên cổng",
        required=False,
        empty_label="Chưa gắn với ai",
        placeholder="Họ tên, không cần dấu",
        help_text="Chọn khi người này có trong danh sách người; nhờ vậy lần xét sau cổng tự đếm được số năm liên tục.",
    )
    award = forms.ChoiceField(label="Danh hiệu, hình thức khen thưởng", choices=[("", "Chọn…"), *AWARD_CHOICES])
    ground = forms.ChoiceField(label="Loại hình", choices=AwardGround.choices, initial=AwardGround.MERIT)
    year = YearField(label="Năm được công nhận", required=False, help_text="Bắt buộc với danh hiệu thi đua.")
    achieved_from = VietnameseDateField(label="Thành tích từ ngày", required=False)
    achieved_to = VietnameseDateField(
        label="đến hết ngày", required=False, help_text="Ghi khi quyết định nêu thời gian lập thành tích."
    )
    achievement = forms.CharField(
        label="Thành tích", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    decision_number = forms.CharField(label="Số, ký hiệu quyết định", max_length=80, help_text="Ví dụ: 12/QĐ-LMHTX.")
    decided_on = VietnameseDateField(label="Ngày quyết định")
    decided_by = forms.CharField(
        label="Người, cơ quan quyết định", max_length=200, help_text="Ví dụ: Chủ tịch Liên minh Hợp tác xã tỉnh."
    )

    class Meta:
        model = PastAward
        fields = [*AWARD_SAYS]

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            self,
            "unit",
            "subject",
            "name",
            Div("post", "birth_year", css_class="field-pair"),
            "person",
            "award",
            Div("ground", "year", css_class="field-pair"),
            Div("achieved_from", "achieved_to", css_class="field-pair"),
            "achievement",
            Div("decision_number", "decided_on", css_class="field-pair"),
            "decided_by",
            submit="Lưu",
            cancel_url=cancel_url,
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not {"achieved_from", "achieved_to"} & set(self.errors):
            for column, words in period_faults(data.get("achieved_from"), data.get("achieved_to")):
                self.add_error(column, words)
        return data


class CancelForm(StepReasonForm):
    """Hủy bỏ: by which decision, of which day, and on what ground."""

    cancelled_by = forms.CharField(
        label="Quyết định hủy bỏ",
        max_length=200,
        help_text="Số, ký hiệu và cơ quan, ví dụ: 31/QĐ-LMHTX của Chủ tịch Liên minh.",
    )
    cancelled_on = VietnameseDateField(label="Ngày của quyết định hủy bỏ")
    field_order = ("cancelled_by", "cancelled_on", "reason")

    def __init__(self, *args: Any, obj: PastAward, step: Step, **kwargs: Any) -> None:
        cancel_url, hint = obj.get_absolute_url(), step.reason_hint
        super().__init__(*args, button=step.label, cancel_url=cancel_url, hint=hint, **kwargs)
        self.decided_on = obj.decided_on

    def clean_cancelled_on(self) -> Any:
        day = self.cleaned_data["cancelled_on"]
        if day > today():
            raise forms.ValidationError("Ngày này ở sau hôm nay. Hãy xem lại ngày.")
        if day < self.decided_on:
            raise forms.ValidationError("Ngày hủy bỏ ở trước ngày khen thưởng. Hãy xem lại ngày.")
        return day


class ConductForm(_OfAlliance, forms.ModelForm):
    """What stands against a person, or a whole unit."""

    unit = PickField(Unit.objects.none(), label="Đơn vị", placeholder="Tên hoặc mã đơn vị, không cần dấu")
    person = PickField(
        Person.objects.none(),
        label="Người",
        required=False,
        empty_label="Cả đơn vị",
        placeholder="Họ tên, không cần dấu",
        help_text="Bỏ trống khi việc này là của cả đơn vị.",
    )
    kind = forms.ChoiceField(label="Loại", choices=ConductKind.choices, widget=forms.RadioSelect)
    level = forms.ChoiceField(
        label="Hình thức kỷ luật",
        choices=[("", "Không phải kỷ luật"), *Discipline.choices],
        required=False,
        help_text="Chỉ chọn khi loại là kỷ luật.",
    )
    since = VietnameseDateField(label="Từ ngày", help_text="Ngày quyết định kỷ luật, hoặc ngày việc bắt đầu.")
    until = VietnameseDateField(
        label="Đến trước ngày", required=False, help_text="Ngày đầu tiên không còn hiệu lực. Chưa biết thì bỏ trống."
    )
    paper = forms.CharField(label="Văn bản", max_length=200, required=False, help_text="Số, ngày, cơ quan.")
    note = forms.CharField(label="Nội dung", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    class Meta:
        model = ConductFact
        fields = ["unit", "person", "kind", "level", "since", "until", "paper", "note"]

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            self,
            "unit",
            "person",
            "kind",
            "level",
            Div("since", "until", css_class="field-pair"),
            "paper",
            "note",
            submit="Lưu",
            cancel_url=cancel_url,
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind, level = data.get("kind"), data.get("level")
        if kind == ConductKind.DISCIPLINE and not level:
            self.add_error("level", "Hãy chọn hình thức kỷ luật.")
        elif kind and kind != ConductKind.DISCIPLINE and level:
            self.add_error("level", "Chỉ chọn khi loại là kỷ luật. Hãy chọn “Không phải kỷ luật”.")
        since, until = data.get("since"), data.get("until")
        if since and until and until <= since:
            self.add_error("until", "Ngày này phải sau ngày bắt đầu. Hãy xem lại hai ngày.")
        return data


class EndConductForm(StepReasonForm):
    """Ghi kết thúc: from which day, and how it ended."""

    until = VietnameseDateField(label="Không còn từ ngày")
    outcome = forms.CharField(
        label="Kết luận",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kết luận ra sao, theo văn bản nào. Chỉ người xem được việc này đọc.",
    )
    field_order = ("until", "outcome")

    def __init__(self, *args: Any, obj: ConductFact, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, button=step.label, cancel_url=obj.get_absolute_url(), **kwargs)
        del self.fields["reason"]
        self.since = obj.since
        self.initial.setdefault("until", obj.until)

    def clean_until(self) -> Any:
        day = self.cleaned_data["until"]
        if day <= self.since:
            raise forms.ValidationError("Ngày kết thúc phải sau ngày bắt đầu. Hãy xem lại ngày.")
        return day


class ConductFilters(Filters):
    kind = choice("Loại", ConductKind.choices)
    status = choice("Tình trạng", ConductStatus.choices)
    q = words("Tìm", "Họ tên, đơn vị; không cần gõ dấu")


class EligibilityForm(FilterForm):
    """For which award of which year the conditions are shown."""

    danh_hieu = forms.ChoiceField(label="Danh hiệu, hình thức")
    nam = YearField(label="Năm thành tích", min_value=FIRST_EMULATION_YEAR)

    def __init__(self, *args: Any, subject: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [choice for choice in AWARD_CHOICES if may_be_given_to(choice[0], subject)]
        self.fields["danh_hieu"].choices = offered  # type: ignore[attr-defined]


_ORDERS = [("day", "Quyết định mới nhất trước")]
_LINKS = [("no", "Cá nhân chưa gắn người")]


class PastAwardFilters(Filters):
    award = choice("Danh hiệu, hình thức", AWARD_CHOICES)
    subject = choice("Đối tượng", AwardSubject.choices)
    year = django_filters.NumberFilter(
        label="Năm", method="of_year", min_value=FIRST_AWARD_YEAR, max_value=2199, widget=forms.TextInput(attrs=_NUMBER)
    )
    status = choice("Tình trạng", HistoryStatus.choices)
    linked = choice("Gắn người", _LINKS, method="linked_so")
    order = choice("Xếp theo", _ORDERS, empty="Họ tên", method="in_order")
    q = words("Tìm", "Họ tên, đơn vị, số quyết định")

    def of_year(self, awards: Any, name: str, value: Any) -> Any:
        return awards.of_year(int(value))

    def linked_so(self, awards: Any, name: str, value: str) -> Any:
        return awards.filter(Q(person__isnull=True), subject=AwardSubject.PERSON)

    def in_order(self, awards: Any, name: str, value: str) -> Any:
        return awards.order_by("-decided_on", "pk")
