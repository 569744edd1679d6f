"""What a unit writes into a dossier: what it is for, what is told of each nominee, and the meeting that proposed them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from msgspec.structs import replace

from campaigns.models import Campaign
from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read, saving
from emulation_portal.procedure.moving import lock
from units.models import Unit

from ..claim import Claim, ClaimedInitiative
from ..models import Nomination, NominationDossier
from ..policies import check_can_propose, check_can_write, check_can_write_nomination

MEETING_SAYS = ("met_on", "met_at", "venue", "chair", "secretary", "summoned", "present", "discussion")
NOMINATION_SAYS = ("name", "post", "worker", "reason", "plea")


class NotWritable(DomainError):
    """The dossier, or the nomination, does not lie with who writes it."""


class WrongDossier(DomainError):
    """What a dossier is for does not hold together; the message says what to mend."""


class NominationChanged(DomainError):
    """Somebody else wrote the nomination after the page was opened. `stands` is what they wrote."""

    def __init__(self, message: str, stands: Nomination) -> None:
        super().__init__(message)
        self.stands = stands


def open_dossier(dossier_id: int, *, by: User) -> NominationDossier:
    """Return the dossier, locked, to be written. Raises PermissionDenied, NotWritable."""
    dossier: NominationDossier = lock(NominationDossier, dossier_id)
    check_can_write(by, dossier)
    if not dossier.is_open:
        raise NotWritable(
            f"Hồ sơ đang ở trạng thái “{dossier.get_status_display()}” nên không sửa được. Hãy tải lại trang."
        )
    return dossier


def open_nomination(nomination_id: int, *, by: User) -> Nomination:
    """Return the nomination, locked behind its dossier, to be written. Raises PermissionDenied, NotWritable."""
    nomination = lock_nomination(nomination_id)
    check_can_write_nomination(by, nomination)
    if not nomination.is_open:
        raise NotWritable(
            f"Đề nghị đang ở trạng thái “{nomination.get_status_display()}” nên không sửa được. Hãy tải lại trang."
        )
    return nomination


def lock_nomination(nomination_id: int, read: int | None = None) -> Nomination:
    """Return the nomination, locked; its dossier is locked first, as everywhere. Raises ReadAnotherText."""
    key = Nomination.objects.values_list("dossier_id", flat=True).get(pk=nomination_id)
    dossier: NominationDossier = lock(NominationDossier, key)
    nomination: Nomination = lock(Nomination, nomination_id, read)
    nomination.dossier = dossier
    return nomination


def touched(dossier: NominationDossier) -> None:
    """Count a change of a locked dossier: who has an older page before them reads it again before they send it."""
    dossier.revision += 1
    dossier.save(update_fields=["revision"])


@transaction.atomic
def begin_dossier(dossier: NominationDossier, *, by: User, on: dt.date, read: Read | None = None) -> NominationDossier:
    """Write down what a dossier is for, or what was mended of it while it is written.

    Raises PermissionDenied, WrongDossier, NotWritable, ChangedMeanwhile.
    """
    check_can_propose(by, dossier.unit)
    _check(dossier.unit, dossier.campaign)
    if dossier.year > on.year:
        raise WrongDossier("Năm thành tích ở sau năm nay. Hãy xem lại năm.")
    if dossier._state.adding:
        dossier.save()
        record("dossier.begun", dossier, by=by)
        return dossier
    open_dossier(dossier.pk, by=by)
    change = saving(dossier, DOSSIER_SAYS, read=read)
    dossier = change.write()
    if change.told:
        touched(dossier)
        record("dossier.changed", dossier, by=by, data={"changed": change.told})
    return dossier


DOSSIER_SAYS = ("ground", "campaign", "year", "achieved_from", "achieved_to", "is_simplified")


def _check(unit: Unit, campaign: Campaign | None) -> None:
    if campaign is not None and campaign.organiser.root_id != unit.root_id:
        raise WrongDossier("Phong trào này không phải của Liên minh mình. Hãy chọn phong trào khác.")


@transaction.atomic
def write_nomination(*, nomination_id: int, says: Mapping[str, Any], claim: Claim, seen: int, by: User) -> Nomination:
    """Keep what is told of a nominee. The same once more changes nothing. Initiatives are written apart, and stay.

    `says` holds columns of NOMINATION_SAYS. Raises PermissionDenied, NotWritable, NominationChanged.
    """
    nomination = open_nomination(nomination_id, by=by)
    claim = replace(claim, initiatives=nomination.said.initiatives)
    told = {name: value for name, value in says.items() if getattr(nomination, name) != value}
    if not told and claim == nomination.said:
        return nomination
    if nomination.revision != seen:
        raise NominationChanged("Đề nghị này vừa được người khác ghi, sau khi bạn mở trang.", nomination)
    before = {name: getattr(nomination, name) for name in told}
    for name, value in told.items():
        setattr(nomination, name, value)
    _save(nomination, claim, [*told], by=by, before=before)
    return nomination


@transaction.atomic
def save_initiatives(
    *, nomination_id: int, initiatives: Sequence[ClaimedInitiative], has_none: bool, seen: int, by: User
) -> Nomination:
    """Keep the initiatives and projects of a nominee in place of those that stood there.

    Raises PermissionDenied, NotWritable, NominationChanged.
    """
    nomination = open_nomination(nomination_id, by=by)
    known = bool(initiatives) or (False if has_none else None)
    claim = replace(nomination.said, initiatives=tuple(initiatives), has_initiatives=known)
    if claim == nomination.said:
        return nomination
    if nomination.revision != seen:
        raise NominationChanged(
            "Đề nghị này vừa được người khác ghi, sau khi bạn mở trang. Chữ bạn gõ vẫn còn ở dưới; bấm Lưu lần nữa thì "
            "chữ của bạn thay bản vừa lưu.",
            nomination,
        )
    _save(nomination, claim, [], by=by, before={})
    return nomination


def _save(nomination: Nomination, claim: Claim, fields: list[str], *, by: User, before: Mapping[str, Any]) -> None:
    kept = {**before, "claim": nomination.claim} if claim != nomination.said else {**before}
    nomination.claim = claim.to_json()
    nomination.revision += 1
    nomination.save(update_fields=[*fields, "claim", "revision"])
    touched(nomination.dossier)
    # Whoever writes over what another wrote has been told; what stood there is kept.
    record("nomination.written", nomination, by=by, data={"before": kept})


@transaction.atomic
def save_meeting(
    dossier: NominationDossier, votes: Mapping[int, int | None], *, by: User, read: Read | None = None
) -> NominationDossier:
    """Keep the meeting of the unit, and how many agreed to each nomination, by its key.

    Raises PermissionDenied, NotWritable, WrongDossier, ChangedMeanwhile.
    """
    locked = open_dossier(dossier.pk, by=by)
    change = saving(dossier, MEETING_SAYS, read=read)
    present = dossier.present
    if dossier.summoned is not None and present is not None and present > dossier.summoned:
        raise WrongDossier("Số người có mặt nhiều hơn số người được triệu tập. Hãy xem lại hai số.")
    told = dict(change.told)
    for nomination in locked.nominations.select_for_update():
        number = votes.get(nomination.pk)
        if number is not None and present is not None and number > present:
            raise WrongDossier(
                f"{nomination.name}: {number} người đồng ý nhiều hơn {present} người có mặt. Hãy xem lại số."
            )
        if number != nomination.votes:
            told[f"votes:{nomination.pk}"] = [str(nomination.votes or ""), str(number or "")]
            nomination.votes = number
            nomination.revision += 1
            nomination.save(update_fields=["votes", "revision"])
    dossier = change.write()
    if told:
        touched(dossier)
        record("dossier.met", dossier, by=by, data={"changed": told})
    return dossier
