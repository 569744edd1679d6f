"""Forms of the register, of checking, and of the issuers' settings."""

from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.core.exceptions import ValidationError

from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.forms import PortalFormHelper, TypedWordForm, VietnameseFormMixin
from emulation_portal.core.versioned_forms import VersionedFormMixin
from emulation_portal.core.vietnamese import squeeze

from .actions.bookkeeping import ClerkColumns
from .actions.numbering import GREATEST_NUMBER
from .actions.setup import ISSUER_FIELDS
from .enums import DocumentType
from .models import Issuer, Register, RegisterEntry


def _number_field(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=GREATEST_NUMBER,
        error_messages={"invalid": "Khoảng số cần in chỉ gồm chữ số, ví dụ từ số 1 đến số 3000."},
        widget=forms.TextInput(attrs={"class": "input-short", "inputmode": "numeric", "autocomplete": "off"}),
    )


class RegisterFilterForm(VietnameseFormMixin, forms.Form):
    """Which book, and what to look for in it. Choices are what exists; nothing else is understood."""

    year = forms.TypedChoiceField(label="Năm", coerce=int, required=False)
    issuer = forms.TypedChoiceField(label="Cơ quan ban hành", coerce=int, required=False)
    series = forms.ChoiceField(label="Dãy số", required=False)
    q = forms.CharField(label="Tìm theo trích yếu, người ký, số", required=False, max_length=200)

    def __init__(self, data: Any, *, issuers: list[Issuer], registers: list[Register], this_year: int) -> None:
        super().__init__(data)
        years = sorted({register.year for register in registers} | {this_year}, reverse=True)
        series = sorted({register.series for register in registers} - {""})
        self.fields["year"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["issuer"].choices = [(issuer.pk, issuer.full_name) for issuer in issuers]  # type: ignore[attr-defined]
        self.fields["series"].choices = [("", "Dãy chung"), *((code, series_words(code)) for code in series)]  # type: ignore[attr-defined]


def series_words(series: str) -> str:
    """Return “Dãy chung”, or the type that the series numbers."""
    return f"{DocumentType(series).label} ({series})" if series in DocumentType.values else "Dãy chung"


class PrintForm(VietnameseFormMixin, forms.Form):
    """Which part of the book is printed; empty fields mean from the first line, to the last."""

    first = _number_field("Từ số")
    last = _number_field("đến số")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and first > last:
            raise ValidationError(f"Khoảng số cần in phải từ số nhỏ đến số lớn; bạn ghi từ {first} đến {last}.")
        return data

    def span(self) -> tuple[int, int] | None:
        """Return the range of numbers wanted; None for the whole book."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        return (first or 1, last or GREATEST_NUMBER) if first or last else None

    def error_text(self) -> str:
        return " ".join(str(error) for errors in self.errors.values() for error in errors)


class LineForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    """The clerk's columns of one line."""

    copies = forms.IntegerField(
        label="Số lượng bản",
        required=False,
        help_text="Số bản phát hành, kể cả bản lưu.",
        widget=forms.NumberInput(attrs={"class": "input-short", "min": 1, "max": 9999}),
    )
    forwarded_on = VietnameseDateField(
        label="Ngày chuyển", required=False, help_text="Ngày gửi văn bản đi. Gõ 5/2/26 cũng được."
    )

    class Meta:
        model = RegisterEntry
        fields = ["archive_holder", "copies", "forwarded_on", "received_by", "note"]
        labels = {
            "archive_holder": "Đơn vị, người nhận bản lưu",
            "received_by": "Ký nhận",
            "note": "Ghi chú",
        }
        help_texts = {
            "archive_holder": "Ví dụ: VT, VP.",
            "received_by": "Người hoặc đơn vị nhận, khi chuyển bản giấy.",
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].max_length = 1_000  # type: ignore[attr-defined]
        self.helper = PortalFormHelper(
            self,
            "copies",
            "forwarded_on",
            "received_by",
            "archive_holder",
            "note",
            submit="Lưu",
            cancel_url=cancel_url,
        )

    def clean_copies(self) -> int | None:
        copies: int | None = self.cleaned_data["copies"]
        if copies is not None and not 1 <= copies <= 9_999:
            raise ValidationError("Số lượng bản từ 1 đến 9.999; để trống khi chưa biết.")
        return copies

    def columns(self) -> ClerkColumns:
        return ClerkColumns(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class VoidForm(TypedWordForm):
    """The reason and the typed word before a number becomes void."""

    expected_word = "HỦY SỐ"
    field_order = ["reason", "word"]
    reason = forms.CharField(
        label="Lý do hủy số",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lý do được ghi vào cột Ghi chú của sổ.",
        error_messages={"required": "Hãy ghi lý do hủy số, để người xem sổ hiểu vì sao số này bỏ trống."},
    )


class CodeForm(VietnameseFormMixin, forms.Form):
    ma = forms.CharField(
        label="Mã kiểm tra",
        max_length=60,
        help_text='12 chữ và số in bên cạnh hình QR ở trang cuối, ví dụ <span class="nowrap">7KQ2-M4XD-9TPA</span>. Chữ thường, có hay không có gạch nối đều được.',
        error_messages={"required": "Hãy gõ mã kiểm tra in bên cạnh hình QR ở trang cuối của văn bản."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ma"].widget.attrs.update({"class": "input-code", "autocomplete": "off", "spellcheck": "false"})


class CheckFileForm(forms.Form):
    file = forms.FileField(
        label="Tệp PDF cần kiểm tra",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={
            "required": "Hãy chọn tệp PDF cần kiểm tra.",
            "empty": "Tệp bạn chọn không có nội dung. Hãy chọn lại tệp PDF.",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.looks_like_pdf:
            raise ValidationError("Tệp bạn chọn không phải PDF. Cổng chỉ ban hành văn bản ở dạng PDF.")
        return file


# --- issuers ----------------------------------------------------------------------------------------------------------

SUPERIORS = {"alliance": "Liên minh Hợp tác xã Việt Nam", "none": ""}


def _superior_of(issuer: Issuer) -> str:
    lines = squeeze(issuer.superior_lines).lower()
    return next((key for key, text in SUPERIORS.items() if squeeze(text).lower() == lines), "other")


class IssuerForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    superior = forms.ChoiceField(
        label="Cơ quan chủ quản",
        widget=forms.RadioSelect,
        choices=[
            ("alliance", "Liên minh Hợp tác xã Việt Nam"),
            ("none", "Không ghi cơ quan chủ quản"),
            ("other", "Ghi khác, ở ô dưới đây"),
        ],
    )

    class Meta:
        model = Issuer
        fields = [*ISSUER_FIELDS]
        labels = {
            "superior_lines": "Dòng cơ quan chủ quản khi ghi khác",
            "prints_qr": "In hình QR và mã kiểm tra ở trang cuối",
        }
        help_texts = {
            "superior_lines": "Chỉ dùng khi chọn “Ghi khác”. Mỗi dòng in trên một dòng.",
            "name_lines": "Mỗi dòng in trên một dòng; cổng tự in chữ hoa.",
            "series_scope": "Do người đứng đầu cơ quan quyết định (Điều 15 Nghị định 30/2020/NĐ-CP).",
            "numbering_mode": "Chọn “ghi số từ sổ” khi cơ quan giữ sổ số chung ở nơi khác.",
            "archive_line": "Dòng cuối của Nơi nhận.",
        }
        widgets = {
            "superior_lines": forms.Textarea(attrs={"rows": 2}),
            "name_lines": forms.Textarea(attrs={"rows": 2}),
            "symbol": forms.TextInput(attrs={"class": "input-short"}),
            "series_scope": forms.RadioSelect,
            "numbering_mode": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"superior": "alliance"} if self.instance.pk is None else self.shown_of(self.instance))
        # A list of choices, not Django's with its dash for “none”: every issuer has a scope and a mode.
        for name in ("series_scope", "numbering_mode"):
            self.fields[name].choices = self._meta.model._meta.get_field(name).choices  # type: ignore[attr-defined]
        self.helper = PortalFormHelper(
            self,
            Fieldset("Đầu văn bản", "superior", "superior_lines", "name_lines", "full_name", "place_name", "symbol"),
            Fieldset("Chữ ký, nơi nhận", "head_title", "archive_line", "prints_qr"),
            Fieldset("Cấp số", "series_scope", "numbering_mode"),
            submit="",
            form_tag=False,
        )

    def shown_of(self, row: Issuer) -> dict[str, Any]:
        """Return the same with the choice that its lines stand for; lines of one's own are shown for “Ghi khác” alone."""
        superior = _superior_of(row)
        lines = row.superior_lines if superior == "other" else ""
        return {**super().shown_of(row), "superior": superior, "superior_lines": lines}

    def clean_symbol(self) -> str:
        symbol: str = self.cleaned_data["symbol"]
        if " " in symbol or "/" in symbol:
            raise ValidationError("Chữ viết tắt viết liền, không có dấu cách và dấu gạch chéo. Ví dụ: LMHTX, HĐTĐKT.")
        return symbol

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        superior = data.get("superior")
        if superior in SUPERIORS:
            # What stands there already is kept as the office broke it into lines.
            if self.instance.pk is None or superior != _superior_of(self.instance):
                data["superior_lines"] = SUPERIORS[superior]
            else:
                data["superior_lines"] = self.instance.superior_lines
        elif superior == "other" and not data.get("superior_lines"):
            self.add_error("superior_lines", "Hãy ghi tên cơ quan chủ quản, hoặc chọn “Không ghi cơ quan chủ quản”.")
        for name in ("superior_lines", "name_lines"):
            lines = [line.strip() for line in (data.get(name) or "").splitlines() if line.strip()]
            if len(lines) > 4 or any(len(line) > 80 for line in lines):
                self.add_error(name, "Ghi không quá 4 dòng, mỗi dòng không quá 80 chữ, để vừa đầu văn bản.")
            data[name] = "\n".join(lines)
        return data


class NewIssuerForm(IssuerForm):
    """The same for a body that issues nothing yet: the alliance, or its council with a series of its own."""

    class Meta(IssuerForm.Meta):
        fields = ["unit", *IssuerForm.Meta.fields]

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ModelChoiceField(
            bodies,
            label="Đơn vị",
            empty_label="Chọn đơn vị",
            help_text="Liên minh, hoặc Hội đồng được dùng con dấu và có dãy số riêng.",
        )
        self.helper.layout.insert(0, "unit")
