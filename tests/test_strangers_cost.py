"""No stranger makes the portal work hard by what they send: every address, hostile texts, the time of the processor.

What the attack of old took, 14 s, is told from what is usual, some hundredths, with room for any machine between. The
time is that of this thread, so nothing that runs beside it counts.
"""

import io
import re
import time
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from emulation_portal.core.strangers import MAX_STRANGERS_BODY

from .test_access import Row, address, rows
from .test_access import w as w  # the portal of the table

pytestmark = [pytest.mark.slow, pytest.mark.repeats, pytest.mark.django_db]

MOST_CPU_SECONDS = 5.0  # where the attack took 15; on an idle machine all of them take hundredths
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=B"
# Every field that a form for strangers has, and one that none has.
FIELDS = [
    "login",
    "password",
    "username",
    "code",
    "password1",
    "password2",
    "email",
    "ma",
    "q",
    "year",
    "kind",
    "status",
    "page",
    "next",
    "nothing",
]

TEXTS = {
    "marks by turns": "a" + "\u0301\u0323" * 32_000,
    "marks without a class": "a" + "\u0f73" * 64_000,
    "marks upon every letter": ("a" + "\u0301\u0323" * 15) * 2_000,
    "a million letters": "a" * 1_000_000,
    "many words": "a b " * 15_000,
    "spaces": "a" + " " * 64_000 + "a",
    "digits": "1" * 64_000,
    "paths": "/a" * 32_000,
}


def spent(client: Client, method: str, path: str, **request: object) -> float:
    """Return the processor's seconds for one answer."""
    with transaction.atomic():
        start = time.thread_time()
        response = client.generic(method, path, **request)
        took = time.thread_time() - start
        transaction.set_rollback(True)
    assert response.status_code < 500
    if response.streaming:
        response.getvalue()
    return took


def form(text: str) -> bytes:
    """Return a body in which every field says the text, as long as a stranger's may be."""
    each = (MAX_STRANGERS_BODY - 2_000) // len(FIELDS)
    written = re.sub("%.?$", "", quote(text[:each])[:each])
    return "&".join(f"{name}={written}" for name in FIELDS).encode()


@cache
def queries() -> dict[str, str]:
    """Return queries in which every field says one of the texts, made once: to write them costs more than to read them."""
    return {name: "&".join(f"{field}={quote(text)}" for field in FIELDS) for name, text in TEXTS.items()}


@cache
def bodies() -> list[tuple[str, str, bytes]]:
    """Return what is sent as a form: names, kinds and bodies."""
    return list(_bodies())


def _bodies() -> Iterator[tuple[str, str, bytes]]:
    for name, text in TEXTS.items():
        yield name, URLENCODED, form(text)
        yield f"{name}, in one field", URLENCODED, f"username={quote(text)}&login={quote(text)}".encode()
    yield "many fields", URLENCODED, "&".join(f"a{i}=" for i in range(200_000)).encode()
    yield "few thousand fields", URLENCODED, "&".join(f"a{i}=" for i in range(9_000)).encode()[:MAX_STRANGERS_BODY]
    yield (
        "many parts",
        MULTIPART,
        b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n' * 9_000 + b"--B--\r\n",
    )


OF_STRANGERS = [row for row in rows() if "anonymous" in (row.get or set()) | (row.post or set())]
OTHERS = [row for row in rows() if row not in OF_STRANGERS]


def dear(times: dict[str, float]) -> dict[str, float]:
    return {name: seconds for name, seconds in times.items() if seconds > MOST_CPU_SECONDS}


def ids(row: Row) -> str:
    return " ".join([row.name, *row.of])


@pytest.mark.parametrize("row", OF_STRANGERS, ids=ids)
def test_no_form_of_a_stranger_is_dear(w: SimpleNamespace, row: Row) -> None:
    path = address(w, row)

    times = {name: spent(Client(), "POST", path, data=body, content_type=kind) for name, kind, body in bodies()}

    assert dear(times) == {}


@pytest.mark.parametrize("row", OTHERS, ids=ids)
def test_no_form_to_a_page_of_others_is_dear(w: SimpleNamespace, row: Row) -> None:
    body = next(body for name, _, body in bodies() if name == "marks by turns, in one field")

    assert spent(Client(), "POST", address(w, row), data=body, content_type=URLENCODED) < MOST_CPU_SECONDS


@pytest.mark.parametrize("row", OF_STRANGERS, ids=ids)
def test_no_address_of_a_stranger_is_dear(w: SimpleNamespace, row: Row) -> None:
    path = address(w, row)

    times = {name: spent(Client(), "GET", path, QUERY_STRING=query) for name, query in queries().items()}
    times["cookies"] = spent(Client(), "GET", path, HTTP_COOKIE="a=b; " * 100_000)
    times["headers"] = spent(Client(), "GET", path, HTTP_REFERER="/a" * 32_000, HTTP_ACCEPT="a/b," * 16_000)

    assert dear(times) == {}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_no_address_that_leads_nowhere_is_dear(text: str) -> None:
    starts = ["/", "/kiem-tra/", "/tai-khoan/thu-moi/", "/tai-khoan/mat-khau/dat-lai/", "/tro-giup/", "/phong-trao/"]

    times = {
        start: spent(Client(), method, start + quote(text[:8_000]) + "/")
        for start in starts
        for method in ("GET", "POST")
    }

    assert dear(times) == {}


def test_long_form_of_a_stranger_is_answered_as_if_the_session_had_ended() -> None:
    body = "body=" + "a" * MAX_STRANGERS_BODY

    response = Client().post("/tai-khoan/dang-nhap/", data=body, content_type=URLENCODED)

    assert response.status_code == 413
    assert "Phiên làm việc đã hết, chưa lưu được" in response.content.decode()


def test_long_form_of_somebody_who_is_known_is_read(w: SimpleNamespace) -> None:
    body = "body=" + "a" * MAX_STRANGERS_BODY

    response = w.clients["admin"].post(reverse("units:create"), data=body, content_type=URLENCODED)

    assert "Hãy điền ô này." in response.content.decode()


def test_file_of_a_stranger_is_taken_where_files_are_checked() -> None:
    file = io.BytesIO(b"%PDF-1.7 " + b"a" * 3 * MAX_STRANGERS_BODY)
    file.name = "a.pdf"

    response = Client().post(reverse("documents:check-home"), {"file": file})

    assert response.status_code == 200


def test_body_of_more_parts_than_the_form_has_is_not_read() -> None:
    part = b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'

    response = Client().post(reverse("documents:check-home"), data=part * 9_000 + b"--B--\r\n", content_type=MULTIPART)

    assert response.status_code == 400
