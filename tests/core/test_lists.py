"""The base of all lists: every row stands on one page, filters live in the address, all of it can be printed."""

from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.db import connection
from django.test import Client
from django.test.html import parse_html
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse
from django.utils.safestring import mark_safe

from emulation_portal.core import lists
from emulation_portal.core.filters import PlainSelect
from emulation_portal.core.lists import ListPage, RowPages
from emulation_portal.core.tables import Column, Table
from emulation_portal.core.templatetags.portal import control
from emulation_portal.rights.enums import Role
from tests.factories.pages import tight
from tests.factories.people import UnitFactory, user_with_role
from tests.scenarios.desk import Desk
from units.models import Unit

# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 1, 7, 20, 21, 45])
def test_pages_hold_every_row_once_and_in_order(number: int) -> None:
    for n in range(number):
        UnitFactory(name=f"Hợp tác xã Số {n:02}")
    rows = Unit.objects.filter(name__startswith="Hợp tác xã Số").order_by("name", "pk")

    pages = RowPages(rows, 10, lambda found: found.select_related("parent"))
    shown = [unit for page in pages for unit in page]

    assert shown == list(rows)
    assert pages.count == number


@pytest.mark.django_db
def test_last_page_reads_no_more_than_the_first() -> None:
    for n in range(60):
        UnitFactory(name=f"Hợp tác xã Số {n:02}")
    pages = RowPages(Unit.objects.order_by("name", "pk"), 10, lambda found: found)
    assert pages.count > 60

    with CaptureQueriesContext(connection) as queries:
        list(pages.page(pages.num_pages))

    keys, rows = (query["sql"] for query in queries)
    assert "DESC" in keys
    assert "OFFSET" not in keys  # from the nearer end
    assert rows.count(" IN (") == 1


# --- on the screen ----------------------------------------------------------------------------------------------------


@pytest.fixture
def admin(db) -> Desk:
    for n in range(25):
        UnitFactory(name=f"Hợp tác xã Bến Số {n:02}", commune="phường Hạ Long")
    return Desk(user_with_role(Role.ADMIN))


def test_filters_stand_in_the_address_and_nonsense_filters_nothing(admin: Desk) -> None:
    found = admin.open(f"{reverse('units:list')}?q=ben so 03")
    odd = admin.open(f"{reverse('units:list')}?kind=khong&block=x&page=chin&status=%00")

    assert found.says("Có 1 đơn vị")
    assert found.tree.xpath("//form[@class='filter-bar']//input[@name='q']/@value") == ["ben so 03"]
    assert odd.status == 200
    assert odd.says("Hợp tác xã Bến Số 00")


def test_number_of_rows_goes_on_over_the_pages(admin: Desk) -> None:
    second = admin.open(f"{reverse('units:list')}?page=2")

    assert second.tree.xpath("//td[@class='stt']/text()")[0] == "21"


def test_all_rows_are_printed_with_the_day_and_who_prints(admin: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = admin.open(f"{reverse('units:list')}?q=ben&print=1&page=2")
    monkeypatch.setattr(lists, "PRINTED_AT_MOST", 20)
    cut = admin.open(f"{reverse('units:list')}?q=ben&print=1")

    assert len(printed.tree.xpath("//tbody/tr")) == 25
    assert printed.says("Có 25 đơn vị")
    assert printed.says("người in:")
    assert [" ".join(foot.text_content().split())[:9] for foot in printed.tree.xpath("//tfoot//td")] == ["Người in:"]
    assert len(cut.tree.xpath("//tbody/tr")) == 20
    assert cut.says("Chỉ in 20 đơn vị đầu trong 25")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("q=ben&kind=cooperative", "Đã lọc: Loại: Hợp tác xã; Tìm đơn vị: ben."),
        ("status=closed", "Đã lọc: Trạng thái: "),
        ("kind=khong&q=ben+số+03", "Đã lọc: Tìm đơn vị: ben số 03."),
    ],
)
def test_print_says_what_narrows_it(admin: Desk, asked: str, said: str) -> None:
    assert admin.open(f"{reverse('units:list')}?{asked}&print=1").says(said)
    assert not admin.open(f"{reverse('units:list')}?{asked}").says("Đã lọc")


