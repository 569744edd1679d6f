import datetime as dt
import re
import resource

import pytest
import redis
from django.conf import settings as settings_of_django
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from emulation_portal.jobs import health
from emulation_portal.jobs.actions import enqueue, note_routine
from emulation_portal.jobs.actions.running import claim
from emulation_portal.jobs.models import Job, Routine
from emulation_portal.jobs.room import Room, look_for_room
from emulation_portal.rights.enums import Role
from tests.factories.people import user_with_role

from . import handlers
from .machines import free_port

pytestmark = pytest.mark.django_db

ALL_WELL = {
    "ready": True,
    "database": "ok",
    "redis": "ok",
    "files": "ok",
    "worker": "ok",
    "routines": "ok",
    "backup": "ok",
    "jobs": "ok",
    "oldest_waiting_seconds": None,
}


@pytest.fixture(autouse=True)
def _worker_that_sweeps_and_a_disk_with_room(db, settings, tmp_path):
    settings.FILES_MIN_FREE_MB = 0
    settings.MEDIA_ROOT = tmp_path / "media"
    note_routine(health.SWEEP)


def waiting(seconds, row=1, now=None):
    with transaction.atomic():
        job = enqueue(handlers.COUNT, key=f"count:{row}", args={}, label="Bản in")
    Job.objects.filter(pk=job.pk).update(queued_at=(now or timezone.now()) - dt.timedelta(seconds=seconds))
    return job


def oldest(now):
    age = health.oldest_waiting_age(now)
    return age if age is None else age.total_seconds()


def test_healthz_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_readyz_when_all_is_well(client):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, ALL_WELL)


def test_readyz_without_redis(client, settings):
    settings.REDIS_URL = f"redis://:secret@127.0.0.1:{free_port()}/0"

    response = client.get("/readyz")

    assert (response.status_code, response.json()["redis"], response.json()["database"]) == (503, "down", "ok")
    assert "secret" not in response.content.decode()


def test_readyz_when_nobody_takes_up_the_work(client, settings):
    waiting(settings.JOB_OLDEST_WAITING_ALARM_SECONDS + 1)

    response = client.get("/readyz")

    assert (response.status_code, response.json()["jobs"], response.json()["redis"]) == (503, "late", "ok")


def swept(seconds):
    Routine.objects.filter(name=health.SWEEP).update(done_at=timezone.now() - dt.timedelta(seconds=seconds))


def test_readyz_when_clock_or_worker_stopped_and_nothing_waits_yet(client, settings):
    swept(settings.JOB_OLDEST_WAITING_ALARM_SECONDS - 10)
    soon = client.get("/readyz")
    swept(settings.JOB_OLDEST_WAITING_ALARM_SECONDS + 1)
    late = client.get("/readyz")
    Routine.objects.all().delete()
    never = client.get("/readyz")

    assert (soon.status_code, soon.json()) == (200, ALL_WELL)
    assert (late.status_code, late.json()) == (503, ALL_WELL | {"ready": False, "worker": "silent"})
    assert (never.status_code, never.json()) == (503, ALL_WELL | {"ready": False, "worker": "silent"})


def test_readyz_when_redis_answers_and_takes_nothing(client):
    with redis.Redis.from_url(settings_of_django.REDIS_URL) as server:
        server.replicaof("127.0.0.1", "1")
        try:
            response = client.get("/readyz")
        finally:
            server.replicaof("NO", "ONE")

    assert (response.status_code, response.json()) == (503, ALL_WELL | {"ready": False, "redis": "down"})


@pytest.mark.parametrize("setting", ["MEDIA_ROOT", "VAR_DIR"])
def test_readyz_when_no_file_can_be_written(client, settings, tmp_path, setting):
    """Nobody, root neither, makes a folder below a file."""
    (tmp_path / "file").touch()
    setattr(settings, setting, tmp_path / "file" / "media")

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, ALL_WELL | {"ready": False, "files": "unwritable"})


