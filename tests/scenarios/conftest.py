import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from emulation_portal.documents.models import Issuer
from tests.factories import campaigns, documents
from tests.factories.people import SigningAuthorityFactory, alliance
from units.enums import SigningForm

from .desk import Desk


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def _with_the_rights_of_the_portal(as_the_portal):
    """The stories are lived as the role that owns no table: what it is not granted, an office could not do."""


@pytest.fixture
def clock(monkeypatch) -> Callable[[dt.datetime], None]:
    """Set the portal's clock: the views' day, and the instants they write down."""

    def set_to(now: dt.datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now)

    return set_to


class Office:
    """The office with its people, each at a desk of their own."""

    def __init__(self) -> None:
        who = campaigns.cast()
        self.issuer: Issuer = documents.issuer()
        self.signing = SigningAuthorityFactory(
            unit=alliance(), person__full_name="Lê Văn Minh Họa", form=SigningForm.TM, body_name="Ban Thường vụ"
        )
        self.officer, self.chief = Desk(who.officer), Desk(who.chief)
        self.leader, self.clerk = Desk(who.leader), Desk(who.clerk)
        self.public = Desk()


@pytest.fixture
def office(db) -> Office:
    return Office()
