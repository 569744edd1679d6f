"""A paper that a unit issues is frozen, read and checked like any other, and stands in no book of the alliance."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from msgspec.structs import replace as replace_part

from campaigns.pledges.actions import print_to_sign
from campaigns.registration.models import Registration
from emulation_portal.audit.models import Event
from emulation_portal.core.searching import words_of
from emulation_portal.documents import actions, queries
from emulation_portal.documents.actions import WrongPaper
from emulation_portal.documents.enums import DocumentStatus, DocumentType, EffectKind
from emulation_portal.documents.finding import bears, saying
from emulation_portal.documents.models import Document, LooseCopy, PaperEffect, Register, RegisterEntry
from emulation_portal.documents.paper import Paper, Paragraph
from emulation_portal.documents.papers import unit_paper
from emulation_portal.documents.queries import UnitFacts, facts_of
from emulation_portal.documents.regulations import WrongDate, WrongNumber, abbreviation_of, place_of_commune
from emulation_portal.documents.rendering import render
from emulation_portal.documents.rendering.html import place_line
from emulation_portal.documents.serving import paper_file_name
from emulation_portal.documents.word import word_copy
from emulation_portal.documents.work import not_sent_out
from emulation_portal.jobs.models import Job
from emulation_portal.procedure.errors import InvalidMove
from emulation_portal.rights.enums import Role
from tests.factories import nominations, pledges, registrations, reports, scoring
from tests.factories.campaigns import plan_in
from tests.factories.documents import (
    DAY,
    clerk,
    cooperative,
    document_of_unit,
    issued_document,
    issuer,
    order,
    revoked_by,
    transcribed_document,
    unit_order,
)
from tests.factories.pages import tight
from tests.factories.people import BlockFactory, PositionFactory, UnitFactory, alliance, second_alliance, user_with_role
from tests.factories.reports import people_of_unit
from tests.procedure.asking import holder_of
from units.actions.standing import change_standing
from units.enums import UnitKind
from units.models import EmulationBlock, Unit

from .pdfreader import read
from .wordreader import WordFile

pytestmark = pytest.mark.django_db

PDF, NEWER_PDF = b"%PDF-1.7 ban dau", b"%PDF-1.7 ban sau"
LATER = DAY + dt.timedelta(days=3)
BLANK = "\u00a0" * 6


@pytest.fixture(autouse=True)
def _fresh(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return tight(response.content.decode())


def said(shown: str) -> str:
    """Return the words of a page alone."""
    return " ".join(strip_tags(shown.replace("<", " <")).split())


def opened(client: Client, url: str) -> int:
    """Open a page or read a file to its end; return the answer's status."""
    response = client.get(url)
    b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code


# --- frozen -----------------------------------------------------------------------------------------------------------


def test_paper_of_a_unit_is_frozen_and_its_file_asked_for() -> None:
    unit = cooperative()
    editor = user_with_role(Role.UNIT_EDITOR, unit=unit)

    document = document_of_unit(unit, by=editor, number=7)

    paper = Paper.from_json(document.payload)
    assert (document.unit, document.issuer, document.entry, document.place) == (unit, None, None, unit)
    assert (document.number, document.symbol, document.printed_number) == (7, "BC-HTXĐT", "07/BC-HTXĐT")
    assert (document.signer_name, document.issuer_name) == ("Nguyễn Văn Mẫu", "Hợp tác xã Đông Triều")
    assert (document.is_public, document.kind, document.status) == (False, "issued", "issued")
    assert (paper.number, paper.issued_on, paper.is_draft, paper.has_end_mark) == (7, DAY, False, True)
    assert (paper.check.code, paper.check.url[-len(document.check_path()) :]) == (
        document.printed_code,
        document.check_path(),
    )
    event = Event.objects.get(verb="document.issued_by_unit")
    assert (event.object_id, event.actor_id, event.place) == (str(document.pk), editor.pk, unit.path)
    assert event.data == {"number": "07/BC-HTXĐT", "kind": "issued"}
    job = Job.objects.get(key=document.job_key)
    assert (job.kind, job.args, job.place) == ("documents.render", {"document_id": document.pk}, unit.path)


def test_unit_that_keeps_no_book_issues_without_a_number() -> None:
    document = document_of_unit(cooperative())

    assert (document.number, document.printed_number) == (None, "…/BC-HTXĐT")
    assert str(document) == "Báo cáo số …/BC-HTXĐT"
    assert paper_file_name(document) == "BC-HTXDT-20260302.pdf"


