"""What comes in through forms: one spelling, nothing unseen, never too long; dates and money as offices type them."""

import ast
import datetime as dt
import sys
import time
import unicodedata
from pathlib import Path
from urllib.parse import urlencode

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from emulation_portal.accounts.models import User
from emulation_portal.core import cleaning
from emulation_portal.core.fields import MoneyField, VietnameseDateField
from emulation_portal.core.forms import (
    MARKED,
    MOST_NAMED,
    PortalFormHelper,
    ReasonForm,
    TypedWordForm,
    VietnameseFormMixin,
    placed,
    wrong_boxes,
)
from tests.factories.people import UserFactory


class PlanForm(VietnameseFormMixin, forms.Form):
    title = forms.CharField(label="Tên")
    body = forms.CharField(label="Nội dung", widget=forms.Textarea, required=False)
    code = forms.CharField(max_length=5, required=False)
    password = forms.CharField(widget=forms.PasswordInput, required=False)
    email = forms.EmailField(required=False)
    kinds = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], required=False)
    starts_on = VietnameseDateField(required=False)
    budget_vnd = MoneyField(required=False)
    file = forms.FileField(required=False)


class UserForm(VietnameseFormMixin, forms.ModelForm):
    class Meta:
        model = User
        fields = ["username", "full_name"]


def cleaned(**data):
    form = PlanForm(data)
    assert form.is_valid(), form.errors
    return form.cleaned_data


def error_of(field, **data):
    form = PlanForm({"title": "Kế hoạch", **data})
    assert not form.is_valid()
    assert list(form.errors) == [field]
    return form.errors[field][0]


def test_text_arrives_in_one_spelling_on_one_line():
    assert (
        cleaned(title=unicodedata.normalize("NFD", "  Kế\u00a0hoạch\n thi\u200b đua\ufeff "))["title"]
        == "Kế hoạch thi đua"
    )


def test_box_keeps_its_lines_and_words_own_line_break():
    assert cleaned(title="x", body="I. MỤC ĐÍCH \r\n\x0b1. Yêu cầu\u00ad\r\n")["body"] == "I. MỤC ĐÍCH\n\n1. Yêu cầu"


def test_length_is_measured_after_the_spelling_is_made_one():
    word = unicodedata.normalize("NFD", "ế" * 5)

    assert len(word) > 5
    assert cleaned(title="x", code=word)["code"] == "ế" * 5


def test_values_of_a_browser_form_are_all_kept():
    form = PlanForm(QueryDict("title=K%E1%BA%BF&kinds=a&kinds=b"))

    assert form.is_valid()
    assert form.cleaned_data["kinds"] == ["a", "b"]


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\u202e", "\u2066"])
def test_control_characters_are_refused_with_a_way_out(character):
    assert error_of("body", body=f"xin{character}chào") == (
        f"Nội dung có ký tự điều khiển không nhìn thấy (U+{ord(character):04X}). "
        "Hãy dán lại dưới dạng văn bản thuần (Ctrl+Shift+V) hoặc gõ lại."
    )


def test_field_without_a_limit_gets_one():
    assert cleaned(title="a" * 500)["title"] == "a" * 500
    assert error_of("title", title="a" * 501) == "Nhiều nhất 500 ký tự; đang có 501. Hãy viết gọn lại."
    assert error_of("body", body="a" * 60_001) == "Nhiều nhất 60.000 ký tự; đang có 60.001. Hãy viết gọn lại."


def test_limit_of_the_form_itself_is_told_in_the_same_words():
    assert error_of("code", code="a" * 1_618) == "Nhiều nhất 5 ký tự; đang có 1.618. Hãy viết gọn lại."
    assert cleaned(title="x", code="a" * 5)["code"] == "a" * 5


def test_marks_piled_up_on_a_letter_are_refused_with_a_way_out():
    words = "Có chữ mang hơn 30 dấu chồng lên nhau. Hãy xóa chữ ấy rồi gõ lại."

    assert error_of("body", body="xin a" + "\u0301" * 31 + "\r\nchào") == words
    assert error_of("title", title="a" + "\u0301\u0323" * 32) == words
    assert cleaned(title="a" + "\u0323\u0301" * 15)["title"].startswith("ạ")


@pytest.mark.parametrize(
    "letter", ["a", "\u0301", "\u0301\u0323", "ế", "e\u0302\u0301", " a", "\r\n", "\u200b", "\x00", "1"]
)
def test_text_without_end_is_refused_before_anything_is_made_of_it(letter):
    text = f"x{letter * (1_000_000 // len(letter))}x"

    start = time.thread_time()
    form = PlanForm({name: text for name in PlanForm.base_fields if name not in ("file", "kinds")} | {"kinds": [text]})
    errors = form.errors
    shown = str(form)

    assert time.thread_time() - start < 5
    assert set(errors) == set(PlanForm.base_fields) - {"file"}
    assert shown


