"""Forms of a giao ước: the new one, its text with targets, its last day, a signature, a scan, who is to sign."""

from collections.abc import Sequence
from typing import Any

from django import forms

from emulation_portal.core.dates import today
from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.filters import Filters, choice, words
from emulation_portal.core.forms import PortalFormHelper, ReasonForm, SpokenRows, VietnameseFormMixin
from emulation_portal.core.versioned_forms import VersionedFormMixin
from emulation_portal.core.vietnamese import nfc
from emulation_portal.documents.paper_limits import MAX_BODY, MAX_PREAMBLE, check_paragraphs
from emulation_portal.files.enums import FileKind
from emulation_portal.files.forms import UploadField
from emulation_portal.law.forms import EmulationYearField
from units.models import EmulationBlock, Unit

from .actions import SignedOnPaper
from .content import Pledged, PledgedAim
from .enums import STATES, PledgeStatus
from .models import Pledge
from .queries import signed_so

MOST_TARGETS = 60
SCANS = (FileKind.PDF, FileKind.JPG, FileKind.PNG)
_LIMITS: dict[str, Any] = {"max_num": MOST_TARGETS, "validate_max": True, "absolute_max": MOST_TARGETS + 1}
_MISSING = "Trang gửi thiếu dữ liệu. Hãy tải lại trang rồi ghi lại."
_SAID = {
    "too_many_forms": f"Nhiều nhất {MOST_TARGETS} chỉ tiêu. Hãy bỏ bớt dòng rồi lưu.",
    "missing_management_form": _MISSING,
}


class BeginPledgeForm(VietnameseFormMixin, forms.Form):
    block = forms.ModelChoiceField(label="Khối, cụm", queryset=EmulationBlock.objects.none())
    year = EmulationYearField(label="Năm")
    due_on = VietnameseDateField(label="Hạn ký, hết ngày", help_text="Đơn vị chưa ký được nhắc trước ba ngày.")

    def __init__(self, *args: Any, blocks: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["block"]
        choices.queryset = blocks
        self.helper = PortalFormHelper(self, "block", "year", "due_on", submit="Lập giao ước", cancel_url=cancel_url)

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on < today():
            raise forms.ValidationError("Hạn ký phải từ hôm nay trở đi.")
        return due_on


class DueDayForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    due_on = VietnameseDateField(label="Hạn ký, hết ngày", help_text="Từ hôm nay trở đi. Nội dung giao ước không đổi.")

    class Meta:
        model = Pledge
        fields = ["due_on"]

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, "due_on", submit="Lưu hạn ký", cancel_url=cancel_url)


class PledgeTextForm(VietnameseFormMixin, forms.Form):
    preamble = forms.CharField(
        label="Lời mở đầu",
        max_length=MAX_PREAMBLE,
        required=False,
        help_text="Mỗi đoạn một dòng. Dòng bắt đầu bằng “Căn cứ” in nghiêng như căn cứ của văn bản.",
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[check_paragraphs],
    )
    content = forms.CharField(
        label="Nội dung giao ước",
        max_length=MAX_BODY,
        help_text="Mỗi đoạn một dòng. Dòng “Điều 1”, “Điều 2” được in thành điều; “I.”, “1.” với tên mục được in đậm.",
        widget=forms.Textarea(attrs={"rows": 12}),
        validators=[check_paragraphs],
    )


class PledgeTargetForm(VietnameseFormMixin, forms.Form):
    words = forms.CharField(label="Chỉ tiêu", max_length=300)
    aim = forms.CharField(label="Mức phấn đấu", max_length=120, required=False)

    @property
    def said(self) -> PledgedAim:
        return PledgedAim(self.cleaned_data["words"], self.cleaned_data["aim"])


class _Targets(SpokenRows):
    """Rows of which none is said twice."""

    def clean(self) -> None:
        seen = set()
        for form in self.spoken():
            key = nfc(form.said.words).casefold()
            if key in seen:
                form.add_error("words", "Đã ghi ở dòng trên. Hãy gộp vào một dòng.")
            seen.add(key)


class PledgeForm:
    """The text of a giao ước and its targets as one form."""

    def __init__(self, data: Any, said: Pledged, *, extra: int) -> None:
        self.text = PledgeTextForm(data, initial={"preamble": said.preamble, "content": said.content})
        made: Any = forms.formset_factory(PledgeTargetForm, _Targets, extra=extra, can_delete=True, **_LIMITS)
        first = () if data else said.targets
        told = [{"words": each.words, "aim": each.aim} for each in first]
        self.targets = made(data, initial=told, prefix="chi-tieu", error_messages=_SAID)

    @property
    def is_bound(self) -> bool:
        return bool(self.text.is_bound)

    def is_valid(self) -> bool:
        valid = [self.text.is_valid(), self.targets.is_valid()]  # each says what is wrong in it
        return all(valid)

    def said(self) -> Pledged:
        data = self.text.cleaned_data
        return Pledged(data["preamble"], data["content"], tuple(self.targets.said()))


