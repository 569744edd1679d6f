"""Who has whose tasks, written down anew whenever a succession is written or cancelled."""

from ..inheritance import Line, inherited
from ..models import Inheritance, Succession, Unit


def write_inheritance(root_id: int) -> None:
    """Write down anew who has whose tasks in an alliance, whose row the caller has locked."""
    rows = Succession.objects.valid().filter(successor__root_id=root_id)
    lines = inherited(
        Line(row.predecessor_id, row.successor_id, row.effective_on, None if row.ends_predecessor else row.effective_on)
        for row in rows
    )
    Inheritance.objects.filter(successor__root_id=root_id).delete()
    Inheritance.objects.bulk_create(
        Inheritance(predecessor_id=each.predecessor, successor_id=each.successor, since=each.since, until=each.until)
        for each in lines
    )


def cancel_endings(unit: Unit) -> list[Unit]:
    """Let nobody have the tasks of a unit any more because it ended: it works again. Return who had them.

    The caller has locked the alliance.
    """
    valid = Succession.objects.valid().filter(predecessor=unit).select_related("successor")
    rows = [row for row in valid if row.ends_predecessor]
    if rows:
        for row in rows:
            row.cancel()
        write_inheritance(unit.root_id)
    return [row.successor for row in rows]
