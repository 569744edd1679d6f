"""From the writer to the head, from the head to the alliance, and back."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.procedure.moving import lock, move, moving

from ..content import as_plain
from ..enums import NominationStatus
from ..judging import Assessment, judge_all
from ..judging import as_plain as findings_of
from ..models import DossierVersion, Nomination, NominationDossier
from ..policies import check_can_withdraw
from ..queries import live_nominations_of
from .issuing import issue_papers, withdraw_papers


class NotWhole(DomainError):
    """Something is missing in the dossier, or a nomination cannot be proposed; the message says what and where."""


class DossierNotTaken(DomainError):
    """The campaign takes no dossier on the day: not yet, or not any more."""


def what_waits(dossier: NominationDossier, nominations: list[Nomination], judged: dict[int, Assessment]) -> list[str]:
    """Return what must be written or mended before the dossier may go, each in a sentence."""
    if not nominations:
        return ["Hồ sơ chưa đề nghị ai. Hãy thêm đề nghị."]
    waits = []
    for each in nominations:
        if words := what_waits_of(each, judged[each.pk], is_simplified=dossier.is_simplified):
            waits.append(f"{each.name}, {each.award_label}: {'; '.join(words)}.")
    if not dossier.is_simplified:
        if not (dossier.met_on and dossier.chair and dossier.secretary and dossier.present and dossier.summoned):
            waits.append("Biên bản bình xét chưa đủ ngày họp, chủ trì, thư ký, số người.")
        elif without := [each.name for each in nominations if each.votes is None]:
            waits.append(f"Biên bản bình xét chưa ghi số người đồng ý cho: {', '.join(without)}.")
    return waits


def what_waits_of(nomination: Nomination, judged: Assessment, *, is_simplified: bool) -> list[str]:
    """Return what must be written or mended of one nomination before it may go."""
    waits = []
    if not nomination.reason:
        waits.append("chưa ghi thành tích")
    if not is_simplified:
        report = nomination.said.report
        empty = [each.title for each in nomination.report_form.sections if each.is_asked and not report.get(each.key)]
        waits += [f"báo cáo chưa ghi mục “{title}”" for title in empty]
    if judged.stops:
        failed = [each.words for each in judged.shown if each.stops]
        waits.append(f"không đủ điều kiện: {', '.join(failed) or 'mọi trường hợp đều không đạt'}")
    elif judged.warns and not nomination.plea:
        waits.append("có điều kiện không đạt mà chưa ghi lý do vẫn đề nghị")
    present, votes = nomination.dossier.present, nomination.votes
    if not is_simplified and votes == 0:
        waits.append("không ai đồng ý thì không đề nghị được, hãy bỏ khỏi hồ sơ")
    elif not is_simplified and present and votes is not None and 2 * votes <= present and not nomination.plea:
        waits.append(f"chỉ {votes}/{present} người đồng ý mà chưa ghi lý do vẫn đề nghị")
    return waits


def _check_whole(
    dossier: NominationDossier, *, by: User, on: dt.date
) -> tuple[list[Nomination], dict[int, Assessment]]:
    nominations = live_nominations_of(dossier)
    judged = judge_all(nominations, on=on, reader=by)
    if waits := what_waits(dossier, nominations, judged):
        raise NotWhole("Hồ sơ chưa gửi được. " + " ".join(waits))
    return nominations, judged


@transaction.atomic
def send_to_head(*, dossier_id: int, by: User, on: dt.date, read: int | None = None) -> NominationDossier:
    """Trình thủ trưởng. Raises PermissionDenied, InvalidMove, NotWhole, ReadAnotherText."""
    dossier: NominationDossier = lock(NominationDossier, dossier_id, read)
    with moving(dossier, "sent_to_head", by=by):
        _check_whole(dossier, by=by, on=on)
        dossier.drafted_by, dossier.confirmed_by, dossier.is_signed_alone = by, None, False
    return dossier


@transaction.atomic
def send_dossier(
    *,
    dossier_id: int,
    by: User,
    now: dt.datetime,
    own_number: int | None = None,
    reason: str = "",
    read: int | None = None,
) -> NominationDossier:
    """Duyệt và gửi: what it says is kept as the next version, and its papers are issued.

    Raises PermissionDenied, InvalidMove, NotWhole, DossierNotTaken, ReadAnotherText, and what `issue_of_unit` raises.
    """
    dossier: NominationDossier = lock(NominationDossier, dossier_id, read)
    on = timezone.localdate(now)
    with moving(dossier, "sent", by=by, reason=reason):
        _check_is_taken(dossier, on=on)
        nominations, judged = _check_whole(dossier, by=by, on=on)
        dossier.confirmed_by, dossier.is_signed_alone = by, dossier.drafted_by_id == by.pk
        dossier.sent_at, dossier.due_on = now, None
        dossier.first_sent_at = dossier.first_sent_at or now
    for each in nominations:
        keep_judged(each, judged[each.pk], "judged_when_sent", on=on)
    keep_sent(dossier, by=by, drafted_by=dossier.drafted_by or by, own_number=own_number, now=now)
    return dossier


def keep_sent(
    dossier: NominationDossier, *, by: User, drafted_by: User, own_number: int | None, now: dt.datetime
) -> None:
    """Keep what a locked dossier says as its next version, and issue its papers. Raises what `issue_of_unit` raises."""
    nominations = live_nominations_of(dossier)
    DossierVersion.objects.create(
        dossier=dossier,
        number=dossier.versions.count() + 1,
        content=as_plain(dossier, nominations),
        sent_at=now,
        sent_by=by,
        drafted_by=drafted_by,
    )
    issue_papers(dossier, nominations, own_number=own_number, by=by, on=timezone.localdate(now))


def keep_judged(nomination: Nomination, judged: Assessment, column: str, *, on: dt.date) -> None:
    """Keep with a locked nomination how it stood, and the point that it rests on."""
    found = findings_of(judged, on=on)
    setattr(nomination, column, found)
    nomination.standard_ref = found["ref"]
    nomination.save(update_fields=[column, "standard_ref"])


def _check_is_taken(dossier: NominationDossier, *, on: dt.date) -> None:
    """Raise DossierNotTaken outside the campaign's days; what came in time may be sent anew at any time."""
    campaign = dossier.campaign
    if campaign is None or dossier.first_sent_at is not None:
        return
    if campaign.dossiers_from and on < campaign.dossiers_from:
        raise DossierNotTaken(
            f"Phong trào này nhận hồ sơ từ ngày {short_date(campaign.dossiers_from)}. Hãy gửi từ ngày ấy."
        )
    if campaign.dossiers_to and on > campaign.dossiers_to:
        raise DossierNotTaken(
            f"Phong trào này nhận hồ sơ đến hết ngày {short_date(campaign.dossiers_to)}. Hãy đề nghị chuyên viên của "
            "Liên minh lùi ngày."
        )


