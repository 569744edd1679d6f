"""A khối writes its giao ước, its units sign it on the portal and on paper, and it is concluded: over the pages."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, InternalError, transaction
from django.urls import reverse

from campaigns.pledges import actions
from campaigns.pledges.actions import SignedOnPaper
from campaigns.pledges.content import Pledged, PledgedAim, blocks_of, carried_over, lines_of_past_years, said_in
from campaigns.pledges.enums import PledgeStatus as S
from campaigns.pledges.models import Pledge, PledgeParty, PledgeSignature, PledgeVersion
from campaigns.pledges.papers import pledge_paper, signed_paper
from campaigns.pledges.queries import blocks_to_write_for, blocks_without, fates_of, parties_to_sign
from campaigns.pledges.regulations import digest_of, due_days_told, why_not_concluded, year_offered
from campaigns.pledges.telling import remind
from campaigns.pledges.work import pledges_to_close, pledges_to_sign
from emulation_portal.accounts.models import User
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.models import LooseCopy, RegisterEntry
from emulation_portal.documents.paper import Article, Basis, Heading, Paper, Paragraph
from emulation_portal.documents.queries import paper_of
from emulation_portal.documents.rendering import render
from emulation_portal.documents.word import word_copy
from emulation_portal.notifications.models import Message
from emulation_portal.procedure.acting import carry_out
from emulation_portal.procedure.errors import InvalidMove, ReadAnotherText
from emulation_portal.rights.enums import Role, StandIn
from emulation_portal.rights.models import Appointment
from tests.documents.pdfreader import read
from tests.documents.wordreader import WordFile
from tests.factories import files
from tests.factories import pledges as make
from tests.factories.campaigns import cast
from tests.factories.documents import issuer
from tests.factories.people import (
    AppointmentFactory,
    BlockMembershipFactory,
    PositionFactory,
    SuccessionFactory,
    UnitFactory,
    account,
)
from tests.factories.reports import people_of_unit
from tests.growth import check_grows_with_length
from tests.scenarios.desk import Desk
from units.actions import reorganise
from units.enums import SuccessionKind
from units.models import BlockMembership, EmulationBlock, Person, Unit

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def units() -> tuple[Unit, Unit]:
    return UnitFactory(name="Hợp tác xã Mẫu Một"), UnitFactory(name="Hợp tác xã Mẫu Hai")


@pytest.fixture
def block(units: tuple[Unit, Unit]) -> EmulationBlock:
    return make.block_of_units(*units, name="Khối thi đua Mẫu")


@pytest.fixture
def people(units: tuple[Unit, Unit]) -> list[tuple[User, User]]:
    return [people_of_unit(unit) for unit in units]


def work_of(user: User, on: dt.date | None = None) -> list[tuple[str, str]]:
    """Return what giao ước put on somebody's home page: each item with its button."""
    lists = pledges_to_sign(user, on or today()), pledges_to_close(user, on or today())
    return [(item.title, item.button) for each in lists for item in each.page(0, 9)[0]]


def named(user: User, full_name: str) -> Person:
    person = user.person
    person.full_name = full_name
    person.save()
    return person


def scan_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("bản ký.png", files.picture(), content_type="image/png")


def sheet(document) -> Paper:
    return Paper.from_json(document.payload)


def rows_of(paper: Paper) -> list[tuple[str, ...]]:
    return [row[1:] for row in paper.body[-1].rows]


# --- the way --------------------------------------------------------------------------------------------------------------


