from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.actions import confirm_import, confirmed_as_read, read_plan_file
from campaigns.importing import ParsedPlan
from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.models import Issuer


class Command(BaseCommand):
    help = "Read a campaign plan from a .md, .txt or .docx file into a draft, and print what was recognised."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--as", dest="username", required=True, help="user name of the officer or clerk who imports"
        )
        parser.add_argument("--issuer", help="symbol of the issuing body, such as LMHTX; the first when left out")
        parser.add_argument("--dry-run", action="store_true", help="only print what would be read")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._import(**options)
        except (OSError, User.DoesNotExist, Issuer.DoesNotExist, DomainError, PermissionError) as error:
            raise CommandError(str(error)) from error

    def _import(self, *, file: Path, username: str, issuer: str | None, dry_run: bool, **_: Any) -> None:
        from campaigns.importing import import_file

        parsed = import_file(file.name, file.read_bytes(), on=today())
        self._report(parsed)
        if dry_run:
            return
        by = User.objects.get(username=username)
        source = read_plan_file(file.name, file.read_bytes(), by=by, on=today())
        body = Issuer.objects.get(symbol=issuer) if issuer else Issuer.objects.order_by("pk")[:1].get()
        plan = confirm_import(import_id=source.pk, confirmed=confirmed_as_read(parsed, issuer=body), by=by)
        kind = "transcription" if plan.is_transcription else "draft"
        self.stdout.write(f"Opened as {kind}: plan {plan.pk}, {plan.get_absolute_url()}")

    def _report(self, parsed: ParsedPlan) -> None:
        number = f"{parsed.number}/{parsed.symbol}" if parsed.number else "–"
        self.stdout.write(f"Số: {number}   Ngày: {parsed.issued_on or '–'}   Địa danh: {parsed.place or '–'}")
        self.stdout.write(f"{parsed.document_type}: {' '.join(parsed.summary)}")
        self.stdout.write(f"{len(parsed.bases)} căn cứ, {len(parsed.sections)} mục")
        for warning in parsed.warnings:
            self.stdout.write(f"! {warning.message}")
