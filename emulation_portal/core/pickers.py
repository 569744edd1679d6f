"""Choosing one thing of very many, or a few: by a search box, never by a list of all.

Without JavaScript the button “Tìm” sends the form, which is answered with what was found and saves nothing; with it
the results follow the typing. Whatever was chosen stays chosen.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django import forms

from .searching import MAX_LOOKED_FOR

MOST_FOUND = 20
MOST_CHOSEN = 20
_ASKED = MOST_FOUND + MOST_CHOSEN + 1  # what is chosen stands above, and one more tells that there is more
FIND = "find"  # the name of the button; its value is the field that is searched


def _matching(rows: Any, text: str) -> Any:
    return rows.matching(text)


class PickWidget(forms.Widget):
    """The chosen one, a search box, and at most MOST_FOUND of what was found. A short list is shown at once."""

    template_name = "components/picker.html"
    text = ""
    is_asked = False
    is_many = False

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = str(data.get(f"{name}_{FIND}", "")).replace("\0", " ")  # which no column can hold
        self.text = " ".join(typed[:MAX_LOOKED_FOR].split())
        self.is_asked = data.get(FIND) == name
        return data.getlist(name) if self.is_many else data.get(name)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_{FIND}" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        field: _Pick = self.choices.field  # type: ignore[attr-defined]
        values = value if isinstance(value, list | tuple) else [value]
        chosen, found, is_more = field.shown(values, self.text)
        return {
            **context,
            "name": name,
            "find": FIND,
            "box_id": self.id_for_label((attrs or {}).get("id", "") or f"id_{name}"),
            "text": self.text,
            "placeholder": field.placeholder,
            "is_many": self.is_many,
            "empty": field.empty_label if not field.required and not self.is_many else "",
            "chosen": chosen,
            "found": found,
            "is_more": is_more,
            "has_searched": bool(self.text),
            "most": MOST_FOUND,
        }


class PickManyWidget(PickWidget):
    """The chosen ones, a search box, and what was found: boxes to tick."""

    is_many = True


class _Pick(forms.ModelChoiceField):
    """What both fields share: what their widget offers. `search(rows, text)` narrows it, by default its own `matching`."""

    def __init__(
        self,
        queryset: Any,
        *,
        placeholder: str = "Gõ vài chữ của tên, không cần dấu",
        search: Callable[[Any, str], Any] = _matching,
        **kwargs: Any,
    ) -> None:
        super().__init__(queryset, **kwargs)
        self.placeholder, self.search = placeholder, search

    def shown(self, values: Sequence[Any], text: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]], bool]:
        """Return what is chosen, what else is offered, both as keys and words, and whether there is more of it."""
        rows: Any = self.queryset
        own = [row for row in map(self._chosen, values[:MOST_CHOSEN]) if row is not None]
        if not text and rows.order_by()[: MOST_FOUND + 1].count() > MOST_FOUND:  # not shown before one has searched
            return self._pairs(own), [], True
        found = self._found(rows, text) if text else list(rows[: MOST_FOUND + 1 + len(own)])
        pairs = self._pairs([*own, *(row for row in found if row not in own)])
        others = pairs[len(own) :]
        return pairs[: len(own)], others[:MOST_FOUND], len(others) > MOST_FOUND

    def _found(self, rows: Any, text: str) -> list[Any]:
        """Return the first of what matches: what is so called before all others, where the rows know it."""
        if self.search is _matching and hasattr(rows, "nearest"):
            return rows.nearest(text, _ASKED)
        return list(self.search(rows, text)[:_ASKED])

    def _pairs(self, rows: list[Any]) -> list[tuple[str, str]]:
        """Return key and words of each; where two have the same words, with what tells them apart, if the rows know."""
        words = [str(self.label_from_instance(row)) for row in rows]
        twice = {each for each, count in Counter(words).items() if count > 1}
        apart = [getattr(row, "told_apart", "") if each in twice else "" for row, each in zip(rows, words, strict=True)]
        shown = (f"{each} ({more})" if more else each for each, more in zip(words, apart, strict=True))
        return list(zip((str(self.prepare_value(row)) for row in rows), shown, strict=True))

    def _chosen(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            return self.queryset.get(**{self.to_field_name or "pk": value})  # type: ignore[union-attr]
        except (ValueError, TypeError, OverflowError, self.queryset.model.DoesNotExist):  # type: ignore[union-attr]
            return None


class PickField(_Pick):
    """One row of a QuerySet."""

    widget = PickWidget


class PickManyField(_Pick, forms.ModelMultipleChoiceField):
    """A few rows of a QuerySet, `MOST_CHOSEN` at most; `[]` for none."""

    widget = PickManyWidget

    def clean(self, value: Any) -> Any:
        rows = super().clean(value)
        if len(rows) > MOST_CHOSEN:
            raise forms.ValidationError(f"Hãy chọn nhiều nhất {MOST_CHOSEN} mục.")
        return list(rows)