def test_a_khoi_signs_from_the_lead_to_the_paper(units, block, people) -> None:
    (one, _two), (_, head) = units, people[0]
    issuer()
    PositionFactory(person=named(head, "Nguyễn Thị Trưởng"), unit=one, is_head=True)
    lead, signer = Desk(make.lead_of(block, one)), Desk(head)

    # The lead writes.
    page = lead.follow(lead.open(reverse("pledges:list")), "Lập giao ước")
    due = short_date(today() + 9 * DAY)
    page = lead.press(page, "Lập giao ước", year=str(today().year), due_on=due)
    page = lead.press(
        page,
        "Lưu giao ước",
        content="Điều 1. Hoàn thành chỉ tiêu.",
        **{"chi-tieu-0-words": "Doanh thu", "chi-tieu-0-aim": "8%"},
    )
    assert page.says("Điều 1. Hoàn thành chỉ tiêu.")
    assert page.says("DỰ THẢO")
    assert work_of(head) == []
    assert signer.open(page.url).status == 404  # a draft is not the units' yet
    page = lead.press(lead.follow(page, "Mở ký"), "Mở ký")
    pledge = Pledge.objects.get()
    assert (pledge.status, pledge.signed_of(), pledge.versions.count()) == (S.SIGNING, (0, 2), 1)
    assert Message.objects.filter(to=head, subject__startswith="Ký giao ước thi đua năm").count() == 1

    # One head signs on the portal.
    assert work_of(head) == [(f"Ký giao ước thi đua năm {pledge.year}", "Đọc và ký")]
    page = signer.follow(signer.open(pledge.get_absolute_url()), "Đọc và ký")
    assert page.says("Điều 1. Hoàn thành chỉ tiêu.")
    refused = signer.press(page, "Ký giao ước")
    assert refused.says("Hãy đọc toàn văn rồi đánh dấu vào ô này")
    assert pledge.signed_of() == (0, 2)
    page = signer.press(page, "Ký giao ước", has_read="on")
    assert page.says("Đã ký giao ước thi đua thay mặt Hợp tác xã Mẫu Một")
    signature = PledgeSignature.objects.get()
    assert (signature.way, signature.signer_name, signature.signer_title) == ("portal", "Nguyễn Thị Trưởng", "Giám đốc")
    assert (signature.signed_on, signature.signed_by, signature.version.number) == (today(), head, 1)
    event = Event.objects.get(verb="pledge.signed")
    assert (event.place, event.data["digest"]) == (one.path, signature.version.digest)
    assert work_of(head) == []

    # The other on paper: the copy is printed, signed, scanned.
    page = lead.open(pledge.get_absolute_url())
    assert page.says("- Hợp tác xã Mẫu Hai")
    page = lead.press(page, "In bản để ký tay")
    assert page.says("Bản in để ký")
    assert signer.open(page.url).status == 200
    stranger = people_of_unit(UnitFactory())[1]
    assert Desk(stranger).open(page.url).status == 404
    to_sign = Paper.from_json(LooseCopy.objects.get().payload)
    assert not to_sign.is_draft
    assert rows_of(to_sign) == [
        ("Hợp tác xã Mẫu Hai", "", ""),
        ("Hợp tác xã Mẫu Một", "Nguyễn Thị Trưởng, Giám đốc", f"Đã ký trên Cổng ngày {short_date(today())}"),
    ]
    page = lead.follow(lead.open(pledge.get_absolute_url()), "Lưu bản ký giấy")
    fields = {"don-vi-0-has_signed": "on", "don-vi-0-name": "Trần Văn Ký", "don-vi-0-title": "Phó Giám đốc"}
    page = lead.press(page, "Lưu bản ký giấy", files={"file": scan_file()}, **fields)
    assert page.says("Đã lưu bản ký giấy của 1 đơn vị")
    paper_signature = PledgeSignature.objects.get(way="paper")
    answer = signer.client.get(paper_signature.scan.get_absolute_url())
    assert (answer.status_code, len(b"".join(answer.streaming_content)) > 0) == (200, True)

    # All have signed: it is concluded.
    assert work_of(cast().officer) == [(f"Chốt giao ước thi đua năm {pledge.year}", "Chốt giao ước")]
    page = lead.follow(lead.open(pledge.get_absolute_url()), "Chốt giao ước")
    assert page.says("2 đơn vị đã ký")
    lead.press(page, "Chốt giao ước", word="chot")
    pledge.refresh_from_db()
    assert (pledge.status, pledge.concluded_on) == (S.CONCLUDED, today())
    document = paper_of(pledge)
    assert (document.place, document.number, document.document_type) == (block.alliance, None, "BTT")
    assert document.summary == f"Giao ước thi đua năm {pledge.year} của Khối thi đua Mẫu"
    assert RegisterEntry.objects.count() == 0
    assert rows_of(sheet(document))[0] == (
        "Hợp tác xã Mẫu Hai",
        "Trần Văn Ký, Phó Giám đốc",
        f"Đã ký trên bản giấy ngày {short_date(today())}",
    )
    assert signer.open(document.get_absolute_url()).status == 200
    assert work_of(cast().officer) == []


def test_the_paper_reads_as_a_giao_uoc(units, block, people) -> None:
    issuer()
    pledge = make.signing(block, due_in=0)
    make.signed(pledge, units[0], people[0][1])
    make.scanned(pledge, units[1])
    late = UnitFactory(name="Hợp tác xã Chưa Ký")
    BlockMembershipFactory(block=block, unit=late)
    actions.add_party(pledge_id=pledge.pk, unit=late, by=cast().officer, on=today())
    Pledge.objects.update(due_on=today() - DAY)

    carry_out(pledge, "concluded", by=cast().officer, on=today())

    paper = sheet(paper_of(pledge))
    pdf, words = read(render(paper).pdf), " ".join(WordFile(word_copy(paper)).words())
    text = pdf.text()
    for said in ("GIAO ƯỚC THI ĐUA", f"Năm {pledge.year}", "Doanh thu tăng", "từ 8% trở lên"):
        assert said in text
        assert said in words
    assert pdf.find("KHỐI THI ĐUA MẪU").style == "bold"
    assert pdf.find("LIÊN MINH HỢP TÁC XÃ").style == "regular"
    assert PledgeVersion.objects.get().short_digest in text
    assert "Số:" not in text
    assert "DỰ THẢO" not in text
    assert rows_of(paper)[0] == ("Hợp tác xã Chưa Ký", "", "Chưa ký")


# --- who may sign, and how ----------------------------------------------------------------------------------------------


def test_only_the_head_of_the_unit_signs_in_their_own_name(units, block, people) -> None:
    pledge, deputy = make.signing(block), account()
    AppointmentFactory(user=deputy, unit=units[0], role=Role.UNIT_HEAD, stand_in=StandIn.KT)
    own = make.party(pledge, units[0])

    for user in (
        people[0][0],
        deputy,
        people[1][1],
        cast().officer,
    ):  # an editor, who stands in, another's head, the office
        assert Desk(user).open(own.get_absolute_url()).status == 403
    assert work_of(deputy) == []
    assert pledge.signed_of() == (0, 2)


def test_twice_is_once_and_a_signature_is_withdrawn_with_a_reason(units, block, people) -> None:
    pledge, head = make.signing(block), people[0][1]
    first = make.signed(pledge, units[0], head)
    assert make.signed(pledge, units[0], head) == first
    with pytest.raises(DomainError, match="đã ký rồi"):
        make.scanned(pledge, units[0])

    desk = Desk(head)
    page = desk.follow(desk.open(pledge.get_absolute_url()), "Rút chữ ký")
    assert desk.press(page, "Rút chữ ký").says("Hãy ghi lý do")
    desk.press(page, "Rút chữ ký", reason="Ký nhầm.")
    first.refresh_from_db()
    assert (first.void_reason, first.voided_by, pledge.signed_of()) == ("Ký nhầm.", head, (0, 2))
    assert actions.withdraw_signature(signature_id=first.pk, by=head, reason="Lần nữa.").void_reason == "Ký nhầm."
    again = make.signed(pledge, units[0], head)
    assert again.pk != first.pk
    assert Desk(cast().officer).open(reverse("pledges:withdraw", args=[again.pk])).status == 403
    (scanned,) = make.scanned(pledge, units[1])
    assert Desk(people[1][1]).open(reverse("pledges:withdraw", args=[scanned.pk])).status == 403
    actions.withdraw_signature(signature_id=scanned.pk, by=cast().officer, reason="Thiếu dấu.")
    assert pledge.signed_of() == (1, 2)


