"""Danh sách tổng hợp: what all units propose, by award, from the highest."""

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link, noted, status
from emulation_portal.core.tables import Column
from emulation_portal.law.catalogue import award_types
from emulation_portal.law.eligibility import Fulfilment
from emulation_portal.law.enums import AwardSubject

from .. import policies
from ..enums import NominationStatus
from ..forms import NominationFilters
from ..models import Nomination
from ..order import rank_of
from ..procedures import NOMINATION


class NominationList(ListPage):
    """For the standing office: in ceremonial order, each with how it stood when it was received."""

    template_name, filters = "nominations/synthesis.html", NominationFilters
    noun, caption = "đề nghị", "Đề nghị khen thưởng"

    def check(self) -> None:
        policies.check_can_see_synthesis(self.reader)

    def rows(self) -> QuerySet[Nomination]:
        found = Nomination.objects.visible_to(self.reader).sent()
        return found.alias(ceremony=_CEREMONY, alone=_ALONE).order_by("ceremony", "alone", "dossier__unit__name", "pk")

    def complete(self, rows: QuerySet[Nomination]) -> QuerySet[Nomination]:
        return rows.select_related("dossier__unit", "dossier__campaign")

    def columns(self) -> list[Column]:
        return [
            Column("Cá nhân, tập thể", _who, names_row=True),
            Column("Đề nghị", lambda row: row.award_label),
            Column("Năm", lambda row: str(row.dossier.year), "num"),
            Column("Thành tích", _reason),
            Column("Điều kiện", _found),
            Column("Trạng thái", lambda row: status(row.get_status_display(), NOMINATION.state_of(row.status).tone)),
        ]

    def sheet_columns(self) -> list[Column]:
        return [
            Column("Danh hiệu, hình thức", lambda row: row.award_label),
            Column("Đối tượng", lambda row: row.get_subject_display()),
            Column("Họ tên, tên tập thể", lambda row: row.name),
            Column("Chức vụ", lambda row: row.post),
            Column("Đơn vị", lambda row: row.dossier.unit.name),
            Column("Khen thưởng về", lambda row: row.dossier.purpose),
            Column("Năm thành tích", lambda row: row.dossier.year),
            Column("Thành tích", _reason),
            Column("Điểm, khoản, điều", lambda row: row.standard_ref),
            Column("Điều kiện khi tiếp nhận", lambda row: (row.judged_when_received or {}).get("verdict", "")),
            Column("Ý kiến thẩm định", lambda row: row.note),
            Column("Trạng thái", lambda row: row.get_status_display()),
        ]

    def nothing(self) -> Nothing:
        return Nothing("Chưa có đề nghị nào", "Đề nghị hiện ở đây khi hồ sơ của đơn vị được tiếp nhận.")


_CEREMONY = Case(
    *(When(award=each.code, then=Value(rank_of(each.code))) for each in award_types()),
    default=Value(len(award_types())),
    output_field=IntegerField(),
)
_ALONE = Case(When(subject=AwardSubject.PERSON, then=Value(1)), default=Value(0), output_field=IntegerField())


def _who(row: Nomination) -> Any:
    post = f"{row.post}, " if row.post else ""
    where = "" if row.name == row.dossier.unit.name else f"{post}{row.dossier.unit.name}"
    return noted(link(row, row.name), where)


def _reason(row: Nomination) -> str:
    """Return what for; what the unit is mending alone is not shown."""
    return "" if row.status == NominationStatus.RETURNED else row.reason


def _found(row: Nomination) -> Any:
    found = row.judged_when_found or row.judged_when_received or {}
    if not found:
        return ""
    fails = any(each["standing"] == Fulfilment.FAILED for each in found["findings"])
    return status(found["verdict"], "danger" if found["stops"] else "warning" if fails else "neutral")
