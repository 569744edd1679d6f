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


class Command(BaseCommand):
    help = "Open the first administrator's account and print its activation code. The alliance is made when missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("full_name")
        parser.add_argument("--email", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            username, code, until = open_administrator(options["username"], options["full_name"], options["email"])
        except DomainError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Tên đăng nhập: {username}\nMã kích hoạt:  {code}\nDùng một lần, đến {until}.")


@transaction.atomic
def open_administrator(username: str, full_name: str, email: str) -> tuple[str, str, str]:
    """Open the account and return its user name, code and last day. Raises UsernameRefused, EmailTaken."""
    alliance = Unit.objects.filter(kind=UnitKind.ALLIANCE).first()
    if alliance is None:
        fields = {"code": "LMHTX", "short_name": "Liên minh HTX tỉnh Quảng Ninh"}
        alliance = save_unit(
            Unit(kind=UnitKind.ALLIANCE, name="Liên minh Hợp tác xã tỉnh Quảng Ninh", **fields), by=None
        )
    user = create_account(username=username, full_name=full_name, email=email, by=None)
    person = save_person(Person(full_name=full_name, user=user, alliance=alliance), by=None)
    start_position(person=person, unit=alliance, title="Quản trị hệ thống", since=today(), by=None)
    appoint(user=user, unit=alliance, role=Role.ADMIN, since=today(), by=None)
    activation, code = issue_slip(user, by=None)
    return user.username, code, f"{localtime(activation.expires_at):%H:%M ngày %d/%m/%Y}"