def test_what_was_recalled_is_void_and_is_signed_anew(units, block, people) -> None:
    pledge, (editor, head) = make.signing(block), people[0]
    signature = make.signed(pledge, units[0], head)
    desk = Desk(head)
    withdraw_page = desk.open(make.party(pledge, units[1]).get_absolute_url())
    assert withdraw_page.status == 403

    recalled = carry_out(pledge, "recalled", by=cast().officer, on=today(), reason="Sửa chỉ tiêu.")
    signature.refresh_from_db()
    assert signature.void_reason == "Giao ước rút về sửa: Sửa chỉ tiêu."
    assert Event.objects.get(verb="pledge.recalled").data["void"] == ["Hợp tác xã Mẫu Một"]
    assert Message.objects.filter(to=editor, subject__contains="rút về sửa", text__contains="Sửa chỉ tiêu.").exists()
    page = desk.open(pledge.get_absolute_url())
    assert page.says("Giao ước đang được sửa")
    assert not page.says("Điều 1")
    other = Pledged("", "Điều 1. Khác.", ())
    actions.write_pledge(pledge_id=pledge.pk, said=other, seen=recalled.revision, by=cast().officer)
    opened = carry_out(recalled, "opened", by=cast().officer, on=today())
    first, second = opened.versions.all()
    assert (first.content["content"], second.content["content"]) == (make.SAID.content, "Điều 1. Khác.")
    assert first.digest != second.digest
    party = make.party(pledge, units[0])
    with pytest.raises(actions.CannotSign, match="đọc lại bản mới"):
        actions.sign(party_id=party.pk, version=1, by=head, on=today())
    page = desk.press(desk.open(party.get_absolute_url()), "Ký giao ước", has_read="on")
    assert PledgeSignature.objects.valid().get().version == second


def test_a_page_that_was_open_while_the_text_changed_is_read_again(units, block, people) -> None:
    pledge, head = make.signing(block), people[0][1]
    desk = Desk(head)
    page = desk.open(make.party(pledge, units[0]).get_absolute_url())
    row = carry_out(pledge, "recalled", by=cast().officer, on=today(), reason="Sửa.")
    row = actions.write_pledge(
        pledge_id=row.pk, said=Pledged("", "Điều 1. Mới.", ()), seen=row.revision, by=cast().officer
    )
    carry_out(row, "opened", by=cast().officer, on=today())

    page = desk.press(page, "Ký giao ước", has_read="on")

    assert page.says("Hãy đọc lại bản mới rồi ký")
    assert page.says("Điều 1. Mới.")
    assert PledgeSignature.objects.count() == 0
    desk.press(page, "Ký giao ước", has_read="on")
    assert pledge.signed_of() == (1, 2)


# --- scans --------------------------------------------------------------------------------------------------------------


def test_a_scan_is_filed_whole_or_not_at_all(units, block, people) -> None:
    pledge, officer = make.signing(block), cast().officer
    rows = [SignedOnPaper(make.party(pledge, unit).pk, "Trần Văn Ký") for unit in units]
    desk = Desk(officer)
    url = reverse("pledges:scan", args=[pledge.pk])

    def filed(**fields) -> DomainError:
        given = {"signed": rows, "signed_on": today(), "scan": files.sent(by=officer)} | fields
        with pytest.raises(DomainError) as error, transaction.atomic():
            actions.file_scan(pledge_id=pledge.pk, by=officer, on=today(), **given)
        return error.value

    assert "ít nhất một đơn vị" in str(filed(signed=[]))
    assert "Ngày ký phải từ" in str(filed(signed_on=today() + DAY))
    assert "Ngày ký phải từ" in str(filed(signed_on=today() - DAY))
    other = make.signing(make.block_of_units(*make.two_units()))
    theirs = SignedOnPaper(PledgeParty.objects.filter(pledge=other).first().pk, "Người Khác")
    assert "tải lại trang" in str(filed(signed=[rows[0], theirs]))  # a party of another giao ước
    make.signed(pledge, units[0], people[0][1])
    assert "đã ký rồi" in str(filed())
    assert pledge.signed_of() == (1, 2)

    page = desk.press(desk.open(url), "Lưu bản ký giấy", **{"don-vi-0-has_signed": "on"})
    assert (page.status, page.says("Hãy chọn tệp"), page.says("Hãy ghi họ tên người ký")) == (422, True, True)
    word = SimpleUploadedFile("a.docx", files.office())
    fields = {"don-vi-0-has_signed": "on", "don-vi-0-name": "Trần Văn Ký"}
    page = desk.press(page, "Lưu bản ký giấy", files={"file": word}, **fields)
    assert page.status == 422
    assert page.value("don-vi-0-name") == "Trần Văn Ký"
    assert pledge.signed_of() == (1, 2)
    desk.press(page, "Lưu bản ký giấy", files={"file": scan_file()}, **fields)
    assert pledge.signed_of() == (2, 2)
    assert desk.open(url).says("Mọi đơn vị đã ký")


# --- who is to sign -------------------------------------------------------------------------------------------------------