@transaction.atomic
def withdraw_dossier(
    *, dossier_id: int, by: User, reason: str, on: dt.date, read: int | None = None
) -> NominationDossier:
    """Rút hồ sơ with all that is in it; its papers end. Raises PermissionDenied, InvalidMove, ReasonMissing, ReadAnotherText."""
    dossier: NominationDossier = lock(NominationDossier, dossier_id, read)
    nominations = _locked(dossier)
    for each in nominations:
        if each.status not in (NominationStatus.DRAFT, NominationStatus.WITHDRAWN, NominationStatus.INELIGIBLE):
            leave(each, by=by, reason=reason)
    move(dossier, "withdrawn", by=by, reason=reason)
    withdraw_papers([dossier, *nominations], by=by, on=on, reason=reason)
    return dossier


def leave(nomination: Nomination, *, by: User, reason: str) -> None:
    """Withdraw a locked nomination, and keep where it stood: whoever comes back stands there again."""
    with moving(nomination, "withdrawn", by=by, reason=reason):
        nomination.left_from = nomination.status


@transaction.atomic
def drop_dossier(*, dossier_id: int, by: User, on: dt.date, read: int | None = None) -> NominationDossier:
    """Bỏ a dossier that is being written. Of one that was sent before the head alone may; its papers end.

    Raises as `withdraw_dossier`.
    """
    dossier: NominationDossier = lock(NominationDossier, dossier_id, read)
    if dossier.first_sent_at is not None:
        check_can_withdraw(by, dossier)
    move(dossier, "dropped", by=by)
    withdraw_papers([dossier, *_locked(dossier)], by=by, on=on, reason="Đơn vị bỏ hồ sơ.")
    return dossier


@transaction.atomic
def reopen_dossier(*, dossier_id: int, by: User, read: int | None = None) -> NominationDossier:
    """Lập lại a dossier that was withdrawn. Raises PermissionDenied, InvalidMove, ReadAnotherText."""
    dossier: NominationDossier = lock(NominationDossier, dossier_id, read)
    with moving(dossier, "reopened", by=by):
        dossier.received_on = None
    for each in _locked(dossier):
        if each.status == NominationStatus.WITHDRAWN:
            move(each, "reopened", by=by)
    return dossier


def _locked(dossier: NominationDossier) -> list[Nomination]:
    found = list(dossier.nominations.select_for_update().order_by("pk"))
    for each in found:
        each.dossier = dossier
    return found