def test_no_book_has_a_line_of_it_and_no_number_is_taken() -> None:
    first = issued_document()

    document_of_unit(cooperative(), number=2)
    second = issued_document()

    assert (first.number, second.number) == (1, 2)
    assert list(RegisterEntry.objects.values_list("number", flat=True)) == [1, 2]
    assert Register.objects.get().last_number == 2
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as at commit: what compares books with papers is content


def test_it_never_waits_to_be_sent_out() -> None:
    document = document_of_unit(cooperative())
    in_the_book = issued_document()

    waiting = not_sent_out(clerk(), DAY)

    assert (document.is_to_be_sent_out, document.entry_url) == (False, "")
    assert [item.url for item in waiting.page(0, 10)[0]] == [in_the_book.entry_url]


@pytest.mark.parametrize(
    ("fields", "error", "words"),
    [
        ({"number": 0}, WrongNumber, "từ 1 trở lên"),
        ({"number": 100_000}, WrongNumber, "lớn bất thường"),
        ({"on": dt.date(1989, 12, 31)}, WrongDate, "quá xa"),
    ],
)
def test_what_no_paper_bears_is_refused(fields: dict, error: type, words: str) -> None:
    with pytest.raises(error, match=words):
        document_of_unit(cooperative(), **fields)

    assert Document.objects.count() == 0


def test_day_to_come_is_refused() -> None:
    unit = cooperative()

    with transaction.atomic(), pytest.raises(WrongDate, match="ở sau hôm nay"):
        actions.issue_of_unit(unit_order(unit, on=LATER), by=clerk(), today=DAY)


def test_unit_that_works_no_more_issues_nothing() -> None:
    unit = cooperative()
    unit.closed_on = DAY

    assert document_of_unit(unit, on=DAY - dt.timedelta(days=1)).number is None
    with pytest.raises(WrongPaper, match="thôi hoạt động từ 02/03/2026"):
        document_of_unit(unit, subject=alliance())


def test_alliance_itself_issues_by_its_book_alone() -> None:
    with pytest.raises(ValueError, match="stands in its book"):
        document_of_unit(alliance())


def block_order(block: EmulationBlock) -> actions.UnitOrder:
    """Return what a block issues on itself, as its paper and at its alliance."""
    unit = cooperative()
    order = replace(unit_order(unit, subject=block), unit=block.alliance, block=block)
    return replace(order, paper=replace_part(order.paper, author=block.name, symbol="BB-K1"))


def test_paper_of_a_block_lies_at_its_alliance_and_in_no_book() -> None:
    block = BlockFactory(name="Khối thi đua số 1")
    document = actions.issue_of_unit(block_order(block), by=clerk(), today=DAY)

    assert (document.place, document.is_of_unit, document.entry) == (block.alliance, True, None)
    assert (document.issuer_name, document.printed_number) == ("Khối thi đua số 1", "…/BB-K1")
    assert RegisterEntry.objects.count() == 0
    with pytest.raises(WrongPaper, match="đã được lưu cho việc này"):
        actions.issue_of_unit(block_order(block), by=clerk(), today=DAY)


def test_paper_of_a_block_bears_no_number_and_lies_at_no_other_alliance() -> None:
    for changes in ({"number": 3}, {"block": second_alliance().block}):
        with pytest.raises(ValueError, match="lies at the alliance of the block"):
            actions.issue_of_unit(replace(block_order(BlockFactory()), **changes), by=clerk(), today=DAY)


def test_paper_of_another_type_than_ordered_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="is no BC"):
        document_of_unit(cooperative(), type="TTr")


# --- versions ---------------------------------------------------------------------------------------------------------


def test_second_paper_on_one_subject_is_refused() -> None:
    unit = cooperative()
    document_of_unit(unit)

    with pytest.raises(WrongPaper, match="ngày 02/03/2026 đã được lưu cho việc này"):
        document_of_unit(unit)

    assert Document.objects.count() == 1
    assert document_of_unit(unit, document_type=DocumentType.TTR).symbol == "TTr-HTXĐT"


