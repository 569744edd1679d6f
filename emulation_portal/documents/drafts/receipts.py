"""“Đã tiếp nhận”: which units a paper is meant for, which of them have received it, and what is written to the others."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, When
from django.db.models.functions import TruncDate

from emulation_portal.core.dates import short_date
from emulation_portal.rights.enums import UNIT_ROLES
from emulation_portal.rights.held import rights_of
from emulation_portal.rights.models import Appointment
from units.models import BlockMembership, Unit
from units.standing import name_on
from units.successions import heirs_of

from .enums import DraftStatus
from .models import Draft, PaperReceipt
from .models.receivable import OF_EVERYONE, joined_by

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from units.models import Inheritance
    from units.models.organisation import UnitQuerySet

NAMES_IN_A_MESSAGE = 50  # more is read by nobody in a group chat


def asks_for_receipts(draft: Draft) -> bool:
    """Return whether units are to say that they received it: it is in force, and was issued here."""
    return draft.status == DraftStatus.ISSUED and not draft.is_transcription


def units_addressed(draft: Draft, *, on: dt.date) -> "UnitQuerySet":
    """Return the units that work on the day and for which the paper is meant: by name, by block, or as one of all.

    Who has the tasks of a unit that was named stands in for it.
    """
    heirs = _heirs(draft, on=on).values("successor")
    return Unit.objects.working(on=on).filter(_is_meant(draft, on=on) | Q(pk__in=heirs))


def _is_meant(draft: Draft, *, on: dt.date) -> Q:
    """Return the condition that the paper is meant for the unit itself."""
    members = BlockMembership.objects.in_force(on=on).filter(block__in=draft.addressed_blocks.values("pk"))
    meant = Q(pk__in=draft.addressed_units.values("pk")) | Q(pk__in=members.values("unit"))
    if draft.addresses_everyone:
        meant |= Q(joined_by(_issued_on(draft, on)), root_id=draft.place.root_id, kind__in=OF_EVERYONE)
    return meant


def _issued_on(draft: Draft, on: dt.date) -> dt.date:
    return draft.document.issued_on if draft.document else on


def _heirs(draft: Draft, *, on: dt.date) -> "QuerySet[Inheritance]":
    return heirs_of(draft.addressed_units.values("pk"), on=on, issued_on=_issued_on(draft, on))


def units_on_board(draft: Draft, *, on: dt.date) -> "UnitQuerySet":
    """Return those, and the units that received the paper and work no more: what they said stands.

    Where others stand in for such a unit, its receipt stands with them.
    """
    through_others = _heirs(draft, on=on).values("predecessor")
    received = PaperReceipt.objects.filter(draft=draft.pk).exclude(unit__in=through_others).values("unit")
    return Unit.objects.filter(Q(pk__in=units_addressed(draft, on=on).order_by().values("pk")) | Q(pk__in=received))


def whom_they_stand_in_for(draft: Draft, units: Iterable[Unit], *, on: dt.date) -> dict[int, list[str]]:
    """Return {unit id: names}: which units that the paper names each of these has the tasks of."""
    rows = _heirs(draft, on=on).filter(successor__in=[unit.pk for unit in units])
    found: dict[int, list[str]] = {}
    for heir, name in rows.order_by("predecessor__name").values_list("successor", "predecessor__name").distinct():
        found.setdefault(heir, []).append(name)
    return found


def with_receipts(units: "UnitQuerySet", draft: Draft, *, on: dt.date) -> Any:
    """Return the units with `has_received`. What was received before a unit had its tasks from another is received."""
    given = PaperReceipt.objects.filter(draft=draft.pk)
    stood_in_for = _heirs(draft, on=on).filter(successor=OuterRef("pk"))
    all_before = Exists(stood_in_for) & ~Exists(stood_in_for.exclude(predecessor__in=given.values("unit")))
    return units.annotate(
        has_received=Case(
            When(Exists(given.filter(unit=OuterRef("pk"))), then=True),
            When(_is_meant(draft, on=on), then=False),
            When(all_before, then=True),
            default=False,
            output_field=BooleanField(),
        )
    )


def receipts_for(draft: Draft, units: Iterable[Unit], *, on: dt.date) -> dict[int, PaperReceipt]:
    """Return {unit id: receipt}, its own, or that of one whose tasks it has."""
    keys = [unit.pk for unit in units]
    heirs: dict[int, list[int]] = {}
    for old, heir in _heirs(draft, on=on).filter(successor__in=keys).values_list("predecessor", "successor"):
        heirs.setdefault(old, []).append(heir)
    rows = PaperReceipt.objects.filter(draft=draft.pk, unit__in=[*keys, *heirs]).select_related("received_by")
    found: dict[int, PaperReceipt] = {}
    for row in rows:
        found |= {heir: row for heir in heirs.get(row.unit_id, []) if heir not in found}
    return found | {row.unit_id: row for row in rows}


def with_people(units: Any, *, on: dt.date) -> Any:
    """Return the units with `has_people`: whether anybody could say for them that they received a paper."""
    people = Appointment.objects.in_force(on=on).filter(unit=OuterRef("pk"), role__in=UNIT_ROLES, user__is_active=True)
    return units.annotate(has_people=Exists(people))


def units_to_receive(user: Any, draft: Draft, *, on: dt.date) -> list[Any]:
    """Return the units for which the user may say that the paper was received, and which have not said so.

    Of each, for whom it stands in: `stands_in`.
    """
    own = rights_of(user).unit_ids(*UNIT_ROLES)
    if not own or not asks_for_receipts(draft):
        return []
    rows = with_receipts(units_addressed(draft, on=on).filter(pk__in=own), draft, on=on)
    units = list(rows.filter(has_received=False).order_by("name", "pk"))
    stand_in = whom_they_stand_in_for(draft, units, on=on) if units else {}
    for unit in units:
        unit.stands_in = "; ".join(stand_in.get(unit.pk, []))
    return units


def receipts_of(user: Any, draft: Draft, *, on: dt.date) -> list[PaperReceipt]:
    """Return what was said for the units for which the user writes or signs, and for those whose tasks they have."""
    own = rights_of(user).unit_ids(*UNIT_ROLES)
    if not own:
        return []
    before = _heirs(draft, on=on).filter(successor__in=own).values("predecessor")
    rows = PaperReceipt.objects.filter(Q(unit__in=own) | Q(unit__in=before), draft=draft.pk)
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
