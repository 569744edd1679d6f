"""What every form of the portal shares: text that was cleaned at the door, words for what is wrong, one look."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BoundField
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from .cleaning import (
    MAX_CHOSEN,
    MAX_LINE,
    MAX_PASSWORD,
    MAX_TEXT,
    NotTooLong,
    clean_line,
    clean_pasted,
    clean_text,
    refuse_big_file,
    refuse_control_characters,
    refuse_old_font,
    refuse_piled_marks,
)
from .fields import PastedField
from .pickers import FIND, PickWidget
from .vietnamese import fold, has_piled_marks, within

# A letter may come as three, as a Mac types them, and a line end as two. Longer than this, a text is not cleaned at all.
_MAY_SHRINK = 4
UNDONE = "Không, quay lại"  # out of a form that saves nothing but does something
_DASHES = BLANK_CHOICE_DASH[0][1]


if TYPE_CHECKING:
    _Base = forms.BaseForm
else:
    _Base = object


class CleanBoundField(BoundField):
    """A field and what was sent for it, clean. Cleaned once, and not in the form's data: those of all rows are one."""

    @cached_property
    def data(self) -> Any:
        value = super().data
        if isinstance(self.field.widget, forms.PasswordInput):
            return value
        if isinstance(value, list):
            return [_cleaned(one, self.field) for one in value]
        return _cleaned(value, self.field)


def _cleaned(value: Any, field: forms.Field) -> Any:
    if not isinstance(value, str):
        return value
    if not isinstance(field, forms.CharField):
        return clean_line(value[:MAX_CHOSEN])
    if _is_beyond(value, field):
        return value
    of_box = clean_pasted if isinstance(field, PastedField) else clean_text
    return of_box(value) if isinstance(field.widget, forms.Textarea) else clean_line(value)


def _is_beyond(value: str, field: forms.CharField) -> bool:
    """Return whether the field will refuse the text as it was sent, so that nothing need be made of it first."""
    limits = [validator.limit_value for validator in field.validators if isinstance(validator, NotTooLong)]
    if limits and len(value.strip()) > _MAY_SHRINK * min(limits):
        return True
    return refuse_piled_marks in field.validators and has_piled_marks(value)


class VietnameseFormMixin(_Base):
    """Text arrives in one spelling, without what cannot be seen, and never longer than the portal can carry.

    Stands before forms.Form or forms.ModelForm. Passwords are left as typed.
    """

    bound_field_class = CleanBoundField

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        for field in self.fields.values():
            speak_plainly(field)
            _name_empty_choice(field)
            if isinstance(field, forms.FileField):
                field.validators.append(refuse_big_file)
            elif isinstance(field, forms.CharField):
                limit_length(field)
                if not isinstance(field.widget, forms.PasswordInput):
                    _harden(field)

    @property
    def is_searching(self) -> bool:
        """Return whether the form was sent to find what a picker offers: then nothing is checked and nothing saved."""
        return any(
            isinstance(f.widget, PickWidget) and self.data.get(FIND) == self.add_prefix(n)
            for n, f in self.fields.items()
        )

    def full_clean(self) -> None:
        if self.is_bound and self.is_searching:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_searching

    def add_error(self, field: str | None, error: Any) -> None:
        """Django tells of a value that is taken by the name of the class; its Vietnamese catalogue keeps that name."""
        wrapped = error if isinstance(error, ValidationError) else ValidationError(error)
        parts = wrapped.error_dict.values() if hasattr(wrapped, "error_dict") else [wrapped.error_list]
        for one in (part for errors in parts for part in errors):
            if one.code in {"unique", "unique_together"} and "%(model_name)s" in str(one.message):
                label = str((one.params or {}).get("field_label") or (one.params or {}).get("field_labels"))
                one.message = f"Đã có mục khác cùng {within(label)}. Hãy ghi khác đi."
        super().add_error(field, wrapped)


MOST_NAMED = 12


def wrong_boxes(forms_of_page: Iterable[tuple[str, forms.BaseForm]]) -> SafeString:
    """Return where something is wrong on a page of several forms, each box a link: its form's place, and its label."""
    found = [
        (form[name].auto_id, f"{place}: {form[name].label}" if place else str(form[name].label))
        for place, form in forms_of_page
        for name in form.errors
        if name in form.fields
    ]
    named = format_html_join("; ", '<a href="#div_{}">{}</a>', found[:MOST_NAMED])
    more = f" và {len(found) - MOST_NAMED} chỗ khác" if len(found) > MOST_NAMED else ""
    return format_html("Hãy sửa {} chỗ: {}{}.", len(found), named, more) if found else mark_safe(MARKED)


