"""The page of the log: who reads it, what it finds, and that reading leaves its own trace."""

import csv
import datetime as dt
import io
import re

import pgtrigger
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml.html import fromstring

from emulation_portal.accounts.models import User
from emulation_portal.audit import queries, views
from emulation_portal.audit.actions import record, seal_events
from emulation_portal.audit.enums import HEADS, INSPECTORS
from emulation_portal.audit.models import Event
from emulation_portal.audit.outside import Anchor
from emulation_portal.audit.queries import LogFilter, history_of, log_page
from emulation_portal.audit.views import harmless
from emulation_portal.rights.enums import Role
from tests.factories.people import PersonFactory, PositionFactory, UnitFactory, UserFactory, alliance, user_with_role
from units.enums import UnitKind

pytestmark = pytest.mark.django_db

LOG = "/nhat-ky/"


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(user_with_role(Role.AUDITOR, full_name="Bùi Văn Thử Nghiệm"))
    return client


def _event(*, at: dt.datetime | None = None, **fields) -> Event:
    fields = {
        "verb": "unit.created",
        "actor_name": "Ai đó",
        "object_type": "units.unit",
        "object_id": "1",
        "object_name": "Đơn vị",
        "place": alliance().path,
    } | fields
    event = Event.objects.create(**fields)
    if at:
        with pgtrigger.ignore("audit.Event:append_only"):
            Event.objects.filter(pk=event.pk).update(at=at)
    return event


@pytest.mark.parametrize("role", [role for role in Role if role not in (*INSPECTORS, *HEADS)])
def test_log_is_for_those_who_inspect_administer_or_head_a_unit(client: Client, role: Role) -> None:
    client.force_login(user_with_role(role))

    assert client.get(LOG).status_code == 403
    assert client.post("/nhat-ky/xuat/").status_code == 403
    assert not Event.objects.filter(verb__startswith="audit.").exists()


def test_log_sends_strangers_to_the_door(client: Client) -> None:
    assert client.get(LOG).status_code == 302


def test_reading_leaves_one_event_for_one_question(auditor: Client) -> None:
    for _ in range(25):
        _event()
    auditor.get(LOG)
    oldest_shown = Event.objects.filter(verb="unit.created").order_by("pk")[5].pk
    auditor.get(LOG, {"before": oldest_shown})  # turning the page
    auditor.get(LOG)  # loading it again
    assert Event.objects.filter(verb="audit.read").count() == 1

    auditor.get(LOG, {"verb": "unit.created", "q": "đơn"})

    assert Event.objects.filter(verb="audit.read").order_by("pk").last().data == {"verb": "unit.created", "text": "đơn"}
    assert Event.objects.filter(verb="audit.read").count() == 2


def test_filters_offer_each_word_once_and_find_all_that_are_called_so(auditor: Client) -> None:
    """Each kind of paper has steps of its own, and two of them one name."""
    form = fromstring(auditor.get(LOG).content).xpath("//main//form[.//select[@name='verb']]")[0]
    offered = {name: form.xpath(f".//select[@name='{name}']/option") for name in ("verb", "kind")}
    words = {name: [option.text.strip() for option in options] for name, options in offered.items()}
    returned = next(option.get("value") for option in offered["verb"] if option.text.strip() == "Trả lại chỉnh sửa")
    events = {_event(verb=verb) for verb in ("plan.returned", "guidance.returned")}
    roles = {_event(object_type=label) for label in ("rights.appointment", "units.appointment")}

    found = log_page(LogFilter(verb=returned), reader=user_with_role(Role.AUDITOR)).events
    of_roles = log_page(LogFilter(kind="rights.appointment"), reader=user_with_role(Role.AUDITOR)).events

    assert [word for name in words for word in words[name] if words[name].count(word) > 1] == []
    assert (set(found), set(of_roles)) == (events, roles)
    assert words["verb"].index("Đổi mật khẩu") < words["verb"].index("Trả lại chỉnh sửa")


