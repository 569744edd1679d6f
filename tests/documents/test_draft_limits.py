"""How much a draft may hold: each text at its field, the whole when it is saved, in words that say what to do."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.documents import paper_limits as limits
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.actions import SectionDraft, writing
from emulation_portal.documents.drafts.forms.general import GeneralForm, NewDraftForm
from emulation_portal.documents.drafts.forms.importing import ReadBasisForm, ReadSectionForm
from emulation_portal.documents.drafts.forms.recipients import recipient_lines
from emulation_portal.documents.drafts.forms.rows import AnnexForm, BasisForm, SectionForm, TableForm
from emulation_portal.documents.drafts.models import (
    Draft,
    DraftAnnex,
    DraftBasis,
    DraftRecipient,
    DraftSection,
    DraftTable,
)
from emulation_portal.documents.drafts.tables import TableTextError, rows_of_text, text_of_rows
from emulation_portal.documents.paper import PaperColumn, PaperTable
from emulation_portal.documents.paper_limits import PaperTooLarge
from emulation_portal.documents.reading import ImportRefused, ParsedPaper
from tests.factories import campaigns, documents
from tests.scenarios.desk import Desk, Page

WORD = "thi đua "


# --- one text ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "model", "name"),
    [
        (GeneralForm, Draft, "summary"),
        (NewDraftForm, Draft, "summary"),
        (GeneralForm, Draft, "preamble"),
        (GeneralForm, Draft, "closing"),
        (BasisForm, DraftBasis, "text"),
        (BasisForm, DraftBasis, "title"),
        (ReadBasisForm, DraftBasis, "text"),
        (ReadBasisForm, DraftBasis, "title"),
        (SectionForm, DraftSection, "title"),
        (SectionForm, DraftSection, "body"),
        (ReadSectionForm, DraftSection, "title"),
        (ReadSectionForm, DraftSection, "body"),
        (AnnexForm, DraftAnnex, "body"),
    ],
)
def test_form_and_model_take_the_same_length(form: Any, model: Any, name: str) -> None:
    assert form.base_fields[name].max_length == model._meta.get_field(name).max_length


def test_what_prints_as_one_paragraph_is_no_longer_than_one() -> None:
    one_piece = [limits.MAX_TITLE, limits.MAX_SUMMARY, limits.MAX_CELL, limits.MAX_RECIPIENT]

    assert DraftBasis._meta.get_field("text").max_length == limits.MAX_TEXT
    assert max(one_piece) <= limits.MAX_TEXT
    assert limits.MAX_TABLE_ROWS * limits.MAX_COLUMNS <= limits.MAX_CELLS
    assert limits.MAX_TABLE_ROWS <= limits.MAX_ROWS


def test_recipients_that_would_not_be_printed_are_refused_at_the_field() -> None:
    assert len(recipient_lines("\n".join(["- Các đơn vị;"] * 39))) == 39
    with pytest.raises(Exception, match="Nơi nhận có 40 dòng, nhiều nhất 39"):
        recipient_lines("\n".join(["Các đơn vị"] * 40))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a\tb\n" + "x " * 1_001 + "\ty", "Dòng 2 có ô dài 2.001 ký tự"),
        ("a\tb\n" * 501, "Bảng có 501 dòng, nhiều nhất 500"),
        ("\t".join(["a"] * 21), "Bảng có 21 cột, nhiều nhất 20"),
        ("a\n" + ("x" * 1_999 + "\n") * 31, "Các ô của bảng có 61.970 ký tự, nhiều nhất 60.000"),
        ("a\t" + "x" * 140_000, "ô dài hơn 2.000 ký tự"),
    ],
)
def test_table_too_large_is_refused_with_what_to_do(text: str, words: str) -> None:
    with pytest.raises(TableTextError) as error:
        rows_of_text(text)

    assert words in str(error.value)
    assert "Hãy" in str(error.value)


def test_largest_table_fits_into_its_box_when_it_is_shown_again() -> None:
    rows = [["|" * 6] * limits.MAX_COLUMNS for _ in range(limits.MAX_TABLE_ROWS)]
    shown = text_of_rows(rows)

    assert sum(len(cell) for row in rows for cell in row) == limits.MAX_TABLE_CHARACTERS
    assert len(shown) <= TableForm.base_fields["cells"].max_length
    assert rows_of_text(shown) == rows


# --- the whole draft --------------------------------------------------------------------------------------------------


def _part(draft: Draft, part: str) -> str:
    return reverse("drafts:part", args=["ke-hoach", draft.pk, part])


def _save(draft: Draft, part: str, **fields: str) -> Page:
    officer = Desk(campaigns.cast().officer)
    return officer.press(officer.open(_part(draft, part)), "Lưu", **fields)


@pytest.mark.django_db
def test_paragraph_longer_than_one_is_printed_is_named_at_its_field() -> None:
    plan = campaigns.complete_draft()

    page = _save(plan, "sections", **{"sections-0-body": f"Đoạn ngắn.\n\nKhơi dậy {WORD * 2_600}"})

    assert page.status == 422
    assert page.says("Đoạn bắt đầu bằng “Khơi dậy thi đua")
    assert page.says("nhiều nhất 20.000. Hãy tách đoạn bằng một dòng trống.")
    assert plan.sections.first().body == "Khơi dậy tinh thần thi đua trong các hợp tác xã."


@pytest.mark.django_db
def test_draft_that_could_never_be_printed_is_not_saved() -> None:
    plan = campaigns.complete_draft()
    body = "\n\n".join([WORD * 1_000] * 7)
    DraftSection.objects.bulk_create(
        DraftSection(draft=plan, position=at, level=2, title="Việc", body=body) for at in range(10, 18)
    )

    page = _save(plan, "annexes", **{"annexes-0-title": "Danh sách", "annexes-0-body": f"{body}\n\n{WORD * 200}"})

    plan.refresh_from_db()
    assert page.status == 422
    assert page.says("vượt quá 500.000. Nhiều nhất ở phần nội dung. Hãy chuyển bớt nội dung sang tệp đính kèm.")
    assert page.value("annexes-0-title") == "Danh sách"
    assert (plan.annexes.count(), plan.revision) == (0, 1)


@pytest.mark.django_db
def test_draft_that_is_too_large_already_may_become_smaller_and_no_larger() -> None:
    plan = campaigns.complete_draft()
    DraftTable.objects.bulk_create(
        DraftTable(draft=plan, position=at, rows=[["Tên"], *([["A"]] * 600)]) for at in range(1, 5)
    )
    data = {name: getattr(plan, name) for name in writing.GENERAL}
    data |= plan.kind_of.general_initial(plan)

    def save(revision: int, **changes: str) -> None:
        change = writing.general({**data, **changes})
        actions.edit_draft(
            draft_id=plan.pk, revision=revision, by=campaigns.cast().officer, part="general", change=change
        )

    with pytest.raises(DomainError, match=r"2\.400 dòng trong bảng, vượt quá 2\.000"):
        save(1, closing="Thêm một câu.")
    save(1, summary="Gọn")

    assert Draft.objects.get(pk=plan.pk).summary == "Gọn"


@pytest.mark.django_db
def test_part_with_all_its_frames_can_be_sent() -> None:
    plan = campaigns.complete_draft()
    DraftBasis.objects.bulk_create(
        DraftBasis(draft=plan, position=at, text=f"Căn cứ số {at};") for at in range(2, limits.MAX_PARTS)
    )

    page = _save(plan, "bases")

    assert page.status == 200
    assert plan.bases.count() == limits.MAX_PARTS - 1


@pytest.mark.django_db
def test_file_whose_preview_grew_too_large_opens_no_draft() -> None:
    by, issuer = campaigns.cast().officer, campaigns.issuer()
    text = "KẾ HOẠCH\n\nThi đua “Tuổi trẻ sáng tạo”\n\nI. MỤC ĐÍCH\n\nThi đua lập thành tích.\n"
    source = actions.read_paper_file("plan", "a.md", text.encode(), by=by, on=campaigns.DAY)
    read = actions.as_read(ParsedPaper.from_json(source.parsed), "plan", issuer=issuer, on=today())
    sections = [SectionDraft(2, "other", "Việc", "\n\n".join(["Làm."] * 40))] * 100

    with pytest.raises(PaperTooLarge, match=r"Văn bản có 4\.\d+ đoạn, vượt quá 3\.000"):
        actions.confirm_import(import_id=source.pk, confirmed=replace(read, sections=sections), by=by)

    assert Draft.objects.count() == 0


def _confirm_file_of_sections(number: int) -> Page:
    """Save a file of as many sections as it was read."""
    officer = Desk(campaigns.cast().officer)
    campaigns.issuer()
    items = [line for at in range(1, 51) for line in (f"{at}. Việc", *(f"{letter}) Làm" for letter in "abcdđ"))]
    text = "KẾ HOẠCH\n\nThi đua\n\nI. MỤC ĐÍCH\n\n" + "\n\n".join(items[: number - 1])
    source = actions.read_paper_file("plan", "a.md", text.encode(), by=campaigns.cast().officer, on=campaigns.DAY)
    return officer.press(officer.open(source.get_absolute_url()), "Lưu thành dự thảo", kind="regular")


@pytest.mark.django_db
def test_file_of_more_sections_than_a_draft_takes_says_so_and_shows_all() -> None:
    page = _confirm_file_of_sections(limits.MAX_PARTS + 1)
    written = [name for form in page.tree.forms for name, value in form.form_values() if value]

    assert page.status == 422
    assert page.says("Mỗi phần có nhiều nhất 300 mục nhập. Hãy gộp bớt rồi lưu lại.")
    assert {f"sections-{at}" for at in range(limits.MAX_PARTS + 1)} == {
        name.rpartition("-")[0] for name in written if re.fullmatch(r"sections-\d+-(title|body)", name)
    }
    assert Draft.objects.count() == 0


@pytest.mark.django_db
def test_file_of_as_many_sections_as_a_draft_takes_is_saved() -> None:
    page = _confirm_file_of_sections(limits.MAX_PARTS)

    assert page.status == 200
    assert Draft.objects.get().sections.count() == limits.MAX_PARTS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Căn cứ Luật số {at}/A;\n\n", "Cổng đọc được 601 căn cứ trong tệp; một văn bản có nhiều nhất 300."),
        ("{at}) Việc\n\n", "Cổng đọc được 601 mục trong tệp; một văn bản có nhiều nhất 300."),
    ],
)
def test_file_of_more_parts_than_a_page_can_show_is_refused(line: str, words: str) -> None:
    by = campaigns.cast().officer
    text = "KẾ HOẠCH\n\nThi đua\n\n" + "".join(line.format(at=at % 90 + 1) for at in range(601))

    with pytest.raises(ImportRefused) as refused:
        actions.read_paper_file("plan", "a.md", text.encode(), by=by, on=campaigns.DAY)

    assert words in str(refused.value)


def _table(columns: int, rows: int, letters: int) -> PaperTable:
    cells = ("Hợp tác xã " * 200)[:letters]
    return PaperTable(tuple(PaperColumn(f"Cột {at}", 10) for at in range(columns)), ((cells,) * columns,) * rows)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (
            _table(20, 1, 1_990),
            "dòng chữ in trong một dòng của bảng, vì cột hẹp, vượt quá 120. Dòng ấy bắt đầu bằng “Hợp tác xã",
        ),
        (_table(20, 30, 400), "dòng chữ trong các ô của bảng, vượt quá 25.000"),
    ],
)
def test_table_that_would_take_minutes_to_print_is_refused(table: PaperTable, words: str) -> None:
    with pytest.raises(PaperTooLarge, match="vượt quá") as refused:
        limits.check_sizes(documents.paper(body=(table,)))

    assert words in str(refused.value)


@pytest.mark.parametrize("table", [_table(2, 60, 1_990), _table(8, 500, 40), _table(20, 500, 3), _table(4, 300, 150)])
def test_tables_that_people_write_are_printed(table: PaperTable) -> None:
    limits.check_sizes(documents.paper(body=(table,)))


@pytest.mark.django_db
def test_many_tables_ask_once_where_they_may_stand() -> None:
    plan = campaigns.complete_draft()
    officer, url = Desk(campaigns.cast().officer), f"{plan.get_absolute_url()}sua/tables/"
    with CaptureQueriesContext(connection) as few:
        officer.open(url)
    DraftTable.objects.bulk_create(DraftTable(draft=plan, position=at, rows=[["A"], ["1"]]) for at in range(1, 31))

    with CaptureQueriesContext(connection) as many:
        page = officer.open(url)

    assert len(many) <= len(few)
    assert page.says("Bảng mới")


@pytest.mark.django_db
def test_long_archive_lines_of_an_old_paper_go_into_the_book() -> None:
    plan = campaigns.transcription()
    DraftRecipient.objects.bulk_create(
        DraftRecipient(draft=plan, position=9 + at, text=f"Lưu: {'văn phòng, ' * 15}"[:190]) for at in range(2)
    )

    actions.register_transcription(draft_id=plan.pk, by=campaigns.cast().clerk, today=campaigns.DAY)

    plan.refresh_from_db()
    assert len(plan.document.entry.archive_holder) > 200
