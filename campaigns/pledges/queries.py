"""Reads that span models: who is to sign and has, what became of a unit meanwhile, who can be added."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from campaigns.reports.policies import HEADS
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import short_date
from emulation_portal.procedure.opening import last_move
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of
from units.models import BlockMembership, EmulationBlock, Succession, Unit

from .enums import PledgeStatus
from .models import Pledge, PledgeParty, PledgeSignature


def parties_of(pledge: Pledge) -> QuerySet[Any]:
    """Return the parties that stand, with `own` the valid signature of each."""
    valid = FilteredRelation("signatures", condition=Q(signatures__voided_at__isnull=True))
    return PledgeParty.objects.standing().filter(pledge=pledge).annotate(own=valid)


def signed_so(asked: str) -> Q:
    """Return the condition that a party stands so: signed at all, in one of the ways, or not."""
    if asked == "unsigned":
        return Q(own__isnull=True)
    return Q(own__isnull=False) if asked == "signed" else Q(own__way=asked)


def with_counts(pledges: QuerySet[Pledge]) -> QuerySet[Any]:
    """Tell of each giao ước how many are to sign and how many have, as `parties_count` and `signed_count`."""
    standing = PledgeParty.objects.standing().filter(pledge=OuterRef("pk")).order_by().values("pledge")
    signed = standing.filter(signatures__voided_at__isnull=True, signatures__isnull=False)
    return pledges.annotate(parties_count=_counted(standing), signed_count=_counted(signed))


def _counted(rows: Any) -> Any:
    counted = rows.annotate(many=Count("pk", distinct=True)).values("many")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@dataclass(frozen=True)
class Fate:
    """Why a unit that is to sign cannot any more; `heirs` has who took its tasks over."""

    words: str
    heirs: tuple[Unit, ...] = ()


def fates_of(pledge: Pledge, parties: Iterable[PledgeParty], *, on: dt.date) -> dict[int, Fate]:
    """Return by key of the party what became of its unit: taken over, closed, or gone from the block; with two queries."""
    found = list(parties)
    units = [party.unit_id for party in found]
    there = set(pledge.members(on=on).filter(pk__in=units).values_list("pk", flat=True))
    gone = [party for party in found if party.unit_id not in there]
    taken: dict[int, list[Succession]] = {}
    rows = Succession.objects.valid().filter(predecessor__in=[each.unit_id for each in gone], effective_on__lte=on)
    for row in rows.select_related("successor") if gone else ():
        taken.setdefault(row.predecessor_id, []).append(row)
    return {party.pk: _fate(party, taken.get(party.unit_id, []), on=on) for party in gone}


def _fate(party: PledgeParty, taken: list[Succession], *, on: dt.date) -> Fate:
    closed_on = party.unit.closed_on
    ended = [row for row in taken if row.ends_predecessor]
    if closed_on is not None and closed_on <= on and ended:
        names = ", ".join(str(row.successor) for row in ended)
        words = f"{ended[0].words} {names} từ ngày {short_date(ended[0].effective_on)}"
        return Fate(words, tuple(row.successor for row in ended))
    if closed_on is not None and closed_on <= on:
        return Fate(f"Thôi hoạt động từ ngày {short_date(closed_on)}")
    return Fate("Không còn trong khối")


def units_to_add(pledge: Pledge, *, on: dt.date) -> QuerySet[Unit]:
    """Return the units that compete in the block on the day and are no party."""
    standing = PledgeParty.objects.standing().filter(pledge=pledge)
    units: QuerySet[Unit] = pledge.members(on=on).exclude(pk__in=standing.values("unit"))
    return units


def blocks_to_write_for(user: Any) -> QuerySet[EmulationBlock]:
    """Return the blocks whose giao ước the user may write."""
    rights = rights_of(user)
    own = rights.reach("alliance", Role.OFFICER) | Q(pk__in=rights.block_ids())
    return EmulationBlock.objects.filter(own).select_related("alliance").order_by("name", "pk")


def blocks_without(year: int, blocks: QuerySet[EmulationBlock], *, on: dt.date) -> QuerySet[EmulationBlock]:
    """Return those of the blocks that have members and no giao ước of the year."""
    theirs = Pledge.objects.filter(year=year).exclude(status=PledgeStatus.DROPPED)
    peopled = BlockMembership.objects.in_force(on=on)
    return blocks.filter(pk__in=peopled.values("block")).exclude(pk__in=theirs.values("block"))


def units_headed_by(user: Any) -> list[int]:
    """Return the keys of the units that the user heads in their own name."""
    held = rights_of(user).held
    return sorted({right.unit_id for right in held if right.role in HEADS and not right.stand_in})


def parties_to_sign(user: Any, *, on: dt.date) -> QuerySet[PledgeParty]:
    """Return the parties for which the user is to sign now."""
    rows = (
        PledgeParty.objects.unsigned()
        .still_there(on=on)
        .filter(pledge__status=PledgeStatus.SIGNING, unit__in=units_headed_by(user))
    )
    return rows.select_related("pledge__block", "unit").order_by("pledge__due_on", "pk")


def pledges_to_conclude(user: Any, *, on: dt.date) -> QuerySet[Pledge]:
    """Return those that the user may conclude and that all have signed, or whose last day to sign has passed."""
    signing = Pledge.objects.written_by(user).filter(status=PledgeStatus.SIGNING)
    all_signed = ~Q(pk__in=PledgeParty.objects.unsigned().values("pledge"))
    return signing.filter(all_signed | Q(due_on__lt=on)).select_related("block").order_by("due_on", "pk")


def last_recall(pledge: Pledge) -> Event | None:
    """Return the event that says why the text is written anew; None when it is not."""
    if not pledge.is_being_written:
        return None
    event = last_move(pledge)
    return event if event and event.reason else None


def former_of(pledge: Pledge) -> Pledge | None:
    """Return the giao ước of the block that was signed last before the year."""
    rows = Pledge.objects.filter(block=pledge.block_id, year__lt=pledge.year, opened_on__isnull=False)
    return rows.exclude(status=PledgeStatus.DROPPED).order_by("-year").first()


def with_signatures(parties: QuerySet[PledgeParty]) -> list[Any]:
    """Return the parties, each with its valid signature as `signature`, None where there is none; with two queries."""
    found: list[Any] = list(parties.select_related("unit"))
    valid = PledgeSignature.objects.valid().filter(party__in=found).select_related("scan", "version")
    own = {each.party_id: each for each in valid}
    for party in found:
        party.signature = own.get(party.pk)
    return found
