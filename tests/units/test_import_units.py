"""Nhập đơn vị từ Excel: every fault told by its cell, everything shown before it is written, all of it or nothing."""

import dataclasses
import datetime as dt
import io
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from emulation_portal.accounts.models import User
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.core.vietnamese import nfd
from emulation_portal.rights.enums import Role
from tests.factories.people import UnitFactory, alliance, second_alliance, user_with_role
from tests.factories.sheets import HEADINGS, sent, units_xlsx, xlsx
from tests.scenarios.desk import Desk, Page
from units import actions
from units.enums import ImportKind
from units.imports.registry import importers
from units.models import SheetImport, Unit
from units.tasks import purge_imports

pytestmark = pytest.mark.django_db
UPLOAD = "/nhap-excel/don-vi/"
NEW = (
    "HTX-901",
    "Hợp tác xã Mới",
    "HTX Mới",
    "Hợp tác xã",
    None,
    "xã Mới",
    "Thôn 1",
    "0203 3825 123",
    "moi@example.vn",
)


@pytest.fixture
def admin() -> User:
    return user_with_role(Role.ADMIN)


@pytest.fixture
def desk(admin: User) -> Desk:
    return Desk(admin)


def send(desk: Desk, content: bytes, name: str = "don-vi.xlsx") -> Page:
    return desk.press(desk.open(UPLOAD), "Đọc tệp", files=sent(content, name))


def problems(page: Page) -> list[tuple[str, str]]:
    rows = page.tree.xpath("//main//tbody/tr")
    return [tuple(" ".join(cell.text_content().split()) for cell in row) for row in rows]  # type: ignore[misc]


def test_new_units_and_changes_are_shown_and_then_written(desk: Desk, admin: User) -> None:
    old = UnitFactory(code="HTX-001", name="Hợp tác xã Cũ", commune="xã Cũ", phone="0203 111 111", short_name="Cũ")
    same = UnitFactory(code="HTX-002", name="Hợp tác xã Giữ")
    union = ("LH-1", "Liên hiệp Mới", None, "Liên hiệp hợp tác xã")
    rows = [
        (*NEW, dt.date(2020, 1, 2)),
        ("htx 001", nfd("Hợp tác xã Đổi Tên"), "-", None, "LH-1", None, None, None, None, "2/1/2021"),
        ("HTX-002", "Hợp tác xã Giữ"),
        union,
    ]

    page = send(desk, units_xlsx(*rows))

    assert page.says("Thêm mới 2, sửa 1; giữ nguyên 1.")
    assert page.says("Tên đơn vị: Hợp tác xã Cũ → Hợp tác xã Đổi Tên")
    assert page.says("Tên gọi tắt: Cũ → trống")
    assert page.says(f"Trực thuộc: {alliance().name} → Liên hiệp Mới")
    assert page.says("Ngày gia nhập: trống → 02/01/2021")
    assert not Unit.objects.filter(code="HTX-901").exists()

    after = desk.press(page, "Ghi 3 thay đổi")

    assert after.says("Đã ghi từ tệp don-vi.xlsx: thêm 2, sửa 1.")
    made, above = Unit.objects.get(code="HTX-901"), Unit.objects.get(code="LH-1")
    old.refresh_from_db()
    assert (made.name, made.parent, made.joined_on) == ("Hợp tác xã Mới", alliance(), dt.date(2020, 1, 2))
    assert made.path == f"{alliance().path}{made.pk}/"
    assert list(Unit.objects.matching("hop tac xa moi 901")) == [made]
    assert (old.name, old.short_name, old.phone) == ("Hợp tác xã Đổi Tên", "", "0203 111 111")
    assert (old.parent, old.path) == (above, f"{above.path}{old.pk}/")
    assert list(Unit.objects.matching("doi ten xa cu")) == [old]
    told = Event.objects.filter(verb__startswith="unit").values_list("verb", "object_id").order_by("pk")
    assert sorted(told) == sorted(
        [
            ("unit.created", str(above.pk)),
            ("unit.created", str(made.pk)),
            ("unit.changed", str(old.pk)),
            ("units.imported", str(alliance().pk)),
        ]
    )
    changed = Event.objects.get(verb="unit.changed")
    assert changed.data["changed"]["name"] == ["Hợp tác xã Cũ", "Hợp tác xã Đổi Tên"]
    assert changed.data["changed"]["parent"] == [alliance().name, "Liên hiệp Mới"]
    assert (changed.actor_id, changed.place, changed.unit_id) == (admin.pk, f"{alliance().path}{old.pk}/", old.pk)
    assert Event.objects.get(verb="units.imported").data["created"] == 2
    assert same.name == "Hợp tác xã Giữ"


