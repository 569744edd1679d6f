"""Mail over real SMTP: never lost, refused in words, sent again under one Message-ID."""

import datetime as dt
import socket

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.audit.models import Event
from emulation_portal.jobs.actions import run
from emulation_portal.jobs.enums import JobState
from emulation_portal.jobs.health import oldest_waiting_age
from emulation_portal.jobs.models import Job
from emulation_portal.notifications.actions import MailNotFailed, Told, send_again, send_mail_of, tell
from emulation_portal.notifications.enums import MailState
from emulation_portal.notifications.models import Message
from emulation_portal.notifications.steps import CAME_BACK
from emulation_portal.rights.enums import Role
from tests.factories.people import UserFactory, user_with_role
from tests.scenarios.desk import Desk

from .post_office import PostOffice, opened

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def port(settings: object) -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", number, 5
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    return number


def written(address: str = "mau@example.vn") -> Message:
    officer = user_with_role(Role.OFFICER)
    told = Told(kind=CAME_BACK, key="returned:1", subject="Sửa kế hoạch “Xanh”", text="Lý do: thiếu căn cứ.", url="/a/")
    with transaction.atomic():
        (message,) = tell(told, [UserFactory(full_name="Nguyễn Thị Mẫu", email=address)], by=officer)
    return message


def attempt(message: Message) -> JobState | None:
    """Do what a worker does when it is time for the next attempt."""
    job = Job.objects.filter(kind="notifications.mail", state=JobState.QUEUED).latest("pk")
    Job.objects.filter(pk=job.pk).update(not_before=None)
    state = run(job.pk, worker_name="tests")
    message.refresh_from_db()
    return state


def test_mail_arrives_with_names_and_without_anything_secret(port: int) -> None:
    message = written()
    with opened(PostOffice(), port) as office:
        assert attempt(message) == JobState.DONE

    (mail,) = office.taken
    text = mail.get_payload(decode=True).decode()
    assert (mail["To"], mail["Message-ID"]) == ("mau@example.vn", message.message_id)
    assert "Kính gửi Ông/Bà Nguyễn Thị Mẫu" in text
    assert "Lý do: thiếu căn cứ." in text
    assert (message.mail, message.address) == (MailState.SENT, "mau@example.vn")


def test_address_that_is_refused_fails_at_once_in_words_and_is_sent_again_when_mended(port: int) -> None:
    message = written()
    with opened(PostOffice(), port) as office:
        office.answer_to_address = lambda address: "550 No such user" if address == "mau@example.vn" else "250 OK"
        assert attempt(message) == JobState.FAILED
        assert (message.mail, message.reason[:30]) == (MailState.FAILED, "Máy chủ thư từ chối thư này, t")
        desk = Desk(user_with_role(Role.ADMIN))
        Message.objects.update(place=message.place)
        message.to.email = "dung@example.vn"
        message.to.save(update_fields=["email"])

        page = desk.press(desk.open(message.mail_url), "Gửi lại")
        assert page.says("vào hàng chờ gửi lại")
        assert attempt(message) == JobState.DONE

    assert message.address == "dung@example.vn"
    assert [mail["Message-ID"] for mail in office.taken] == [message.message_id]
    assert Event.objects.filter(verb="message.sent_again").count() == 1


def test_server_that_asks_to_come_again_gets_it_later(port: int) -> None:
    message = written()
    with opened(PostOffice(), port) as office:
        office.answers_to_mail = ["451 Try later", "451 Try later"]
        states = [attempt(message) for _ in range(3)]

    assert states == [JobState.QUEUED, JobState.QUEUED, JobState.DONE]
    assert len(office.taken) == 1


def test_server_that_is_away_loses_nothing_however_long(port: int) -> None:
    message = written()
    away = [attempt(message) for _ in range(8)]  # more than a job may fail
    assert away == [JobState.QUEUED] * 8
    assert "Cổng tự gửi lại" in Job.objects.get().reason
    assert message.reason == "Máy chủ thư không trả lời."
    assert oldest_waiting_age(timezone.now() + dt.timedelta(seconds=django_settings.JOB_LEASE_SECONDS - 1)) is None

    cache.clear()  # the minute is over
    with opened(PostOffice(), port) as office:
        assert attempt(message) == JobState.DONE

    assert len(office.taken) == 1


