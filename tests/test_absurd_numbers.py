"""Digits of absurd length, wherever a number is read from an address, a query or a form, are no crash."""

from collections.abc import Iterator
from itertools import cycle
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.core.fields import MoneyField
from emulation_portal.core.numbering import whole_number

from . import turns
from .factories import papers, portal

pytestmark = [pytest.mark.slow, pytest.mark.repeats, pytest.mark.django_db]

# Beyond the database's numbers; beyond what Python reads as a number; no number though each sign is called a digit.
ABSURD = {
    "last that is read": "9" * 18,
    "about the database's last": "9" * 19,
    "beyond the database": "9" * 30,
    "beyond Python": "9" * 5_000,
    "no digits": "²³",
    "negative": "-" + "9" * 30,
}
IN_QUERIES = (
    "page",
    "before",
    "print",
    "year",
    "issuer",
    "series",
    "campaign",
    "unit",
    "block",
    "parent",
    "day",
    "since",
    "q",
)


@pytest.fixture(scope="module")
def w(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[SimpleNamespace]:
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        yield portal.build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def desks(w: SimpleNamespace, django_db_blocker) -> dict[str, Client]:
    with django_db_blocker.unblock():
        return {role: at_desk(w.actors[role]) for role in ("admin", "officer", "clerk", "leader")}


def at_desk(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def asked(client: Client, method: str, url: str, data: Any = None) -> Any:
    """Return the answer. An error of the database is taken back, so that it is laid to this page and not to the next."""
    with transaction.atomic():
        response = getattr(client, method)(url, data)
        if response.status_code >= 500:
            transaction.set_rollback(True)
    return response


def keyed(patterns: Any = None, space: str = "") -> list[tuple[str, list[str]]]:
    """Return the names of all addresses that hold a key, each with the names of what stands in it."""
    found = []
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            found += keyed(each.url_patterns, inner)
        elif isinstance(each, URLPattern) and each.name and "int:" in str(each.pattern):
            found.append((space + each.name, list(each.pattern.converters)))
    return found


WORDS = {"kind": "ke-hoach", "slug": "ke-hoach", "step": "bo", "part": "general"}


@pytest.mark.parametrize("value", [ABSURD["beyond the database"], ABSURD["beyond Python"]], ids=["database", "python"])
def test_key_in_an_address_is_no_crash(value: str, desks: dict[str, Client]) -> None:
    """Who may not see such a thing is refused before it is looked for, so the look-up is asked for by all roles."""
    assert len(keyed()) > 40
    wrong, looked_up = [], set()
    for at, (name, parts) in enumerate(keyed(), start=len(value)):
        url = reverse(name, kwargs={part: WORDS.get(part, 987654) for part in parts}).replace("987654", value)
        for role in desks if value == ABSURD["beyond the database"] else turns.one_of(desks, at):
            answers = [asked(desks[role], method, url).status_code for method in ("get", "post")]
            wrong += [(role, name, status) for status in answers if status not in {302, 403, 404, 405}]
            if 404 in answers:  # it was looked for; who else may see such things is asked elsewhere
                looked_up.add(name)
                break

    assert wrong == []
    assert {name for name, _ in keyed()} - looked_up == set()


def pages(w: SimpleNamespace) -> dict[str, list[str]]:
    """Return the addresses that read something from their query, by who opens them."""
    return {
        "officer": [
            "/",
            reverse("home:search"),
            reverse("drafts:list"),
            reverse("campaigns:list"),
            reverse("jobs:list"),
            reverse("documents:register"),
            reverse("drafts:import", args=["ke-hoach"]),
            reverse("drafts:create", args=["huong-dan"]),
            reverse("drafts:part", args=["ke-hoach", w.draft_plan.pk, "sections"]),
        ],
        "admin": [
            reverse("audit:list"),
            reverse("units:list"),
            reverse("units:people"),
            reverse("units:slips"),
            reverse("units:blocks"),
            reverse("home:gallery"),
            reverse("units:signing", args=[w.alliance.pk]),
            reverse("units:appoint", args=[w.own_person.pk]),
            reverse("units:account-open", args=[w.other_person.pk]),
        ],
    }


def test_number_in_a_query_is_no_crash(w: SimpleNamespace, desks: dict[str, Client]) -> None:
    """Each name alone, with one absurd value after the other; and all names together, with each of them."""
    wrong, values = [], cycle(ABSURD.values())
    for role, urls in pages(w).items():
        client = desks[role]
        for url in urls:
            assert asked(client, "get", url).status_code == 200, url
            alone = [{name: next(values)} for name in IN_QUERIES]
            for query in [*alone, *(dict.fromkeys(IN_QUERIES, value) for value in ABSURD.values())]:
                status = asked(client, "get", url, query).status_code
                wrong += [(url, query, status)] if status >= 500 else []

    assert len(IN_QUERIES) % len(ABSURD)  # or a name would meet the same value on every page
    assert wrong == []


def part(draft: Any, name: str) -> str:
    return reverse("drafts:part", args=[draft.kind_of.slug, draft.pk, name])


def rows(name: str, value: str, *fields: str) -> dict[str, str]:
    frame = {f"{name}-TOTAL_FORMS": "1", f"{name}-INITIAL_FORMS": "0", "revision": "1"}
    return frame | {f"{name}-0-{field}": value for field in fields}


def posts(w: SimpleNamespace, v: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Return who sends what where: every field in which a number is looked for, or the key of a choice."""
    draft, step = w.draft_plan, lambda plan, name: reverse("procedure:step", args=["ke-hoach", plan.pk, name])
    guidance = papers.complete("guidance", on=today())
    picked = {"addressed_units": [v], "addressed_blocks": [v], "signing": v, "revision": v}
    return [
        ("officer", part(draft, "recipients"), picked),
        ("officer", part(draft, "recipients"), picked | {"find": "1", "find_text": v}),
        ("officer", part(draft, "general"), {"issuer": v, "revision": v, "summary": "x"}),
        (
            "officer",
            part(draft, "sections"),
            rows("sections", v, "id", "draft", "position", "level", "topic", "DELETE"),
        ),
        ("officer", part(draft, "sections"), rows("sections", "1", "position") | {"sections-INITIAL_FORMS": v}),
        ("officer", part(draft, "sections"), {"sections-TOTAL_FORMS": v, "sections-INITIAL_FORMS": v, "revision": v}),
        ("officer", part(draft, "tables"), rows("tables", v, "id", "section", "annex", "position", "cells")),
        ("officer", part(draft, "rewards"), rows("rewards", v, "id", "quota", "position")),
        ("officer", part(draft, "milestones"), rows("milestones", v, "id", "due_on")),
        ("officer", part(guidance, "criteria"), rows("criteria", v, "id", "max_points", "position", "text")),
        (
            "officer",
            part(w.transcription, "general"),
            {"paper_number": v, "paper_issued_on": "01/01/2026", "issuer": v},
        ),
        ("officer", reverse("drafts:create", args=["ke-hoach"]), {"issuer": v, "campaign_name": "x", "summary": "x"}),
        ("officer", reverse("drafts:create", args=["huong-dan"]), {"issuer": v, "campaign": v, "summary": "x"}),
        ("officer", reverse("drafts:import", args=["ke-hoach"]), {"discard": v}),
        (
            "officer",
            w.import_of_officer.get_absolute_url(),
            rows("bases", v, "number") | rows("sections", v, "level") | {"campaign": v, "issuer": v, "paper_number": v},
        ),
        ("clerk", step(w.approved_plan, "ban-hanh"), {"number": v, "revision": v, "issued_on": v, "word": "BAN HÀNH"}),
        (
            "leader",
            step(w.issued_plan, "thu-hoi"),
            {"number_symbol": f"{v}/KH", "where": "book", "through_on": "01/01/2026"},
        ),
        ("clerk", reverse("documents:entry", args=[w.entry.pk]), {"copies": v}),
        ("clerk", reverse("documents:register-pdf", args=[w.register.pk]), {"first": v, "last": v}),
        ("admin", reverse("units:create"), {"parent": v, "kind": "cooperative", "name": "x", "code": v[:20]}),
        ("admin", reverse("units:appoint", args=[w.own_person.pk]), {"unit": v, "role": v}),
        ("admin", reverse("units:account-open", args=[w.other_person.pk]), {"unit": v, "role": v}),
        ("admin", reverse("units:hand-over", args=[w.appointment.pk]), {"roles": [v], "to": v}),
        ("admin", reverse("units:block-join", args=[w.block.pk]), {"unit": v}),
        ("admin", reverse("units:block-lead", args=[w.block.pk]), {"position": v}),
        ("admin", reverse("units:position-add", args=[w.own_person.pk]), {"unit": v}),
        ("admin", reverse("units:signing-add", args=[w.alliance.pk]), {"person": v}),
        ("admin", reverse("units:slips-print"), {"person": [f"{v}-{v}"], "role": "unit_head"}),
        ("admin", reverse("documents:issuer-new"), {"unit": v}),
    ]


@pytest.mark.parametrize("value", ABSURD.values(), ids=ABSURD)
def test_number_in_a_form_is_no_crash_and_saves_nothing(
    value: str, w: SimpleNamespace, desks: dict[str, Client]
) -> None:
    wrong = []
    for role, url, data in posts(w, value):
        events = Event.objects.count()
        response = asked(desks[role], "post", url, data)
        status, goes_to = response.status_code, response.get("Location", "")
        is_answered = status < 500 and status not in {403, 404} and not goes_to.startswith(reverse(settings.LOGIN_URL))
        if not is_answered or Event.objects.count() != events:
            wrong.append((role, url, list(data), status, goes_to))

    assert wrong == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("", None),
        ("-1", None),
        ("²", None),
        ("٣", None),
        (5, 5),
    ],
)
def test_number_from_outside_is_digits_alone_and_not_too_many(text: object, number: int | None) -> None:
    assert whole_number(text) == number


def test_sum_of_money_beyond_python_is_refused_in_words() -> None:
    with pytest.raises(forms.ValidationError):
        MoneyField().clean("9" * 5_000)
