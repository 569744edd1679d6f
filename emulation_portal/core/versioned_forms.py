"""Forms on what is there already: what was saved meanwhile stands beside what was typed, and is overwritten by who has read it."""

from collections.abc import Iterable, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db import models
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join

from .changes import MAX_NAMES, first_names
from .forms import limit_length
from .versions import ChangedMeanwhile, Read, version_of

READ = "read"
EMPTY = "(để trống)"

if TYPE_CHECKING:
    _Base = forms.BaseForm
else:
    _Base = object


class ShowsStored(_Base):
    """Stands before forms.Form: can say at each field what is stored now, where something else was typed."""

    stored: dict[str, str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = {}

    def show_stored(self, shown: Mapping[str, Any], told: str) -> None:
        """Refuse what was sent, in these words, and show beside it what a page opened now would show."""
        self.note_stored(shown)
        self.add_error(None, format_html("{} {}", told, self._where()))

    def note_stored(self, shown: Mapping[str, Any]) -> None:
        """Show beside what was sent what a page opened now would show."""
        self.stored = {name: stored_words(self.fields[name], shown[name]) for name in self._differing(shown)}
        for name in self.stored:
            bound, widget = self[name], self.fields[name].widget
            told_by = {"helptext": bound.help_text, "error": bound.errors, "stored": True}
            ids = (f"{bound.auto_id}_{what}" for what, is_there in told_by.items() if is_there)
            widget.attrs["aria-describedby"] = " ".join(ids)

    def _differing(self, shown: Mapping[str, Any]) -> list[str]:
        fields = ((name, field) for name, field in self.fields.items() if name in shown)
        return [name for name, field in fields if field.has_changed(shown[name], self.sent_for(name))]

    def sent_for(self, name: str) -> Any:
        """Return what was sent for a field."""
        return self[name].data

    def _where(self) -> str:
        if not self.stored:
            return "Các ô trên trang này giống nội dung đang lưu. Hãy bấm lại nếu vẫn muốn lưu."
        links = ((self[name].auto_id, self[name].label) for name in self.stored)
        return format_html(
            "Chữ bạn gõ vẫn còn trong các ô. Ô khác với nội dung đang lưu: {}; ở mỗi ô ấy có ghi “Hiện đang lưu”. "
            "Hãy đọc, sửa lại nếu cần rồi bấm lại nút ở cuối trang: khi đó chữ trong ô thay chữ đang lưu.",
            format_html_join(", ", '<a href="#div_{}">{}</a>', links),
        )

    def send_next(self, name: str, value: str) -> None:
        """Let the page send this the next time, not what was sent with this one."""
        if isinstance(self.data, MultiValueDict):
            self.data = self.data.copy()
            self.data[self.add_prefix(name)] = value
        else:
            self.data = {**self.data, self.add_prefix(name): value}
        self._bound_fields_cache.pop(name, None)  # type: ignore[attr-defined]  # it remembers what was sent


class VersionedFormMixin(ShowsStored):
    """A form that edits one row: sends along what its page showed of it, and saves over nothing else.

    Of a ModelForm the row is the instance and the columns those of its Meta; another form is given its `row`, and says
    in `edits` which field writes which column. A row that is not saved yet was read by nobody.
    """

    edits: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, row: models.Model | None = None, is_trial: bool = False, **kwargs: Any) -> None:
        """`is_trial`: the form is filled in to see what would come of it, and nothing is saved."""
        super().__init__(*args, **kwargs)
        found = row if row is not None else getattr(self, "instance", None)
        self.is_trial = is_trial
        # A copy: validation writes what was typed into the instance of a ModelForm.
        self.row = copy(found) if found is not None and not found._state.adding else None
        if self.row is not None:
            seen = forms.CharField(
                label="Nội dung đã xem", required=False, widget=forms.HiddenInput, initial=self._version
            )
            limit_length(seen)
            self.fields[READ] = seen

    def _columns(self) -> dict[str, str]:
        own = self.edits or {name: name for name in getattr(self, "_meta").fields}  # noqa: B009
        return {name: column for name, column in own.items() if name in self.fields}

    def _version(self) -> str:
        return version_of(self.row, self._columns().values()) if self.row is not None else ""

    @property
    def read(self) -> Read:
        """Return what the sender had before their eyes: a page that sends nothing has shown nothing."""
        return Read(tuple(self._columns().values()), self.data.get(self.add_prefix(READ), ""))

    def shown_of(self, row: Any) -> dict[str, Any]:
        """Return what the fields of a page opened now would show."""
        return {name: row._meta.get_field(column).value_from_object(row) for name, column in self._columns().items()}

    def full_clean(self) -> None:
        super().full_clean()
        saves = self.is_bound and not self.is_trial and not getattr(self, "is_searching", False)
        if not saves or self.row is None or self.read.version == self._version():
            return
        if self._differing(self.shown_of(self.row)):  # the same again, as by a double click, overwrites nothing
            self.show_changed(ChangedMeanwhile(self.row, self.read.names))

    def show_changed(self, error: ChangedMeanwhile) -> None:
        """Refuse what was sent over something that was not read; sent again, it is saved."""
        self.row = error.row
        self.show_stored(self.shown_of(error.row), str(error))
        self.send_next(READ, self._version())


def stored_words(field: forms.Field, value: Any) -> str:
    """Return a stored value as its reader knows it from the form."""
    if isinstance(field, forms.BooleanField):
        return "có chọn" if value else "không chọn"
    if isinstance(field, forms.ModelMultipleChoiceField):
        return _names(field, value)
    if value in field.empty_values:
        return EMPTY
    if isinstance(field, forms.ModelChoiceField):
        return _names(field, [value])
    if isinstance(field, forms.ChoiceField):
        labels: dict[Any, Any] = dict(field.choices)  # type: ignore[arg-type]
        return str(labels.get(value, value))
    return str(field.prepare_value(value))


def _names(field: forms.ModelChoiceField, values: Iterable[Any]) -> str:
    """Return what chosen rows are called, also those that would not be offered any more; of very many the first."""
    keys = [value.pk if isinstance(value, models.Model) else value for value in values]
    rows: Any = field.queryset
    rows = rows.model._base_manager.filter(pk__in=keys[:MAX_NAMES])
    return "; ".join(first_names(map(field.label_from_instance, rows), len(keys), "mục")) or EMPTY
