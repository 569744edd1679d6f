"""What a campaign asks for, as its officers write it down."""

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.reports.enums import Owing
from campaigns.reports.forms import IndicatorForm
from campaigns.reports.models import Indicator
from emulation_portal.audit.models import Event
from emulation_portal.rights.enums import Role
from tests.factories import reports as make
from tests.factories.people import AppointmentFactory, UnitFactory, alliance, second_alliance, user_with_role
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db


def test_who_renames_a_demand_does_not_take_back_the_unit_that_another_added_meanwhile():
    demand, first, second = make.demand(owing=Owing.UNITS), UnitFactory(), UnitFactory()
    demand.units.add(first)
    url = reverse("reports:edit-demand", args=[demand.pk])
    adding, renaming = (Desk(user_with_role(Role.OFFICER)) for _ in range(2))
    one, other = adding.open(url), renaming.open(url)

    adding.press(one, "Lưu yêu cầu", units=[str(first.pk), str(second.pk)])
    late = renaming.press(other, "Lưu yêu cầu", name="Báo cáo quý")

    assert late.says("Nội dung này đã được sửa sau khi bạn mở trang.")
    assert set(demand.units.all()) == {first, second}
    assert Event.objects.get(verb="demand.changed").data["changed"]["units"] == [
        first.name,
        f"{first.name}, {second.name}",
    ]


@pytest.mark.parametrize("name", ["reports:demand", "reports:period", "reports:choose", "reports:edit-period"])
def test_who_is_in_a_unit_of_one_alliance_and_an_officer_of_another_sees_nothing_of_the_first_office(name: str):
    demand = make.asked(make.demand())
    month = make.month(demand)
    user = second_alliance().users[Role.OFFICER]
    AppointmentFactory(user=user, unit=UnitFactory(), role=Role.UNIT_EDITOR)
    place = month if "period" in name else demand
    client = Client()
    client.force_login(user)

    assert client.get(reverse(name, args=[place.pk])).status_code == 404
    assert demand.name not in client.get(reverse("reports:board")).content.decode()


@pytest.mark.parametrize(("nature", "is_refused"), [("flow", False), ("stock", True), ("none", True)])
def test_lists_of_several_periods_add_up_and_are_nothing_else(nature: str, is_refused: bool) -> None:
    data = {"code": "UNG_HO", "name": "Ủng hộ", "group": "campaign", "value_type": "items", "nature": nature}

    form = IndicatorForm(data, instance=Indicator(alliance=alliance()))

    assert ("nature" in form.errors) is is_refused
