"""The list of papers: those that were issued, and for the office what is being written."""

from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link, noted, status
from emulation_portal.core.tables import Column
from emulation_portal.procedure.registry import procedure_of
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of

from ..forms.filters import PaperFilters
from ..models import Draft


class PaperList(ListPage):
    """Văn bản: to the office all of its own, to others the papers that they may read."""

    template_name, filters = "drafts/list.html", PaperFilters
    noun, caption, is_public = "văn bản", "Danh sách văn bản", True
    hint = "Hãy bỏ bớt điều kiện lọc, thử vài chữ trong trích yếu, không cần dấu; hoặc chỉ gõ số, ví dụ 644."

    def rows(self) -> QuerySet[Draft]:
        return Draft.objects.visible_to(self.reader)

    def complete(self, rows: Any) -> Any:
        return rows.select_related("document").defer("document__payload")

    def columns(self) -> list[Column]:
        if self.chosen.is_of_drafts:
            return [
                Column("Văn bản", lambda draft: link(draft), names_row=True),
                Column("Trạng thái", _state),
                Column("Ở đó từ", lambda draft: draft.owner_since),
            ]
        return [
            Column("Văn bản", lambda draft: noted(link(draft, draft.document), _title(draft)), names_row=True),
            Column("Ngày ban hành", lambda draft: draft.document.issued_on),
            Column(
                "Hiệu lực",
                lambda draft: draft.document.get_status_display() if draft.document.is_in_force else _state(draft),
            ),
        ]

    def sheet_columns(self) -> list[Column]:
        if self.chosen.is_of_drafts:
            return self.columns()
        return [
            Column("Văn bản", lambda draft: draft.document),
            Column("Trích yếu", _title),
            *self.columns()[1:],
        ]

    def extra(self) -> dict[str, Any]:
        return {"reads_received": rights_of(self.reader).hold(*OFFICE_ROLES)}

    def nothing(self) -> Nothing:
        return Nothing("Chưa có văn bản nào được ban hành", "Văn bản sẽ hiện ở đây khi Liên minh ban hành.")


def _title(draft: Any) -> str:
    return " ".join(draft.document.summary.split())


def _state(draft: Draft) -> SafeString:
    return status(draft.get_status_display(), procedure_of(draft).state_of(draft.status).tone)
