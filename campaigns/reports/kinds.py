"""Công văn đôn đốc: reminds by a paper of the office those that have not reported. Signed TL. by the Chief of Office."""

from collections.abc import Iterable
from typing import Any

from campaigns.kinds.of_campaign import CampaignPaperKind
from emulation_portal.core.parts import HelpPage
from emulation_portal.documents.enums import DocumentType

from .procedures import TRANSCRIBED_URGING, URGING

MOST_NAMED = 5  # in Kính gửi: of more the table below tells the names


class UrgingLetterKind(CampaignPaperKind):
    """Công văn đôn đốc báo cáo, D8: begun from a period with the units that are late."""

    code, slug, type, noun = "report_urging", "cong-van-don-doc", DocumentType.CV, "công văn đôn đốc"
    create_label = "Soạn công văn đôn đốc"
    help_page = HelpPage("cong-van-don-doc", "Công văn đôn đốc báo cáo", "Soạn, duyệt, cấp số một công văn đôn đốc.")
    is_free_in_form = True  # NĐ 30/2020/NĐ-CP, Mẫu 1.5: neither căn cứ nor numbered sections
    is_signed_by_order = True
    drafting_symbol = "VP"
    procedures = (URGING, TRANSCRIBED_URGING)

    def addressees(self, draft: Any) -> Iterable[str]:
        """Return the units by name while they are few."""
        names = [unit.name for unit in draft.addressed_units.all()] if draft.pk else []
        if draft.addresses_everyone or not names:
            return ("Các đơn vị thành viên",)
        return names if len(names) <= MOST_NAMED else ("Các đơn vị có tên trong danh sách dưới đây",)
