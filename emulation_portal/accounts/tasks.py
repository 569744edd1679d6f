from emulation_portal.core.dates import today
from emulation_portal.core.routines import routine

from .actions import purge_sessions


@routine("accounts.purge_sessions", "Xóa phiên đăng nhập đã hết hạn")
def purge(**_ignored: object) -> None:
    purge_sessions(on=today())
