"""Kiểm tra văn bản: what a code answers, what a dropped file is, and what strangers learn (nothing)."""

import io
import re
import time

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from emulation_portal.documents.models import Document, DocumentFile
from emulation_portal.files.passing import MAX_BYTES, HashingUploadHandler
from emulation_portal.rights.enums import Role
from tests.factories.documents import issued_document, revoke, transcribed_document
from tests.factories.pages import tight
from tests.factories.people import user_with_role

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 tep that"
HOME = "/kiem-tra/"


@pytest.fixture(autouse=True)
def _fresh(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


def _page(client: Client, document: Document) -> str:
    response = client.get(document.check_path())
    assert response.status_code == 200
    return response.content.decode()


def _drop(client: Client, document: Document, content: bytes, name: str = "van-ban.pdf") -> str:
    file = SimpleUploadedFile(name, content, "application/pdf")
    return client.post(document.check_path(), {"file": file}).content.decode()


def test_check_shows_number_day_issuer_title_state_and_hash(client: Client) -> None:
    document = issued_document(summary=("Triển khai <b>thi đua</b>",), file=PDF)

    page = _page(client, document)

    for words in ("01/KH-LMHTX", "02/03/2026", "Liên minh Hợp tác xã tỉnh Quảng Ninh", document.file.sha256):
        assert words in page
    assert "Kế hoạch triển khai &lt;b&gt;thi đua&lt;/b&gt;" in page
    assert "Văn bản có thật, đang có hiệu lực" in page
    assert "Bản gốc không được lưu" not in page


def test_check_keeps_the_code_out_of_logs_and_search_engines(client: Client) -> None:
    response = client.get(issued_document().check_path())

    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert "no-store" in response["Cache-Control"]


def test_check_home_understands_what_people_type(client: Client) -> None:
    document = issued_document()
    Document.objects.filter(pk=document.pk).exists()
    typed = document.printed_code.lower().replace("0", "o").replace("1", "l").replace("-", " ")

    response = client.get(HOME, {"ma": typed})

    assert response.status_code == 302
    assert response["Location"] == document.check_path()


def _without_what_was_typed(response) -> str:
    return " ".join(re.sub(r'value="[^"]*"|bạn gõ \d+', "", response.content.decode()).split())


def test_unknown_and_malformed_codes_get_the_same_page(client: Client) -> None:
    issued_document()
    unknown = client.get(reverse("documents:check", args=["0000-0000-0000"]))

    malformed = [
        client.get(reverse("documents:check", args=[code])) for code in ("UUUU-UUUU-UUUU", "Ư" * 12, "<script>123456")
    ] + [client.get(HOME, {"ma": "không phải a mã"})]

    assert unknown.status_code == 404
    for response in malformed:
        assert response.status_code == 404
        assert _without_what_was_typed(response) == _without_what_was_typed(unknown)
        assert response["X-Robots-Tag"]


@pytest.mark.parametrize(
    ("codes", "heading"),
    [
        (("x", "<script>", "..%2f", "%00", "không phải mã"), "Mã chưa đủ 12 ký tự"),
        (("0000-0000-0000-0", "Ư" * 400), "Mã dài quá 12 ký tự"),
    ],
)
def test_codes_too_short_or_too_long_are_told_alike(client: Client, codes: tuple[str, ...], heading: str) -> None:
    pages = [client.get(reverse("documents:check", args=[code])) for code in codes]

    assert {page.status_code for page in pages} == {404}
    assert len({_without_what_was_typed(page) for page in pages}) == 1
    assert f'<p class="alert-title">{heading}</p>' in pages[0].content.decode()
    assert "Cổng không có văn bản nào" not in pages[0].content.decode()


def test_file_dropped_on_an_unknown_code_tells_nothing(client: Client) -> None:
    issued_document(file=PDF)

    response = client.post("/kiem-tra/000000000000/", {"file": SimpleUploadedFile("a.pdf", PDF)})

    assert response.status_code == 404
    assert "01/KH-LMHTX" not in response.content.decode()


@pytest.mark.parametrize("is_public", [True, False])
def test_check_revoked_says_since_when_and_of_a_public_paper_why(client: Client, is_public: bool) -> None:
    document = issued_document(file=PDF, is_public=is_public)
    revoke(document_id=document.pk, reason="Sai căn cứ", by=user_with_role(Role.LEADER))

    page = _page(client, document)

    assert re.search(r"Văn bản đã bị thu hồi ngày <time[^>]*>\d\d/\d\d/\d{4}<", page)
    assert "đang có hiệu lực" not in page
    assert ("Lý do: Sai căn cứ" in page) == is_public


def test_check_superseded_leads_to_the_newest(client: Client) -> None:
    first = transcribed_document(number=644, file=b"%PDF-1")
    second = transcribed_document(number=644, supersedes=first, file=b"%PDF-2")
    third = transcribed_document(number=644, supersedes=second, file=b"%PDF-3")

    page = _page(client, first)

    assert "Văn bản đã được thay thế" in page
    assert f'href="{third.check_path()}"' in page
    assert f'href="{second.check_path()}"' not in page
    assert "Bản gốc không được lưu trên cổng này" in page


def test_check_paper_not_public_confirms_only_what_its_holder_has(client: Client) -> None:
    document = issued_document(is_public=False, summary=("Chuyện riêng của Hội đồng",), file=PDF)

    stranger = _page(client, document)
    verdict = _drop(client, document, PDF)
    client.force_login(user_with_role(Role.OFFICER))
    office = _page(client, document)

    assert "01/KH-LMHTX" in stranger
    assert "Chuyện riêng" not in stranger + verdict
    assert document.file.sha256 not in stranger + verdict
    assert reverse("documents:file", args=[document.pk]) not in stranger
    assert "Đúng là tệp đã ban hành" in verdict
    assert "Chuyện riêng" in office


def test_superseded_by_a_paper_not_public_gives_no_link(client: Client) -> None:
    first = transcribed_document(number=644, file=b"%PDF-1")
    second = transcribed_document(number=644, supersedes=first, is_public=False, summary=("Kín",), file=b"%PDF-2")

    page = _page(client, first) + _drop(client, first, b"%PDF-2")

    assert "đã được thay thế" in page
    assert second.check_path() not in page
    assert second.printed_code not in page
    assert "Kín" not in page


# --- the file ---------------------------------------------------------------------------------------------------------


def test_file_that_was_issued(client: Client) -> None:
    document = issued_document(file=PDF)

    assert "Đúng là tệp đã ban hành" in _drop(client, document, PDF, "Kế hoạch (bản tải về).pdf")


def test_file_changed_by_one_byte(client: Client) -> None:
    document = issued_document(file=PDF)

    page = _drop(client, document, PDF + b" ")

    assert "Không phải tệp đã ban hành" in page
    assert "Đúng là tệp" not in page


def test_file_of_a_revoked_paper_is_genuine_and_revoked(client: Client) -> None:
    document = issued_document(file=PDF)
    revoke(document_id=document.pk, reason="Sai", by=user_with_role(Role.LEADER))

    page = _drop(client, document, PDF)

    assert "Đúng là tệp đã ban hành" in page
    assert "<b>đã thu hồi</b>" in page


def test_file_of_a_transcription_is_no_original(client: Client) -> None:
    document = transcribed_document(number=644, file=PDF)

    page = _drop(client, document, PDF)

    assert "Đúng là bản nhập lưu trên cổng này" in page
    assert "Đây không phải bản gốc" in page
    assert "Đúng là tệp đã ban hành" not in page


def test_file_of_the_superseded_version_is_recognised(client: Client) -> None:
    first = transcribed_document(number=644, file=b"%PDF-1")
    second = transcribed_document(number=644, supersedes=first, file=b"%PDF-2")

    page = _drop(client, second, b"%PDF-1")

    assert "Tệp này là một bản khác của chính văn bản này" in page
    assert f'href="{first.check_path()}"' in page


def test_file_of_another_paper(client: Client) -> None:
    document = issued_document(file=PDF)
    other = issued_document(file=b"%PDF-khac")
    hidden = issued_document(is_public=False, file=b"%PDF-kin")

    known = _drop(client, document, b"%PDF-khac")
    unknown = _drop(client, document, b"%PDF-kin")

    assert f"Kế hoạch số {other.printed_number}" in known
    assert "Không phải tệp đã ban hành" in unknown
    assert hidden.printed_number not in unknown


def test_file_before_the_paper_has_one(client: Client) -> None:
    assert "Chưa so được" in _drop(client, issued_document(), PDF)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "không có nội dung"),
        (b"PK\x03\x04 docx", "không phải PDF"),
        (b"\x89PNG", "không phải PDF"),
    ],
)
def test_wrong_file_is_refused_in_words(client: Client, content: bytes, words: str) -> None:
    page = _drop(client, issued_document(file=PDF), content, "ke-hoach.pdf")

    assert words in page
    assert "tệp đã ban hành</p>" not in page