@pytest.mark.parametrize(
    ("asked", "told"),
    [("", "Tìm, lọc"), ("?q=ben", "Tìm, lọc (1 điều kiện)"), ("?q=ben&kind=cooperative", "Tìm, lọc (2 điều kiện)")],
)
def test_filters_say_folded_too_how_many_narrow_the_list(admin: Desk, asked: str, told: str) -> None:
    page = admin.open(f"{reverse('units:list')}{asked}")

    (fold,) = page.tree.xpath("//details[contains(@class, 'filter-fold')]")
    assert " ".join(fold.xpath("./summary")[0].text_content().split()) == told
    assert "open" in fold.attrib  # without scripts nothing hides them


def test_print_of_the_whole_list_names_no_filter(admin: Desk) -> None:
    assert not admin.open(f"{reverse('units:list')}?print=1&kind=khong").says("Đã lọc")


def test_empty_list_says_what_to_do(admin: Desk) -> None:
    page = admin.open(f"{reverse('units:list')}?q=khong co gi nhu vay")

    assert page.says("Không có đơn vị nào khớp")
    assert page.tree.xpath("//a[text()='Bỏ lọc']/@href")[-1] == reverse("units:list")


@pytest.mark.django_db
def test_stranger_is_led_to_the_login_of_the_same_list(client: Client) -> None:
    answer = client.get(f"{reverse('units:list')}?q=a")

    assert answer.status_code == 302
    assert "next=/don-vi/%3Fq%3Da" in answer.url


def list_pages() -> set[type[ListPage]]:
    """Return every list of the portal."""

    def walk(patterns):
        for each in patterns:
            yield from walk(each.url_patterns) if isinstance(each, URLResolver) else [each.callback]

    views = {getattr(callback, "view_class", None) for callback in walk(get_resolver().url_patterns)}
    return {view for view in views if view and issubclass(view, ListPage)}


def test_lists_are_what_they_say() -> None:
    assert len(list_pages()) >= 9
    assert [view for view in list_pages() if not view.template_name.endswith(".html") or not view.noun] == []


# --- the filters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [None, "", 2, "2", "<2>"])
def test_list_to_choose_from_is_that_of_django(value: object) -> None:
    choices = [("", "Tất cả"), (1, "Một & <b>"), (2, "Hai"), ("<2>", '"Ba"')]
    attrs = {"id": "id_kind", "class": "form-select", "disabled": True, "title": "<x>"}

    ours, theirs = (each(choices=choices).render("kind", value, attrs) for each in (PlainSelect, forms.Select))

    assert parse_html(ours) == parse_html(theirs)


class Boxes(forms.Form):
    """Groups of boxes, as they are written by the portal and as they are by Django."""

    several = forms.MultipleChoiceField(choices=[("a", "Một & <b>"), ("b", "Hai")], widget=forms.CheckboxSelectMultiple)
    one = forms.ChoiceField(choices=[("", "Không"), ("<b>", "Hai")], widget=forms.RadioSelect(attrs={"title": "<x>"}))


@pytest.mark.parametrize("data", [None, {}, {"several": ["b"], "one": "<b>"}])
def test_boxes_to_tick_are_those_of_django(data: dict[str, Any] | None) -> None:
    for field in Boxes(data, label_suffix=""):
        theirs, classes = list(field.subwidgets), "form-check-input" + (" is-invalid" if field.errors else "")
        for choice in theirs:
            choice.data["attrs"] = {**choice.data["attrs"], "class": classes}

        ours = control(Boxes(data)[field.name])

        assert parse_html(ours) == parse_html("".join(f"<div>{choice}</div>" for choice in theirs))


# --- the table --------------------------------------------------------------------------------------------------------


def test_cells_are_escaped_and_labelled() -> None:
    row = SimpleNamespace(name="<b>x</b>", number=1234, safe=mark_safe("<i>y</i>"), nothing="")
    columns = [
        Column("Tên", lambda r: r.name, names_row=True),
        Column("Số", lambda r: r.number, css="num"),
        Column("Chữ", lambda r: r.safe),
        Column("Trống", lambda r: r.nothing),
        Column("Việc", lambda r: "Sửa", is_quiet=True),
    ]

    (body,) = Table("Bảng", columns, [row], start=41).body()

    assert tight(body) == (
        '<tr><td class="stt">41</td><th scope="row">&lt;b&gt;x&lt;/b&gt;</th><td class="num" data-label="Số">1.234</td>'
        '<td data-label="Chữ"><i>y</i></td><td data-label="Trống">–</td><td>Sửa</td></tr>'
    )
