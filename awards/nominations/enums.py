from django.db import models

from emulation_portal.law.enums import AwardGround


class DossierStatus(models.TextChoices):
    """Where a hồ sơ lies. Source: DOMAIN 6.4."""

    DRAFT = "draft", "Đang lập"
    AWAITING_HEAD = "awaiting_head", "Chờ thủ trưởng duyệt"
    SUBMITTED = "submitted", "Chờ tiếp nhận"
    RETURNED = "returned", "Trả lại bổ sung"
    RECEIVED = "received", "Đã tiếp nhận"
    CLOSED = "closed", "Đã xử lý xong"
    WITHDRAWN = "withdrawn", "Đã rút"


class NominationStatus(models.TextChoices):
    """How far one subject is with one award. Source: DOMAIN 6.4."""

    DRAFT = "draft", "Trong hồ sơ đang lập"
    APPRAISING = "appraising", "Đang thẩm định"
    RETURNED = "returned", "Trả lại bổ sung"
    HELD = "held", "Tạm dừng xét"
    ELIGIBLE = "eligible", "Đủ điều kiện"
    INELIGIBLE = "ineligible", "Không đủ điều kiện"
    WITHDRAWN = "withdrawn", "Đã rút"


# Loại hình that units propose for. The others are opened by the standing office.
PROPOSED_GROUNDS = [
    (each.value, str(each.label)) for each in (AwardGround.MERIT, AwardGround.CAMPAIGN, AwardGround.EXCEPTIONAL)
]