def test_no_file_chosen(client: Client) -> None:
    response = client.post(issued_document(file=PDF).check_path(), {})

    assert "Hãy chọn tệp PDF cần kiểm tra." in response.content.decode()


def test_name_of_the_file_is_only_text(client: Client) -> None:
    page = _drop(client, issued_document(file=PDF), PDF, '<img src=x onerror="alert(1)">.pdf')

    assert "<img src=x" not in page


class _Endless(io.RawIOBase):
    """A body of 50 MB that remembers how much was read of it."""

    def __init__(self, size: int, boundary: str) -> None:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="to.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-'
        self.head, self.left = head.encode(), size - len(head)

    def read(self, size: int = -1) -> bytes:
        if self.head:
            part, self.head = self.head[:size], self.head[size:]
            return part
        part = b"x" * min(self.left, size if size > 0 else self.left)
        self.left -= len(part)
        return part


@pytest.mark.parametrize("declared", [50 * 1024 * 1024, MAX_BYTES + 60_000])
def test_big_file_is_refused_without_hashing_it_all(client: Client, declared: int, monkeypatch) -> None:
    document = issued_document(file=PDF)
    handlers: list[HashingUploadHandler] = []
    made = HashingUploadHandler.__init__
    monkeypatch.setattr(
        HashingUploadHandler, "__init__", lambda self, *a, **k: (made(self, *a, **k), handlers.append(self))[0]
    )

    response = client.generic(
        "POST",
        document.check_path(),
        CONTENT_TYPE="multipart/form-data; boundary=xyz",
        CONTENT_LENGTH=str(declared),
        **{"wsgi.input": _Endless(declared, "xyz")},
    )

    assert response.status_code == 413
    assert "nặng hơn 20 MB" in response.content.decode()
    assert handlers[0].hashed_bytes <= MAX_BYTES
    if declared > MAX_BYTES + 64 * 1024:
        assert handlers[0].hashed_bytes == 0


