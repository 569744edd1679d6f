import datetime as dt
import io
import resource
import time
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.core.scratch import scratch_database
from emulation_portal.core.sheets import Sheet, write_book
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from units.actions import apply_import, receive_table
from units.enums import ImportKind, UnitKind
from units.imports.unit_sheet import UNIT_SHEET
from units.models import SheetImport, Unit

SIZES = (1_000, 10_000, 35_000)


class Command(BaseCommand):
    help = "Measure importing units from Excel, new ones and then changes of all, in a scratch database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES))

    def handle(self, *args: Any, rows: list[int], **options: Any) -> None:
        with scratch_database():
            admin = User.objects.create_user("admin", "Quản Trị")
            for number in rows:
                self._measure(number, admin)

    def _measure(self, number: int, admin: User) -> None:
        code = f"LM{number}"
        alliance = Unit.objects.create(kind=UnitKind.ALLIANCE, name=f"Liên minh {code}", code=code)
        alliance.refresh_from_db()
        Appointment.objects.create(user=admin, unit=alliance, role=Role.ADMIN, effective_from=dt.date(2020, 1, 1))
        for what, place in (("new", "xã Bãi Soi"), ("changed", "xã Cửa Sóng")):
            admin = User.objects.get(pk=admin.pk)  # rights are asked anew
            file = _table(number, place)
            began = time.monotonic()
            key = receive_table(ImportKind.UNITS, "a.xlsx", file, alliance=alliance, by=admin).pk
            seen = time.monotonic() - began
            peak_seen = _peak()
            apply_import(import_id=key, by=admin, at=timezone.now())
            done = time.monotonic() - began - seen
            kept = SheetImport.objects.narrow().get(pk=key)
            total = seen + done
            self.stdout.write(
                f"{number} rows {what} ({kept.created_count} new, {kept.changed_count} changed): read and previewed in "
                f"{seen:.1f} s, written in {done:.1f} s, {1000 * total / number:.2f} ms a row; "
                f"peak so far {peak_seen:.0f} MB, then {_peak():.0f} MB"
            )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _table(number: int, place: str) -> io.BytesIO:
    with write_book([Sheet(UNIT_SHEET.title, [c.heading for c in UNIT_SHEET.columns], _rows(number, place))]) as file:
        return io.BytesIO(file.read())


def _rows(number: int, place: str) -> Iterator[list[object]]:
    kind, day = UnitKind.COOPERATIVE.label, dt.date(2020, 1, 2)
    for at in range(number):
        name = f"Hợp tác xã Dịch vụ Nông nghiệp Suối Ngọc {at}"
        yield [
            f"HTX-{at:05d}",
            name,
            f"HTX Suối Ngọc {at}",
            kind,
            None,
            place,
            f"Thôn {at % 90}, {place}",
            "0203 3825 123",
            f"htx{at}@example.vn",
            day,
        ]
