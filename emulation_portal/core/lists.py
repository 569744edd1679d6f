"""One base for every list: filters in the address, a page of rows, how many there are, all of them for the printer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.mixins import AccessMixin
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View

from .filters import Filters, filters_in_words
from .tables import Column, Table

ROWS_ON_A_PAGE = 20
PRINTED_AT_MOST = 2_000
PRINTED_FOR_STRANGERS = 100  # whose time is counted by nobody: four pages at once


class RowPages(Paginator):
    """Pages that cost the same wherever they are.

    The keys of a page are found in the order's own index, from the nearer end, and only its rows are read whole. The
    order must end in something unique.
    """

    def __init__(self, rows: QuerySet[Any], size: int, complete: Callable[[QuerySet[Any]], Iterable[Any]]) -> None:
        super().__init__(rows, size)
        self._complete = complete

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        return Page(self._rows(first, last), number, self)

    def _rows(self, first: int, last: int) -> list[Any]:
        rows: Any = self.object_list
        if first > self.count // 2:
            keys = list(rows.reverse().values_list("pk", flat=True)[self.count - last : self.count - first])[::-1]
        else:
            keys = list(rows.values_list("pk", flat=True)[first:last])
        found = {row.pk: row for row in self._complete(rows.model._default_manager.filter(pk__in=keys))}
        return [found[key] for key in keys if key in found]  # one may just have gone


@dataclass(frozen=True)
class Nothing:
    """What an empty list says: what would be here and how it comes, and the button if the reader may."""

    title: str
    words: str
    url: str = ""
    label: str = ""


class ListPage(AccessMixin, View):
    """A list of the portal. A subclass says who may see it, which rows there are, how they are filtered and shown."""

    http_method_names = ["get", "head", "options"]
    template_name: str
    filters: type[Filters] = Filters
    noun = "dòng"  # “Có 12 đơn vị”
    caption: str
    size = ROWS_ON_A_PAGE
    is_numbered = True  # with STT
    css = ""  # of the table
    is_public = False  # false: only who is signed in
    is_printed = True  # all rows at once, for paper
    hint = "Hãy bỏ bớt điều kiện, hoặc gõ ít chữ hơn. Không cần gõ dấu."

    @property
    def reader(self) -> Any:
        """Return the user who reads the list."""
        return self.request.user

    def check(self) -> None:
        """Raise PermissionDenied for who may not see the list."""

    def rows(self) -> QuerySet[Any]:
        """Return what the reader may see, in order."""
        raise NotImplementedError

    def complete(self, rows: QuerySet[Any]) -> Iterable[Any]:
        """Fetch with the rows of a page what their columns show, each with its `pk`, in any order."""
        return rows

    def columns(self) -> Sequence[Column]:
        raise NotImplementedError

    def row_css(self, row: Any) -> str:
        return ""

    def table_words(self) -> str:
        """Return what the table is called by those who cannot see it."""
        return self.caption

    def narrowing(self) -> int:
        """Return how many fields narrow the list."""
        return len(filters_in_words(self.chosen.form))

    def nothing(self) -> Nothing:
        """Return what is said when there is nothing at all."""
        return Nothing(f"Chưa có {self.noun} nào", "")

    def extra(self) -> dict[str, Any]:
        """Return what the template needs beyond the list."""
        return {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.is_public and not request.user.is_authenticated:
            return self.handle_no_permission()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def chosen(self) -> Filters:
        return self.filters(self.request.GET, self.rows(), request=self.request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        if self.is_printed and request.GET.get("print") == "1":
            return self.printed()
        pages = RowPages(self.chosen.qs, self.size, self.complete)
        page = pages.get_page(request.GET.get("page"))
        return render(request, self.template_name, self.context(list(page), page.start_index(), pages.count, page))

    def printed(self) -> HttpResponse:
        """Show all rows at once, with what narrows them, who prints them and when; of very many, the first, and say so."""
        most = PRINTED_AT_MOST if self.reader.is_authenticated else PRINTED_FOR_STRANGERS
        pages = RowPages(self.chosen.qs, most, self.complete)
        context = self.context(list(pages.get_page(1)), 1, pages.count, None)
        said = {"printed_at": timezone.now(), "narrowed_by": filters_in_words(self.chosen.form)}
        return render(self.request, self.template_name, {**context, **said})

    def context(self, rows: Sequence[Any], start: int, total: int, page: Page | None) -> dict[str, Any]:
        return {
            "table": Table(
                self.table_words(), self.columns(), rows, start if self.is_numbered else None, self.row_css, self.css
            ),
            "page": page,
            "total": total,
            "noun": self.noun,
            "filters": self.chosen,
            "is_filtered": self.chosen.is_filtered,
            "narrowing": self.narrowing(),
            "hint": self.hint,
            "nothing": self.nothing(),
            "list_url": self.request.path,
            **self.extra(),
        }
