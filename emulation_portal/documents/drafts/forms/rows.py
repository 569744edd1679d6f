"""The parts of a draft that are rows, each a formset."""

from typing import Any, ClassVar

from crispy_forms.layout import Div
from django import forms
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.functional import cached_property

from emulation_portal.core.fields import PastedField, VietnameseDateField
from emulation_portal.core.forms import GrowingRows, PortalFormHelper, VietnameseFormMixin
from emulation_portal.core.versioned_forms import ShowsStored
from emulation_portal.documents.paper_limits import MAX_PARTS, MAX_SHOWN

from ..models import Draft, DraftAnnex, DraftBasis, DraftSection, DraftTable
from ..numbering import section_markers
from ..tables import MAX_TABLE_SOURCE, TableTextError, rows_of_text, text_of_rows
from .widgets import box

BASIS_ROWS = (("text",), ("document_type", "number", "issued_on"), ("issued_by",), ("title",))
SECTION_ROWS = (("level", "topic"), ("title",), ("body",))
LEVELS = [(1, "I."), (2, "1."), (3, "1.1. hoặc a)"), (4, "1.1.1. hoặc -")]

# By which column a table stands in a row of another part, and what such a row is called.
TABLES_STAND_IN: dict[Any, tuple[str, str]] = {DraftSection: ("section_id", "Mục"), DraftAnnex: ("annex_id", "Phụ lục")}

OPEN_ROWS = 3

FORMSET_WORDS = {
    "missing_management_form": "Trang gửi lên bị thiếu dữ liệu nên chưa lưu. Hãy tải lại trang rồi nhập lại.",
    "too_many_forms": "Mỗi phần có nhiều nhất %(num)d mục nhập. Hãy gộp bớt rồi lưu lại.",
}


class RowForm(ShowsStored, VietnameseFormMixin, forms.ModelForm):
    """One row of a part. A row left empty is not saved. `rows` says which fields stand side by side."""

    rows: tuple[tuple[str, ...], ...] = ()
    noun = "dòng"  # “Thêm dòng”, “Xóa dòng này”
    marker = ""  # the number that is printed before it
    css = ""  # of the row
    is_lost = False  # somebody has deleted it since the page was opened

    @property
    def shown(self) -> dict[str, Any]:
        """Return what the fields of the row show that say something; where it stands is seen without words."""
        names = (name for name in self._meta.fields or () if name in self.fields and name != "position")
        return {name: self.get_initial_for_field(self.fields[name], name) for name in names}

    @property
    def headline(self) -> str:
        """Return what a folded row is known by: what stands in it, or that it is new."""
        return f"{self.marker} {self.instance}".strip() if self.instance.pk else f"{self.noun.capitalize()} mới"

    def has_changed(self) -> bool:
        """A new row that has a place and says nothing is empty still: ↑ ↓ number it with the others."""
        return bool(set(self.changed_data) - ({"position"} if self.instance.pk is None else set()))

    def clean_position(self) -> int:
        """Return 0 for a row left without a number: it goes to the end. The column knows no null."""
        return self.cleaned_data["position"] or 0


class BasisForm(RowForm):
    noun = "căn cứ"
    rows = (*BASIS_ROWS, ("position", "DELETE"))
    issued_on = VietnameseDateField(label="Ngày", required=False)

    class Meta:
        model = DraftBasis
        fields = ("position", "text", "document_type", "number", "issued_on", "issued_by", "title")
        widgets = {"text": box(3), "title": box(2)}
        help_texts = {"text": ""}


class SectionForm(RowForm):
    noun = "mục"
    rows = (*SECTION_ROWS, ("position", "DELETE"))
    level = forms.TypedChoiceField(label="Cấp", coerce=int, choices=LEVELS, initial=2)
    topic = forms.ChoiceField(
        label="Nội dung theo luật", choices=[], initial="other", help_text="Chỉ cần chọn ở mục lớn."
    )

    class Meta:
        model = DraftSection
        fields = ("position", "level", "topic", "title", "body")
        widgets = {"title": box(1), "body": box(5)}
        help_texts = {"body": "Mỗi đoạn cách nhau một dòng trống. *Nghiêng*, **đậm**."}