FAULTS: list[tuple[str, tuple[Any, ...], str]] = [
    ("A2", (None, "Hợp tác xã Không Mã"), "Thiếu mã đơn vị."),
    ("A3", ("HTX@1", "Hợp tác xã", None, "Hợp tác xã"), "không dùng làm mã được"),
    ("A5", NEW, "Mã HTX-901 đã có ở dòng 4."),
    ("B6", ("HTX-902", None, None, "Hợp tác xã"), "Đơn vị mới mã HTX-902 thiếu tên đơn vị."),
    ("D7", ("HTX-903", "Hợp tác xã A", None, "Công ty"), "Không có mục “Công ty”."),
    ("E8", ("HTX-904", "Hợp tác xã B", None, "Hợp tác xã", "KHONG-CO"), "Không có đơn vị cấp trên nào"),
    ("E9", ("PB-1", "Phòng Mới", None, "Phòng, ban", "LH-CU"), "Phòng, ban không trực thuộc liên hiệp"),
    ("H10", ("HTX-905", "Hợp tác xã C", None, "Hợp tác xã", None, None, None, 203382512), "bỏ mất số 0 ở đầu"),
    ("I11", ("HTX-906", "Hợp tác xã D", None, "Hợp tác xã", None, None, None, None, "a@"), "không phải là thư điện tử"),
    ("J12", ("HTX-907", "Hợp tác xã E", *[None] * 7, "30/02/2021"), "Không có ngày 30/02/2021"),
    ("B13", ("HTX-908", "Hîp t¸c x· §«ng TriÒu", None, "Hợp tác xã"), "TCVN3"),
    ("C14", ("HTX-909", "Hợp tác xã G", '=UPPER("a")', "Hợp tác xã"), "Ô là công thức"),
]


def test_twelve_faults_have_twelve_messages_and_nothing_is_written(desk: Desk) -> None:
    UnitFactory(code="LH-CU", kind="cooperative_union", name="Liên hiệp Cũ")
    UnitFactory(code="HTX-907", name="Hợp tác xã E")
    units, events = Unit.objects.count(), Event.objects.count()
    rows = [row for _, row, _ in FAULTS]
    rows.insert(2, NEW)
    good = [(f"TOT-{at}", f"Hợp tác xã Tốt {at}", None, "Hợp tác xã") for at in range(30)]

    page = send(desk, units_xlsx(*rows, *good))

    found = problems(page)
    assert [address for address, _ in found] == [address for address, _, _ in FAULTS]
    assert [words for (_, _, words), (_, message) in zip(FAULTS, found, strict=True) if words not in message] == []
    assert [message for _, message in found if "Hãy" not in message] == []
    assert page.says("Có 12 ô chưa đúng.")
    assert "Ghi" not in " ".join(page.buttons())
    assert page.links("Gửi lại tệp đã sửa") == [UPLOAD]
    assert (Unit.objects.count(), Event.objects.count()) == (units, events)


def test_sheet_with_faults_cannot_be_written_by_hand_either(desk: Desk, admin: User) -> None:
    page = send(desk, units_xlsx((None, "Không mã")))
    kept = SheetImport.objects.get()

    answer = desk.send(page.url, {"csrfmiddlewaretoken": page.value("csrfmiddlewaretoken")})

    assert answer.says("Tệp còn lỗi nên chưa ghi được.")
    with pytest.raises(actions.ImportNotWritten):
        actions.apply_import(import_id=kept.pk, by=admin, at=timezone.now())


@pytest.mark.parametrize(
    ("row", "address", "words"),
    [
        (("LMHTX", "Tên khác"), "A2", "Đây là mã của Liên minh"),
        (("LH-1", None, None, "Hợp tác xã"), "D2", "“Hợp tác xã Dưới” đang trực thuộc đơn vị này"),
        (("PB-1", None, None, None, "PB-2"), "E2", "nằm dưới đơn vị này"),
        (("HTX-9", "Hợp tác xã", None, "Hợp tác xã", "LH-DONG"), "E2", "thôi hoạt động từ ngày 01/01/2025"),
        (("HTX-9", "Hợp tác xã", None, "Hợp tác xã", "HTX-1"), "E2", "Không có đơn vị cấp trên nào"),
        (("PB-1", "-"), "B2", "không xóa trống được"),
    ],
)
def test_tree_stays_right(desk: Desk, row: Any, address: str, words: str) -> None:
    alliance()
    Unit.objects.filter(pk=alliance().pk).update(code="LMHTX")
    union = UnitFactory(code="LH-1", kind="cooperative_union", name="Liên hiệp Một")
    UnitFactory(code="HTX-1", name="Hợp tác xã Dưới", parent=union)
    first = UnitFactory(code="PB-1", kind="department", name="Phòng Một")
    UnitFactory(code="PB-2", kind="department", name="Phòng Hai", parent=first)
    closed = {"closed_on": dt.date(2025, 1, 1), "closed_reason": "Giải thể."}
    UnitFactory(code="LH-DONG", kind="cooperative_union", name="Liên hiệp Đóng", **closed)

    ((found, message),) = problems(send(desk, units_xlsx(row)))

    assert (found, words in message) == (address, True), message


