"""Danh hiệu đã đăng ký: who registers for what, in all that units of a call have sent last."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from emulation_portal.core.lists import Nothing
from emulation_portal.core.markup import lines, link, status
from emulation_portal.core.tables import Column
from emulation_portal.law.enums import AwardSubject

from ..content import labels
from ..forms import TitleFilters
from ..models import RegisteredTitle
from .calls import BASIS, ListOfCall


class TitleList(ListOfCall):
    template_name, filters = "registration_of_units/titles.html", TitleFilters
    noun, caption = "lượt đăng ký danh hiệu", "Danh hiệu đã đăng ký"

    @cached_property
    def labels(self) -> dict[str, str]:
        return labels()

    def table_words(self) -> str:
        return f"{self.call}: danh hiệu đã đăng ký"

    def rows(self) -> QuerySet[RegisteredTitle]:
        found = RegisteredTitle.objects.visible_to(self.reader).counting(self.call)
        return found.order_by("version__registration__unit__name", "version", "subject", "position", "pk")

    def complete(self, rows: QuerySet[RegisteredTitle]) -> QuerySet[RegisteredTitle]:
        return rows.select_related("version__registration__unit", "version__registration__call")

    def columns(self) -> list[Column]:
        return [
            Column("Tập thể, cá nhân", lambda row: row.name, names_row=True),
            Column("Chức vụ", lambda row: row.post),
            Column("Danh hiệu", lambda row: self.labels[row.title]),
            Column("Đơn vị", _unit),
        ]

    def sheet_columns(self) -> list[Column]:
        return [
            Column("Đơn vị", lambda row: row.version.registration.unit.name),
            Column("Mã đơn vị", lambda row: row.version.registration.unit.code),
            Column("Đối tượng", lambda row: str(AwardSubject(row.subject).label)),
            Column("Tập thể, cá nhân", lambda row: row.name),
            Column("Chức vụ", lambda row: row.post),
            Column("Danh hiệu", lambda row: self.labels[row.title]),
            Column("Đơn vị gửi ngày", lambda row: row.version.registration.sent_on),
            Column("Gửi danh hiệu lần đầu ngày", lambda row: row.version.registration.titled_on),
            Column("Làm căn cứ xét danh hiệu", lambda row: BASIS[row.version.registration.titles_may_rest_on_it]),
        ]

    def nothing(self) -> Nothing:
        return Nothing("Chưa có danh hiệu nào được đăng ký", "Danh hiệu hiện ở đây khi đơn vị đã gửi đăng ký.")


def _unit(row: RegisteredTitle) -> Any:
    registration = row.version.registration
    warned = status(BASIS[False], "warning") if registration.titles_may_rest_on_it is False else ""
    return lines([link(registration, registration.unit.name), *([warned] if warned else [])])
