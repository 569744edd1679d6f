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


class ConductKind(models.TextChoices):
    """What stands against honouring somebody. Source: NĐ 152/2025/NĐ-CP Điều 4 khoản 4; TT 12/2019/TT-BNV Điều 2 khoản 5."""

    DISCIPLINE = "discipline", "Kỷ luật"
    INVESTIGATION = "investigation", "Đang bị điều tra, truy tố"
    INSPECTION = "inspection", "Đang thanh tra, kiểm tra có dấu hiệu vi phạm"
    COMPLAINT = "complaint", "Có đơn thư khiếu nại, tố cáo đang xác minh"
    PRESS = "press", "Báo chí nêu dấu hiệu tham nhũng, tiêu cực đang xác minh"


class ConductStatus(models.TextChoices):
    """Whether a fact of conduct still holds somebody back."""

    STANDING = "standing", "Đang có hiệu lực"
    ENDED = "ended", "Đã hết, đã kết luận"
    MISTAKEN = "mistaken", "Ghi nhầm, đã bỏ"