def test_text_beyond_the_limit_stays_on_screen_as_it_was_typed():
    form = PlanForm({"title": "e\u0302\u0301" * 3_000})

    assert form.errors["title"] == ["Nhiều nhất 500 ký tự; đang có 9.000. Hãy viết gọn lại."]
    assert "e\u0302\u0301" * 3_000 in str(form["title"])


def test_spaces_around_a_text_do_not_make_it_too_long():
    """What is not cleaned must be refused: a text that is short once stripped is cleaned."""
    assert cleaned(title=" " * 3_000 + "e\u0302\u0301")["title"] == "ế"


def test_password_has_an_end():
    assert cleaned(title="x", password="a" * 500)["password"] == "a" * 500
    assert error_of("password", password="a" * 501) == "Nhiều nhất 500 ký tự; đang có 501. Hãy viết gọn lại."


class RowForm(VietnameseFormMixin, forms.Form):
    title = forms.CharField()
    body = forms.CharField(widget=forms.Textarea)


RowFormSet = forms.formset_factory(RowForm, max_num=1_000)


def steps_to_clean(rows: int) -> int:
    """Return how many calls it takes to check and show a page of so many rows."""
    sent = {f"form-{i}-{name}": f"Hàng {i} thi đua" for i in range(rows) for name in RowForm.base_fields}
    data = QueryDict(urlencode({**sent, "form-TOTAL_FORMS": rows, "form-INITIAL_FORMS": 0}))
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        formset = RowFormSet(data)
        assert formset.is_valid()
        assert [form["title"].value() for form in formset][-1] == f"Hàng {rows - 1} thi đua"
    finally:
        sys.setprofile(None)
    return count


def test_work_grows_with_the_rows_and_not_with_their_square():
    assert steps_to_clean(200) < 5 * steps_to_clean(50)


@pytest.mark.parametrize("typed", ["abc", "ten@", "@coquan.vn"])
def test_wrong_address_is_answered_with_an_example(typed):
    assert error_of("email", email=typed) == "Hãy ghi địa chỉ thư điện tử, ví dụ ten@coquan.vn."


@pytest.mark.django_db
def test_value_that_is_taken_is_told_without_the_name_of_a_class():
    UserFactory(username="mau.htx001")
    form = UserForm({"username": "mau.htx001", "full_name": "Nguyễn Thị Mẫu"})

    assert form.errors == {"username": ["Đã có mục khác cùng tên đăng nhập. Hãy ghi khác đi."]}


def test_password_is_left_as_typed():
    assert cleaned(title="x", password="a  b\u200b")["password"] == "a  b\u200b"


def test_empty_field_says_what_to_do():
    assert error_of("title", title=" \u200b ") == "Hãy điền ô này."


def test_file_above_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(cleaning, "MAX_FILE_MB", 1)

    def errors(size):
        return PlanForm({"title": "x"}, {"file": SimpleUploadedFile("a.docx", b"0" * size)}).errors

    assert errors(1024 * 1024) == {}
    assert errors(2 * 1024 * 1024)["file"] == [
        "Tệp nặng 2 MB, quá mức 1 MB. Hãy giảm dung lượng ảnh trong tệp rồi tải lại."
    ]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("26/11/2021", dt.date(2021, 11, 26)),
        ("5/2/26", dt.date(2026, 2, 5)),
        ("ngày 26 tháng 11 năm 2021", dt.date(2021, 11, 26)),
        (unicodedata.normalize("NFD", "ngày 05 tháng 02 năm 2026"), dt.date(2026, 2, 5)),
        ("", None),
    ],
)
def test_date_is_read_as_offices_type_it(typed, day):
    assert cleaned(title="x", starts_on=typed)["starts_on"] == day


def test_day_that_does_not_exist_is_refused_and_stays_on_screen():
    form = PlanForm({"title": "x", "starts_on": "31/02/2026"})

    assert form.errors["starts_on"] == ["Không có ngày 31/02/2026 trong lịch. Hãy kiểm tra lại ngày và tháng."]
    assert 'value="31/02/2026"' in str(form["starts_on"])
    assert 'value="05/02/2026"' in str(PlanForm(initial={"starts_on": dt.date(2026, 2, 5)})["starts_on"])


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1500000", 1500000),
        ("1.500.000", 1500000),
        ("1 500 000 đồng", 1500000),
        ("500.000đ", 500000),
        ("0", 0),
        ("", None),
    ],
)
def test_money_is_whole_dong(typed, amount):
    assert cleaned(title="x", budget_vnd=typed)["budget_vnd"] == amount


@pytest.mark.parametrize("typed", ["1,5 triệu", "1.50", "-5", "1e9", "một triệu"])
def test_money_that_could_be_misread_is_refused(typed):
    assert (
        error_of("budget_vnd", budget_vnd=typed)
        == f"“{typed}” không phải là số tiền. Hãy ghi theo đồng, ví dụ 1.500.000."
    )


def test_money_beyond_what_the_database_holds_is_refused():
    assert cleaned(title="x", budget_vnd="1" + "0" * 15)["budget_vnd"] == 10**15
    assert "budget_vnd" in PlanForm({"title": "x", "budget_vnd": "9" * 30}).errors


