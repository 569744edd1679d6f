"""What the history of awards is in the portal."""

from django.urls import reverse

from campaigns.reports.policies import READING_OFFICE, WRITERS
from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import HelpPage, LogWords, Sample, Shortcut, Subject, Verb
from emulation_portal.procedure.registry import AsksWith, Takes
from emulation_portal.rights.enums import Role
from units.imports.registry import Importer
from units.panels import PersonPanel, UnitPanel

from . import actions, panels
from .forms import CancelForm, EndConductForm
from .imports.plan import plan_awards, write_awards
from .imports.sheet import AWARD_SHEET
from .policies import CONDUCT_READERS, KEEPING
from .procedures import CONDUCT, PAST_AWARD
from .sample import is_there, load_history

_PLACES = ("/lich-su-khen-thuong/",)

declare(
    *(Shortcut("Lịch sử khen thưởng", role, "history:list", order=64) for role in (*READING_OFFICE, *WRITERS)),
    *(Shortcut("Kỷ luật, vụ việc chưa kết luận", role, "history:conduct", order=66) for role in CONDUCT_READERS),
    PAST_AWARD,
    CONDUCT,
    Takes(
        CONDUCT,
        "ended",
        lambda t: actions.end_conduct(fact_id=t.pk, by=t.by, until=t.answers["until"], outcome=t.answers["outcome"]),
    ),
    AsksWith(CONDUCT, "ended", EndConductForm),
    Subject("history.conductfact", "Kỷ luật, vụ việc", lambda pk: reverse("history:conduct-fact", args=[pk])),
    Takes(
        PAST_AWARD,
        "cancelled",
        lambda t: actions.cancel_award(
            award_id=t.pk,
            by=t.by,
            reason=t.reason,
            cancelled_by=t.answers["cancelled_by"],
            cancelled_on=t.answers["cancelled_on"],
        ),
    ),
    Takes(PAST_AWARD, "restored", lambda t: actions.restore_award(award_id=t.pk, by=t.by, reason=t.reason)),
    AsksWith(PAST_AWARD, "cancelled", CancelForm),
    Subject("history.pastaward", "Khen thưởng đã có", lambda pk: reverse("history:award", args=[pk])),
    Subject("history.collective", "Tập thể, hộ gia đình"),
    LogWords(
        {
            "past_award.written": Verb("Ghi khen thưởng đã có"),
            "past_award.corrected": Verb("Sửa khen thưởng đã có"),
            "conduct.written": Verb("Ghi kỷ luật, vụ việc", "warning"),
            "past_award.linked": Verb("Gắn người với khen thưởng"),
        }
    ),
    HelpPage(
        "lich-su-khen-thuong",
        "Lịch sử khen thưởng",
        "Tra cứu khen thưởng đã có; ghi, gắn người, ghi hủy bỏ.",
        _PLACES,
        frozenset({*READING_OFFICE, *WRITERS}),
        order=88,
    ),
    Importer(
        kind="khen-thuong",
        label="khen thưởng đã có",
        list_title="Lịch sử khen thưởng",
        list_name="history:list",
        sheet=AWARD_SHEET,
        roles=(Role.OFFICER,),
        refusal=KEEPING,
        plan=plan_awards,
        write=write_awards,
    ),
    UnitPanel("award_history/_panel.html", panels.of_unit),
    PersonPanel("award_history/_panel.html", panels.of_person),
    HelpPage(
        "ky-luat-vu-viec",
        "Kỷ luật, vụ việc chưa kết luận",
        "Ghi kỷ luật, vụ việc chưa kết luận; ghi khi kết thúc; ai xem được.",
        ("/ky-luat-vu-viec/",),
        frozenset(CONDUCT_READERS),
        order=89,
    ),
    Sample(load_history, is_there),
)
