"""Forms of calls, of what a unit registers, and of the list of units."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div
from django import forms

from emulation_portal.core.dates import today
from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.filters import Filters, choice, words
from emulation_portal.core.forms import PortalFormHelper, SpokenRows, VietnameseFormMixin
from emulation_portal.core.versioned_forms import VersionedFormMixin
from emulation_portal.core.vietnamese import nfc
from emulation_portal.law.enums import AwardSubject
from emulation_portal.law.forms import EmulationYearField
from units.models import BlockMembership, EmulationBlock

from .content import Registered, RegisteredAim, RegisteredOne, labels
from .enums import STATES
from .models import RegistrationCall
from .queries import standing_so
from .regulations import titles_of

MOST_ROWS = 200  # of each list
_LIMITS: dict[str, Any] = {"max_num": MOST_ROWS, "validate_max": True, "absolute_max": MOST_ROWS + 1}
_SAID = {
    "too_many_forms": f"Mỗi danh sách nhiều nhất {MOST_ROWS} dòng. Hãy bỏ bớt dòng rồi lưu.",
    "missing_management_form": "Trang gửi thiếu dữ liệu. Hãy tải lại trang rồi ghi lại.",
}


class CallForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    year = EmulationYearField(label="Năm")
    opens_on = VietnameseDateField(label="Nhận đăng ký từ ngày")
    due_on = VietnameseDateField(label="Hạn gửi, hết ngày")
    changes_until = VietnameseDateField(
        label="Đơn vị sửa được đến hết ngày", help_text="Sau ngày này chỉ sửa được khi chuyên viên trả lại."
    )
    is_basis = forms.BooleanField(
        label="Đăng ký là căn cứ xét danh hiệu",
        required=False,
        help_text="Chọn khi quy chế của Liên minh quy định: danh hiệu đăng ký muộn thì không làm căn cứ. "
        "Các năm đến 2023 luật quy định như vậy nên cổng luôn chọn.",
    )
    note = forms.CharField(
        label="Lời nhắn cho đơn vị", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    class Meta:
        model = RegistrationCall
        fields = ["year", "opens_on", "due_on", "changes_until", "is_basis", "note"]

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            self,
            "year",
            Div("opens_on", "due_on", css_class="field-pair"),
            "changes_until",
            "is_basis",
            "note",
            submit="Lưu đợt đăng ký",
            cancel_url=cancel_url,
        )

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        same = RegistrationCall.objects.filter(alliance=self.instance.alliance_id, year=year)
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Đã có đợt đăng ký của năm này. Hãy sửa đợt ấy.")
        return year

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        opens, due, until = (data.get(name) for name in ("opens_on", "due_on", "changes_until"))
        if opens and due and due < opens:
            self.add_error("due_on", "Hạn gửi trước ngày nhận đăng ký. Hãy xem lại hai ngày.")
        if due and until and until < due:
            self.add_error("changes_until", "Ngày này trước hạn gửi. Hãy ghi từ hạn gửi trở đi.")
        return data


class _TitlesForm(VietnameseFormMixin, forms.Form):
    name = forms.CharField(label="Tên tập thể", max_length=200)
    titles = forms.MultipleChoiceField(label="Danh hiệu đăng ký", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles: Any = self.fields["titles"]
        titles.choices = offered
        titles.error_messages["required"] = "Hãy chọn ít nhất một danh hiệu, hoặc xóa tên."

    @property
    def said(self) -> RegisteredOne:
        data = self.cleaned_data
        return RegisteredOne(data["name"], tuple(dict.fromkeys(data["titles"])), data.get("post", ""))


class RegisteredCollectiveForm(_TitlesForm):
    pass


class RegisteredPersonForm(_TitlesForm):
    name = forms.CharField(
        label="Họ và tên", max_length=200, widget=forms.TextInput(attrs={"list": "nguoi-cua-don-vi"})
    )
    post = forms.CharField(label="Chức vụ", max_length=120, required=False)
    field_order = ("name", "post", "titles")


class RegisteredTargetForm(VietnameseFormMixin, forms.Form):
    words = forms.CharField(label="Chỉ tiêu, nhiệm vụ", max_length=300)
    aim = forms.CharField(label="Mức phấn đấu", max_length=120, required=False)

    @property
    def said(self) -> RegisteredAim:
        return RegisteredAim(self.cleaned_data["words"], self.cleaned_data["aim"])


class _Rows(SpokenRows):
    """Rows of which none is said twice."""

    def clean(self) -> None:
        seen = set()
        for form in self.spoken():
            said = form.said
            key = nfc(getattr(said, "name", "") or getattr(said, "words", "")).casefold(), getattr(said, "post", "")
            if key in seen:
                field = "name" if "name" in form.fields else "words"
                two = " Nếu là hai người thì ghi thêm năm sinh ở Chức vụ." if "post" in form.fields else ""
                form.add_error(field, f"Đã ghi ở dòng trên. Hãy gộp vào một dòng.{two}")
            seen.add(key)


class RegistrationForm:
    """The three lists of a registration as one form: collectives, persons, targets."""

    def __init__(self, data: Any, said: Registered, *, year: int, extra: int) -> None:
        first = Registered() if data else said
        self.collectives = self._titles(RegisteredCollectiveForm, "tap-the", data, first.collectives, year, extra)
        self.persons = self._titles(RegisteredPersonForm, "ca-nhan", data, first.persons, year, extra)
        made: Any = forms.formset_factory(RegisteredTargetForm, _Rows, extra=extra, can_delete=True, **_LIMITS)
        told = [{"words": each.words, "aim": each.aim} for each in first.targets]
        self.targets = made(data, initial=told, prefix="chi-tieu", error_messages=_SAID)

    @staticmethod
    def _titles(form: Any, prefix: str, data: Any, rows: Sequence[RegisteredOne], year: int, extra: int) -> Any:
        subject = AwardSubject.PERSON if form is RegisteredPersonForm else AwardSubject.COLLECTIVE
        made: Any = forms.formset_factory(form, _Rows, extra=extra, can_delete=True, **_LIMITS)
        told = [{"name": each.name, "post": each.post, "titles": list(each.titles)} for each in rows]
        offered = [(each.code, each.label) for each in titles_of(year, subject)]
        return made(data, initial=told, prefix=prefix, form_kwargs={"offered": offered}, error_messages=_SAID)

    @property
    def parts(self) -> list[tuple[str, str, Any]]:
        return [
            ("Tập thể", "Tên tổ, đội, phòng hoặc chính đơn vị.", self.collectives),
            ("Cá nhân", "Chọn người đã có của đơn vị khi gõ tên, hoặc ghi người mới.", self.persons),
            ("Chỉ tiêu, nhiệm vụ thi đua", "Việc đơn vị nhận làm và mức phấn đấu.", self.targets),
        ]

    @property
    def is_bound(self) -> bool:
        return bool(self.collectives.is_bound)

    def is_valid(self) -> bool:
        valid = [rows.is_valid() for _, _, rows in self.parts]  # each says what is wrong in it
        return all(valid)

    def said(self) -> Registered:
        return Registered(self.collectives.said(), self.persons.said(), self.targets.said())


class TitleFilters(Filters):
    title = choice("Danh hiệu", field_name="title")
    subject = choice("Đối tượng", AwardSubject.choices, field_name="subject")
    block = choice("Khối", method="of_block")
    q = words("Tìm", "Họ tên, tập thể, đơn vị")

    def fill_choices(self) -> None:
        self.choices("block", blocks_of(self.request.user))
        self.choices("title", list(labels().items()))

    def of_block(self, titles: Any, name: str, value: str) -> Any:
        return titles.filter(version__registration__unit__in=members_of(value))


class CalledFilters(Filters):
    state = choice("Tình trạng", STATES, method="in_state")
    block = choice("Khối", method="of_block")
    q = words("Tìm đơn vị", "Tên, mã đơn vị; không cần gõ dấu")

    def fill_choices(self) -> None:
        self.choices("block", blocks_of(self.request.user))

    def in_state(self, units: Any, name: str, state: str) -> Any:
        return units.filter(standing_so(state, on=today()))

    def of_block(self, units: Any, name: str, value: str) -> Any:
        return units.filter(pk__in=members_of(value))


def blocks_of(user: Any) -> list[tuple[int, str]]:
    return [(row.pk, row.name) for row in EmulationBlock.objects.visible_to(user)]


def members_of(block: str) -> Any:
    """Return the keys of the units that are in a khối today."""
    return BlockMembership.objects.in_force(on=today()).filter(block=int(block)).values("unit")
