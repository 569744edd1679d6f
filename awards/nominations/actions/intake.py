"""The standing office: a dossier is received or sent back, and each nomination in it is appraised."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.core.errors import DomainError
from emulation_portal.procedure.moving import lock, move, moving

from ..enums import DossierStatus, NominationStatus
from ..judging import judge_all
from ..models import Nomination, NominationDossier
from ..models.nomination import ENDED
from ..queries import nominations_of
from .issuing import issue_report, withdraw_papers
from .sending import NotWhole, keep_judged, keep_sent, leave, what_waits_of
from .writing import lock_nomination


class GroundMissing(DomainError):
    """A condition is not met, or not known, and nothing says why the nomination is put before the Council all the same."""


@transaction.atomic
def receive_dossier(
    *, dossier_id: int, by: User, on: dt.date, reason: str = "", read: int | None = None
) -> NominationDossier:
    """Tiếp nhận: from this day time runs, and the law of this day judges; how each stands is kept beside how it stood.

    Raises PermissionDenied, InvalidMove, ReadAnotherText.
    """
    dossier: NominationDossier = lock(NominationDossier, dossier_id, read)
    with moving(dossier, "received", by=by, reason=reason):
        dossier.received_on = (
            dossier.received_on or on
        )  # what came back whole is judged by the law of its first receipt
    nominations = nominations_of(dossier)
    judged = judge_all(nominations, on=on, reader=by)
    for each in nominations:
        keep_judged(each, judged[each.pk], "judged_when_received", on=on)
        if each.status == NominationStatus.DRAFT:
            move(each, "taken_in_held" if each.left_from == NominationStatus.HELD else "taken_in", by=by)
    return dossier


@transaction.atomic
def return_dossier(
    *, dossier_id: int, by: User, reason: str, due_on: dt.date | None, read: int | None = None
) -> NominationDossier:
    """Yêu cầu bổ sung of a whole dossier. Raises PermissionDenied, InvalidMove, ReasonMissing, ReadAnotherText."""
    dossier: NominationDossier = lock(NominationDossier, dossier_id, read)
    with moving(dossier, "returned", by=by, reason=reason):
        dossier.due_on = due_on
    return dossier


@transaction.atomic
def return_nomination(
    *, nomination_id: int, by: User, reason: str, due_on: dt.date | None, read: int | None = None
) -> Nomination:
    """Yêu cầu bổ sung of one nomination: the others go on. Raises as `return_dossier`."""
    nomination = lock_nomination(nomination_id, read)
    with moving(nomination, "returned", by=by, reason=reason):
        nomination.due_on = due_on
    return nomination


@transaction.atomic
def complete_nomination(
    *, nomination_id: int, by: User, now: dt.datetime, reason: str = "", read: int | None = None
) -> Nomination:
    """Gửi bản đã bổ sung of one nomination: judged anew, kept as a version of the dossier, its papers issued anew.

    Raises PermissionDenied, InvalidMove, NotWhole, ReadAnotherText.
    """
    nomination, on = lock_nomination(nomination_id, read), timezone.localdate(now)
    dossier = nomination.dossier
    with moving(nomination, "completed", by=by, reason=reason):
        judged = judge_all([nomination], on=on, reader=by)[nomination.pk]
        if waits := what_waits_of(nomination, judged, is_simplified=dossier.is_simplified):
            raise NotWhole(f"Đề nghị chưa gửi được: {'; '.join(waits)}.")
        nomination.due_on = None
    keep_judged(nomination, judged, "judged_when_sent", on=on)
    keep_sent(dossier, by=by, drafted_by=nomination.written_by or by, own_number=None, now=now)
    return nomination


@transaction.atomic
def find_eligible(
    *, nomination_id: int, by: User, on: dt.date, reason: str = "", read: int | None = None
) -> Nomination:
    """Đủ điều kiện. What stops by certain rules cannot be; what fails otherwise, or is unknown, asks for a reason.

    Raises PermissionDenied, InvalidMove, NotWhole, GroundMissing, ReadAnotherText.
    """
    nomination = lock_nomination(nomination_id, read)
    with moving(nomination, "found_eligible", by=by, reason=reason):
        judged = judge_all([nomination], on=on, reader=by)[nomination.pk]
        if judged.stops:
            failed = "; ".join(each.words for each in judged.shown if each.stops)
            raise NotWhole(f"Đề nghị này không đủ điều kiện: {failed}. Hãy ghi “Không đủ điều kiện”.")
        if judged.verdict[1] != "success" and not reason.strip():
            raise GroundMissing(f"{judged.verdict[0]}. Hãy ghi vì sao vẫn đề nghị Hội đồng xét.")
        if reason.strip():
            nomination.note = reason
    keep_judged(nomination, judged, "judged_when_found", on=on)
    return nomination


@transaction.atomic
def find_ineligible(*, nomination_id: int, by: User, reason: str, on: dt.date, read: int | None = None) -> Nomination:
    """Không đủ điều kiện, with the legal ground. Raises PermissionDenied, InvalidMove, ReasonMissing, ReadAnotherText."""
    nomination = lock_nomination(nomination_id, read)
    with moving(nomination, "found_ineligible", by=by, reason=reason):
        nomination.note = reason
    keep_judged(nomination, judge_all([nomination], on=on, reader=by)[nomination.pk], "judged_when_found", on=on)
    _close_if_done(nomination.dossier)
    return nomination


@transaction.atomic
def hold_nomination(*, nomination_id: int, by: User, reason: str, read: int | None = None) -> Nomination:
    """Tạm dừng xét: it keeps its place. Raises PermissionDenied, InvalidMove, ReasonMissing, ReadAnotherText."""
    nomination = lock_nomination(nomination_id, read)
    move(nomination, "held", by=by, reason=reason)
    return nomination


@transaction.atomic
def take_up_again(*, nomination_id: int, event: str, by: User, reason: str, read: int | None = None) -> Nomination:
    """Let a nomination be appraised again that was held or found (`resumed`, `appraised_again`).

    Raises PermissionDenied, InvalidMove, ReasonMissing, ReadAnotherText.
    """
    nomination = lock_nomination(nomination_id, read)
    move(nomination, event, by=by, reason=reason)
    _open_again(nomination.dossier)
    return nomination


@transaction.atomic
def withdraw_nomination(
    *, nomination_id: int, by: User, reason: str, on: dt.date, read: int | None = None
) -> Nomination:
    """Rút one nomination of a received dossier; its report ends.

    Raises PermissionDenied, InvalidMove, ReasonMissing, ReadAnotherText.
    """
    nomination = lock_nomination(nomination_id, read)
    leave(nomination, by=by, reason=reason)
    withdraw_papers([nomination], by=by, on=on, reason=reason)
    _close_if_done(nomination.dossier)
    return nomination


@transaction.atomic
def restore_nomination(
    *, nomination_id: int, by: User, reason: str, now: dt.datetime, read: int | None = None
) -> Nomination:
    """Đề nghị lại what was withdrawn, where it stood then; its report is issued anew. Raises PermissionDenied, InvalidMove, ReasonMissing, ReadAnotherText."""
    nomination = lock_nomination(nomination_id, read)
    move(nomination, "restored", by=by, reason=reason)
    issue_report(nomination, by=by, on=timezone.localdate(now))
    _open_again(nomination.dossier)
    return nomination


def _close_if_done(dossier: NominationDossier) -> None:
    """Close a locked dossier in which nothing is left to be looked at."""
    if dossier.status == DossierStatus.RECEIVED and not dossier.nominations.exclude(status__in=ENDED).exists():
        move(dossier, "closed", by=None)


def _open_again(dossier: NominationDossier) -> None:
    if dossier.status == DossierStatus.CLOSED:
        move(dossier, "taken_up", by=None)
