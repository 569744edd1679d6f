"""Which papers are news for somebody: their unit has not received them, or they were not opened where none receives."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q

from emulation_portal.core.dates import today
from emulation_portal.core.prepared import Given, is_one_of, prepared
from emulation_portal.documents.models import Issuer
from emulation_portal.rights.enums import UNIT_ROLES
from emulation_portal.rights.held import rights_of
from emulation_portal.rights.periods import in_force_on
from units.enums import MEMBER_KINDS, UnitKind
from units.models import Unit

from .readable import addressed_by_block, addressed_by_name, inherited_papers, read_by

# “Mọi đơn vị thành viên, trực thuộc”.
OF_EVERYONE = (*MEMBER_KINDS, UnitKind.AFFILIATED_UNIT)


def joined_by(issued_on: Any) -> Q:
    """Return the condition that a unit was there when a paper for all was issued: who comes later reads, and is not asked."""
    return Q(joined_on__isnull=True) | Q(joined_on__lte=issued_on)


def news(user: Any) -> Q:
    """Return the condition on issued papers that the user still has to take in.

    What is meant for a unit they write or sign for, until that unit has received it; all else, until they opened it.
    """
    units = sorted(rights_of(user).unit_ids(*UNIT_ROLES))
    if not units:
        return ~read_by(user)
    given = {"units": units, "blocks": [], "on": today()}
    meant = addressed_by_name(given) | Q(pk__in=addressed_by_block(**given))
    meant |= Q(addresses_everyone=True, issuer__in=_issuers_above(**given))
    return awaited_from(units) | ~meant & ~read_by(user)


def awaited_from(units: list[int]) -> Q:
    """Return the condition on papers that one of these units is to receive and has not."""
    given = {"units": units, "on": today()}
    return (
        Q(pk__in=_awaited_one_by_one(**given))
        | Q(pk__in=_awaited_by_heirs(**given))
        | Q(pk__in=_awaited_by_block(**given))
        | Q(pk__in=_awaited_of_all(**given))
    )


def _received(draft: OuterRef, unit: OuterRef) -> Exists:
    return Exists(apps.get_model("drafts.PaperReceipt").objects.filter(draft=draft, unit=unit))


def _receivers() -> Any:
    return Unit.objects.filter(is_one_of("pk", "units"), kind__in=OF_EVERYONE)


@prepared
def _issuers_above() -> Any:
    return Issuer.objects.filter(Exists(_receivers().filter(root_id=OuterRef("unit__root_id")))).values("pk")


@prepared
def _awaited_one_by_one() -> Any:
    through = apps.get_model("drafts.Draft").addressed_units.through.objects
    rows = through.filter(is_one_of("unit", "units"))
    return rows.exclude(_received(OuterRef("draft"), OuterRef("unit"))).values("draft")


@prepared
def _awaited_by_heirs() -> Any:
    """Addressed to a unit whose tasks one of these has; what that one received is received."""
    rows = inherited_papers().exclude(_received(OuterRef("pk"), OuterRef("heir")))
    return rows.exclude(_received(OuterRef("pk"), OuterRef("named"))).values("pk")


@prepared
def _awaited_by_block() -> Any:
    """A unit is in the block today: its membership, joined once, gives the unit and the days."""
    of = "addressed_blocks__memberships__"
    rows = apps.get_model("drafts.Draft").objects.annotate(
        member=F(f"{of}unit"), effective_from=F(f"{of}effective_from"), effective_to=F(f"{of}effective_to")
    )
    rows = rows.filter(is_one_of("member", "units"), in_force_on(Given("on")))
    return rows.exclude(_received(OuterRef("pk"), OuterRef("member"))).values("pk")


@prepared
def _awaited_of_all() -> Any:
    own = _receivers().filter(joined_by(OuterRef("document__issued_on")), root_id=OuterRef("issuer__unit__root_id"))
    awaited = own.exclude(_received(OuterRef(OuterRef("pk")), OuterRef("pk")))
    return apps.get_model("drafts.Draft").objects.filter(Exists(awaited), addresses_everyone=True).values("pk")
