"""Locks that keep who places somebody in a unit and who closes it apart. Always the unit first, its rows after."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import connection, models

from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import GoneMeanwhile

from ..models import Unit

Row = TypeVar("Row", bound=models.Model)


class UnitClosed(DomainError):
    """Nobody is placed in a unit that has a closing day."""


def lock_unit(pk: int) -> Unit:
    """Lock a unit and return it as it stands now, whatever the caller has read before."""
    return Unit.objects.select_for_update(no_key=True).get(pk=pk)


def lock_open_unit(pk: int) -> Unit:
    """Lock a unit in which something begins. Raises UnitClosed when a closing day has been written meanwhile."""
    unit = lock_unit(pk)
    if unit.closed_on is not None:
        raise UnitClosed(
            f"“{unit}” thôi hoạt động từ ngày {short_date(unit.closed_on)} nên không nhận thêm người, vai trò, quyền ký "
            "hay khối, cụm. Hãy mở lại đơn vị trước."
        )
    return unit


def lock_alliance(root_id: int) -> None:
    """Wait for others who change several units of the alliance at once, until the transaction ends.

    It is no row: whoever saves a single unit holds the row above it for a moment, and would wait in a ring.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"units.alliance:{root_id}"])


def lock_with_alliance(pks: Iterable[int]) -> dict[int, Unit]:
    """Lock the alliances of these units, and then them, in the order of their keys; return them as they stand now."""
    wanted = set(pks)
    for root_id in sorted(set(Unit.objects.filter(pk__in=wanted).order_by().values_list("root_id", flat=True))):
        lock_alliance(root_id)
    rows = Unit.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    return {unit.pk: unit for unit in rows}


def lock_row(rows: "models.QuerySet[Row]", pk: int) -> Row:
    """Lock the unit of a row, then the row, and return it. Raises GoneMeanwhile: it was given by mistake and cancelled."""
    unit_id = rows.values_list("unit_id", flat=True).filter(pk=pk).first()
    if unit_id is not None:
        lock_unit(unit_id)
    row = rows.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    if row is None:
        raise GoneMeanwhile
    return row
