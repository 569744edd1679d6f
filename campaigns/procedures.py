"""The life of a campaign, and the ways of the papers that speak of one. `docs/workflow.md` shows them as diagrams."""

from typing import Any

from emulation_portal.core.dates import short_date
from emulation_portal.core.parts import Verb
from emulation_portal.documents.drafts.procedures import paper_procedures
from emulation_portal.documents.drafts.ways import BY_CHIEF
from emulation_portal.procedure.declared import Asks, Procedure, State, Step

from . import policies
from .enums import CampaignStatus as C

PLAN, TRANSCRIBED_PLAN = paper_procedures(code="plan", slug="ke-hoach", model="campaigns.CampaignPlan", noun="kế hoạch")

NOTICE, TRANSCRIBED_NOTICE = paper_procedures(
    code="campaign_notice", slug="thong-bao-phong-trao", model="campaigns.CampaignPaper", noun="thông báo"
)
GUIDANCE, TRANSCRIBED_GUIDANCE = paper_procedures(
    code="guidance", slug="huong-dan", model="campaigns.CampaignPaper", noun="hướng dẫn", way=BY_CHIEF
)

_steer = policies.check_can_steer
_ASKED: dict[str, Any] = {
    "check": _steer,
    "asks": Asks.REASON,
    "look": "secondary",
    "done": "Đã chuyển giai đoạn của phong trào.",
}
_BY_CALENDAR: dict[str, Any] = {"check": _steer, "by_portal": True}


def _stood_at(status: C) -> Any:
    return lambda campaign: campaign.resumes_to == status


def _begins(campaign: Any) -> str:
    """Return when a campaign begins that does not run yet."""
    if campaign.was_made_known and campaign.period_from:
        return f"Phong trào bắt đầu ngày {short_date(campaign.period_from)}."
    return "Phong trào bắt đầu khi kế hoạch được ban hành và đến ngày phát động."


CAMPAIGN = Procedure(
    code="campaign",
    slug="phong-trao",
    model="campaigns.Campaign",
    noun="phong trào",
    statuses=C,
    start=C.PLANNED.value,
    unit="organiser",
    steps=(
        Step(
            "phat-dong",
            (C.PLANNED,),
            C.RUNNING,
            "launched",
            "Phát động",
            Verb("Phát động phong trào", "success"),
            **_BY_CALENDAR,
        ),
        Step(
            "nhan-ho-so",
            (C.RUNNING,),
            C.COLLECTING,
            "collecting",
            "Mở nhận hồ sơ",
            Verb("Mở nhận hồ sơ khen thưởng", "info"),
            **_BY_CALENDAR,
        ),
        Step(
            "xet",
            (C.COLLECTING,),
            C.REVIEWING,
            "reviewing",
            "Hết hạn nhận hồ sơ",
            Verb("Hết hạn nhận hồ sơ, chuyển sang xét", "info"),
            **_BY_CALENDAR,
        ),
        Step(
            "ket-thuc",
            (C.RUNNING, C.REVIEWING),
            C.CLOSED,
            "closed",
            "Kết thúc",
            Verb("Kết thúc phong trào"),
            title="Kết thúc phong trào",
            **_ASKED,
        ),
        Step(
            "tam-dung",
            (C.RUNNING, C.COLLECTING),
            C.SUSPENDED,
            "suspended",
            "Tạm dừng",
            Verb("Tạm dừng phong trào", "warning"),
            title="Tạm dừng phong trào",
            **_ASKED,
        ),
        *(
            Step(
                "tiep-tuc",
                (C.SUSPENDED,),
                status,
                "resumed",
                "Tiếp tục",
                Verb("Tiếp tục phong trào", "info"),
                title="Tiếp tục phong trào",
                when=_stood_at(status),
                **_ASKED,
            )
            for status in (C.RUNNING, C.COLLECTING)
        ),
        # With the only draft of a campaign that was never launched.
        Step(
            "bo",
            (C.PLANNED,),
            C.DISCARDED,
            "discarded",
            "Bỏ cùng dự thảo",
            Verb("Bỏ phong trào cùng dự thảo"),
            **_BY_CALENDAR,
        ),
        Step(
            "thu-hoi",
            (C.PLANNED, C.RUNNING, C.COLLECTING, C.REVIEWING, C.SUSPENDED),
            C.REVOKED,
            "revoked",
            "Thu hồi",
            Verb("Thu hồi phong trào", "danger"),
            policies.check_can_revoke,
            asks=Asks.REASON,
            is_offered=False,
        ),
    ),
    states={
        C.PLANNED: State("neutral", note=_begins),
        C.RUNNING: State("success"),
        C.COLLECTING: State("info"),
        C.REVIEWING: State("waiting"),
        C.CLOSED: State("neutral", note="Phong trào đã kết thúc."),
        C.SUSPENDED: State("warning"),
        C.REVOKED: State("danger", note="Phong trào dừng lại vì kế hoạch đã thu hồi."),
        C.DISCARDED: State("neutral", note="Phong trào đã bỏ cùng dự thảo."),
    },
    path=(
        (C.RUNNING, "Thực hiện"),
        (C.COLLECTING, "Nhận hồ sơ"),
        (C.REVIEWING, "Xét khen thưởng"),
        (C.CLOSED, "Tổng kết"),
    ),
)
