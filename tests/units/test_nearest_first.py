"""Of many units those so called stand first, then those whose name begins so, then the others."""

import pytest

from tests.factories.people import UnitFactory, alliance
from units.models import Unit

pytestmark = pytest.mark.django_db


def named(*names: str) -> None:
    for name in names:
        UnitFactory(parent=alliance(), name=name)


def nearest(text: str, many: int) -> list[str]:
    return [unit.name for unit in Unit.objects.order_by("name", "pk").nearest(text, many)]


FEW = ("An Suối Ngọc", "Suối Ngọc", "Suối Ngọc Hai")


@pytest.mark.parametrize("many", [len(FEW), len(FEW) + 1])
def test_few_that_are_all_shown_stand_by_how_they_are_called(many: int) -> None:
    named(*FEW)

    assert nearest("suoi ngoc", many) == ["Suối Ngọc", "Suối Ngọc Hai", "An Suối Ngọc"]


def test_of_more_than_are_shown_the_nearest_are_asked_for() -> None:
    named(*(f"An {at} Suối Ngọc" for at in range(5)), "Suối Ngọc Ba", "Suối Ngọc Ảnh", "Suối Ngọc")

    assert nearest("suoi ngoc", 3) == [
        "Suối Ngọc",
        "Suối Ngọc Ảnh",
        "Suối Ngọc Ba",
    ]  # by the words, not by when they came


def test_the_same_tones_stand_before_others() -> None:
    named("Suối Ngóc", "Suối Ngọc")

    assert nearest("Suối Ngọc", 2) == ["Suối Ngọc", "Suối Ngóc"]
    assert nearest("Suối Ngóc", 2) == ["Suối Ngóc", "Suối Ngọc"]
