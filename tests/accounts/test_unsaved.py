"""What is typed and not saved: kept for who types it alone, given back on the page, gone once it is saved."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.models import CampaignPlan
from emulation_portal.accounts import unsaved
from emulation_portal.accounts.models import Unsaved, User
from emulation_portal.audit.models import Event
from tests.campaigns.test_import_preview import DRAFT, read
from tests.factories import campaigns
from tests.scenarios.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    campaigns.issuer()
    return Desk(campaigns.cast().officer)


def send(user: User | None, form: str, fields: dict[str, Any]) -> Any:
    client = Client()
    if user:
        client.force_login(user)
    return client.post(f"{reverse('accounts_unsaved')}?form={form}", fields)


def keep(form: str, **fields: str) -> Any:
    return send(campaigns.cast().officer, form, fields)


def test_what_is_typed_comes_back_with_the_page_and_goes_when_it_is_saved(desk: Desk) -> None:
    page = read(desk, DRAFT)
    url, values = desk.filled(page, "Lưu thành dự thảo", **{"sections-0-title": "MỤC TIÊU CHUNG"})
    events = Event.objects.count()

    answer = send(campaigns.cast().officer, url, values)

    assert answer.status_code == 200
    assert set(answer.json()) == {"kept_at"}
    assert Event.objects.count() == events
    again = desk.open(page.url)
    assert again.says("Đã lấy lại phần bạn đang gõ")
    assert again.value("sections-0-title") == "MỤC TIÊU CHUNG"
    assert "I. MỤC TIÊU CHUNG" in " ".join(again.text.split())

    desk.press(again, "Lưu thành dự thảo")

    assert [section.title for section in CampaignPlan.objects.get().sections.all()] == ["MỤC TIÊU CHUNG"]
    assert not Unsaved.objects.exists()


def test_looking_at_the_sheet_keeps_what_was_typed_and_it_can_be_given_up(desk: Desk) -> None:
    page = read(desk, DRAFT)
    desk.press(page, "Xem lại trên giấy", **{"sections-0-title": "MỤC TIÊU"})

    again = desk.open(page.url)
    assert again.value("sections-0-title") == "MỤC TIÊU"
    anew = desk.press(again, "Bỏ phần sửa, đọc lại từ tệp")

    assert anew.value("sections-0-title") == "MỤC ĐÍCH"
    assert not anew.says("Đã lấy lại")
    assert not Unsaved.objects.exists()


def test_nobody_else_gets_it_and_it_is_one_of_each_form() -> None:
    other = campaigns.cast().chief
    keep("/a/", x="1")
    keep("/a/", x="2", csrfmiddlewaretoken="secret")
    keep("/b/", x="3")

    found = unsaved.kept(campaigns.cast().officer, "/a/")

    assert found is not None
    assert found.fields == {"x": ["2"]}
    assert unsaved.kept(other, "/a/") is None
    assert Unsaved.objects.count() == 2


@pytest.mark.parametrize("form", ["", "https://elsewhere.example/", "/" + "x" * 200, "/a\0b"])
def test_only_addresses_of_the_portal_have_something_kept(form: str) -> None:
    assert keep(form, x="1").status_code == 422
    assert not Unsaved.objects.exists()


def test_no_more_is_kept_than_a_form_may_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unsaved, "MAX_CHARACTERS", 100)
    monkeypatch.setattr(unsaved, "MAX_FORMS", 3)

    refused = keep("/long/", x="a" * 101)
    for number in range(5):
        keep(f"/{number}/", x="1")

    assert refused.status_code == 413
    assert "Hãy lưu" in refused.json()["message"]
    assert sorted(Unsaved.objects.values_list("form", flat=True)) == ["/2/", "/3/", "/4/"]


def test_odd_signs_break_nothing() -> None:
    assert keep("/a/", **{"x\0y": "a\0b\u202e", "z": "\U0001f600"}).status_code == 200
    assert Unsaved.objects.get().fields == {"xy": ["ab\u202e"], "z": ["\U0001f600"]}


def test_stranger_keeps_nothing() -> None:
    answer = send(None, "/a/", {"x": "1"})

    assert answer.status_code == 401
    assert "đăng nhập lại" in answer.json()["message"]
    assert not Unsaved.objects.exists()


def test_what_nobody_came_back_to_is_forgotten_after_a_month() -> None:
    keep("/old/", x="1")
    keep("/new/", x="1")
    Unsaved.objects.filter(form="/old/").update(kept_at=timezone.now() - dt.timedelta(days=32))

    assert unsaved.purge_unsaved(on=timezone.localdate()) == 1
    assert Unsaved.objects.get().form == "/new/"


def test_what_comes_back_wrong_is_shown_as_a_page_like_any_other(desk: Desk) -> None:
    page = read(desk, DRAFT)
    url, values = desk.filled(page, "Lưu thành dự thảo", summary="")
    send(campaigns.cast().officer, url, values)

    again = desk.open(url)

    assert again.status == 200
    assert again.value("summary") == ""


def test_sheet_is_shown_though_the_form_is_too_long_to_be_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unsaved, "MAX_CHARACTERS", 10)
    page = read(desk, DRAFT)

    shown = desk.press(page, "Xem lại trên giấy", **{"sections-0-title": "MỤC TIÊU"})

    assert shown.status == 200
    assert shown.value("sections-0-title") == "MỤC TIÊU"


# --- the parts of a draft ---------------------------------------------------------------------------------------------


def part_of(plan: CampaignPlan, name: str) -> str:
    return reverse("drafts:part", args=["ke-hoach", plan.pk, name])


@pytest.mark.parametrize(
    ("part", "field"), [("general", "closing"), ("sections", "sections-0-body"), ("recipients", "recipients")]
)
def test_part_of_a_draft_comes_back_as_it_was_typed(desk: Desk, part: str, field: str) -> None:
    plan = campaigns.complete_draft(by=campaigns.cast().officer)
    page = desk.open(part_of(plan, part))
    url, values = desk.filled(page, "Lưu", **{field: "Chữ đang gõ dở."})
    send(campaigns.cast().officer, url, values)

    again = desk.open(url)
    assert again.status == 200
    assert again.value(field) == "Chữ đang gõ dở."
    assert again.says("Đã lấy lại phần bạn đang gõ")
    assert not Desk(campaigns.cast().chief).open(url).says("Chữ đang gõ dở.")

    desk.press(again, "Lưu")

    assert not Unsaved.objects.exists()
    assert desk.open(url).value(field) == "Chữ đang gõ dở."


def test_what_others_saved_meanwhile_is_not_overwritten_by_what_comes_back(desk: Desk) -> None:
    plan = campaigns.complete_draft(by=campaigns.cast().officer)
    url, values = desk.filled(desk.open(part_of(plan, "general")), "Lưu", closing="Của tôi.")
    send(campaigns.cast().officer, url, values)
    Unsaved.objects.update(form="/aside/")  # another tab, in which nothing had been typed
    desk.press(desk.open(url), "Lưu", closing="Của người khác.")
    Unsaved.objects.update(form=url)

    answer = desk.press(desk.open(url), "Lưu")

    assert answer.status == 422
    assert answer.says("Hiện đang lưu")
    plan.refresh_from_db()
    assert plan.closing == "Của người khác."


def test_what_is_given_up_shows_what_is_saved(desk: Desk) -> None:
    plan = campaigns.complete_draft(by=campaigns.cast().officer)
    url, values = desk.filled(desk.open(part_of(plan, "general")), "Lưu", closing="Bỏ đi.")
    send(campaigns.cast().officer, url, values)

    anew = desk.press(desk.open(url), "Bỏ phần đang gõ, xem bản đã lưu")

    assert anew.value("closing") != "Bỏ đi."
    assert not Unsaved.objects.exists()