def test_a_unit_that_joins_later_is_added_and_told(units, block, people) -> None:
    pledge, new = make.signing(block), UnitFactory(name="Hợp tác xã Mới")
    head, desk = people_of_unit(new)[1], Desk(cast().officer)
    board = reverse("pledges:parties", args=[pledge.pk])
    with pytest.raises(actions.NotInBlock, match="Hãy đưa đơn vị vào khối trước"):
        actions.add_party(pledge_id=pledge.pk, unit=new, by=cast().officer, on=today())
    BlockMembershipFactory(block=block, unit=new, effective_from=today())
    assert work_of(head) == []

    desk.press(desk.open(board), "Đưa vào danh sách ký")

    assert len(work_of(head)) == 1
    assert Message.objects.filter(to=head).count() == 1
    assert actions.add_party(pledge_id=pledge.pk, unit=new, by=cast().officer, on=today()) == make.party(pledge, new)
    stranger = UnitFactory()
    token = desk.open(board)
    url, data = desk.filled(desk.open(reverse("pledges:due-day", args=[pledge.pk])), "Lưu hạn ký")
    assert desk.send(reverse("pledges:add-party", args=[pledge.pk]), data | {"unit": [str(stranger.pk)]}).status == 404
    assert (url, token.status) == (reverse("pledges:due-day", args=[pledge.pk]), 200)


def test_an_heir_signs_for_itself_and_never_silently_for_the_other(units, block, people) -> None:
    pledge, (old, heir) = make.signing(block), units
    make.signed(pledge, old, people[0][1])
    actions.withdraw_signature(signature_id=PledgeSignature.objects.get().pk, by=people[0][1], reason="Chờ sáp nhập.")
    party = make.party(pledge, old)
    reorganise(
        kind=SuccessionKind.MERGER,
        unit_ids=[old.pk],
        successor_ids=[heir.pk],
        on=today(),
        basis="Nghị quyết",
        takes_people=True,
        by=None,
    )

    heir_head = people[1][1]
    for user in (heir_head, people[0][1]):
        fresh = User.objects.get(pk=user.pk)
        assert Desk(fresh).open(party.get_absolute_url()).status in (403, 404)
    desk = Desk(cast().officer)
    board = desk.open(reverse("pledges:parties", args=[pledge.pk]))
    assert board.says("Sáp nhập vào Hợp tác xã Mẫu Hai")
    page = desk.follow(board, "Đưa khỏi danh sách")
    assert desk.press(page, "Đưa khỏi danh sách ký").says("Hãy ghi lý do")
    desk.press(page, "Đưa khỏi danh sách ký", reason="Đã sáp nhập.")
    party.refresh_from_db()
    assert (party.removed_on, party.removal_reason, pledge.signed_of()) == (today(), "Đã sáp nhập.", (0, 1))
    assert desk.open(board.url).says("Đã đưa khỏi danh sách ký")


def test_who_is_taken_off_is_gone_from_the_khoi_and_its_heir_may_take_the_place(units, block, people) -> None:
    pledge, (one, _) = make.signing(block), units
    party, officer = make.party(pledge, one), cast().officer
    make.signed(pledge, one, people[0][1])
    with pytest.raises(actions.StillInBlock):
        actions.take_off(party_id=party.pk, by=officer, on=today(), reason="Thôi.")
    heir, stranger = UnitFactory(name="Hợp tác xã Kế Tục"), UnitFactory()
    BlockMembershipFactory(block=block, unit=heir)
    BlockMembership.objects.filter(unit=one).update(effective_to=today())
    Appointment.objects.filter(unit=one).update(effective_to=today())
    Unit.objects.filter(pk=one.pk).update(closed_on=today(), closed_reason="Giải thể.")
    SuccessionFactory(predecessor=one, successor=heir, effective_on=today())
    with pytest.raises(actions.NotInBlock, match="không kế tục"):
        actions.take_off(party_id=party.pk, by=officer, on=today(), reason="Đóng.", in_its_place=stranger)
    desk = Desk(officer)

    page = desk.open(reverse("pledges:take-off", args=[party.pk]))
    desk.press(page, "Đưa khỏi danh sách ký", reason="Giải thể.", in_its_place=str(heir.pk))

    assert pledge.signed_of() == (0, 2)  # what the closed one signed is void; the heir is to sign
    assert PledgeSignature.objects.get().void_reason == "Giải thể."
    assert make.party(pledge, heir).name == "Hợp tác xã Kế Tục"
    assert fates_of(pledge, PledgeParty.objects.standing().filter(pledge=pledge), on=today()) == {}


def test_parties_are_those_of_the_day_on_which_it_is_opened_again(units, block) -> None:
    pledge, new = make.signing(block), UnitFactory()
    row = carry_out(pledge, "recalled", by=cast().officer, on=today(), reason="Sửa.")
    BlockMembership.objects.filter(unit=units[0]).update(effective_to=today())
    BlockMembershipFactory(block=block, unit=new)

    carry_out(row, "opened", by=cast().officer, on=today())

    standing = PledgeParty.objects.standing().filter(pledge=pledge)
    assert set(standing.values_list("unit", flat=True)) == {units[1].pk, new.pk}


# --- writing ------------------------------------------------------------------------------------------------------------