class SignForm(VietnameseFormMixin, forms.Form):
    """That the head has read the text; `version` is the one that stood on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    has_read = forms.BooleanField(
        label="Tôi đã đọc toàn văn và đồng ý ký giao ước này thay mặt đơn vị.",
        error_messages={"required": "Hãy đọc toàn văn rồi đánh dấu vào ô này."},
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            self,
            "has_read",
            submit="Ký giao ước",
            cancel_url=cancel_url,
            way_out="Chưa ký, quay lại",
            keep_warning=False,
        )


class ScanForm(VietnameseFormMixin, forms.Form):
    """The scan of a paper that units signed by hand, and its day."""

    signed_on = VietnameseDateField(label="Ngày ký")
    file = UploadField(label="Bản quét có chữ ký", kinds=SCANS)


class PaperSignerForm(VietnameseFormMixin, forms.Form):
    """Whether one party signed on the paper, and who for it."""

    party = forms.IntegerField(widget=forms.HiddenInput)
    has_signed = forms.BooleanField(label="Đã ký", required=False)
    name = forms.CharField(label="Người ký", max_length=120, required=False)
    title = forms.CharField(label="Chức vụ", max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("has_signed") and not data.get("name") and "name" not in self.errors:
            self.add_error("name", "Hãy ghi họ tên người ký.")
        return data


class PaperSigners(forms.BaseFormSet):
    def said(self) -> list[SignedOnPaper]:
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("has_signed")]
        return [SignedOnPaper(row["party"], row["name"], row["title"]) for row in rows]


def paper_signers(data: Any, rows: Sequence[dict[str, Any]]) -> Any:
    """Return a row for each party that has not signed; what is not of the page is refused by the act."""
    most = max(len(rows), 1)
    limits: dict[str, Any] = {"max_num": most, "validate_max": True, "absolute_max": most + 500}
    made: Any = forms.formset_factory(PaperSignerForm, PaperSigners, extra=0, **limits)
    said = {"too_many_forms": _MISSING, "missing_management_form": _MISSING}
    return made(data, initial=rows, prefix="don-vi", error_messages=said)


class TakeOffForm(ReasonForm):
    """Why a unit is no party any more, and which of its successors is one in its place."""

    in_its_place = forms.ModelChoiceField(
        label="Đưa đơn vị kế tục vào danh sách ký",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="Không đưa vào",
        help_text="Đơn vị kế tục tự ký, không dùng lại chữ ký cũ.",
    )

    def __init__(self, *args: Any, heirs: Any, **kwargs: Any) -> None:
        super().__init__(*args, button="Đưa khỏi danh sách ký", hint="Lý do được lưu trong giao ước.", **kwargs)
        choices: Any = self.fields["in_its_place"]
        choices.queryset = heirs
        if not heirs:
            del self.fields["in_its_place"]


class PledgeFilters(Filters):
    year = choice("Năm", method="of_year")
    block = choice("Khối", method="of_block")
    status = choice("Trạng thái", PledgeStatus.choices, method="in_status")

    def fill_choices(self) -> None:
        seen = Pledge.objects.visible_to(self.request.user)
        years = seen.order_by("-year").values_list("year", flat=True).distinct()
        self.choices("year", [(year, str(year)) for year in years])
        blocks = EmulationBlock.objects.filter(pk__in=seen.values("block")).order_by("name", "pk")
        self.choices("block", [(row.pk, row.name) for row in blocks])

    def of_year(self, pledges: Any, name: str, value: str) -> Any:
        return pledges.filter(year=int(value))

    def of_block(self, pledges: Any, name: str, value: str) -> Any:
        return pledges.filter(block=int(value))

    def in_status(self, pledges: Any, name: str, value: str) -> Any:
        return pledges.filter(status=value)


class PartyFilters(Filters):
    state = choice("Tình trạng", STATES, method="in_state")
    q = words("Tìm đơn vị", "Tên, mã đơn vị; không cần gõ dấu", method="called")

    def in_state(self, parties: Any, name: str, state: str) -> Any:
        return parties.filter(signed_so(state))

    def called(self, parties: Any, name: str, text: str) -> Any:
        return parties.filter(unit__in=Unit.objects.matching(text))
