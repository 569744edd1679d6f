from django.db import models


class SheetStatus(models.TextChoices):
    """Where a score sheet lies. Units are judged by an issued one only, and it changes no more."""

    DRAFT = "draft", "Đang soạn"
    ISSUED = "issued", "Đang áp dụng"
    WITHDRAWN = "withdrawn", "Thôi áp dụng"


class GroupKind(models.TextChoices):
    """Whether points of a group make up the scale, come on top of it, or are taken off."""

    BASE = "base", "Điểm chuẩn"
    BONUS = "bonus", "Điểm thưởng"
    DEDUCTION = "deduction", "Điểm trừ"


class CriterionKind(models.TextChoices):
    """How the points of a criterion come about. All but the first, the portal proposes."""

    JUDGED = "judged", "Người chấm nhận xét"
    PROPORTIONAL = "proportional", "Theo tỷ lệ đạt kế hoạch"
    BANDED = "banded", "Theo bậc của số liệu"
    BANDED_PLAN = "banded_plan", "Theo bậc của % kế hoạch"
    PER_LATE = "per_late", "Mỗi báo cáo nộp muộn"
    PER_MISSING = "per_missing", "Mỗi báo cáo không nộp"


MEASURED = frozenset({CriterionKind.PROPORTIONAL, CriterionKind.BANDED, CriterionKind.BANDED_PLAN})
BY_PLAN = frozenset({CriterionKind.PROPORTIONAL, CriterionKind.BANDED_PLAN})
BANDS = frozenset({CriterionKind.BANDED, CriterionKind.BANDED_PLAN})
COUNTED_REPORTS = frozenset({CriterionKind.PER_LATE, CriterionKind.PER_MISSING})


class ScoringStatus(models.TextChoices):
    """Where a khối is in scoring its year."""

    OPEN = "open", "Đang chấm điểm"
    SETTLED = "settled", "Đã chốt điểm"
    CONCLUDED = "concluded", "Đã bình xét"


class CardStatus(models.TextChoices):
    """Where the score card of one unit lies."""

    DRAFT = "draft", "Đang tự chấm"
    AWAITING_HEAD = "awaiting_head", "Chờ thủ trưởng"
    SENT = "sent", "Chờ thẩm định"
    APPRAISED = "appraised", "Đã thẩm định"
    EXCUSED = "excused", "Không chấm"


class CrossStatus(models.TextChoices):
    """Where the points lie that another unit of the khối gives."""

    DRAFT = "draft", "Đang chấm chéo"
    SENT = "sent", "Đã chấm chéo"


class Scorer(models.TextChoices):
    """Whose points: the value begins the columns in which they are kept, and stands in addresses."""

    SELF = "self", "Tự chấm"
    CROSS = "cross", "Chấm chéo"
    APPRAISED = "appraised", "Thẩm định"


class BallotMode(models.TextChoices):
    SECRET = "secret", "Bỏ phiếu kín"
    HANDS = "hands", "Biểu quyết giơ tay"


class BlockHonour(models.TextChoices):
    """What a khối puts forward its best for. Source: DOMAIN 3.5; who gives it, awards say."""

    FLAG = "flag", "Cờ thi đua"
    MERIT = "merit", "Bằng khen"
