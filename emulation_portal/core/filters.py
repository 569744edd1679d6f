"""The filters of a list: they stand in the address, and what makes no sense is told at its field and filters nothing."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.choices import BaseChoiceIterator
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .forms import VietnameseFormMixin
from .searching import MAX_LOOKED_FOR
from .versioned_forms import stored_words


class ReadChoices(BaseChoiceIterator):
    """Choices read from the database, hundreds of them: taken as they are, where Django copies and goes through tuples
    for every form and every look at them.
    """

    def __init__(self, choices: Sequence[tuple[Any, str]]) -> None:
        self._choices = choices

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        return iter(self._choices)

    def __deepcopy__(self, memo: Any) -> "ReadChoices":
        return self


class PlainSelect(forms.Select):
    """A list to choose from, without groups, written in one go: Django fills a template for it and one for each option."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = self.format_value(value)
        options = "\n".join(
            f'<option value="{escape(str(key))}"{" selected" if str(key) in chosen else ""}>{escape(str(label))}</option>'
            for key, label in self.choices
        )
        start = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>\n{}\n</select>", start, mark_safe(options))  # each part of it is escaped


class FilterForm(VietnameseFormMixin, forms.Form):
    """A GET form whose fields may all be empty."""


class Filters(django_filters.FilterSet):
    """The filters of one list. Fields stand in the order of the class: year, unit, state, words."""

    class Meta:
        form = FilterForm

    def __init__(self, data: Any, queryset: QuerySet[Any], *, request: HttpRequest) -> None:
        super().__init__(data, queryset, request=request)
        self.fill_choices()

    def fill_choices(self) -> None:
        """Set the choices that depend on who asks, by `self.choices(name, …)`."""

    def choices(self, name: str, choices: list[tuple[Any, str]]) -> None:
        self.filters[name].extra["choices"] = ReadChoices(choices)

    @property
    def is_filtered(self) -> bool:
        """Return whether anything narrows the list."""
        self.form.is_valid()
        return any(value not in (None, "") for value in self.form.cleaned_data.values())

    def value(self, name: str) -> Any:
        """Return what a field says; None when it is empty or nonsense."""
        self.form.is_valid()
        return self.form.cleaned_data.get(name) or None


def filters_in_words(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Return what narrows a list, each as the label of its field and what was chosen or typed there.

    Nonsense narrows nothing; what has no label is said by the page itself.
    """
    form.is_valid()
    data = {name: value for name, value in form.cleaned_data.items() if value not in (None, "", [])}
    shown = ((form[name], value) for name, value in data.items() if not form[name].is_hidden)
    return [(str(field.label), stored_words(field.field, value)) for field, value in shown]


def choice(label: str, choices: Any = (), *, empty: str = "Tất cả", **options: Any) -> Any:
    """Return a filter by one of the choices; `field_name`, `lookup_expr` and `method` as django-filter has them."""
    return django_filters.ChoiceFilter(
        label=label, choices=choices, empty_label=empty, null_label=None, widget=PlainSelect, **options
    )


def words(label: str, placeholder: str = "", *, method: Any = None) -> Any:
    """Return the search of a list by words, accents aside: `QuerySet.matching` says where, or a method of the filters."""
    attrs = {"type": "search", **({"placeholder": placeholder} if placeholder else {})}
    box = forms.TextInput(attrs=attrs)
    return django_filters.CharFilter(label=label, max_length=MAX_LOOKED_FOR, method=method or _matching, widget=box)


def _matching(rows: Any, name: str, value: str) -> Any:
    return rows.matching(value)