def test_number_of_the_units_own_book_is_given_once_a_year() -> None:
    unit, other = cooperative(), UnitFactory(parent=alliance())
    first = document_of_unit(unit, number=7)

    with pytest.raises(WrongNumber, match="ngày 02/03/2026 của đơn vị đã mang số 7"):
        document_of_unit(unit, subject=other, number=7)

    newer = document_of_unit(unit, supersedes=first, on=LATER, number=7)
    letter = document_of_unit(unit, subject=other, number=7, document_type=DocumentType.TTR)
    next_year = document_of_unit(unit, subject=UnitFactory(parent=alliance()), number=7, on=dt.date(2027, 1, 4))
    theirs = document_of_unit(other, number=7)
    assert [each.number for each in (newer, letter, next_year, theirs)] == [7, 7, 7, 7]


def test_new_version_ends_the_former_one_and_both_stay() -> None:
    unit = cooperative()
    former = document_of_unit(unit)

    newer = document_of_unit(unit, supersedes=former, on=LATER, number=12)

    former.refresh_from_db()
    effect = queries.effect_that_ended(former)
    assert (former.status, former.ended_on, newer.status, newer.supersedes) == ("superseded", LATER, "issued", former)
    assert (effect.kind, effect.by, effect.effective_on) == (EffectKind.REPLACES, newer, LATER)
    assert queries.versions_of(former) == queries.versions_of(newer) == [former, newer]
    assert queries.newest_of(former) == newer
    assert list(Event.objects.filter(object_id=former.pk).values_list("verb", flat=True).order_by("pk")) == [
        "document.issued_by_unit",
        "document.superseded",
    ]


def test_former_version_is_ended_once() -> None:
    unit = cooperative()
    former = document_of_unit(unit)
    document_of_unit(unit, supersedes=former)

    with pytest.raises(WrongPaper, match="đã được lưu cho việc này"):
        document_of_unit(unit, supersedes=former)


def test_new_version_is_of_no_earlier_day() -> None:
    unit = cooperative()
    former = document_of_unit(unit)

    with pytest.raises(WrongPaper, match="có trước Báo cáo số …/BC-HTXĐT"):
        document_of_unit(unit, supersedes=former, on=DAY - dt.timedelta(days=1))

    former.refresh_from_db()
    assert former.status == "issued"


def test_unit_that_took_over_goes_on_with_the_subject() -> None:
    unit, heir = cooperative(), cooperative(name="Hợp tác xã Kế Thừa")
    former = document_of_unit(unit)

    newer = document_of_unit(heir, subject=unit, supersedes=former)

    assert (newer.unit, queries.newest_of(former)) == (heir, newer)


def test_unit_of_another_alliance_replaces_nothing_here() -> None:
    former, theirs = document_of_unit(cooperative()), second_alliance().member

    with pytest.raises(WrongPaper, match="do cơ quan khác ban hành"):
        document_of_unit(theirs, subject=former.unit, supersedes=former)


@pytest.mark.parametrize("of", ["another subject", "another type", "the alliance"])
def test_only_a_former_version_is_replaced(of: str) -> None:
    unit = cooperative()
    older = {
        "another subject": lambda: document_of_unit(unit, subject=alliance()),
        "another type": lambda: document_of_unit(unit, document_type=DocumentType.TTR),
        "the alliance": lambda: issued_document(subject=unit),
    }[of]()

    with pytest.raises(ValueError, match="is no former paper"):
        document_of_unit(unit, supersedes=older)

    older.refresh_from_db()
    assert older.status == "issued"


# --- beside the papers of the book ------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["supersedes", "amends"])
def test_paper_of_the_book_does_nothing_to_one_of_a_unit(how: str) -> None:
    document = document_of_unit(cooperative())

    with transaction.atomic(), pytest.raises(WrongPaper, match="không có trong sổ văn bản của Liên minh"):
        actions.issue(order(), by=clerk(), today=DAY, **{how: document})

    assert (RegisterEntry.objects.count(), PaperEffect.objects.count()) == (0, 0)


def test_alliance_does_not_revoke_it() -> None:
    document, leader = document_of_unit(cooperative()), user_with_role(Role.LEADER)

    with pytest.raises(InvalidMove, match="do đơn vị ban hành nên Liên minh không thu hồi"):
        actions.revoke(document_id=document.pk, reason="Nhầm", by=leader, on=DAY, through=revoked_by(on=DAY))