def test_two_people_do_not_overwrite_each_other(block) -> None:
    row = make.draft(block)
    desk, other = Desk(cast().officer), Desk(make.lead_of(block, UnitFactory()))
    first, second = (each.open(reverse("pledges:write", args=[row.pk])) for each in (desk, other))
    desk.press(first, "Lưu giao ước", preamble="Một")

    page = other.press(second, "Lưu giao ước", preamble="Hai")

    assert (page.status, page.says("Người khác vừa ghi vào giao ước này")) == (422, True)
    row.refresh_from_db()
    assert row.preamble == "Một"
    other.press(page, "Lưu giao ước")
    row.refresh_from_db()
    assert row.preamble == "Hai"
    before = row.revision
    actions.write_pledge(pledge_id=row.pk, said=said_in(row), seen=0, by=cast().officer)  # a double click
    row.refresh_from_db()
    assert row.revision == before


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"content": ""}, "Hãy điền ô này"),
        ({"content": "Điều 1. " + "dai" * 90}, "không có dấu cách"),
        ({"content": "a " * 40_000}, "nhiều nhất"),
        ({"chi-tieu-2-words": "Doanh thu tăng"}, "Đã ghi ở dòng trên"),
        ({"chi-tieu-2-aim": "8%"}, "Hãy điền ô này"),
        ({"chi-tieu-TOTAL_FORMS": "99999"}, "Nhiều nhất 60 chỉ tiêu"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_saved(block, fields: dict[str, str], words: str) -> None:
    row, desk = make.draft(block), Desk(cast().officer)

    page = desk.press(desk.open(reverse("pledges:write", args=[row.pk])), "Lưu giao ước", preamble="Mới", **fields)

    assert (page.status, page.says(words)) == (422, True)
    assert said_in(Pledge.objects.get()) == make.SAID


def test_text_typed_on_a_mac_is_kept_in_one_spelling(block) -> None:
    row, desk = make.draft(block), Desk(cast().officer)
    nfd = "Đie\u0302\u0300u 1. Ho\u0323p ta\u0301c."

    desk.press(desk.open(reverse("pledges:write", args=[row.pk])), "Lưu giao ước", content=nfd, preamble="")

    row.refresh_from_db()
    assert list(blocks_of(row.content)) == [Article(1, text="Họp tác.")]


def test_one_a_year_and_no_day_that_passed(block, units) -> None:
    make.draft(block)
    desk, url = Desk(cast().officer), reverse("pledges:create")
    fields = {"block": str(block.pk), "year": str(today().year), "due_on": short_date(today() + DAY)}

    assert desk.press(desk.open(url), "Lập giao ước", **fields).says("Khối đã có giao ước của năm này")
    late = fields | {"year": "2031", "due_on": short_date(today() - DAY)}
    assert desk.press(desk.open(url), "Lập giao ước", **late).says("Hạn ký phải từ hôm nay trở đi")
    lead = Desk(make.lead_of(block, units[0]))
    other = make.block_of_units(UnitFactory())
    page = lead.open(url)
    assert other.name not in page.main  # a lead writes for the own block alone
    assert Pledge.objects.count() == 1
    carry_out(Pledge.objects.get(), "dropped", by=cast().officer, on=today(), reason="Lập nhầm.")
    desk.press(desk.open(url), "Lập giao ước", **fields)
    assert Pledge.objects.count() == 2


def test_the_former_text_is_offered_for_the_new_year_without_its_aims(block) -> None:
    former = make.signing(block, year=2025)
    said = Pledged("Năm qua", "Điều 1. Thi đua năm 2025.", (PledgedAim("Doanh thu", "8%"),))

    assert carried_over(said, 2025, 2026) == Pledged("Năm qua", "Điều 1. Thi đua năm 2026.", (PledgedAim("Doanh thu"),))
    row = actions.begin_pledge(block=block, year=2026, due_on=today(), by=cast().officer)
    assert lines_of_past_years(said_in(row), 2025, 2026) == []
    assert not Desk(cast().officer).open(reverse("pledges:write", args=[row.pk])).says("Còn dòng nhắc năm cũ")
    assert (row.content, [each.aim for each in row.targets.all()]) == (former.content, ["", ""])


KEPT = (
    "Căn cứ Quyết định số 22/QĐ-LMHTX ngày 11 tháng 01 năm 2025",
    "- Thực hiện Kế hoạch số: 05/KH-KTĐ năm 2025",
    "Theo Hướng dẫn số 7/HD-KTĐ, thi đua năm 2025",
    "Căn cứ Luật Mẫu năm 2025",
    "Hưởng ứng Kế hoạch số 05/KH-KTĐ năm 2025",
    "Ký ngày 05/02/2025, tổng kết trước tháng 12 năm 2025",
    "Hạn 31/12 năm 2025, kế hoạch từ năm 2021 đến năm 2025 và năm 2025 - 2030",
    "Thực hiện Quyết định 354/QĐ-UBND năm 2025 của Ủy ban nhân dân tỉnh",
    "2- Tự chấm điểm theo Quyết định 22/QĐ-LMHTX năm 2025",
    "Trong các năm 2024, 2025; các năm 2025, 2026; năm 2025 và 2026",
)


@pytest.mark.parametrize("line", KEPT)
def test_a_carried_text_leaves_papers_and_days_as_they_are(line: str) -> None:
    assert carried_over(Pledged(line, line, (PledgedAim(line),)), 2025, 2026) == Pledged(
        line, line, (PledgedAim(line),)
    )


@pytest.mark.parametrize(
    ("line", "renewed"),
    [
        ("Năm 2025, các đơn vị thi đua", "Năm 2026, các đơn vị thi đua"),
        ("I. MỤC TIÊU NĂM 2025", "I. MỤC TIÊU NĂM 2026"),
        ("Ky\u0301 na\u0306m 2025", "Ký năm 2026"),
        ("Căn cứ kết quả năm\u00a02025", "Căn cứ kết quả năm\u00a02026"),
        ("Thực hiện chỉ tiêu số lượng thành viên mới năm 2025", "Thực hiện chỉ tiêu số lượng thành viên mới năm 2026"),
        ("Năm 2024 và 20255 đồng, năm 20255", "Năm 2024 và 20255 đồng, năm 20255"),
    ],
)
def test_a_carried_text_renews_its_year(line: str, renewed: str) -> None:
    said = Pledged(line, f"{line}\n\n{line}", (PledgedAim(line, "5"),))

    assert carried_over(said, 2025, 2026) == Pledged(renewed, f"{renewed}\n\n{renewed}", (PledgedAim(renewed),))


def test_who_writes_is_told_which_lines_name_the_former_year(block) -> None:
    former = make.draft(block, year=2025)
    said = Pledged(f"{KEPT[0]}\nCác đơn vị ký:", "Điều 1. Thi đua năm 2025.", (PledgedAim("Mở mới trước 31/12/2025"),))
    former = actions.write_pledge(pledge_id=former.pk, said=said, seen=former.revision, by=cast().officer)
    carry_out(former, "opened", by=cast().officer, on=today())
    row, desk = actions.begin_pledge(block=block, year=2026, due_on=today(), by=cast().officer), Desk(cast().officer)

    page = desk.open(reverse("pledges:write", args=[row.pk]))

    told = page.tree.xpath("//main//*[contains(@class, 'alert-portal')]//li")
    assert [each.text_content().strip() for each in told] == [KEPT[0], "Mở mới trước 31/12/2025"]
    assert page.says("Còn dòng nhắc năm cũ")
    desk.press(page, "Lưu giao ước", preamble="Các đơn vị ký:", **{"chi-tieu-0-words": "Mở mới trước 31/12/2026"})
    assert not desk.open(page.url).says("Còn dòng nhắc năm cũ")


def test_it_is_opened_only_with_a_text_a_day_and_two_units(block, units) -> None:
    row, officer = make.draft(block), cast().officer

    def refused() -> str:
        with pytest.raises(actions.SignedText) as error, transaction.atomic():
            carry_out(row, "opened", by=officer, on=today())
        return str(error.value)

    Pledge.objects.update(due_on=today() - DAY)
    assert "đã qua" in refused()
    Pledge.objects.update(due_on=today(), content="")
    assert "chưa có nội dung" in refused()
    Pledge.objects.update(content="Điều 1.")
    BlockMembership.objects.filter(unit=units[0]).update(effective_to=today())
    assert "ít nhất 2 đơn vị" in refused()
    with pytest.raises(ReadAnotherText):
        actions.open_signing(pledge_id=row.pk, by=officer, on=today(), read=99)


def test_the_day_is_moved_while_it_is_signed(block, people, units) -> None:
    pledge, desk = make.signing(block), Desk(cast().officer)
    url = reverse("pledges:due-day", args=[pledge.pk])

    assert desk.press(desk.open(url), "Lưu hạn ký", due_on=short_date(today() - DAY)).says("từ hôm nay trở đi")
    desk.press(desk.open(url), "Lưu hạn ký", due_on=short_date(today() + 40 * DAY))

    assert Pledge.objects.get().due_on == today() + 40 * DAY


# --- the board, its numbers, reminders --------------------------------------------------------------------------------


def test_every_number_opens_its_list(units, block, people) -> None:
    pledge, desk = make.signing(block), Desk(cast().officer)
    make.signed(pledge, units[0], people[0][1])
    page = desk.open(reverse("pledges:list"))

    for words, state in (("2", ""), ("1", "signed"), ("1", "unsigned")):
        url = reverse("pledges:parties", args=[pledge.pk]) + (f"?state={state}" if state else "")
        assert page.tree.xpath(f"//a[@href='{url}']")
        rows = desk.open(url).tree.xpath("//tbody/tr[td]")
        assert str(len(rows)) == words
    assert (
        len(desk.open(f"{reverse('pledges:parties', args=[pledge.pk])}?state=paper").tree.xpath("//tbody/tr[td]")) == 0
    )
    excel = desk.client.get(reverse("pledges:parties", args=[pledge.pk]), {"xuat": "xlsx"})
    assert excel.status_code == 200
    b"".join(excel.streaming_content)


def test_other_blocks_and_leads_see_nothing(units, block, people) -> None:
    pledge = make.signing(block)
    other = make.block_of_units(*make.two_units())
    theirs = make.lead_of(other, UnitFactory())
    stranger = people_of_unit(BlockMembership.objects.filter(block=other).first().unit)[1]

    for user in (theirs, stranger):
        desk = Desk(user)
        assert "Khối thi đua Mẫu" not in desk.open(reverse("pledges:list")).main
        for name in ("pledge", "parties", "write", "scan"):
            assert desk.open(reverse(f"pledges:{name}", args=[pledge.pk])).status == 404
    assert "Khối thi đua Mẫu" in Desk(people[0][0]).open(reverse("pledges:list")).main


def test_who_holds_several_roles_has_the_link_once(units, block, people) -> None:
    head = people[0][1]
    AppointmentFactory(user=head, unit=units[0], role=Role.CLUSTER_LEAD, block=block)

    page = Desk(head).open("/")

    assert len(page.tree.xpath(f"//main//a[@href='{reverse('pledges:list')}']")) == 1


def test_who_has_not_signed_is_reminded_before_the_day_and_after(units, block, people) -> None:
    pledge = make.signing(block, due_in=3)
    make.signed(pledge, units[0], people[0][1])
    Message.objects.all().delete()

    assert [remind(on=today()), remind(on=today()), remind(on=today() + DAY), remind(on=today() + 4 * DAY)] == [
        1,
        0,
        0,
        1,
    ]
    assert set(Message.objects.values_list("to", flat=True)) == {people[1][1].pk}
    assert sorted(Message.objects.values_list("subject", flat=True)) == [
        f"Nhắc ký giao ước thi đua năm {pledge.year}: còn 3 ngày",
        f"Nhắc ký giao ước thi đua năm {pledge.year}: đã hết hạn",
    ]


# --- concluding -----------------------------------------------------------------------------------------------------------


def test_it_is_concluded_when_all_signed_or_the_day_has_passed(units, block, people) -> None:
    pledge, officer = make.signing(block), cast().officer
    late = UnitFactory()
    BlockMembershipFactory(block=block, unit=late)
    actions.add_party(pledge_id=pledge.pk, unit=late, by=officer, on=today())
    make.signed(pledge, units[0], people[0][1])
    make.scanned(pledge, units[1])
    with pytest.raises(InvalidMove, match="mọi đơn vị đã ký"):
        carry_out(pledge, "concluded", by=officer, on=today())
    assert work_of(officer) == []
    Pledge.objects.update(due_on=today() - DAY)
    assert len(work_of(officer)) == 1

    done = carry_out(Pledge.objects.get(), "concluded", by=officer, on=today())

    assert done.signed_of() == (2, 3)
    assert [row[2] for row in rows_of(sheet(paper_of(done)))].count("Chưa ký") == 1
    page = Desk(officer).open(f"{reverse('pledges:parties', args=[pledge.pk])}?state=unsigned")
    assert page.says(late.name)
    with pytest.raises(actions.CannotSign, match="Đã ký kết"):
        make.scanned(done, late)
    with pytest.raises(actions.CannotSign):
        actions.withdraw_signature(
            signature_id=PledgeSignature.objects.filter(way="paper").get().pk, by=officer, reason="Thôi."
        )
    with pytest.raises(actions.CannotSign):
        actions.print_to_sign(pledge_id=pledge.pk, by=officer)


def test_rules_of_the_days_and_numbers() -> None:
    day = dt.date(2026, 3, 31)

    assert why_not_concluded(2, 2, day, on=day) == ""
    assert why_not_concluded(2, 3, day, on=day) != ""
    assert why_not_concluded(2, 3, day, on=day + DAY) == ""
    assert "ít nhất 2" in why_not_concluded(1, 3, day, on=day + DAY)
    assert due_days_told(day) == [dt.date(2026, 4, 3), dt.date(2026, 3, 30)]
    assert [year_offered(dt.date(2026, month, 1)) for month in (1, 10, 11)] == [2026, 2026, 2027]
    assert digest_of({"b": "2", "a": "1"}) == digest_of({"a": "1", "b": "2"}) != digest_of({"a": "1", "b": "3"})


def test_lines_of_a_text_are_printed_as_what_they_are() -> None:
    text = "Căn cứ Luật\n\n  Điều 12: Làm. \nđiều kiện chung"
    article, line = Article(12, text="Làm."), Paragraph("điều kiện chung")

    assert list(blocks_of(text, is_preamble=True)) == [Basis("Căn cứ Luật"), article, line]
    assert list(blocks_of(text)) == [Paragraph("Căn cứ Luật"), article, line]  # khối that settles by its points, say


HEADED = """
I. NỘI DUNG THI ĐUA
1. Về phát triển kinh tế
- Doanh thu tăng.
2. Về xã hội:
- Ủng hộ quỹ.
II. Tổ chức thực hiện
1. Khối trưởng theo dõi
2. Các đơn vị báo cáo
V. I. Lê là một tên
"""


def test_sections_and_items_with_text_below_are_headings() -> None:
    assert list(blocks_of(HEADED)) == [
        Heading(1, "NỘI DUNG THI ĐUA", "I."),
        Heading(2, "Về phát triển kinh tế", "1."),
        Paragraph("- Doanh thu tăng."),
        Heading(2, "Về xã hội:", "2."),
        Paragraph("- Ủng hộ quỹ."),
        Heading(1, "Tổ chức thực hiện", "II."),
        Paragraph("1. Khối trưởng theo dõi"),
        Paragraph("2. Các đơn vị báo cáo"),
        Paragraph("V. I. Lê là một tên"),
    ]
    assert list(blocks_of(f"I. {'rất dài ' * 30}\n1. Làm việc này.\nX")) == [
        Paragraph(f"I. {'rất dài ' * 30}".strip()),
        Paragraph("1. Làm việc này."),
        Paragraph("X"),
    ]


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("Điều 1 Trách nhiệm", Article(1, text="Trách nhiệm")),
        ("Điều 1 Đoàn kết", Article(1, text="Đoàn kết")),
        ("ĐIỀU 3 - Thực hiện", Article(3, text="Thực hiện")),
        ("Điều 3 – Thực hiện", Article(3, text="Thực hiện")),
        ("Điều 4", Article(4)),
        ("Điều 5 Luật Thi đua, khen thưởng quy định", Paragraph("Điều 5 Luật Thi đua, khen thưởng quy định")),
        ("Điều 6 Ở đâu cũng vậy", Article(6, text="Ở đâu cũng vậy")),
        ("Điều 5 của quy chế", Paragraph("Điều 5 của quy chế")),
    ],
)
def test_an_article_has_a_stop_a_dash_or_neither(line: str, block: Article | Paragraph) -> None:
    assert list(blocks_of(line)) == [block]
    if isinstance(block, Article) and block.text:
        assert next(blocks_of(f"{line}\nCác đơn vị cùng làm.")) == Article(block.number, title=block.text)


