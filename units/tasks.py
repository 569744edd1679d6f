"""Regular work on units: doorways from the clock to actions."""

from emulation_portal.core.dates import today
from emulation_portal.core.retention import kept_from
from emulation_portal.core.routines import routine

from .models import SheetImport


@routine("units.purge_imports", "Xóa bảng nhập đã quá hạn lưu")
def purge_imports(**_ignored: object) -> None:
    if since := kept_from("units.imports", today()):
        SheetImport.objects.filter(created_at__lt=since).delete()