def test_nothing_of_the_file_is_kept(client: Client, tmp_path, settings) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "tam")
    (tmp_path / "tam").mkdir()
    document = issued_document(file=PDF)
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())

    _drop(client, document, b"%PDF-" + b"x" * 3_000_000)

    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == before
    assert DocumentFile.objects.count() == 1


def test_file_needs_the_forms_token(client: Client) -> None:
    document = issued_document(file=PDF)
    strict = Client(enforce_csrf_checks=True)
    strict.get(document.check_path())
    token = strict.cookies["csrftoken"].value

    without = strict.post(document.check_path(), {"file": SimpleUploadedFile("a.pdf", PDF)})
    with_token = strict.post(
        document.check_path(), {"csrfmiddlewaretoken": token, "file": SimpleUploadedFile("a.pdf", PDF)}
    )

    assert without.status_code == 403
    assert "Đúng là tệp đã ban hành" in with_token.content.decode()


# --- a file without a code --------------------------------------------------------------------------------------------


def _ask(client: Client, content: bytes, name: str = "van-ban.pdf") -> str:
    return client.post(HOME, {"file": SimpleUploadedFile(name, content)}).content.decode()


def test_file_alone_names_its_paper_and_state(client: Client) -> None:
    document = issued_document(file=PDF)
    in_force = _ask(client, PDF)
    revoke(document_id=document.pk, reason="Lý do nội bộ", by=user_with_role(Role.LEADER))

    revoked = _ask(client, PDF)

    assert "Đây đúng là tệp đã ban hành" in in_force
    assert f'<a href="{document.check_path()}">Kế hoạch số <span class="nowrap">01/KH-LMHTX</span></a>' in in_force
    assert "<b>đang có hiệu lực</b>" in in_force
    assert re.search(r"<b>đã thu hồi ngày<time[^>]*>\d\d/\d\d/\d{4}</time></b>", tight(revoked))
    assert "Lý do nội bộ" not in revoked


def test_file_alone_of_a_transcription_is_no_original(client: Client) -> None:
    transcribed_document(number=644, file=PDF)

    page = _ask(client, PDF)

    assert "Đây đúng là bản nhập lưu trên cổng" in page
    assert "Đây không phải bản gốc" in page


def test_file_alone_that_is_not_ours_or_not_public_tells_nothing(client: Client) -> None:
    hidden = issued_document(is_public=False, summary=("Kín",), file=PDF)

    of_hidden, of_nobody = _ask(client, PDF), _ask(client, b"%PDF-khac")

    assert "Không phải tệp do cổng phát hành" in of_hidden
    assert _without_tokens(of_hidden) == _without_tokens(of_nobody)
    assert hidden.check_code not in of_hidden
    client.force_login(user_with_role(Role.OFFICER))
    assert hidden.check_path() in _ask(client, PDF)