def test_headings_are_bold_on_paper_and_what_settles_the_khoi_is_no_basis(block) -> None:
    pledge = make.draft(block)
    text = f"{HEADED}\nCăn cứ kết quả chấm điểm, khối suy tôn."
    pledge = actions.write_pledge(
        pledge_id=pledge.pk, said=Pledged("Căn cứ Luật", text), seen=pledge.revision, by=cast().officer
    )

    pdf = read(render(pledge_paper(pledge, said_in(pledge), (), version=None)).pdf)

    for words, style in (
        ("I. NỘI DUNG THI ĐUA", "bold"),
        ("II. TỔ CHỨC THỰC HIỆN", "bold"),
        ("1. Về phát triển", "bold"),
        ("1. Khối trưởng theo dõi", "regular"),
        ("Căn cứ Luật", "italic"),
        ("Căn cứ kết quả", "regular"),
    ):
        assert pdf.find(words).style == style, words


# --- the database -----------------------------------------------------------------------------------------------------


def refused(act) -> str:
    with pytest.raises((IntegrityError, InternalError, DatabaseError)) as error, transaction.atomic():
        act()
    return str(error.value)


def test_what_the_database_itself_refuses(units, block, people) -> None:
    pledge = make.signing(block)
    signature, own = make.signed(pledge, units[0], people[0][1]), make.party(pledge, units[0])
    signatures, rows = PledgeSignature.objects.filter(pk=signature.pk), Pledge.objects.filter(pk=pledge.pk)
    same = {"party": own, "version": signature.version, "signed_on": today(), "signed_by": people[0][1]}

    assert "Cannot update" in refused(lambda: rows.update(content="Khác"))
    assert "pledge_is_draft" in refused(lambda: pledge.targets.update(aim="khác"))
    assert "Cannot update" in refused(lambda: pledge.versions.update(number=7))
    assert "Cannot update" in refused(lambda: signatures.update(signer_name="Khác"))
    assert "pledge_signature_one_valid" in refused(
        lambda: PledgeSignature.objects.create(**same, way="portal", signer_name="Khác")
    )
    assert "pledge_signature_on_paper_has_scan" in refused(
        lambda: PledgeSignature.objects.create(
            **same | {"party": make.party(pledge, units[1])}, way="paper", signer_name="Khác"
        )
    )
    assert "pledge_signature_by_somebody" in refused(
        lambda: PledgeSignature.objects.create(
            **same | {"party": make.party(pledge, units[1])}, way="portal", signer_name=""
        )
    )
    assert "pledge_signature_void_with_reason" in refused(lambda: signatures.update(voided_by=people[0][1]))
    assert "pledge_party_once" in refused(
        lambda: PledgeParty.objects.create(pledge=pledge, unit=units[0], name="x", added_on=today())
    )
    assert "pledge_party_removed_with_reason" in refused(
        lambda: PledgeParty.objects.filter(pk=own.pk).update(removed_on=today())
    )
    assert "pledge_concluded_on_a_day" in refused(lambda: rows.update(concluded_on=today()))
    assert "pledge_opened_on_a_day" in refused(lambda: rows.update(opened_on=None))
    assert "pledge_once_a_year" in refused(lambda: Pledge.objects.create(block=block, year=pledge.year, due_on=today()))
    make.scanned(pledge, units[1])
    carry_out(pledge, "concluded", by=cast().officer, on=today())
    assert "pledge_is_signed_now" in refused(lambda: PledgeParty.objects.filter(pk=own.pk).update(removal_reason="x"))
    assert "Cannot" in refused(lambda: signatures.delete())


