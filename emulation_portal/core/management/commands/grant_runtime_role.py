from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from emulation_portal.core.runtime_role import RoleRefused, grant_to, statements


class Command(BaseCommand):
    help = (
        "Let a database role do what the portal does while it runs, and nothing else. Run it as the owner of the tables; "
        "with RUNTIME_DATABASE_ROLE set, migrate does it by itself."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role")
        parser.add_argument("--print", action="store_true", dest="only_print", help="show the statements, run none")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["only_print"]:
                with connection.cursor() as cursor:
                    said = statements(options["role"], cursor)
                self.stdout.write("\n".join(f"{statement.strip()};" for statement in said))
            else:
                grant_to(options["role"])
                self.stdout.write(f"Đã cấp quyền cho vai trò {options['role']}.")
        except RoleRefused as error:
            raise CommandError(str(error)) from None
