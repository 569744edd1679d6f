"""People, positions, roles, accounts and signing authority, as the office types them."""

import datetime as dt
from typing import Any

from django import forms

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import a_century_before, has_short_year, short_date
from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.forms import PortalFormHelper, VietnameseFormMixin
from emulation_portal.core.pickers import PickField
from emulation_portal.core.versioned_forms import VersionedFormMixin
from emulation_portal.core.vietnamese import squeeze, usual_name
from emulation_portal.rights.enums import Role, StandIn

from .. import regulations
from ..enums import SigningForm
from ..models import Person, SigningAuthority, Unit
from ..queries import people_called


def _sentence(label: Any) -> str:
    return f"{str(label)[:1].upper()}{str(label)[1:]}"


class DayForm(VersionedFormMixin, VietnameseFormMixin, forms.Form):
    """A step that asks from which day something ends."""

    edits = {"on": "effective_to"}
    on = VietnameseDateField(label="Từ ngày", help_text="Ngày đầu tiên không còn giữ; hôm trước vẫn còn.")

    def __init__(self, *args: Any, submit: str, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, submit=submit, cancel_url=cancel_url)


class PersonForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    """A person; when new, with the position that brings them to the unit."""

    birth_date = VietnameseDateField(
        label="Ngày sinh",
        required=False,
        help_text="Để phân biệt người trùng họ tên. Ví dụ 05/02/1968; gõ 5/2/68 là năm 1968.",
    )
    keeps_name = forms.BooleanField(label="Giữ nguyên họ tên như đã gõ", required=False)
    title = forms.CharField(label="Chức vụ", max_length=120, help_text="Ví dụ: Giám đốc, Kế toán, Chánh Văn phòng.")
    is_head = forms.BooleanField(label="Là người đứng đầu đơn vị", required=False)
    since = VietnameseDateField(label="Giữ chức vụ từ ngày")

    field_order = ["full_name", "keeps_name"]  # the box that answers the error stands right under the name

    class Meta:
        model = Person
        fields = ["full_name", "family_name", "middle_name", "given_name", "birth_date"]

    def __init__(self, *args: Any, today: dt.date, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["full_name"].help_text = "Thường viết hoa chữ cái đầu mỗi từ, ví dụ: Nguyễn Văn Thử."
        if self.instance.pk:
            for name in ("title", "is_head", "since"):
                del self.fields[name]
            self.fields[
                "given_name"
            ].help_text = "Danh sách xếp theo tên. Sửa ở đây nếu cổng tách họ, đệm, tên chưa đúng."
        else:
            for name in ("family_name", "middle_name", "given_name"):
                del self.fields[name]
        typed = squeeze(str(self.data.get(self.add_prefix("full_name"), "")))
        if typed in {usual_name(typed), self.instance.full_name}:
            del self.fields["keeps_name"]
        self.helper = PortalFormHelper(self, submit="Lưu", cancel_url=cancel_url)

    def clean(self) -> dict[str, Any]:
        """Offer the usual spelling of an odd name; whoever is really called so says it."""
        data = super().clean() or self.cleaned_data
        if "keeps_name" in self.fields and data.get("full_name") and not data.pop("keeps_name", False):
            usual = usual_name(data["full_name"])
            self.add_error("full_name", f"Thường viết là “{usual}”. Hãy sửa lại, hoặc đánh dấu “Giữ nguyên họ tên”.")
        return data

    def clean_birth_date(self) -> dt.date | None:
        born_on: dt.date | None = self.cleaned_data["birth_date"]
        typed = str(self.data.get(self.add_prefix("birth_date"), ""))
        if born_on and has_short_year(typed) and not regulations.is_of_working_age(born_on, on=self.today):
            born_on = a_century_before(born_on)  # 5/2/68 is of 1968
        if born_on is None or regulations.is_of_working_age(born_on, on=self.today):
            return born_on
        if born_on > self.today:
            raise forms.ValidationError(f"Ngày sinh {short_date(born_on)} còn ở phía trước. Hãy xem lại năm sinh.")
        raise forms.ValidationError(
            f"Sinh ngày {short_date(born_on)} thì chưa đủ {regulations.WORKING_AGE} tuổi để làm việc "
            "(Bộ luật Lao động 2019, Điều 3). Hãy xem lại năm sinh, hoặc để trống."
        )


class PositionForm(VietnameseFormMixin, forms.Form):
    unit = PickField(Unit.objects.none(), label="Đơn vị")
    title = forms.CharField(label="Chức vụ", max_length=120)
    is_head = forms.BooleanField(label="Là người đứng đầu đơn vị", required=False)
    since = VietnameseDateField(label="Từ ngày")

    def __init__(self, *args: Any, units: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = units
        self.helper = PortalFormHelper(self, submit="Lưu", cancel_url=cancel_url)


class AccountForm(VietnameseFormMixin, forms.Form):
    """An account for a person, with the first role in it."""

    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=60,
        help_text="Chữ thường không dấu, chữ số, dấu chấm. Nên giữ như gợi ý để dễ nhớ.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label="Thư điện tử",
        required=False,
        help_text="Có thư điện tử: Cổng gửi thư mời. Để trống: in phiếu kích hoạt để đưa tận tay.",
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Vai trò tại", empty_label=None)
    role = forms.ChoiceField(label="Vai trò")
    since = VietnameseDateField(label="Từ ngày")

    def __init__(self, *args: Any, units: Any, at: Unit | None, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, units, at)
        self.helper = PortalFormHelper(self, submit="Mở tài khoản", cancel_url=cancel_url)


class AppointmentForm(VietnameseFormMixin, forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Vai trò tại", empty_label=None)
    role = forms.ChoiceField(label="Vai trò")
    stand_in = forms.ChoiceField(
        label="Tư cách",
        required=False,
        choices=[(item.value, _sentence(item.label)) for item in StandIn],
        help_text="Người tạm thay chọn ký thay, thừa lệnh hoặc thừa ủy quyền và ghi ngày kết thúc. "
        "Nghị định 30/2020/NĐ-CP, Điều 13.",
    )
    basis = forms.CharField(
        label="Văn bản giao",
        required=False,
        max_length=250,
        help_text="Ví dụ: Quyết định số 05/QĐ-LMHTX ngày 05/01/2026. Bắt buộc khi thừa ủy quyền (TUQ.).",
    )
    since = VietnameseDateField(label="Từ ngày")
    until = VietnameseDateField(
        label="Đến trước ngày", required=False, help_text="Để trống nếu chưa biết ngày kết thúc."
    )

    def __init__(self, *args: Any, units: Any, at: Unit | None, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, units, at)
        self.helper = PortalFormHelper(self, submit="Giao vai trò", cancel_url=cancel_url)

    def clean(self) -> dict[str, Any]:
        """Say at the field what a stand-in must have."""
        data = super().clean() or self.cleaned_data
        if data.get("stand_in") == StandIn.TUQ:
            for name, words in (("basis", "văn bản giao"), ("until", "ngày kết thúc")):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, f"Thừa ủy quyền phải có {words}.")
        return data


def _offer(form: forms.Form, units: Any, at: Unit | None) -> None:
    """Offer the roles that the unit knows; choosing another unit fetches its roles, without JavaScript after sending."""
    unit: Any = form.fields["unit"]
    unit.queryset = units
    unit.widget.attrs |= {
        "hx-get": "",
        "hx-target": "#div_id_role",
        "hx-select": "#div_id_role",
        "hx-swap": "outerHTML",
    }
    role: Any = form.fields["role"]
    known = regulations.roles_for(at.kind) if at else ()
    role.choices = [(item.value, item.label) for item in Role if item in known]
    role.help_text = f"Các vai trò có ở {at}." if at else ""
    role.error_messages["invalid_choice"] = f"{at} không có vai trò này. Hãy chọn lại trong danh sách của đơn vị."


class EmailForm(VersionedFormMixin, VietnameseFormMixin, forms.Form):
    edits = {"email": "email"}
    email = forms.EmailField(
        label="Thư điện tử",
        required=False,
        help_text="Thư mời đã gửi đến địa chỉ cũ không còn dùng được khi bạn lưu. Sau đó hãy gửi thư mời mới.",
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, submit="Lưu", cancel_url=cancel_url)


class HandOverForm(VietnameseFormMixin, forms.Form):
    """Whose roles go to whom, from which day."""

    roles = forms.MultipleChoiceField(label="Vai trò bàn giao", widget=forms.CheckboxSelectMultiple)
    to = PickField(User.objects.none(), label="Bàn giao cho", search=people_called)
    on = VietnameseDateField(
        label="Từ ngày", help_text="Từ 00 giờ ngày này người nhận giữ vai trò; người giao giữ đến hết ngày hôm trước."
    )

    def __init__(self, *args: Any, appointments: Any, receivers: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles: Any = self.fields["roles"]
        roles.choices = [(str(row.pk), f"{row.words} – {row.block or row.unit}") for row in appointments]
        to: Any = self.fields["to"]
        to.queryset = receivers
        to.label_from_instance = lambda user: f"{user.full_name} ({user.username})"
        to.help_text = "Người nhận phải có tài khoản. Chưa có thì mở tài khoản cho người đó trước."
        self.helper = PortalFormHelper(self, submit="Bàn giao", cancel_url=cancel_url)


class SigningAuthorityForm(VietnameseFormMixin, forms.ModelForm):
    effective_from = VietnameseDateField(label="Từ ngày")
    effective_to = VietnameseDateField(
        label="Đến trước ngày", required=False, help_text="Bắt buộc khi thừa ủy quyền (TUQ.)."
    )

    class Meta:
        model = SigningAuthority
        fields = [
            "person",
            "form",
            "body_name",
            "head_title",
            "middle_title",
            "own_title",
            "post_above_name",
            "document_types",
            "basis",
            "effective_from",
            "effective_to",
        ]

    def __init__(self, *args: Any, people: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = PickField(people, label="Người ký")
        form: Any = self.fields["form"]
        form.choices = [("", "Chọn thể thức ký"), *SigningForm.choices]
        self.fields[
            "document_types"
        ].help_text = (
            "Để trống: mọi loại. Hoặc ghi ký hiệu, cách nhau dấu phẩy: GM (giấy mời), TB (thông báo), CV (công văn)…"
        )
        self.fields["form"].help_text = "Nghị định 30/2020/NĐ-CP, Điều 13."
        self.fields[
            "basis"
        ].help_text = "Ví dụ: Quyết định số 05/QĐ-LMHTX ngày 05/01/2026. Bắt buộc khi thừa ủy quyền (TUQ.)."
        self.helper = PortalFormHelper(self, submit="Giao quyền ký", cancel_url=cancel_url)

    def clean(self) -> dict[str, Any]:
        """Say kindly, at the field, what the database would refuse."""
        data = super().clean() or self.cleaned_data
        form, body = data.get("form"), data.get("body_name", "")
        collective = form in {SigningForm.TM, SigningForm.TM_KT}
        if form and collective and not body:
            self.add_error("body_name", "Ký TM. phải ghi tập thể được thay mặt, ví dụ: Ban Thường vụ.")
        if form and not collective and body:
            self.add_error("body_name", "Chỉ ghi tập thể khi ký TM.; thể thức đã chọn không dùng ô này.")
        if form == SigningForm.TUQ and not data.get("basis"):
            self.add_error("basis", "Thừa ủy quyền phải có văn bản giao quyền.")
        if form == SigningForm.TUQ and not data.get("effective_to"):
            self.add_error("effective_to", "Thừa ủy quyền phải có ngày kết thúc.")
        self._check_middle(form, data.get("middle_title", ""))
        since, until = data.get("effective_from"), data.get("effective_to")
        if since and until and until <= since:  # said here, or the database is asked about a period that is none
            self.add_error("effective_to", "Ngày kết thúc phải sau ngày bắt đầu.")
        return data

    def _check_middle(self, form: str | None, middle: str) -> None:
        if form == SigningForm.TL_KT and not middle:
            self.add_error("middle_title", "Ký TL. và KT. phải ghi chức vụ được ký thừa lệnh, ví dụ: Chánh Văn phòng.")
        if form and form != SigningForm.TL_KT and middle:
            self.add_error("middle_title", "Chỉ ghi khi ký TL. và KT.; thể thức đã chọn không dùng ô này.")
