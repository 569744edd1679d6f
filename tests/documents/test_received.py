"""Papers that other bodies sent: written down under their own head, cited in ours, seen by the office alone."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from campaigns.models import CampaignPlan
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.drafts.models import PaperImport
from emulation_portal.documents.drafts.receiving import facts_of_file
from emulation_portal.documents.drafts.registry import kind_named
from emulation_portal.documents.models import RegisterEntry
from emulation_portal.documents.reading import parse_paper
from emulation_portal.documents.received.actions import RecordedAlready, drop_received, record_received
from emulation_portal.documents.received.finding import find_received
from emulation_portal.documents.received.models import ReceivedPaper
from emulation_portal.documents.received.queries import campaigns_launched_above
from emulation_portal.rights.enums import Role
from tests.factories import campaigns, documents
from tests.factories.people import user_with_role
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 5)
FACTS = {
    "issued_by": "Ủy ban nhân dân tỉnh Quảng Ninh",
    "document_type": "KẾ HOẠCH",
    "number": "25/KH-UBND",
    "issued_on": DAY,
    "received_on": DAY,
    "summary": "Về việc phát động phong trào thi đua “Nông thôn mới”",
    "campaign_name": "Nông thôn mới",
}
FILE = (
    "ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NINH\n\nSố: 25/KH-UBND\n\nQuảng Ninh, ngày 05 tháng 3 năm 2026\n\nKẾ HOẠCH\n\n"
    "Phát động phong trào thi đua “Nông thôn mới”\n\nCăn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;\n\n"
    "Ủy ban nhân dân tỉnh Quảng Ninh ban hành Kế hoạch như sau:\n\nI. MỤC ĐÍCH\n\n**Thi đua.**\n\nII. TỔ CHỨC\n\nCác sở./.\n"
)


def received(**changes) -> ReceivedPaper:
    by = changes.pop("by", None) or user_with_role(Role.OFFICER)
    return record_received(documents.issuer(), by=by, **{**FACTS, **changes})


def test_citation_is_that_of_a_basis():
    assert received().citation == (
        "Căn cứ Kế hoạch số 25/KH-UBND ngày 05 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh Quảng Ninh về việc phát động "
        "phong trào thi đua “Nông thôn mới”"
    )
    assert received(number="7/CT", summary="Tăng cường thi đua").citation.endswith(
        "của Ủy ban nhân dân tỉnh Quảng Ninh về tăng cường thi đua"
    )


def test_file_of_another_body_becomes_a_received_paper_and_no_draft():
    officer = Desk(user_with_role(Role.OFFICER))
    documents.issuer()
    door = officer.open(reverse("drafts:import", args=["ke-hoach"]))
    page = officer.press(door, "Đọc tệp", files={"file": SimpleUploadedFile("kh.txt", FILE.encode())})

    form = officer.follow(page, "Đây là văn bản đến")
    shown = officer.press(form, "Lưu văn bản đến")

    paper = ReceivedPaper.objects.get()
    found = (paper.issued_by, paper.document_type, paper.number, paper.issued_on, paper.campaign_name)
    assert found == ("Ủy ban nhân dân tỉnh Quảng Ninh", "Kế hoạch", "25/KH-UBND", DAY, "Nông thôn mới")
    assert ("*" in paper.text, "Thi đua." in paper.text, paper.file_name) == (False, True, "kh.txt")
    assert shown.says("Đã ghi Kế hoạch số 25/KH-UBND")
    assert (CampaignPlan.objects.count(), PaperImport.objects.count(), RegisterEntry.objects.count()) == (0, 0, 0)


def test_it_is_cited_in_the_bases_of_a_draft_beside_what_was_typed():
    plan = campaigns.plan_in(DraftStatus.DRAFT)
    officer = Desk(campaigns.cast().officer)
    received(by=campaigns.cast().officer)
    page = officer.open(reverse("drafts:part", args=["ke-hoach", plan.pk, "bases"]))

    shown = officer.press(page, "Thêm vào căn cứ", **{"bases-0-text": "Căn cứ Luật mới ngày 01/01/2026;"})
    saved_yet = plan.bases.filter(number="25/KH-UBND").count()
    officer.press(shown, "Lưu")

    assert saved_yet == 0
    basis = plan.bases.get(number="25/KH-UBND")
    assert (basis.text, basis.issued_on, basis.issued_by) == (
        f"{ReceivedPaper.objects.get().citation};",
        DAY,
        "Ủy ban nhân dân tỉnh Quảng Ninh",
    )
    assert plan.bases.filter(text__startswith="Căn cứ Luật mới").exists()
    assert not officer.open(page.url).says("Thêm vào căn cứ")


def test_what_was_just_cited_is_told_and_offered_no_more():
    plan = campaigns.plan_in(DraftStatus.DRAFT)
    officer = Desk(campaigns.cast().officer)
    received(by=campaigns.cast().officer)
    page = officer.open(reverse("drafts:part", args=["ke-hoach", plan.pk, "bases"]))

    shown = officer.press(page, "Thêm vào căn cứ")

    assert shown.says("Đã thêm, chưa lưu")
    assert "Thêm vào căn cứ" not in shown.buttons()


def test_it_stands_before_what_only_follows_the_bases():
    plan = campaigns.plan_in(DraftStatus.DRAFT)
    plan.bases.all().delete()
    for at, text in enumerate(("Căn cứ Luật;", "Thực hiện Chỉ thị số 1/CT;"), start=1):
        plan.bases.create(position=at, text=text)
    officer = Desk(campaigns.cast().officer)
    received(by=campaigns.cast().officer)

    officer.press(
        officer.press(officer.open(reverse("drafts:part", args=["ke-hoach", plan.pk, "bases"])), "Thêm vào căn cứ"),
        "Lưu",
    )

    assert [basis.text[:14] for basis in plan.bases.all()] == ["Căn cứ Luật;", "Căn cứ Kế hoạc", "Thực hiện Chỉ "]


@pytest.mark.parametrize(
    ("head", "number", "body"),
    [
        ("ỦY BAN NHÂN DÂN\nTỈNH AN SƠN\n\nSố: 0125/KH-UBND", "0125/KH-UBND", "Ủy ban nhân dân tỉnh An Sơn"),
        ("TỈNH ĐOÀN AN SƠN\nBAN THƯỜNG VỤ\n\nSố: 112-KH/TĐTN", "112-KH/TĐTN", ""),
        ("LIÊN MINH HTX VIỆT NAM\n\nSố: 18/KH-LMHTXVN", "18/KH-LMHTXVN", "Liên minh HTX Việt Nam"),
    ],
)
def test_number_is_as_the_file_writes_it_and_the_body_in_full(head, number, body):
    text = f"{head}\n\nAn Sơn, ngày 05 tháng 3 năm 2026\n\nKẾ HOẠCH\n\nVề việc thi đua\n\nI. A\n\nLàm.\n\nII. B\n\nLàm./.\n"

    facts = facts_of_file(parse_paper(text), kind_named("plan"))

    assert facts["number"] == number
    assert not body or facts["issued_by"] == body


def test_what_was_recorded_wrongly_is_recorded_anew_from_what_was_written():
    officer = Desk(user_with_role(Role.OFFICER))
    paper = received(number="52/KH-UBND")

    form = officer.press(officer.open(paper.get_absolute_url()), "Ghi lại cho đúng", reason="Ghi nhầm số.")
    officer.press(form, "Lưu văn bản đến", number="25/KH-UBND")

    assert form.value("summary") == paper.summary
    assert [each.number for each in ReceivedPaper.objects.kept()] == ["25/KH-UBND"]


def test_older_ones_are_found_by_their_words():
    plan = campaigns.plan_in(DraftStatus.DRAFT)
    officer = Desk(campaigns.cast().officer)
    for number in range(1, 8):
        received(by=campaigns.cast().officer, number=f"{number}/CT-TTg", summary=f"Chỉ đạo lần {number}")
    received(by=campaigns.cast().officer, received_on=today(), number="99/KH", summary="Về trồng rừng")
    page = officer.open(reverse("drafts:part", args=["ke-hoach", plan.pk, "bases"]))

    found = officer.press(page, "Tìm", find_text="trong rung")

    assert (found.says("99/KH"), found.says("7/CT-TTg")) == (True, False)


def test_names_of_campaigns_above_are_suggested():
    plan = campaigns.plan_in(DraftStatus.DRAFT)
    received(by=campaigns.cast().officer)

    page = Desk(campaigns.cast().officer).open(reverse("drafts:part", args=["ke-hoach", plan.pk, "general"]))

    assert page.tree.xpath("//datalist/option/@value") == ["Nông thôn mới"]


def test_nobody_outside_the_office_sees_one():
    paper = received()

    for role in (Role.UNIT_EDITOR, Role.UNIT_HEAD, Role.COUNCIL_MEMBER):
        assert not ReceivedPaper.objects.visible_to(user_with_role(role)).exists()
    with pytest.raises(PermissionDenied):
        drop_received(pk=paper.pk, by=user_with_role(Role.LEADER), reason="x")


def test_the_same_paper_is_recorded_once_until_it_is_dropped():
    officer = user_with_role(Role.OFFICER)
    paper = received(by=officer)

    with pytest.raises(RecordedAlready):
        received(by=user_with_role(Role.CLERK))
    assert received(by=officer) == paper  # by a double click
    drop_received(pk=paper.pk, by=officer, reason="Ghi nhầm")
    drop_received(pk=paper.pk, by=officer, reason="Ghi nhầm")
    again = received(by=officer)

    assert list(ReceivedPaper.objects.kept()) == [again]


def test_what_differs_is_no_second_press():
    officer = user_with_role(Role.OFFICER)
    received(by=officer, summary="Về sai")

    with pytest.raises(RecordedAlready):
        received(by=officer, summary="Về đúng")
    with pytest.raises(RecordedAlready):
        received(by=officer, summary="Về sai", file={"file_name": "a.txt", "sha256": "a" * 64, "text": "A"})


def test_second_press_on_the_file_leads_to_the_paper():
    officer = Desk(user_with_role(Role.OFFICER))
    documents.issuer()
    door = officer.open(reverse("drafts:import", args=["ke-hoach"]))
    page = officer.press(door, "Đọc tệp", files={"file": SimpleUploadedFile("kh.txt", FILE.encode())})
    form = officer.follow(page, "Đây là văn bản đến")

    pages = [officer.press(form, "Lưu văn bản đến") for _ in range(2)]

    assert {page.url for page in pages} == {ReceivedPaper.objects.get().get_absolute_url()}


def test_file_of_somebody_else_is_received_by_nobody_else():
    officer, other = (Desk(user_with_role(Role.OFFICER)) for _ in range(2))
    documents.issuer()
    door = officer.open(reverse("drafts:import", args=["ke-hoach"]))
    page = officer.press(door, "Đọc tệp", files={"file": SimpleUploadedFile("kh.txt", FILE.encode())})

    assert other.open(page.links("Đây là văn bản đến")[0]).status == 404


def test_dropped_ones_are_neither_found_nor_suggested_nor_cited():
    officer = campaigns.cast().officer
    plan = campaigns.plan_in(DraftStatus.DRAFT)
    paper = received(by=officer)
    drop_received(pk=paper.pk, by=officer, reason="Ghi nhầm")

    desk = Desk(officer)
    assert find_received(officer, "25/KH-UBND", 5).total == 0
    assert campaigns_launched_above([documents.issuer()]) == []
    assert not desk.open(reverse("drafts:part", args=["ke-hoach", plan.pk, "bases"])).says("25/KH-UBND")


def test_papers_of_one_number_by_two_bodies_are_two():
    officer = campaigns.cast().officer
    plan = campaigns.plan_in(DraftStatus.DRAFT)
    received(by=officer)
    received(by=officer, issued_by="Ủy ban nhân dân huyện Ba Chẽ")
    desk = Desk(officer)
    page = desk.open(reverse("drafts:part", args=["ke-hoach", plan.pk, "bases"]))

    shown = desk.press(page, "Thêm vào căn cứ")

    assert shown.buttons().count("Thêm vào căn cứ") == 1


@pytest.mark.parametrize(
    ("summary", "ending"),
    [("V/v phát động.", "về phát động"), ("VỀ VIỆC PHÁT ĐỘNG", "về việc phát động"), ("Phát động", "về phát động")],
)
def test_citation_goes_on_in_small_letters(summary, ending):
    assert received(summary=summary).citation.endswith(f"tỉnh Quảng Ninh {ending}")


def test_what_was_recorded_stays_in_the_database():
    paper = received()

    for change in (
        lambda: ReceivedPaper.objects.filter(pk=paper.pk).update(number="1/X"),
        lambda: ReceivedPaper.objects.filter(pk=paper.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"issued_on": "01/01/2099"}, "chưa tới"),
        (
            {"issued_on": "05/03/2026", "received_on": "01/03/2026"},
            "Ngày nhận không thể trước ngày ban hành 05/03/2026",
        ),
        ({"number": ""}, "Số, ký hiệu"),
    ],
)
def test_wrong_facts_are_told_at_their_fields(changes, words):
    documents.issuer()
    officer = Desk(user_with_role(Role.OFFICER))
    page = officer.open(reverse("received:create"))
    facts = {
        "issued_by": "Ủy ban nhân dân tỉnh",
        "document_type": "Kế hoạch",
        "number": "25/KH-UBND",
        "issued_on": "05/03/2026",
        "received_on": "06/03/2026",
        "summary": "Về thi đua",
    }

    answer = officer.press(page, "Lưu văn bản đến", **{**facts, **changes})

    assert answer.says(words)
    assert not ReceivedPaper.objects.exists()
