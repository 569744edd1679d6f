"""The way of a dossier, and of each nomination in it. `docs/workflow.md` shows them as diagrams."""

import datetime as dt
from typing import Any

from emulation_portal.core.parts import Verb
from emulation_portal.procedure.declared import Asks, Procedure, State, Step
from emulation_portal.rights.enums import Role

from . import policies
from .enums import DossierStatus as D
from .enums import NominationStatus as N


def _is_received(nomination: Any) -> bool:
    return nomination.dossier.status in (D.RECEIVED, D.CLOSED)


def _was_held(nomination: Any) -> bool:
    return _is_received(nomination) and nomination.left_from == N.HELD


def _was_returned(nomination: Any) -> bool:
    return _is_received(nomination) and nomination.left_from == N.RETURNED


def _was_appraised(nomination: Any) -> bool:
    return _is_received(nomination) and not (_was_held(nomination) or _was_returned(nomination))


def _told_when_sent(dossier: Any, on: dt.date) -> list[str]:
    number = dossier.nominations.count()
    papers = "Tờ trình" if dossier.is_simplified else f"Tờ trình, Biên bản bình xét và {number} Báo cáo thành tích"
    return [f"Gửi {number} đề nghị tới Liên minh.", f"Lập {papers}; bản đã lập lần trước, nếu có, được thay thế."]


def _told_when_received(dossier: Any, on: dt.date) -> list[str]:
    return [
        "Từ hôm nay tính thời hạn thẩm định.",
        "Điều kiện được xét lại theo quy định của hôm nay và giữ nguyên từ đó.",
    ]


def _told_when_found(nomination: Any, on: dt.date) -> list[str]:
    """Return what is not met or not known, as it was judged last."""
    found = (nomination.judged_when_found or nomination.judged_when_received or {}).get("findings", [])
    words = {"failed": "Không đạt", "unknown": "Chưa rõ"}
    return [f"{words[each['standing']]}: {each['words']}." for each in found if each["standing"] in words]


DOSSIER = Procedure(
    code="dossier",
    slug="ho-so-khen-thuong",
    model="nominations.NominationDossier",
    noun="hồ sơ khen thưởng",
    statuses=D,
    start=D.DRAFT.value,
    unit="unit",
    steps=(
        Step(
            "trinh-thu-truong",
            (D.DRAFT, D.RETURNED),
            D.AWAITING_HEAD,
            "sent_to_head",
            "Trình thủ trưởng",
            Verb("Trình thủ trưởng", "info"),
            policies.check_can_write,
            done="Đã trình thủ trưởng duyệt.",
        ),
        Step(
            "gui",
            (D.AWAITING_HEAD,),
            D.SUBMITTED,
            "sent",
            "Duyệt và gửi",
            Verb("Gửi hồ sơ", "success"),
            policies.check_can_send,
            asks=Asks.CONFIRM,
            effects=_told_when_sent,
            title="Duyệt và gửi hồ sơ khen thưởng",
            done="Đã gửi hồ sơ tới Liên minh.",
        ),
        Step(
            "soan-tiep",
            (D.AWAITING_HEAD,),
            D.DRAFT,
            "handed_back",
            "Đưa về soạn tiếp",
            Verb("Đưa về soạn tiếp", "warning"),
            policies.check_can_hand_back,
            asks=Asks.REASON,
            reason_hint="Người soạn đọc những chữ này ở đầu hồ sơ.",
            look="secondary",
            is_main=False,
            done="Đã đưa hồ sơ về soạn tiếp.",
        ),
        Step(
            "tiep-nhan",
            (D.SUBMITTED,),
            D.RECEIVED,
            "received",
            "Tiếp nhận",
            Verb("Tiếp nhận hồ sơ", "success"),
            policies.check_can_receive,
            asks=Asks.CONFIRM,
            title="Tiếp nhận hồ sơ khen thưởng",
            effects=_told_when_received,
            done="Đã tiếp nhận. Các đề nghị trong hồ sơ chuyển sang thẩm định.",
        ),
        Step(
            "yeu-cau-bo-sung",
            (D.SUBMITTED,),
            D.RETURNED,
            "returned",
            "Yêu cầu bổ sung",
            Verb("Trả lại bổ sung", "warning"),
            policies.check_can_receive,
            asks=Asks.REASON,
            title="Yêu cầu bổ sung hồ sơ",
            reason_hint="Ghi từng giấy tờ, nội dung còn thiếu; đơn vị đọc đúng những chữ này.",
            look="secondary",
            is_main=False,
            done="Đã trả lại. Đơn vị nhận được tin báo.",
        ),
        Step(
            "bo",
            (D.DRAFT,),
            D.WITHDRAWN,
            "dropped",
            "Bỏ hồ sơ này",
            Verb("Bỏ hồ sơ đang lập", "warning"),
            policies.check_can_write,
            asks=Asks.CONFIRM,
            title="Bỏ hồ sơ đang lập",
            look="link",
            is_main=False,
            done="Đã bỏ hồ sơ. Thủ trưởng lập lại được khi cần.",
        ),
        Step(
            "rut",
            (D.SUBMITTED, D.RETURNED, D.RECEIVED),
            D.WITHDRAWN,
            "withdrawn",
            "Rút hồ sơ",
            Verb("Rút hồ sơ", "warning"),
            policies.check_can_withdraw,
            asks=Asks.REASON,
            look="secondary",
            is_main=False,
            done="Đã rút hồ sơ.",
        ),
        Step(
            "lap-lai",
            (D.WITHDRAWN,),
            D.DRAFT,
            "reopened",
            "Lập lại hồ sơ",
            Verb("Lập lại hồ sơ đã rút"),
            policies.check_can_withdraw,
            asks=Asks.CONFIRM,
            look="secondary",
            done="Hồ sơ trở về soạn ở đơn vị.",
        ),
        Step(
            "xu-ly-xong",
            (D.RECEIVED,),
            D.CLOSED,
            "closed",
            "Xử lý xong",
            Verb("Xử lý xong mọi đề nghị", "success"),
            policies.check_can_receive,
            by_portal=True,
        ),
        Step(
            "xet-tiep",
            (D.CLOSED,),
            D.RECEIVED,
            "taken_up",
            "Xét tiếp",
            Verb("Có đề nghị được xét lại"),
            policies.check_can_receive,
            by_portal=True,
        ),
    ),
    states={
        D.DRAFT: State("neutral", note="Hồ sơ đang soạn ở đơn vị."),
        D.RETURNED: State("warning", note="Liên minh yêu cầu bổ sung; sửa xong trình và gửi lại."),
        D.AWAITING_HEAD: State("waiting", Role.UNIT_HEAD, task="Duyệt và gửi hồ sơ khen thưởng", button="Xem hồ sơ"),
        D.SUBMITTED: State(
            "info", Role.OFFICER, task="Tiếp nhận hồ sơ khen thưởng", button="Xem hồ sơ", is_pooled=True
        ),
        D.RECEIVED: State("info", note="Các đề nghị trong hồ sơ đang được thẩm định."),
        D.CLOSED: State("success", note="Mọi đề nghị trong hồ sơ đã có kết quả."),
        D.WITHDRAWN: State("neutral", note="Đơn vị đã rút hồ sơ."),
    },
    path=(
        (D.DRAFT, "Lập"),
        (D.AWAITING_HEAD, "Thủ trưởng"),
        (D.SUBMITTED, "Gửi"),
        (D.RECEIVED, "Thẩm định"),
        (D.CLOSED, "Xong"),
    ),
    stands_at={D.RETURNED: D.DRAFT, D.WITHDRAWN: D.SUBMITTED},
)