def test_unit_is_found_above_by_its_name_and_within_the_file(desk: Desk) -> None:
    UnitFactory(code="LH-1", kind="cooperative_union", name="Liên hiệp Một")
    rows = [
        ("T-2", "Tổ Hai", None, "Phòng, ban", "T-1"),
        ("T-1", "Tổ Một", None, "Phòng, ban"),
        ("HTX-1", "Hợp tác xã", None, "hop tac xa", "lien hiep mot"),
    ]

    desk.press(send(desk, units_xlsx(*rows)), "Ghi 3 thay đổi")

    assert dict(Unit.objects.filter(code__in=["T-2", "HTX-1"]).values_list("code", "parent__code")) == {
        "T-2": "T-1",
        "HTX-1": "LH-1",
    }


def test_second_press_and_second_tab_write_once(desk: Desk, admin: User) -> None:
    page = send(desk, units_xlsx(NEW))
    first, second = desk.press(page, "Ghi 1 thay đổi"), desk.press(page, "Ghi 1 thay đổi")

    assert first.says("Đã ghi từ tệp")
    assert second.says("Đã ghi từ tệp")
    assert Event.objects.filter(verb="unit.created").count() == 1
    assert Event.objects.filter(verb="units.imported").count() == 1
    assert desk.open(page.url).says("Tệp này đã được ghi lúc")


def test_what_changed_since_the_preview_is_shown_before_it_is_written(desk: Desk, admin: User) -> None:
    unit = UnitFactory(code="HTX-1", name="Hợp tác xã Một", commune="xã Cũ")
    row = ("HTX-1", None, None, None, None, "xã Mới")
    page, other_tab = send(desk, units_xlsx(row, NEW)), send(desk, units_xlsx(NEW), "khac.xlsx")
    desk.press(other_tab, "Ghi 1 thay đổi")
    unit.commune = "xã Giữa"
    actions.save_unit(unit, by=admin)

    refused = desk.press(page, "Ghi 2 thay đổi")

    assert refused.status == 409
    assert refused.says("Dữ liệu trên cổng đã đổi từ lúc bạn xem nên chưa ghi gì.")
    assert refused.says("Dòng 2, HTX-1 – Hợp tác xã Một: nay sẽ sửa Xã, phường: “xã Giữa” thành “xã Mới”.")
    assert refused.says("Dòng 3, HTX-901 – Hợp tác xã Mới: nay đã đúng như trong tệp")
    unit.refresh_from_db()
    assert unit.commune == "xã Giữa"

    desk.press(refused, "Ghi 1 thay đổi")

    unit.refresh_from_db()
    assert unit.commune == "xã Mới"


