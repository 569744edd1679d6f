from django.db import models


class SummaryOccasion(models.TextChoices):
    """On what occasion the alliance reports. Source: DOMAIN 3.7, 5 D7."""

    MIDTERM = "midterm", "Sơ kết"
    FINAL = "final", "Tổng kết"
    HALF_YEAR = "half_year", "06 tháng"
    YEAR = "year", "Năm"
    OTHER = "other", "Khác"


# Occasions after which the plan of the year is judged: what is not reached then has fallen short.
OVER = frozenset({SummaryOccasion.FINAL, SummaryOccasion.YEAR})


class PieceKind(models.TextChoices):
    """A table, chart or annex that is printed from the figures."""

    TOTALS = "totals", "Bảng tổng hợp chỉ tiêu"
    PROGRESS = "progress", "Biểu đồ % kế hoạch"
    BLOCKS = "blocks", "Bảng theo khối"
    BLOCK_CHART = "block_chart", "Biểu đồ theo khối"
    UNITS = "units", "Phụ lục: số liệu từng đơn vị"
    LATE = "late", "Phụ lục: đơn vị nộp muộn, chưa nộp"


OF_ONE_FIGURE = frozenset({PieceKind.BLOCKS, PieceKind.BLOCK_CHART})
OF_ALL_FIGURES = frozenset({PieceKind.TOTALS, PieceKind.PROGRESS, PieceKind.LATE})
ANNEXED = (PieceKind.UNITS, PieceKind.LATE)


class ChangedPart(models.TextChoices):
    """What a change of the figures is about; the widest comes first."""

    ALL = "all", "Số liệu chung"
    BLOCKS = "blocks", "Từng khối"
    UNITS = "units", "Từng đơn vị"
    LATE = "late", "Nộp muộn, chưa nộp"


class SummaryTopic(models.TextChoices):
    """Source: NĐ 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.4; the office's outline of D7."""

    DIRECTION = "direction", "Công tác chỉ đạo, tổ chức"
    RESULTS = "results", "Kết quả thực hiện"
    ASSESSMENT = "assessment", "Đánh giá chung"
    PLANS = "plans", "Phương hướng, nhiệm vụ"
    PROPOSALS = "proposals", "Kiến nghị, đề xuất"
    OTHER = "other", "Khác"
