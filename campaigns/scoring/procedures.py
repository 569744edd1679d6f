"""The ways of a score sheet, of a khối's scoring, of a unit's card and of a cross check. Shown in `docs/workflow.md`."""

import datetime as dt
from typing import Any

from emulation_portal.core.dates import short_date
from emulation_portal.core.parts import Verb
from emulation_portal.procedure.declared import Asks, Procedure, State, Step
from emulation_portal.rights.enums import Role

from . import policies
from .enums import CardStatus, CrossStatus, ScoringStatus, SheetStatus


def _effects_of_settling(scoring: Any, on: dt.date) -> list[str]:
    """Return what settling does, and what it does too early: before a day is over, or without points of the others."""
    told = ["Mọi đơn vị trong khối thấy bảng xếp hạng."]
    days = (
        ("Thời gian tính kết quả", scoring.counts_to),
        ("Hạn tự chấm", scoring.self_due_on),
        ("Hạn chấm chéo", scoring.cross_due_on),
    )
    told += [f"{name} đến hết ngày {short_date(day)}, chưa hết." for name, day in days if on <= day]
    scored = scoring.cards.exclude(status=CardStatus.EXCUSED)
    if number := scored.exclude(cross__status=CrossStatus.SENT).count():
        told.append(f"{number}/{scored.count()} phiếu không có điểm chấm chéo đã gửi.")
    if number := scoring.cards.filter(status=CardStatus.EXCUSED).count():
        told.append(f"{number} đơn vị không được chấm, không có trong bảng xếp hạng.")
    return told


def _effects_of_concluding(scoring: Any, on: dt.date) -> list[str]:
    """Return what is kept for good, with who is put forward: nobody is said too."""
    conference = getattr(scoring, "conference", None)
    rows = conference.endorsements.select_related("card__unit") if conference else ()
    told = [f"{row.get_honour_display()}: {row.card.unit}, đồng ý {row.votes}/{row.votes_of}." for row in rows]
    return [
        "Biên bản được giữ nguyên như đã ghi, không sửa được nữa.",
        *(told or ["Biên bản ghi: hội nghị không suy tôn đơn vị nào."]),
    ]


SHEET = Procedure(
    code="score_sheet",
    slug="bang-diem",
    model="scoring.ScoreSheet",
    noun="bảng điểm",
    statuses=SheetStatus,
    start=SheetStatus.DRAFT.value,
    unit="alliance",
    steps=(
        Step(
            "ap-dung",
            (SheetStatus.DRAFT,),
            SheetStatus.ISSUED,
            "issued",
            "Đưa vào áp dụng",
            Verb("Đưa bảng điểm vào áp dụng", "success"),
            policies.check_can_keep_sheet,
            asks=Asks.CONFIRM,
            title="Đưa bảng điểm vào áp dụng",
            effects=lambda sheet, on: ["Từ nay không sửa nhóm, tiêu chí và điểm của bảng này được nữa."],
            done="Bảng điểm đã áp dụng. Từ nay mở được việc chấm điểm của các khối.",
        ),
        Step(
            "bo",
            (SheetStatus.DRAFT,),
            SheetStatus.WITHDRAWN,
            "dropped",
            "Bỏ bảng điểm này",
            Verb("Bỏ bảng điểm đang soạn", "warning"),
            policies.check_can_keep_sheet,
            asks=Asks.REASON,
            look="link",
            is_main=False,
            reason_hint="Bảng điểm đang soạn không dùng được nữa; muốn dùng lại, hãy soạn bảng mới từ bảng này.",
            done="Đã bỏ bảng điểm.",
        ),
        Step(
            "thoi-ap-dung",
            (SheetStatus.ISSUED,),
            SheetStatus.WITHDRAWN,
            "withdrawn",
            "Thôi áp dụng",
            Verb("Thôi áp dụng bảng điểm", "warning"),
            policies.check_can_keep_sheet,
            asks=Asks.REASON,
            look="link",
            is_main=False,
            reason_hint="Khối đang chấm theo bảng này vẫn chấm tiếp; khối mở sau chọn bảng khác.",
            done="Bảng điểm thôi áp dụng.",
        ),
    ),
    states={
        SheetStatus.DRAFT: State("neutral", note="Soạn nhóm, tiêu chí rồi đưa vào áp dụng."),
        SheetStatus.ISSUED: State("success", note="Đang áp dụng; muốn đổi, hãy soạn bảng mới."),
        SheetStatus.WITHDRAWN: State("neutral", note="Không mở việc chấm điểm theo bảng này được nữa."),
    },
    path=((SheetStatus.DRAFT, "Soạn"), (SheetStatus.ISSUED, "Áp dụng")),
    stands_at={SheetStatus.WITHDRAWN: SheetStatus.ISSUED},
)

