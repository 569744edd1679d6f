"""What giao ước thi đua are in the portal."""

from typing import Any

from django.urls import reverse

from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import HelpPage, LogWords, Sample, Shortcut, Subject, Verb, Work
from emulation_portal.documents.readers import CopyReadable, Readable
from emulation_portal.files.owners import FileOwner
from emulation_portal.notifications.enums import Mails
from emulation_portal.notifications.registry import MessageKind
from emulation_portal.procedure.following import Follower
from emulation_portal.procedure.registry import Takes

from . import actions, work
from .models import Pledge
from .policies import READERS
from .procedures import PLEDGE
from .sample import is_there, load_pledges
from .telling import MOVED, REMINDER, tell_units

_PLACES = ("/giao-uoc-thi-dua/", "/giao-uoc/")


def _read_by(user: Any) -> Any:
    return Pledge.objects.readable_by(user).order_by().values("pk")


declare(
    *(Shortcut("Giao ước thi đua của khối", role, "pledges:list", order=62) for role in READERS),
    Work(work.pledges_to_sign, order=21),
    Work(work.pledges_to_close, order=29),
    PLEDGE,
    Takes(
        PLEDGE,
        "opened",
        lambda t: actions.open_signing(pledge_id=t.pk, by=t.by, on=t.on, reason=t.reason, read=t.read),
    ),
    Takes(PLEDGE, "recalled", lambda t: actions.recall(pledge_id=t.pk, by=t.by, reason=t.reason, read=t.read)),
    Takes(PLEDGE, "concluded", lambda t: actions.conclude(pledge_id=t.pk, by=t.by, on=t.on, read=t.read)),
    Subject("pledges.pledge", "Giao ước thi đua", lambda pk: reverse("pledges:pledge", args=[pk])),
    LogWords(
        {
            "pledge.begun": Verb("Lập giao ước thi đua"),
            "pledge.written": Verb("Soạn giao ước thi đua"),
            "pledge.due_day_changed": Verb("Sửa hạn ký giao ước"),
            "pledge.signed": Verb("Ký giao ước trên Cổng", "success"),
            "pledge.scan_filed": Verb("Lưu bản ký giấy của giao ước", "success"),
            "pledge.signature_withdrawn": Verb("Rút chữ ký giao ước", "warning"),
            "pledge.party_added": Verb("Đưa đơn vị vào danh sách ký"),
            "pledge.party_removed": Verb("Đưa đơn vị khỏi danh sách ký", "warning"),
        }
    ),
    HelpPage(
        "giao-uoc-thi-dua",
        "Giao ước thi đua",
        "Soạn giao ước của khối, ký trên Cổng hoặc trên giấy, xem ai chưa ký, chốt giao ước.",
        _PLACES,
        frozenset(READERS),
        order=86,
    ),
    Sample(load_pledges, is_there),
    Readable("pledges.pledge", _read_by),
    CopyReadable("pledges.pledge", _read_by),
    FileOwner("pledges.pledge", Pledge.objects.visible_to),
    Follower(tell_units),
    MessageKind(MOVED, "Giao ước thi đua của khối", Mails.AT_ONCE),
    MessageKind(REMINDER, "Nhắc ký giao ước thi đua", Mails.AT_ONCE),
)
