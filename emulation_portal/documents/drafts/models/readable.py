"""Who may read a draft, and the paper it became: asked on every page that shows any, so its parts are prepared."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db.models import F, Q

from emulation_portal.core.dates import today
from emulation_portal.core.prepared import Given, is_one_of, prepared
from emulation_portal.documents.models import Issuer
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of, within_given
from emulation_portal.rights.periods import in_force_on
from units.models import BlockMembership
from units.successions import hands_on

from ..enums import ISSUED_EVER

# For a query that is prepared for whoever reads.
ANY_READER = {name: Given(name) for name in ("paths", "places", "units", "blocks", "roots", "on")}


def reader_of(user: Any) -> dict[str, Any]:
    """Return where a user reads: the reach of their office; their units, blocks and alliances; today."""
    rights = rights_of(user)
    own = {"units": list(rights.unit_ids()), "blocks": list(rights.block_ids()), "roots": list(rights.roots())}
    return {**rights.reach_given(*OFFICE_ROLES), **own, "on": today()}


def readable(reader: Mapping[str, Any]) -> Q:
    """Return the condition on drafts that somebody may read: all of their office, of others what was issued for them.

    Issued for them are papers that are public, or addressed to their units and blocks of today.
    """
    issued = Q(status__in=ISSUED_EVER) & (
        Q(is_public=True) | _addressed(reader) if reader["roots"] else Q(is_public=True)
    )
    return of_office_of(reader) | issued if reader["paths"] or reader["places"] else issued


def of_office_of(reader: Mapping[str, Any]) -> Q:
    return Q(issuer__in=_issuers_within(**reader))


def of_alliances_of(reader: Mapping[str, Any]) -> Q:
    return Q(issuer__in=_issuers_of_alliances(**reader))


def read_by(user: Any) -> Q:
    return Q(pk__in=_read(user=user.pk))


def _addressed(reader: Mapping[str, Any]) -> Q:
    one_by_one = addressed_by_name(reader) | Q(pk__in=addressed_by_block(**reader))
    return Q(addresses_everyone=True) & of_alliances_of(reader) | one_by_one


# Issuers are looked for among the few that there are; joined to every paper, each would cost a look through all units.
@prepared
def _issuers_within() -> Any:
    return Issuer.objects.filter(within_given("unit")).values("pk")


@prepared
def _issuers_of_alliances() -> Any:
    return Issuer.objects.filter(is_one_of("unit__root_id", "roots")).values("pk")


@prepared
def addressed_one_by_one() -> Any:
    through = apps.get_model("drafts.Draft").addressed_units.through
    return through.objects.filter(is_one_of("unit", "units")).values("draft")


def inherited_papers() -> Any:
    """Return the papers for units whose tasks others have on a day, for a prepared query, with unit and `heir`."""
    of = "addressed_units__heirs__"
    rows = apps.get_model("drafts.Draft").objects.annotate(
        named=F("addressed_units"), heir=F(f"{of}successor"), since=F(f"{of}since"), until=F(f"{of}until")
    )
    return rows.filter(is_one_of("heir", "units"), hands_on(Given("on"), F("document__issued_on")))


@prepared
def _addressed_to_predecessors() -> Any:
    return inherited_papers().values("pk")


def addressed_by_name(given: Mapping[str, Any]) -> Q:
    """Return the condition on papers that are addressed to a unit itself, or to one whose tasks it has."""
    return Q(pk__in=addressed_one_by_one(**given)) | Q(pk__in=_addressed_to_predecessors(**given))


@prepared
def addressed_by_block() -> Any:
    through = apps.get_model("drafts.Draft").addressed_blocks.through
    member_of = BlockMembership.objects.filter(is_one_of("unit", "units"), in_force_on(Given("on"))).values("block")
    led_or_member = Q(emulationblock__in=member_of) | Q(is_one_of("emulationblock", "blocks"))
    return through.objects.filter(led_or_member).values("draft")


@prepared
def _read() -> Any:
    return apps.get_model("drafts.PaperReading").objects.filter(user=Given("user")).values("draft")
