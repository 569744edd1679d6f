"""What scoring is in the portal."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from campaigns.reports.policies import READING_OFFICE, WRITERS
from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import HelpPage, LogWords, Sample, Shortcut, Subject, Verb, Work
from emulation_portal.documents.readers import Readable
from emulation_portal.notifications.enums import Mails
from emulation_portal.notifications.registry import MessageKind
from emulation_portal.procedure.following import Follower
from emulation_portal.procedure.registry import Takes
from emulation_portal.rights.enums import Role

from . import actions, work
from .enums import ScoringStatus
from .models import BlockScoring
from .procedures import CARD, CROSS, SCORING, SHEET
from .sample import is_there, load_scorings
from .telling import BACK, RANKED, tell_of_scoring

_PLACES = ("/cham-diem/", "/bang-diem/", "/cham-diem-khoi/", "/phieu-diem/", "/cham-cheo/")


def _minutes_read_by(user: Any) -> Any:
    """Return the khối whose minutes the user reads: all who see the khối, once it has concluded."""
    seen = BlockScoring.objects.visible_to(user).filter(status=ScoringStatus.CONCLUDED)
    return seen.order_by().values("pk")


declare(
    *(
        Shortcut("Chấm điểm khối thi đua", role, "scoring:list", order=62)
        for role in (*READING_OFFICE, *WRITERS, Role.CLUSTER_LEAD)
    ),
    Work(work.cards_to_score, order=24),
    Work(work.cards_to_cross, order=25),
    Work(work.scorings_to_appraise, order=26),
    Work(work.conferences_to_hold, order=27),
    SHEET,
    SCORING,
    CARD,
    CROSS,
    Takes(SHEET, "issued", lambda t: actions.issue_sheet(sheet_id=t.pk, by=t.by, read=t.read)),
    Takes(SCORING, "settled", lambda t: actions.settle_scoring(scoring_id=t.pk, by=t.by, on=t.on, read=t.read)),
    Takes(
        SCORING, "reopened", lambda t: actions.reopen_scoring(scoring_id=t.pk, by=t.by, reason=t.reason, read=t.read)
    ),
    Takes(SCORING, "concluded", lambda t: actions.conclude_scoring(scoring_id=t.pk, by=t.by, on=t.on, read=t.read)),
    Takes(CARD, "sent_to_head", lambda t: actions.send_card_to_head(card_id=t.pk, by=t.by, read=t.read)),
    Takes(
        CARD,
        "sent",
        lambda t: actions.send_card(card_id=t.pk, by=t.by, now=timezone.now(), reason=t.reason, read=t.read),
    ),
    Takes(CARD, "returned", lambda t: actions.return_card(card_id=t.pk, by=t.by, reason=t.reason, read=t.read)),
    Takes(CARD, "included", lambda t: actions.include_card(card_id=t.pk, by=t.by, reason=t.reason, read=t.read)),
    Takes(CARD, "appraised", lambda t: actions.appraise_card(card_id=t.pk, by=t.by, on=t.on, read=t.read)),
    Takes(CROSS, "sent", lambda t: actions.send_cross(cross_id=t.pk, by=t.by, reason=t.reason, read=t.read)),
    Subject("scoring.scoresheet", "Bảng điểm", lambda pk: reverse("scoring:sheet", args=[pk])),
    Subject("scoring.blockscoring", "Chấm điểm của khối", lambda pk: reverse("scoring:scoring", args=[pk])),
    Subject("scoring.scorecard", "Phiếu điểm", lambda pk: reverse("scoring:card", args=[pk])),
    Subject("scoring.crosscheck", "Điểm chấm chéo"),
    LogWords(
        {
            "score_sheet.created": Verb("Soạn bảng điểm"),
            "score_sheet.changed": Verb("Sửa thông tin bảng điểm"),
            "score_sheet.group_written": Verb("Ghi nhóm tiêu chí"),
            "score_sheet.group_dropped": Verb("Bỏ nhóm tiêu chí"),
            "block_scoring.opened": Verb("Mở chấm điểm"),
            "block_scoring.changed": Verb("Sửa thời hạn, số được suy tôn"),
            "block_scoring.unit_added": Verb("Thêm đơn vị vào bảng chấm"),
            "block_scoring.conference_written": Verb("Ghi hội nghị bình xét"),
            "score_card.crosser_named": Verb("Phân công chấm chéo"),
            "score_card.women_told": Verb("Ghi tập thể có phần lớn là nữ"),
            "score_card.tie_voted": Verb("Ghi số phiếu khi bằng điểm"),
        }
    ),
    HelpPage(
        "cham-diem-khoi",
        "Chấm điểm khối thi đua",
        "Tự chấm, chấm chéo, thẩm định; chốt điểm, xếp hạng, bình xét, suy tôn.",
        _PLACES,
        frozenset({*READING_OFFICE, *WRITERS, Role.CLUSTER_LEAD}),
        order=86,
    ),
    Sample(load_scorings, is_there),
    Readable("scoring.blockscoring", _minutes_read_by),
    Follower(tell_of_scoring),
    MessageKind(BACK, "Phiếu điểm, điểm chấm chéo trả về đơn vị", Mails.AT_ONCE),
    MessageKind(RANKED, "Khối chốt điểm thi đua", Mails.AT_ONCE),
)