def test_code_taken_in_the_same_moment_writes_nothing(desk: Desk, admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    send(desk, units_xlsx(NEW, ("HTX-902", "Hợp tác xã Hai", None, "Hợp tác xã")))
    importer = importers()[ImportKind.UNITS]

    def slow(plan: Any, at: Unit, **by: Any) -> None:
        UnitFactory(code="HTX-902")  # by somebody who was not seen yet
        importer.write(plan, at, **by)

    monkeypatch.setitem(importers(), ImportKind.UNITS, dataclasses.replace(importer, write=slow))
    with pytest.raises(actions.ImportNotWritten, match="Hãy mở lại trang này"):
        actions.apply_import(import_id=SheetImport.objects.get().pk, by=admin, at=timezone.now())

    assert not Unit.objects.filter(code="HTX-901").exists()
    assert SheetImport.objects.get().done_at is None


def test_nobody_sees_or_writes_the_table_of_another(desk: Desk) -> None:
    page = send(desk, units_xlsx(NEW))
    other, elsewhere = Desk(user_with_role(Role.ADMIN)), Desk(second_alliance().users[Role.ADMIN])

    for who in (other, elsewhere):
        assert who.open(page.url).status == 404
        assert who.client.post(page.url, {}).status_code == 403  # without a token
        token = who.open(UPLOAD).value("csrfmiddlewaretoken")
        assert who.send(page.url, {"csrfmiddlewaretoken": token}).status == 404
        assert not who.open(UPLOAD).says("don-vi.xlsx")
    assert SheetImport.objects.get().done_at is None


def test_codes_of_another_alliance_are_free(desk: Desk) -> None:
    theirs = second_alliance().alliance if hasattr(second_alliance(), "alliance") else None
    page = send(desk, units_xlsx(("LMK", "Hợp tác xã Trùng Mã", None, "Hợp tác xã")))

    assert page.says("Thêm mới 1, sửa 0")
    assert theirs is None or Unit.objects.get(pk=theirs.pk).name == theirs.name


def test_table_is_dropped_and_forgotten(desk: Desk) -> None:
    page = send(desk, units_xlsx(NEW))
    desk.press(page, "Bỏ tệp này")
    assert not SheetImport.objects.exists()

    send(desk, units_xlsx(NEW))
    SheetImport.objects.update(created_at=timezone.now() - dt.timedelta(days=29))
    purge_imports()
    assert SheetImport.objects.count() == 1
    SheetImport.objects.update(created_at=timezone.now() - dt.timedelta(days=32))
    purge_imports()
    assert SheetImport.objects.count() == 0


def test_file_that_is_none_is_refused_on_the_page(desk: Desk) -> None:
    page = desk.open(UPLOAD)

    assert desk.press(page, "Đọc tệp").says("Hãy chọn tệp.")
    refused = desk.press(page, "Đọc tệp", files=sent(b"<html>", "x.xlsx"))
    assert (refused.status, refused.says("Cổng không nhận ra tệp này.")) == (422, True)
    assert desk.press(page, "Đọc tệp", files=sent(xlsx([["A"], ["1"]]))).says("Không thấy cột “Mã đơn vị”")
    assert not SheetImport.objects.exists()


def opened(desk: Desk, url: str) -> Any:
    return load_workbook(io.BytesIO(desk.client.get(url).getvalue()))


def test_template_is_filled_with_what_there_is_and_comes_back_unchanged(desk: Desk) -> None:
    union = UnitFactory(code="LH-1", kind="cooperative_union", name="Liên hiệp Một", phone="+84 203 3825 123")
    UnitFactory(code="HTX-1", name="Hợp tác xã Dưới", parent=union, joined_on=dt.date(2020, 1, 2), commune="-xã")
    listed = desk.open(reverse("units:list"))
    empty = opened(desk, listed.links("Tải Excel mẫu")[0])
    upload = desk.follow(listed, "Nhập từ Excel")
    answer = desk.client.get(upload.links("Tải dữ liệu hiện có")[0]).getvalue()

    assert [sheet.title for sheet in empty] == ["Đơn vị", "Ví dụ", "Hướng dẫn", "Danh mục"]
    assert [cell.value for cell in empty["Đơn vị"][1]] == list(HEADINGS)
    assert empty["Đơn vị"].max_row == 1
    assert "Phòng, ban" in [cell.value for cell in empty["Danh mục"]["A"]]
    page = send(desk, answer)
    assert page.says("Mọi dòng trong tệp đã đúng như trên cổng.")

    book = load_workbook(io.BytesIO(answer))
    rows = {row[0].value: row for row in book["Đơn vị"].iter_rows(min_row=2)}
    rows["HTX-1"][1].value = "Hợp tác xã Đã Sửa"
    stream = io.BytesIO()
    book.save(stream)
    assert send(desk, stream.getvalue()).says("Thêm mới 0, sửa 1")


def test_example_of_the_template_can_be_sent(desk: Desk) -> None:
    book = opened(desk, "/nhap-excel/don-vi/mau/")
    example = [cell.value for cell in book["Ví dụ"][2]]

    assert send(desk, units_xlsx(example)).says("Thêm mới 1, sửa 0")


def test_exported_list_can_be_sent_back(desk: Desk) -> None:
    UnitFactory(code="HTX-1", name="Hợp tác xã Một", joined_on=today())

    answer = desk.client.get("/don-vi/?xuat=xlsx").getvalue()

    book = load_workbook(io.BytesIO(answer))
    book["Danh sách"].title = "Đơn vị"
    for row in book["Đơn vị"].iter_rows(min_row=2):
        if row[1].value == alliance().code:
            book["Đơn vị"].delete_rows(row[0].row)
    stream = io.BytesIO()
    book.save(stream)
    assert send(desk, stream.getvalue()).says("Mọi dòng trong tệp đã đúng như trên cổng.")


def test_long_preview_is_cut_into_pages_by_the_database(desk: Desk) -> None:
    page = send(desk, units_xlsx(*((f"T-{at}", f"Tổ {at}", None, "Tổ hợp tác") for at in range(45))))

    last = desk.open(f"{page.url}?page=3")

    assert [row[0] for row in problems(page)] == [str(at) for at in range(2, 22)]
    assert [row[0] for row in problems(last)] == [str(at) for at in range(42, 47)]