def test_it_revokes_nothing_of_the_alliance() -> None:
    older, leader = issued_document(), user_with_role(Role.LEADER)
    through = actions.RevokedBy(document_of_unit(cooperative()))

    with pytest.raises(WrongPaper, match="không có trong sổ văn bản của Liên minh"):
        actions.revoke(document_id=older.pk, reason="Nhầm", by=leader, on=DAY, through=through)

    older.refresh_from_db()
    assert older.status == "issued"


def test_clerk_of_the_alliance_alone_replaces_what_is_in_the_book() -> None:
    older = issued_document()

    with transaction.atomic(), pytest.raises(PermissionDenied):
        actions.effects.supersede(older, on=DAY, by=user_with_role(Role.OFFICER))


# --- who reads it -----------------------------------------------------------------------------------------------------


def readers(document: Document, *users) -> list[bool]:
    return [Document.objects.visible_to(user).filter(pk=document.pk).exists() for user in users]


def sent_by(unit: Unit) -> Registration:
    """Return what a unit sent, for papers that are of it: its readers are those who work with what units send."""
    return registrations.brought(
        registrations.call(of=Unit.objects.get(pk=unit.root_id)), unit, "sent", people=people_of_unit(unit)
    )


def test_who_works_with_what_units_send_reads_it_and_nobody_else() -> None:
    unit, theirs = cooperative(), second_alliance()
    document = document_of_unit(unit, subject=sent_by(unit))
    office = [user_with_role(role) for role in (Role.OFFICER, Role.LEADER, Role.AUDITOR)]
    others = [user_with_role(role) for role in (Role.CLERK, Role.ACCOUNTANT, Role.ADMIN, Role.UNIT_HEAD)]
    others += [theirs.users["officer"], theirs.users["unit_head"]]

    assert readers(document, *office) == [True] * 3
    assert readers(document, *others) == [False] * 6
    assert readers(document_of_unit(theirs.member, subject=sent_by(theirs.member)), *office) == [False] * 3


def test_what_nobody_said_who_reads_nobody_reads() -> None:
    document = document_of_unit(cooperative())

    assert readers(document, user_with_role(Role.OFFICER), user_with_role(Role.LEADER)) == [False] * 2