# --- the block as it was, and who is still in it ----------------------------------------------------------------------


def test_signed_paper_bears_the_name_that_was_signed(units, block, people) -> None:
    pledge = make.signing(block)
    was = block.name
    type(block).objects.filter(pk=block.pk).update(name="Khối tên mới")
    pledge = Pledge.objects.get(pk=pledge.pk)

    paper = signed_paper(pledge, is_final=True)

    assert (paper.header.issuer, paper.author) == ((was.upper(),), was)


@pytest.mark.parametrize(
    ("line", "is_named"),
    [
        ("Phát huy kết quả đạt được năm 2024, thi đua năm 2026.", True),
        ("Thi đua năm 2026.", False),
        ("Căn cứ Luật Thi đua, khen thưởng năm 2022.", False),
        ("Kế hoạch phát triển giai đoạn 2021 - 2030.", False),
        ("Kế hoạch giai đoạn 2021 - 2025.", True),
        ("Phấn đấu đến năm 2030.", False),
        ("Họp ngày 05/01/2024.", False),
        ("Làm theo Quyết định 22/QĐ-LMHTX năm 2025 của Liên minh.", True),
        ("Trong các năm 2025, 2026.", True),
        ("Họp ngày 05/01/2025.", True),
    ],
)
def test_lines_that_speak_of_a_past_year_are_named(line: str, is_named: bool) -> None:
    assert lines_of_past_years(Pledged("", line, ()), 2025, 2026) == ([line] if is_named else [])


