"""Queries that are put together once, and asked again and again with other values."""

import pytest
from django.db import connection
from django.db.models import Q

from emulation_portal.accounts.models import User
from emulation_portal.core.prepared import Given, begins_with_one_of, is_one_of, prepared, prepared_rows, statement
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from tests.factories.people import AppointmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@prepared
def _named():
    return User.objects.filter(
        Q(is_one_of("username", "names")) | Q(begins_with_one_of("username", "beginnings"))
    ).values("pk")


def called(names: list[str], *beginnings: str) -> set[str]:
    found = User.objects.filter(pk__in=_named(names=names, beginnings=list(beginnings)), is_active=True)
    return set(found.values_list("username", flat=True))


def test_prepared_query_answers_each_time_for_what_it_is_given() -> None:
    for name in ("an.mau", "binh.mau", "binh.thu"):
        UserFactory(username=name)

    assert called(["an.mau", "khong.ai"]) == {"an.mau"}
    assert called([], "binh%") == {"binh.mau", "binh.thu"}
    assert called(["an.mau"], "%thu") == {"an.mau", "binh.thu"}
    assert called([]) == set()


def test_prepared_query_stands_in_another_and_in_a_statement() -> None:
    first, _ = UserFactory(username="an.mau"), UserFactory(username="binh.mau")

    @statement
    def known():
        mine = User.objects.filter(Q(pk__in=_named(names=Given("names"), beginnings=[])) & ~Q(email=Given("mail")))
        return mine.values_list("pk")

    for names, mail, found in ((["an.mau"], "x@y", [(first.pk,)]), ([], "x@y", []), (["an.mau"], first.email, [])):
        with connection.cursor() as cursor:
            cursor.execute(*known(names=names, mail=mail))
            assert cursor.fetchall() == found


def test_prepared_rows_are_the_objects_that_the_query_reads(django_assert_num_queries) -> None:
    appointments = [AppointmentFactory(role=Role.UNIT_EDITOR), AppointmentFactory(role=Role.UNIT_HEAD)]

    @prepared_rows
    def of_role():
        told = Appointment.objects.filter(role=Given("role")).select_related("user", "unit")
        return told.defer("unit__name", "user__email").order_by("pk")

    for own in appointments:
        with django_assert_num_queries(1):
            (found,) = of_role(role=own.role)
            assert (found, found.user, found.unit) == (own, own.user, own.unit)
            assert found.user.get_deferred_fields() == {"email"}
            assert found.effective_from == own.effective_from
        assert found.unit.name == own.unit.name
    assert of_role(role="khong-co") == []
