from emulation_portal.core.dates import today
from emulation_portal.core.routines import routine

from .actions import purge_sessions
from .unsaved import purge_unsaved


@routine("accounts.purge_sessions", "Xóa phiên đăng nhập đã hết hạn")
def purge(**_ignored: object) -> None:
    purge_sessions(on=today())
    purge_unsaved(on=today())
