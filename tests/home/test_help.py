"""Everybody finds the page about their own work, and what it names is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from emulation_portal.core.helppages import pages
from emulation_portal.core.whole import hold_on_screen
from emulation_portal.rights.enums import Role
from tests.factories.people import UserFactory, user_with_role

ROOT = Path(__file__).parents[2]
OF_UNITS, OF_COUNCIL = "don-vi", "hoi-dong"
OF_ROLE = {
    Role.OFFICER: "chuyen-vien",
    Role.CLERK: "van-thu",
    Role.CHIEF_OF_OFFICE: "chanh-van-phong",
    Role.LEADER: "lanh-dao",
    Role.ADMIN: "quan-tri",
    Role.ACCOUNTANT: "ke-toan",
    Role.AUDITOR: "kiem-tra",
    **dict.fromkeys((Role.DEPT_HEAD, Role.UNIT_HEAD, Role.UNIT_EDITOR, Role.CLUSTER_LEAD), OF_UNITS),
    **dict.fromkeys((Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER, Role.TELLER), OF_COUNCIL),
}
HELP = ROOT / "templates" / "help"


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_its_page(role: Role) -> None:
    assert [page.slug for page in pages() if role in page.roles] == [OF_ROLE[role]]


@pytest.mark.django_db
@pytest.mark.parametrize("page", pages(), ids=lambda page: page.slug)
def test_page_is_shown_to_a_passer_by(client: Client, page) -> None:
    shown = client.get(reverse("home:help-page", args=[page.slug])).content.decode()

    assert f"<h1>{hold_on_screen(page.title)}</h1>" in shown
    assert "<h2>" in shown


def _help_on(client: Client, path: str) -> str:
    response = client.get(path)
    assert f'href="{response.context["help_url"]}"' in response.content.decode()
    return response.context["help_url"].removeprefix("/tro-giup/").rstrip("/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "path", "slug"),
    [
        (None, "/phong-trao/", "khach"),
        (None, "/ke-hoach/nhap/khong-co/", "khach"),
        (None, "/kiem-tra/", "khach"),
        (None, "/tai-khoan/dang-nhap/", "bat-dau"),
        *[(role, "/", slug) for role, slug in OF_ROLE.items()],
        *[(role, "/phong-trao/", "ke-hoach") for role in (Role.OFFICER, Role.CLERK, Role.LEADER)],
        (Role.LEADER, "/kiem-tra/", "khach"),
        (Role.LEADER, "/so-van-ban-di/", "van-thu"),
        (Role.OFFICER, "/so-van-ban-di/", "van-thu"),
        (Role.UNIT_HEAD, "/so-van-ban-di/", "don-vi"),  # refused; the refusal has a foot, too
        (Role.ADMIN, "/nhat-ky/", "kiem-tra"),
        (Role.ADMIN, "/co-quan-ban-hanh/", "quan-tri"),
        (Role.OFFICER, "/don-vi/", "chuyen-vien"),
        (Role.CLERK, "/tai-khoan/mat-khau/doi/", "bat-dau"),
    ],
)
def test_help_is_about_who_asks_then_about_the_page(client: Client, role: Role | None, path: str, slug: str) -> None:
    if role:
        client.force_login(user_with_role(role, password="Mật khẩu đúng 2021"))

    assert _help_on(client, path) == slug


@pytest.mark.django_db
def test_account_without_a_role_sees_the_list(client: Client) -> None:
    client.force_login(UserFactory())

    assert _help_on(client, "/phong-trao/") == ""


@cache
def shown_words() -> set[str]:
    """Return what buttons, links, labels and choices say: whole literals of the code and the scripts, whole texts of
    the templates.
    """
    found: set[str] = set()
    for package in ("awards", "campaigns", "units", "emulation_portal"):
        for path in (ROOT / package).rglob("*.py"):
            if "migrations" not in path.parts and path.name != "help.py":
                nodes = ast.walk(ast.parse(path.read_text("utf-8")))
                found |= {n.value.strip() for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    for path in (ROOT / "templates").rglob("*.html"):
        if HELP not in path.parents:
            text = path.read_text("utf-8")
            found |= set(re.findall(r'"([^"<>{}]+)"', text))
            found |= {" ".join(words.split()) for words in re.split(r"<[^>]*>|{%.*?%}|{#.*?#}|{{.*?}}", text)}
    for path in (ROOT / "static" / "js").glob("*.js"):
        found |= set(re.findall(r'"([^"]+)"', path.read_text("utf-8")))
    return found


@pytest.mark.parametrize("path", sorted(HELP.glob("[a-z]*.html")), ids=lambda path: path.stem)
def test_buttons_that_help_names_exist(path: Path) -> None:
    named = re.findall(r"<b>([^<{]+)</b>", path.read_text("utf-8"))

    assert [words for words in named if words.rstrip(":") not in shown_words()] == []


def test_the_look_for_words_finds_and_misses() -> None:
    assert {"Rà soát", "Trình lãnh đạo", "Cho thôi hoạt động"} <= shown_words()
    assert not {"đóng", "Bấm vào đây", "Rà"} & shown_words()
