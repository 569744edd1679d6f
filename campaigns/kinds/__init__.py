"""The kinds of papers that speak of a campaign."""

from .guidance import GuidanceKind
from .notice import NoticeKind
from .plan import CAMPAIGN_FIELDS, PlanKind

__all__ = ["CAMPAIGN_FIELDS", "GuidanceKind", "NoticeKind", "PlanKind"]