def test_no_address_reads_the_log_without_a_trace(auditor: Client) -> None:
    _event(object_name="Đơn vị kín")

    page = auditor.get(LOG, {"before": "999999999999"})

    assert "Đơn vị kín" in page.content.decode()
    assert Event.objects.filter(verb="audit.read").count() == 1


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (LogFilter(), {"a", "b", "c"}),
        (LogFilter(who="nguyen thi mau"), {"a"}),
        (LogFilter(who="ng.mau"), {"a"}),
        (LogFilter(who="hệ thống"), {"c"}),
        (LogFilter(who="không có ai"), set()),
        (LogFilter(verb="unit.closed"), {"b"}),
        (LogFilter(kind="units.person"), {"c"}),
        (LogFilter(text="hop tac dong trieu"), {"a"}),
        (LogFilter(text="%"), set()),
        (LogFilter(since=dt.date(2026, 3, 2)), {"b", "c"}),
        (LogFilter(until=dt.date(2026, 3, 2)), {"a", "b"}),
        (LogFilter(since=dt.date(2026, 3, 2), until=dt.date(2026, 3, 2)), {"b"}),
    ],
)
def test_log_finds(wanted: LogFilter, found: set[str]) -> None:
    """Days are Vietnamese: 17:30 in UTC on the 1st is half past midnight of the 2nd."""
    user = UserFactory(full_name="Nguyễn Thị Mẫu", username="ng.mau")
    events = {
        "a": _event(
            actor_id=user.pk, object_name="Hợp tác xã Đông Triều", at=dt.datetime(2026, 3, 1, 16, 30, tzinfo=dt.UTC)
        ),
        "b": _event(actor_id=10_000, verb="unit.closed", at=dt.datetime(2026, 3, 1, 17, 30, tzinfo=dt.UTC)),
        "c": _event(object_type="units.person", at=dt.datetime(2026, 3, 2, 17, 0, tzinfo=dt.UTC)),
    }

    assert {event.pk for event in log_page(wanted, reader=user_with_role(Role.AUDITOR)).events} == {
        events[name].pk for name in found
    }


def test_log_pages_go_back_without_gaps() -> None:
    made = [_event().pk for _ in range(45)]

    auditor = user_with_role(Role.AUDITOR)

    first = log_page(LogFilter(), reader=auditor)
    second = log_page(LogFilter(), reader=auditor, before=first.older)
    third = log_page(LogFilter(), reader=auditor, before=second.older)

    assert [event.pk for page in (first, second, third) for event in page.events] == made[::-1]
    assert third.older is None


@pytest.mark.parametrize("role", HEADS)
def test_head_reads_what_happened_in_the_unit_and_nothing_else(role: Role) -> None:
    alone = role == Role.UNIT_HEAD
    unit = UnitFactory(kind=UnitKind.COOPERATIVE_UNION if alone else UnitKind.DEPARTMENT)
    below = UnitFactory(kind=UnitKind.COOPERATIVE if alone else UnitKind.DEPARTMENT, parent=unit)
    head = user_with_role(role, unit)
    own = record("unit.changed", unit, by=None)
    of_below = record("unit.changed", below, by=None)
    record("unit.changed", UnitFactory(), by=None)
    record("unit.changed", alliance(), by=None)

    found = set(log_page(LogFilter(), reader=head).events)

    assert found == ({own} if alone else {own, of_below})


def test_head_reads_what_the_unit_did_before_it_moved() -> None:
    unit = UnitFactory()
    head = user_with_role(Role.UNIT_HEAD, unit)
    event = record("unit.changed", unit, by=None)
    unit.parent = UnitFactory(kind=UnitKind.COOPERATIVE_UNION)

    unit.save()

    assert log_page(LogFilter(), reader=User.objects.get(pk=head.pk)).events == [event]


def test_event_tells_where_it_happened() -> None:
    unit, editor = UnitFactory(), user_with_role(Role.UNIT_EDITOR)
    serves = editor.appointments.get().unit
    position = PositionFactory()

    told = [
        record("unit.changed", unit, by=editor),
        record("position.started", position.person, by=editor, at=unit),
        record("person.changed", position.person, by=editor),
        record("person.changed", PersonFactory(), by=editor),
        record("user.created", UserFactory(), by=editor),
        record("user.created", UserFactory(), by=None),
    ]

    places = [(event.unit_id, event.place) for event in told]
    assert places == [
        *[(each.pk, each.path) for each in (unit, unit, position.unit, alliance(), serves)],
        (None, ""),
    ]


