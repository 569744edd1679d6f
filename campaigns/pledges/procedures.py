"""The way of a giao ước thi đua. `docs/workflow.md` shows it as a diagram."""

import datetime as dt
from typing import Any

from emulation_portal.core.dates import short_date, today
from emulation_portal.core.parts import Verb
from emulation_portal.procedure.declared import Asks, Procedure, State, Step

from . import policies
from .enums import PledgeStatus as S


def _may_be_concluded(pledge: Any) -> bool:
    return not pledge.why_not_concluded(on=today())


def _where_a_draft_is(pledge: Any) -> str:
    if pledge.opened_on is not None:
        return "Giao ước đã rút về để sửa; chữ ký trước không còn giá trị. Sửa xong hãy mở ký lại."
    return "Giao ước đang soạn; đơn vị chưa thấy. Soạn xong hãy mở ký."


def _how_far_signed(pledge: Any) -> str:
    signed, parties = pledge.signed_of()
    return f"Đã ký {signed} trên {parties} đơn vị, hạn ký hết ngày {short_date(pledge.due_on)}."


def _of_opening(pledge: Any, on: dt.date) -> list[str]:
    many = pledge.members(on=on).count()
    without_aim = [target.words for target in pledge.targets.all() if not target.aim]
    unset = f"Chưa ghi mức phấn đấu của {len(without_aim)} chỉ tiêu: {'; '.join(without_aim)}." if without_aim else ""
    return [
        *([unset] if unset else []),
        f"{many} đơn vị đang trong {pledge.block} được mời ký, thủ trưởng từng đơn vị nhận tin báo.",
        "Nội dung và chỉ tiêu được giữ nguyên từ lúc này; muốn sửa phải rút về và ký lại từ đầu.",
    ]


def _of_recalling(pledge: Any, on: dt.date) -> list[str]:
    signed, _ = pledge.signed_of()
    return [f"{signed} chữ ký đã có không còn giá trị, các đơn vị phải ký lại.", "Đơn vị nhận tin báo kèm lý do."]


def _of_concluding(pledge: Any, on: dt.date) -> list[str]:
    signed, parties = pledge.signed_of()
    told = [f"Giao ước được lưu với {signed} đơn vị đã ký, và không ký thêm hay rút chữ ký được nữa."]
    if signed < parties:
        told.append(f"{parties - signed} đơn vị chưa ký vẫn có tên trong giao ước, ghi rõ là chưa ký.")
    return told


PLEDGE = Procedure(
    code="pledge",
    slug="giao-uoc",
    model="pledges.Pledge",
    noun="giao ước thi đua",
    statuses=S,
    start=S.DRAFT.value,
    unit="block__alliance",
    steps=(
        Step(
            "mo-ky",
            (S.DRAFT,),
            S.SIGNING,
            "opened",
            "Mở ký",
            Verb("Mở ký giao ước", "info"),
            policies.check_can_write,
            asks=Asks.CONFIRM,
            title="Mở ký giao ước thi đua",
            effects=_of_opening,
            done="Đã mở ký. Thủ trưởng các đơn vị trong khối nhận được tin báo.",
        ),
        Step(
            "rut-ve-sua",
            (S.SIGNING,),
            S.DRAFT,
            "recalled",
            "Rút về sửa",
            Verb("Rút giao ước về sửa", "warning"),
            policies.check_can_write,
            asks=Asks.REASON,
            title="Rút giao ước về sửa",
            reason_hint="Các đơn vị trong khối đọc những chữ này.",
            effects=_of_recalling,
            look="secondary",
            is_main=False,
            done="Đã rút về sửa. Các đơn vị nhận được tin báo.",
        ),
        Step(
            "chot",
            (S.SIGNING,),
            S.CONCLUDED,
            "concluded",
            "Chốt giao ước",
            Verb("Chốt giao ước", "success"),
            policies.check_can_write,
            asks=Asks.WORD,
            word="CHỐT",
            title="Chốt giao ước thi đua",
            effects=_of_concluding,
            when=_may_be_concluded,
            closed="Giao ước chốt được khi mọi đơn vị đã ký, hoặc khi đã hết hạn ký và có ít nhất 2 đơn vị ký.",
            done="Đã chốt giao ước thi đua.",
        ),
        Step(
            "bo",
            (S.DRAFT,),
            S.DROPPED,
            "dropped",
            "Bỏ giao ước",
            Verb("Bỏ giao ước", "danger"),
            policies.check_can_write,
            asks=Asks.REASON,
            title="Bỏ giao ước thi đua",
            look="danger",
            is_main=False,
            done="Đã bỏ giao ước. Khối có thể lập giao ước khác cho năm này.",
        ),
    ),
    states={
        S.DRAFT: State("neutral", note=_where_a_draft_is),
        S.SIGNING: State("waiting", note=_how_far_signed),
        S.CONCLUDED: State("success", note="Giao ước đã ký kết và được lưu."),
        S.DROPPED: State("danger", note="Giao ước này đã bỏ."),
    },
    path=((S.DRAFT, "Soạn"), (S.SIGNING, "Các đơn vị ký"), (S.CONCLUDED, "Ký kết")),
    stands_at={S.DROPPED: S.DRAFT},
)