MARKED = "Hãy sửa các ô được đánh dấu."


def placed(title: str, rows: Iterable[forms.BaseForm]) -> Iterator[tuple[str, forms.BaseForm]]:
    """Yield each row with its place: “Cá nhân, dòng 3”."""
    return ((f"{title}, dòng {at}", row) for at, row in enumerate(rows, start=1))


def speak_plainly(field: forms.Field) -> None:
    """Say what to do about an empty field, a wrong address or a long text, unless the form has words of its own."""
    if isinstance(field, forms.EmailField):
        field.error_messages["invalid"] = "Hãy ghi địa chỉ thư điện tử, ví dụ ten@coquan.vn."
    field.validators = [NotTooLong(v.limit_value) if type(v) is MaxLengthValidator else v for v in field.validators]
    if field.error_messages.get("required") != forms.Field.default_error_messages["required"]:
        return
    if isinstance(field, forms.BooleanField):
        words = "Hãy đánh dấu vào ô này."
    elif isinstance(field, forms.FileField):
        words = "Hãy chọn tệp."
    elif isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        words = "Hãy chọn một mục."
    else:
        words = "Hãy điền ô này."
    field.error_messages["required"] = words


def _name_empty_choice(field: forms.Field) -> None:
    """Say in words what choosing nothing means, where Django draws a line of dashes."""
    words = "Hãy chọn" if field.required else "Không ghi"
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == _DASHES:
            field.empty_label = words
    elif isinstance(field, forms.ChoiceField):
        choices: list[Any] = list(field.widget.choices)
        if any(label == _DASHES for _, label in choices):
            field.choices = [(value, words if label == _DASHES else label) for value, label in choices]


def limit_length(field: forms.CharField) -> None:
    """Give a limit to a field that has none: what it takes is made one spelling, hashed, shown once more."""
    if field.max_length is not None:
        return
    if isinstance(field.widget, forms.PasswordInput):
        field.max_length = MAX_PASSWORD
    else:
        field.max_length = MAX_TEXT if isinstance(field.widget, forms.Textarea) else MAX_LINE
    field.validators.append(NotTooLong(field.max_length))


def _harden(field: forms.CharField) -> None:
    """Refuse control characters and heaps of marks in our own words.

    Browsers cut what is pasted at `maxlength` without a word, so a long text gets no such attribute but a message.
    """
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs.pop("maxlength", None)
    kept = [v for v in field.validators if not isinstance(v, ProhibitNullCharactersValidator)]
    own = [refuse_control_characters, refuse_piled_marks]
    if not isinstance(field.widget, forms.Textarea):  # a name, a title; what is pasted as a text is read elsewhere
        own.append(refuse_old_font)
    field.validators = [*own, *kept]


