"""What one award has to do with another: whether two are for the same achievement. Pure."""

import datetime as dt
from dataclasses import dataclass

from emulation_portal.core.vietnamese import fold
from emulation_portal.law.catalogue import award_type
from emulation_portal.law.enums import AwardClass, AwardGround

OF_ONE_ACHIEVEMENT = (AwardGround.CAMPAIGN, AwardGround.EXCEPTIONAL)


@dataclass(frozen=True)
class GivenOrProposed:
    """An award with what it is for. `link` leads to it; `is_given`: a decision stands behind it."""

    award: str
    ground: str
    year: int | None
    since: dt.date | None
    until: dt.date | None
    achievement: str
    words: str
    link: str = ""
    is_given: bool = True
    campaign_id: int | None = None
    is_named_alike: bool = False  # nobody has said that it is the same person

    @property
    def is_title(self) -> bool:
        return award_type(self.award).kind == AwardClass.TITLE


def whole_years(since: dt.date | None, until: dt.date | None) -> int:
    """Return how many whole years lie between two days, both counted; 0 where one is not told."""
    if since is None or until is None or until < since:
        return 0
    after = until + dt.timedelta(days=1)
    return after.year - since.year - ((after.month, after.day) < (since.month, since.day))


def is_same_title(one: GivenOrProposed, other: GivenOrProposed) -> bool:
    """Return whether both are the same danh hiệu of the same year."""
    return one.is_title and one.award == other.award and one.year == other.year


def overlaps(one: GivenOrProposed, other: GivenOrProposed) -> bool | None:
    """Return whether the times of two achievements share a day; None where one states none."""
    if not (one.since and one.until and other.since and other.until):
        return None
    return one.since <= other.until and other.since <= one.until


def is_same_achievement(one: GivenOrProposed, other: GivenOrProposed) -> bool | None:
    """Return whether both honour one achievement in a campaign or one exceptional act; None where people must look.

    The same words, or the same campaign at the same time, are the same; other words at a time that is shared may be.
    Source: Luật Thi đua, khen thưởng 2022 Điều 5 khoản 2; TT 12/2019/TT-BNV Điều 3 khoản 2.
    """
    if one.is_title or other.is_title or one.ground != other.ground or one.ground not in OF_ONE_ACHIEVEMENT:
        return False
    shared = overlaps(one, other)
    if shared is False:
        return False
    if one.campaign_id and one.campaign_id == other.campaign_id and shared:
        return True
    if shared and one.achievement and fold(one.achievement) == fold(other.achievement):
        return True
    return None
