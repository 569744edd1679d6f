"""What must never be false of roles, posts, rights to sign and blocks: one row that passes, one the database refuses."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import DataError

from emulation_portal.rights.enums import Role, StandIn
from tests.factories.people import (
    AppointmentFactory,
    BlockFactory,
    BlockMembershipFactory,
    PersonFactory,
    PositionFactory,
    SigningAuthorityFactory,
    UnitFactory,
    UserFactory,
    alliance,
    block_of,
)
from units.enums import BlockKind, SigningForm
from units.models import BlockMembership, Unit

pytestmark = pytest.mark.django_db

JAN, MAR, MAY, JUL = (dt.date(2026, month, 1) for month in (1, 3, 5, 7))
DAY = dt.timedelta(days=1)


def refuses(make, **fields: object) -> str:
    """Return the words with which the database refuses the row, or ""."""
    try:
        with transaction.atomic():
            make(**fields)
    except (IntegrityError, DataError) as error:
        return str(error)
    return ""


def same_role() -> dict[str, object]:
    return {"user": UserFactory(), "unit": UnitFactory(), "role": Role.UNIT_HEAD}


def same_lead() -> dict[str, object]:
    unit = UnitFactory()
    return {"user": UserFactory(), "unit": unit, "role": Role.CLUSTER_LEAD, "block": block_of(unit)}


def same_post() -> dict[str, object]:
    return {"person": PersonFactory(), "unit": UnitFactory(), "title": "Giám đốc"}


def same_signing() -> dict[str, object]:
    return {"person": PersonFactory(), "unit": alliance(), "form": SigningForm.HEAD, "own_title": "Chủ tịch"}


def same_member() -> dict[str, object]:
    return {"unit": UnitFactory(), "block": BlockFactory()}


ONCE = [
    (AppointmentFactory, same_role, {"role": Role.UNIT_EDITOR}),
    (AppointmentFactory, same_lead, {"user": None}),
    (PositionFactory, same_post, {"title": "Kế toán"}),
    (SigningAuthorityFactory, same_signing, {"document_types": "GM"}),
    (BlockMembershipFactory, same_member, {"unit": None}),
]


@pytest.mark.parametrize(("make", "of", "other"), ONCE, ids=["role", "lead", "post", "signing", "member"])
def test_never_the_same_twice_at_once(make, of, other) -> None:
    """The first holds from March to the end of June."""
    same = of()
    make(**same, effective_from=MAR, effective_to=JUL)
    other = {name: value or (UserFactory() if name == "user" else UnitFactory()) for name, value in other.items()}

    for begins, ends in ((MAR, JUL), (MAY, MAY + DAY), (JAN, MAR + DAY), (JUL - DAY, None), (JAN, None)):
        assert "exclusion constraint" in refuses(make, **same, effective_from=begins, effective_to=ends), (begins, ends)
    assert not refuses(make, **same | other, effective_from=MAY)
    assert not refuses(make, **same, effective_from=JAN, effective_to=MAR)
    assert not refuses(make, **same, effective_from=JUL)


def test_unit_stands_in_one_block_and_one_cluster() -> None:
    unit = UnitFactory()
    BlockMembershipFactory(unit=unit, block=BlockFactory(kind=BlockKind.BLOCK))
    cluster = BlockFactory(kind=BlockKind.CLUSTER)

    assert not refuses(BlockMembershipFactory, unit=unit, block=cluster)
    assert "one_of_a_kind" in refuses(BlockMembershipFactory, unit=unit, block=BlockFactory(kind=BlockKind.BLOCK))
    assert "one_of_a_kind" in refuses(BlockMembershipFactory, unit=unit, block=BlockFactory(kind=BlockKind.CLUSTER))
    assert "one_of_a_kind" in refuses(lambda: type(cluster).objects.filter(pk=cluster.pk).update(kind=BlockKind.BLOCK))


def test_membership_has_the_kind_of_its_block_whatever_is_written() -> None:
    row = BlockMembershipFactory(block=BlockFactory(kind=BlockKind.BLOCK))
    cluster = BlockFactory(kind=BlockKind.CLUSTER)

    BlockMembership.objects.filter(pk=row.pk).update(kind=BlockKind.CLUSTER)
    assert BlockMembership.objects.get(pk=row.pk).kind == BlockKind.BLOCK
    BlockMembership.objects.filter(pk=row.pk).update(block=cluster)
    assert BlockMembership.objects.get(pk=row.pk).kind == BlockKind.CLUSTER
    type(cluster).objects.filter(pk=cluster.pk).update(kind=BlockKind.BLOCK)
    assert BlockMembership.objects.get(pk=row.pk).kind == BlockKind.BLOCK


def test_block_is_led_by_leads_and_by_nobody_else() -> None:
    unit = UnitFactory()
    block = block_of(unit)

    assert not refuses(AppointmentFactory, unit=unit, role=Role.CLUSTER_LEAD, block=block)
    assert "block_led" in refuses(AppointmentFactory, unit=unit, role=Role.CLUSTER_LEAD)
    assert "block_led" in refuses(AppointmentFactory, unit=unit, role=Role.UNIT_HEAD, block=block)


@pytest.mark.parametrize(
    ("good", "bad", "name"),
    [
        ({"stand_in": StandIn.KT}, {"stand_in": "xx"}, "stand_in_known"),
        (
            {"stand_in": StandIn.TUQ, "basis": "Giấy ủy quyền số 01", "effective_to": JUL},
            {"stand_in": StandIn.TUQ, "basis": "Giấy ủy quyền số 01"},
            "tuq_written",
        ),
        ({"stand_in": StandIn.TL}, {"stand_in": StandIn.TUQ, "effective_to": JUL}, "tuq_written"),
    ],
)
def test_stand_in(good: dict, bad: dict, name: str) -> None:
    assert not refuses(AppointmentFactory, **good)
    assert name in refuses(AppointmentFactory, **bad)


def test_deputy_of_who_signs_by_order_names_the_post_between() -> None:
    form = {"form": SigningForm.TL_KT}

    assert not refuses(SigningAuthorityFactory, **form, middle_title="Chánh Văn phòng")
    assert "tl_kt" in refuses(SigningAuthorityFactory, **form)
    assert "tl_kt" in refuses(SigningAuthorityFactory, form=SigningForm.TL, middle_title="Chánh Văn phòng")


PLACED = [AppointmentFactory, PositionFactory, SigningAuthorityFactory, BlockMembershipFactory]


@pytest.mark.parametrize("make", PLACED)
def test_nobody_is_placed_in_a_closed_unit(make) -> None:
    closed = UnitFactory(closed_on=MAY, closed_reason="Giải thể.")

    assert not refuses(make, unit=closed, effective_from=JAN, effective_to=MAY)
    assert "is closed" in refuses(make, unit=closed, effective_from=JAN)
    assert "is closed" in refuses(make, unit=closed, effective_from=JAN, effective_to=MAY + DAY)
    assert "is closed" in refuses(make, unit=closed, effective_from=MAY)


@pytest.mark.parametrize("make", PLACED)
def test_row_is_not_moved_into_a_closed_unit_nor_beyond_its_end(make) -> None:
    closed = UnitFactory(closed_on=MAY, closed_reason="Giải thể.")
    rows = type(make()).objects
    open_row, past_row = make(), make(unit=closed, effective_from=JAN, effective_to=MAR)

    assert "is closed" in refuses(lambda: rows.filter(pk=open_row.pk).update(unit=closed))
    assert "is closed" in refuses(lambda: rows.filter(pk=past_row.pk).update(effective_to=None))
    assert not refuses(lambda: rows.filter(pk=past_row.pk).update(effective_to=MAY))


@pytest.mark.parametrize("make", PLACED)
def test_unit_closes_only_when_nothing_lasts_beyond(make) -> None:
    row = make(unit=UnitFactory(), effective_from=JAN)
    close = {"closed_on": MAY, "closed_reason": "Giải thể."}

    assert "closes while" in refuses(lambda: Unit.objects.filter(pk=row.unit_id).update(**close))
    type(row).objects.filter(pk=row.pk).update(effective_to=MAY)
    assert not refuses(lambda: Unit.objects.filter(pk=row.unit_id).update(**close))


def test_form_says_kindly_what_the_database_would_refuse() -> None:
    """The words of the constraints, for forms that are made of models."""
    row = SigningAuthorityFactory()
    again = type(row)(unit=row.unit, person=row.person, form=row.form, own_title=row.own_title, effective_from=MAR)

    with pytest.raises(ValidationError, match="đúng quyền ký này"):
        again.full_clean()
