"""Bình xét: the khối's conference, written down and kept as minutes."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read, saving
from emulation_portal.documents.actions import UnitOrder, issue_of_unit
from emulation_portal.documents.enums import DocumentType
from emulation_portal.procedure.moving import lock, moving

from ..enums import BlockHonour
from ..models import BlockConference, BlockScoring, LeaderEndorsement, ScoreCard
from ..papers import conference_paper
from ..policies import check_can_confer

CONFERENCE_SAYS = (
    "held_on",
    "venue",
    "chair",
    "secretary",
    "invited",
    "present",
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
    conference: BlockConference, *, endorsed: Iterable[Endorsed], by: User, read: Read | None = None
) -> BlockConference:
    """Write down what the conference decided, or what changed of it, while the khối's points are settled.

    Raises PermissionDenied, ConferenceRefused (not settled; more put forward than the khối may), ChangedMeanwhile.
    """
    scoring: BlockScoring = lock(BlockScoring, conference.scoring_id)
    check_can_confer(by, scoring)
    if not scoring.is_settled:
        raise ConferenceRefused("Chỉ ghi hội nghị sau khi chốt điểm và trước khi kết thúc bình xét.")
    rows = list(endorsed)
    _check_endorsed(scoring, conference, rows)
    if conference._state.adding:
        conference.save()
        told: object = ["held_on"]
    else:
        change = saving(conference, CONFERENCE_SAYS, read=read)
        conference = change.write()
        told = change.told
    conference.endorsements.all().delete()
    LeaderEndorsement.objects.bulk_create(LeaderEndorsement(conference=conference, **vars(row)) for row in rows)
    record("block_scoring.conference_written", scoring, by=by, data={"changed": told})
    return conference


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
def conclude_scoring(*, scoring_id: int, by: User, on: dt.date) -> BlockScoring:
    """Kết thúc bình xét: the minutes are kept as a paper of the khối, in no book of the alliance.

    Raises PermissionDenied, InvalidMove, ConferenceRefused (nothing is written down; held later than today), and what
    `issue_of_unit` raises.
    """
    scoring: BlockScoring = lock(BlockScoring, scoring_id)
    with moving(scoring, "concluded", by=by):
        conference = BlockConference.objects.filter(scoring=scoring).first()
        if conference is None:
            raise ConferenceRefused("Chưa ghi hội nghị bình xét. Hãy ghi hội nghị trước rồi mới kết thúc.")
        if conference.held_on > on:
            raise ConferenceRefused("Ngày họp còn ở sau hôm nay. Hãy kết thúc từ ngày họp trở đi.")
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
