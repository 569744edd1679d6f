import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from emulation_portal.jobs.actions import enqueue
from emulation_portal.jobs.enums import JobState
from emulation_portal.jobs.models import Job
from tests.factories.people import UnitFactory, UserFactory

from . import handlers


def ask(**changes):
    wish = {"kind": handlers.COUNT, "key": "count:1", "args": {"row": 1}, "label": "Bản in kế hoạch số 1"}
    wish.update(changes)
    with transaction.atomic():
        return enqueue(wish.pop("kind"), **wish)


@pytest.mark.django_db
def test_enqueue_writes_what_was_asked_for():
    user, unit = UserFactory(), UnitFactory()

    job = ask(by=user, subject=unit, subject_url="/don-vi/1/", label="  Bản in \n kế hoạch ")

    job.refresh_from_db()
    assert (job.kind, job.queue, job.key, job.args) == (handlers.COUNT, "default", "count:1", {"row": 1})
    assert (job.subject_type, job.subject_id, job.subject_url) == ("units.unit", str(unit.pk), "/don-vi/1/")
    assert (job.state, job.attempts, job.progress_percent, job.label) == (JobState.QUEUED, 0, 0, "Bản in kế hoạch")
    assert (job.requested_by, job.place) == (user, unit.path)


@pytest.mark.django_db(transaction=True)
def test_enqueue_outside_a_transaction_is_refused():
    with pytest.raises(ValueError, match="transaction"):
        enqueue(handlers.COUNT, key="k", args={}, label="Việc")

    assert not Job.objects.exists()


@pytest.mark.django_db
def test_enqueue_of_a_known_key_returns_the_job_that_is_there():
    first = ask()

    assert ask(args={"row": 2}).pk == first.pk
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_enqueue_refuses_a_key_of_another_kind_and_an_unknown_kind():
    ask()

    with pytest.raises(ValueError, match="belongs to a job of kind"):
        ask(kind=handlers.REFUSE)
    with pytest.raises(ValueError, match="no handler"):
        ask(kind="tests.unknown", key="other")


@pytest.mark.django_db
def test_enqueue_clips_a_huge_label_and_composes_its_letters():
    job = ask(label="Kế hoạch " + "dài " * 500)

    assert len(job.label) == 300
    assert job.label.startswith("Kế hoạch dài")
    assert job.label.endswith("…")


@pytest.mark.django_db
def test_enqueue_stands_or_falls_with_the_business_transaction():
    with transaction.atomic():
        ask()
        transaction.set_rollback(True)

    assert not Job.objects.exists()


RUNNING = {"state": "running", "owner": "6b1f9c9e-0000-4000-8000-000000000001", "lease_until": "2026-01-01T00:00:00Z"}
REFUSED = {
    "unknown state": ({"state": "asleep"}, (IntegrityError, InternalError)),
    "percent above 100": ({"progress_percent": 101}, IntegrityError),
    "running without an owner": ({"state": "running"}, IntegrityError),
    "owner without running": ({"owner": RUNNING["owner"]}, IntegrityError),
    "finished time of a waiting job": ({"finished_at": "2026-01-01T00:00:00Z"}, IntegrityError),
    "done without having run": ({"state": "done", "finished_at": "2026-01-01T00:00:00Z"}, InternalError),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name):
    changes, error = REFUSED[name]
    job = ask()

    with pytest.raises(error), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**changes)


@pytest.mark.django_db
def test_the_database_accepts_running_then_failed_with_a_reason_only():
    jobs = Job.objects.filter(pk=ask().pk)
    over = {"state": "failed", "owner": None, "lease_until": None, "finished_at": "2026-01-01T00:00:00Z"}
    jobs.update(**RUNNING)

    with pytest.raises(IntegrityError, match="job_failed_says_why"), transaction.atomic():
        jobs.update(**over)

    assert jobs.update(**over, reason="Hết chỗ trên đĩa.") == 1


@pytest.mark.django_db
def test_the_database_never_lets_a_done_job_go_again():
    jobs = Job.objects.filter(pk=ask().pk)
    jobs.update(**RUNNING)
    jobs.update(state="done", owner=None, lease_until=None, finished_at="2026-01-01T00:00:00Z")

    with pytest.raises(InternalError, match="Invalid transition"), transaction.atomic():
        jobs.update(state="queued", finished_at=None)


@pytest.mark.django_db
def test_work_that_nobody_can_have_asked_for_is_written_without_looking():
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        job = enqueue(handlers.COUNT, key="count:first", args={}, label="Việc", is_first=True)

    assert [query["sql"].split(" ")[0] for query in queries] == ["INSERT"]
    assert Job.objects.get(key="count:first") == job


@pytest.mark.django_db
def test_second_asking_that_claims_to_be_the_first_is_refused():
    ask()

    with pytest.raises(IntegrityError):
        ask(is_first=True)
