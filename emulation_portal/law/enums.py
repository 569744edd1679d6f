from django.db import models


class Confidence(models.TextChoices):
    """How sure the portal is of a rule that it keeps."""

    CONFIRMED = "confirmed", "Đã đối chiếu toàn văn"
    PARTLY = "partly", "Mới có trích lục"
    PRACTICE = "practice", "Theo nơi khác"
    UNCONFIRMED = "unconfirmed", "Chưa đối chiếu"


class TextRank(models.TextChoices):
    LAW = "law", "Luật"
    DECREE = "decree", "Nghị định"
    CIRCULAR = "circular", "Thông tư"
    PROVINCE = "province", "Quy định của tỉnh"


class AwardClass(models.TextChoices):
    TITLE = "title", "Danh hiệu thi đua"
    FORM = "form", "Hình thức khen thưởng"


class AwardSubject(models.TextChoices):
    PERSON = "person", "Cá nhân"
    COLLECTIVE = "collective", "Tập thể"
    HOUSEHOLD = "household", "Hộ gia đình"


class Worker(models.TextChoices):
    """Whom a standard for persons is made for."""

    STAFF = "staff", "Cán bộ, công chức, viên chức, người lao động"
    MEMBER = "member", "Nông dân, thành viên hợp tác xã, người lao động không thuộc biên chế"


class Rating(models.TextChoices):
    """Mức độ hoàn thành nhiệm vụ của một năm, from the lowest."""

    NOT_DONE = "not_done", "Không hoàn thành nhiệm vụ"
    DONE = "done", "Hoàn thành nhiệm vụ"
    GOOD = "good", "Hoàn thành tốt nhiệm vụ"
    EXCELLENT = "excellent", "Hoàn thành xuất sắc nhiệm vụ"


class Scope(models.TextChoices):
    """How far the effect of an initiative reaches, from the nearest. Source: TT 12/2019/TT-BNV Điều 6 khoản 3."""

    UNIT = "unit", "Cơ sở"
    PROVINCE = "province", "Cấp tỉnh"
    NATION = "nation", "Toàn quốc"


class InitiativeKind(models.TextChoices):
    INITIATIVE = "initiative", "Sáng kiến"
    PROJECT = "project", "Đề tài khoa học"


class Discipline(models.TextChoices):
    """Hình thức kỷ luật, from the lightest."""

    REPRIMAND = "reprimand", "Khiển trách"
    WARNING = "warning", "Cảnh cáo"
    DEMOTION = "demotion", "Hạ bậc lương, giáng chức, cách chức"
    DISMISSAL = "dismissal", "Buộc thôi việc, sa thải"


class AwardGround(models.TextChoices):
    """Loại hình khen thưởng. Source: Luật Thi đua, khen thưởng 2022 Điều 8."""

    MERIT = "merit", "Công trạng"
    CAMPAIGN = "campaign", "Theo phong trào, chuyên đề"
    EXCEPTIONAL = "exceptional", "Đột xuất"
    LONG_SERVICE = "long_service", "Quá trình cống hiến"
    SENIORITY = "seniority", "Niên hạn"
    FOREIGN = "foreign", "Đối ngoại"
