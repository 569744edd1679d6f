"""Who is told what, when it is read, the digest and leaving it."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.jobs.models import Job
from emulation_portal.jobs.registry import get_handler
from emulation_portal.notifications.actions import Told, gather_digests, tell
from emulation_portal.notifications.enums import MailState
from emulation_portal.notifications.models import MailChoice, Message
from emulation_portal.notifications.steps import CAME, CAME_BACK
from emulation_portal.rights.enums import Role
from tests.factories import campaigns
from tests.factories.people import UnitFactory, UserFactory, second_alliance, user_with_role
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 11, 27)


def tell_of(number: int, to: User, kind: str = CAME) -> None:
    with transaction.atomic():
        tell(Told(kind=kind, key=f"of:{number}", subject=f"Việc {number}", url=f"/viec/{number}/"), [to], by=None)


def do_what_waits(kind: str) -> None:
    """Do the work of all jobs of a kind, as a worker does."""
    for job in Job.objects.filter(kind=kind):
        handler = get_handler(job.kind)
        handler.effect(job.args, handler.work(job.args, lambda percent: None))


@pytest.fixture
def reader() -> User:
    return user_with_role(Role.OFFICER)


def test_next_in_the_way_is_told_under_the_bell_and_the_sender_is_not() -> None:
    plan = campaigns.plan_in(DraftStatus.DEPT_REVIEW, on=today())
    told = Message.objects.filter(kind=CAME)

    assert {message.to for message in told} == {campaigns.cast().chief}
    assert str(plan) in told.get().subject
    page = Desk(campaigns.cast().chief).open(reverse("notifications:inbox"))
    assert page.tree.xpath("//a[@class='bell']//span[@class='bell-count']")[0].text_content().strip() == "1"


def test_what_comes_back_is_mailed_at_once_to_who_wrote_it_with_the_reason() -> None:
    plan = campaigns.plan_in(DraftStatus.RETURNED, on=today())
    back = Message.objects.get(kind=CAME_BACK)

    assert back.to in set(plan.hands.all())
    assert "Lý do: " in back.text
    assert back.mail in {MailState.WAITING, MailState.SKIPPED}


def test_what_somebody_has_done_waits_for_nobody_any_more() -> None:
    campaigns.plan_in(DraftStatus.LEADER_REVIEW, on=today())

    assert not Message.objects.under_bell(campaigns.cast().chief).unread().exists()
    assert Message.objects.under_bell(campaigns.cast().leader).unread().count() == 1


def test_same_act_is_told_once(reader: User) -> None:
    tell_of(1, reader)
    tell_of(1, reader)

    assert Message.objects.count() == 1


def test_people_of_the_units_are_told_of_an_issued_plan_once() -> None:
    unit = UnitFactory()
    heads = [user_with_role(Role.UNIT_HEAD, unit=unit), user_with_role(Role.UNIT_EDITOR, unit=unit)]
    stranger = user_with_role(Role.UNIT_HEAD)
    plan = campaigns.plan_in(DraftStatus.ISSUED, on=today(), only_for=unit)

    for _ in range(2):
        do_what_waits("drafts.tell_readers")

    told = Message.objects.filter(kind="drafts.new_paper")
    assert sorted(message.to_id for message in told) == sorted(head.pk for head in heads)
    assert {message.url for message in told} == {plan.get_absolute_url()}
    assert stranger not in {message.to for message in told}


def test_opening_a_message_is_reading_it(reader: User) -> None:
    tell_of(1, reader)
    message = Message.objects.get()
    desk = Desk(reader)

    page = desk.open(message.get_absolute_url())

    assert page.links("Mở trang này")
    assert not desk.open(reverse("notifications:inbox")).tree.xpath("//span[@class='bell-count']")


def test_all_are_read_at_one_press(reader: User) -> None:
    for number in range(3):
        tell_of(number, reader)
    desk = Desk(reader)

    desk.press(desk.open(reverse("notifications:inbox")), "Đánh dấu đã đọc tất cả")

    assert Message.objects.unread().count() == 0


def test_message_is_its_readers_alone(reader: User) -> None:
    tell_of(1, reader)
    address = Message.objects.get().get_absolute_url()

    assert Desk(user_with_role(Role.ADMIN)).open(address).status == 404
    assert Desk(user_with_role(Role.UNIT_HEAD)).open(address).status == 404


def test_digest_gathers_what_is_unread_once_a_day(reader: User) -> None:
    User.objects.filter(pk=reader.pk).update(email="mau@example.vn")
    reader.refresh_from_db()
    for number in range(3):
        tell_of(number, reader)
    Message.objects.filter(subject="Việc 2").update(read_at=dt.datetime(2026, 11, 26, tzinfo=dt.UTC))

    assert [gather_digests(on=ON), gather_digests(on=ON)] == [1, 0]
    do_what_waits("notifications.mail")

    (letter,) = mail.outbox
    assert letter.subject == "2 việc mới trên Cổng Thi đua - Khen thưởng, ngày 27/11/2026"
    assert [f"Việc {number}" in letter.body for number in range(3)] == [True, True, False]
    states = dict(Message.objects.exclude(kind="notifications.digest").values_list("subject", "mail"))
    assert states == {"Việc 0": MailState.GATHERED, "Việc 1": MailState.GATHERED, "Việc 2": MailState.SKIPPED}


def test_leaving_the_digest_needs_no_login_and_more_than_a_look(reader: User) -> None:
    User.objects.filter(pk=reader.pk).update(email="mau@example.vn")
    reader.refresh_from_db()
    tell_of(1, reader)
    gather_digests(on=ON)
    do_what_waits("notifications.mail")
    link = re.search(r"https?://\S+(/thong-bao/thoi-nhan/\S+)", mail.outbox[0].body)
    assert link is not None
    stranger = Client()

    assert stranger.get(link[1]).status_code == 200
    assert not MailChoice.objects.filter(wants_digest=False).exists()
    assert "sẽ không gửi bản tin ngày nữa" in stranger.post(link[1]).content.decode()

    tell_of(2, reader)
    assert gather_digests(on=ON + dt.timedelta(days=1)) == 0
    assert Client().get(link[1][:-3] + "xx/").status_code == 404


def test_digest_is_chosen_on_the_portal(reader: User) -> None:
    desk = Desk(reader)
    page = desk.open(reverse("notifications:choice"))
    url, data = desk.filled(page, "Lưu")
    data.pop("wants_digest", None)

    desk.send(url, data)

    assert not MailChoice.objects.get(user=reader).wants_digest


def test_secret_mail_is_kept_nowhere() -> None:
    user = UserFactory(email="mau@example.vn")
    Client().post(reverse("account_reset_password"), {"email": "mau@example.vn"})

    message = Message.objects.get(to=user)

    assert (message.text, message.args) == ("", {})
    assert not Message.objects.under_bell(user).exists()


def test_revoked_paper_is_told_to_its_readers() -> None:
    plan = campaigns.plan_in(DraftStatus.REVOKED, on=today())

    kinds = list(Job.objects.filter(kind="drafts.tell_readers").order_by("pk").values_list("args__kind", flat=True))

    assert kinds == ["drafts.new_paper", "drafts.paper_ended"]
    assert plan.status == DraftStatus.REVOKED


def test_mail_of_another_alliance_is_not_seen() -> None:
    plan = campaigns.plan_in(DraftStatus.RETURNED, on=today())
    message = Message.objects.get(kind=CAME_BACK)
    theirs = second_alliance().users[Role.OFFICER]

    assert plan.place is not None
    assert Desk(theirs).open(message.mail_url).status == 404
    assert Desk(theirs).open(reverse("notifications:outbox")).says("Chưa có thư nào")


def test_digest_shows_what_is_unread_however_much_was_read_first(reader: User) -> None:
    User.objects.filter(pk=reader.pk).update(email="mau@example.vn")
    reader.refresh_from_db()
    for number in range(100, 140):
        tell_of(number, reader)
    gather_digests(on=ON)
    read = [f"Việc {number}" for number in range(100, 130)]
    Message.objects.filter(subject__in=read).update(read_at=dt.datetime(2026, 11, 27, tzinfo=dt.UTC))

    do_what_waits("notifications.mail")

    (letter,) = mail.outbox
    assert all(f"Việc {number}" in letter.body for number in range(130, 140))
    assert "Việc 129" not in letter.body
