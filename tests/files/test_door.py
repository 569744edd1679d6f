"""What comes in and what does not. Every hostile file is refused by a rule, far within what its process may take."""

import io
import resource

import pytest
from PIL import Image
from weasyprint import HTML

from emulation_portal.files.actions import BOUNDS, FileRefused, clean_name, inspect_file
from emulation_portal.files.enums import EVIDENCE, FileKind
from emulation_portal.files.inspection import inspect
from emulation_portal.jobs.bounded import Bounds
from tests.factories.files import EXCEL, office, pdf, picture, relations

from .hostile import HOSTILE, excel_formula, raw_pdf, word_fields

PLAIN_NOTES = (
    "/Annots[<</Subtype/Link/F 4/A<</S/URI/URI(https://a.example/)>>>><</Subtype/Link/A<</S/URI/URI(www.a.vn)>>>>"
    "<</Subtype/Link/A<</S/GoTo/D[3 0 R/Fit]>>>>]/Resources<</ExtGState<</G<</BM/Screen>>>>>>"
)
# Notes that cannot be read; notes that say the picture lies on its side, and cannot be written again.
BROKEN_NOTES = [
    (b"II*\0\xff\xff\xff\xff", (40, 30)),
    (b"II*\0\x08\0\0\0\xff\xff\x12\x01", (40, 30)),
    (
        b"MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x88%\0\x04\0\0\0\x01\0\0\0&\0\0\0\0"
        b"\0\x01\0\x02\0\x02\0\0\0\x02a\0\0\0\0\0\0\0",
        (30, 40),
    ),
]


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_file_is_refused_with_what_to_do(what: str) -> None:
    made, words = HOSTILE[what]
    content = made() if callable(made) else made
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    with pytest.raises(FileRefused) as refusal:
        inspect_file(content, allowed=EVIDENCE)

    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{what}: {seconds:.2f} s of processor, within {BOUNDS.memory_mb} MB")  # noqa: T201
    assert words in str(refusal.value)
    assert "Hãy" in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(3), "pdf"),
        (office(), "docx"),
        (office(main=EXCEL), "xlsx"),
        (picture("JPEG"), "jpg"),
        (picture("PNG"), "png"),
        (office({"word/_rels/document.xml.rels": relations("hyperlink", "https://a.example/b?c=1&amp;d")}), "docx"),
        (
            office(
                {"word/_rels/settings.xml.rels": relations("attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm")}
            ),
            "docx",
        ),
        (word_fields(" PAGE  \\* MERGE", "FORMAT "), "docx"),
        (word_fields('HYPERLINK "https://a.example/add/DDE"'), "docx"),
        (excel_formula("SUM(A1:A9)&amp;&quot;|&quot;&amp;'Tháng 1|2'!A1"), "xlsx"),
        (office({"word/styles.xml": '<?xml version="1.0" encoding="UTF-16"?><x/>'.encode("utf-16")}), "docx"),
        (b"\n\n" + pdf(), "pdf"),
        (raw_pdf("/OpenAction[3 0 R/Fit]", PLAIN_NOTES), "pdf"),
    ],
)
def test_file_that_offices_send_comes_in(content: bytes, kind: str) -> None:
    facts, kept = inspect_file(content, allowed=EVIDENCE)

    assert facts["kind"] == kind
    assert kept == content or kind in {"jpg", "png"}


def test_picture_is_written_anew_upright_and_without_what_the_camera_noted() -> None:
    said = Image.Exif()
    said[0x0112], said[0x010F] = 6, "Máy ảnh"  # lying on its side; the maker
    facts, kept = inspect_file(picture("JPEG", (400, 300), exif=said), allowed=EVIDENCE)

    shown = Image.open(io.BytesIO(kept[: -facts["thumbnail"]]))

    assert (facts["width"], facts["height"], shown.size) == (300, 400, (300, 400))
    assert not shown.getexif()
    assert b"M\xc3\xa1y" not in kept


def test_large_picture_is_kept_smaller_with_a_small_one_beside() -> None:
    facts, kept = inspect_file(picture("JPEG", (6_000, 4_500)), allowed=EVIDENCE)

    small = Image.open(io.BytesIO(kept[-facts["thumbnail"] :]))

    assert (facts["width"], facts["height"]) == (4_000, 3_000)
    assert max(small.size) == 320


def test_picture_of_a_telephone_is_its_first_frame() -> None:
    first, second = Image.new("RGB", (6_000, 4_500), "red"), Image.new("RGB", (40, 30), "blue")
    stream = io.BytesIO()
    first.save(stream, "MPO", save_all=True, append_images=[second])

    facts, kept = inspect_file(stream.getvalue(), allowed=EVIDENCE)

    shown = Image.open(io.BytesIO(kept[: -facts["thumbnail"]]))
    assert (facts["kind"], shown.format, shown.size) == ("jpg", "JPEG", (4_000, 3_000))
    assert shown.getpixel((9, 9))[0] > 250


