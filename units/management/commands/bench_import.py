import datetime as dt
import io
import resource
import time
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.core.scratch import scratch_database
from emulation_portal.core.sheets import Sheet, write_book
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from emulation_portal.spreadsheets.columns import YES
from units.actions import apply_import, receive_table
from units.enums import ImportKind, UnitKind
from units.imports.registry import importers
from units.models import SheetImport, Unit

SIZES = (1_000, 10_000, 35_000)
_NAMES = ("Thử", "Mẫu", "Ví", "Dụ")


class Command(BaseCommand):
    help = "Measure importing from Excel in a scratch database: new units, changes of all, a head with an account for each."

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
        rounds = [
            (ImportKind.UNITS, _units(number, "xã Bãi Soi")),
            (ImportKind.UNITS, _units(number, "xã Cửa Sóng")),
            (ImportKind.PEOPLE, _people(number)),
        ]
        for kind, rows in rounds:
            admin = User.objects.get(pk=admin.pk)  # rights are asked anew
            file = _table(kind, rows)
            began = time.monotonic()
            key = receive_table(kind, "a.xlsx", file, alliance=alliance, by=admin).pk
            seen = time.monotonic() - began
            apply_import(import_id=key, by=admin, at=timezone.now())
            done = time.monotonic() - began - seen
            kept = SheetImport.objects.narrow().get(pk=key)
            self.stdout.write(
                f"{number} rows of {kind.name.lower()} ({kept.created_count} new, {kept.changed_count} changed): read and "
                f"previewed in {seen:.1f} s, written in {done:.1f} s, {1000 * (seen + done) / number:.2f} ms a row; "
                f"peak so far {_peak():.0f} MB"
            )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _table(kind: ImportKind, rows: Iterable[list[object]]) -> io.BytesIO:
    sheet = importers()[kind].sheet
    with write_book([Sheet(sheet.title, [column.heading for column in sheet.columns], rows)]) as file:
        return io.BytesIO(file.read())


def _units(number: int, place: str) -> Iterator[list[object]]:
    kind, day = UnitKind.COOPERATIVE.label, dt.date(2020, 1, 2)
    for at in range(number):
        name = f"Hợp tác xã Dịch vụ Nông nghiệp Suối Ngọc {at}"
        address, mail = f"Thôn {at % 90}, {place}", f"htx{at}@example.vn"
        yield [f"HTX-{at:05d}", name, f"HTX {at}", kind, None, place, address, "0203 3825 123", mail, day]


def _people(number: int) -> Iterator[list[object]]:
    """Yield a head for every unit, with an account, every fourth invited by mail."""
    born, since = dt.date(1968, 2, 5), dt.date(2020, 1, 2)
    for at in range(number):
        mail = f"giamdoc{at}.{number}@example.vn" if at % 4 == 0 else None
        yield [None, f"HTX-{at:05d}", f"Nguyễn Văn {_NAMES[at % 4]}", born, "Giám đốc", YES, since, YES, mail]
