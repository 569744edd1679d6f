"""Bình xét: the khối's conference, written down and kept as minutes."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read, digest, saving
from emulation_portal.documents.actions import UnitOrder, issue_of_unit
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.paper_limits import check_limits
from emulation_portal.procedure.moving import lock, moving

from ..enums import BlockHonour
from ..models import BlockConference, BlockScoring, LeaderEndorsement, ScoreCard
from ..papers import conference_paper
from ..policies import check_can_confer
from .running import count_change

CONFERENCE_SAYS = (
    "held_on",
    "begins_hour",
    "ends_hour",
    "venue",
    "chair",
    "secretary",
    "invited",
    "present",
    "absent",
    "guests",
    "discussion",
    "ballot_mode",
    "next_lead",
    "next_deputy",
    "takes_office_on",
)


class ConferenceRefused(DomainError):
    """What the conference decided cannot be kept so; the message says why."""


@dataclass(frozen=True)
class Endorsed:
    """Who was put forward for what, with how many votes of how many."""

    card: ScoreCard
    honour: BlockHonour
    votes: int
    votes_of: int


@transaction.atomic
def save_conference(
    conference: BlockConference,
    *,
    endorsed: Iterable[Endorsed],
    by: User,
    read: Read | None = None,
    seen: str | None = None,
) -> BlockConference:
    """Write down what the conference decided, or what changed of it, while the khối's points are settled.

    `seen` is `endorsements_seen` as the page showed them. Raises PermissionDenied, ConferenceRefused (not settled; more
    put forward than the khối may; somebody else wrote meanwhile), ChangedMeanwhile.
    """
    scoring: BlockScoring = lock(BlockScoring, conference.scoring_id)
    check_can_confer(by, scoring)
    if not scoring.is_settled:
        raise ConferenceRefused("Chỉ ghi hội nghị sau khi chốt điểm và trước khi kết thúc bình xét.")
    _check_seen(scoring, conference, seen)
    rows = list(endorsed)
    _check_endorsed(scoring, conference, rows)
    _check_can_be(scoring, conference)
    if conference._state.adding:
        conference.save()
        told: object = ["held_on"]
    else:
        change = saving(conference, CONFERENCE_SAYS, read=read)
        conference = change.write()
        told = change.told
    conference.endorsements.all().delete()
    LeaderEndorsement.objects.bulk_create(LeaderEndorsement(conference=conference, **vars(row)) for row in rows)
    BlockConference.objects.filter(pk=conference.pk).update(is_of_former_ranking=False)
    check_limits(conference_paper(BlockConference.objects.get(pk=conference.pk)))
    record("block_scoring.conference_written", scoring, by=by, data={"changed": told})
    count_change(scoring)
    return conference


def _check_can_be(scoring: BlockScoring, conference: BlockConference) -> None:
    """Raise ConferenceRefused for more units than the khối has, and for a term that begins before it was decided."""
    most = scoring.cards.count()
    if max(conference.invited, conference.present) > most:
        raise ConferenceRefused(f"Khối có {most} đơn vị. Hãy xem lại số đơn vị triệu tập, có mặt.")
    if conference.takes_office_on and conference.takes_office_on < conference.held_on:
        raise ConferenceRefused("Khối trưởng năm sau giữ nhiệm vụ từ ngày họp trở đi. Hãy xem lại ngày giữ nhiệm vụ.")


def endorsements_seen(scoring: BlockScoring) -> str:
    """Return what tells whether somebody wrote anew who is put forward."""
    rows = LeaderEndorsement.objects.filter(conference__scoring=scoring).order_by("card")
    return digest(list(rows.values_list("card", "honour", "votes", "votes_of")))


def _check_seen(scoring: BlockScoring, conference: BlockConference, seen: str | None) -> None:
    is_second = conference._state.adding and BlockConference.objects.filter(scoring=scoring).exists()
    if is_second or (seen is not None and seen != endorsements_seen(scoring)):
        raise ConferenceRefused(
            "Người khác vừa ghi hội nghị này, sau khi bạn mở trang. Hãy mở lại trang để xem rồi ghi phần của bạn."
        )


def _check_endorsed(scoring: BlockScoring, conference: BlockConference, rows: list[Endorsed]) -> None:
    if any(row.card.scoring_id != scoring.pk or row.card.rank is None for row in rows):
        raise ConferenceRefused("Chỉ suy tôn đơn vị có trong bảng xếp hạng của khối.")
    for honour, most in ((BlockHonour.FLAG, scoring.flags), (BlockHonour.MERIT, scoring.merits)):
        number = sum(row.honour == honour for row in rows)
        if number > most:
            raise ConferenceRefused(
                f"Suy tôn {number} đơn vị đề nghị {honour.label}, khối được {most}. Hãy bỏ bớt, hoặc đề nghị chuyên viên "
                "sửa số được suy tôn."
            )
    named = [unit for unit in (conference.next_lead_id, conference.next_deputy_id) if unit]
    own = set(scoring.cards.filter(unit__in=named).values_list("unit", flat=True))
    if set(named) - own:
        raise ConferenceRefused("Khối trưởng, Khối phó năm sau phải là đơn vị trong khối.")


@transaction.atomic
def conclude_scoring(*, scoring_id: int, by: User, on: dt.date, read: int | None = None) -> BlockScoring:
    """Kết thúc bình xét: the minutes are kept as a paper of the khối, in no book of the alliance.

    Raises PermissionDenied, InvalidMove, ConferenceRefused (nothing is written down; held later than today), and what
    `issue_of_unit` raises; ReadAnotherText.
    """
    scoring: BlockScoring = lock(BlockScoring, scoring_id, read)
    with moving(scoring, "concluded", by=by):
        conference = BlockConference.objects.filter(scoring=scoring).first()
        if conference is None:
            raise ConferenceRefused("Chưa ghi hội nghị bình xét. Hãy ghi hội nghị trước rồi mới kết thúc.")
        if conference.is_of_former_ranking:
            raise ConferenceRefused(
                "Khối đã mở lại, chốt điểm lại sau khi ghi hội nghị. Hãy mở hội nghị, ghi lại phần suy tôn rồi lưu."
            )
        if conference.held_on > on:
            raise ConferenceRefused("Ngày họp còn ở sau hôm nay. Hãy kết thúc từ ngày họp trở đi.")
        stored = conference.endorsements.select_related("card")
        rows = [Endorsed(row.card, BlockHonour(row.honour), row.votes, row.votes_of) for row in stored]
        _check_endorsed(scoring, conference, rows)  # the quota may have changed since
    order = UnitOrder(
        unit=scoring.block.alliance,
        block=scoring.block,
        document_type=DocumentType.BB,
        paper=conference_paper(conference),
        issued_on=conference.held_on,
        subject=scoring,
    )
    issue_of_unit(order, by=by, today=on)
    return scoring