@pytest.mark.parametrize(("notes", "size"), BROKEN_NOTES)
def test_picture_whose_notes_are_broken_comes_in(notes: bytes, size: tuple[int, int]) -> None:
    facts, _ = inspect(picture("JPEG", (40, 30), exif=b"Exif\0\0" + notes), allowed=["jpg"])

    assert (facts["width"], facts["height"]) == size


def test_grey_of_16_bits_keeps_its_greys() -> None:
    stream = io.BytesIO()
    Image.new("I;16", (5_000, 300), 40_000).save(stream, "PNG")

    facts, kept = inspect_file(stream.getvalue(), allowed=EVIDENCE)

    shown = Image.open(io.BytesIO(kept[: -facts["thumbnail"]]))
    assert (shown.mode, shown.size) == ("L", (4_000, 240))
    assert shown.getpixel((9, 9)) == 40_000 // 256


def test_picture_in_passes_comes_in_or_is_said_to_be_too_large() -> None:
    middle = picture("JPEG", (6_000, 6_000), progressive=True, subsampling=0)

    assert inspect_file(middle, allowed=EVIDENCE)[0]["width"] == 4_000
    with pytest.raises(FileRefused, match=r"8000 × 7990 điểm, quá lớn. Hãy"):
        inspect_file(picture("JPEG", (8_000, 7_990), progressive=True), allowed=EVIDENCE)


def test_kind_that_is_not_wanted_here_is_named() -> None:
    with pytest.raises(FileRefused, match=r"Tệp này là ảnh PNG\. Ở đây nhận PDF hoặc Word"):
        inspect_file(picture(), allowed=(FileKind.PDF, FileKind.DOCX))


def test_work_beyond_its_bounds_is_refused_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emulation_portal.files.actions._INSPECT", "tests.files.greedy.spin")
    monkeypatch.setattr("emulation_portal.files.actions.BOUNDS", Bounds(1, 20.0, 100))
    with pytest.raises(FileRefused, match="quá phức tạp"):
        inspect_file(pdf(), allowed=EVIDENCE)


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("Báo cáo tháng 9.PDF", FileKind.PDF, "Báo cáo tháng 9.pdf"),
        ("C:\\Users\\a\\ảnh.jpeg", FileKind.JPG, "ảnh.jpg"),
        ("../../etc/passwd", FileKind.PDF, "passwd.pdf"),
        ("a.html", FileKind.PDF, "a.html.pdf"),
        ("\u202egpj.exe", FileKind.PNG, "gpj.exe.png"),
        ("", FileKind.DOCX, "tep.docx"),
        ("Kế hoạch.docx".encode().decode() + "", FileKind.DOCX, "Kế hoạch.docx"),
        ("x" * 500 + ".pdf", FileKind.PDF, "x" * 180 + ".pdf"),
    ],
)
def test_name_is_kept_without_folders_and_ends_as_the_file_is(name: str, kind: FileKind, kept: str) -> None:
    assert clean_name(name, kind) == kept


def test_inspection_names_no_settings_and_no_database() -> None:
    assert inspect(pdf(), allowed=["pdf"])[0] == {"kind": "pdf", "pages": 1}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # WeasyPrint leaves its profile open
@pytest.mark.parametrize("variant", [None, "pdf/a-1b", "pdf/a-2b", "pdf/a-3b", "pdf/ua-1"])
def test_paper_printed_by_the_portal_comes_in(variant: str | None) -> None:
    page = "<html lang=vi><title>Kế hoạch</title><h1 id=a>Kế hoạch</h1><a href=#a>I</a> <a href=https://a.vn>Nguồn</a>"

    facts, _ = inspect(HTML(string=page).write_pdf(pdf_variant=variant), allowed=["pdf"])

    assert facts == {"kind": "pdf", "pages": 1}


def test_faults_of_a_pdf_are_not_told_line_by_line(caplog: pytest.LogCaptureFixture) -> None:
    inspect(raw_pdf("", "", b"<</A 1/A 2/A 3>>"), allowed=["pdf"])

    assert caplog.records == []


def test_table_of_35000_rows_with_formulas_comes_in() -> None:
    rows = (f'<row r="{n}">' + f'<c r="A{n}"><f>A{n}&amp;"|"</f><v>{n}</v></c>' * 6 + "</row>" for n in range(35_000))
    sheet = f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>"

    facts, _ = inspect_file(office({"xl/worksheets/sheet1.xml": sheet}, main=EXCEL), allowed=EVIDENCE)

    assert facts["kind"] == "xlsx"


def test_pdf_of_many_beginnings_and_no_end_is_read_once() -> None:
    facts, _ = inspect_file(pdf() + b">>stream\n" * 500_000, allowed=EVIDENCE)

    assert facts["kind"] == "pdf"