SCORING = Procedure(
    code="block_scoring",
    slug="cham-diem-khoi",
    model="scoring.BlockScoring",
    noun="việc chấm điểm của khối",
    statuses=ScoringStatus,
    start=ScoringStatus.OPEN.value,
    unit="block__alliance",
    steps=(
        Step(
            "chot-diem",
            (ScoringStatus.OPEN,),
            ScoringStatus.SETTLED,
            "settled",
            "Chốt điểm",
            Verb("Chốt điểm, xếp hạng", "success"),
            policies.check_can_run,
            asks=Asks.CONFIRM,
            title="Chốt điểm và xếp hạng",
            effects=_effects_of_settling,
            done="Đã chốt điểm. Khối trưởng lập biên bản bình xét được rồi.",
        ),
        Step(
            "cham-lai",
            (ScoringStatus.SETTLED,),
            ScoringStatus.OPEN,
            "reopened",
            "Mở lại để thẩm định",
            Verb("Mở lại để thẩm định", "warning"),
            policies.check_can_run,
            asks=Asks.REASON,
            look="secondary",
            is_main=False,
            effects=lambda scoring, on: ["Xếp hạng, số phiếu khi bằng điểm và kết quả suy tôn đã ghi bị bỏ."],
            reason_hint="Bảng xếp hạng không hiện với đơn vị cho đến khi chốt lại.",
            done="Đã mở lại. Sửa điểm thẩm định rồi chốt lại.",
        ),
        Step(
            "binh-xet",
            (ScoringStatus.SETTLED,),
            ScoringStatus.CONCLUDED,
            "concluded",
            "Kết thúc bình xét, lập biên bản",
            Verb("Kết thúc bình xét, lập biên bản", "success"),
            policies.check_can_confer,
            asks=Asks.WORD,
            word="KẾT THÚC",
            title="Kết thúc bình xét của khối",
            effects=_effects_of_concluding,
            done="Đã kết thúc bình xét. Biên bản để in ở ngay trang này.",
        ),
    ),
    states={
        ScoringStatus.OPEN: State("info", note="Đơn vị tự chấm, chấm chéo; chuyên viên thẩm định rồi chốt điểm."),
        ScoringStatus.SETTLED: State("waiting", note="Ghi kết quả hội nghị bình xét rồi kết thúc."),
        ScoringStatus.CONCLUDED: State("success", note="Khối đã bình xét xong năm này."),
    },
    path=(
        (ScoringStatus.OPEN, "Chấm điểm"),
        (ScoringStatus.SETTLED, "Chốt điểm"),
        (ScoringStatus.CONCLUDED, "Bình xét"),
    ),
)


def _is_open(card: Any) -> bool:
    return bool(card.scoring.is_open)


def _may_be_crossed(cross: Any) -> bool:
    return _is_open(cross.card) and bool(cross.card.is_to_appraise)


def _may_be_returned(cross: Any) -> bool:
    """Also of a unit that was left out: its card is written anew when it comes back."""
    return _may_be_crossed(cross) or (_is_open(cross.card) and cross.card.status == CardStatus.EXCUSED)


