from django.db import models


class CampaignKind(models.TextChoices):
    REGULAR = "regular", "Thi đua thường xuyên"
    THEMATIC = "thematic", "Thi đua theo chuyên đề"


class CampaignStatus(models.TextChoices):
    """The life of a campaign, from its plan's issue to tổng kết."""

    PLANNED = "planned", "Chuẩn bị phát động"
    RUNNING = "running", "Đang thực hiện"
    COLLECTING = "collecting", "Đang nhận hồ sơ khen thưởng"
    REVIEWING = "reviewing", "Đang xét khen thưởng"
    CLOSED = "closed", "Đã kết thúc"
    SUSPENDED = "suspended", "Tạm dừng"
    REVOKED = "revoked", "Đã thu hồi"
    DISCARDED = "discarded", "Đã bỏ"


ENDED = frozenset({CampaignStatus.CLOSED, CampaignStatus.REVOKED, CampaignStatus.DISCARDED})
STOPPED = frozenset({CampaignStatus.SUSPENDED, CampaignStatus.REVOKED, CampaignStatus.DISCARDED})
NOT_ENDED = frozenset(CampaignStatus) - ENDED


class Topic(models.TextChoices):
    """What a main section of a plan is about. The law asks for some of them before launch."""

    OBJECTIVES = "objectives", "Mục đích, yêu cầu"
    CONTENT = "content", "Nội dung thi đua"
    CONTENT_CRITERIA = "content_crit", "Nội dung và tiêu chí thi đua"
    CRITERIA = "criteria", "Tiêu chí, chỉ tiêu"
    REWARDS = "rewards", "Khen thưởng"
    SCHEDULE = "schedule", "Thời gian, tiến độ"
    MEASURES = "measures", "Tổ chức thực hiện"
    OTHER = "other", "Khác"


class MilestoneKind(models.TextChoices):
    LAUNCH = "launch", "Phát động"
    REPORT = "report", "Báo cáo"
    MIDTERM_REVIEW = "midterm_review", "Sơ kết"
    DOSSIERS = "dossiers", "Hạn nộp hồ sơ khen thưởng"
    FINAL_REVIEW = "final_review", "Tổng kết"


class SubjectKind(models.TextChoices):
    COLLECTIVE = "collective", "Tập thể"
    INDIVIDUAL = "individual", "Cá nhân"
    HOUSEHOLD = "household", "Hộ gia đình"


class AwardForm(models.TextChoices):
    """What a plan may promise. Codes as in the law's catalogue; the awards app holds their standards."""

    GK = "GK", "Giấy khen của Chủ tịch Liên minh HTX tỉnh"
    BKT = "BKT", "Đề nghị Bằng khen của Chủ tịch UBND tỉnh"
    BKLM = "BKLM", "Đề nghị Bằng khen của Liên minh HTX Việt Nam"
    BKTTG = "BKTTG", "Đề nghị Bằng khen của Thủ tướng Chính phủ"
    COT = "COT", "Đề nghị Cờ thi đua của UBND tỉnh"
    COLM = "COLM", "Đề nghị Cờ thi đua của Liên minh HTX Việt Nam"


class QuotaMode(models.TextChoices):
    NONE = "none", "Không giới hạn"
    FIXED = "fixed", "Số lượng"
    PERCENT = "percent", "Tỷ lệ %"
