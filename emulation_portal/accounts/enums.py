from django.db import models


class ActivationChannel(models.TextChoices):
    MAIL = "mail", "Thư mời"
    SLIP = "slip", "Phiếu kích hoạt"
