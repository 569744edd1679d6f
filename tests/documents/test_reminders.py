"""Nhắc tiếp nhận: looked at with names and numbers, sent once a day, to whoever has not received the paper by then."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from emulation_portal.accounts.models import User
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts.actions import NobodyToRemind, ask_to_remind, confirm_receipt
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.drafts.reminding import REMINDER, remind, reminding
from emulation_portal.jobs.models import Job
from emulation_portal.notifications.enums import MailState
from emulation_portal.notifications.models import Message
from emulation_portal.rights.enums import Role
from tests.factories import campaigns
from tests.factories.people import UnitFactory, user_with_role
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = campaigns.plan_in(DraftStatus.ISSUED, on=today())
    plan.addresses_everyone = False
    plan.save(update_fields=["addresses_everyone"])
    return plan


def member_of(plan, name: str, email: str = "") -> User:
    unit = UnitFactory(name=name)
    plan.addressed_units.add(unit)
    user = user_with_role(Role.UNIT_HEAD, unit)
    User.objects.filter(pk=user.pk).update(email=email)
    return User.objects.get(pk=user.pk)


def test_office_sees_who_is_reached_and_sends(plan, django_capture_on_commit_callbacks) -> None:
    first, second, third = (
        member_of(plan, "Hợp tác xã Một", "mot@example.vn"),
        member_of(plan, "Hợp tác xã Hai"),
        member_of(plan, "Hợp tác xã Ba", "ba@example.vn"),
    )
    nobody = UnitFactory(name="Hợp tác xã Vắng")
    plan.addressed_units.add(nobody)
    confirm_receipt(plan, by=third)
    desk = Desk(campaigns.cast().officer)
    page = desk.follow(desk.open(f"{plan.get_absolute_url()}tiep-nhan/"), "Nhắc đơn vị chưa tiếp nhận")

    for words in (
        "Còn 3 đơn vị chưa tiếp nhận. Báo trên cổng và qua thư điện tử đến 2 người, trong đó 1 người chưa có",
        "Không báo đến được 1 đơn vị",
        f"{first.full_name}, Hợp tác xã Một",
        f"{second.full_name}, Hợp tác xã Hai",
        "Hợp tác xã Vắng",
        "Kính gửi Ông/Bà",
        "chưa được xác nhận đã tiếp nhận",
    ):
        assert page.says(words), words
    assert not page.says("Hợp tác xã Ba")
    looked = desk.press(page, "Xem lại thư", note="Hạn là ngày 15/12.")
    assert "Hạn là ngày 15/12." in looked.tree.xpath("//pre")[0].text_content()
    assert not Job.objects.filter(kind="drafts.remind").exists()
    done = desk.press(looked, "Gửi nhắc")

    assert done.says("Đang gửi nhắc đến 2 người.")
    job = Job.objects.get(kind="drafts.remind")
    assert Event.objects.get(verb="receipt.reminded").data == {"people": 2, "note": "Hạn là ngày 15/12."}
    confirm_receipt(plan, by=second)  # meanwhile
    assert remind(plan, job.args["note"], on=today(), by=campaigns.cast().officer) == 1
    assert remind(plan, job.args["note"], on=today(), by=campaigns.cast().officer) == 0  # a job that is done twice
    message = Message.objects.get(kind=REMINDER)
    assert (message.to, message.mail) == (first, MailState.WAITING)
    assert "Hạn là ngày 15/12." in message.text
    assert mail.outbox == []

    again = desk.open(f"{plan.get_absolute_url()}tiep-nhan/nhac/")
    assert again.says("Hôm nay đã gửi nhắc.")
    assert "Gửi nhắc" not in again.buttons()
    assert desk.press(looked, "Gửi nhắc").says("Hôm nay đã gửi nhắc.")
    assert Job.objects.filter(kind="drafts.remind").count() == 1


def test_nobody_is_reminded_of_what_all_have_received(plan) -> None:
    confirm_receipt(plan, by=member_of(plan, "Hợp tác xã Một"))
    officer = campaigns.cast().officer

    assert not Desk(officer).open(f"{plan.get_absolute_url()}tiep-nhan/").links("Nhắc đơn vị chưa tiếp nhận")
    assert Desk(officer).open(f"{plan.get_absolute_url()}tiep-nhan/nhac/").says("Không còn ai để nhắc")
    with pytest.raises(NobodyToRemind):
        ask_to_remind(plan, note="", by=officer)


def test_leader_sees_the_board_and_does_not_remind(plan) -> None:
    member_of(plan, "Hợp tác xã Một")
    leader = campaigns.cast().leader

    page = Desk(leader).open(f"{plan.get_absolute_url()}tiep-nhan/")
    assert page.status == 200
    assert not page.links("Nhắc đơn vị chưa tiếp nhận")
    with pytest.raises(PermissionDenied):
        ask_to_remind(plan, note="", by=leader)


def test_paper_that_is_no_longer_in_force_reminds_nobody() -> None:
    plan = campaigns.plan_in(DraftStatus.REVOKED)
    officer = campaigns.cast().officer

    assert Desk(officer).open(f"{plan.get_absolute_url()}tiep-nhan/nhac/").status == 404
    with pytest.raises(NobodyToRemind):
        ask_to_remind(plan, note="", by=officer)


def test_many_are_named_as_far_as_a_page_carries_them(plan, monkeypatch) -> None:
    monkeypatch.setattr("emulation_portal.documents.drafts.reminding.NAMES_SHOWN", 2)
    for at in range(3):
        member_of(plan, f"Hợp tác xã {at}")

    reached = reminding(plan, on=today())

    assert (len(reached.people), reached.number, reached.units, reached.without_mail) == (2, 3, 3, 3)
