"""The one search: what it finds, for whom, in which order, and what it costs."""

import datetime as dt
import unicodedata
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Campaign
from emulation_portal.core.dates import today
from emulation_portal.core.searching import COUNTED_AT_MOST, MAX_LOOKED_FOR
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.enums import DraftStatus, Relation
from emulation_portal.documents.drafts.models import Draft
from emulation_portal.home.search import SHOWN
from tests.factories import campaigns
from tests.factories.other_alliance import two_alliances
from tests.factories.people import PersonFactory, PositionFactory, UnitFactory, alliance
from tests.procedure.asking import carried, desk_of
from tests.scenarios.desk import Desk
from units.models import Unit

pytestmark = pytest.mark.django_db

URL = "/tim-kiem/"
PAPERS, DRAFTS, CAMPAIGNS, UNITS, PEOPLE = "Văn bản", "Dự thảo", "Phong trào thi đua", "Đơn vị", "Người"


@pytest.fixture(scope="module")
def w(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[SimpleNamespace]:
    """Two alliances, built once; what a test does is taken back."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        yield two_alliances()
        transaction.set_rollback(True)


def searched(client: Client, text: str) -> Any:
    response = client.get(URL, {"q": text})
    assert response.status_code == 200
    return response


def found(client: Client, text: str) -> dict[str, list[str]]:
    """Return the addresses that a search names, by the titles of the groups."""
    return {
        group.finder.title: [row.url for row in group.found.rows] for group in searched(client, text).context["groups"]
    }


def all_found(client: Client, *texts: str) -> set[str]:
    return {url for text in texts for urls in found(client, text).values() for url in urls}


# --- papers by number, by words, by year ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "644",
        "0644",
        "644/KH",
        "644/kh-lmhtx",
        "644 / KH–LMHTX",
        "644 2021",
        "2021 644",
        "KH 644",
        "kế hoạch 644",
        "Số: 644/KH-LMHTX ngày 26/11/2021",
        "644 trien khai",
        "644KH-LMHTX",
        "644-KH/LMHTX",
        "644-KH-LMHTX",
        "#644",
        "644／KH−LMHTX",
        "644/2021",
        "644 năm 2021",
        "644 tháng 11/2021",
        "644 ngày 26 tháng 11 năm 2021",
        "Kế hoạch số 644/KH-LMHTX ngày 26/11/2021 của Liên minh Hợp tác xã tỉnh về việc khác hẳn",
        "Căn cứ Kế hoạch số 644/KH-LMHTX ngày 26 tháng 11 năm 2021 của Thường trực;",
        "644/KH-LMHTX về triển khai phong trào nào đó",
    ],
)
def test_paper_is_found_by_its_number(w: SimpleNamespace, typed: str) -> None:
    papers = found(desk_of(w.actors["officer"]), typed)[PAPERS]

    assert w.registered.get_absolute_url() in papers
    assert len(papers) <= 2  # the other alliance has a public paper of the same number and day


@pytest.mark.parametrize(
    "typed", ["64", "6440", "644/QĐ", "644 2020", "644 ngày 27/11/2021", "QĐ 644", "644 dong trieu", "644/2020", "44"]
)
def test_what_does_not_fit_finds_no_paper_of_that_number(w: SimpleNamespace, typed: str) -> None:
    assert found(desk_of(w.actors["officer"]), typed).get(PAPERS, []) == []


def test_paper_that_bears_the_number_stands_before_newer_ones_that_name_it(w: SimpleNamespace) -> None:
    wanted = campaigns.registered(number=81, on=dt.date(2020, 3, 4), today=today())
    newer = campaigns.plan_in(DraftStatus.ISSUED, on=today(), summary="Nhắc lại kế hoạch số 81/KH-LMHTX")

    rows = searched(desk_of(w.actors["officer"]), "81/KH-LMHTX").context["groups"][0].found.rows

    assert [(row.url, row.is_exact) for row in rows] == [
        (wanted.get_absolute_url(), True),
        (newer.get_absolute_url(), False),
    ]


def test_cited_paper_of_the_cited_day_stands_first(w: SimpleNamespace) -> None:
    cited = campaigns.registered(number=83, on=dt.date(2020, 3, 4), today=today())
    later = campaigns.registered(number=83, on=dt.date(2021, 5, 6), today=today())
    client, urls = desk_of(w.actors["officer"]), [cited.get_absolute_url(), later.get_absolute_url()]

    assert found(client, "Kế hoạch số 83/KH-LMHTX ngày 04/3/2020 của Liên minh HTX")[PAPERS] == urls
    assert found(client, "số 83/KH-LMHTX ngày 06 tháng 5 năm 2021")[PAPERS] == urls[::-1]


@pytest.mark.parametrize(
    ("summary", "typed"),
    [
        ("Thi đua giai đoạn 2021–2025", ["2021-2025", "2021 – 2025", "giai đoạn 2021−2025", "giai đoạn 2021"]),
        ("Hội thi Thi đua - Khen thưởng lần 1", ["Thi đua-Khen thưởng", "TĐKT lần 1", "thi đua, khen thưởng hội thi"]),
        ("Xanh – sạch – đẹp ở H’Rê", ["xanh-sạch-đẹp", "xanh sạch đẹp H'Rê", "Xanh\u200b – sạch"]),
        ("Phòng, chống Covid-19", ["phòng,chống covid 19", "phòng chống (covid-19)"]),
        ("Chào mừng ngày 2-9 & tuần lễ", ["2/9 tuần lễ", "chào mừng 2.9", "2-9 và tuần lễ"]),
        (
            "Hỗ trợ các hợp\ntác xã, QTDND vùng sâu",
            ["HTX vùng sâu", "hợp tác xã vùng sâu", "quỹ tín dụng nhân dân vùng sâu"],
        ),
    ],
)
def test_words_find_however_marks_and_short_names_are_written(
    w: SimpleNamespace, summary: str, typed: list[str]
) -> None:
    plan = campaigns.plan_in(DraftStatus.ISSUED, on=today(), summary=summary)
    client = desk_of(w.actors["officer"])

    assert {each: found(client, each).get(PAPERS) for each in typed} == {
        each: [plan.get_absolute_url()] for each in typed
    }


@pytest.mark.parametrize(
    ("summary", "typed"), [("Mốc 2987 của tháng 11/6", "298"), ("Mốc 2987 của ngày 11/6", "1/6 mốc")]
)
def test_number_is_looked_for_whole(w: SimpleNamespace, summary: str, typed: str) -> None:
    campaigns.plan_in(DraftStatus.ISSUED, on=today(), summary=summary)

    assert PAPERS not in found(desk_of(w.actors["officer"]), typed)


def test_ended_paper_stands_after_older_ones_in_force_and_says_so(w: SimpleNamespace) -> None:
    in_force = campaigns.registered(number=82, on=dt.date(2020, 3, 4), today=today())
    ended = campaigns.registered(number=82, on=dt.date(2021, 3, 4), today=today())
    campaigns.revoke(ended, by=campaigns.cast().leader, on=today())

    rows = searched(desk_of(w.actors["officer"]), "82").context["groups"][0].found.rows

    assert [row.url for row in rows] == [in_force.get_absolute_url(), ended.get_absolute_url()]
    assert [row.state and row.state[0] for row in rows] == [None, "Đã thu hồi"]


@pytest.mark.parametrize(
    "typed", ["duong sat thanh xuan", "ĐƯỜNG SẮT", unicodedata.normalize("NFD", "thanh xuân Đường")]
)
def test_words_find_with_and_without_accents_in_any_order(w: SimpleNamespace, typed: str) -> None:
    plan = campaigns.plan_in(DraftStatus.ISSUED, on=today(), summary="Thi đua ngành đường sắt\nThanh Xuân")
    draft = campaigns.complete_draft(summary="Đường sắt Thanh Xuân đang soạn")

    assert found(desk_of(w.actors["officer"]), typed) == {
        PAPERS: [plan.get_absolute_url()],
        DRAFTS: [draft.get_absolute_url()],
    }


def test_draft_is_found_by_its_kind_and_the_number_on_its_paper(w: SimpleNamespace) -> None:
    drafts = found(desk_of(w.actors["officer"]), "kế hoạch 07/KH-LMHTX")[DRAFTS]

    assert drafts == [w.transcription.get_absolute_url()]
    assert DRAFTS not in found(desk_of(w.actors["officer"]), "thông báo 07")


def test_campaign_is_found_by_name_year_and_number_of_its_plan(w: SimpleNamespace) -> None:
    client, campaign = desk_of(w.actors["officer"]), w.issued_plan.campaign
    words = campaign.name.rsplit(maxsplit=1)[1]

    for typed in (campaign.name, f"phong trao {words} 2026", w.issued_plan.document.printed_number):
        assert campaign.get_absolute_url() in found(client, typed)[CAMPAIGNS], typed
    assert CAMPAIGNS not in found(client, f"{campaign.name} 2019")


# --- units and people -------------------------------------------------------------------------------------------------


def test_unit_whose_code_was_typed_stands_first(w: SimpleNamespace) -> None:
    for name in ("A", "B"):
        UnitFactory(name=f"{name} gần HTX-777", code=f"HTX-777{name}")
    wanted = UnitFactory(name="Z", code="HTX-777")

    assert found(desk_of(w.actors["officer"]), "htx-777")[UNITS][0] == wanted.get_absolute_url()


@pytest.mark.parametrize("typed", ["Hợp tác xã Tạn", "hop tac xa tan", "HTX Tạn", "  HỢP TÁC XÃ TẠN "])
def test_unit_that_is_so_called_stands_before_those_with_its_name_in_theirs(w: SimpleNamespace, typed: str) -> None:
    for at in range(SHOWN + 3):
        UnitFactory(name=f"Hợp tác xã Nông nghiệp Tân {at}")
        UnitFactory(name=f"Hợp tác xã Tân {at}")
    UnitFactory(name="Hợp tác xã Tan")
    named = UnitFactory(name="Hợp tác xã Tạn")

    rows = searched(desk_of(w.actors["officer"]), typed).context["groups"][0].found.rows

    folded = {named.get_absolute_url(), Unit.objects.get(name="Hợp tác xã Tan").get_absolute_url()}
    assert {row.url for row in rows[:2]} == folded
    assert rows[0].url == named.get_absolute_url() or typed == "hop tac xa tan"
    assert all(row.label.startswith("Hợp tác xã Tân") for row in rows[2:])


def test_unit_is_found_by_short_name_and_place_while_it_works(w: SimpleNamespace) -> None:
    unit = UnitFactory(name="Hợp tác xã Hoa Ban", short_name="HTX HB", commune="phường Yên Tử")
    client = desk_of(w.actors["officer"])

    assert found(client, "htx hb yen tu") == {UNITS: [unit.get_absolute_url()]}
    assert UNITS not in found(client, w.closed_unit.name)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("HTX TM–DV Hải Lạng", ["HTX TM–DV Hải Lạng", "TM-DV Hải Lạng", "hợp tác xã tm dv hải lạng", "Hải Lạng, TM"]),
        ("Hợp tác xã Ðầm Hoa", ["HTX Đầm Hoa", "HTX Ðầm Hoa", "dam hoa"]),
        ("Quỹ tín dụng nhân dân Hồng Sa", ["QTDND Hồng Sa", "quỹ TDND Hồng Sa"]),
        ("Liên hiệp HTX Hồng Sa", ["LHHTX Hồng Sa", "LH HTX hồng sa", "Liên hiệp hợp tác xã Hồng Sa"]),
        ("Công ty cổ phần Hồng Sa", ["CTCP Hồng Sa", "cty CP hồng sa"]),
        ("Công ty TNHH Hồng Sa", ["công ty trách nhiệm hữu hạn hồng sa", "CT TNHH hồng sa"]),
    ],
)
def test_unit_is_found_by_its_short_and_its_full_name(w: SimpleNamespace, name: str, typed: list[str]) -> None:
    url = UnitFactory(name=name).get_absolute_url()
    client = desk_of(w.actors["officer"])

    assert {each: found(client, each).get(UNITS) for each in typed} == {each: [url] for each in typed}


def test_people_of_the_given_name_stand_first_with_their_post(w: SimpleNamespace) -> None:
    unit = UnitFactory(name="Hợp tác xã Hoa Ban", short_name="HTX Hoa Ban", code="HTX-HB")
    by_middle, by_given = (PersonFactory(full_name=name) for name in ("Lê Tú Anh", "Trần Văn Tú"))
    PersonFactory(full_name="Phạm Văn Tuấn Hà")
    PersonFactory(full_name="Bùi Thị Xtu")
    PositionFactory(person=by_given, unit=unit, title="Kế toán trưởng")

    (group,) = searched(desk_of(w.actors["officer"]), "tú").context["groups"]

    assert [row.url for row in group.found.rows][:2] == [by_given.get_absolute_url(), by_middle.get_absolute_url()]
    assert group.found.rows[0].note == "Kế toán trưởng, HTX Hoa Ban · HTX-HB"
    assert "Bùi Thị Xtu" not in [row.label for row in group.found.rows]  # two letters are looked for where words begin


# --- within one's rights ----------------------------------------------------------------------------------------------

ASKED = (
    "644",
    "phong trao thi dua",
    "trien khai",
    "ke hoach cua ho",
    "hop tac xa",
    "tran van",
    "van",
    "2026",
    "KH",
    "mau",
)
READERS = [
    "anonymous",
    "no_role",
    "expired",
    "begins_tomorrow",
    "unit_editor",
    "cluster_lead",
    "dept_head",
    "council_member",
    "officer",
    "other_officer",
    "other_unit_head",
    "other_cluster_lead",
    "other_admin",
]


def reader(w: SimpleNamespace, name: str) -> Client:
    return Client() if name == "anonymous" else desk_of((w.actors | w.others)[name])


@pytest.mark.parametrize("name", READERS)
def test_nobody_finds_what_they_may_not_open(w: SimpleNamespace, name: str) -> None:
    client = reader(w, name)
    urls = all_found(client, *ASKED)

    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)
    assert w.issued_plan.get_absolute_url() in urls


def secret(w: SimpleNamespace) -> dict[str, Any]:
    """Return our things that are not public, by the words that would find them."""
    return {
        w.draft_plan.summary: w.draft_plan,
        w.other_plan.document.printed_number: w.other_plan,
        w.own_plan.document.printed_number: w.own_plan,
        w.other_campaign.name: w.other_campaign,
        w.own_unit.name: w.own_unit,
        w.other_unit.code: w.other_unit,
        w.own_person.full_name: w.own_person,
        w.other_person.full_name: w.other_person,
    }


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("officer", "draft_plan other_plan own_plan other_campaign own_unit other_unit own_person other_person"),
        ("unit_editor", "own_plan own_unit own_person"),
        ("cluster_lead", "own_unit own_person"),
        ("council_member", ""),
        ("no_role", ""),
        ("anonymous", ""),
        ("other_officer", ""),
        ("other_admin", ""),
        ("other_unit_head", ""),
    ],
)
def test_of_what_is_not_public_one_finds_ones_own(w: SimpleNamespace, name: str, seen: str) -> None:
    client = reader(w, name)

    met = {thing.pk: thing.get_absolute_url() in all_found(client, words) for words, thing in secret(w).items()}
    right = {thing.pk: thing in [getattr(w, each) for each in seen.split()] for thing in secret(w).values()}

    assert met == right


def test_passers_by_search_papers_and_campaigns(w: SimpleNamespace) -> None:
    assert {title for text in ASKED for title in found(Client(), text)} == {PAPERS, CAMPAIGNS}


def test_number_of_a_paper_that_one_may_not_see_does_not_find_its_campaign(w: SimpleNamespace) -> None:
    who = {"chief" if role == "chief_of_office" else role: user for role, user in w.actors.items()}
    amending = actions.start_successor(draft_id=w.issued_plan.pk, relation=Relation.AMENDMENT, by=who["officer"])
    Draft.objects.filter(pk=amending.pk).update(is_public=False, addresses_everyone=False)
    amending.sections.update(topic="criteria", title="CHỈ TIÊU")
    amending.targets.create(position=1, indicator="Chỉ tiêu kín", value="1")
    carried(amending, on=today(), **who)
    number = Draft.objects.get(pk=amending.pk).document.printed_number

    assert found(Client(), number) == {}
    assert Client().get(reverse("campaigns:list"), {"q": number}).context["total"] == 0
    assert found(desk_of(who["officer"]), number)[CAMPAIGNS] == [w.campaign.get_absolute_url()]


# --- the page ---------------------------------------------------------------------------------------------------------


def test_more_than_is_shown_is_counted_and_stands_in_the_list(w: SimpleNamespace) -> None:
    for at in range(SHOWN + 2):
        unit = UnitFactory(name=f"Hợp tác xã Thừa Kế {at}")
        PositionFactory(unit=unit, person=PersonFactory(full_name=f"Lý Thừa Kế {at}"))
        campaigns.complete_draft(campaign=campaigns.new_campaign(name=f"Thừa kế {at}"))
        campaigns.plan_in(DraftStatus.ISSUED, on=today(), campaign=campaigns.new_campaign(name=f"Thừa kế cũ {at}"))
    client = desk_of(w.actors["officer"])

    groups = searched(client, "thua ke").context["groups"]

    assert {group.finder.title: (len(group.found.rows), group.count) for group in groups} == {
        PAPERS: (SHOWN, "7"),
        DRAFTS: (SHOWN, "7"),
        CAMPAIGNS: (SHOWN, "14"),
        UNITS: (SHOWN, "7"),
        PEOPLE: (SHOWN, "7"),
    }
    for group in groups:
        assert client.get(group.found.more_url).context["total"] == group.found.total, group.finder.title


def test_very_many_are_not_counted_to_the_end(w: SimpleNamespace) -> None:
    made = (
        Campaign(name=f"Rất nhiều {at}", search_text=f"rat nhieu {at}", organiser=alliance())
        for at in range(COUNTED_AT_MOST + 1)
    )
    Campaign.objects.bulk_create(made)

    response = searched(desk_of(w.actors["officer"]), "rat nhieu")

    assert [group.count for group in response.context["groups"]] == ["hơn 1.000"]
    assert "Xem tất cả hơn 1.000 kết quả" in " ".join(response.content.decode().split())


@pytest.mark.parametrize(("typed", "told"), [("", "Gõ điều bạn muốn tìm"), (" – / ", "Gõ điều bạn muốn tìm")])
def test_nothing_typed_is_answered_with_advice(w: SimpleNamespace, typed: str, told: str) -> None:
    assert Desk().open(f"{URL}?q={typed}").says(told)


def test_nothing_found_says_so_and_keeps_the_words(w: SimpleNamespace) -> None:
    page = Desk(w.actors["officer"]).open(f"{URL}?q=khong+co+<gi>")

    assert page.says("Không tìm thấy gì với “khong co <gi>”")
    assert {box.get("value") for box in page.tree.xpath("//input[@name='q']")} == {"khong co <gi>"}


LONG = "x" * (MAX_LOOKED_FOR + 1)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (LONG, "Nhiều nhất 200 ký tự; đang có 201."),
        ("a\x00b", "ký tự"),
        ("a\u202eb", "ký tự điều khiển"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_in_words_and_asks_nobody(
    w: SimpleNamespace, typed: str, told: str
) -> None:
    client = desk_of(w.actors["officer"])
    client.get(URL)
    with CaptureQueriesContext(
        connection,
    ) as nothing:
        client.get(URL)
    with CaptureQueriesContext(
        connection,
    ) as refused:
        response = searched(client, typed)

    assert told in response.content.decode()
    assert response.context["looked_for"] == typed
    assert len(refused) == len(nothing)


def test_two_hundred_letters_are_looked_for_however_they_are_spelled(w: SimpleNamespace) -> None:
    name = "Ế" * MAX_LOOKED_FOR
    unit = UnitFactory(name=name)

    assert found(desk_of(w.actors["officer"]), unicodedata.normalize("NFD", name)) == {UNITS: [unit.get_absolute_url()]}


@pytest.mark.parametrize(
    "typed", ["%", "_", "a' OR 1=1 --", "\\", " ".join("abcdefghijklmnopqrstuvwxy"), " ".join("1234567890" * 5)]
)
def test_signs_of_patterns_and_very_many_words_are_looked_for_as_they_are(w: SimpleNamespace, typed: str) -> None:
    assert found(desk_of(w.actors["officer"]), typed) == {}


# --- what it costs ----------------------------------------------------------------------------------------------------


def add(count: int) -> None:
    for _ in range(count):
        unit = UnitFactory(name="Hợp tác xã Đắt Giá")
        PositionFactory(unit=unit, person=PersonFactory(full_name="Lê Đắt Giá"))
        for state in (DraftStatus.DEPT_REVIEW, DraftStatus.ISSUED):
            campaigns.plan_in(state, on=today(), campaign=campaigns.new_campaign(name="Đắt giá"), summary="Đắt giá")


def cost(client: Client, text: str) -> int:
    with CaptureQueriesContext(connection) as context:
        searched(client, text)
    return len([query for query in context if "usersession" not in query["sql"] and "SAVEPOINT" not in query["sql"]])


FRAME = {"officer": 4, "unit_editor": 4, "anonymous": 1}
# Of more units than are shown, those so called and those that begin so are asked for by themselves.
FEW, MANY = {"officer": 6, "unit_editor": 4, "anonymous": 2}, {"officer": 13, "unit_editor": 6, "anonymous": 4}


@pytest.mark.parametrize("name", FRAME)
def test_group_costs_one_query_and_a_few_when_there_are_more(w: SimpleNamespace, name: str) -> None:
    client = reader(w, name)
    searched(client, "")
    costs = []
    for more in (1, SHOWN, 10):
        add(more)
        costs.append(cost(client, "dat gia") - FRAME[name])

    assert cost(client, "") == FRAME[name]
    assert costs == [FEW[name], MANY[name], MANY[name]]


def test_every_page_has_the_search_in_its_frame(w: SimpleNamespace) -> None:
    for desk in (Desk(), Desk(w.actors["unit_editor"])):
        for url in ("/", reverse("campaigns:list"), "/khong-co-trang-nay/"):
            (form,) = desk.open(url).tree.xpath("//header//form[@role='search']")
            (box,) = form.xpath(".//input[@name='q']")
            assert (form.get("action"), form.get("method"), box.get("maxlength")) == (URL, "get", "200")
            assert form.xpath(f".//label[@for='{box.get('id')}']")


def test_units_of_others_are_counted_for_nobody(w: SimpleNamespace) -> None:
    """The count too is of what one may open."""
    for at in range(SHOWN + 1):
        UnitFactory(name=f"Kín đáo {at}")

    assert found(desk_of(w.actors["unit_editor"]), "kin dao") == {}
    assert Unit.objects.filter(name__startswith="Kín đáo").count() == SHOWN + 1
