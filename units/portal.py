"""What units and people are in the portal."""

from typing import Any

from django.urls import reverse

from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import (
    Crowd,
    Finder,
    Institution,
    LogWords,
    RailItem,
    Sample,
    Shortcut,
    Subject,
    Verb,
    Visits,
    Work,
)
from emulation_portal.notifications.enums import Mails
from emulation_portal.notifications.registry import MessageKind
from emulation_portal.rights.enums import Role

from .actions.writing_people import lock_people, write_people
from .actions.writing_units import lock_named_units, write_units
from .crowd import fill_units, visits
from .enums import ImportKind
from .finding import find_people, find_units
from .imports.people_plan import plan_people
from .imports.people_sheet import PEOPLE_SHEET
from .imports.registry import Importer
from .imports.templates import people_rows, unit_rows
from .imports.unit_plan import plan_units
from .imports.unit_sheet import UNIT_SHEET
from .letters import INVITATION, REORGANISED, RESET, compose_invitation, compose_reset
from .policies import ONLY_ADMIN
from .queries import institution_name, only_unit_of
from .sample import load_units
from .work import people_without_account


def _own_unit(user: Any) -> tuple[str, str] | None:
    unit = only_unit_of(user)
    return ("Đơn vị của tôi", reverse("units:detail", args=[unit])) if unit else None


_KEEPERS = frozenset({Role.ADMIN, Role.CHIEF_OF_OFFICE, Role.DEPT_HEAD, Role.AUDITOR})

declare(
    Institution(institution_name),
    RailItem("Đơn vị", "units:list", "house", 50, own=_own_unit),
    RailItem("Người và tài khoản", "units:people", "people", 60, _KEEPERS),
    Finder("Đơn vị", "house", find_units, 40),
    Finder("Người", "people", find_people, 50),
    Importer(
        kind=ImportKind.UNITS,
        label=ImportKind.UNITS.label,
        list_title="Đơn vị",
        list_name="units:list",
        sheet=UNIT_SHEET,
        roles=(Role.ADMIN,),
        refusal=ONLY_ADMIN,
        plan=plan_units,
        lock=lock_named_units,
        write=write_units,
        current=unit_rows,
        note_on_changes="Tên, nơi trực thuộc khác đi trong tệp là sửa chỗ ghi sai, không giữ tên cũ. Đơn vị đổi tên hoặc chuyển đi từ "
        "một ngày thì dùng “Đổi tên, chuyển trực thuộc” ở trang của đơn vị.",
    ),
    Importer(
        kind=ImportKind.PEOPLE,
        label=ImportKind.PEOPLE.label,
        list_title="Người và tài khoản",
        list_name="units:people",
        sheet=PEOPLE_SHEET,
        roles=(Role.ADMIN,),
        refusal=ONLY_ADMIN,
        plan=plan_people,
        lock=lock_people,
        write=write_people,
        current=people_rows,
    ),
    Shortcut("Mở tài khoản, giao vai trò", Role.ADMIN, "units:people"),
    Shortcut("In phiếu kích hoạt", Role.ADMIN, "units:slips"),
    MessageKind(INVITATION, "Thư mời", Mails.AT_ONCE, is_under_bell=False, compose=compose_invitation),
    MessageKind(RESET, "Thư đặt lại mật khẩu", Mails.AT_ONCE, is_under_bell=False, compose=compose_reset),
    MessageKind(REORGANISED, "Sáp nhập, chia, tách đơn vị"),
    Work(people_without_account, 60),
    Subject("units.unit", "Đơn vị", lambda pk: reverse("units:detail", args=[pk])),
    Subject("units.person", "Người", lambda pk: reverse("units:person", args=[pk])),
    Subject("units.emulationblock", "Khối, cụm", lambda pk: reverse("units:block", args=[pk])),
    Subject("units.position", "Chức vụ"),
    Subject("units.signingauthority", "Quyền ký"),
    Subject("units.appointment", "Vai trò"),  # as the log called it before roles stood below units
    LogWords(
        {
            "block.changed": Verb("Sửa khối, cụm"),
            "block.created": Verb("Lập khối, cụm"),
            "block.lead_noted": Verb("Ghi lại đơn vị từng được ghi là khối trưởng", "warning"),
            "block.unit_joined": Verb("Đưa đơn vị vào khối, cụm"),
            "block.unit_left": Verb("Đưa đơn vị ra khỏi khối, cụm"),
            "person.changed": Verb("Sửa thông tin người"),
            "person.created": Verb("Thêm người"),
            "position.cancelled": Verb("Hủy chức vụ ghi nhầm", "warning"),
            "position.ended": Verb("Thôi giữ chức vụ"),
            "position.started": Verb("Nhận chức vụ"),
            "signing.ended": Verb("Thôi quyền ký"),
            "signing.granted": Verb("Giao quyền ký"),
            "unit.changed": Verb("Sửa thông tin đơn vị"),
            "unit.closed": Verb("Cho đơn vị thôi hoạt động", "warning"),
            "unit.created": Verb("Thêm đơn vị"),
            "unit.handed_on": Verb("Tách ra đơn vị mới"),
            "unit.reopened": Verb("Mở lại đơn vị"),
            "unit.standing_changed": Verb("Đổi tên, chuyển trực thuộc"),
            "unit.standing_undone": Verb("Hủy lần đổi tên, chuyển trực thuộc", "warning"),
            "unit.succeeded": Verb("Kế tục đơn vị khác"),
            "unit.succession_cancelled": Verb("Hủy ghi nhận kế tục", "warning"),
            "units.imported": Verb("Nhập từ Excel"),
        }
    ),
    Sample(lambda on, so_far: load_units(on)),
    Crowd(lambda size, so_far: fill_units(size)),
    Visits(visits),
)