class AnnexForm(RowForm):
    noun = "phụ lục"
    rows = (("title",), ("body",), ("is_landscape",), ("position", "DELETE"))
    is_landscape = forms.TypedChoiceField(
        label="Khổ giấy",
        required=False,
        coerce=lambda value: {"yes": True, "no": False}.get(value),
        empty_value=None,
        choices=[("", "Tự chọn: bảng rộng thì in ngang"), ("no", "In dọc"), ("yes", "In ngang")],
    )

    class Meta:
        model = DraftAnnex
        fields = ("position", "title", "body", "is_landscape")
        widgets = {"body": box(6)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["is_landscape"] = {True: "yes", False: "no"}.get(self.instance.is_landscape, "")


class TableForm(RowForm):
    """A table, written as lines of cells: pasted from Excel and Word it comes with tabs between them."""

    noun = "bảng"
    rows = (("title",), ("section", "annex"), ("cells",), ("position", "DELETE"))
    cells = PastedField(
        label="Các dòng của bảng",
        required=False,
        max_length=MAX_TABLE_SOURCE,
        widget=box(8, **{"class": "input-cells", "wrap": "off"}),
        help_text="Chép bảng từ Excel hoặc Word rồi dán vào đây. Mỗi dòng một hàng; các ô cách nhau bằng Tab hoặc dấu |. Hàng đầu là tên cột.",
    )

    class Meta:
        model = DraftTable
        fields = ("position", "title", "section", "annex")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["cells"] = text_of_rows(self.instance.rows)
        self.fields["section"].empty_label = "Cuối phần nội dung"  # type: ignore[attr-defined]
        self.fields["annex"].empty_label = "Không ở phụ lục"  # type: ignore[attr-defined]

    def clean_cells(self) -> list[list[str]]:
        try:
            return rows_of_text(self.cleaned_data["cells"])
        except TableTextError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("section") and data.get("annex"):
            self.add_error("annex", "Hãy chọn một chỗ đặt bảng: ở cuối một mục, hoặc trong một phụ lục.")
        return data

    def save(self, commit: bool = True) -> DraftTable:
        self.instance.rows = self.cleaned_data["cells"]
        table: DraftTable = super().save(commit)
        return table


def offer_topics(field: Any, topics: list[tuple[str, str]]) -> None:
    """Let one of the kind's topics be chosen; where there is only one, nothing is asked."""
    field.choices = topics
    if len(topics) == 1:
        field.widget = forms.HiddenInput()


def row_helper(rows: tuple[tuple[str, ...], ...]) -> PortalFormHelper:
    """Return the look of one row of a formset: groups of fields side by side."""
    parts = [Div(*names, css_class="field-pair") if len(names) > 1 else names[0] for names in rows]
    helper = PortalFormHelper(None, *parts, submit="", form_tag=False)
    helper.render_hidden_fields = True
    helper.disable_csrf = True
    return helper


class DraftFormSet(GrowingRows, BaseInlineFormSet):
    """Rows in their order, renumbered from 1 when saved. New rows without a number go to the end."""

    came: tuple[str, ...] | list[str] = ()  # what rows are called that others added since the page was opened
    default_error_messages: ClassVar[dict[str, Any]] = {**BaseInlineFormSet.default_error_messages, **FORMSET_WORDS}

    def add_prefix(self, index: Any) -> str:
        return f"{self.prefix}-{index}"

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "position" in form.fields:
            form.fields["position"].required = False
            form.fields["position"].widget = forms.TextInput(attrs={"class": "input-short", "inputmode": "numeric"})
            if form.instance.pk is None:
                form.initial["position"] = None
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = f"Xóa {self.noun} này khi lưu"
            if number := self._tables_in(form):
                form.fields["DELETE"].help_text = f"Còn {number} bảng ở đây: hãy chuyển hoặc xóa các bảng trước."
        self._offer_own(form)
        if self.model is DraftSection:
            form.marker = self._markers.get(form.instance.pk, "")  # type: ignore[attr-defined]
            form.css = f"level-{form.instance.level}" if form.instance.pk else ""  # type: ignore[attr-defined]
        # A few rows are all open; of many, those that are new or wrong.
        form.is_folded = form.instance.pk is not None and self.initial_form_count() > OPEN_ROWS  # type: ignore[attr-defined]
        rows = (tuple(name for name in row if name in form.fields) for row in form.rows)  # type: ignore[attr-defined]
        form.helper = row_helper(tuple(row for row in rows if row))  # type: ignore[attr-defined]

    @property
    def noun(self) -> str:
        form: Any = self.form
        return str(form.noun)

    @cached_property
    def _markers(self) -> dict[int, str]:
        """Return the printed number of each section as it was last saved."""
        rows = list(self.instance.sections.all())
        markers = section_markers((row.level for row in rows), self.instance.numbering_style)
        return {row.pk: marker for row, marker in zip(rows, markers, strict=True)}

    def is_free(self, form: Any) -> bool:
        return form.instance.pk is None and super().is_free(form)

    def show_newest(self, newest: Draft) -> None:
        """Show beside each row what is stored now; note which rows came and went meanwhile."""
        stored: dict[int, Any] = {
            row.instance.pk: row for row in type(self)(instance=newest, prefix=self.prefix).initial_forms
        }
        rows: list[Any] = self.initial_forms
        for row in rows:
            row.is_lost = row.instance.pk not in stored
            if not row.is_lost:
                row.note_stored(stored[row.instance.pk].shown)
        ours = {row.instance.pk for row in rows}
        self.came = [f"“{row.headline}”" for pk, row in stored.items() if pk not in ours]

    @property
    def is_the_same(self) -> bool:
        return not self.has_changed()

    @property
    def is_untouched_by_others(self) -> bool:
        rows: list[Any] = self.initial_forms
        return not self.came and all(row.is_untouched_by_others and not row.is_lost for row in rows)

    @property
    def has_lost_rows(self) -> bool:
        return any(form.is_lost for form in self.initial_forms)

    def _offer_own(self, form: forms.ModelForm) -> None:
        """Offer the topics of the kind, and the sections and annexes of this draft alone."""
        fields: dict[str, Any] = form.fields
        if "topic" in fields:
            offer_topics(fields["topic"], self.instance.kind_of.topics)
        for name, rows in (("section", self.instance.sections), ("annex", self.instance.annexes)):
            if name in fields:
                fields[name].queryset = rows.all()
                fields[name].choices = [("", fields[name].empty_label), *self._own[name]]

    @cached_property
    def _own(self) -> dict[str, list[tuple[int, str]]]:
        """Return what a row may stand in, read once for all rows."""
        sections = [(row.pk, f"{self._markers.get(row.pk, '')} {row}".strip()) for row in self.instance.sections.all()]
        return {"section": sections, "annex": [(row.pk, str(row)) for row in self.instance.annexes.all()]}

    def clean(self) -> None:
        """Refuse to delete what tables stand in: they would go elsewhere or be lost without a word."""
        super().clean()
        noun = TABLES_STAND_IN.get(self.model, ("", ""))[1]
        going = [form for form in self.initial_forms if self._should_delete_form(form)]  # type: ignore[attr-defined]
        held = [(form.instance, number) for form in going if (number := self._tables_in(form))]
        if held:
            raise forms.ValidationError(
                [
                    f"{noun} “{row}” còn {number} bảng: hãy chuyển hoặc xóa các bảng ở phần “Bảng” trước, rồi xóa {noun.lower()} này."
                    for row, number in held
                ]
            )

    def _tables_in(self, form: forms.ModelForm) -> int:
        column = TABLES_STAND_IN.get(self.model, ("", ""))[0]
        if not column or form.instance.pk is None:
            return 0
        return sum(getattr(table, column) == form.instance.pk for table in self.instance.tables.all())

    def save_in_order(self, draft: Draft) -> None:
        """Save what changed and number all rows again from 1."""
        self.instance = draft
        self.save()
        model: Any = self.model
        if not hasattr(model, "position"):
            return
        rows = sorted(model.objects.filter(**{self.fk.name: draft}), key=lambda row: (row.position or 10_000, row.pk))
        for at, row in enumerate(rows, start=1):
            row.position = at
        model.objects.bulk_update(rows, ["position"])


def rows_formset(model: Any, form: Any, extra: int, *, of: type[Draft] = Draft, most: int = MAX_PARTS) -> Any:
    """Return the formset of a part: at most so many rows of a model that hang on a draft."""
    return inlineformset_factory(
        of,
        model,
        form=form,
        formset=DraftFormSet,
        extra=extra,
        can_delete=True,
        can_delete_extra=False,  # a new row that is left empty is not saved
        max_num=most,
        validate_max=True,
        absolute_max=MAX_SHOWN * most,  # a forged form may claim no more
    )
