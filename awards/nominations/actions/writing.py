"""What a unit writes into a dossier: what it is for, what is told of each nominee, and the meeting that proposed them."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from msgspec.structs import replace

from campaigns.models import Campaign
from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.audit.models import Event
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read, saving
from emulation_portal.procedure.moving import lock
from units.models import Unit

from ..boxes import COLUMNS, put, seen_of, value_of
from ..claim import ClaimedInitiative
from ..models import Nomination, NominationDossier
from ..policies import check_can_propose, check_can_write, check_can_write_nomination

MEETING_SAYS = ("met_on", "met_at", "venue", "chair", "secretary", "summoned", "present", "discussion")


class NotWritable(DomainError):
    """The dossier, or the nomination, does not lie with who writes it."""


class WrongDossier(DomainError):
    """What a dossier is for does not hold together; the message says what to mend."""


class NominationChanged(DomainError):
    """Somebody else wrote boxes of the nomination after the page was opened. `stands` is the nomination as it is."""

    def __init__(self, message: str, stands: Nomination, boxes: Sequence[str]) -> None:
        super().__init__(message)
        self.stands, self.boxes = stands, tuple(boxes)


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
def write_nomination(*, nomination_id: int, said: Mapping[str, Any], seen: Mapping[str, str], by: User) -> Nomination:
    """Keep what boxes of a nominee say, by their names; the others stay. The same once more changes nothing.

    `seen` tells by `seen_of` what the page had shown in them: words of others that it did not show are not written over.
    Raises PermissionDenied, NotWritable, NominationChanged (with all boxes that others wrote; nothing is kept then).
    """
    nomination = open_nomination(nomination_id, by=by)
    told = {box: value for box, value in said.items() if value_of(nomination, box) != value}
    meanwhile = [box for box in told if seen.get(box, "") != seen_of(nomination, box)]
    if meanwhile:
        raise NominationChanged("Ô này vừa được ghi ở nơi khác, sau khi bạn mở trang.", nomination, meanwhile)
    if not told:
        return nomination
    before = {box: value_of(nomination, box) for box in told}
    for box, value in told.items():
        put(nomination, box, value)
    _save(nomination, [box for box in told if box in COLUMNS], by=by)
    # What was written over is kept; words that were only gone on with stand in what came after.
    lost = {
        box: was
        for box, was in before.items()
        if was not in ("", None) and not str(told[box] or "").startswith(str(was))
    }
    if lost or not written_lately(nomination, by=by):
        record("nomination.written", nomination, by=by, data={"before": lost} if lost else {})
    return nomination


@transaction.atomic
def save_initiatives(
    *, nomination_id: int, initiatives: Sequence[ClaimedInitiative], has_none: bool, seen: str, by: User
) -> Nomination:
    """Keep the initiatives and projects of a nominee in place of those that stood there.

    Raises PermissionDenied, NotWritable, NominationChanged.
    """
    nomination = open_nomination(nomination_id, by=by)
    known = bool(initiatives) or (False if has_none else None)
    before = nomination.said
    claim = replace(before, initiatives=tuple(initiatives), has_initiatives=known)
    if claim == before:
        return nomination
    if initiatives_seen(nomination) != seen:
        raise NominationChanged(
            "Sáng kiến, đề tài vừa được ghi ở nơi khác, sau khi bạn mở trang. Chữ bạn gõ vẫn còn ở dưới; bấm Lưu lần nữa "
            "thì chữ của bạn thay bản vừa lưu.",
            nomination,
            [],
        )
    nomination.claim = claim.to_json()
    _save(nomination, [], by=by)
    record("nomination.written", nomination, by=by, data={"before": {"initiatives": before.to_json()["initiatives"]}})
    return nomination


def initiatives_seen(nomination: Nomination) -> str:
    """Return by what a page tells which initiatives it showed."""
    said = nomination.said
    shown = json.dumps([said.has_initiatives, said.to_json()["initiatives"]], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def _save(nomination: Nomination, columns: Sequence[str], *, by: User) -> None:
    nomination.written_by = by
    nomination.revision += 1
    nomination.save(update_fields=[*columns, "claim", "written_by", "revision"])
    touched(nomination.dossier)


@transaction.atomic
def save_meeting(
    dossier: NominationDossier,
    votes: Mapping[int, int | None],
    *,
    by: User,
    read: Read | None = None,
    seen: str | None = None,
) -> NominationDossier:
    """Keep the meeting of the unit, and how many agreed to each nomination, by its key.

    `seen` tells by `votes_seen` which votes the page had shown; None asks for no check.

    Raises PermissionDenied, NotWritable, WrongDossier, ChangedMeanwhile.
    """
    locked = open_dossier(dossier.pk, by=by)
    change = saving(dossier, MEETING_SAYS, read=read)
    present = dossier.present
    if dossier.summoned is not None and present is not None and present > dossier.summoned:
        raise WrongDossier("Số người có mặt nhiều hơn số người được triệu tập. Hãy xem lại hai số.")
    told = dict(change.told)
    if seen is not None and seen != votes_seen(locked):
        raise WrongDossier(
            "Số người đồng ý vừa được ghi ở nơi khác, sau khi bạn mở trang. Hãy tải lại trang để xem rồi ghi tiếp."
        )
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


def votes_seen(dossier: NominationDossier) -> str:
    """Return by what a page tells which votes it showed."""
    votes = list(dossier.nominations.order_by("pk").values_list("pk", "votes"))
    return hashlib.sha256(json.dumps(votes).encode()).hexdigest()[:16]


def written_lately(nomination: Nomination, *, by: User) -> bool:
    """Return whether the last thing in the log of a nomination is that this person wrote it: autosave tells it once."""
    events = Event.objects.filter(object_type=nomination._meta.label_lower, object_id=str(nomination.pk))
    last = events.order_by("-id").values_list("verb", "actor_id").first()
    return last == ("nomination.written", by.pk)
