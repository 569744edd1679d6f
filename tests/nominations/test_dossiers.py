"""A dossier over the pages: begun, nominees added and written, met, sent, received, each nomination on its own way."""

import pytest

from awards.nominations.models import Nomination, NominationDossier
from campaigns.models import Campaign
from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.documents.models import Document
from emulation_portal.notifications.models import Message
from tests.factories.campaigns import campaign_in, cast
from tests.factories.people import PersonFactory, PositionFactory, UnitFactory
from tests.factories.reports import people_of_unit
from tests.scenarios.desk import Desk, Page
from units.models import Unit

pytestmark = pytest.mark.django_db
PEOPLE = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường", "Phạm Thị Đào", "Hoàng Văn Em")


@pytest.fixture
def unit() -> Unit:
    unit = UnitFactory(name="Hợp tác xã Mẫu Một")
    for name in PEOPLE:
        PositionFactory(unit=unit, person=PersonFactory(full_name=name), title="Tổ viên")
    return unit


@pytest.fixture
def people(unit: Unit) -> tuple[User, User]:
    return people_of_unit(unit)


def written(desk: Desk, page: Page, name: str, **says: str) -> Page:
    """Open the nomination of this name from its dossier, write it, and come back to the dossier."""
    nomination = Nomination.objects.get(name=name)
    form = desk.open(f"{nomination.get_absolute_url()}noi-dung/")
    common = {"reason": "Có thành tích xuất sắc trong phong trào phòng, chống dịch.", "report_achievements": "Ủng hộ."}
    kept = desk.press(form, "Lưu và xem đề nghị", **common | says)
    assert kept.status == 200, kept.main
    return desk.open(page.url)


def test_a_cooperative_nominates_for_a_campaign_in_one_dossier(unit: Unit, people: tuple[User, User]) -> None:
    """Issue 12, scenario (a): two collectives and five people; one returned, one held, one ineligible, the rest ready."""
    campaign = campaign_in("collecting")
    Campaign.objects.filter(pk=campaign.pk).update(dossiers_to=today())
    editor, head, officer = Desk(people[0]), Desk(people[1]), Desk(cast().officer)

    page = editor.press(
        editor.open("/ho-so-khen-thuong/lap/"), "Lập hồ sơ", ground="campaign", campaign=campaign.pk, year=today().year
    )
    dossier = NominationDossier.objects.get()
    assert (dossier.achieved_from, dossier.achieved_to) == (campaign.period_from, campaign.period_to)
    form = editor.follow(page, "Thêm đề nghị")
    serving = [str(row.person_id) for row in unit.positions.filter(person__full_name__in=PEOPLE)]
    page = editor.press(
        form, "Thêm vào hồ sơ", award="GK", people=serving, whole_unit="on", collectives="Tổ sản xuất Đông Mai"
    )
    assert page.says("Đã thêm 7 đề nghị.")
    assert dossier.nominations.filter(subject="collective").count() == 2
    for name in (*PEOPLE, unit.name, "Tổ sản xuất Đông Mai"):
        page = written(editor, page, name)
    form = editor.follow(page, "Biên bản bình xét")
    votes = {f"votes_{each.pk}": 14 for each in dossier.nominations.all()}
    meeting = {"met_on": f"{today():%d/%m/%Y}", "chair": "Trần Văn Chủ", "secretary": "Lê Thị Ký"}
    page = editor.press(form, "Lưu biên bản", **meeting, summoned=15, present=14, **votes)
    page = editor.press(page, "Trình thủ trưởng")
    form = head.follow(head.open(dossier.get_absolute_url()), "Duyệt và gửi")
    page = head.press(form, "Duyệt và gửi", own_number=12)
    assert page.says("Đã gửi hồ sơ tới Liên minh."), page.main

    papers = Document.objects.filter(unit=unit)
    assert sorted(papers.values_list("document_type", flat=True)) == ["BB", *["BC"] * 7, "TTr"]
    assert papers.get(document_type="TTr").number == 12
    page = officer.follow(officer.open(dossier.get_absolute_url()), "Tiếp nhận")
    page = officer.press(page, "Tiếp nhận")
    assert page.says("chuyển sang thẩm định"), page.main
    found = {each.name: each for each in dossier.nominations.all()}
    for name, step, fields in (
        (PEOPLE[0], "Yêu cầu bổ sung", {"reason": "Thiếu xác nhận."}),
        (PEOPLE[1], "Tạm dừng xét", {"reason": "Có đơn thư đang xác minh."}),
        (PEOPLE[2], "Không đủ điều kiện", {"reason": "Không đạt điểm a khoản 1 Điều 75."}),
    ):
        form = officer.follow(officer.open(found[name].get_absolute_url()), step)
        page = officer.press(form, step, **fields)
        assert page.status == 200, page.main
    for name in (PEOPLE[3], PEOPLE[4], unit.name, "Tổ sản xuất Đông Mai"):
        form = officer.follow(officer.open(found[name].get_absolute_url()), "Đủ điều kiện")
        page = officer.press(form, "Đủ điều kiện", reason="Đã đối chiếu.")

    stand = dict(dossier.nominations.values_list("name", "status"))
    assert stand == {
        PEOPLE[0]: "returned",
        PEOPLE[1]: "held",
        PEOPLE[2]: "ineligible",
        PEOPLE[3]: "eligible",
        PEOPLE[4]: "eligible",
        unit.name: "eligible",
        "Tổ sản xuất Đông Mai": "eligible",
    }
    told = Message.objects.filter(to=people[1]).values_list("text", flat=True)
    assert any("Không đạt điểm a khoản 1 Điều 75." in words for words in told)
    assert not any("đơn thư" in words for words in told)

    # The one that was sent back is mended alone, and sent by the head.
    one = found[PEOPLE[0]]
    written(editor, page, PEOPLE[0], reason="Thành tích đã bổ sung.")
    form = head.follow(head.open(one.get_absolute_url()), "Gửi bản đã bổ sung")
    head.press(form, "Gửi bản đã bổ sung")
    one.refresh_from_db()
    assert (one.status, one.reason) == ("appraising", "Thành tích đã bổ sung.")
