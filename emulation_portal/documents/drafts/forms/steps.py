"""Forms of the steps that ask for more than a word or a reason: parts, a day and a number, the paper that revokes."""

import datetime as dt
from typing import Any

from django import forms

from emulation_portal.core.dates import today
from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.numbering import whole_number
from emulation_portal.documents.actions import RevokedBy
from emulation_portal.documents.enums import NumberingMode
from emulation_portal.documents.models import Document
from emulation_portal.documents.paper import Paper
from emulation_portal.procedure.declared import Step
from emulation_portal.procedure.forms import StepConfirmForm, StepReasonForm, StepWordForm

from ..enums import REVIEWS
from ..papers import draft_paper
from ..rounds import round_of


class _BesideThePaper:
    """Mixin of the forms of steps that are taken over the paper's text: it stands beside the form, on a phone below."""

    beside = "drafts/_beside.html"
    obj: Any

    def paper(self) -> Paper:
        return draft_paper(self.obj.own)

    def was(self) -> Paper | None:
        """Return the paper as it was handed on before, when it was: while it is reviewed what changed is marked."""
        this_round = round_of(self.obj, None) if self.obj.status in REVIEWS else None
        return this_round.was if this_round else None


class ApproveForm(_BesideThePaper, StepConfirmForm):
    """Duyệt: the paper once more, with room for a remark."""

    def __init__(self, *args: Any, obj: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, button=step.label, cancel_url=obj.get_absolute_url(), **kwargs)
        self.obj = obj


class ReturnForm(_BesideThePaper, StepReasonForm):
    """Trả lại: why, and which parts are meant. `parts` are their names and titles."""

    parts = forms.MultipleChoiceField(
        label="Phần cần sửa",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Đánh dấu để chuyên viên mở đúng chỗ. Không đánh dấu phần nào là cả văn bản.",
    )

    def __init__(self, *args: Any, obj: Any, step: Step, parts: list[tuple[str, str]], **kwargs: Any) -> None:
        common = {"button": step.label, "cancel_url": obj.get_absolute_url(), "hint": step.reason_hint}
        super().__init__(*args, **common, **kwargs)
        self.obj = obj
        self.fields["parts"].choices = parts  # type: ignore[attr-defined]


class IssueForm(_BesideThePaper, StepWordForm):
    """Cấp số, ban hành: the paper once more, the day, and the number when the office keeps its book elsewhere."""

    issued_on = VietnameseDateField(label="Ngày ban hành", help_text="Ngày ghi trên văn bản, thường là hôm nay.")
    number = forms.IntegerField(
        label="Số văn bản",
        min_value=1,
        max_value=99_999,
        help_text="Lấy từ sổ đăng ký văn bản đi của cơ quan.",
        error_messages={"invalid": "Số văn bản chỉ gồm chữ số, ví dụ 645."},
        widget=forms.TextInput(attrs={"class": "input-short", "inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("issued_on", today())
        if self.obj.issuer.numbering_mode == NumberingMode.PORTAL:
            del self.fields["number"]


IN_BOOK, ELSEWHERE = "book", "elsewhere"


class RevokeForm(StepWordForm):
    """Thu hồi: the reason, and the paper by which it is revoked, from the book or issued elsewhere."""

    reason = forms.CharField(
        label="Lý do thu hồi",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="Lý do này hiện công khai trên trang kiểm tra văn bản.",
    )
    where = forms.ChoiceField(
        label="Văn bản thu hồi",
        widget=forms.RadioSelect,
        initial=IN_BOOK,
        choices=[(IN_BOOK, "Có trong sổ văn bản đi của cổng"), (ELSEWHERE, "Ban hành ngoài cổng")],
        help_text="Một văn bản được thu hồi bằng một văn bản khác (Nghị định 30/2020/NĐ-CP, Điều 18).",
    )
    number_symbol = forms.CharField(
        label="Số, ký hiệu văn bản thu hồi", max_length=80, help_text="Ghi đủ số và ký hiệu, ví dụ: 12/QĐ-LMHTX."
    )
    through_on = VietnameseDateField(label="Ngày của văn bản thu hồi")
    through_issuer = forms.CharField(
        label="Cơ quan ban hành văn bản thu hồi",
        max_length=200,
        required=False,
        help_text="Chỉ cần ghi khi văn bản ban hành ngoài cổng.",
    )
    through_summary = forms.CharField(
        label="Trích yếu của văn bản thu hồi",
        max_length=500,
        required=False,
        help_text="Chỉ cần ghi khi văn bản ban hành ngoài cổng.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        number, day = data.get("number_symbol"), data.get("through_on")
        if number and day and data.get("where"):
            data["through"] = self._in_book(number, day) if data["where"] == IN_BOOK else self._elsewhere(data)
        return data

    def _in_book(self, number_symbol: str, day: dt.date) -> RevokedBy | None:
        number, _, symbol = number_symbol.partition("/")
        own = Document.objects.filter(issuer__unit__root_id=self.obj.place.root_id, issued_on=day)
        wanted = whole_number(number.strip())
        bears = own.none() if wanted is None else own.filter(number=wanted, symbol__iexact=symbol.strip())
        found = bears.order_by("-pk").first()
        if found is None:
            self.add_error(
                "number_symbol",
                f"Sổ văn bản đi không có văn bản số {number_symbol} ngày {day:%d/%m/%Y}. Hãy kiểm tra lại số, ký hiệu "
                "và ngày, hoặc chọn “Ban hành ngoài cổng”.",
            )
            return None
        return RevokedBy(document=found)

    def _elsewhere(self, data: dict[str, Any]) -> RevokedBy | None:
        for name, what in (("through_issuer", "cơ quan ban hành"), ("through_summary", "trích yếu")):
            if not data.get(name):
                self.add_error(name, f"Hãy ghi {what} của văn bản ban hành ngoài cổng.")
        if self.errors:
            return None
        return RevokedBy(
            number_symbol=data["number_symbol"],
            issued_on=data["through_on"],
            issuer=data["through_issuer"],
            summary=data["through_summary"],
        )