def test_who_left_the_block_is_neither_asked_nor_reminded(units, block, people) -> None:
    make.signing(block, due_in=3)
    block.memberships.filter(unit=units[0]).update(effective_to=today())
    Message.objects.all().delete()

    remind(on=today())

    assert set(Message.objects.values_list("to", flat=True)) == {people[1][1].pk}
    assert [parties_to_sign(head, on=today()).count() for _, head in people] == [0, 1]


def test_blocks_without_a_pledge_are_those_with_members_today(units, block) -> None:
    officer = cast().officer
    empty = make.block_of_units(UnitFactory())
    empty.memberships.update(effective_from=dt.date(2131, 1, 1))
    block.memberships.update(effective_to=today() + 400 * DAY)

    assert list(blocks_without(2026, blocks_to_write_for(officer), on=today())) == [block]


@pytest.mark.parametrize("word", [" ", "\t", ",", "1"])
def test_carrying_over_grows_no_faster_than_the_text(word: str) -> None:
    check_grows_with_length(
        lambda text: carried_over(Pledged(text, text, ()), 2025, 2026), lambda size: f"Theo số{word * size}y", 4_000
    )


def test_opening_names_the_targets_for_which_no_aim_is_set(units, block, people) -> None:
    pledge = make.draft(block)
    said = Pledged("", "Điều 1. Thi đua.", (PledgedAim("Doanh thu tăng"), PledgedAim("Thành viên mới", "05 người")))
    actions.write_pledge(pledge_id=pledge.pk, said=said, seen=pledge.revision, by=cast().officer)

    desk = Desk(cast().officer)
    page = desk.follow(desk.open(pledge.get_absolute_url()), "Mở ký")

    assert page.says("Chưa ghi mức phấn đấu của 1 chỉ tiêu: Doanh thu tăng."), page.main


@pytest.mark.parametrize("mark", ["", "- ", "+ ", "1. "])
def test_basis_is_one_whatever_mark_stands_before_it(mark: str) -> None:
    assert list(blocks_of(f"{mark}Căn cứ Luật Mẫu;", is_preamble=True)) == [Basis("Căn cứ Luật Mẫu;")]