@pytest.mark.parametrize("typed", ["BAN HÀNH", "ban hành", " Ban  hanh "])
def test_typed_word_is_accepted_without_case_and_accents(typed):
    assert TypedWordForm({"word": typed}, expected_word="BAN HÀNH").is_valid()


@pytest.mark.parametrize("typed", ["", "BAN", "THU HỒI", "BAN HÀNH!"])
def test_other_words_confirm_nothing(typed):
    form = TypedWordForm({"word": typed}, expected_word="BAN HÀNH")

    assert not form.is_valid()
    assert "BAN HÀNH" in form.errors["word"][0]


def test_typing_rules_of_one_form_do_not_leak_into_the_next():
    before = len(PlanForm().fields["title"].validators)

    assert len(PlanForm().fields["title"].validators) == before


def test_helper_ends_a_form_with_one_main_button():
    layout = PortalFormHelper(PlanForm(), "title", "body", submit="Trình duyệt", cancel_url="/?a=1&b=2").layout

    assert layout.fields[:2] == ["title", "body"]
    assert [field.css_class for field in layout.fields[2:]] == ["form-actions"]


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("Sai căn cứ", None),
        ("  \u200b ", "Hãy ghi lý do, để người đọc hiểu vì sao."),
        ("a" * 2000, None),
        ("a" * 2001, "2.000"),
        ("a\u202eb", "ký tự điều khiển"),
    ],
)
def test_reason_is_asked_for_in_one_way(reason, error):
    form = ReasonForm({"reason": reason}, button="Trả lại", cancel_url="/")

    assert form.is_valid() == (error is None)
    assert (error or "") in str(form.errors)


def test_every_step_that_asks_only_why_uses_the_same_form():
    """Two of them once differed in how long a reason may be."""
    root = Path(__file__).parents[2]
    sources = [path for name in ("campaigns", "units", "emulation_portal") for path in (root / name).rglob("*.py")]

    classes = [
        (path.relative_to(root).as_posix(), node)
        for path in sources
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    only_why = [path for path, node in classes if fields_of(node) == ["reason"] and "TypedWord" not in bases_of(node)]

    assert only_why == ["emulation_portal/core/forms.py"]


def fields_of(node):
    calls = [line for line in node.body if isinstance(line, ast.Assign) and isinstance(line.value, ast.Call)]
    return [target.id for line in calls for target in line.targets if isinstance(target, ast.Name)]


def bases_of(node):
    return " ".join(ast.unparse(base) for base in node.bases)


class KindForm(VietnameseFormMixin, forms.Form):
    kind = forms.ChoiceField(choices=[("", "---------"), ("a", "A")])
    scope = forms.ChoiceField(choices=[("", "---------"), ("a", "A")], required=False)
    person = forms.ModelChoiceField(get_user_model().objects.none())
    filter = forms.ChoiceField(choices=[("", "Tất cả")], required=False)


def test_an_empty_choice_is_said_in_words():
    form = KindForm()

    assert form.fields["kind"].choices == [("", "Hãy chọn"), ("a", "A")]
    assert form.fields["scope"].choices == [("", "Không ghi"), ("a", "A")]
    assert form.fields["person"].empty_label == "Hãy chọn"
    assert form.fields["filter"].choices == [("", "Tất cả")]
    assert KindForm({"kind": "", "person": ""}).errors["kind"] == ["Hãy chọn một mục."]


def test_way_out_of_a_form_that_saves_nothing_does_not_speak_of_saving():
    class ToSave(forms.Form):
        name = forms.CharField()

        def __init__(self):
            super().__init__()
            self.helper = PortalFormHelper(self, cancel_url="/x/")

    pages = [render_crispy_form(form) for form in (ToSave(), ReasonForm(button="Trả lại", cancel_url="/x/"))]

    assert ['<a href="/x/">Không lưu, quay lại</a>' in page for page in pages] == [True, False]
    assert ['<a href="/x/">Không, quay lại</a>' in page for page in pages] == [False, True]


def test_wrong_boxes_of_a_page_are_named_by_their_place_and_led_to() -> None:
    rows = [PlanForm({"title": "Có"}, prefix="0"), PlanForm({"1-code": "dài quá rồi"}, prefix="1")]

    told = wrong_boxes([("", PlanForm({})), *placed("Chỉ tiêu", rows[1:])])

    assert told.startswith("Hãy sửa 3 chỗ: ")
    assert '<a href="#div_id_title">Tên</a>' in told
    assert '<a href="#div_id_1-title">Chỉ tiêu, dòng 1: Tên</a>' in told


def test_many_wrong_boxes_are_counted_and_the_first_named() -> None:
    told = wrong_boxes(placed("<b>", [PlanForm({}, prefix=str(at)) for at in range(MOST_NAMED + 3)]))

    assert told.count("<a ") == MOST_NAMED
    assert "và 3 chỗ khác." in told
    assert "<b>" not in told


def test_nothing_wrong_in_a_box_is_told_without_a_link() -> None:
    assert wrong_boxes([("", PlanForm({"title": "Có"}))]) == MARKED
