import datetime as dt

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from emulation_portal.jobs import health
from emulation_portal.jobs.actions import enqueue
from emulation_portal.jobs.actions.running import claim
from emulation_portal.jobs.models import Job
from emulation_portal.rights.enums import Role
from tests.factories.people import user_with_role

from . import handlers
from .machines import free_port

pytestmark = pytest.mark.django_db


def waiting(seconds, row=1):
    with transaction.atomic():
        job = enqueue(handlers.COUNT, key=f"count:{row}", args={}, label="Bản in")
    Job.objects.filter(pk=job.pk).update(queued_at=timezone.now() - dt.timedelta(seconds=seconds))
    return job


def oldest():
    age = health.oldest_waiting_age(timezone.now())
    return age if age is None else round(age.total_seconds())


def test_healthz_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_readyz_when_all_is_well(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "ready": True, "database": "ok", "redis": "ok", "jobs": "ok", "oldest_waiting_seconds": None,
    }  # fmt: skip


def test_readyz_without_redis(client, settings):
    settings.REDIS_URL = f"redis://:secret@127.0.0.1:{free_port()}/0"

    response = client.get("/readyz")

    assert (response.status_code, response.json()["redis"], response.json()["database"]) == (503, "down", "ok")
    assert "secret" not in response.content.decode()


def test_readyz_when_nobody_takes_up_the_work(client, settings):
    waiting(settings.JOB_OLDEST_WAITING_ALARM_SECONDS + 1)

    response = client.get("/readyz")

    assert (response.status_code, response.json()["jobs"], response.json()["redis"]) == (503, "late", "ok")


@pytest.mark.django_db(transaction=True)
def test_readyz_without_the_database(client, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", str(free_port()))

    response = client.get("/readyz")
    monkeypatch.undo()
    connection.close()

    assert response.status_code == 503
    assert response.json() == {
        "ready": False, "database": "down", "redis": "ok", "jobs": "ok", "oldest_waiting_seconds": None,
    }  # fmt: skip


def test_oldest_waiting_counts_what_a_worker_could_take_up_and_what_a_silent_one_holds():
    assert oldest() is None

    waiting(5, row=1)
    assert oldest() == 5

    put_off = waiting(100, row=2)
    Job.objects.filter(pk=put_off.pk).update(not_before=timezone.now() + dt.timedelta(seconds=30))
    assert oldest() == 5

    held = waiting(100, row=3)
    claim(held.pk)
    assert oldest() == 5

    Job.objects.filter(pk=held.pk).update(lease_until=timezone.now() - dt.timedelta(seconds=20))
    assert oldest() == 20


def test_health_page_says_in_words_what_is_wrong(client, settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    waiting(settings.JOB_OLDEST_WAITING_ALARM_SECONDS + 5)
    client.force_login(user_with_role(Role.OFFICER))

    html = client.get(reverse("jobs:health")).content.decode()

    assert "Có phần đang trục trặc" in html
    assert "Không trả lời" in html
    assert "Việc chờ lâu nhất đã chờ 2 phút 5 giây." in html


def test_health_page_is_not_for_units(client):
    client.force_login(user_with_role(Role.UNIT_HEAD))

    assert client.get(reverse("jobs:health")).status_code == 403
