"""Who places somebody and who closes the unit at the same time; two moves that would close a ring."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection

from emulation_portal.core.errors import DomainError
from emulation_portal.rights.enums import Role
from tests.factories.people import BlockFactory, PersonFactory, SigningAuthorityFactory, UnitFactory, account
from tests.factories.people import user_with_role as user
from units import actions
from units.enums import UnitKind
from units.models import SigningAuthority, Unit

pytestmark = pytest.mark.django_db(transaction=True)

DAY = dt.date(2026, 3, 2)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads that start together; return "" or the name of the error of each."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        start.wait()
        try:
            act()
        except (DomainError, DatabaseError, PermissionDenied) as error:
            return type(error).__name__
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def placings(unit: Unit, admin) -> dict[str, Callable[[], object]]:
    """Return the four ways in which something begins in a unit, the unit read before it closes."""
    to, person, block = account(), PersonFactory(), BlockFactory()
    early = {"since": dt.date(2026, 1, 1), "by": admin}
    signing = SigningAuthority(
        unit=unit, person=person, form="head", own_title="Chủ tịch", effective_from=dt.date(2026, 1, 1)
    )
    return {
        "appoint": lambda: actions.appoint(user=to, unit=unit, role=Role.UNIT_HEAD, **early),
        "position": lambda: actions.start_position(person=person, unit=unit, title="Giám đốc", **early),
        "signing": lambda: actions.grant_signing(signing, by=admin),
        "block": lambda: actions.join_block(block=block, unit=unit, **early),
    }


@pytest.mark.parametrize("way", ["appoint", "position", "signing", "block"])
def test_unit_that_closed_after_it_was_read_takes_nobody(way: str) -> None:
    admin, unit = user(Role.ADMIN), UnitFactory()
    act = placings(unit, admin)[way]
    actions.close_unit(unit_id=unit.pk, on=DAY, reason="giải thể", by=admin)

    with pytest.raises(actions.UnitClosed, match="02/03/2026"):
        act()


@pytest.mark.parametrize("way", ["appoint", "position", "signing", "block"])
def test_placing_and_closing_at_once_leave_nobody_behind(way: str) -> None:
    admin = user(Role.ADMIN)
    for _ in range(3):
        unit = UnitFactory()

        placed, closed = at_once(
            placings(unit, admin)[way],
            lambda unit=unit: actions.close_unit(unit_id=unit.pk, on=DAY, reason="giải thể", by=admin),
        )

        assert (placed in {"", "UnitClosed"}, closed) == (True, "")
        held = ("appointments", "positions", "signing_authorities", "block_memberships")
        ends = [row.effective_to for name in held for row in getattr(unit, name).all()]
        assert ends == ([DAY] if placed == "" else [])


def test_two_moves_that_would_close_a_ring_do_not_both_succeed() -> None:
    for _ in range(5):
        one, other = (UnitFactory(kind=UnitKind.COOPERATIVE_UNION) for _ in range(2))
        below_one, below_other = UnitFactory(parent=one), UnitFactory(parent=other)

        outcome = at_once(
            lambda one=one, there=below_other: Unit.objects.filter(pk=one.pk).update(parent=there),
            lambda other=other, there=below_one: Unit.objects.filter(pk=other.pk).update(parent=there),
        )

        assert sorted(outcome)[0] == ""
        assert sorted(outcome)[1] in {"OperationalError", "IntegrityError"}


def test_same_signing_right_given_twice_at_once_is_given_once() -> None:
    admin, known = user(Role.ADMIN), SigningAuthorityFactory()
    person = PersonFactory()

    def grant() -> None:
        row = SigningAuthority(unit=known.unit, person=person, form="head", own_title="Chủ tịch", effective_from=DAY)
        actions.grant_signing(row, by=admin)

    assert sorted(at_once(*[grant] * 3)) == ["", "SigningRefused", "SigningRefused"]