_WITHDRAWABLE = (N.APPRAISING, N.RETURNED, N.HELD, N.ELIGIBLE)

NOMINATION = Procedure(
    code="nomination",
    slug="de-nghi-khen-thuong",
    model="nominations.Nomination",
    noun="đề nghị khen thưởng",
    statuses=N,
    start=N.DRAFT.value,
    unit="dossier__unit",
    steps=(
        Step(
            "nhan",
            (N.DRAFT,),
            N.APPRAISING,
            "taken_in",
            "Chuyển thẩm định",
            Verb("Chuyển thẩm định", "info"),
            policies.check_can_appraise,
            is_offered=False,
        ),
        Step(
            "du-dieu-kien",
            (N.APPRAISING,),
            N.ELIGIBLE,
            "found_eligible",
            "Đủ điều kiện",
            Verb("Thẩm định: đủ điều kiện", "success"),
            policies.check_can_appraise,
            asks=Asks.CONFIRM,
            title="Ghi đủ điều kiện",
            effects=_told_when_found,
            reason_hint="Còn điều kiện chưa rõ hoặc không đạt thì ghi vì sao vẫn đề nghị Hội đồng xét; Hội đồng đọc những chữ này.",
            done="Đã ghi đủ điều kiện.",
        ),
        Step(
            "khong-du-dieu-kien",
            (N.APPRAISING,),
            N.INELIGIBLE,
            "found_ineligible",
            "Không đủ điều kiện",
            Verb("Thẩm định: không đủ điều kiện", "danger"),
            policies.check_can_appraise,
            asks=Asks.REASON,
            title="Ghi không đủ điều kiện",
            reason_hint="Nêu điểm, khoản, điều không đạt và lý do; đơn vị đọc đúng những chữ này.",
            look="danger",
            is_main=False,
            done="Đã ghi không đủ điều kiện. Đơn vị nhận được tin báo.",
        ),
        Step(
            "yeu-cau-bo-sung",
            (N.APPRAISING,),
            N.RETURNED,
            "returned",
            "Yêu cầu bổ sung",
            Verb("Trả lại bổ sung", "warning"),
            policies.check_can_appraise,
            asks=Asks.REASON,
            title="Yêu cầu bổ sung đề nghị",
            reason_hint="Ghi từng giấy tờ, nội dung còn thiếu của riêng đề nghị này.",
            look="secondary",
            is_main=False,
            done="Đã trả lại đề nghị này; các đề nghị khác của hồ sơ vẫn được xét.",
        ),
        Step(
            "gui-bo-sung",
            (N.RETURNED,),
            N.APPRAISING,
            "completed",
            "Gửi bản đã bổ sung",
            Verb("Gửi bản đã bổ sung", "success"),
            policies.check_can_complete,
            asks=Asks.CONFIRM,
            done="Đã gửi bản bổ sung tới Liên minh.",
        ),
        Step(
            "tam-dung",
            (N.APPRAISING, N.ELIGIBLE),
            N.HELD,
            "held",
            "Tạm dừng xét",
            Verb("Tạm dừng xét", "warning"),
            policies.check_can_appraise,
            asks=Asks.REASON,
            title="Tạm dừng xét đề nghị",
            reason_hint="Việc gì đang chờ kết luận; ở đơn vị chỉ thủ trưởng đọc được. Đề nghị giữ nguyên thứ tự.",
            look="secondary",
            is_main=False,
            done="Đã tạm dừng xét; đề nghị giữ nguyên thứ tự.",
        ),
        Step(
            "xet-tiep",
            (N.HELD,),
            N.APPRAISING,
            "resumed",
            "Xét tiếp",
            Verb("Xét tiếp", "info"),
            policies.check_can_appraise,
            asks=Asks.REASON,
            title="Xét tiếp đề nghị",
            reason_hint="Đã kết luận ra sao, theo văn bản nào.",
            done="Đề nghị trở lại thẩm định.",
        ),
        Step(
            "xet-lai",
            (N.ELIGIBLE, N.INELIGIBLE),
            N.APPRAISING,
            "appraised_again",
            "Thẩm định lại",
            Verb("Thẩm định lại", "warning"),
            policies.check_can_appraise,
            asks=Asks.REASON,
            title="Thẩm định lại đề nghị",
            look="secondary",
            is_main=False,
            done="Đề nghị trở lại thẩm định.",
        ),
        Step(
            "rut",
            _WITHDRAWABLE,
            N.WITHDRAWN,
            "withdrawn",
            "Rút đề nghị",
            Verb("Rút đề nghị", "warning"),
            policies.check_can_withdraw_nomination,
            when=_is_received,
            closed="Hồ sơ không còn ở bước thẩm định nên không rút riêng đề nghị được.",
            asks=Asks.REASON,
            look="link",
            is_main=False,
            done="Đã rút đề nghị này.",
        ),
        *(
            Step(
                "lay-lai",
                (N.WITHDRAWN,),
                state,
                "restored",
                "Đề nghị lại",
                Verb("Đề nghị lại", "info"),
                policies.check_can_withdraw_nomination,
                when=stood_so,
                closed="Hồ sơ đã rút. Hãy lập lại hồ sơ.",
                asks=Asks.REASON,
                look="secondary",
                is_main=False,
                done="Đề nghị trở lại bước trước khi rút.",
            )
            for state, stood_so in ((N.APPRAISING, _was_appraised), (N.HELD, _was_held), (N.RETURNED, _was_returned))
        ),
        Step(
            "nhan-dang-dung",
            (N.DRAFT,),
            N.HELD,
            "taken_in_held",
            "Tiếp tục tạm dừng xét",
            Verb("Tiếp tục tạm dừng xét", "warning"),
            policies.check_can_appraise,
            is_offered=False,
        ),
        Step(
            "lap-lai",
            (N.WITHDRAWN,),
            N.DRAFT,
            "reopened",
            "Lập lại",
            Verb("Lập lại trong hồ sơ đã rút"),
            policies.check_can_withdraw_nomination,
            is_offered=False,
        ),
    ),
    states={
        N.DRAFT: State("neutral"),
        N.APPRAISING: State(
            "info", Role.OFFICER, task="Thẩm định đề nghị khen thưởng", button="Thẩm định", is_pooled=True
        ),
        N.RETURNED: State(
            "warning", Role.UNIT_HEAD, task="Bổ sung đề nghị khen thưởng", button="Xem đề nghị", came="trả lại từ"
        ),
        N.HELD: State("warning", note="Tạm dừng xét, giữ nguyên thứ tự cho đến khi việc đang chờ được kết luận."),
        N.ELIGIBLE: State("success", note="Đủ điều kiện, chờ Hội đồng xét."),
        N.INELIGIBLE: State("danger", note="Không đủ điều kiện."),
        N.WITHDRAWN: State("neutral", note="Đơn vị đã rút đề nghị này."),
    },
)
