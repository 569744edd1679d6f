"""A real paper is issued, and what makes its file is taken away: worker, Redis, PostgreSQL.

However it happens: one file, one number, the next paper gets the next number, and the paper's page told the truth.
"""

import hashlib
import os
import shutil
import signal
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from emulation_portal.documents.models import DocumentFile
from emulation_portal.documents.paper import Paragraph
from emulation_portal.documents.rendering.sandboxed import AT_WORK, WAITING
from emulation_portal.jobs.enums import JobState
from emulation_portal.jobs.models import Job
from tests.factories.documents import issued_document
from tests.jobs.machines import children_of, is_alive, name_of, running_machines
from tests.waiting import PATIENCE, until

from .own_cluster import database_at, own_cluster
from .witness import Witness, check_books

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

SENTENCE = (
    "Các đơn vị thành viên xây dựng kế hoạch cụ thể để tổ chức phong trào thi đua thiết thực, hiệu quả, đúng tiến độ. "
)
LONG = tuple(Paragraph(SENTENCE * 3) for _ in range(150))  # 19 pages, about a second of work


@pytest.fixture(scope="module")
def media(tmp_path_factory):
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def _module_machines(django_db_setup, media, tmp_path_factory):
    with running_machines(tmp_path_factory.mktemp("machines"), MEDIA_ROOT=str(media)) as machines:
        yield machines


@pytest.fixture
def _empty_media(media, settings):
    settings.MEDIA_ROOT = media
    shutil.rmtree(media)
    media.mkdir()


@pytest.fixture
def machines(_module_machines, _empty_media, request):
    with _module_machines.lent_to(request.session) as machines:
        until_at_rest(machines)  # or a press that clears up after the paper of before were taken for one at work
        yield machines


def renderings(machines):
    """Return the processes that lay out a paper just now: children of the worker's children, by the name they show."""
    return [pid for child in machines.worker.children() for pid in children_of(child) if name_of(pid) == AT_WORK]


def until_rendering(machines):
    return until(lambda: renderings(machines), what="a paper to be laid out")


def until_at_rest(machines):
    until(lambda: renderings(machines) == [], what="presses at rest")


def until_gone(pids):
    until(lambda: not any(map(is_alive, pids)), what="the end of the processes")


def check_end(document, machines):
    """One file, the issued bytes and nothing beside them; every number up to this one once; the next is the next."""
    stored = DocumentFile.objects.get(document=document)
    content = (Path(settings.MEDIA_ROOT) / stored.storage_name).read_bytes()
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (stored.sha256, stored.size_bytes)
    assert content.startswith(b"%PDF-")
    assert stored.pages > 15
    check_books(last=document.number)
    assert Job.objects.get(key=document.job_key).state == JobState.DONE
    until_at_rest(machines)

    following = issued_document()
    until(lambda: DocumentFile.objects.filter(document=following).exists(), what="the next paper's file")

    check_books(last=document.number + 1)


def attempts(document):
    return Job.objects.get(key=document.job_key).attempts


def presses(machines):
    """Return the processes that lay out papers, whatever they do now."""
    return [pid for child in machines.worker.children() for pid in children_of(child)]


def test_every_process_of_the_worker_has_a_press_that_comes_and_goes_with_it(machines):
    until(lambda: [name_of(pid) for pid in presses(machines)] == [WAITING] * 2, what="two warm presses")
    of_the_worker = presses(machines)
    assert len(machines.worker.children()) == 2

    machines.worker.stop()

    assert not any(map(is_alive, of_the_worker))
    machines.start_worker()
    until(lambda: len(presses(machines)) == 2, what="new presses")


def test_nothing_happens_and_the_page_leads_to_the_file(machines):
    document = issued_document(body=LONG)

    Witness(document).wait_for_the_file()

    assert attempts(document) == 1
    check_end(document, machines)


