from emulation_portal.core.dates import today
from emulation_portal.core.routines import routine

from . import actions


@routine("drafts.purge_imports", "Xóa tệp nhập đã quá hạn lưu")
def purge_imports(**_ignored: object) -> None:
    actions.purge_imports(on=today())


@routine("drafts.purge_readings", "Xóa bản đọc tệp đã quá hạn lưu")
def purge_readings(**_ignored: object) -> None:
    actions.purge_readings(on=today())
