import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from emulation_portal.audit.models import Event
from emulation_portal.core.work import WorkItem
from emulation_portal.jobs.actions import NotFailed, enqueue, retry
from emulation_portal.jobs.enums import JobState
from emulation_portal.jobs.models import Job
from emulation_portal.jobs.work import own_failed_jobs
from emulation_portal.rights.enums import Role
from tests.factories.pages import tight
from tests.factories.people import UnitFactory, UserFactory, alliance, user_with_role

from . import handlers

pytestmark = pytest.mark.django_db

SEE_ALL = {Role.OFFICER, Role.CLERK, Role.CHIEF_OF_OFFICE, Role.LEADER, Role.AUDITOR, Role.ADMIN}


def asked_by(user, number=1, at=None, **fields):
    with transaction.atomic():
        job = enqueue(
            handlers.COUNT,
            key=f"count:{number}",
            args={"row": number},
            label=f"Bản in kế hoạch số {number}",
            by=user,
            subject_url="/ke-hoach/1/",
            at=at,
        )
    if fields.get("state") in {"done", "failed", "running"}:
        Job.objects.filter(pk=job.pk).update(
            state="running",
            owner="6b1f9c9e-0000-4000-8000-000000000001",
            lease_until=timezone.now() + dt.timedelta(seconds=60),
            started_at=timezone.now(),
            attempts=1,
        )
    if fields.get("state") in {"done", "failed"}:
        Job.objects.filter(pk=job.pk).update(owner=None, lease_until=None, finished_at=timezone.now(), **fields)
    else:
        Job.objects.filter(pk=job.pk).update(**{name: value for name, value in fields.items() if name != "state"})
    job.refresh_from_db()
    return job


def failed_job(user, number=1):
    return asked_by(user, number, state="failed", reason="Máy chủ hết chỗ lưu tệp.")


@pytest.fixture
def user():
    return user_with_role(Role.UNIT_EDITOR)


@pytest.fixture
def page(client, user):
    client.force_login(user)
    return lambda name, *args, **kwargs: client.get(reverse(f"jobs:{name}", args=args), **kwargs)


@pytest.mark.parametrize("role", Role)
def test_visible_to_shows_ones_own_jobs_and_those_of_the_body_to_the_office(role):
    user = user_with_role(role)
    own, other = asked_by(user, 1), asked_by(user_with_role(Role.UNIT_EDITOR), 2)
    of_the_portal, elsewhere = asked_by(None, 3, at=alliance()), asked_by(None, 4, at=UnitFactory(kind="alliance"))

    seen = set(Job.objects.visible_to(user))

    assert seen == ({own, other, of_the_portal} if role in SEE_ALL else {own})
    assert elsewhere not in seen


def test_visible_to_shows_nothing_to_nobody_and_to_a_closed_account(user):
    from django.contrib.auth.models import AnonymousUser

    asked_by(None, 1)
    asked_by(user, 2)
    user.is_active = False

    assert list(Job.objects.visible_to(AnonymousUser())) == []
    assert list(Job.objects.visible_to(user)) == []


def test_another_ones_job_is_not_found(page, client):
    job = failed_job(UserFactory())

    assert page("detail", job.pk).status_code == 404
    assert page("state", job.pk, headers={"HX-Request": "true"}).status_code == 404
    assert client.post(reverse("jobs:retry", args=[job.pk])).status_code == 404


def test_pages_ask_for_login(client, user):
    job = failed_job(user)

    for name, args in [("list", []), ("detail", [job.pk]), ("health", [])]:
        assert client.get(reverse(f"jobs:{name}", args=args)).status_code == 302
    assert client.post(reverse("jobs:retry", args=[job.pk])).status_code == 302
    assert client.get(reverse("jobs:state", args=[job.pk])).headers["HX-Refresh"] == "true"


def test_detail_says_how_a_waiting_job_is_doing_and_asks_again_by_itself(page, user):
    job = asked_by(user)

    html = page("detail", job.pk).content.decode()

    assert "Bản in kế hoạch số 1" in html
    assert "Đang chờ" in html
    assert "Việc thường bắt đầu sau vài giây." in html
    assert f'hx-get="/viec-chay-nen/{job.pk}/trang-thai/" hx-trigger="every 1s"' in tight(html)
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in html
    assert 'href="/ke-hoach/1/"' in html


def test_a_job_that_waits_long_says_so_and_asks_less_often(page, user):
    job = asked_by(user, queued_at=timezone.now() - dt.timedelta(minutes=3))

    html = page("detail", job.pk).content.decode()

    assert "Chờ lâu hơn thường lệ" in html
    assert "bạn không cần gửi lại" in html
    assert 'hx-trigger="every 5s"' in html


