"""What will happen, shown before a step that others rely on or that cannot be undone."""

import datetime as dt
from typing import Any

from emulation_portal.core.dates import short_date
from emulation_portal.core.numbering import two_digits
from emulation_portal.documents.enums import NumberingMode


def of_approving(draft: Any, _today: dt.date) -> list[str]:
    signers = [str(each.person) for each in (draft.signing, draft.co_signing) if each is not None]
    return [
        f"{draft} được duyệt như nội dung trên trang này" + (f"; người ký: {', '.join(signers)}." if signers else "."),
        "Văn thư được cấp số, ban hành ngay sau đó. Bạn thu lại được cho đến khi văn thư cấp số.",
        *draft.effects_on_predecessor(),
    ]


def of_issuing(draft: Any, today: dt.date) -> list[str]:
    """The day is still to be typed: the number is foretold for a day of this year, and says so."""
    year = today.year
    expected = draft.issuer.expected_number(draft.document_type, year=year)
    name = draft.noun_upper
    if draft.issuer.numbering_mode == NumberingMode.PORTAL:
        number = (
            f"{name} được ghi vào sổ văn bản đi của năm ghi ở ngày ban hành và nhận số tiếp theo của sổ đó "
            f"(ngày trong năm {year}: dự kiến {two_digits(expected)})."
        )
    else:
        latest = two_digits(expected - 1) if expected > 1 else "chưa có"
        number = (
            f"{name} nhận số bạn ghi bên dưới, lấy từ sổ của cơ quan (số gần nhất cổng biết của năm {year}: {latest})."
        )
    readers = "công khai cho mọi người" if draft.is_public else "gửi các đơn vị có trong nơi nhận"
    return [
        number,
        "Nội dung được khóa lại vĩnh viễn; sai sót chỉ sửa được bằng văn bản khác.",
        f"Tệp PDF được tạo và {readers}.",
        *draft.effects_on_predecessor(),
    ]


def of_transcribing(draft: Any, _today: dt.date) -> list[str]:
    if draft.paper_number and draft.paper_issued_on:
        number = (
            f"Sổ văn bản đi năm {draft.paper_issued_on.year} có thêm dòng "
            f"{two_digits(draft.paper_number)}/{draft.paper_symbol} ngày {short_date(draft.paper_issued_on)}."
        )
    else:
        number = "Bản nhập này còn thiếu số hoặc ngày; cần bổ sung trước khi ghi sổ."
    return [
        number,
        "Tệp PDF được tạo, mỗi trang ghi “Bản nhập từ tệp, không thay bản gốc”.",
        *draft.effects_on_predecessor(),
    ]


def of_discarding(draft: Any, _today: dt.date) -> list[str]:
    old = draft.predecessor.document if draft.predecessor_id else None
    return [
        "Dự thảo không còn chờ ai và không sửa được nữa; nội dung và lý do vẫn xem được.",
        *([f"{old} vẫn giữ nguyên."] if old else []),
        *draft.kind_of.effects_of_discarding(draft),
    ]


def of_revoking(draft: Any, _today: dt.date) -> list[str]:
    amendments = draft.document.amendments_in_force()
    return [
        "Văn bản vẫn giữ số và vẫn đọc được, nhưng mang dấu “Đã thu hồi” ở mọi nơi, kể cả trang kiểm tra.",
        *(f"{each}, sửa đổi, bổ sung văn bản này, cũng bị thu hồi cùng ngày." for each in amendments),
        *draft.kind_of.effects_of_revoking(draft),
    ]