def test_the_process_at_work_is_killed(machines):
    document = issued_document(body=LONG)
    rendering = until_rendering(machines)

    for child in machines.worker.children():
        os.kill(child, signal.SIGKILL)
    until_gone(rendering)
    Witness(
        document
    ).wait_for_the_file()  # the second attempt may be over between two looks; its words: jobs/test_wording

    assert attempts(document) == 2
    check_end(document, machines)


def test_only_the_rendering_is_killed(machines):
    document = issued_document(body=LONG)
    rendering = until_rendering(machines)

    for pid in rendering:
        os.kill(pid, signal.SIGKILL)
    said = Witness(document).wait_for_the_file()

    assert any("Máy chủ dừng việc dàn trang giữa chừng" in words for words in said)
    assert attempts(document) == 2
    check_end(document, machines)


def test_the_whole_worker_is_killed(machines):
    document = issued_document(body=LONG)
    witness = Witness(document)
    rendering = until_rendering(machines)

    machines.worker.kill()
    until_gone(rendering)
    assert witness.look().startswith("Đang chạy")
    until(lambda: "Máy xử lý không trả lời từ" in witness.look(), what="the end of the lease")
    machines.start_worker()
    witness.wait_for_the_file()

    assert attempts(document) == 2
    check_end(document, machines)


def test_the_whole_worker_is_asked_to_end(machines):
    """So do `systemctl stop` and a closed terminal: the same signal to every process at once."""
    document = issued_document(body=LONG)
    witness = Witness(document)
    rendering = until_rendering(machines)

    machines.worker.signal_all(signal.SIGTERM)
    machines.worker.process.wait(PATIENCE)
    until_gone(rendering)
    machines.start_worker()
    witness.wait_for_the_file()

    check_end(document, machines)


def test_redis_forgets_the_paper_before_the_worker_starts(machines):
    machines.worker.stop()
    document = issued_document(body=LONG)
    witness = Witness(document)

    machines.flush_redis()
    assert witness.look().startswith("Đang chờ")
    machines.start_worker()
    witness.wait_for_the_file()

    assert attempts(document) == 1
    check_end(document, machines)


def test_redis_is_away_when_the_paper_is_issued(machines):
    machines.redis.kill()
    document = issued_document(body=LONG)  # comes back: the clerk does not wait for Redis
    witness = Witness(document)

    time.sleep(2)
    assert witness.look().startswith("Đang chờ")
    assert witness.seen == [witness.look()]
    machines.start_redis()
    witness.wait_for_the_file()

    assert attempts(document) == 1
    assert not machines.worker.is_down()
    check_end(document, machines)


@pytest.fixture(scope="module")
def cluster(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), own_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def _machines_on_cluster(cluster, tmp_path_factory):
    media = tmp_path_factory.mktemp("media-of-cluster")
    env = {"MEDIA_ROOT": str(media), "DATABASE_URL": cluster.url}
    with running_machines(tmp_path_factory.mktemp("machines-on-cluster"), **env) as machines:
        machines.media = media
        yield machines


@pytest.fixture
def machines_on_cluster(transactional_db, cluster, _machines_on_cluster, settings):
    settings.MEDIA_ROOT = _machines_on_cluster.media
    if not cluster.is_running():
        cluster.look_after()
    with database_at(cluster.url):
        _machines_on_cluster.start_what_is_down()
        yield _machines_on_cluster


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["in order", "as in a crash"])
def test_postgresql_is_restarted(machines_on_cluster, cluster, how):
    document = issued_document(body=LONG)
    witness = Witness(document)
    until_rendering(machines_on_cluster)

    cluster.process.send_signal(how)
    cluster.process.wait(PATIENCE)
    page = Client(raise_request_exception=False).get(document.get_absolute_url())
    assert page.status_code == 503
    assert witness.file_url not in page.content.decode()
    time.sleep(3.5)  # the lease ends, and there is nobody who could renew it
    cluster.look_after()
    witness.wait_for_the_file()

    assert attempts(document) <= 2
    assert not machines_on_cluster.worker.is_down()
    check_end(document, machines_on_cluster)
