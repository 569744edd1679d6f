"""“Đã tiếp nhận”: which units a paper is meant for, which of them have received it, and what is written to the others."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from emulation_portal.core.dates import short_date
from emulation_portal.rights.enums import UNIT_ROLES
from emulation_portal.rights.held import rights_of
from emulation_portal.rights.models import Appointment
from units.models import BlockMembership, Unit
from units.standing import heirs_of, name_on

from .enums import DraftStatus
from .models import Draft, PaperReceipt
from .models.receivable import OF_EVERYONE

if TYPE_CHECKING:
    from units.models.organisation import UnitQuerySet

NAMES_IN_A_MESSAGE = 50  # more is read by nobody in a group chat


def asks_for_receipts(draft: Draft) -> bool:
    """Return whether units are to say that they received it: it is in force, and was issued here."""
    return draft.status == DraftStatus.ISSUED and not draft.is_transcription


def units_addressed(draft: Draft, *, on: dt.date) -> "UnitQuerySet":
    """Return the units that work on the day and for which the paper is meant: by name, by block, or as one of all.

    Who has the tasks of a unit that was named stands in for it.
    """
    members = BlockMembership.objects.in_force(on=on).filter(block__in=draft.addressed_blocks.values("pk"))
    named = draft.addressed_units.values("pk")
    meant = Q(pk__in=named) | Q(pk__in=heirs_of(named, on=on).values("successor")) | Q(pk__in=members.values("unit"))
    if draft.addresses_everyone:
        meant |= Q(root_id=draft.place.root_id, kind__in=OF_EVERYONE)
    return Unit.objects.working(on=on).filter(meant)


def whom_they_stand_in_for(draft: Draft, units: Iterable[Unit], *, on: dt.date) -> dict[int, list[str]]:
    """Return {unit id: names}: which units that the paper names each of these has the tasks of."""
    rows = heirs_of(draft.addressed_units.values("pk"), on=on).filter(successor__in=[unit.pk for unit in units])
    found: dict[int, list[str]] = {}
    for heir, name in rows.order_by("predecessor__name").values_list("successor", "predecessor__name"):
        found.setdefault(heir, []).append(name)
    return found


def with_receipts(units: "UnitQuerySet", draft: Draft) -> Any:
    """Return the units with `has_received`."""
    return units.annotate(has_received=Exists(PaperReceipt.objects.filter(draft=draft.pk, unit=OuterRef("pk"))))


def with_people(units: Any, *, on: dt.date) -> Any:
    """Return the units with `has_people`: whether anybody could say for them that they received a paper."""
    people = Appointment.objects.in_force(on=on).filter(unit=OuterRef("pk"), role__in=UNIT_ROLES, user__is_active=True)
    return units.annotate(has_people=Exists(people))


def units_to_receive(user: Any, draft: Draft, *, on: dt.date) -> list[Unit]:
    """Return the units for which the user may say that the paper was received, and which have not said so."""
    own = rights_of(user).unit_ids(*UNIT_ROLES)
    if not own or not asks_for_receipts(draft):
        return []
    received = PaperReceipt.objects.filter(draft=draft.pk).values("unit")
    return list(units_addressed(draft, on=on).filter(pk__in=own).exclude(pk__in=received).order_by("name", "pk"))


def receipts_of(user: Any, draft: Draft) -> list[PaperReceipt]:
    """Return what was said for the units for which the user writes or signs."""
    own = rights_of(user).unit_ids(*UNIT_ROLES)
    if not own:
        return []
    rows = PaperReceipt.objects.filter(draft=draft.pk, unit__in=own)
    rows = rows.annotate(day=TruncDate("received_at")).annotate(name_then=name_on(OuterRef("day")))
    return list(rows.select_related("unit", "received_by").order_by("unit__name", "pk"))


def reminder(draft: Any, missing: Iterable[Unit], *, count: int, address: str) -> str:
    """Return the text for the group of the units, Zalo's mostly: which paper, who has not received it, what to do."""
    document = draft.document
    names = [f"{at}. {unit.name}" for at, unit in enumerate(missing, 1)]
    more = [f"và {count - len(names)} đơn vị khác."] if count > len(names) else []
    return "\n".join(
        [
            f"{draft.noun_upper} số {document.printed_number} ngày {short_date(document.issued_on)}: "
            f"còn {count} đơn vị chưa xác nhận đã tiếp nhận trên cổng.",
            *names,
            *more,
            f"Đề nghị các đơn vị đăng nhập, mở {address} và bấm “Đã tiếp nhận”.",
        ]
    )