class GrowingRows(forms.BaseFormSet):
    """Rows to which more may be offered beside what was typed, empty or with something in them, before anything is saved."""

    def is_free(self, form: Any) -> bool:
        """Return whether nothing was typed into the row."""
        return not form.has_changed()

    def propose(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Put these rows into the form beside what was typed, into empty ones first, to be looked over and saved."""
        empty = [at for at, form in enumerate(self.forms) if self.is_free(form)]
        total = self.total_form_count()
        places = [*empty, *range(total, self.max_num)][: len(rows)]
        self.grow(max([0, *(place + 1 - total for place in places)]))
        for place, row in zip(places, rows, strict=False):
            for name, value in row.items():
                prepared = self.empty_form.fields[name].prepare_value(value)
                self.data[f"{self.add_prefix(place)}-{name}"] = str(prepared)  # type: ignore[index]
        self._look_again()

    def grow(self, number: int = 1) -> None:
        """Offer more empty rows beside what was typed, and say nothing of it yet."""
        total = self.total_form_count()
        grown = min(total + number, self.max_num)
        empty = {name: value for index in range(total, grown) for name, value in self._of_new_row(index)}
        self.data = {**self.data.dict(), **empty, self.add_prefix("TOTAL_FORMS"): str(grown)}  # type: ignore[attr-defined]
        self._look_again()

    def _look_again(self) -> None:
        """Build the rows from what stands in the data now, and say nothing of it."""
        for kept in ("forms", "management_form"):
            self.__dict__.pop(kept, None)
        formset: Any = self
        for form in formset.forms:
            form._errors, form.cleaned_data = ErrorDict(), {}
        formset._errors, formset._non_form_errors = [], self.error_class()

    def _of_new_row(self, index: int) -> Iterator[tuple[str, str]]:
        """Yield what an empty row sends: where something is chosen beforehand, that."""
        form = self.empty_form
        for name, field in form.fields.items():
            value = field.prepare_value(form.get_initial_for_field(field, name))
            if value is not None and not isinstance(field, forms.BooleanField):
                yield f"{self.add_prefix(index)}-{name}", str(value)


class SpokenRows(forms.BaseFormSet):
    """Rows of which each has its `said`. An empty row, be it one that was emptied, and one that is to go say nothing."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "empty_permitted": True}

    def said(self) -> list[Any]:
        return [form.said for form in self.spoken()]

    def spoken(self) -> list[Any]:
        there = [form for form in self.forms if form.has_changed() and not form.errors]
        return [form for form in there if not form.cleaned_data.get("DELETE")]


class TypedWordForm(VietnameseFormMixin, forms.Form):
    """The typed word before a step that cannot be undone. Case and accents do not matter; the word does."""

    expected_word = "XÁC NHẬN"
    word = forms.CharField(label="Từ xác nhận", max_length=40)

    def __init__(self, *args: Any, expected_word: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected_word = expected_word or self.expected_word
        self.fields["word"].widget.attrs.update({"autocomplete": "off", "class": "input-short"})
        self.fields["word"].error_messages["required"] = f"Hãy gõ “{self.expected_word}” để xác nhận."

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"]
        if fold(word) != fold(self.expected_word):
            raise ValidationError(f"Bạn đã gõ “{word}”. Hãy gõ đúng “{self.expected_word}” để xác nhận.")
        return word


class PortalFormHelper(FormHelper):
    """The look of a crispy form: our field template, errors summed up above, one main button with words.

    `submit=""` leaves the buttons to the template; `form_tag=False` leaves the <form> too. `way_out` are the words of
    the link to `cancel_url`; those of a form that does something rather than save what is in it say so.
    """

    field_template = "components/field.html"
    form_class = "portal-form"

    def __init__(
        self,
        form: forms.BaseForm | None = None,
        *parts: Any,
        submit: str = "Lưu",
        cancel_url: str = "",
        way_out: str = "Không lưu, quay lại",
        form_tag: bool = True,
        keep_warning: bool = True,
    ) -> None:
        super().__init__(form)
        # The browser's own messages come in the browser's language; ours are Vietnamese and stand at the field.
        self.attrs = {"novalidate": True, **({"data-keep": True} if keep_warning else {})}
        self.form_tag = form_tag
        self.render_hidden_fields = True  # a layout names what people see; the rest travels with it all the same
        if parts:
            self.layout = Layout(*parts)
        if submit and self.layout is not None:
            if any(isinstance(each.widget, PickWidget) for each in (form.fields.values() if form else ())):
                # Enter presses the first button of a form, which would be that of a picker.
                self.layout.insert(0, HTML(format_html('<button type="submit" hidden>{}</button>', submit)))
            buttons: list[Any] = [StrictButton(submit, type="submit", css_class="btn-primary")]
            if cancel_url:
                buttons.append(HTML(format_html('<a href="{}">{}</a>', cancel_url, way_out)))
            self.layout.append(Div(*buttons, css_class="form-actions"))

    def without_buttons(self) -> None:
        """Take the buttons off a form that shows what was typed and can be sent no more."""
        self.layout.fields = [part for part in self.layout.fields if getattr(part, "css_class", None) != "form-actions"]


class ReasonForm(VietnameseFormMixin, forms.Form):
    """A step that asks for nothing but why; `hint` says who will read it."""

    hint = "Lý do được lưu lại trong lịch sử, người xem sau đọc đúng những chữ này."
    reason = forms.CharField(
        label="Lý do",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Hãy ghi lý do, để người đọc hiểu vì sao."},
    )

    def __init__(self, *args: Any, button: str, cancel_url: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint or self.hint
        self.helper = PortalFormHelper(self, submit=button, cancel_url=cancel_url, way_out=UNDONE)
