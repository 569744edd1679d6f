from django.db import models


class HistoryStatus(models.TextChoices):
    """Whether an award that was given counts today. Source: NĐ 91/2017/NĐ-CP Điều 78; Luật TĐKT 2022 Điều 93."""

    STANDING = "standing", "Có giá trị"
    CANCELLED = "cancelled", "Đã hủy bỏ"
    MISTAKEN = "mistaken", "Ghi nhầm, đã bỏ"


class HistorySource(models.TextChoices):
    """How a line came into the history."""

    TYPED = "typed", "Ghi trên cổng"
    SHEET = "sheet", "Nhập từ Excel"