KINDS = {
    "registration": lambda: registrations.in_state("sent"),
    "dossier": lambda: nominations.in_state("submitted"),
    "nomination": lambda: nominations.nomination_in("appraising"),
    "report": lambda: reports.in_state("submitted"),
    "pledge": lambda: pledges.in_state("concluded"),
    "minutes": lambda: scoring.scoring_in("concluded"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_refused_what_it_was_made_of_is_refused_the_paper(client: Client, kind: str) -> None:
    thing = KINDS[kind]()
    document = Document.objects.filter(
        subject_type=thing._meta.label_lower, subject_id=thing.pk, status=DocumentStatus.ISSUED
    ).earliest("pk")
    answers = {}
    for role in Role:
        client.force_login(holder_of(role))
        answers[role] = (opened(client, thing.get_absolute_url()), opened(client, document.get_absolute_url()))

    assert {role for role, (shown, read) in answers.items() if (shown == 200) != (read == 200)} == set()
    assert {read for _, read in answers.values()} == {200, 404}


@pytest.mark.parametrize(("role", "is_read"), [(Role.OFFICER, True), (Role.CLERK, False), (Role.ADMIN, False)])
def test_copy_printed_for_the_readers_of_a_subject_is_read_by_no_other(role: Role, is_read: bool) -> None:
    issuer()
    copy = print_to_sign(pledge_id=pledges.in_state("signing").pk, by=user_with_role(Role.OFFICER))

    assert LooseCopy.objects.visible_to(user_with_role(role)).filter(pk=copy.pk).exists() is is_read


def test_whoever_sees_the_subject_reads_it(client: Client) -> None:
    unit = cooperative()
    head, neighbour = user_with_role(Role.UNIT_HEAD, unit=unit), user_with_role(Role.UNIT_HEAD)
    document = document_of_unit(unit, subject=plan_in("issued", only_for=unit), file=PDF)

    assert readers(document, head, neighbour) == [True, False]
    for user, status in ((head, 200), (neighbour, 404)):
        client.force_login(user)
        urls = [reverse(f"documents:{name}", args=[document.pk]) for name in ("detail", "file", "word")]
        assert [opened(client, url) for url in urls] == [status] * 3


def test_public_paper_is_read_by_strangers(client: Client) -> None:
    document = document_of_unit(cooperative(), is_public=True)

    assert "Hợp tác xã Đông Triều" in page(client, document.get_absolute_url())


# --- pages ------------------------------------------------------------------------------------------------------------


def test_page_names_the_unit_and_no_book(client: Client) -> None:
    unit = cooperative()
    document = document_of_unit(unit, file=PDF, subject=sent_by(unit))
    client.force_login(user_with_role(Role.OFFICER))

    shown = page(client, document.get_absolute_url())

    for words in (
        "…/BC-HTXĐT",
        "(đơn vị không ghi số)",
        "Đơn vị ban hành",
        "không ghi vào sổ văn bản đi của Liên minh",
    ):
        assert words in shown
    assert reverse("units:detail", args=[document.unit_id]) in shown
    assert "so-van-ban-di/dong/" not in shown
    assert opened(client, reverse("documents:word", args=[document.pk])) == 200


def test_page_lists_the_versions(client: Client) -> None:
    unit = cooperative()
    sent = sent_by(unit)
    former = document_of_unit(unit, subject=sent)
    newer = document_of_unit(unit, supersedes=former, on=LATER, number=12, subject=sent)
    client.force_login(user_with_role(Role.OFFICER))

    shown = page(client, former.get_absolute_url())

    assert "Các bản của văn bản này" in shown
    assert "Thay thế ngày 05/03/2026 bằng Báo cáo số 12/BC-HTXĐT ngày 05/03/2026" in said(shown)
    assert newer.get_absolute_url() in shown


def test_check_page_says_whose_it_is_and_not_more_than_it_may(client: Client) -> None:
    document = document_of_unit(cooperative(), file=PDF)

    shown = page(client, document.check_path())

    for words in (
        "Văn bản có thật, đang có hiệu lực",
        "Do Hợp tác xã Đông Triều ban hành và gửi qua cổng; không ghi vào sổ văn bản của Liên minh.",
        "(đơn vị không ghi số trên cổng)",
        "Đơn vị ban hành",
    ):
        assert words in shown
    for hidden in ("Kết quả phong trào", "Nguyễn Văn Mẫu", document.file.sha256):
        assert hidden not in shown


def test_check_page_of_the_former_version_says_so(client: Client) -> None:
    unit = cooperative()
    sent = sent_by(unit)
    former = document_of_unit(unit, file=PDF, subject=sent)
    newer = document_of_unit(unit, supersedes=former, on=LATER, number=12, file=NEWER_PDF, subject=sent)
    stranger = page(client, former.check_path())
    client.force_login(user_with_role(Role.OFFICER))

    shown = page(client, former.check_path())
    dropped = client.post(former.check_path(), {"file": SimpleUploadedFile("a.pdf", NEWER_PDF)}).content.decode()

    assert "Văn bản đã được thay thế ngày 05/03/2026" in said(stranger)
    assert newer.check_path() not in stranger
    assert "12/BC-HTXĐT" not in stranger
    assert newer.check_path() in shown
    assert "Thay thế bằng Báo cáo số 12/BC-HTXĐT ngày 05/03/2026" in said(shown)
    assert "Tệp này là một bản khác của chính văn bản này" in dropped


def test_paper_is_found_by_its_words_and_by_its_number_if_it_has_one() -> None:
    numbered = document_of_unit(cooperative(), number=12, is_public=True)
    bare = document_of_unit(cooperative(name="Hợp tác xã Khác"), is_public=True)
    (number,) = words_of("12/BC-HTXĐT")

    assert set(Document.objects.filter(saying("ket qua phong trao"))) == {numbered, bare}
    assert list(Document.objects.filter(bears(number))) == [numbered]
    assert [each.is_named_in("Báo cáo số 12/BC-HTXĐT") for each in (numbered, bare)] == [True, False]


# --- the database -----------------------------------------------------------------------------------------------------


def row(**fields) -> Document:
    """Return a row as the unit's paper would be, with changes."""
    unit = cooperative()
    return Document(
        **{
            "unit": unit,
            "document_type": "BC",
            "symbol": "BC-HTXĐT",
            "issued_on": DAY,
            "summary": "Kết quả",
            "check_code": "0123456789AB",
            "payload": {},
            "subject_type": "units.unit",
            "subject_id": unit.pk,
        }
        | fields
    )


def refused(document: Document, name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        document.save()


def test_database_takes_a_paper_of_a_unit_with_and_without_a_number() -> None:
    row().save()
    row(number=1, check_code="0123456789AC").save()

    assert Document.objects.count() == 2


@pytest.mark.parametrize(
    "changes",
    [
        lambda: {"unit": None},
        lambda: {"issuer": issuer()},
        lambda: {"unit": None, "issuer": issuer(), "number": 1},
        lambda: {"entry": issued_document().entry},
        lambda: {"kind": "transcribed"},
        lambda: {"unit": None, "issuer": issuer(), "entry": transcribed_document(number=3).entry},
    ],
)
def test_database_refuses_a_paper_of_nobody_or_of_two(changes) -> None:
    refused(row(**changes()), "document_of_issuer_or_unit")


def test_database_refuses_number_nought() -> None:
    refused(row(number=0), "document_number_from_one")


def test_database_refuses_two_that_stand_for_one_subject() -> None:
    first = document_of_unit(cooperative())

    refused(row(subject_id=first.subject_id), "document_of_unit_once")


@pytest.mark.parametrize(
    "change",
    ["unit_id = NULL", "number = 9", "payload = '{}'", "signer_name = 'Khác'", "issued_on = '2026-01-01'"],
)
def test_database_keeps_it_as_it_was_frozen(change: str) -> None:
    document = document_of_unit(cooperative(), number=7)

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE documents_document SET {change} WHERE id = %s", [document.pk])
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM documents_document WHERE id = %s", [document.pk])


# --- head and signature -----------------------------------------------------------------------------------------------


def test_member_is_nobodys_body() -> None:
    issuer()
    unit = cooperative()

    paper = unit_order(unit).paper

    assert (paper.header.superior, paper.header.issuer) == ((), ("HỢP TÁC XÃ ĐÔNG TRIỀU",))
    assert (paper.symbol, paper.place, paper.author) == ("BC-HTXĐT", "Đông Triều", "Hợp tác xã Đông Triều")
    assert [(each.lines, each.name) for each in paper.signatures] == [(("GIÁM ĐỐC",), "Nguyễn Văn Mẫu")]


def test_body_of_the_alliance_stands_under_it_and_dates_as_it_does() -> None:
    issuer()
    centre = UnitFactory(kind=UnitKind.AFFILIATED_UNIT, name="Trung tâm Tư vấn", commune="phường Hồng Gai")

    paper = unit_order(centre).paper

    assert paper.header.superior == ("LIÊN MINH HỢP TÁC XÃ TỈNH QUẢNG NINH",)
    assert (paper.symbol, paper.place) == ("BC-TTTV", "Quảng Ninh")
    assert [(each.lines, each.name) for each in paper.signatures] == [(("THỦ TRƯỞNG ĐƠN VỊ",), "")]


def test_unit_is_called_and_headed_as_on_the_day() -> None:
    unit = cooperative(short_name="HTX Đông Triều")
    head = unit.positions.get()
    head.effective_to = LATER
    head.save()
    PositionFactory(unit=unit, is_head=True, title="Chủ tịch", effective_from=LATER, person__full_name="Lê Thị Thử")
    unit.name, unit.short_name = "Hợp tác xã Đại Thắng", ""
    change_standing(unit, since=LATER, basis="Giấy chứng nhận", by=user_with_role(Role.ADMIN))

    before, after = facts_of(unit, on=DAY), facts_of(unit, on=LATER)

    assert (before.name, before.head_title, before.head_name) == ("Hợp tác xã Đông Triều", "Giám đốc", "Nguyễn Văn Mẫu")
    assert (after.name, after.head_title, after.head_name) == ("Hợp tác xã Đại Thắng", "Chủ tịch", "Lê Thị Thử")


FACTS = UnitFacts("Hợp tác xã Mẫu", "", "HTX-001", True, "Liên minh HTX tỉnh", "", "Quảng Ninh")


def test_unit_without_a_place_dates_as_the_alliance_and_else_without() -> None:
    papers = [
        unit_paper(facts, DocumentType.BC, summary=["Kết quả"], body=[Paragraph("Đã xong.")])
        for facts in (FACTS, UnitFacts("Hợp tác xã Mẫu", "", "HTX-001", True, "", "", ""))
    ]

    assert [paper.place for paper in papers] == ["Quảng Ninh", ""]
    assert place_line(Paper.from_json(papers[1].to_json() | {"issued_on": "2026-03-02"})) == (
        "ngày 02 tháng 3 năm 2026"
    )


def test_letter_has_the_unit_alone_in_its_symbol() -> None:
    paper = unit_paper(FACTS, DocumentType.CV, summary=["V/v báo cáo"], body=[Paragraph("Đã xong.")])

    assert (paper.type_name, paper.symbol) == ("", "HTXM")


@pytest.mark.parametrize(
    ("names", "letters"),
    [
        (("HTX Đông Triều", "Hợp tác xã Đông Triều"), "HTXĐT"),
        (("", "Liên hiệp hợp tác xã Nông sản Bốn Mùa (mẫu)"), "LHHTXNSBM"),
        (("", "Hợp tác xã Ổi Đồi Gió"), "HTXÔĐG"),
        (("", "HỢP TÁC XÃ ĐÔNG TRIỀU"), "HTXĐT"),
        (("", "HTX RAU SẠCH"), "HTXRS"),
        (("", "Công ty TNHH Sản xuất và Thương mại 26"), "CTTNHHSXTM26"),
        (("", "Phòng Kế hoạch - Hỗ trợ"), "PKHHT"),
        (("Mẫu", "Hợp tác xã Mẫu"), "HTXM"),
        (("", "Hợp tác xã Sản xuất, chế biến, bảo quản, vận chuyển và tiêu thụ nông sản"), "HTX040"),
        (("", "…"), "HTX040"),
    ],
)
def test_abbreviation(names: tuple[str, str], letters: str) -> None:
    assert abbreviation_of(*names, code="HTX-040") == letters


@pytest.mark.parametrize(
    ("commune", "place"),
    [
        ("phường Đông Triều", "Đông Triều"),
        ("Xã Đầm Hà", "Đầm Hà"),
        ("đặc khu Vân Đồn, tỉnh Quảng Ninh", "Vân Đồn"),
        ("phường 4", "Phường 4"),
        ("Móng Cái 1", "Móng Cái 1"),
        ("phường", "Phường"),
        ("", ""),
        ("xã " + "Dài " * 20, ""),
    ],
)
def test_place(commune: str, place: str) -> None:
    assert place_of_commune(commune) == place


# --- the file ---------------------------------------------------------------------------------------------------------


def test_pdf_has_the_units_head_a_blank_number_and_its_head_below() -> None:
    issuer()
    document = document_of_unit(cooperative())

    pdf = read(render(Paper.from_json(document.payload)).pdf)

    assert pdf.find("HỢP TÁC XÃ ĐÔNG TRIỀU").style == "bold"
    assert pdf.find("Số:").text.replace(" ", "\u00a0") == f"Số:\u00a0{BLANK}/BC-HTXĐT"
    assert pdf.find("Đông Triều, ngày").text == "Đông Triều, ngày 02 tháng 3 năm 2026"
    assert pdf.find("BÁO CÁO").style == "bold"
    assert pdf.find("GIÁM ĐỐC").centre == pytest.approx(pdf.find("Nguyễn Văn Mẫu").centre, abs=0.5)
    text = pdf.text()
    assert "LIÊN MINH" not in text
    assert "DỰ THẢO" not in text
    assert document.printed_code in text


def test_pdf_has_the_typed_number_and_no_name_where_nobody_heads_the_unit() -> None:
    issuer()
    document = document_of_unit(UnitFactory(kind=UnitKind.AFFILIATED_UNIT, name="Trung tâm Tư vấn"), number=5)

    pdf = read(render(Paper.from_json(document.payload)).pdf)

    assert pdf.find("Số:").text == "Số: 05/BC-TTTV"
    assert pdf.find("LIÊN MINH HỢP TÁC XÃ").style == "regular"
    assert pdf.find("TRUNG TÂM TƯ VẤN").style == "bold"
    assert pdf.find("THỦ TRƯỞNG ĐƠN VỊ").style == "bold"
    assert document.signer_name == ""


def test_word_copy_says_what_the_pdf_says() -> None:
    document = document_of_unit(cooperative())

    words = " ".join(WordFile(word_copy(Paper.from_json(document.payload))).words())

    for said in ("HỢP TÁC XÃ ĐÔNG TRIỀU", "/BC-HTXĐT", "Đông Triều, ngày 02 tháng 3 năm 2026", "GIÁM ĐỐC"):
        assert said in words