def test_a_job_whose_worker_went_silent_says_so(page, user):
    job = asked_by(user, state="running")
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - dt.timedelta(seconds=1))

    html = page("detail", job.pk).content.decode()

    assert "Máy xử lý không trả lời từ" in html


def test_state_has_the_page_loaded_again_when_the_job_has_ended(page, user):
    job = asked_by(user, state="done")

    response = page("state", job.pk, headers={"HX-Request": "true"})

    assert response.headers["HX-Refresh"] == "true"
    assert "Đã xong" in response.content.decode()
    assert "hx-get" not in response.content.decode()


def test_state_of_a_running_job_is_a_piece_and_not_a_page(page, user):
    job = asked_by(user, state="running")

    response = page("state", job.pk, headers={"HX-Request": "true"})

    assert "HX-Refresh" not in response.headers
    assert "<html" not in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert page("state", job.pk).headers["Location"] == f"/viec-chay-nen/{job.pk}/"


def test_retry_queues_a_failed_job_again_and_is_written_down(page, client, user):
    job = failed_job(user)
    assert "Thử lại" in page("detail", job.pk).content.decode()

    response = client.post(reverse("jobs:retry", args=[job.pk]))

    job.refresh_from_db()
    assert response.headers["Location"] == f"/viec-chay-nen/{job.pk}/"
    assert (job.state, job.attempts, job.reason, job.finished_at) == (JobState.QUEUED, 0, "", None)
    event = Event.objects.get(verb="job.retried")
    assert (event.actor_id, event.from_status, event.to_status) == (user.pk, "failed", "queued")
    assert event.data == {"failed_because": "Máy chủ hết chỗ lưu tệp."}


def test_retry_by_a_second_click_changes_nothing(user):
    job = failed_job(user)
    retry(job_id=job.pk, by=user)

    with pytest.raises(NotFailed, match="đang ở trạng thái “Đang chờ”"):
        retry(job_id=job.pk, by=user)

    assert Event.objects.filter(verb="job.retried").count() == 1


def test_retry_is_for_the_requester_and_the_office_but_not_for_who_inspects(client):
    job = failed_job(user_with_role(Role.UNIT_EDITOR))
    url = reverse("jobs:retry", args=[job.pk])

    client.force_login(user_with_role(Role.AUDITOR))
    assert "Thử lại" not in client.get(job.get_absolute_url()).content.decode()
    assert client.post(url).status_code == 403
    client.force_login(user_with_role(Role.OFFICER))
    assert client.get(url).status_code == 405  # a mail scanner's GET changes nothing
    assert client.post(url).status_code == 302

    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_list_takes_the_same_queries_for_one_row_and_for_thirty(page, user):
    """The frame's own queries (session, user, roles) are not ours to count: only that rows add none."""

    def tables():
        with CaptureQueriesContext(connection) as queries:
            page("list")
        return [query["sql"].partition(" FROM ")[2].split(" ")[0] for query in queries]

    page("list")  # the first visit also writes down the session
    asked_by(user, 0)
    for_one = tables()
    for number in range(1, 30):
        asked_by(user, number)

    assert tables() == for_one
    assert for_one.count('"jobs_job"') == 4  # years, count, keys, rows


def test_list_is_narrowed_by_state_and_year(page, user):
    waiting, failed = asked_by(user, 1), failed_job(user, 2)
    Job.objects.filter(pk=waiting.pk).update(created_at=dt.datetime(2021, 1, 1, tzinfo=dt.UTC))

    def seen(query):
        return list(page("list", query_params=query).context["page"])

    assert seen({}) == [failed, waiting]
    assert seen({"state": "failed"}) == [failed]
    assert seen({"year": "2021"}) == [waiting]
    assert seen({"year": "2021", "state": "failed"}) == []
    assert seen({"year": "x", "state": "nonsense", "page": "-3"}) == [failed, waiting]


def test_list_teaches_when_it_is_empty(page):
    assert "Chưa có việc nào" in page("list").content.decode()


def test_label_is_shown_as_text(page, user):
    job = asked_by(user, label="<script>alert(1)</script>")

    for name, args in [("list", []), ("detail", [job.pk])]:
        assert "<script>alert" not in page(name, *args).content.decode()


def test_work_items_are_ones_own_failed_jobs(user):
    asked_by(user, 1)
    job = failed_job(user, 2)
    failed_job(UserFactory(), 3)

    assert own_failed_jobs(user, dt.date(2026, 1, 1)).page(0, 10)[0] == [
        WorkItem(
            "Chưa tạo được: Bản in kế hoạch số 2",
            "Máy chủ hết chỗ lưu tệp.",
            job.get_absolute_url(),
            "Xem và thử lại",
            since=job.finished_at,
        )
    ]
