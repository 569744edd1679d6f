"""Every word of logging in, resetting and activating is Vietnamese, the unhappy ones too."""

import html
import re

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from emulation_portal.accounts import actions
from emulation_portal.accounts.adapter import AccountAdapter, SecondFactorAdapter
from emulation_portal.accounts.codes import link_token
from emulation_portal.accounts.models import User
from emulation_portal.accounts.passwords import check_new_password
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

# A Vietnamese sentence can have none of these; every English one of the libraries has at least one.
ENGLISH = re.compile(
    r"\b(a|an|and|are|at|be|been|can|cannot|could|enter|ensure|has|have|invalid|is|it|least|must|need|not|of|only|or|"
    r"password|please|required|should|that|this|the|too|type|use|used|user|valid|value|was|were|with|you|your)\b",
    re.IGNORECASE,
)
WEAK = {  # what is typed: the one sentence that answers
    "ngắn": "Mật khẩu quá ngắn: cần ít nhất 10 ký tự.",
    "12345": "Mật khẩu quá ngắn: cần ít nhất 10 ký tự.",
    "1234567890": "Mật khẩu này nhiều người dùng nên dễ bị đoán. Hãy chọn mật khẩu khác.",
    "73019264815": "Mật khẩu chỉ có chữ số. Hãy thêm chữ cái.",
    "mau.htx001.mau": "Mật khẩu quá giống tên đăng nhập của bạn. Hãy chọn mật khẩu khác hẳn.",
    "mau@example.vn": "Mật khẩu quá giống thư điện tử của bạn. Hãy chọn mật khẩu khác hẳn.",
    "mật khẩu\0có lỗ": "Ô này có ký tự không nhìn thấy được. Hãy xóa đi và gõ lại bằng tay.",
}


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def owner() -> User:
    return UserFactory(username="mau.htx001", email="mau@example.vn", password=PASSWORD)


def errors_of(response) -> list[str]:
    """Return what stands at the fields, in order."""
    page = response.content.decode()
    found = re.findall(r'(?s)class="field-error[^"]*"[^>]*>(.*?)</(?:p|div|li)>', page)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in found]


@pytest.mark.parametrize("validator", get_default_password_validators(), ids=lambda each: type(each).__name__)
def test_each_validator_speaks_vietnamese(validator, owner) -> None:
    said = []
    for password in ("12345", "password", "73019264815", "mau.htx001"):
        try:
            validator.validate(password, owner)
        except ValidationError as error:
            said += error.messages

    assert said
    assert [words for words in [*said, validator.get_help_text()] if ENGLISH.search(words)] == []


@pytest.mark.parametrize("password", [word for word in WEAK if "\0" not in word])
def test_weak_password_is_answered_with_one_sentence(owner, password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_new_password(password, owner)

    assert refused.value.messages == [WEAK[password]]


@pytest.mark.parametrize("adapter", [AccountAdapter, SecondFactorAdapter])
def test_no_message_of_the_library_is_left_in_english(adapter) -> None:
    assert {key: words for key, words in adapter.error_messages.items() if ENGLISH.search(str(words))} == {}


def _activate(client: Client, user: User, password: str):
    _, code = actions.issue_slip(user, by=None)
    fields = {"username": user.username, "code": code, "password1": password, "password2": password}
    return client.post(reverse("accounts_activate"), fields)


def _accept(client: Client, user: User, password: str):
    token = link_token(actions.issue_invitation(user, by=None).pk)
    return client.post(reverse("accounts_invitation", args=[token]), {"password1": password, "password2": password})


def _reset(client: Client, user: User, password: str):
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    form = client.get(reverse("account_reset_password_from_key", kwargs=key), follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})


def _change(client: Client, user: User, password: str):
    client.force_login(user)
    fields = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    return client.post(reverse("account_change_password"), fields)


@pytest.mark.parametrize("choose", [_activate, _accept, _reset, _change])
@pytest.mark.parametrize("password", WEAK)
def test_weak_password_is_told_at_its_field_on_every_page(client: Client, owner, choose, password: str) -> None:
    told = errors_of(choose(client, owner, password))

    assert told[:1] == [WEAK[password]]
    assert len(told) == 1 or "\0" in password  # the hole in the text is told at both boxes


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "accounts_activate"])
@pytest.mark.parametrize("typed", ["", "x", "\0", "@@", "Ạ" * 5000, "<b>"])
def test_wrong_entries_are_answered_in_vietnamese(client: Client, name: str, typed: str) -> None:
    fields = ("login", "password", "email", "username", "code", "password1", "password2")
    response = client.post(reverse(name), dict.fromkeys(fields, typed))
    page = re.sub(r"(?s)<(script|style|head|svg).*?</\1>|<!--.*?-->", " ", response.content.decode())

    words = html.unescape(re.sub(r"<[^>]+>", " ", page))
    assert [found.group() for found in ENGLISH.finditer(words)] == []


def test_wrong_address_is_answered_with_an_example(client: Client) -> None:
    told = errors_of(client.post(reverse("account_reset_password"), {"email": "mau"}))

    assert told == ["Hãy ghi địa chỉ thư điện tử, ví dụ ten@coquan.vn."]


@pytest.mark.parametrize("code", ["", "000000", "x", "\0"])
def test_wrong_code_of_the_second_factor_is_answered_in_vietnamese(client: Client, owner, code: str) -> None:
    client.post(reverse("account_login"), {"login": owner.username, "password": PASSWORD})
    door = client.get(reverse("mfa_activate_totp"), follow=True).redirect_chain[-1][0]
    client.post(door, {"password": PASSWORD})

    told = errors_of(client.post(reverse("mfa_activate_totp"), {"code": code}))

    assert len(told) == 1
    assert not ENGLISH.search(told[0]), told