@pytest.mark.parametrize("breaks", [SoftTimeLimitExceeded(), TimeoutError()])
def test_silent_server_is_waited_for_once_and_not_by_each_mail(
    breaks: Exception, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def silent(email: object) -> int:
        asked.append(email)
        raise breaks

    monkeypatch.setattr(EmailMessage, "send", silent)
    message = written()

    assert [attempt(message) for _ in range(3)] == [JobState.QUEUED] * 3
    assert len(asked) == 1


def test_portal_never_waits_without_an_end() -> None:
    assert django_settings.EMAIL_TIMEOUT == 10


@pytest.mark.parametrize(
    ("where", "answer"),
    [
        ("sender", "550 Sender rejected"),
        ("address", "550 5.7.1 Relaying denied"),
        ("address", "530 Authentication required"),
        ("mail", "554 5.7.1 Rejected for policy reasons"),
    ],
)
def test_fault_of_the_settings_fails_no_mail(where: str, answer: str, port: int) -> None:
    message = written()
    with opened(PostOffice(), port) as office:
        if where == "sender":
            office.answer_to_sender = answer
        elif where == "address":
            office.answer_to_address = lambda address: answer
        else:
            office.answers_to_mail = [answer]
        assert attempt(message) == JobState.QUEUED
        assert "cấu hình gửi thư" in message.reason
        office.answer_to_sender, office.answer_to_address = "250 OK", lambda address: "250 OK"
        assert attempt(message) == JobState.DONE

    assert message.reason == ""


def test_full_mailbox_is_said_to_be_full(port: int) -> None:
    message = written()
    with opened(PostOffice(), port) as office:
        office.answer_to_address = lambda address: "552 Mailbox full"
        assert attempt(message) == JobState.FAILED

    assert message.reason.startswith("Hộp thư của người nhận đã đầy.")


def test_what_somebody_does_not_want_is_not_sent_again() -> None:
    message = written()
    Message.objects.update(mail=MailState.SKIPPED, reason="Người nhận không nhận bản tin ngày.")

    with pytest.raises(MailNotFailed):
        send_again(message_id=message.pk, by=message.sent_by)
    Message.objects.update(reason="Người nhận chưa có địa chỉ thư điện tử.")
    assert send_again(message_id=message.pk, by=message.sent_by).mail == MailState.WAITING


def test_worker_killed_behind_the_server_sends_the_same_mail_again(port: int) -> None:
    message = written()
    with opened(PostOffice(), port) as office:
        send_mail_of(message.pk)  # and the worker dies before it is noted
        assert attempt(message) == JobState.DONE

    assert [mail["Message-ID"] for mail in office.taken] == [message.message_id] * 2


def test_who_has_no_address_is_told_on_the_portal_and_the_outbox_says_so() -> None:
    message = written(address="")

    assert (message.mail, message.reason) == (MailState.SKIPPED, "Người nhận chưa có địa chỉ thư điện tử.")
    assert Job.objects.count() == 0
    assert Message.objects.under_bell(message.to).count() == 1


def test_address_that_was_taken_away_meanwhile_says_so_and_is_sent_when_there_is_one(port: int) -> None:
    message = written()
    User.objects.filter(pk=message.to_id).update(email="")
    with opened(PostOffice(), port) as office:
        attempt(message)
        assert (message.mail, message.reason) == (MailState.SKIPPED, "Người nhận chưa có địa chỉ thư điện tử.")
        assert message.may_be_sent_again

    assert office.taken == []


def test_account_that_was_closed_meanwhile_is_sent_nothing(port: int) -> None:
    message = written()
    User.objects.filter(pk=message.to_id).update(is_active=False)
    with opened(PostOffice(), port) as office:
        attempt(message)

    assert office.taken == []
    assert (message.mail, message.may_be_sent_again) == (MailState.SKIPPED, False)


def test_hostile_words_make_no_header(port: int) -> None:
    message = written()
    Message.objects.update(subject="Xin chào\nBcc: ai@example.vn")
    with opened(PostOffice(), port) as office:
        assert attempt(message) == JobState.DONE

    assert office.taken[0]["Bcc"] is None
    assert office.taken[0]["To"] == "mau@example.vn"


def test_outbox_shows_what_became_of_each_mail(port: int) -> None:
    message = written()
    page = Desk(message.sent_by).open(reverse("notifications:outbox"))

    assert page.says("Nguyễn Thị Mẫu")
    assert page.says("Chờ gửi")
