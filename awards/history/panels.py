"""What the history shows on the pages of people and units."""

from typing import Any
from urllib.parse import urlencode

from campaigns.reports.policies import READING_OFFICE, WRITERS
from emulation_portal.core.addresses import address, address_of
from emulation_portal.core.markup import link, noted, status
from emulation_portal.core.tables import Column, Table
from emulation_portal.rights.held import rights_of
from units.models import Person, Unit

from .models import PastAward
from .policies import sees_history
from .procedures import PAST_AWARD
from .queries import latest_of, people_judged_by

SHOWN = 5


def of_person(user: Any, person: Person) -> dict[str, Any] | None:
    if not sees_history(user):
        return None
    is_judged = people_judged_by(user).filter(pk=person.pk).exists()
    judge_url = address_of("history:person", pk=person.pk) if is_judged else ""
    caption = f"Khen thưởng của {person.full_name}"
    return _panel(user, caption, person.full_name, judge_url, person=person)


def of_unit(user: Any, unit: Unit) -> dict[str, Any] | None:
    """Return what was earned at the unit: by itself, its teams and its people."""
    if not sees_history(user):
        return None
    is_judged = rights_of(user).may(*READING_OFFICE, *WRITERS, at=unit)
    judge_url = address_of("history:unit", pk=unit.pk) if is_judged else ""
    return _panel(user, f"Khen thưởng tại {unit.name}", unit.code, judge_url, unit=unit)


def _panel(user: Any, caption: str, words: str, judge_url: str, **whose: Any) -> dict[str, Any] | None:
    """Return the last awards, where all of them stand, and where conditions are looked up."""
    rows = list(latest_of(user, **whose)[: SHOWN + 1])
    if not rows and not judge_url:
        return None
    all_url = f"{address('history:list')}?{urlencode({'q': words, 'order': 'day'})}"
    return {
        "awards": Table(caption, _columns(), rows[:SHOWN], None),
        "all_url": all_url if len(rows) > SHOWN else "",
        "judge_url": judge_url,
    }


def _columns() -> list[Column]:
    return [
        Column("Danh hiệu, hình thức", _award, names_row=True),
        Column("Cá nhân, tập thể", lambda row: row.name),
        Column("Năm", lambda row: str(row.year or row.decided_on.year), "num"),
        Column("Quyết định", lambda row: noted(row.decision_number, row.decided_by)),
    ]


def _award(row: PastAward) -> Any:
    shown = "" if row.is_standing else status(row.get_status_display(), PAST_AWARD.state_of(row.status).tone)
    return noted(link(row, row.award_label), shown)
