import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from emulation_portal.core.dates import today
from emulation_portal.documents.reading import ImportRefused

from ...file_reading import report_of


class Command(BaseCommand):
    help = "Say what is read in a file (.docx, .md or .txt) of any official paper. Nothing is written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", dest="as_json", action="store_true", help="every part by name, as JSON")

    def handle(self, *args: Any, file: Path, as_json: bool, **options: Any) -> None:
        try:
            found = report_of(file.name, file.read_bytes(), on=today())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except ImportRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) if as_json else "\n".join(_lines(found)))


def _lines(found: dict[str, Any]) -> Iterator[str]:
    """Yield the parts one below the other, sections indented by their levels, notes at the end."""
    for name, value in found.items():
        if name == "sections":
            yield from (f"{'  ' * section['level']}{section['label']} {section['title']}" for section in value)
        elif name == "notes":
            yield from (f"note {note['code']} (line {note['line'] or '-'}): {note['message']}" for note in value)
        elif isinstance(value, list):
            yield f"{name}: {len(value)}"
            yield from (f"  {item if isinstance(item, str) else item.get('text') or item}" for item in value)
        else:
            yield f"{name}: {value}"
