from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.layout import HTML, Div
from django import forms
from django.utils.html import format_html

from emulation_portal.core.forms import UNDONE, PortalFormHelper, VietnameseFormMixin


class ReminderForm(VietnameseFormMixin, forms.Form):
    """What the office adds to a reminder."""

    note = forms.CharField(
        label="Lời nhắn thêm",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ví dụ: hạn đăng ký là ngày 15/12; cần hỗ trợ xin gọi Văn phòng.",
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        buttons = Div(
            StrictButton("Gửi nhắc", type="submit", css_class="btn-primary"),
            StrictButton("Xem lại thư", type="submit", name="look", value="1", css_class="btn-secondary"),
            HTML(format_html('<a href="{}">{}</a>', cancel_url, UNDONE)),
            css_class="form-actions",
        )
        self.helper = PortalFormHelper(self, "note", buttons, submit="")
