"""Tập hồ sơ: papers and evidence in one PDF, with contents, bookmarks and numbers; what is broken is told and stops nothing."""

import io
import json

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from awards.nominations import actions
from awards.nominations.book import binder
from awards.nominations.book.contents import book_payload
from awards.nominations.book.printing import BINDING_MEMORY_MB, _binder, print_book
from awards.nominations.models import NominationDossier
from awards.nominations.queries import nominations_of
from emulation_portal.core.dates import today
from emulation_portal.documents.models import LooseCopy
from emulation_portal.documents.rendering.sandbox import Limits
from emulation_portal.files.actions import receive_file
from emulation_portal.files.enums import EVIDENCE
from emulation_portal.files.queries import files_of
from emulation_portal.procedure.acting import carry_out
from tests.factories import nominations as make
from tests.factories.campaigns import cast
from tests.factories.documents import issuer
from tests.factories.people import UnitFactory
from tests.factories.reports import people_of_unit
from tests.scenarios.desk import Desk, run_jobs


def pdf(pages: int, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password)
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (900, 600), "red").save(content, "PNG")
    return content.getvalue()


def outline(book: PdfReader) -> list[tuple[str, int]]:
    return [(each.title, book.get_destination_page_number(each) + 1) for each in book.outline]


def with_evidence(dossier: NominationDossier) -> None:
    editor = people_of_unit(dossier.unit)[0]
    for name, content in (("quyet-dinh.pdf", pdf(3)), ("anh.png", picture())):
        file = receive_file(name, io.BytesIO(content), allowed=EVIDENCE, by=editor)
        actions.add_evidence(dossier, file, by=editor)


@pytest.mark.django_db
def test_book_holds_papers_and_evidence_with_their_pages() -> None:
    dossier = make.whole(UnitFactory(name="Hợp tác xã Mẫu Một"))
    with_evidence(dossier)
    make.sent(dossier)

    rendered = print_book(book_payload(dossier, nominations_of(dossier)))
    book = PdfReader(io.BytesIO(rendered.pdf))

    titles = [title for title, _ in outline(book)]
    assert titles == [
        "Mục lục",
        "Tờ trình đề nghị khen thưởng",
        "Biên bản bình xét",
        "Báo cáo thành tích: Nguyễn Thị Đề Cử",
        "Minh chứng: quyet-dinh.pdf",
        "Minh chứng: anh.png",
    ]
    starts = [page for _, page in outline(book)]
    assert (starts[0], starts[-1], len(book.pages)) == (1, rendered.pages, rendered.pages)
    front = book.pages[0].extract_text()
    assert "HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG" in front
    words = " ".join(front.split())
    for title, page in outline(book)[1:]:
        assert f"{title} {page}" in words
    assert f"{rendered.pages}/{rendered.pages}" in book.pages[-1].extract_text()
    assert book.pages[-1].mediabox.width > book.pages[-1].mediabox.height  # a lying picture lies


@pytest.mark.django_db(transaction=True)
def test_reader_of_a_dossier_gets_its_book_and_nobody_else() -> None:
    dossier = make.received(make.whole())
    issuer()
    officer, stranger = Desk(cast().officer), Desk(people_of_unit(UnitFactory())[0])

    page = officer.press(officer.open(dossier.get_absolute_url()), "Tạo tập hồ sơ PDF")
    run_jobs()
    copy = LooseCopy.objects.get(template="dossier_book")

    assert page.says("Tập hồ sơ")
    assert copy.pages >= 4
    assert LooseCopy.objects.visible_to(cast().officer).filter(pk=copy.pk).exists()
    assert stranger.open(page.url).status in (403, 404)
    officer.press(officer.open(dossier.get_absolute_url()), "Tạo tập hồ sơ PDF")
    assert LooseCopy.objects.filter(template="dossier_book").count() == 1


@pytest.mark.django_db
def test_evidence_that_was_sent_stays_with_what_was_sent() -> None:
    dossier = make.whole()
    with_evidence(dossier)
    editor = people_of_unit(dossier.unit)[0]
    first, second = files_of(dossier)
    make.sent(dossier)
    carry_out(dossier, "returned", by=cast().officer, on=today(), reason="Thiếu.")
    dossier.refresh_from_db()

    assert actions.remove_evidence(dossier, first.pk, by=editor) == first.name
    assert actions.remove_evidence(dossier, first.pk, by=editor) == ""
    assert list(files_of(dossier)) == [second]
    assert [each.pk for each in files_of(dossier.versions.get())] == [first.pk]


# --- the sandbox -------------------------------------------------------------------------------------------------------


def test_broken_and_locked_files_are_told_and_stop_nothing(tmp_path) -> None:
    contents = {"good": pdf(2), "locked": pdf(1, "mật khẩu"), "broken": b"%PDF-1.7 nothing", "empty": b""}
    pieces = []
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        pieces.append({"title": name, "path": str(tmp_path / name), "kind": "pdf"})
    (tmp_path / "no-picture").write_bytes(b"abc")
    pieces.append({"title": "no-picture", "path": str(tmp_path / "no-picture"), "kind": "png"})

    found = json.loads(binder.work("count", pieces, "")[0])

    assert found == [
        {"pages": 2},
        {"problem": binder.LOCKED},
        {"problem": binder.BROKEN},
        {"problem": binder.BROKEN},
        {"problem": binder.BROKEN},
    ]


@pytest.mark.slow
def test_five_hundred_pages_are_bound_within_four_hundred_megabytes(tmp_path) -> None:
    pieces = []
    for at in range(10):
        path = tmp_path / str(at)
        path.write_bytes(pdf(50))
        pieces.append({"title": f"Phần {at + 1}", "path": str(path), "kind": "pdf"})

    content, pages = _binder.run({"task": "bind", "pieces": pieces, "title": "Tập"}, Limits(40, 60, BINDING_MEMORY_MB))

    book = PdfReader(io.BytesIO(content))
    assert (pages, len(book.pages)) == (500, 500)
    assert outline(book) == [(f"Phần {at + 1}", 50 * at + 1) for at in range(10)]
    assert "500/500" in book.pages[499].extract_text()
