"""Stars of people who know no marks are printed as stars, in every paper that units and khối fill in boxes."""

import pytest

from campaigns.pledges.content import Pledged, PledgedAim
from campaigns.pledges.papers import pledge_paper
from campaigns.registration.content import Registered, RegisteredAim, RegisteredOne
from campaigns.registration.papers import registration_paper
from campaigns.scoring.models import BlockConference
from campaigns.scoring.papers import conference_paper
from emulation_portal.core.dates import today
from emulation_portal.documents.paper import Paper
from emulation_portal.documents.queries import facts_of
from emulation_portal.documents.rendering import render
from tests.documents.pdfreader import read
from tests.factories import pledges, registrations, scoring
from tests.factories.people import UnitFactory

pytestmark = pytest.mark.django_db
SIZE, FORM = "5*3*2 m", r"*mẫu* \ 2*3*4"


def registered() -> Paper:
    said = Registered((RegisteredOne(f"Tổ {FORM}", ("TTLDTT",)),), targets=(RegisteredAim(f"Xây kho {SIZE}", FORM),))
    unit = UnitFactory()
    return registration_paper(registrations.call(), said, facts_of(unit, on=today()))


def decided() -> Paper:
    row = scoring.settled()
    told = {"venue": f"Hội trường {SIZE}", "discussion": f"Thống nhất {FORM}", "chair": "A Mẫu", "secretary": "B Mẫu"}
    return conference_paper(BlockConference.objects.create(scoring=row, held_on=today(), invited=2, present=2, **told))


def pledged() -> Paper:
    said = Pledged("", f"Điều 1. Xây kho {SIZE}.", (PledgedAim("Mức", FORM),))
    return pledge_paper(pledges.draft(pledges.block_of_units(UnitFactory())), said, (), version=None)


@pytest.mark.parametrize("make", [registered, decided, pledged])
def test_stars_of_boxes_are_printed(make) -> None:
    printed = " ".join(read(render(make()).pdf).text().split())

    assert SIZE in printed
    assert FORM in printed
