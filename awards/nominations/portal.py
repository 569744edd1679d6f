"""What nominations are in the portal."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from campaigns.reports.policies import READING_OFFICE, WRITERS
from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import HelpPage, LogWords, RailItem, Sample, Shortcut, Subject, Verb, Work
from emulation_portal.documents.readers import CopyReadable, Readable
from emulation_portal.files.owners import FileOwner
from emulation_portal.notifications.enums import Mails
from emulation_portal.notifications.registry import MessageKind
from emulation_portal.procedure.following import Follower
from emulation_portal.procedure.registry import AsksWith, Takes
from emulation_portal.rights.enums import Role

from . import actions, work
from .forms import FindingForm, MissingForm, SendForm
from .models import DossierVersion, Nomination, NominationDossier
from .procedures import DOSSIER, NOMINATION
from .sample import is_there, load_nominations
from .telling import BACK, FOUND, tell_unit

_PLACES = ("/ho-so-khen-thuong/", "/de-nghi-khen-thuong/")


def _dossiers_read_by(user: Any) -> Any:
    return NominationDossier.objects.readable_by(user).order_by().values("pk")


def _content_read_by(user: Any) -> Any:
    return NominationDossier.objects.content_readable_by(user).order_by().values("pk")


def _versions_read_by(user: Any) -> Any:
    return DossierVersion.objects.filter(dossier__in=_dossiers_read_by(user))


def _nominations_read_by(user: Any) -> Any:
    return Nomination.objects.filter(dossier__in=_dossiers_read_by(user)).order_by().values("pk")


declare(
    RailItem(
        "Hồ sơ khen thưởng",
        "nominations:list",
        "seal",
        26,
        roles=frozenset({*WRITERS, Role.OFFICER}),
        covers=_PLACES,
    ),
    *(
        Shortcut("Hồ sơ khen thưởng", role, "nominations:list", order=62)
        for role in READING_OFFICE
        if role != Role.OFFICER  # who has it at the side
    ),
    Work(work.dossiers_to_write, order=26),
    Work(work.dossiers_to_receive, order=27),
    Work(work.nominations_to_appraise, order=28),
    *(Shortcut("Danh sách tổng hợp đề nghị", role, "nominations:synthesis", order=65) for role in READING_OFFICE),
    DOSSIER,
    NOMINATION,
    Takes(DOSSIER, "sent_to_head", lambda t: actions.send_to_head(dossier_id=t.pk, by=t.by, on=t.on, read=t.read)),
    Takes(
        DOSSIER,
        "sent",
        lambda t: actions.send_dossier(
            dossier_id=t.pk,
            by=t.by,
            now=timezone.now(),
            own_number=t.answers.get("own_number"),
            reason=t.reason,
            read=t.read,
        ),
    ),
    AsksWith(DOSSIER, "sent", SendForm),
    Takes(
        DOSSIER,
        "received",
        lambda t: actions.receive_dossier(dossier_id=t.pk, by=t.by, on=t.on, reason=t.reason, read=t.read),
    ),
    Takes(
        DOSSIER,
        "returned",
        lambda t: actions.return_dossier(
            dossier_id=t.pk, by=t.by, reason=t.reason, due_on=t.answers.get("due_on"), read=t.read
        ),
    ),
    AsksWith(DOSSIER, "returned", MissingForm),
    Takes(
        DOSSIER,
        "withdrawn",
        lambda t: actions.withdraw_dossier(dossier_id=t.pk, by=t.by, reason=t.reason, on=t.on, read=t.read),
    ),
    Takes(DOSSIER, "dropped", lambda t: actions.drop_dossier(dossier_id=t.pk, by=t.by, on=t.on, read=t.read)),
    Takes(DOSSIER, "reopened", lambda t: actions.reopen_dossier(dossier_id=t.pk, by=t.by, read=t.read)),
    Takes(
        NOMINATION,
        "found_eligible",
        lambda t: actions.find_eligible(nomination_id=t.pk, by=t.by, on=t.on, reason=t.reason, read=t.read),
    ),
    Takes(
        NOMINATION,
        "found_ineligible",
        lambda t: actions.find_ineligible(nomination_id=t.pk, by=t.by, reason=t.reason, on=t.on, read=t.read),
    ),
    AsksWith(NOMINATION, "found_ineligible", FindingForm),
    Takes(
        NOMINATION,
        "returned",
        lambda t: actions.return_nomination(
            nomination_id=t.pk, by=t.by, reason=t.reason, due_on=t.answers.get("due_on"), read=t.read
        ),
    ),
    AsksWith(NOMINATION, "returned", MissingForm),
    Takes(
        NOMINATION,
        "completed",
        lambda t: actions.complete_nomination(
            nomination_id=t.pk, by=t.by, now=timezone.now(), reason=t.reason, read=t.read
        ),
    ),
    Takes(
        NOMINATION,
        "held",
        lambda t: actions.hold_nomination(nomination_id=t.pk, by=t.by, reason=t.reason, read=t.read),
    ),
    *(
        Takes(
            NOMINATION,
            event,
            lambda t, event=event: actions.take_up_again(  # type: ignore[misc]
                nomination_id=t.pk, event=event, by=t.by, reason=t.reason, read=t.read
            ),
        )
        for event in ("resumed", "appraised_again")
    ),
    Takes(
        NOMINATION,
        "withdrawn",
        lambda t: actions.withdraw_nomination(nomination_id=t.pk, by=t.by, reason=t.reason, on=t.on, read=t.read),
    ),
    Takes(
        NOMINATION,
        "restored",
        lambda t: actions.restore_nomination(
            nomination_id=t.pk, by=t.by, reason=t.reason, now=timezone.now(), read=t.read
        ),
    ),
    Subject(
        "nominations.nominationdossier",
        "Hồ sơ khen thưởng",
        lambda pk: reverse("nominations:dossier", args=[pk]),
    ),
    Subject("nominations.nomination", "Đề nghị khen thưởng", lambda pk: reverse("nominations:nomination", args=[pk])),
    LogWords(
        {
            "dossier.begun": Verb("Bắt đầu lập hồ sơ khen thưởng"),
            "dossier.changed": Verb("Sửa thông tin hồ sơ khen thưởng"),
            "dossier.met": Verb("Ghi biên bản bình xét"),
            "dossier.file_added": Verb("Đính kèm minh chứng"),
            "dossier.file_removed": Verb("Gỡ minh chứng", "warning"),
            "nomination.file_added": Verb("Đính kèm minh chứng"),
            "nomination.file_removed": Verb("Gỡ minh chứng", "warning"),
            "nomination.added": Verb("Thêm đề nghị khen thưởng"),
            "nomination.written": Verb("Ghi đề nghị khen thưởng"),
            "nomination.dropped": Verb("Bỏ đề nghị khỏi hồ sơ", "warning"),
        }
    ),
    HelpPage(
        "ho-so-khen-thuong",
        "Hồ sơ khen thưởng",
        "Lập hồ sơ đề nghị, xem điều kiện, gửi; tiếp nhận, thẩm định từng đề nghị.",
        _PLACES,
        frozenset({*READING_OFFICE, *WRITERS}),
        order=87,
    ),
    Sample(load_nominations, is_there),
    Readable("nominations.nominationdossier", _dossiers_read_by),
    Readable("nominations.nomination", _nominations_read_by),
    CopyReadable("nominations.nominationdossier", _content_read_by),
    FileOwner("nominations.nominationdossier", NominationDossier.objects.content_readable_by),
    FileOwner("nominations.nomination", Nomination.objects.visible_to),
    FileOwner("nominations.dossierversion", _versions_read_by),
    Follower(tell_unit),
    MessageKind(BACK, "Hồ sơ khen thưởng trả về đơn vị", Mails.AT_ONCE),
    MessageKind(FOUND, "Kết quả tiếp nhận, thẩm định khen thưởng", Mails.AT_ONCE),
)
