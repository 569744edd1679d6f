"""Ceremonial order: high to low; of one award collectives and households first, then individuals. Pure.

Source: NĐ 152/2025/NĐ-CP Điều 29 khoản 5.
"""

from collections.abc import Iterable
from typing import Any

from emulation_portal.law.catalogue import award_types
from emulation_portal.law.enums import AwardSubject


def rank_of(award: str) -> int:
    """Return the place of the award in the ceremony, 0 for the highest. Raises ValueError."""
    return [each.code for each in sorted(award_types(), key=lambda each: each.ceremony)].index(award)


def in_ceremonial_order(nominations: Iterable[Any]) -> list[Any]:
    """Return things with `award`, `subject`, `position` and `pk` as they are read out."""
    return sorted(
        nominations,
        key=lambda each: (rank_of(each.award), each.subject == AwardSubject.PERSON, each.position, each.pk),
    )
