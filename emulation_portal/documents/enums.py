from django.db import models


class DocumentType(models.TextChoices):
    """Types of administrative documents and their abbreviations. Source: NĐ 30/2020, Phụ lục III, I."""

    KH = "KH", "Kế hoạch"
    QD = "QĐ", "Quyết định"
    TTR = "TTr", "Tờ trình"
    BC = "BC", "Báo cáo"
    BB = "BB", "Biên bản"
    TB = "TB", "Thông báo"
    GM = "GM", "Giấy mời"
    CV = "CV", "Công văn"
    HD = "HD", "Hướng dẫn"
    NQ = "NQ", "Nghị quyết"
    CT = "CT", "Chỉ thị"
    CTR = "CTr", "Chương trình"
    QC = "QC", "Quy chế"
    BTT = "BTT", "Bản thỏa thuận"
    GIAY_GIOI_THIEU = "GGT", "Giấy giới thiệu"


class SeriesScope(models.TextChoices):
    """Whether papers share one series of numbers. The head of the office decides (NĐ 30/2020 Điều 15.1.c)."""

    COMMON = "common", "Chung cho mọi loại văn bản"
    PER_TYPE = "per_type", "Riêng cho từng loại văn bản"


class NumberingMode(models.TextChoices):
    PORTAL = "portal", "Cổng cấp số"
    BOOK = "book", "Văn thư ghi số từ sổ của cơ quan"


class EntryKind(models.TextChoices):
    ISSUED = "issued", "Ban hành trên cổng"
    TRANSCRIBED = "transcribed", "Nhập lại từ bản đã ban hành"


class DocumentStatus(models.TextChoices):
    ISSUED = "issued", "Đang có hiệu lực"
    SUPERSEDED = "superseded", "Đã được thay thế"
    REVOKED = "revoked", "Đã thu hồi"


class EffectKind(models.TextChoices):
    """What one paper does to another. An amended paper stays in force. Source: NĐ 30/2020/NĐ-CP Điều 18."""

    AMENDS = "amends", "Sửa đổi, bổ sung"
    REPLACES = "replaces", "Thay thế"
    REVOKES = "revokes", "Thu hồi"
    CORRECTS = "corrects", "Đính chính, nhập lại"
