"""The way of a plan and the life of a campaign, as tables. `docs/workflow.md` shows them as diagrams."""

from emulation_portal.audit.actions import Step
from emulation_portal.rights.enums import Role

from . import policies
from .enums import CampaignStatus as C
from .enums import PlanStatus as P

PLAN_STEPS = {
    (P.DRAFT.value, P.DEPT_REVIEW.value): Step("plan.submitted", policies.check_can_submit, "Trình rà soát"),
    (P.RETURNED.value, P.DEPT_REVIEW.value): Step("plan.submitted", policies.check_can_submit, "Trình lại"),
    (P.DEPT_REVIEW.value, P.LEADER_REVIEW.value): Step("plan.passed_on", policies.check_can_review, "Trình lãnh đạo"),
    (P.DEPT_REVIEW.value, P.RETURNED.value): Step(
        "plan.returned", policies.check_can_review, "Trả lại", reason_required=True
    ),
    (P.DEPT_REVIEW.value, P.DRAFT.value): Step(
        "plan.withdrawn", policies.check_can_submit, "Rút về", reason_required=True
    ),
    (P.LEADER_REVIEW.value, P.APPROVED.value): Step("plan.approved", policies.check_can_approve, "Duyệt"),
    (P.LEADER_REVIEW.value, P.RETURNED.value): Step(
        "plan.returned", policies.check_can_approve, "Trả lại", reason_required=True
    ),
    (P.APPROVED.value, P.RETURNED.value): Step(
        "plan.returned", policies.check_can_issue, "Trả lại vì sai thể thức", reason_required=True
    ),
    (P.APPROVED.value, P.ISSUED.value): Step("plan.issued", policies.check_can_issue, "Cấp số, ban hành"),
    (P.DRAFT.value, P.ISSUED.value): Step("plan.transcribed", policies.check_can_transcribe, "Ghi vào sổ"),
    **{
        (status.value, P.DISCARDED.value): Step(
            "plan.discarded", policies.check_can_edit, "Bỏ dự thảo", reason_required=True
        )
        for status in (P.DRAFT, P.RETURNED)
    },
    (P.ISSUED.value, P.SUPERSEDED.value): Step("plan.superseded", policies.check_can_transcribe, "Thay thế"),
    (P.ISSUED.value, P.REVOKED.value): Step("plan.revoked", policies.check_can_revoke, "Thu hồi", reason_required=True),
}

# Who has it now: every waiting state has exactly one owner group.
PLAN_OWNERS = {
    P.DRAFT: Role.OFFICER,
    P.RETURNED: Role.OFFICER,
    P.DEPT_REVIEW: Role.CHIEF_OF_OFFICE,
    P.LEADER_REVIEW: Role.LEADER,
    P.APPROVED: Role.CLERK,
}

_steer = policies.check_can_steer
CAMPAIGN_STEPS = {
    (C.PLANNED.value, C.RUNNING.value): Step("campaign.launched", _steer, "Phát động", by_portal=True),
    (C.RUNNING.value, C.COLLECTING.value): Step("campaign.collecting", _steer, "Mở nhận hồ sơ", by_portal=True),
    (C.COLLECTING.value, C.REVIEWING.value): Step("campaign.reviewing", _steer, "Hết hạn nhận hồ sơ", by_portal=True),
    (C.RUNNING.value, C.CLOSED.value): Step("campaign.closed", _steer, "Kết thúc", reason_required=True),
    (C.REVIEWING.value, C.CLOSED.value): Step("campaign.closed", _steer, "Kết thúc", reason_required=True),
    (C.RUNNING.value, C.SUSPENDED.value): Step("campaign.suspended", _steer, "Tạm dừng", reason_required=True),
    (C.COLLECTING.value, C.SUSPENDED.value): Step("campaign.suspended", _steer, "Tạm dừng", reason_required=True),
    (C.SUSPENDED.value, C.RUNNING.value): Step("campaign.resumed", _steer, "Tiếp tục", reason_required=True),
    (C.SUSPENDED.value, C.COLLECTING.value): Step("campaign.resumed", _steer, "Tiếp tục", reason_required=True),
    # With the only draft of a campaign that was never launched.
    (C.PLANNED.value, C.DISCARDED.value): Step("campaign.discarded", _steer, "Bỏ cùng dự thảo", by_portal=True),
    **{
        (status.value, C.REVOKED.value): Step(
            "campaign.revoked", policies.check_can_revoke, "Thu hồi", reason_required=True
        )
        for status in (C.PLANNED, C.RUNNING, C.COLLECTING, C.REVIEWING, C.SUSPENDED)
    },
}
