from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import localtime

from emulation_portal.accounts.actions import create_account, issue_slip
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.rights.enums import Role
from units.actions import appoint, save_person, save_unit, start_position
from units.enums import UnitKind
from units.models import Person, Unit

FIRST_CODE = "LMHTX"


class Command(BaseCommand):
    help = (
        "Open an alliance's first administrator's account and print its activation code. "
        "The alliance is made when it is missing; where there are several, --alliance says which."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("full_name")
        parser.add_argument("--email", default="")
        parser.add_argument(
            "--alliance", default="", metavar="CODE", help=f"its code; {FIRST_CODE} when it is made and none is said"
        )
        parser.add_argument("--name", default="", help="its name, when it is made")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = {name: options[name] for name in ("username", "full_name", "email", "alliance", "name")}
        try:
            username, code, until = open_administrator(**wanted)
        except DomainError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Tên đăng nhập: {username}\nMã kích hoạt:  {code}\nDùng một lần, đến {until}.")


@transaction.atomic
def open_administrator(
    *, username: str, full_name: str, email: str = "", alliance: str = "", name: str = ""
) -> tuple[str, str, str]:
    """Open the account and return its user name, code and last day.

    Raises UsernameRefused, EmailTaken, DomainError (which alliance, or what it is called, is not clear).
    """
    unit = find_or_found(alliance.strip().upper(), name.strip())
    user = create_account(username=username, full_name=full_name, email=email, by=None)
    person = save_person(Person(full_name=full_name, user=user, alliance=unit), by=None)
    start_position(person=person, unit=unit, title="Quản trị hệ thống", since=today(), by=None)
    appoint(user=user, unit=unit, role=Role.ADMIN, since=today(), by=None)
    activation, code = issue_slip(user, by=None)
    return user.username, code, f"{localtime(activation.expires_at):%H:%M ngày %d/%m/%Y}"


def find_or_found(code: str, name: str) -> Unit:
    """Return the alliance of this code, else the only one there is, else a new one. Raises DomainError."""
    known = list(Unit.objects.filter(kind=UnitKind.ALLIANCE).order_by("pk"))
    found = [unit for unit in known if unit.code == code] if code else known
    if len(found) > 1:
        codes = ", ".join(unit.code for unit in found)
        raise DomainError(f"Có nhiều Liên minh. Hãy ghi --alliance với một trong các mã: {codes}.")
    if found:
        return found[0]
    if not name:
        which = f"Liên minh mã {code}" if code else "Liên minh nào"
        raise DomainError(f"Chưa có {which}. Muốn lập mới, hãy ghi cả tên bằng --name.")
    return save_unit(Unit(kind=UnitKind.ALLIANCE, code=code or FIRST_CODE, name=name), by=None)
