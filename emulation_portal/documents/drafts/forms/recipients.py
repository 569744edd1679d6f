"""Nơi nhận và người ký."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import HTML, Field
from django import forms
from django.db.models import Q
from django.utils.functional import cached_property

from emulation_portal.core.forms import PortalFormHelper, VietnameseFormMixin
from emulation_portal.core.versioned_forms import ShowsStored
from emulation_portal.documents.paper_limits import MAX_LINES, MAX_RECIPIENT, MAX_RECIPIENTS
from units.enums import INSTEAD
from units.models import EmulationBlock, SigningAuthority, Unit

from ..models import Draft
from ..queries import rights_to_sign
from .unit_picker import Ticks, UnitPicker, unit_picker
from .widgets import box


def recipient_lines(text: str) -> list[str]:
    """Return the places, one a line, without dashes and semicolons.

    Raises ValidationError for a line too long, or for more lines than are printed beside the line `Lưu:`.
    """
    lines = [line for line in (line.strip(" -;\t") for line in text.splitlines()) if line]
    if any(len(line) > MAX_RECIPIENT for line in lines):
        raise forms.ValidationError(
            f"Mỗi dòng nơi nhận không quá {MAX_RECIPIENT} ký tự. Hãy tách dòng dài thành nhiều dòng."
        )
    if len(lines) >= MAX_LINES:
        raise forms.ValidationError(
            f"Nơi nhận có {len(lines)} dòng, nhiều nhất {MAX_LINES - 1}. Hãy gộp bớt, ví dụ “Các đơn vị thành viên”."
        )
    return lines


class RecipientsForm(ShowsStored, VietnameseFormMixin, forms.Form):
    """Nơi nhận và người ký: whom the paper addresses, whom it names, who signs it."""

    addresses_everyone = forms.BooleanField(label="Mọi đơn vị thành viên và trực thuộc tham gia", required=False)
    addressed_blocks = forms.ModelMultipleChoiceField(
        label="Hoặc chỉ các khối, cụm",
        queryset=EmulationBlock.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    addressed_units = forms.ModelMultipleChoiceField(
        label="Và các đơn vị", queryset=Unit.objects.none(), required=False
    )
    recipients = forms.CharField(
        label="Nơi nhận",
        required=False,
        widget=box(6),
        max_length=MAX_RECIPIENTS,
        help_text="Mỗi nơi một dòng, không cần gạch đầu dòng. Dòng “Lưu: …” được in tự động.",
    )
    archive_line = forms.CharField(label="Dòng lưu", max_length=120, required=False)
    signing = forms.ModelChoiceField(
        label="Người ký", queryset=SigningAuthority.objects.none(), required=False, empty_label="– Chưa chọn –"
    )
    co_signing = forms.ModelChoiceField(
        label="Người cùng ký (nếu có)",
        queryset=SigningAuthority.objects.none(),
        required=False,
        empty_label="– Không có –",
        help_text="In bên trái người ký. Chỉ chọn khi văn bản có hai người ký.",
    )

    def __init__(
        self, *args: Any, draft: Draft, today: dt.date, cancel_url: str = "", find: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.find, self.draft = find, draft
        house = draft.place
        fit = [row.pk for row in rights_to_sign(draft.kind_of, unit_id=house.pk, on=today)]
        fields: dict[str, Any] = self.fields
        fields["signing"].queryset = fields["co_signing"].queryset = SigningAuthority.objects.filter(
            pk__in=fit
        ).select_related("person")
        fields["signing"].help_text = f"Chỉ những người có thẩm quyền ký {draft.noun} vào hôm nay."
        fields["archive_line"].help_text = f"Để trống: “{draft.issuer.archive_line}”."
        fields["addressed_blocks"].queryset = EmulationBlock.objects.filter(alliance=house.root_id)
        kept = Q(closed_on__isnull=True) | Q(pk__in=draft.addressed_units.values("pk"))
        fields["addressed_units"].queryset = Unit.objects.filter(kept, root_id=house.root_id)
        if draft.is_transcription:
            del fields["signing"], fields["co_signing"], fields["archive_line"]
        self.helper = PortalFormHelper(
            self,
            HTML("<h2 class='visually-hidden'>Nơi nhận và người ký</h2>"),
            *self.layout_parts(),
            submit="Lưu",
            cancel_url=cancel_url,
            form_tag=False,
        )

    def layout_parts(self) -> list[Any]:
        picker = {"addressed_units": Field("addressed_units", template="drafts/_unit_picker.html")}
        return [picker.get(name, name) for name in self.fields]

    @property
    def picker(self) -> UnitPicker:
        """Return the list of units as the page shows it, with what is ticked now."""
        units: Any = self.fields["addressed_units"]
        return unit_picker(units.queryset, saved=self._saved, ticks=self._ticks, text=self.find)

    @cached_property
    def _saved(self) -> set[int]:
        return set(self.draft.addressed_units.values_list("pk", flat=True))

    @property
    def _ticks(self) -> Ticks:
        """Return what the page says: typed and not saved when it was sent, nothing yet when it is opened."""
        sent: Any = self.data if self.is_bound else self.initial.get("sent")
        if not sent:
            return Ticks(frozenset(), frozenset())
        return Ticks.sent(sent.getlist("addressed_units"), sent.get("shown_units", ""), sent.get("dropped_units", ""))

    def sent_for(self, name: str) -> Any:
        """Return what was sent; of the units, what the ticks make of those that are saved, for a page shows some of them."""
        is_of_ticks = name == "addressed_units" and "shown_units" in self.data
        return self._ticks.chosen(self._saved) if is_of_ticks else super().sent_for(name)

    def shown_at_first(self, name: str) -> Any:
        return sorted(self._saved) if name == "addressed_units" else super().shown_at_first(name)

    def typed_for(self, name: str) -> Any:
        return sorted(self._ticks.ticked) if name == "addressed_units" else super().typed_for(name)

    def take(self, name: str, value: Any) -> None:
        super().take(name, value)
        if name == "addressed_units":  # what was shown and not ticked is no word against them
            self.send_next("dropped_units", "")

    def show_stored(self, shown: Mapping[str, Any], told: str) -> None:
        self.__dict__.pop("_saved", None)  # read before somebody else saved
        super().show_stored({**shown, "addressed_units": sorted(self._saved)}, told)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("addresses_everyone"):
            for name in ("addressed_blocks", "addressed_units"):  # hidden then, and of no account
                self.errors.pop(name, None)
                data[name] = self.fields[name].queryset.none()  # type: ignore[attr-defined]
        elif "shown_units" in self.data:
            units: Any = self.fields["addressed_units"]
            data["addressed_units"] = units.queryset.filter(pk__in=self._ticks.chosen(self._saved))
        self._check_signers(data.get("signing"), data.get("co_signing"))
        return data

    def _check_signers(self, signing: SigningAuthority | None, co_signing: SigningAuthority | None) -> None:
        if co_signing and signing is None:
            self.add_error("signing", "Hãy chọn người ký; người cùng ký chỉ đứng bên trái người ký.")
        elif co_signing and signing and co_signing.person_id == signing.person_id:
            self.add_error("co_signing", "Người cùng ký phải là người khác. Hãy chọn người khác hoặc để trống.")
        elif co_signing and signing and (co_signing.form in INSTEAD) != (signing.form in INSTEAD):
            words = "Người ký thay (KT.) không ký cùng chính người mình ký thay. Hãy chọn người khác hoặc để trống."
            self.add_error("co_signing", words)

    def clean_recipients(self) -> list[str]:
        return recipient_lines(self.cleaned_data["recipients"])
