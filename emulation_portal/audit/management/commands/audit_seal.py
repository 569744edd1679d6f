from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from emulation_portal.audit.actions import seal_events
from emulation_portal.core.numbering import grouped


class Command(BaseCommand):
    help = "Seal what was written to the log since the last seal. The clock does it every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        seals = seal_events(at=timezone.now())
        if not seals:
            self.stdout.write(
                "Không có gì mới để niêm phong, hoặc đang có người ghi nhật ký. Hãy chạy lại sau ít phút."
            )
            return
        events = sum(len(seal.event_ids) for seal in seals)
        self.stdout.write(f"Đã niêm phong {grouped(events)} việc. Dấu mới nhất: {seals[-1]}")
