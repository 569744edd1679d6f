"""What stands beside a field: the stored value, as its reader knows it from the form."""

import datetime as dt

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import escape

from emulation_portal.core.fields import MoneyField, VietnameseDateField
from emulation_portal.core.forms import PortalFormHelper, VietnameseFormMixin
from emulation_portal.core.versioned_forms import ShowsStored, VersionedFormMixin, stored_words
from emulation_portal.core.versions import version_of
from tests.factories.people import BlockFactory, UnitFactory
from units.models import EmulationBlock, Unit

pytestmark = pytest.mark.django_db


class BlockForm(VersionedFormMixin, VietnameseFormMixin, forms.ModelForm):
    class Meta:
        model = EmulationBlock
        fields = ["kind", "name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self, "name")  # a layout that names neither the kind nor what was read


class PhoneForm(VersionedFormMixin, VietnameseFormMixin, forms.Form):
    edits = {"number": "phone"}
    number = forms.CharField()


def sent(form: forms.BaseForm, **typed: str) -> QueryDict:
    """Return what a browser sends of an open form."""
    data = QueryDict(mutable=True)
    data.update({bound.html_name: bound.value() or "" for bound in form} | typed)
    data._mutable = False
    return data


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (forms.CharField(), "Khu 1", "Khu 1"),
        (forms.CharField(), "", "(để trống)"),
        (VietnameseDateField(), dt.date(2026, 2, 5), "05/02/2026"),
        (VietnameseDateField(), None, "(để trống)"),
        (MoneyField(), 1_500_000, "1.500.000"),
        (MoneyField(), 0, "0"),
        (forms.BooleanField(), True, "có chọn"),
        (forms.BooleanField(), False, "không chọn"),
        (forms.ChoiceField(choices=[("a", "Chữ A")]), "a", "Chữ A"),
        (forms.ChoiceField(choices=[("a", "Chữ A")]), "gone", "gone"),
        (forms.ChoiceField(choices=[("", "Không ghi")]), "", "(để trống)"),
    ],
)
def test_stored_value_in_words(field: forms.Field, value: object, words: str) -> None:
    assert stored_words(field, value) == words


def test_stored_rows_are_named_also_when_they_are_not_offered_any_more() -> None:
    unit = UnitFactory(name="Hợp tác xã Đã Đóng")
    one, many = forms.ModelChoiceField(Unit.objects.none()), forms.ModelMultipleChoiceField(Unit.objects.none())

    assert [stored_words(one, value) for value in (unit, unit.pk, None)] == [unit.name, unit.name, "(để trống)"]
    assert [stored_words(many, value) for value in ([unit], [unit.pk], [])] == [unit.name, unit.name, "(để trống)"]


def test_very_many_stored_rows_are_counted(django_assert_num_queries) -> None:
    Unit.objects.bulk_create(Unit(kind="alliance", name=f"Mẫu {at:02d}", code=f"M-{at}") for at in range(60))
    field = forms.ModelMultipleChoiceField(Unit.objects.none())

    with django_assert_num_queries(2):
        words = stored_words(field, Unit.objects.all())

    assert words.endswith("; và 10 mục khác")
    assert words.count(";") == 50


def test_hidden_version_stands_on_every_page_of_a_row_and_of_no_new_one() -> None:
    block = BlockFactory()

    shown = render_to_string("units/form.html", {"form": BlockForm(instance=block)})
    new = render_to_string("units/form.html", {"form": BlockForm(instance=EmulationBlock())})

    assert f'name="read" value="{version_of(block, ["kind", "name"])}"' in shown
    assert 'name="read"' not in new


def test_form_of_a_new_row_asks_for_nothing() -> None:
    assert BlockForm({"kind": "block", "name": "Khối số 1"}).is_valid()


def test_plain_form_says_which_column_it_writes() -> None:
    unit = UnitFactory(phone="0203 111 111")
    opened = PhoneForm(row=unit, initial={"number": unit.phone})
    data = sent(opened, number="0203 333 333")
    Unit.objects.filter(pk=unit.pk).update(phone="0203 222 222")

    good, late = PhoneForm(data, row=unit), PhoneForm(data, row=Unit.objects.get(pk=unit.pk))

    assert (good.is_valid(), good.read) == (True, opened.read.__class__(("phone",), data["read"]))
    assert (late.is_valid(), late.stored) == (False, {"number": "0203 222 222"})


def test_what_is_stored_is_shown_beside_what_is_wrong() -> None:
    block = BlockFactory(name="Khối số 1")
    data = sent(BlockForm(instance=block), name="")
    EmulationBlock.objects.filter(pk=block.pk).update(name="Khối số 7")

    late = BlockForm(data, instance=EmulationBlock.objects.get(pk=block.pk))

    assert set(late.errors) == {"name", "__all__"}
    assert late.stored == {"name": "Khối số 7"}


def test_markup_in_what_is_stored_is_shown_as_text() -> None:
    block = BlockFactory(name="Khối số 1")
    data = sent(BlockForm(instance=block), name="Khối số 2")
    EmulationBlock.objects.filter(pk=block.pk).update(name="<b>Khối</b>")

    page = render_to_string("units/form.html", {"form": BlockForm(data, instance=EmulationBlock.objects.get())})

    assert escape("<b>Khối</b>") in page
    assert "<b>Khối</b>" not in page
    assert 'id="id_name_stored"' in page
    assert 'aria-describedby="id_name_stored"' in page
    assert 'href="#div_id_name"' in page


def test_trial_saves_nothing_and_is_not_asked_what_was_read() -> None:
    block = BlockFactory()

    assert BlockForm({"kind": "cluster", "name": "Cụm"}, instance=block, is_trial=True).is_valid()
    assert not BlockForm({"kind": "cluster", "name": "Cụm"}, instance=BlockFactory()).is_valid()


def test_page_that_shows_what_is_stored_sends_along_that_it_did() -> None:
    block = BlockFactory(name="Khối số 1")
    late = BlockForm(
        sent(BlockForm(instance=block), name="Khối số 2", read="x"),
        instance=BlockFactory._meta.model.objects.get(pk=block.pk),
    )
    assert not late.is_valid()

    again = BlockForm(sent(late), instance=EmulationBlock.objects.get(pk=block.pk))

    assert again.is_valid()
    assert again.cleaned_data["name"] == "Khối số 2"


def test_form_that_differs_in_nothing_says_so() -> None:
    class Plain(ShowsStored, VietnameseFormMixin, forms.Form):
        title = forms.CharField()

    form = Plain({"title": "Một"})
    form.is_valid()
    form.show_stored({"title": "Một"}, "Có người vừa sửa.")

    assert form.stored == {}
    assert form.non_field_errors() == [
        "Có người vừa sửa. Các ô trên trang này giống nội dung đang lưu. Hãy bấm lại nếu vẫn muốn lưu."
    ]
