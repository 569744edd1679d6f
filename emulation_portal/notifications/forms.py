from typing import Any

import django_filters
from django import forms

from emulation_portal.core.declarations import declared
from emulation_portal.core.filters import Filters, words
from emulation_portal.core.forms import PortalFormHelper, VietnameseFormMixin

from .enums import MailState
from .registry import MessageKind


class InboxFilters(Filters):
    read = django_filters.ChoiceFilter(
        label="Xem", choices=[("no", "Chưa đọc"), ("yes", "Đã đọc")], empty_label="Tất cả", method="narrowed"
    )

    def narrowed(self, messages: Any, name: str, value: str) -> Any:
        return messages.filter(read_at__isnull=value == "no")


class OutboxFilters(Filters):
    mail = django_filters.ChoiceFilter(
        label="Trạng thái",
        choices=[choice for choice in MailState.choices if choice[0] != MailState.NONE],
        empty_label="Mọi trạng thái",
    )
    kind = django_filters.ChoiceFilter(label="Loại thư", choices=[], empty_label="Mọi loại")
    q = words("Tìm", "Tên người nhận, tiêu đề", method="named")

    def fill_choices(self) -> None:
        self.choices("kind", sorted((kind.code, kind.label) for kind in declared(MessageKind)))

    def named(self, messages: Any, name: str, text: str) -> Any:
        return messages.filter(to__full_name__icontains=text) | messages.filter(subject__icontains=text)


class ChoiceForm(VietnameseFormMixin, forms.Form):
    """Whether one wants the daily digest."""

    wants_digest = forms.BooleanField(
        label="Gửi cho tôi bản tin ngày",
        required=False,
        help_text="Mỗi sáng một thư về những việc mới bạn chưa xem. Việc trả lại cho bạn, thư mời và thư đặt lại mật khẩu luôn được gửi.",
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, "wants_digest", submit="Lưu", cancel_url=cancel_url)
