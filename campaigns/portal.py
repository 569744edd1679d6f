"""What campaigns are in the portal."""

from collections.abc import Callable

from django.urls import reverse

from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import (
    Crowd,
    Finder,
    HomePanel,
    LogWords,
    RailItem,
    Sample,
    Shortcut,
    Subject,
    Verb,
    Visits,
    Work,
)
from emulation_portal.documents.drafts.binding import paper_kinds
from emulation_portal.documents.notes import PaperNote
from emulation_portal.law.shown import ShownRules
from emulation_portal.procedure.registry import Takes, Taking
from emulation_portal.rights.enums import Role

from . import home, work
from .actions import steer_campaign
from .crowd import fill_campaigns, visits
from .finding import find_campaigns
from .kinds import GuidanceKind, NoticeKind, PlanKind
from .models import Campaign
from .procedures import CAMPAIGN
from .queries import end_of_campaign
from .regulations import shown_launch_rules
from .sample.loading import is_there, load_campaigns


def _steer(event: str) -> Callable[[Taking], Campaign]:
    return lambda t: steer_campaign(campaign_id=t.pk, event=event, by=t.by, reason=t.reason)


declare(
    RailItem("Phong trào thi đua", "campaigns:list", "flag", 20, in_public=True),
    Finder("Phong trào thi đua", "flag", find_campaigns, 30),
    Shortcut("Nhập kế hoạch từ tệp", Role.OFFICER, "drafts:import", ("ke-hoach",), order=10),
    Shortcut("Soạn kế hoạch mới", Role.OFFICER, "drafts:create", ("ke-hoach",), order=20),
    Shortcut("Nhập văn bản đã ban hành", Role.CLERK, "drafts:import", ("ke-hoach",), order=60),
    Work(work.ended_campaigns, 40),
    Work(work.new_plans, 50),
    Work(work.plans_with_rewards, 50),
    Work(work.new_papers, 55),
    HomePanel("campaigns/_newest_plans.html", home.newest_plans, 30),
    HomePanel("campaigns/_first_plans.html", home.first_plans, 10, is_public=True),
    HomePanel("campaigns/_public_plans.html", home.public_plans, 20, is_public=True),
    CAMPAIGN,
    *(Takes(CAMPAIGN, event, _steer(event)) for event in ("suspended", "resumed", "closed")),
    *paper_kinds(PlanKind(), NoticeKind(), GuidanceKind()),
    ShownRules("Kế hoạch phát động phong trào phải có", shown_launch_rules),
    PaperNote("campaigns.campaignplan", end_of_campaign),
    Subject("campaigns.campaign", "Phong trào", lambda pk: reverse("campaigns:detail", args=[pk])),
    Subject("campaigns.planimport", "Tệp kế hoạch đã đọc"),  # as the log called it before other papers were read
    LogWords({"campaign.created": Verb("Lập phong trào")}),
    Sample(load_campaigns, is_there),
    Crowd(fill_campaigns),
    Visits(visits),
)
