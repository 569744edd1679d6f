"""Regular work on files: doorways from the clock to actions."""

from typing import Any

from emulation_portal.core.dates import today
from emulation_portal.core.routines import routine

from . import actions


@routine("files.purge_loose", "Xóa tệp đã gửi mà không dùng")
def purge_loose(**_ignored: Any) -> None:
    actions.purge_loose(on=today())


@routine("files.sweep", "Đối chiếu tệp đã lưu với mã kiểm tra")
def sweep(**_ignored: Any) -> None:
    actions.sweep_files()
