"""The way of a unit's registration. `docs/workflow.md` shows it as a diagram."""

from typing import Any

from emulation_portal.core.dates import today
from emulation_portal.core.parts import Verb
from emulation_portal.procedure.declared import Asks, Procedure, State, Step
from emulation_portal.rights.enums import Role

from . import policies
from .enums import RegistrationStatus as S


def _takes_changes(registration: Any) -> bool:
    return bool(registration.takes_changes(on=today()))


def _was_sent(registration: Any) -> bool:
    return registration.sent_on is not None


def _may_keep(registration: Any) -> bool:
    return _was_sent(registration) and registration.returned_on is None


def _where_a_draft_is(registration: Any) -> str:
    if registration.returned_on is not None:
        return "Liên minh trả lại để sửa; sửa xong trình và gửi lại."
    if not _takes_changes(registration):
        return "Đã hết thời gian nhận của đợt này. Muốn gửi, hãy đề nghị chuyên viên của Liên minh lùi ngày."
    return "Đang sửa; bản đã gửi vẫn có giá trị." if _was_sent(registration) else "Đăng ký đang soạn ở đơn vị."


REGISTRATION = Procedure(
    code="registration",
    slug="dang-ky-cua-don-vi",
    model="registration.Registration",
    noun="đăng ký thi đua",
    statuses=S,
    start=S.DRAFT.value,
    unit="unit",
    steps=(
        Step(
            "trinh-thu-truong",
            (S.DRAFT,),
            S.AWAITING_HEAD,
            "sent_to_head",
            "Trình thủ trưởng",
            Verb("Trình thủ trưởng", "info"),
            policies.check_can_write,
            done="Đã trình thủ trưởng xác nhận.",
        ),
        Step(
            "gui",
            (S.AWAITING_HEAD,),
            S.SENT,
            "sent",
            "Xác nhận và gửi",
            Verb("Gửi đăng ký", "success"),
            policies.check_can_send,
            asks=Asks.CONFIRM,
            title="Xác nhận và gửi đăng ký thi đua",
            done="Đã gửi đăng ký thi đua tới Liên minh.",
        ),
        Step(
            "soan-tiep",
            (S.AWAITING_HEAD,),
            S.DRAFT,
            "handed_back",
            "Đưa về soạn tiếp",
            Verb("Đưa về soạn tiếp", "warning"),
            policies.check_can_hand_back,
            asks=Asks.REASON,
            reason_hint="Người soạn đọc những chữ này ở đầu đăng ký.",
            look="secondary",
            is_main=False,
            done="Đã đưa đăng ký về soạn tiếp.",
        ),
        Step(
            "sua",
            (S.SENT,),
            S.DRAFT,
            "reopened",
            "Sửa đăng ký",
            Verb("Mở lại để sửa", "warning"),
            policies.check_can_change,
            when=_takes_changes,
            closed="Đã hết thời gian sửa đăng ký. Muốn sửa, hãy đề nghị chuyên viên của Liên minh trả lại.",
            asks=Asks.REASON,
            title="Mở lại đăng ký để sửa",
            reason_hint="Bản đã gửi vẫn có giá trị cho đến khi gửi bản mới.",
            look="secondary",
            is_main=False,
            done="Đã mở lại để sửa. Nhớ trình và gửi lại.",
        ),
        Step(
            "tra-lai",
            (S.SENT,),
            S.DRAFT,
            "returned",
            "Trả lại để sửa",
            Verb("Trả lại để sửa", "warning"),
            policies.check_can_return,
            asks=Asks.REASON,
            title="Trả lại đăng ký để sửa",
            reason_hint="Đơn vị đọc những chữ này ở đầu đăng ký.",
            look="secondary",
            is_main=False,
            done="Đã trả lại. Đơn vị nhận được tin báo.",
        ),
        Step(
            "giu-ban-da-gui",
            (S.DRAFT,),
            S.SENT,
            "kept",
            "Giữ bản đã gửi",
            Verb("Thôi sửa, giữ bản đã gửi"),
            policies.check_can_change,
            when=_may_keep,
            closed="Đăng ký chưa gửi lần nào, hoặc bị trả lại nên phải sửa rồi gửi lại.",
            asks=Asks.CONFIRM,
            title="Thôi sửa, giữ bản đã gửi",
            look="secondary",
            is_main=False,
            done="Bản đã gửi được giữ nguyên; phần đang sửa dở đã bỏ.",
        ),
    ),
    states={
        S.DRAFT: State("neutral", note=_where_a_draft_is),
        S.AWAITING_HEAD: State("waiting", Role.UNIT_HEAD, task="Xác nhận và gửi đăng ký thi đua", button="Xem đăng ký"),
        S.SENT: State("success", note="Đã gửi tới Liên minh."),
    },
    path=((S.DRAFT, "Soạn"), (S.AWAITING_HEAD, "Thủ trưởng"), (S.SENT, "Gửi")),
)
