"""What is written down of a paper that another body sent."""

import datetime as dt
from typing import Any

from crispy_forms.layout import Div
from django import forms

from emulation_portal.core.dates import short_date
from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.filters import Filters, words
from emulation_portal.core.forms import PortalFormHelper, VietnameseFormMixin
from emulation_portal.documents.models import Issuer
from emulation_portal.documents.paper_limits import MAX_SUMMARY
from emulation_portal.files.forms import UploadField

from .models import ReceivedPaper

PAIR = "field-pair"


class ReceivedForm(VietnameseFormMixin, forms.Form):
    """The facts of the paper, as on its head."""

    receiver = forms.ModelChoiceField(label="Nơi nhận", queryset=Issuer.objects.none(), empty_label=None)
    issued_by = forms.CharField(
        label="Cơ quan ban hành", max_length=300, help_text="Tên đầy đủ, như sẽ ghi trong căn cứ."
    )
    document_type = forms.CharField(label="Loại văn bản", max_length=60, help_text="Ví dụ: Kế hoạch, Chỉ thị.")
    number = forms.CharField(label="Số, ký hiệu", max_length=60, help_text="Ví dụ: 25/KH-UBND.")
    issued_on = VietnameseDateField(label="Ngày ban hành")
    received_on = VietnameseDateField(label="Ngày nhận")
    summary = forms.CharField(label="Trích yếu", max_length=MAX_SUMMARY, widget=forms.Textarea(attrs={"rows": 3}))
    campaign_name = forms.CharField(
        label="Phong trào được phát động",
        max_length=500,
        required=False,
        help_text="Tên phong trào của cấp trên, nếu văn bản phát động một phong trào.",
    )

    def __init__(self, *args: Any, issuers: list[Issuer], today: dt.date, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        receiver: Any = self.fields["receiver"]
        receiver.queryset = Issuer.objects.filter(pk__in=[issuer.pk for issuer in issuers]).select_related("unit")
        if len(issuers) == 1:
            receiver.widget = forms.HiddenInput()
        self.initial.setdefault("receiver", issuers[0].pk if issuers else None)
        self.initial.setdefault("received_on", today)
        self.helper = PortalFormHelper(
            self,
            "receiver",
            "issued_by",
            Div("document_type", "number", css_class=PAIR),
            Div("issued_on", "received_on", css_class=PAIR),
            "summary",
            "campaign_name",
            submit="Lưu văn bản đến",
            cancel_url=cancel_url,
        )

    def clean_issued_on(self) -> dt.date:
        return self._not_to_come("issued_on")

    def clean_received_on(self) -> dt.date:
        return self._not_to_come("received_on")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        issued, received = data.get("issued_on"), data.get("received_on")
        if issued and received and received < issued:
            self.add_error("received_on", f"Ngày nhận không thể trước ngày ban hành {short_date(issued)}.")
        return data

    def _not_to_come(self, name: str) -> dt.date:
        day: dt.date = self.cleaned_data[name]
        if day > self.today:
            raise forms.ValidationError(f"Ngày {short_date(day)} chưa tới. Hãy ghi đúng ngày trên văn bản.")
        return day


class AttachForm(VietnameseFormMixin, forms.Form):
    """One more file of the paper: its scan, its annexes."""

    file = UploadField(label="Tệp đính kèm")


class ReceivedFilters(Filters):
    q = words("Tìm văn bản đến", "Số, cơ quan, trích yếu; không cần gõ dấu", method="named")

    def named(self, papers: Any, name: str, text: str) -> Any:
        return papers.matching(text)


def facts_of(form: ReceivedForm) -> dict[str, Any]:
    """Return the cleaned facts but for the receiver."""
    names = {field.name for field in ReceivedPaper._meta.fields} - {"receiver"}
    return {name: value for name, value in form.cleaned_data.items() if name in names}
