"""The columns of the tables on the pages of campaigns."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import Truncator

from emulation_portal.core.markup import link, noted, status
from emulation_portal.core.tables import Column
from emulation_portal.procedure.registry import procedure_of


def tone_of(obj: Any) -> str:
    return procedure_of(obj).state_of(obj.status).tone


def _paper(draft: Any) -> SafeString | str:
    document = draft.document
    name = f"{draft.noun_upper} số {document.printed_number}" if document else f"Dự thảo {draft.noun}"
    note = f"Bản nhập từ tệp, lần {draft.version}" if draft.is_transcription else Truncator(draft.summary).chars(90)
    return noted(link(draft, name), note)


PAPERS = [
    Column("Văn bản", _paper, names_row=True),
    Column("Ngày", lambda draft: draft.document.issued_on if draft.document else None),
    Column("Trạng thái", lambda draft: status(draft.get_status_display(), tone_of(draft))),
]
TARGETS = [
    Column("Chỉ tiêu", lambda target: noted(target.indicator, target.unit_scope), names_row=True),
    Column("Mức phấn đấu", lambda target: target.value),
    Column("Trước ngày", lambda target: target.due_on),
]
REWARDS = [
    Column(
        "Hình thức",
        lambda reward: noted(reward.get_award_form_display(), Truncator(reward.standard_text).chars(200)),
        names_row=True,
    ),
    Column("Đối tượng", lambda reward: reward.get_subject_kind_display()),
    Column("Số lượng", lambda reward: reward.quota_words),
    Column("Hạn hồ sơ", lambda reward: reward.dossier_deadline_on),
]
NEW_PLANS = [
    Column("Kế hoạch", lambda plan: link(plan, plan.campaign.name), names_row=True),
    Column("Số, ký hiệu", lambda plan: plan.document.printed_number, "nowrap"),
    Column("Ngày", lambda plan: plan.document.issued_on),
]