def test_readyz_when_a_file_is_made_but_nothing_more_can_be_written(client):
    """The limit holds for every user, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        room = look_for_room()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert room == Room.NONE


def test_readyz_warns_before_the_disk_is_full(client, settings):
    settings.FILES_MIN_FREE_MB = 10**12

    response = client.get("/readyz")
    client.force_login(user_with_role(Role.OFFICER))
    html = client.get(reverse("jobs:health")).content.decode()

    assert (response.status_code, response.json()) == (200, ALL_WELL | {"files": "nearly_full"})
    assert "Sắp đầy" in html
    assert "Mọi phần đang hoạt động bình thường" not in html


def test_readyz_and_health_page_warn_of_an_old_backup_where_that_is_asked_for(client, settings):
    never_asked_for = client.get("/readyz")
    settings.BACKUP_ALARM_HOURS = 30
    client.force_login(user_with_role(Role.OFFICER))
    never, html = client.get("/readyz"), client.get(reverse("jobs:health")).content.decode()
    note_routine(health.BACKUP)
    made = client.get("/readyz")
    Routine.objects.filter(name=health.BACKUP).update(done_at=timezone.now() - dt.timedelta(hours=31))
    old, html_of_old = client.get("/readyz"), client.get(reverse("jobs:health")).content.decode()

    assert (never_asked_for.json(), made.json()) == (ALL_WELL, ALL_WELL)
    assert (never.status_code, never.json()) == (old.status_code, old.json()) == (200, ALL_WELL | {"backup": "late"})
    assert "Chưa sao lưu lần nào." in html
    assert "Lần gần nhất cách đây 1 ngày 7 giờ." in html_of_old
    assert "Mọi phần đang hoạt động bình thường" not in html_of_old


def test_looking_for_room_leaves_nothing_behind(settings):
    look_for_room()

    assert list(settings.MEDIA_ROOT.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_readyz_without_the_database(client, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", str(free_port()))

    response = client.get("/readyz")
    monkeypatch.undo()
    connection.close()

    assert response.status_code == 503
    assert response.json() == ALL_WELL | {"ready": False, "database": "down", "worker": "silent"}


def test_readyz_counts_work_between_two_attempts(client, settings):
    job = waiting(settings.JOB_OLDEST_WAITING_ALARM_SECONDS + 1)
    Job.objects.filter(pk=job.pk).update(attempts=4, not_before=timezone.now() + dt.timedelta(minutes=5))

    response = client.get("/readyz")

    assert (response.status_code, response.json()["jobs"]) == (503, "late")


def test_oldest_waiting_counts_what_is_wanted_and_what_a_silent_worker_holds():
    now = timezone.now()
    assert oldest(now) is None

    waiting(5, row=1, now=now)
    assert oldest(now) == 5

    put_off = waiting(10, row=2, now=now)
    Job.objects.filter(pk=put_off.pk).update(not_before=now + dt.timedelta(hours=1))
    assert oldest(now) == 5  # nothing of it has failed
    Job.objects.filter(pk=put_off.pk).update(attempts=1)
    assert oldest(now) == 10

    held = waiting(100, row=3, now=now)
    claim(held.pk)
    assert oldest(now) == 10

    Job.objects.filter(pk=held.pk).update(lease_until=now - dt.timedelta(seconds=20))
    assert oldest(now) == 20


def test_health_page_says_in_words_what_is_wrong(client, settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    waiting(settings.JOB_OLDEST_WAITING_ALARM_SECONDS + 5)
    client.force_login(user_with_role(Role.OFFICER))

    html = client.get(reverse("jobs:health")).content.decode()

    assert "Có phần đang trục trặc" in html
    assert "Không trả lời" in html
    assert re.search(r"Việc chờ lâu nhất đã chờ \d+ phút \d+ giây\.", html)


def test_health_page_says_of_files_and_regular_work_what_is_wrong(client, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    swept(300)
    note_routine("campaigns.turn_phases", ValueError("x"))
    client.force_login(user_with_role(Role.OFFICER))

    html = client.get(reverse("jobs:health")).content.decode()

    assert "Đĩa đầy hoặc chỉ cho đọc. Việc tạo tệp được giữ lại và tự chạy khi có chỗ." in html
    assert "Lần rà gần nhất cách đây 5 phút. Máy xử lý hoặc đồng hồ có thể đã dừng." in html
    assert "Chuyển giai đoạn phong trào theo ngày" in html
    assert "Có lỗi ngoài dự kiến; chi tiết nằm trong nhật ký máy chủ. Lần hỏng gần nhất:" in html


def test_health_page_is_not_for_units(client):
    client.force_login(user_with_role(Role.UNIT_HEAD))

    assert client.get(reverse("jobs:health")).status_code == 403
