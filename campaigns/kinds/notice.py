"""Thông báo: tells the units something about a campaign."""

from emulation_portal.core.parts import HelpPage
from emulation_portal.documents.enums import DocumentType

from ..procedures import NOTICE, TRANSCRIBED_NOTICE
from .of_campaign import CampaignPaperKind


class NoticeKind(CampaignPaperKind):
    """Thông báo of a campaign, on the same way as its plan."""

    code, slug, type, noun = "campaign_notice", "thong-bao-phong-trao", DocumentType.TB, "thông báo"
    create_label = "Soạn thông báo"
    help_page = HelpPage("thong-bao", "Thông báo của phong trào", "Soạn, trình, cấp số một thông báo về phong trào.")
    is_free_in_form = True  # what it tells may be a sentence; NĐ 30/2020/NĐ-CP asks a notice for no căn cứ
    procedures = (NOTICE, TRANSCRIBED_NOTICE)
