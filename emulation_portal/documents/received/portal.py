"""Papers that other bodies sent to the alliance."""

import datetime as dt
from typing import Any

from django.urls import reverse

from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import Finder, LogWords, Sample, Shortcut, Subject, Verb
from emulation_portal.documents.sample import SampleIssuers
from emulation_portal.files.owners import FileOwner
from emulation_portal.rights.enums import Role
from units.sample import SampleUnits

from .actions import record_received
from .finding import find_received
from .models import ReceivedPaper

LAUNCHED_ABOVE = "Hợp tác xã xanh, sản phẩm sạch, thị trường bền vững"


def load_received(on: dt.date, so_far: dict[type, Any]) -> None:
    """The plan of the body above to which a campaign of ours responds."""
    clerk = so_far[SampleUnits].users["vanthu"]
    record_received(
        so_far[SampleIssuers].alliance,
        by=clerk,
        issued_by="Liên minh Hợp tác xã Việt Nam",
        document_type="Kế hoạch",
        number="18/KH-LMHTXVN",
        issued_on=on - dt.timedelta(days=45),
        received_on=on - dt.timedelta(days=41),
        summary=f"Về việc phát động phong trào thi đua “{LAUNCHED_ABOVE}”",
        campaign_name=LAUNCHED_ABOVE,
    )


declare(
    Finder("Văn bản đến", "paper", find_received, 15),
    Shortcut("Văn bản đến", Role.CLERK, "received:list", order=70),
    Shortcut("Văn bản đến", Role.OFFICER, "received:list", order=70),
    Subject("received.receivedpaper", "Văn bản đến", lambda pk: reverse("received:detail", args=[pk])),
    LogWords(
        {
            "received.file_added": Verb("Đính kèm tệp vào văn bản đến"),
            "received.file_removed": Verb("Gỡ tệp khỏi văn bản đến", "warning"),
            "received.recorded": Verb("Ghi văn bản đến"),
            "received.dropped": Verb("Bỏ văn bản đến ghi nhầm", "warning"),
        }
    ),
    FileOwner("received.receivedpaper", ReceivedPaper.objects.visible_to),
    Sample(load_received, ReceivedPaper.objects.exists),
)