def _without_tokens(page: str) -> str:
    return re.sub(r'value="[^"]*"', "", page)


@pytest.mark.parametrize("path", ["home", "code"])
def test_refused_file_is_said_above_every_answer(client: Client, path: str) -> None:
    document = issued_document(file=PDF)
    address = HOME if path == "home" else document.check_path()

    page = client.post(address, {"file": SimpleUploadedFile("a.pdf", b"PK docx")}).content.decode()

    body = page[page.index('class="page-body"') :]
    assert "Chưa kiểm tra được tệp" in body
    assert "Không phải tệp do cổng phát hành" not in body
    assert 0 < body.index("không phải PDF") < body.index('class="panel')


def test_file_alone_has_the_same_limits(client: Client, settings) -> None:
    strict = Client(enforce_csrf_checks=True)
    without_token = strict.post(HOME, {"file": SimpleUploadedFile("a.pdf", PDF)}).status_code
    settings.ACCOUNT_RATE_LIMITS = {"check": "1/m/ip"}
    declared = MAX_BYTES + 60_000
    body = {"CONTENT_LENGTH": str(declared), "wsgi.input": _Endless(declared, "xyz")}

    big = client.generic(
        "POST", HOME, CONTENT_TYPE="multipart/form-data; boundary=xyz", REMOTE_ADDR="203.0.113.9", **body
    )
    often = [client.post(HOME, {"file": SimpleUploadedFile("a.pdf", PDF)}).status_code for _ in range(2)]

    assert without_token == 403
    assert big.status_code == 413
    assert "nặng hơn 20 MB" in big.content.decode()
    assert often[-1] == 429


# --- how often --------------------------------------------------------------------------------------------------------


def test_look_ups_are_limited_per_address(client: Client, monkeypatch, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"check": "5/m/ip"}
    path = issued_document().check_path()

    codes = [client.get(path, headers={"x-forwarded-for": f"10.0.0.{n}"}).status_code for n in range(7)]
    elsewhere = client.get(path, REMOTE_ADDR="203.0.113.9").status_code
    refused = client.get(path)
    a_minute_later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: a_minute_later)
    later = client.get(path).status_code

    assert codes == [200] * 5 + [429] * 2  # another X-Forwarded-For each time does not help
    assert elsewhere == 200
    assert "Bạn thử quá nhiều lần" in refused.content.decode()
    assert refused["Retry-After"] == "60"
    assert later == 200


def test_unknown_codes_count_too(client: Client, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"check": "2/m/ip"}

    codes = [client.get("/kiem-tra/000000000000/").status_code, client.get(HOME, {"ma": "sai"}).status_code]
    codes += [client.get(HOME, {"ma": "sai"}).status_code, client.get("/kiem-tra/000000000000/").status_code]

    assert codes == [404, 404, 429, 429]


def test_behind_a_trusted_proxy_each_visitor_has_an_own_count(client: Client, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"check": "1/m/ip"}
    path = issued_document().check_path()

    codes = [
        client.get(path, headers={"x-forwarded-for": address}).status_code
        for address in ("203.0.113.1", "203.0.113.2", "1.2.3.4, 203.0.113.1")
    ]

    assert codes == [200, 200, 429]


def test_limit_of_the_installation_lets_an_office_check_a_pile(client: Client) -> None:
    codes = [client.get("/kiem-tra/000000000000/").status_code for _ in range(61)]

    assert codes == [404] * 60 + [429]


def test_typing_a_whole_code_counts_once(client: Client, settings) -> None:
    """The address with the code only leads on; the page it leads to counts."""
    settings.ACCOUNT_RATE_LIMITS = {"check": "1/m/ip"}
    document = issued_document()

    assert client.get(HOME, {"ma": document.check_code}, follow=True).status_code == 200
    assert client.get(HOME).status_code == 200
    assert client.get(HOME, {"ma": document.check_code}, follow=True).status_code == 429


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "says"), [("ABC", True), ("ABCD-EFGH-JKMN", False), ("ABCD-EFGH-JKMN-PQ", True)])
def test_code_of_another_length_is_told_so(client, typed, says):
    page = client.get(reverse("documents:check-home"), {"ma": typed}, follow=True).content.decode()

    assert ("Mã kiểm tra có đúng 12 chữ và số" in page) is says
