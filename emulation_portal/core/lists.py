"""One base for every list: filters in the address, a page of rows, how many there are, all of them for the printer."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import AccessMixin
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View

from .filters import Filters, filters_in_words
from .numbering import grouped
from .sheets import XLSX, Sheet, write_book
from .tables import Column, Table
from .vietnamese import ascii_slug

ROWS_ON_A_PAGE = 20
PRINTED_AT_MOST = 2_000
PRINTED_FOR_STRANGERS = 100  # whose time is counted by nobody: four pages at once
EXPORTED_AT_MOST = 50_000
EXPORTED_TOGETHER = 500  # rows that are read and held at once


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
        return self._whole(keys)

    def _whole(self, keys: Sequence[Any]) -> list[Any]:
        rows: Any = self.object_list
        found = {row.pk: row for row in self._complete(rows.model._default_manager.filter(pk__in=keys))}
        return [found[key] for key in keys if key in found]  # one may just have gone

    def first(self, most: int) -> Iterator[Any]:
        """Yield so many rows in order, holding few of them at once."""
        rows: Any = self.object_list
        keys = list(rows.values_list("pk", flat=True)[:most])
        for at in range(0, len(keys), EXPORTED_TOGETHER):
            yield from self._whole(keys[at : at + EXPORTED_TOGETHER])


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
    is_exported = True  # to Excel, by who is signed in
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

    def sheet_columns(self) -> Sequence[Column]:
        """Return the columns of the Excel file: those of the screen, unless one cell shows several things there."""
        return [column for column in self.columns() if not column.is_quiet]

    def after_export(self, rows: int) -> None:
        """Write down that so many rows were taken along, where that is written down."""

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

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.check()
        if self.is_exported and request.GET.get("xuat") == "xlsx":
            return self.exported()
        if self.is_printed and request.GET.get("print") == "1":
            return self.printed()
        pages = RowPages(self.chosen.qs, self.size, self.complete)
        page = pages.get_page(request.GET.get("page"))
        return render(request, self.template_name, self.context(list(page), page.start_index(), pages.count, page))

    def printed(self) -> HttpResponseBase:
        """Show all rows at once, with what narrows them, who prints them and when; of very many, the first, and say so."""
        most = PRINTED_AT_MOST if self.reader.is_authenticated else PRINTED_FOR_STRANGERS
        pages = RowPages(self.chosen.qs, most, self.complete)
        context = self.context(list(pages.get_page(1)), 1, pages.count, None)
        said = {"printed_at": timezone.now(), "narrowed_by": filters_in_words(self.chosen.form)}
        return render(self.request, self.template_name, {**context, **said})

    def exported(self) -> HttpResponseBase:
        """Xuất Excel: all rows of the same filters and rights as a file; of very many the first, and it says so.

        A filter that makes no sense would export more than was asked for, so nothing is.
        """
        if not self.reader.is_authenticated:
            return self.handle_no_permission()
        if self.chosen.form.errors:
            words = "Chưa xuất gì: bộ lọc có ô chưa đúng. Hãy sửa ô được đánh dấu rồi xuất lại."
            messages.error(self.request, words)
            return redirect(self._address_with())
        pages = RowPages(self.chosen.qs, self.size, self.complete)
        total, is_cut = pages.count, pages.count > EXPORTED_AT_MOST
        rows, columns = pages.first(EXPORTED_AT_MOST), self.sheet_columns()
        headings = [*(["STT"] if self.is_numbered else []), *(column.heading for column in columns)]
        said = Sheet("Thông tin", ["Mục", "Nội dung"], self._said_of_export(total), is_filtered=False)
        file = write_book([Sheet("Danh sách", headings, self._cells(rows, columns)), said])
        self.after_export(min(total, EXPORTED_AT_MOST))
        cut = "-chua-het" if is_cut else ""
        name = f"{ascii_slug(self.table_words())}-{timezone.localdate():%Y-%m-%d}{cut}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)

    def _cells(self, rows: Iterable[Any], columns: Sequence[Column]) -> Iterator[list[object]]:
        for at, row in enumerate(rows, start=1):
            yield [*([at] if self.is_numbered else []), *(column.exported(row) for column in columns)]

    def _said_of_export(self, total: int) -> list[tuple[str, object]]:
        narrowed = [f"{label}: {words}" for label, words in filters_in_words(self.chosen.form)]
        said: list[tuple[str, object]] = [
            ("Danh sách", self.table_words()),
            ("Điều kiện lọc", "\n".join(narrowed) or "Không lọc"),
            ("Số dòng", min(total, EXPORTED_AT_MOST)),
            ("Xuất lúc", timezone.now()),
            ("Người xuất", str(self.reader)),
        ]
        if total > EXPORTED_AT_MOST:
            words = f"CHƯA HẾT: tệp này chỉ có {grouped(EXPORTED_AT_MOST)} dòng đầu trong {grouped(total)}. "
            said.append(("Lưu ý", f"{words}Hãy lọc hẹp hơn rồi xuất từng phần."))
        return said

    def _address_with(self, **asked: str) -> str:
        """Return the address of the list with the same filters and what else is asked."""
        query = self.request.GET.copy()
        for name in ("page", "print", "xuat"):
            query.pop(name, None)
        query.update(asked)
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

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
            "excel_url": self._address_with(xuat="xlsx") if self.is_exported and self.reader.is_authenticated else "",
            **self.extra(),
        }