def test_log_costs_the_same_with_1_and_30_events(auditor: Client) -> None:
    auditor.get(LOG)
    with CaptureQueriesContext(connection) as few:
        auditor.get(LOG)
    for n in range(30):
        _event(object_id=str(n))

    with CaptureQueriesContext(connection) as many:
        auditor.get(LOG)

    assert len(many) == len(few)


@pytest.mark.parametrize(
    "query",
    [
        {"since": "31/02/2026"},
        {"since": "2/3/26", "until": "1/3/26"},
        {"verb": "x"},
        {"before": "²"},
        {"before": "9" * 30},
        {"q": "\x00"},
    ],
)
def test_log_takes_wrong_filters(auditor: Client, query: dict) -> None:
    assert auditor.get(LOG, query).status_code == 200


def test_log_shows_words_and_never_codes(auditor: Client) -> None:
    record("unit.created", UnitFactory(name="<b>HTX</b>"), by=None)

    page = auditor.get(LOG).content.decode()

    assert "Thêm đơn vị" in page
    assert "&lt;b&gt;HTX" in page
    assert "unit.created</" not in page
    assert "Hệ thống" in page


def test_export_is_text_for_excel_and_leaves_an_event(auditor: Client) -> None:
    _event(object_name='=HYPERLINK("http://a")', reason="+84")

    response = auditor.post("/nhat-ky/xuat/?verb=unit.created")

    text = response.content.decode()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert text.startswith("\ufeff")
    assert rows[1][2:] == ["Thêm đơn vị", "Đơn vị", '\'=HYPERLINK("http://a")', "", "'+84"]
    assert len(rows) == 2
    event = Event.objects.get(verb="audit.exported")
    assert event.data == {"verb": "unit.created", "rows": 1, "is_cut": False}
    assert "chua-het" not in response["Content-Disposition"]
    assert auditor.get("/nhat-ky/xuat/").status_code == 405


@pytest.mark.parametrize(
    "query", ["since=31/02/2026", "since=2/3/26&until=1/3/26", "until=31/12/9999", "verb=x", "q=%00"]
)
def test_export_with_a_filter_nobody_understands_exports_nothing(auditor: Client, query: str) -> None:
    _event()

    response = auditor.post(f"/nhat-ky/xuat/?{query}", follow=True)

    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Chưa xuất gì" in response.content.decode()
    assert response.context["form"].errors
    assert not Event.objects.filter(verb="audit.exported").exists()


