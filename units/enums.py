import re
from collections.abc import Sequence

from django.db import models


class UnitKind(models.TextChoices):
    ALLIANCE = "alliance", "Liên minh Hợp tác xã"
    COUNCIL = "council", "Hội đồng Thi đua - Khen thưởng"
    DEPARTMENT = "department", "Phòng, ban"
    AFFILIATED_UNIT = "affiliated_unit", "Đơn vị trực thuộc"
    COOPERATIVE = "cooperative", "Hợp tác xã"
    COOPERATIVE_UNION = "cooperative_union", "Liên hiệp hợp tác xã"
    PEOPLES_CREDIT_FUND = "peoples_credit_fund", "Quỹ tín dụng nhân dân"
    COOPERATIVE_GROUP = "cooperative_group", "Tổ hợp tác"
    ENTERPRISE = "enterprise", "Doanh nghiệp"


# Members of the alliance, as its charter names them; the others are the alliance's own bodies.
MEMBER_KINDS = (
    UnitKind.COOPERATIVE,
    UnitKind.COOPERATIVE_UNION,
    UnitKind.PEOPLES_CREDIT_FUND,
    UnitKind.COOPERATIVE_GROUP,
    UnitKind.ENTERPRISE,
)
SLIPLESS_KINDS = (UnitKind.ALLIANCE, UnitKind.COUNCIL)  # people serve in their departments, and are appointed by hand
OFFICE_KINDS = (UnitKind.ALLIANCE, UnitKind.COUNCIL, UnitKind.DEPARTMENT, UnitKind.AFFILIATED_UNIT)


class ImportKind(models.TextChoices):
    """The tables of this app that can be sent; the value stands in addresses."""

    UNITS = "don-vi", "đơn vị"
    PEOPLE = "nguoi", "người và tài khoản"


class SuccessionKind(models.TextChoices):
    """How one unit comes to do what another did."""

    MERGER = "merger", "Sáp nhập vào một đơn vị khác"
    CONSOLIDATION = "consolidation", "Hợp nhất thành một đơn vị mới"
    DIVISION = "division", "Chia thành các đơn vị mới"
    SEPARATION = "separation", "Tách ra đơn vị mới"
    DISSOLUTION = "dissolution", "Giải thể, bàn giao nhiệm vụ"

    @property
    def noun(self) -> str:
        """Return it in the middle of a sentence: “sáp nhập”."""
        return _SUCCESSION_NOUNS[self]

    @property
    def words(self) -> str:
        """Return what stands before the name of who succeeds: “Sáp nhập vào”."""
        return _SUCCESSION_WORDS[self]


_SUCCESSION_WORDS = {
    SuccessionKind.MERGER: "Sáp nhập vào",
    SuccessionKind.CONSOLIDATION: "Hợp nhất thành",
    SuccessionKind.DIVISION: "Chia thành",
    SuccessionKind.SEPARATION: "Tách ra",
    SuccessionKind.DISSOLUTION: "Giải thể, bàn giao nhiệm vụ cho",
}
_SUCCESSION_NOUNS = {
    SuccessionKind.MERGER: "sáp nhập",
    SuccessionKind.CONSOLIDATION: "hợp nhất",
    SuccessionKind.DIVISION: "chia",
    SuccessionKind.SEPARATION: "tách",
    SuccessionKind.DISSOLUTION: "giải thể",
}


class BlockKind(models.TextChoices):
    BLOCK = "block", "Khối thi đua"
    CLUSTER = "cluster", "Cụm thi đua"


# The papers that an authority to sign may be limited to, as offices abbreviate them.
# Source: NĐ 30/2020/NĐ-CP, Phụ lục III, I.
PAPER_NAMES = {
    "KH": "kế hoạch",
    "QĐ": "quyết định",
    "TTr": "tờ trình",
    "BC": "báo cáo",
    "BB": "biên bản",
    "TB": "thông báo",
    "GM": "giấy mời",
    "CV": "công văn",
    "HD": "hướng dẫn",
    "NQ": "nghị quyết",
    "CT": "chỉ thị",
    "CTr": "chương trình",
    "QC": "quy chế",
    "GGT": "giấy giới thiệu",
    "BTT": "bản thỏa thuận",
}


class SigningForm(models.TextChoices):
    """In what capacity a person signs. Source: NĐ 30/2020/NĐ-CP Điều 13; Phụ lục I, II.7."""

    HEAD = "head", "Người đứng đầu ký"
    TM = "tm", "TM. – thay mặt tập thể"
    KT = "kt", "KT. – ký thay người đứng đầu"
    TM_KT = "tm_kt", "TM. và KT. – thay mặt tập thể, ký thay"
    Q = "q", "Q. – quyền cấp trưởng"
    TL = "tl", "TL. – thừa lệnh"
    TL_KT = "tl_kt", "TL. và KT. – thừa lệnh, ký thay"
    TUQ = "tuq", "TUQ. – thừa ủy quyền"


_CAPACITY = re.compile(r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)(?=[.\s])")


def form_written(lines: Sequence[str]) -> SigningForm:
    """Return in what capacity a paper is signed, from the lines above the name: “TM. BAN THƯỜNG VỤ”, “KT. CHỦ TỊCH”."""
    found = (_CAPACITY.match(line.strip().upper()) for line in lines)
    signs = {each[0].replace("/", "") for each in found if each}
    by_signs = {
        frozenset({"TM"}): SigningForm.TM,
        frozenset({"KT"}): SigningForm.KT,
        frozenset({"TM", "KT"}): SigningForm.TM_KT,
        frozenset({"Q"}): SigningForm.Q,
        frozenset({"TL"}): SigningForm.TL,
        frozenset({"TL", "KT"}): SigningForm.TL_KT,
        frozenset({"TUQ"}): SigningForm.TUQ,
    }
    return by_signs.get(frozenset(signs), SigningForm.HEAD)


# Signed by order of the head, NĐ 30/2020/NĐ-CP Điều 13 khoản 4.
INSTEAD = (SigningForm.KT, SigningForm.TM_KT, SigningForm.TL_KT)  # ký thay: for the one whose post it is
BY_ORDER = (SigningForm.TL, SigningForm.TL_KT)