_NOT_CROSSED = "Chỉ chấm chéo khi phiếu đang chờ thẩm định. Hãy tải lại trang để xem phiếu đang ở đâu."
_SETTLED = "Khối đã chốt điểm. Muốn sửa, chuyên viên phải mở lại để thẩm định trước."

CARD = Procedure(
    code="score_card",
    slug="phieu-diem",
    model="scoring.ScoreCard",
    noun="phiếu điểm",
    statuses=CardStatus,
    start=CardStatus.DRAFT.value,
    unit="unit",
    steps=(
        Step(
            "trinh-thu-truong",
            (CardStatus.DRAFT,),
            CardStatus.AWAITING_HEAD,
            "sent_to_head",
            "Trình thủ trưởng",
            Verb("Trình thủ trưởng", "info"),
            policies.check_can_write_card,
            when=_is_open,
            closed=_SETTLED,
            done="Đã trình thủ trưởng xác nhận.",
        ),
        Step(
            "gui",
            (CardStatus.AWAITING_HEAD,),
            CardStatus.SENT,
            "sent",
            "Xác nhận và gửi",
            Verb("Gửi phiếu tự chấm", "success"),
            policies.check_can_send_card,
            when=_is_open,
            closed=_SETTLED,
            asks=Asks.CONFIRM,
            title="Xác nhận và gửi phiếu tự chấm",
            done="Đã gửi phiếu tự chấm.",
        ),
        Step(
            "cham-tiep",
            (CardStatus.AWAITING_HEAD,),
            CardStatus.DRAFT,
            "handed_back",
            "Đưa về chấm tiếp",
            Verb("Đưa về chấm tiếp", "warning"),
            policies.check_can_hand_card_back,
            when=_is_open,
            closed=_SETTLED,
            asks=Asks.REASON,
            reason_hint="Người tự chấm đọc những chữ này ở đầu phiếu.",
            look="secondary",
            is_main=False,
            done="Đã đưa phiếu về chấm tiếp.",
        ),
        Step(
            "tra-lai",
            (CardStatus.SENT,),
            CardStatus.DRAFT,
            "returned",
            "Trả lại để chấm lại",
            Verb("Trả lại để chấm lại", "warning"),
            policies.check_can_appraise,
            when=_is_open,
            closed=_SETTLED,
            asks=Asks.REASON,
            title="Trả lại phiếu tự chấm",
            reason_hint="Đơn vị đọc những chữ này ở đầu phiếu.",
            look="secondary",
            is_main=False,
            done="Đã trả lại. Đơn vị nhận được tin báo.",
        ),
        Step(
            "tham-dinh",
            (CardStatus.SENT,),
            CardStatus.APPRAISED,
            "appraised",
            "Chốt điểm thẩm định",
            Verb("Thẩm định xong", "success"),
            policies.check_can_appraise,
            when=_is_open,
            closed=_SETTLED,
            done="Đã thẩm định xong phiếu này.",
        ),
        Step(
            "tham-dinh-lai",
            (CardStatus.APPRAISED,),
            CardStatus.SENT,
            "reopened",
            "Thẩm định lại",
            Verb("Mở lại để thẩm định", "warning"),
            policies.check_can_appraise,
            when=_is_open,
            closed=_SETTLED,
            asks=Asks.REASON,
            look="secondary",
            is_main=False,
            reason_hint="Lý do được lưu trong lịch sử của phiếu.",
            done="Đã mở lại để thẩm định.",
        ),
        Step(
            "khong-cham",
            (CardStatus.DRAFT, CardStatus.AWAITING_HEAD, CardStatus.SENT, CardStatus.APPRAISED),
            CardStatus.EXCUSED,
            "excused",
            "Không chấm đơn vị này",
            Verb("Không chấm đơn vị", "warning"),
            policies.check_can_appraise,
            when=_is_open,
            closed=_SETTLED,
            asks=Asks.REASON,
            title="Không chấm, không xếp hạng đơn vị",
            reason_hint="Ví dụ: đơn vị đã sáp nhập; đơn vị không gửi phiếu tự chấm. Đơn vị đọc những chữ này.",
            look="link",
            is_main=False,
            done="Đơn vị không được chấm và không có tên trong bảng xếp hạng.",
        ),
        Step(
            "cham-lai",
            (CardStatus.EXCUSED,),
            CardStatus.DRAFT,
            "included",
            "Chấm đơn vị này",
            Verb("Chấm lại đơn vị", "info"),
            policies.check_can_appraise,
            when=_is_open,
            closed=_SETTLED,
            asks=Asks.REASON,
            look="secondary",
            is_main=False,
            reason_hint="Đơn vị đọc những chữ này ở đầu phiếu.",
            done="Đơn vị lại được chấm điểm.",
        ),
    ),
    states={
        CardStatus.DRAFT: State("neutral", note="Đơn vị đang tự chấm."),
        CardStatus.AWAITING_HEAD: State(
            "waiting",
            Role.UNIT_HEAD,
            "Xác nhận phiếu tự chấm",
            "Đọc và gửi",
            due_days=3,
            came="trình từ",
            note="Chờ thủ trưởng đơn vị xác nhận.",
        ),
        CardStatus.SENT: State(
            "info",
            Role.OFFICER,
            "Thẩm định phiếu điểm",
            "Thẩm định",
            came="gửi từ",
            is_pooled=True,
            note="Chuyên viên đang thẩm định.",
        ),
        CardStatus.APPRAISED: State("success", note="Điểm thẩm định là điểm để xếp hạng khi khối chốt điểm."),
        CardStatus.EXCUSED: State("neutral", note="Đơn vị không được chấm và không xếp hạng."),
    },
    path=(
        (CardStatus.DRAFT, "Tự chấm"),
        (CardStatus.AWAITING_HEAD, "Thủ trưởng"),
        (CardStatus.SENT, "Thẩm định"),
        (CardStatus.APPRAISED, "Xong"),
    ),
    stands_at={CardStatus.EXCUSED: CardStatus.SENT},
)

