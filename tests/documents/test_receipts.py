"""“Đã tiếp nhận”: for the unit, once, by whoever writes or signs for it; the office sees who has not."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from campaigns.work import new_plans
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts.actions import confirm_receipt
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.drafts.models import Draft, PaperReceipt
from emulation_portal.documents.drafts.models.receivable import awaited_from
from emulation_portal.documents.drafts.receipts import reminder, units_addressed, units_to_receive
from emulation_portal.rights.enums import Role
from tests.factories import campaigns
from tests.factories.campaigns import DAY
from tests.factories.papers import amended
from tests.factories.people import (
    AppointmentFactory,
    BlockMembershipFactory,
    SuccessionFactory,
    UnitFactory,
    alliance,
    user_with_role,
)
from tests.scenarios.desk import Desk
from units.actions.inheriting import write_inheritance
from units.enums import UnitKind

pytestmark = pytest.mark.django_db


def waits(user, on: dt.date = DAY) -> list[str]:
    return [item.title for item in new_plans(user, on).page(0, 20)[0]]


def states(board) -> dict[str, str]:
    rows = [row for row in board.tree.xpath("//main//table//tr") if row.xpath(".//a")]
    shown = [(row.xpath(".//a")[0], row.xpath(".//*[contains(@class, 'status')]")[0]) for row in rows]
    return {name.text_content().strip(): state.text_content().strip() for name, state in shown}


def test_unit_reads_confirms_and_is_asked_no_more() -> None:
    plan = campaigns.plan_in(DraftStatus.ISSUED)
    editor = user_with_role(Role.UNIT_EDITOR)
    unit = editor.appointments.get().unit
    head = user_with_role(Role.UNIT_HEAD, unit)
    desk = Desk(editor)

    page = desk.open(plan.get_absolute_url())
    assert page.says(f"gửi đến {unit.name}")
    assert waits(editor)  # reading alone does not end it
    done = desk.press(page, "Đã tiếp nhận")

    assert done.says(f"Đã ghi: {unit.name} đã tiếp nhận kế hoạch số 01/KH-LMHTX.")
    assert not done.says("Xác nhận đã tiếp nhận")
    assert (waits(editor), waits(head)) == ([], [])
    receipt = PaperReceipt.objects.get()
    assert (receipt.unit, receipt.received_by) == (unit, editor)
    assert Event.objects.get(verb="receipt.given").unit_id == unit.pk
    assert Desk(head).open(plan.get_absolute_url()).says(f"{unit.name}, ")


def test_said_twice_it_is_written_once() -> None:
    plan = campaigns.plan_in(DraftStatus.ISSUED)
    editor = user_with_role(Role.UNIT_EDITOR)
    client = Client()
    client.force_login(editor)
    url = f"{plan.get_absolute_url()}da-tiep-nhan/"

    answers = [client.post(url).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert PaperReceipt.objects.count() == Event.objects.filter(verb="receipt.given").count() == 1


def test_nobody_confirms_for_a_unit_that_is_not_theirs_or_not_meant() -> None:
    meant = UnitFactory()
    plan = campaigns.plan_in(DraftStatus.ISSUED)
    plan.addresses_everyone = False
    plan.save(update_fields=["addresses_everyone"])
    plan.addressed_units.add(meant)
    stranger, officer = user_with_role(Role.UNIT_EDITOR), campaigns.cast().officer

    for user in (stranger, officer):
        client = Client()
        client.force_login(user)
        assert client.post(f"{plan.get_absolute_url()}da-tiep-nhan/").status_code == 403
    assert Client().post(f"{plan.get_absolute_url()}da-tiep-nhan/").status_code == 302  # to the login
    assert not PaperReceipt.objects.exists()
    assert waits(stranger)
    assert Desk(stranger).open(plan.get_absolute_url())
    assert waits(stranger) == []  # public, but not sent to them: opened, it is read


def test_who_is_addressed() -> None:
    plan = campaigns.plan_in(DraftStatus.ISSUED)
    member, closed = UnitFactory(), UnitFactory(closed_on=DAY, closed_reason="Giải thể")
    affiliated = UnitFactory(kind=UnitKind.AFFILIATED_UNIT)
    department = UnitFactory(kind=UnitKind.DEPARTMENT)
    in_block = BlockMembershipFactory(unit=UnitFactory(), effective_from=DAY - dt.timedelta(days=9))
    former = BlockMembershipFactory(
        unit=UnitFactory(), block=in_block.block, effective_from=DAY - dt.timedelta(days=9), effective_to=DAY
    )

    everyone = set(units_addressed(plan, on=DAY))
    assert {member, affiliated, in_block.unit, former.unit} <= everyone
    assert not {closed, department, alliance()} & everyone

    plan.addresses_everyone = False
    plan.save(update_fields=["addresses_everyone"])
    plan.addressed_blocks.add(in_block.block)
    plan.addressed_units.add(department)
    assert set(units_addressed(plan, on=DAY)) == {in_block.unit, department}


@pytest.mark.parametrize("way", ["all", "name", "block"])
def test_two_units_of_one_person_are_each_asked(way: str) -> None:
    plan = campaigns.plan_in(DraftStatus.ISSUED)
    editor = user_with_role(Role.UNIT_EDITOR)
    first = editor.appointments.get().unit
    second = UnitFactory()
    member = BlockMembershipFactory(unit=first)
    BlockMembershipFactory(unit=second, block=member.block)
    plan.addresses_everyone = way == "all"
    plan.save(update_fields=["addresses_everyone"])
    if way == "name":
        plan.addressed_units.add(first, second)
    elif way == "block":
        plan.addressed_blocks.add(member.block)

    confirm_receipt(plan, by=editor)
    assert waits(editor) == []
    AppointmentFactory(user=editor, unit=second, role=Role.UNIT_HEAD)
    del editor._rights
    assert waits(editor) != []
    confirm_receipt(plan, by=editor)

    assert waits(editor) == []
    assert set(PaperReceipt.objects.values_list("unit", flat=True)) == {first.pk, second.pk}


def test_asked_again_after_an_amendment() -> None:
    plan = campaigns.plan_in(DraftStatus.ISSUED)
    editor = user_with_role(Role.UNIT_EDITOR)
    confirm_receipt(plan, by=editor)
    assert waits(editor) == []

    amendment = amended(plan)

    assert waits(editor) == [f"Đọc kế hoạch mới số {amendment.document.printed_number}"]
    confirm_receipt(amendment, by=editor)
    assert waits(editor) == []


def test_receipt_stays_as_it_was_said() -> None:
    confirm_receipt(campaigns.plan_in(DraftStatus.ISSUED), by=user_with_role(Role.UNIT_EDITOR))

    for change in (lambda: PaperReceipt.objects.all().delete(), lambda: PaperReceipt.objects.update(unit=alliance())):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert PaperReceipt.objects.count() == 1


def test_office_sees_who_has_not_and_what_to_write_to_them() -> None:
    plan = campaigns.plan_in(DraftStatus.ISSUED)
    editor = user_with_role(Role.UNIT_EDITOR, UnitFactory(name="HTX Đã Nhận Mẫu"))
    user_with_role(Role.UNIT_HEAD, UnitFactory(name="HTX Chưa Nhận Mẫu"))
    UnitFactory(name="HTX Không Người Mẫu")
    confirm_receipt(plan, by=editor)
    desk = Desk(campaigns.cast().officer)

    board = desk.follow(desk.open(plan.get_absolute_url()), "Tình hình tiếp nhận")

    rows = states(board)
    assert rows["HTX Đã Nhận Mẫu"] == "Đã tiếp nhận"
    assert rows["HTX Chưa Nhận Mẫu"] == "Chưa tiếp nhận"
    assert rows["HTX Không Người Mẫu"] == "Chưa có người dùng cổng"
    text = board.response.context["reminder"]
    assert "HTX Chưa Nhận Mẫu" in text
    assert "HTX Đã Nhận Mẫu" not in text
    missing = desk.open(f"{plan.get_absolute_url()}tiep-nhan/?state=missing")
    assert "HTX Chưa Nhận Mẫu" in states(missing)
    assert "HTX Đã Nhận Mẫu" not in states(missing)


def test_message_names_fifty_and_counts_the_rest() -> None:
    plan = campaigns.plan_in(DraftStatus.ISSUED)
    units = [UnitFactory.build(name=f"HTX {at}") for at in range(50)]

    text = reminder(plan, units, count=63, address="/x/")

    assert "còn 63 đơn vị" in text
    assert "50. HTX 49\nvà 13 đơn vị khác." in text


def test_revoked_paper_waits_for_nobody() -> None:
    plan = campaigns.plan_in(DraftStatus.ISSUED)
    editor = user_with_role(Role.UNIT_EDITOR)
    campaigns.revoke(plan, by=campaigns.cast().leader)

    page = Desk(editor).open(plan.get_absolute_url())

    assert not page.says("Xác nhận đã tiếp nhận")
    assert waits(editor) == []


def test_one_that_split_off_has_what_was_issued_before_and_nothing_after() -> None:
    old, new = UnitFactory(), UnitFactory()
    before = campaigns.plan_in(DraftStatus.ISSUED, only_for=old)
    SuccessionFactory(kind="separation", predecessor=old, successor=new, effective_on=DAY + dt.timedelta(days=1))
    write_inheritance(alliance().pk)
    after = campaigns.plan_in(DraftStatus.ISSUED, on=DAY + dt.timedelta(days=1), only_for=old)
    editor, on = user_with_role(Role.UNIT_EDITOR, new), DAY + dt.timedelta(days=2)

    assert set(units_addressed(before, on=on)) == {old, new}
    assert set(units_addressed(after, on=on)) == {old}
    assert set(units_addressed(before, on=DAY)) == {old}  # the day has not come
    mine = Draft.objects.visible_to(editor)
    assert (before.pk in [draft.pk for draft in mine], after.pk in [draft.pk for draft in mine]) == (True, False)


def test_on_a_day_to_come_nobody_inherits_yet() -> None:
    old, new = UnitFactory(), UnitFactory()
    paper = campaigns.plan_in(DraftStatus.ISSUED, only_for=old)
    SuccessionFactory(predecessor=old, successor=new, effective_on=today() + dt.timedelta(days=1))
    write_inheritance(alliance().pk)
    editor = user_with_role(Role.UNIT_EDITOR, new)

    assert not Draft.objects.visible_to(editor).filter(pk=paper.pk).exists()
    assert waits(editor) == []


@pytest.mark.parametrize("way", ["all", "name", "block", "heir", "nobody"])
def test_who_is_addressed_reads_and_is_awaited(way: str) -> None:
    """Three queries tell it: of the office's board, of who may read, of whose task it is."""
    plan = campaigns.plan_in(DraftStatus.ISSUED)
    editor = user_with_role(Role.UNIT_EDITOR)
    unit, other = editor.appointments.get().unit, UnitFactory()
    plan.addresses_everyone, plan.is_public = way == "all", False
    plan.save(update_fields=["addresses_everyone", "is_public"])
    plan.addressed_units.add(unit if way == "name" else other)
    if way == "block":
        plan.addressed_blocks.add(BlockMembershipFactory(unit=unit).block)
    if way == "heir":
        SuccessionFactory(predecessor=other, successor=unit)
        write_inheritance(alliance().pk)
    meant = way != "nobody"

    assert (unit in units_addressed(plan, on=today())) is meant
    assert Draft.objects.visible_to(editor).filter(pk=plan.pk).exists() is meant
    assert Draft.objects.filter(awaited_from([unit.pk]), pk=plan.pk).exists() is meant


def test_heir_of_two_is_asked_until_both_or_itself_have_received() -> None:
    first, second, heir = UnitFactory(), UnitFactory(), UnitFactory()
    plan = campaigns.plan_in(DraftStatus.ISSUED, only_for=first)
    plan.addressed_units.add(second)
    confirm_receipt(plan, by=user_with_role(Role.UNIT_HEAD, first))
    for old in (first, second):
        SuccessionFactory(predecessor=old, successor=heir)
    write_inheritance(alliance().pk)
    editor = user_with_role(Role.UNIT_EDITOR, heir)

    assert [unit.pk for unit in units_to_receive(editor, plan, on=today())] == [heir.pk]
    assert Draft.objects.filter(awaited_from([heir.pk]), pk=plan.pk).exists()
    confirm_receipt(plan, by=editor)
    assert not Draft.objects.filter(awaited_from([heir.pk]), pk=plan.pk).exists()
