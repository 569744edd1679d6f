"""Sessions go when they have ended, keys a year after they died; who is logged in stays so."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from emulation_portal.accounts.actions import purge_sessions
from emulation_portal.accounts.enums import ActivationChannel
from emulation_portal.accounts.models import Activation
from emulation_portal.accounts.tasks import purge
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

ON = dt.date(2026, 11, 25)
MIDNIGHT = dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC)
YEAR_AGO = dt.datetime(2025, 11, 24, 17, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


def session(key: str, ends: dt.datetime, began: dt.datetime = YEAR_AGO, user: object = None) -> None:
    Session.objects.create(session_key=key, session_data="x", expire_date=ends)
    UserSession.objects.create(
        user=user or UserFactory(), session_key=key, ip="127.0.0.1", user_agent="x", created_at=began
    )


def keys() -> tuple[set[str], set[str]]:
    return tuple(set(model.objects.values_list("session_key", flat=True)) for model in (Session, UserSession))


def test_ended_sessions_go_with_their_row_in_the_list_of_devices() -> None:
    session("ended", MIDNIGHT - SECOND)
    session("alive", MIDNIGHT)

    assert purge_sessions(on=ON) == 2
    assert purge_sessions(on=ON) == 0
    assert keys() == ({"alive"}, {"alive"})


def test_device_that_is_logging_in_right_now_stays() -> None:
    """Its row may stand before that of the session."""
    UserSession.objects.create(
        user=UserFactory(), session_key="new", ip="127.0.0.1", user_agent="x", created_at=MIDNIGHT
    )

    assert purge_sessions(on=ON) == 0


def key(**fields: object) -> Activation:
    defaults = {"user": UserFactory(), "channel": ActivationChannel.MAIL, "expires_at": MIDNIGHT}
    return Activation.objects.create(**defaults | fields)


@pytest.mark.parametrize("died", ["used_at", "cancelled_at", "expires_at"])
def test_keys_go_a_year_after_they_died(died: str) -> None:
    key(**{died: YEAR_AGO - SECOND})
    kept = key(**{died: YEAR_AGO})

    assert purge_sessions(on=ON) == 1
    assert list(Activation.objects.all()) == [kept]


def test_nothing_goes_before_there_was_a_rule_and_the_task_goes_by_today() -> None:
    session("ended", timezone.now() - dt.timedelta(days=400))
    key(expires_at=timezone.now() - dt.timedelta(days=400))

    assert purge_sessions(on=dt.date(2025, 12, 31)) == 0
    purge()

    assert (keys(), Activation.objects.count()) == ((set(), set()), 0)
