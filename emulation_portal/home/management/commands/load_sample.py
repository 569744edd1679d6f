from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from emulation_portal.core.dates import parse_date, today

from ...sample import load_sample


class Command(BaseCommand):
    help = "Load the sample data, dated relative to a day. Does nothing when campaigns are there already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", help="the day to load it for, dd/mm/yyyy; today when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SAMPLE_PERSONAS:
            raise CommandError("Sample data are for trying the portal out; they need SAMPLE_PERSONAS=1.")
        on = parse_date(options["on"]) if options["on"] else today()
        loaded = load_sample(on=on)
        self.stdout.write("Sample data loaded." if loaded else "Data are there already; nothing loaded.")
