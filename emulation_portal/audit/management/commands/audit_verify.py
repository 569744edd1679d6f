from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from emulation_portal.audit.outside import Anchor
from emulation_portal.audit.verifying import look_over
from emulation_portal.audit.walking import LogFindings
from emulation_portal.core.numbering import grouped


class Command(BaseCommand):
    help = "Compare the log with its seals. Names the first events that were changed, and then ends with an error."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchor",
            type=anchor,
            action="append",
            default=[],
            metavar="NUMBER:MARK",
            help="a seal as somebody noted it, from a printed page of the log or a backup; may be given again",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = look_over(options["anchor"])
        self.stdout.write(
            f"Đã đối chiếu {grouped(found.seals)} dấu niêm phong; {grouped(found.events)} việc còn nguyên."
        )
        self.stdout.write(_unsealed(found))
        if found.last:
            self.stdout.write(f"Dấu mới nhất: {found.last}")
        if not found.is_whole:
            more = found.count - len(found.named)
            rest = [f"… và {grouped(more)} chỗ khác."] if more else []
            raise CommandError("\n".join([f"Nhật ký có {grouped(found.count)} chỗ sai:", *found.named, *rest]))


def _unsealed(found: LogFindings) -> str:
    if not found.unsealed:
        return "Mọi việc đều đã niêm phong."
    return f"Chưa niêm phong: {grouped(found.unsealed)} việc, từ việc số {found.unsealed_from}."


def anchor(text: str) -> Anchor:
    try:
        return Anchor.read(text)
    except ValueError:
        raise ArgumentTypeError(
            f"“{text}” không phải là dấu niêm phong; hãy ghi như 12:3f2a9c1d77aa0b1c, mã ít nhất 16 chữ số."
        ) from None
