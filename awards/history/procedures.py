"""What becomes of an award that was given. `docs/workflow.md` shows it as a diagram."""

from emulation_portal.core.parts import Verb
from emulation_portal.procedure.declared import Asks, Procedure, State, Step

from . import policies
from .enums import HistoryStatus as S

PAST_AWARD = Procedure(
    code="past_award",
    slug="lich-su-khen-thuong",
    model="history.PastAward",
    noun="khen thưởng",
    statuses=S,
    start=S.STANDING.value,
    unit="unit",
    steps=(
        Step(
            "huy-bo",
            (S.STANDING,),
            S.CANCELLED,
            "cancelled",
            "Ghi hủy bỏ",
            Verb("Ghi quyết định hủy bỏ", "danger"),
            policies.check_can_keep,
            asks=Asks.REASON,
            title="Ghi hủy bỏ khen thưởng",
            reason_hint="Căn cứ hủy bỏ, như ghi trên quyết định.",
            look="secondary",
            is_main=False,
            done="Đã ghi hủy bỏ. Lần khen thưởng này không còn được tính cho những lần xét sau.",
        ),
        Step(
            "bo-ghi-nham",
            (S.STANDING,),
            S.MISTAKEN,
            "dropped",
            "Bỏ dòng ghi nhầm",
            Verb("Bỏ dòng ghi nhầm", "warning"),
            policies.check_can_keep,
            asks=Asks.REASON,
            title="Bỏ dòng ghi nhầm",
            reason_hint="Vì sao biết là ghi nhầm: người, đơn vị, quyết định nào mới đúng.",
            look="link",
            is_main=False,
            done="Đã bỏ dòng ghi nhầm; dòng này không còn được tính.",
        ),
        Step(
            "khoi-phuc",
            (S.CANCELLED, S.MISTAKEN),
            S.STANDING,
            "restored",
            "Khôi phục",
            Verb("Khôi phục", "info"),
            policies.check_can_keep,
            asks=Asks.REASON,
            title="Khôi phục lần khen thưởng",
            look="secondary",
            is_main=False,
            done="Đã khôi phục; lần khen thưởng này lại được tính.",
        ),
    ),
    states={
        S.STANDING: State("success"),
        S.CANCELLED: State("danger", note="Không còn được tính khi xét khen thưởng."),
        S.MISTAKEN: State("neutral", note="Không được tính khi xét khen thưởng."),
    },
)
