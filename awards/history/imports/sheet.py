"""The table of awards that were given, a line for each: its columns, and what the template shows."""

import datetime as dt
from typing import Any

from emulation_portal.core.dates import today
from emulation_portal.core.numbering import whole_number
from emulation_portal.law.catalogue import award_types
from emulation_portal.law.enums import AwardGround, AwardSubject
from emulation_portal.spreadsheets.columns import ImportColumn, SheetKind, WrongCell, day, one_of, text
from units.imports.people_sheet import key_of_person
from units.imports.unit_sheet import code_of_unit

from ..regulations import FIRST_AWARD_YEAR

_AWARDS = {each.code: each.label for each in award_types()}
_SUBJECTS = {each.value: str(each.label) for each in AwardSubject}
_GROUNDS = {each.value: str(each.label) for each in AwardGround}


def _award(value: Any) -> str:
    """Return the code of the award, by its label or by the code itself."""
    said = str(value).strip().upper()
    return said if said in _AWARDS else one_of(_AWARDS)(value)


def _year(value: Any) -> str:
    said = text(12)(value)
    year = whole_number(said)
    if year is None or not FIRST_AWARD_YEAR <= year <= today().year:
        raise WrongCell(f"“{said}” không phải là năm từ {FIRST_AWARD_YEAR} đến nay. Hãy ghi bốn chữ số, ví dụ 2021.")
    return str(year)


def _must(name: str, heading: str, hint: str, example: Any, read: Any, choices: tuple[str, ...] = ()) -> ImportColumn:
    return ImportColumn(name, heading, hint, example, read, is_required=True, can_be_cleared=False, choices=choices)


def _may(name: str, heading: str, hint: str, example: Any, read: Any, choices: tuple[str, ...] = ()) -> ImportColumn:
    return ImportColumn(name, heading, hint, example, read, can_be_cleared=False, choices=choices)


AWARD_SHEET = SheetKind(
    title="Khen thưởng",
    key="Số quyết định",
    ignored=("Đơn vị", "Tình trạng", "STT"),
    other_headings={
        "Họ và tên": "Họ tên, tên tập thể",
        "Họ tên": "Họ tên, tên tập thể",
        "Tên tập thể": "Họ tên, tên tập thể",
        "Danh hiệu": "Danh hiệu, hình thức",
        "Hình thức khen thưởng": "Danh hiệu, hình thức",
        "Năm": "Năm được công nhận",
        "Cấp quyết định": "Người, cơ quan quyết định",
    },
    columns=(
        _must("unit", "Mã đơn vị", "Nơi lập thành tích, theo mã trên cổng.", "HTX-901", code_of_unit),
        _must(
            "subject",
            "Đối tượng",
            "Cá nhân, tập thể hoặc hộ gia đình.",
            _SUBJECTS["person"],
            one_of(_SUBJECTS),
            choices=tuple(_SUBJECTS.values()),
        ),
        _must(
            "name",
            "Họ tên, tên tập thể",
            "Như trên quyết định. Chính đơn vị thì ghi tên đơn vị.",
            "Nguyễn Văn Thử",
            text(200),
        ),
        _may("post", "Chức vụ", "Như trên quyết định.", "Giám đốc", text(120)),
        _may("birth_year", "Năm sinh", "Để phân biệt người trùng tên.", "1968", _year),
        _may("person", "Mã người", "Ghi khi biết chắc là ai trên cổng; để trống thì gắn sau.", "", key_of_person),
        _must(
            "award",
            "Danh hiệu, hình thức",
            "Chọn một mục trong danh sách của ô.",
            _AWARDS["LDTT"],
            _award,
            choices=tuple(_AWARDS.values()),
        ),
        _may(
            "ground",
            "Loại hình",
            "Để trống là công trạng.",
            _GROUNDS["merit"],
            one_of(_GROUNDS),
            choices=tuple(_GROUNDS.values()),
        ),
        _may("year", "Năm được công nhận", "Bắt buộc với danh hiệu thi đua.", "2021", _year),
        _may("achieved_from", "Thành tích từ ngày", "Khi quyết định có nêu.", "", day),
        _may("achieved_to", "Đến hết ngày", "Khi quyết định có nêu.", "", day),
        _may("achievement", "Thành tích", "Nội dung khen, như trên quyết định.", "", text(1000)),
        _must("decision_number", "Số quyết định", "Số và ký hiệu.", "110/QĐ-LMHTX", text(80)),
        _must("decided_on", "Ngày quyết định", "Ngày/tháng/năm.", dt.date(2021, 12, 22), day),
        _must(
            "decided_by",
            "Người, cơ quan quyết định",
            "Như trên quyết định.",
            "Chủ tịch Liên minh Hợp tác xã tỉnh",
            text(200),
        ),
    ),
)
