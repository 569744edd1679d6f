"""Filters of the list of papers."""

from typing import Any

from emulation_portal.core.filters import Filters, choice, words
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of

from ..enums import Shelf
from ..finding import drafts_saying, papers_saying
from ..registry import kinds


class ReceiptFilters(Filters):
    state = choice("Tình trạng", [("missing", "Chưa tiếp nhận"), ("received", "Đã tiếp nhận")], method="in_state")
    q = words("Tìm đơn vị", "Tên, mã đơn vị; không cần gõ dấu")

    def in_state(self, units: Any, name: str, value: str) -> Any:
        return units.filter(has_received=value == "received")


class PaperFilters(Filters):
    """Issued papers, unless what is being written is asked for; that has no year yet."""

    year = choice("Năm", method="in_year")
    kind = choice("Loại")
    desk = choice("Tình trạng", [(Shelf.WRITTEN.value, Shelf.WRITTEN.label)], empty=Shelf.ISSUED.label, method="whole")
    q = words("Tìm văn bản", "Số, trích yếu; không cần gõ dấu", method="whole")

    def fill_choices(self) -> None:
        if not rights_of(self.request.user).hold(*OFFICE_ROLES):
            del self.filters["desk"]  # nobody else sees what is being written
        days = self.queryset.issued().order_by().dates("document__issued_on", "year", order="DESC")
        self.choices("year", [(day.year, str(day.year)) for day in days])
        self.choices("kind", [(kind.code, f"{kind.noun[:1].upper()}{kind.noun[1:]}") for kind in kinds()])

    def in_year(self, papers: Any, name: str, year: str) -> Any:
        return papers.filter(document__issued_on__year=int(year))

    def whole(self, papers: Any, name: str, value: str) -> Any:
        """Which papers are shown decides where words are looked for: see `filter_queryset`."""
        return papers

    def filter_queryset(self, papers: Any) -> Any:
        found, text = super().filter_queryset(papers), self.value("q")
        if self.is_of_drafts:
            found = found.being_written().order_by("-owner_since", "-pk")
            return drafts_saying(found, text) if text else found
        return papers_saying(found.issued(), text) if text else found.issued()

    @property
    def is_of_drafts(self) -> bool:
        return self.value("desk") == Shelf.WRITTEN