CROSS = Procedure(
    code="cross_check",
    slug="cham-cheo",
    model="scoring.CrossCheck",
    noun="điểm chấm chéo",
    statuses=CrossStatus,
    start=CrossStatus.DRAFT.value,
    unit="unit",
    steps=(
        Step(
            "gui",
            (CrossStatus.DRAFT,),
            CrossStatus.SENT,
            "sent",
            "Gửi điểm chấm chéo",
            Verb("Gửi điểm chấm chéo", "success"),
            policies.check_can_send_cross,
            when=_may_be_crossed,
            closed=_NOT_CROSSED,
            asks=Asks.CONFIRM,
            title="Gửi điểm chấm chéo",
            done="Đã gửi điểm chấm chéo.",
        ),
        Step(
            "tra-lai",
            (CrossStatus.SENT,),
            CrossStatus.DRAFT,
            "returned",
            "Trả lại để chấm lại",
            Verb("Trả lại để chấm lại", "warning"),
            policies.check_can_return_cross,
            when=_may_be_returned,
            closed=_NOT_CROSSED,
            asks=Asks.REASON,
            look="secondary",
            is_main=False,
            reason_hint="Đơn vị chấm chéo đọc những chữ này.",
            done="Đã trả lại điểm chấm chéo.",
        ),
    ),
    states={
        CrossStatus.DRAFT: State("neutral", note="Đơn vị được phân công đang chấm chéo."),
        CrossStatus.SENT: State("success", note="Đã chấm chéo xong."),
    },
    path=((CrossStatus.DRAFT, "Chấm chéo"), (CrossStatus.SENT, "Đã gửi")),
)
