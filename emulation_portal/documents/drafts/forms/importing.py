"""Nhập văn bản từ tệp: the file, then a preview in which every guess can be corrected."""

from typing import Any, ClassVar

from crispy_forms.layout import Fieldset
from django import forms
from django.forms import BaseFormSet, formset_factory

from emulation_portal.core.cleaning import refuse_big_file
from emulation_portal.core.fields import PastedField, VietnameseDateField
from emulation_portal.core.forms import VietnameseFormMixin
from emulation_portal.core.vietnamese import first_words
from emulation_portal.documents.paper_limits import (
    MAX_ANNEX_TITLE,
    MAX_APPENDICES,
    MAX_BODY,
    MAX_PARTS,
    MAX_RECIPIENTS,
    MAX_SHOWN,
    MAX_TEXT,
    MAX_TITLE,
    check_paragraphs,
)
from emulation_portal.documents.reading import MAX_FILE_BYTES, ImportRefused, check_file

from ..table_places import HERE, tables_of_text, text_of_tables
from ..tables import MAX_TABLE_SOURCE, TableTextError
from .general import TranscriptionGeneralForm
from .recipients import recipient_lines
from .rows import BASIS_ROWS, FORMSET_WORDS, LEVELS, SECTION_ROWS, offer_topics, row_helper
from .widgets import box


