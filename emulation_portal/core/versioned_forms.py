"""Forms on what is there already: what was saved meanwhile stands beside what was typed, and is overwritten by who has read it."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db import models
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join

from .changes import MAX_NAMES, first_names
from .errors import DomainError
from .forms import limit_length
from .versions import ChangedMeanwhile, Read, digest, version_of
from .vietnamese import nfc

READ = "read"
SEEN = "seen"
EMPTY = "(để trống)"
_MARK = 6  # hexadecimal digits: enough to tell whether one box still says what it said

if TYPE_CHECKING:
    _Base = forms.BaseForm
else:
    _Base = object


class SeenField(forms.CharField):
    """What the boxes of a page showed, in short marks: known of old texts without carrying them. No content itself."""

    def __init__(self, marks: Callable[[], str]) -> None:
        super().__init__(label="Nội dung đã thấy", required=False, widget=forms.HiddenInput, initial=marks)
        limit_length(self)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class ShowsStored(_Base):
    """Stands before forms.Form: can show beside what was sent what is stored now.

    A box that the sender has not touched takes what is stored now (`taken`); one that somebody else changed too keeps
    what was typed, with the stored words beside it (`stored`); one that only the sender changed is no matter.
    """

    stored: dict[str, str]
    taken: list[str]
    differing: list[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored, self.taken, self.differing = {}, [], []
        self.fields[SEEN] = SeenField(lambda: self._marks(self.shown_at_first))

    def full_clean(self) -> None:
        super().full_clean()
        getattr(self, "cleaned_data", {}).pop(SEEN, None)

    def show_stored(self, shown: Mapping[str, Any], told: str) -> None:
        """Refuse what was sent, in these words, and show beside it what a page opened now would show."""
        self.note_stored(shown)
        self.add_error(None, format_html("{} {}", told, self._where()))

    def note_stored(self, shown: Mapping[str, Any]) -> None:
        """Show beside what was sent what a page opened now would show."""
        seen = self._seen()
        self.differing = self._differing(shown)
        for name in self.differing:
            if seen.get(name) == self._mark(name, self.typed_for(name)):
                self.take(name, shown[name])
            elif seen.get(name) != self._mark(name, shown[name]):
                self._show_beside(name, shown[name])
        self.send_next(SEEN, self._marks(lambda name: shown.get(name, self.shown_at_first(name))))

    def _show_beside(self, name: str, value: Any) -> None:
        self.stored[name] = stored_words(self.fields[name], value)
        self._describe(name, "stored")

    def _describe(self, name: str, note: str) -> None:
        """Tell those who cannot see it of the note at a field."""
        bound = self[name]
        told_by = {"helptext": bound.help_text, "error": bound.errors, note: True}
        ids = (f"{bound.auto_id}_{what}" for what, is_there in told_by.items() if is_there)
        self.fields[name].widget.attrs["aria-describedby"] = " ".join(ids)

    def take(self, name: str, value: Any) -> None:
        """Put what is stored into a box that the sender has not touched."""
        self.taken.append(name)
        self._describe(name, "taken")
        prepared = self.fields[name].prepare_value(value)
        if isinstance(self.fields[name], forms.BooleanField):
            prepared = "on" if value else []
        self.send_next(name, prepared)

    @property
    def is_the_same(self) -> bool:
        """Return whether what was sent is what is stored, as by a double click."""
        return not self.differing

    @property
    def is_untouched_by_others(self) -> bool:
        """Return whether nothing that this form shows was changed by somebody else."""
        return not (self.stored or self.taken)

    def _differing(self, shown: Mapping[str, Any]) -> list[str]:
        fields = ((name, field) for name, field in self.fields.items() if name in shown)
        return [name for name, field in fields if field.has_changed(shown[name], self.sent_for(name))]

    def shown_at_first(self, name: str) -> Any:
        """Return what the box of a field shows when the page is opened."""
        return self[name].initial

    def sent_for(self, name: str) -> Any:
        """Return what was sent for a field."""
        return self[name].data

    def typed_for(self, name: str) -> Any:
        """Return what the box of a field said when it was sent."""
        return self.sent_for(name)

    def _marked(self) -> list[str]:
        return [name for name, field in self.fields.items() if not isinstance(field.widget, forms.HiddenInput)]

    def _marks(self, value_of: Callable[[str], Any]) -> str:
        return "-".join(self._mark(name, value_of(name)) for name in self._marked())

    def _mark(self, name: str, value: Any) -> str:
        return digest(_plainly(self.fields[name], value))[:_MARK]

    def _seen(self) -> dict[str, str]:
        """Return the marks that were sent, by field; of a page that was made otherwise, none."""
        names, marks = self._marked(), str(self.data.get(self.add_prefix(SEEN), "")).split("-")
        return dict(zip(names, marks, strict=True)) if len(names) == len(marks) else {}

    def _where(self) -> str:
        if self.is_the_same:
            return "Các ô trên trang này giống nội dung đang lưu. Hãy bấm lại nếu vẫn muốn lưu."
        if self.is_untouched_by_others:
            return "Chữ bạn gõ vẫn còn; ngoài chữ ấy, các ô giống nội dung đang lưu. Hãy bấm lại nếu vẫn muốn lưu."
        both = ("Ô khác với nội dung đang lưu: {}; ở mỗi ô ấy có ghi “Hiện đang lưu”. ", self.stored)
        theirs = ("Ô người khác vừa sửa, nay đã ghi nội dung mới: {}. ", self.taken)
        return format_html(
            "Chữ bạn gõ vẫn còn trong các ô. {}Hãy đọc, sửa lại nếu cần rồi bấm lại nút ở cuối trang: khi đó chữ trong ô "
            "thay chữ đang lưu.",
            format_html_join(
                "", "{}", ((format_html(text, self._links(names)),) for text, names in (both, theirs) if names)
            ),
        )

    def _links(self, names: Iterable[str]) -> str:
        links = ((self[name].auto_id, self[name].label) for name in names)
        return format_html_join(", ", '<a href="#div_{}">{}</a>', links)

    def send_next(self, name: str, value: Any) -> None:
        """Let the page send this the next time, not what was sent with this one."""
        data: Any = self.data
        sent = data.copy()
        if isinstance(sent, MultiValueDict):
            sent.setlist(self.add_prefix(name), value if isinstance(value, list) else ["" if value is None else value])
        else:
            sent[self.add_prefix(name)] = value
        self.data = sent
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


def done(form: forms.BaseForm, act: Callable[[], Any]) -> bool:
    """Act; put the message of a broken rule above the form instead of a stack trace. Return whether it is done.

    An error that knows the page where it is mended brings the link along.
    """
    try:
        act()
    except DomainError as error:
        if isinstance(error, ChangedMeanwhile) and isinstance(form, VersionedFormMixin):
            form.show_changed(error)
            return False
        url, link = getattr(error, "url", ""), getattr(error, "link", "")
        form.add_error(None, format_html('{} <a href="{}">{}</a>.', str(error), url, link) if url else str(error))
        return False
    return True


def _plainly(field: forms.Field, value: Any) -> Any:
    """Return what a box says, the same whether it was filled from the database or typed."""
    if isinstance(field, forms.BooleanField):
        return bool(value)
    prepared = field.prepare_value(value)
    if isinstance(prepared, list | tuple | set):
        return sorted(str(each) for each in prepared)
    return "" if prepared is None else nfc(" ".join(str(prepared).split()))


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
        choices: Any = field.choices
        labels = {str(key): str(label) for key, label in choices}
        return labels.get(str(value), str(value))
    return str(field.prepare_value(value))


def _names(field: forms.ModelChoiceField, values: Iterable[Any]) -> str:
    """Return what chosen rows are called, also those that would not be offered any more; of very many the first."""
    keys = [value.pk if isinstance(value, models.Model) else value for value in values]
    rows: Any = field.queryset
    rows = rows.model._base_manager.filter(pk__in=keys[:MAX_NAMES])
    return "; ".join(first_names(map(field.label_from_instance, rows), len(keys), "mục")) or EMPTY
