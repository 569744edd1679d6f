"""Thông báo: tells the units something about a campaign."""

from emulation_portal.core.helppages import HelpPage
from emulation_portal.documents.drafts.registry import register
from emulation_portal.documents.enums import DocumentType

from ..forms.papers import NewNoticeForm
from ..procedures import NOTICE, TRANSCRIBED_NOTICE
from .of_campaign import CampaignPaperKind


class NoticeKind(CampaignPaperKind):
    """Thông báo of a campaign, on the same way as its plan."""

    code, slug, type, noun = "campaign_notice", "thong-bao-phong-trao", DocumentType.TB, "thông báo"
    create_label, create_form = "Soạn thông báo", NewNoticeForm
    help_page = HelpPage("thong-bao", "Thông báo của phong trào", "Soạn, trình, cấp số một thông báo về phong trào.")
    procedures = (NOTICE, TRANSCRIBED_NOTICE)


register(NoticeKind())