class ImportForm(VietnameseFormMixin, forms.Form):
    file = forms.FileField(
        label="Tệp văn bản",
        help_text=f"Word (.docx), .md hoặc .txt, không quá {MAX_FILE_BYTES // 1024 // 1024} MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.md,.txt"}),
        error_messages={
            "empty": "Tệp này trống. Hãy kiểm tra lại tệp đã chọn.",
            "max_length": "Tên tệp quá dài. Hãy đặt lại tên ngắn hơn.",
        },
    )

    def __init__(self, *args: Any, noun: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages["required"] = f"Hãy chọn tệp {noun}."
        self.fields["file"].validators.remove(refuse_big_file)  # this page's own limit is lower, and knows what to do

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            check_file(file.name, file.size)
        except ImportRefused as error:
            raise forms.ValidationError(str(error)) from error
        return file


# The style sheet hides these while the file is said to be a draft, so their errors would be seen by nobody.
_HIDDEN_OF_A_DRAFT = {"paper_number", "paper_symbol", "paper_issued_on", "paper_signature_lines", "paper_signer_name"}


class PreviewForm(TranscriptionGeneralForm):
    is_transcription = forms.TypedChoiceField(
        label="Tệp này là",
        coerce=lambda value: value == "yes",
        choices=[
            ("no", "Dự thảo: sẽ được hoàn thiện, trình duyệt và cấp số trên cổng"),
            ("yes", "Văn bản đã ban hành trên giấy: nhập lại để lưu và tra cứu, giữ nguyên số và ngày"),
        ],
        widget=forms.RadioSelect,
    )
    recipients = forms.CharField(
        label="Nơi nhận",
        required=False,
        widget=box(4),
        max_length=MAX_RECIPIENTS,
        help_text="Mỗi nơi một dòng. Để trống khi tệp không có; dòng “Lưu” của dự thảo được in tự động.",
    )
    first_fields: tuple[str, ...] = ()  # of the kind, beside what the file is

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        """`user` is for kinds that offer what only some may choose."""
        super().__init__(*args, with_submit=False, **kwargs)

    def layout_parts(self) -> list[Any]:
        return [Fieldset("Loại tệp", "is_transcription", *self.first_fields), *super().layout_parts(), "recipients"]

    def clean_recipients(self) -> list[str]:
        return recipient_lines(self.cleaned_data["recipients"])

    def check_paper(self, data: dict[str, Any]) -> None:
        if data.get("is_transcription") is False:
            for name in _HIDDEN_OF_A_DRAFT & set(self.errors):
                del self.errors[name]
                data[name] = None if name in ("paper_number", "paper_issued_on") else ""
            return
        super().check_paper(data)
        wanted = {
            "paper_number": "Văn bản đã ban hành phải có số.",
            "paper_symbol": "Văn bản đã ban hành phải có ký hiệu.",
            "paper_issued_on": "Văn bản đã ban hành phải có ngày.",
        }
        for name, message in wanted.items():
            if data.get("is_transcription") and not data.get(name) and name not in self.errors:
                self.add_error(name, f"{message} Hãy ghi như trên bản giấy, hoặc chọn “Dự thảo” ở trên.")


class ReadRowForm(VietnameseFormMixin, forms.Form):
    """A row of what was read. Folded it is known by the first words of those of its fields that are named here."""

    named_by: tuple[str, ...] = ("title", "body")

    @property
    def headline(self) -> str:
        values = (str(self[name].value() or "") for name in self.named_by)
        return first_words(next((value for value in values if value.strip()), ""))


class ReadBasisForm(ReadRowForm):
    named_by = ("text",)
    rows = BASIS_ROWS
    text = forms.CharField(label="Nguyên văn", widget=box(3), max_length=MAX_TEXT)
    document_type = forms.CharField(label="Loại văn bản", required=False, max_length=60)
    number = forms.CharField(label="Số, ký hiệu", required=False, max_length=60)
    issued_on = VietnameseDateField(label="Ngày", required=False)
    issued_by = forms.CharField(label="Cơ quan ban hành", required=False, max_length=200)
    title = forms.CharField(label="Tên, trích yếu", required=False, widget=box(2), max_length=MAX_TITLE)


class WithTables(ReadRowForm):
    """A part in which tables were read: they are in a box of their own, which is hidden where there are none."""

    tables = PastedField(
        label="Bảng",
        required=False,
        widget=box(6, **{"class": "input-cells", "wrap": "off"}),
        max_length=MAX_TABLE_SOURCE,
        help_text=f"Mỗi dòng một hàng, các ô cách nhau bằng dấu |; hàng đầu là tên cột; dòng trống ngăn hai bảng. Bảng in ở dòng {HERE} của nội dung, không có dòng ấy thì in cuối.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tables = self.initial.get("tables") or ()
        self.initial["tables"] = text_of_tables(tables)
        if not tables:
            self.fields["tables"].widget = forms.HiddenInput()

    def clean_tables(self) -> list[list[list[str]]]:
        try:
            return tables_of_text(self.cleaned_data["tables"])
        except TableTextError as error:
            raise forms.ValidationError(str(error)) from error


class ReadAnnexForm(WithTables):
    rows = (("title",), ("body",), ("tables",))
    title = forms.CharField(label="Tên phụ lục", required=False, max_length=MAX_ANNEX_TITLE)
    body = forms.CharField(
        label="Nội dung", required=False, widget=box(5), max_length=MAX_BODY, validators=[check_paragraphs]
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (data.get("body") or data.get("tables")) and not data.get("title"):
            self.add_error("title", "Hãy ghi tên phụ lục, hoặc chọn bỏ phụ lục này.")
        return data


class ReadSectionForm(WithTables):
    rows = (*SECTION_ROWS, ("tables",))
    level = forms.TypedChoiceField(label="Cấp", coerce=int, choices=LEVELS, initial=2)
    topic = forms.ChoiceField(label="Nội dung theo luật", choices=[("other", "Khác")], initial="other")
    title = forms.CharField(label="Tiêu đề", required=False, widget=box(1), max_length=MAX_TITLE)
    body = forms.CharField(
        label="Nội dung", required=False, widget=box(5), max_length=MAX_BODY, validators=[check_paragraphs]
    )

    def __init__(self, *args: Any, topics: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_topics(self.fields["topic"], topics)


class ReadFormSet(BaseFormSet):
    default_error_messages: ClassVar[dict[str, Any]] = {**BaseFormSet.default_error_messages, **FORMSET_WORDS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = row_helper((*self.form.rows, ("DELETE",)))

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Bỏ, không đưa vào dự thảo"

    def kept(self) -> list[dict[str, Any]]:
        """Return the cleaned rows that are neither empty nor struck out, in order."""
        return list(self.kept_by_row().values())

    def kept_by_row(self) -> dict[int, dict[str, Any]]:
        """Return the same by the number of the row in the form."""
        gone = set(self.deleted_forms)
        kept = ((at, form) for at, form in enumerate(self.forms) if form.cleaned_data and form not in gone)
        return {at: form.cleaned_data for at, form in kept if self.says_something(form.cleaned_data)}

    def says_something(self, row: dict[str, Any]) -> bool:
        """Whether anything is written in the row: a level alone is no section."""
        names = set(self.form.base_fields) - {"level", "topic"}
        return any(row.get(name) for name in names)


def _read_formset(form: Any, most: int = MAX_PARTS) -> Any:
    """Return the formset of a preview, with as many rows as the draft's own part takes."""
    return formset_factory(
        form,
        formset=ReadFormSet,
        extra=1,
        can_delete=True,
        max_num=most,
        validate_max=True,
        absolute_max=MAX_SHOWN * most,
    )


basis_formset: Any = _read_formset(ReadBasisForm)
section_formset: Any = _read_formset(ReadSectionForm)
annex_formset: Any = _read_formset(ReadAnnexForm, MAX_APPENDICES)
