from django.db import models


class PledgeStatus(models.TextChoices):
    """How far the giao ước of a khối is."""

    DRAFT = "draft", "Đang soạn"
    SIGNING = "signing", "Đang ký"
    CONCLUDED = "concluded", "Đã ký kết"
    DROPPED = "dropped", "Đã bỏ"


class SignatureWay(models.TextChoices):
    """How a unit signed."""

    PORTAL = "portal", "Ký trên Cổng"
    PAPER = "paper", "Ký trên giấy"


# By what the units of a giao ước are counted and listed.
STATES = [
    ("signed", "Đã ký"),
    (SignatureWay.PORTAL.value, str(SignatureWay.PORTAL.label)),
    (SignatureWay.PAPER.value, str(SignatureWay.PAPER.label)),
    ("unsigned", "Chưa ký"),
]
