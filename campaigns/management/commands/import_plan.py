from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.drafts.actions import as_read, confirm_import, read_paper_file
from emulation_portal.documents.drafts.file_reading import read_for
from emulation_portal.documents.drafts.queries import issuers_for
from emulation_portal.documents.models import Issuer
from emulation_portal.documents.reading import ParsedPaper
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment


class Command(BaseCommand):
    help = "Read a campaign plan from a .md, .txt or .docx file into a draft, and print what was recognised."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="username", help="who imports; the only officer who may when left out")
        parser.add_argument(
            "--issuer",
            help="symbol of the issuing body, such as LMHTX, among those they draft for; the first of these when left out",
        )
        parser.add_argument("--dry-run", action="store_true", help="only print what would be read")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            content = file.read_bytes()
            if dry_run:
                self._report(read_for("plan", file.name, content, on=today())[1])
                return
            by = _importer(options["username"], options["issuer"])
            plan = self._import(file.name, content, by=by, issuer=_issuer(by, options["issuer"]))
        except (OSError, DomainError, PermissionDenied) as error:
            raise CommandError(str(error)) from error
        kind = "transcription" if plan.is_transcription else "draft"
        self.stdout.write(f"Opened as {kind}: plan {plan.pk}, {plan.get_absolute_url()}")

    @transaction.atomic
    def _import(self, name: str, content: bytes, *, by: User, issuer: Issuer) -> Any:
        """Read and confirm in one: a file that is refused waits for nobody."""
        source = read_paper_file("plan", name, content, by=by, on=today())
        parsed = ParsedPaper.from_json(source.parsed)
        self._report(parsed)
        return confirm_import(import_id=source.pk, confirmed=as_read(parsed, "plan", issuer=issuer, on=today()), by=by)

    def _report(self, parsed: ParsedPaper) -> None:
        number = f"{parsed.number}/{parsed.symbol}" if parsed.number else "–"
        self.stdout.write(f"Số: {number}   Ngày: {parsed.issued_on or '–'}   Địa danh: {parsed.place or '–'}")
        self.stdout.write(f"{parsed.document_type}: {' '.join(parsed.summary)}")
        self.stdout.write(f"{len(parsed.bases)} căn cứ, {len(parsed.sections)} mục")
        for warning in parsed.warnings:
            self.stdout.write(f"! {warning.message}")


def _importer(username: str | None, symbol: str | None) -> User:
    """Return who imports: as told, or the only officer who drafts for a body, or for one with the symbol."""
    if username:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"there is no user {username!r}")
        return user
    officers = Appointment.objects.in_force(on=today()).filter(role=Role.OFFICER, user__is_active=True)
    users = User.objects.filter(pk__in=officers.values("user")).order_by("pk")
    fit = [user for user in users if _issuers_of(user, symbol)]
    if len(fit) != 1:
        names = ", ".join(user.username for user in fit) or "none"
        raise CommandError(f"name who imports with --as USERNAME; officers: {names}")
    return fit[0]


def _issuer(by: User, symbol: str | None) -> Issuer:
    """Return the body for which the person drafts: the one with the symbol, or the first. Others' are not looked at."""
    issuers = _issuers_of(by, symbol)
    if not issuers:
        raise CommandError(
            f"{by.username} drafts for no such issuing body; the administrator sets it up under “Thể thức văn bản”"
        )
    if symbol and len(issuers) > 1:
        names = ", ".join(issuer.full_name for issuer in issuers)
        raise CommandError(f"{by.username} drafts for several bodies with the symbol {symbol}: {names}")
    return issuers[0]


def _issuers_of(user: User, symbol: str | None) -> list[Issuer]:
    return [issuer for issuer in issuers_for(user) if symbol in (None, issuer.symbol)]
