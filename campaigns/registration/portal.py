"""What registrations are in the portal."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from campaigns.reports.policies import READING_OFFICE, WRITERS
from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import HelpPage, LogWords, RailItem, Sample, Shortcut, Subject, Verb, Work
from emulation_portal.documents.readers import Readable
from emulation_portal.notifications.enums import Mails
from emulation_portal.notifications.registry import MessageKind
from emulation_portal.procedure.following import Follower
from emulation_portal.procedure.registry import Takes
from emulation_portal.rights.enums import Role

from . import actions, work
from .models import Registration
from .procedures import REGISTRATION
from .sample import is_there, load_registrations
from .telling import BACK, REMINDER, tell_unit

_PLACES = ("/dang-ky-thi-dua/", "/dang-ky-cua-don-vi/")


def _read_by(user: Any) -> Any:
    return Registration.objects.readable_by(user).order_by().values("pk")


declare(
    RailItem(
        "Đăng ký thi đua",
        "registration:list",
        "flag",
        24,
        roles=frozenset({Role.UNIT_EDITOR, Role.UNIT_HEAD}),
        covers=_PLACES,
    ),
    *(
        Shortcut("Đăng ký thi đua của đơn vị", role, "registration:list", order=60)
        for role in (*READING_OFFICE, Role.DEPT_HEAD)
    ),
    Work(work.calls_to_answer, order=22),
    Work(work.registrations_to_write, order=23),
    REGISTRATION,
    Takes(
        REGISTRATION,
        "sent_to_head",
        lambda t: actions.send_to_head(registration_id=t.pk, by=t.by, read=t.read),
    ),
    Takes(
        REGISTRATION,
        "sent",
        lambda t: actions.send_registration(
            registration_id=t.pk, by=t.by, now=timezone.now(), reason=t.reason, read=t.read
        ),
    ),
    Takes(
        REGISTRATION,
        "returned",
        lambda t: actions.return_registration(registration_id=t.pk, by=t.by, reason=t.reason, on=t.on, read=t.read),
    ),
    Takes(REGISTRATION, "kept", lambda t: actions.keep_sent(registration_id=t.pk, by=t.by, on=t.on, read=t.read)),
    Subject(
        "registration.registration",
        "Đăng ký thi đua của đơn vị",
        lambda pk: reverse("registration:registration", args=[pk]),
    ),
    Subject("registration.registrationcall", "Đợt đăng ký thi đua", lambda pk: reverse("registration:call", args=[pk])),
    LogWords(
        {
            "registration.begun": Verb("Bắt đầu soạn đăng ký thi đua"),
            "registration.written": Verb("Ghi đăng ký thi đua"),
            "registration_call.created": Verb("Mở đợt đăng ký thi đua"),
            "registration_call.changed": Verb("Sửa đợt đăng ký thi đua"),
        }
    ),
    HelpPage(
        "dang-ky-thi-dua",
        "Đăng ký thi đua",
        "Đăng ký danh hiệu, chỉ tiêu của đơn vị; mở đợt đăng ký, xem ai chưa gửi.",
        _PLACES,
        frozenset({*READING_OFFICE, *WRITERS}),
        order=84,
    ),
    Sample(load_registrations, is_there),
    Readable("registration.registration", _read_by),
    Follower(tell_unit),
    MessageKind(BACK, "Đăng ký thi đua trả về đơn vị", Mails.AT_ONCE),
    MessageKind(REMINDER, "Nhắc đăng ký thi đua", Mails.AT_ONCE),
)
