from django.db import models


class ValueType(models.TextChoices):
    """What is typed for an indicator."""

    COUNT = "count", "Số nguyên"
    DECIMAL = "decimal", "Số thập phân"
    MONEY = "money", "Tiền, theo đồng"
    PERCENT = "percent", "Tỷ lệ %"
    TEXT = "text", "Chữ"
    YES_NO = "yes_no", "Có hoặc không"
    ITEMS = "items", "Danh sách ủng hộ"


NUMBERS = frozenset({ValueType.COUNT, ValueType.DECIMAL, ValueType.MONEY, ValueType.PERCENT, ValueType.ITEMS})


class Nature(models.TextChoices):
    """How values of several periods become one. Over units stock and flow add up; a share is computed anew, whether it
    is of all that happened in the periods or of how things stand at their end."""

    FLOW = "flow", "Phát sinh trong kỳ"
    STOCK = "stock", "Số cuối kỳ"
    SHARE = "share", "Tỷ lệ, bình quân của cả kỳ"
    LEVEL = "level", "Tỷ lệ, bình quân lúc cuối kỳ"
    NONE = "none", "Không cộng"


SHARES = frozenset({Nature.SHARE, Nature.LEVEL})  # typed as numerator and denominator
AT_THE_END = frozenset({Nature.STOCK, Nature.LEVEL})  # of several periods the last counts


class IndicatorGroup(models.TextChoices):
    DEVELOPMENT = "development", "Phát triển kinh tế tập thể, hợp tác xã"
    EMULATION = "emulation", "Thi đua, khen thưởng"
    CAMPAIGN = "campaign", "Nội dung riêng của phong trào"


class Owing(models.TextChoices):
    """Who is asked for a report."""

    MEMBERS = "members", "Mọi đơn vị thành viên"
    KINDS = "kinds", "Các loại đơn vị được chọn"
    BLOCKS = "blocks", "Các khối được chọn"
    UNITS = "units", "Các đơn vị được chọn"


class PeriodKind(models.TextChoices):
    """Source: DOMAIN, chế độ báo cáo; the campaign's milestones for sơ kết and tổng kết."""

    MONTH = "month", "Tháng"
    QUARTER = "quarter", "Quý"
    HALF_YEAR = "half_year", "06 tháng"
    YEAR = "year", "Năm"
    MIDTERM = "midterm", "Sơ kết"
    FINAL = "final", "Tổng kết"
    AD_HOC = "ad_hoc", "Đột xuất"


REGULAR = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.YEAR)


class DueRule(models.TextChoices):
    """What becomes of a deadline that falls on a day off."""

    AS_IT_IS = "as_it_is", "Giữ nguyên ngày"
    NEXT = "next", "Lùi sang ngày làm việc tiếp theo"
    BEFORE = "before", "Đưa lên ngày làm việc liền trước"


class TargetScope(models.TextChoices):
    EACH = "each", "Mỗi đơn vị"
    UNIT = "unit", "Một đơn vị"
    BLOCK = "block", "Cả khối"
    WHOLE = "whole", "Toàn phong trào"


class ReportStatus(models.TextChoices):
    """The life of what one unit owes for one period. Late is computed, never stored."""

    NOT_STARTED = "not_started", "Chưa nộp"
    DRAFT = "draft", "Đang soạn"
    AWAITING_HEAD = "awaiting_head", "Chờ thủ trưởng xác nhận"
    SUBMITTED = "submitted", "Đã nộp"
    RECEIVED = "received", "Đã tiếp nhận"
    RETURNED = "returned", "Trả lại bổ sung"
    VERIFIED = "verified", "Đã kiểm tra"
    LOCKED = "locked", "Đã chốt số liệu"
    EXEMPT = "exempt", "Miễn báo cáo"


OPEN_TO_WRITING = frozenset({ReportStatus.NOT_STARTED, ReportStatus.DRAFT, ReportStatus.RETURNED})
NEVER_SUBMITTED = frozenset({ReportStatus.NOT_STARTED, ReportStatus.DRAFT, ReportStatus.AWAITING_HEAD})
COUNTED = frozenset({ReportStatus.VERIFIED, ReportStatus.LOCKED})  # whose figures add up to the alliance's own


class ReportPart(models.TextChoices):
    """What a report says in words. Source: NĐ 30/2020/NĐ-CP, Mẫu 1.4; the office's outline of D6."""

    SITUATION = "situation", "Công tác chỉ đạo, tổ chức thực hiện"
    RESULTS = "results", "Kết quả đạt được"
    SHORTCOMINGS = "shortcomings", "Hạn chế, nguyên nhân"
    PLANS = "plans", "Phương hướng, nhiệm vụ kỳ tới"
    PROPOSALS = "proposals", "Đề xuất, kiến nghị"


class Dimension(models.TextChoices):
    """By what units or periods are told apart when their figures are added up. The value stands in addresses."""

    BLOCK = "khoi", "Khối"
    KIND = "loai", "Loại đơn vị"
    COMMUNE = "xa", "Xã, phường"
    PERIOD = "ky", "Kỳ báo cáo"


class DonationKind(models.TextChoices):
    MONEY = "money", "Tiền"
    IN_KIND = "in_kind", "Hiện vật"
    LABOUR = "labour", "Ngày công"
