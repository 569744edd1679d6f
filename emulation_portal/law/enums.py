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