@pytest.mark.parametrize(
    ("limit", "searched", "last"),
    [
        (3, 100, ["CHƯA HẾT: tệp này chỉ có 3 việc mới nhất. Hãy chọn khoảng ngày hẹp hơn rồi xuất từng phần."]),
        (
            100,
            4,
            [
                "CHƯA HẾT: tên đối tượng chỉ được tìm trong 4 việc gần nhất. "
                "Hãy chọn khoảng ngày hẹp hơn rồi xuất từng phần."
            ],
        ),
    ],
)
def test_export_that_is_cut_says_so(auditor: Client, monkeypatch, limit: int, searched: int, last: list[str]) -> None:
    monkeypatch.setattr(views, "EXPORT_LIMIT", limit)
    for module in (views, queries):
        monkeypatch.setattr(module, "SEARCHED", searched)
    for _ in range(5):
        _event()

    response = auditor.post("/nhat-ky/xuat/?verb=unit.created&q=đơn")

    rows = list(csv.reader(io.StringIO(response.content.decode()), delimiter=";"))
    assert (len(rows), rows[-1]) == (1 + min(limit, searched) + 1, last)
    assert "-chua-het.csv" in response["Content-Disposition"]
    assert Event.objects.get(verb="audit.exported").data["is_cut"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", " =1", "＝1", "\r=1"])
def test_formulas_are_made_harmless(cell: str) -> None:
    assert harmless(cell)[0] == "'"
    assert harmless(cell).replace("'", "") == cell


@pytest.mark.parametrize("mark", [",", ";", "\t", "\n", ", ", ";\u00a0"])
@pytest.mark.parametrize("sign", "=+-@＝")
def test_formulas_are_harmless_wherever_a_spreadsheet_parts_cells(mark: str, sign: str) -> None:
    assert harmless(f"Sáp nhập{mark}{sign}1+1") == f"Sáp nhập{mark}'{sign}1+1"


@pytest.mark.parametrize("cell", ["", " ", "Đơn vị", "1=1", "a-b", "Hạ Long, ngày 5 - 6"])
def test_other_cells_stay(cell: str) -> None:
    assert harmless(cell) == cell


def test_what_no_page_shows_is_not_read(auditor: Client) -> None:
    """An event may tell of 60 KB of changes; an export has ten thousand events."""
    unit = UnitFactory()
    record("unit.changed", unit, by=None, data={"changed": {"name": ["A", "B"]}})

    with CaptureQueriesContext(connection) as asked:
        exported = auditor.post("/nhat-ky/xuat/").content.decode()
        page = log_page(LogFilter(), reader=User.objects.get(full_name="Bùi Văn Thử Nghiệm"))
        history = history_of(unit)
        last = queries.last_change(unit, ["name"])

    read = [query["sql"].split("FROM")[0] for query in asked if 'FROM "audit_event"' in query["sql"]]
    assert (unit.name in exported, len(page.events), len(history), last is not None) == (True, 2, 1, True)
    whole = re.compile(r'"data"(?! ->>)')  # beside the part that an edit was of
    assert (len(read) >= 4, [columns for columns in read if whole.search(columns)]) == (True, [])


def test_history_of_objects_newest_first_in_one_query(django_assert_num_queries) -> None:
    unit, user = UnitFactory(), UserFactory(full_name="Nguyễn Thị Mẫu")
    record("unit.created", unit, by=user)
    record("unit.closed", unit, by=user, reason="Giải thể")
    record("unit.created", UnitFactory(), by=user)
    record("user.created", user, by=None)

    with django_assert_num_queries(1):
        rows = history_of(unit, user)

    assert [(row.what, row.who, row.reason, row.tone) for row in rows] == [
        ("Mở tài khoản", "Hệ thống", "", "neutral"),
        ("Cho đơn vị thôi hoạt động", "Nguyễn Thị Mẫu", "Giải thể", "warning"),
        ("Thêm đơn vị", "Nguyễn Thị Mẫu", "", "neutral"),
    ]
    assert all(row.at <= timezone.now() for row in rows)


@pytest.mark.parametrize(
    ("role", "is_shown"), [(Role.UNIT_HEAD, True), (Role.UNIT_EDITOR, False), (Role.OFFICER, True)]
)
def test_unit_reads_its_history_on_its_page(client: Client, role: Role, is_shown: bool) -> None:
    unit = UnitFactory()
    record("unit.reopened", unit, by=None, reason="Lý do riêng của đơn vị")
    client.force_login(user_with_role(role, alliance() if role == Role.OFFICER else unit))

    page = client.get(unit.get_absolute_url()).content.decode()

    assert ("Lý do riêng của đơn vị" in page) == is_shown


def test_log_shows_the_newest_seal_to_be_copied(auditor: Client) -> None:
    auditor.get(LOG)
    assert "niêm phong" not in auditor.get(LOG).content.decode()
    (seal,) = seal_events(at=timezone.now())

    page = auditor.get(LOG).content.decode()

    assert "Dấu mới nhất: số 1, lúc " in page
    assert f">{seal.shown_mark}</code>" in page
    assert Anchor.read(f"{seal.number}:{seal.shown_mark}") == (1, seal.mark[:16])


def test_spreadsheet_calculates_nothing_that_somebody_typed(auditor: Client) -> None:
    """A reason, a name and a title that begin as formulas do, and one behind a space, stand as text in the export."""
    typed = ["=1+1", "@SUM(A1)", "+84 33 3835", "-2", " =HYPERLINK('x')", "\t=1", "＝1+1"]
    for words in typed:
        _event(reason=words, object_name=words, actor_name=words)
    _event(reason="Sáp nhập = gộp")

    response = auditor.post("/nhat-ky/xuat/")

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))[1:]
    as_text = [f"'{words}".replace("\t", "\t'") for words in typed]
    assert [row[6] for row in rows] == ["Sáp nhập = gộp", *reversed(as_text)]
    assert {row[1] for row in rows} == {"Ai đó", *as_text}
    assert {row[4] for row in rows} == {"Đơn vị", *as_text}
    assert [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t")] == []
