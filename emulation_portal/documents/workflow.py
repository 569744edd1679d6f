"""What may become of an issued paper."""

from emulation_portal.audit.actions import Step

from . import policies
from .enums import DocumentStatus

STEPS = {
    (DocumentStatus.ISSUED.value, DocumentStatus.SUPERSEDED.value): Step(
        "document.superseded", policies.check_can_number, "Thay thế"
    ),
    (DocumentStatus.ISSUED.value, DocumentStatus.REVOKED.value): Step(
        "document.revoked", policies.check_can_revoke, "Thu hồi", reason_required=True
    ),
}
