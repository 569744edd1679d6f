"""What apps say of themselves is found by its type, whole, and in the order of the apps."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from emulation_portal.core import declarations
from emulation_portal.core.declarations import declare, declared, derived
from emulation_portal.core.parts import HelpPage, RailItem, Sample, Shortcut, Subject, Work
from emulation_portal.rights.enums import Role


@dataclass(frozen=True)
class Fruit:
    name: str


@dataclass(frozen=True)
class Tree:
    fruits: tuple[str, ...]

    def brings(self) -> Iterator[Fruit]:
        yield from map(Fruit, self.fruits)


@pytest.fixture(autouse=True)
def taken_back() -> Iterator[None]:
    """What a test declares is forgotten after it."""
    before = list(declarations._parts)
    yield
    declarations._parts[:] = before
    declarations._forget()


def test_part_brings_others_with_it() -> None:
    declare(Tree(("na", "vải")), Fruit("nhãn"))

    assert [fruit.name for fruit in declared(Fruit)] == ["na", "vải", "nhãn"]


def test_what_is_derived_is_made_anew_when_more_is_declared() -> None:
    made = []

    @derived
    def names() -> list[str]:
        made.append(1)
        return [fruit.name for fruit in declared(Fruit)]

    declare(Fruit("na"))
    assert names() == names() == ["na"]
    declare(Fruit("vải"))

    assert names() == ["na", "vải"]
    assert len(made) == 2


def test_apps_are_collected_from_the_roof_down() -> None:
    subjects = [subject.label.partition(".")[0] for subject in declared(Subject)]

    assert (
        subjects.index("campaigns") < subjects.index("documents") < subjects.index("units") < subjects.index("rights")
    )
    assert len(declared(Sample)) >= 3
    assert declared(Work)
    assert declared(Shortcut)


@pytest.mark.parametrize("role", list(Role))
def test_rail_has_at_most_seven_entries_for_a_role(role: Role) -> None:
    shown = [
        item.label for item in declared(RailItem) if item.is_for_members and (not item.roles or role in item.roles)
    ]

    assert len(shown) <= 7


def test_no_two_apps_say_the_same() -> None:
    for kind, key in ((Subject, "label"), (HelpPage, "slug"), (RailItem, "url_name")):
        keys = [getattr(part, key) for part in declared(kind)]
        assert len(keys) == len(set(keys)) or kind is Subject
