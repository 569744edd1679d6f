"""Two cooperatives merge in the middle of a year, and the one that stays is renamed: old papers are as they were."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.work import new_plans
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.models import DocumentFile
from emulation_portal.rights.enums import Role
from tests.factories import campaigns
from tests.factories.people import BlockMembershipFactory, UnitFactory, user_with_role
from tests.scenarios.desk import Desk, run_jobs

pytestmark = pytest.mark.django_db(transaction=True)


def test_merger_in_mid_year_leaves_old_papers_as_they_were(clock) -> None:
    gone, stays = UnitFactory(name="Hợp tác xã Suối Trong"), UnitFactory(name="Hợp tác xã Đồi Cao")
    BlockMembershipFactory(unit=gone)
    head_of_gone, editor = user_with_role(Role.UNIT_HEAD, gone), user_with_role(Role.UNIT_EDITOR, stays)
    manager = user_with_role(Role.ADMIN)
    admin, officer = Desk(manager), Desk(campaigns.cast().officer)
    plan = campaigns.plan_in(DraftStatus.ISSUED)
    plan.addresses_everyone, plan.is_public = False, False
    plan.save(update_fields=["addresses_everyone", "is_public"])
    plan.addressed_units.set([gone])
    received = campaigns.plan_in(DraftStatus.ISSUED, only_for=gone)
    run_jobs()
    paper = plan.document
    before = (paper.payload, paper.printed_number, list(DocumentFile.objects.values_list("sha256", flat=True)))
    at_gone = Desk(head_of_gone)
    at_gone.press(at_gone.open(received.get_absolute_url()), "Đã tiếp nhận")
    assert Desk(editor).open(plan.get_absolute_url()).status == 404  # it was not sent to them

    form = admin.open(f"{gone.get_absolute_url()}to-chuc-lai/")
    shown = admin.press(
        form, "Xem trước", kind="merger", successors=[str(stays.pk)], on=f"{today():%d/%m/%Y}", basis="Nghị quyết 1"
    )
    admin.press(shown, "Ghi sáp nhập")

    # Who was there is out; who took over reads the paper, and is asked for it.
    assert at_gone.open(plan.get_absolute_url()).status in (403, 404)
    (task,) = new_plans(editor, campaigns.DAY).page(0, 20)[0]
    at_stays = Desk(editor)
    page = at_stays.open(task.url)
    assert page.says(f"gửi đến Hợp tác xã Suối Trong, nay do {stays.name} kế tục")
    board = officer.open(f"{plan.get_absolute_url()}tiep-nhan/")
    assert board.says("kế tục Hợp tác xã Suối Trong")
    assert board.says("Chưa tiếp nhận")
    at_stays.press(page, "Đã tiếp nhận")
    assert new_plans(editor, campaigns.DAY).page(0, 20)[0] == []

    # What the old one received is received, and says by whom.
    assert officer.open(f"{received.get_absolute_url()}tiep-nhan/").says("1/1 đơn vị đã tiếp nhận")
    assert at_stays.open(received.get_absolute_url()).says("Hợp tác xã Suối Trong, ")

    # Renamed some days later: what was received under the old name says the old name.
    clock(timezone.now() + dt.timedelta(days=3))
    admin, officer, at_stays = (Desk(user) for user in (manager, campaigns.cast().officer, editor))  # signed in anew
    form = admin.open(f"{stays.get_absolute_url()}doi-ten/")
    page = admin.press(form, "Ghi từ ngày trên", name="Hợp tác xã Hợp Nhất", basis="Giấy chứng nhận")
    assert page.says("Hợp tác xã Hợp Nhất")
    assert at_stays.open(plan.get_absolute_url()).says("Hợp tác xã Đồi Cao, ")
    assert officer.open(f"{plan.get_absolute_url()}tiep-nhan/").says("Hợp tác xã Hợp Nhất")

    paper.refresh_from_db()
    files = list(DocumentFile.objects.values_list("sha256", flat=True))
    assert (paper.payload, paper.printed_number, files) == before
    check = Client().get(f"/kiem-tra/{paper.check_code}/")
    assert check.status_code == 200
