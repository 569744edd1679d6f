import logging

from django.utils import timezone

from emulation_portal.core.routines import routine

from . import actions
from .health import check_sealed
from .verifying import LogChanged, look_tonight

log = logging.getLogger(__name__)


@routine("audit.seal", "Niêm phong nhật ký")
def seal(**_ignored: object) -> None:
    now = timezone.now()
    actions.seal_events(at=now)
    check_sealed(at=now)


@routine("audit.verify", "Đối chiếu nhật ký với dấu niêm phong")
def verify(**_ignored: object) -> None:
    found = look_tonight()
    for words in found.named:
        log.error("nhật ký không còn nguyên vẹn: %s", words)
    if not found.is_whole:
        raise LogChanged(f"{found.named[0]} Tổng cộng {found.count} chỗ; xem đủ bằng lệnh audit_verify.")
