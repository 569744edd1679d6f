"""A key is used once, by its owner, in time; nothing that a mail scanner does uses it up."""

import datetime as dt
import unicodedata

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from emulation_portal.accounts import actions
from emulation_portal.accounts.codes import ALPHABET, activation_id_of, code_hash, link_token, new_code
from emulation_portal.accounts.enums import ActivationChannel
from emulation_portal.accounts.models import Activation, User
from emulation_portal.audit.models import Event
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def post_code(client: Client, user: User, code: str, password: str = PASSWORD):
    fields = {"username": user.username, "code": code, "password1": password, "password2": password}
    return client.post(reverse("accounts_activate"), fields)


def test_code_can_be_read_from_paper() -> None:
    code = new_code()

    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert set(code) - {"-"} <= set(ALPHABET)
    assert not set(ALPHABET) & set("IO01")
    assert code_hash(code) == code_hash(f" {code.lower().replace('-', ' ')} ")
    assert code not in code_hash(code)


def test_slip_lets_its_owner_choose_a_password_once(client: Client) -> None:
    user = UserFactory(username="mau.htx001")
    _, code = actions.issue_slip(user, by=None)

    response = post_code(client, user, code.lower())

    user.refresh_from_db()
    assert (response.status_code, response.wsgi_request.user, user.check_password(PASSWORD)) == (302, user, True)
    assert "Tên đăng nhập hoặc mã kích hoạt không đúng" in post_code(Client(), user, code).content.decode()
    assert list(Event.objects.values_list("verb", flat=True)) == ["user.activated", "user.slip_issued"]


def test_new_slip_voids_the_one_before(client: Client) -> None:
    user = UserFactory()
    _, old = actions.issue_slip(user, by=None)
    _, new = actions.issue_slip(user, by=None)

    assert actions.find_by_code(user.username, old, at=timezone.now()) is None
    assert actions.find_by_code(user.username, new, at=timezone.now()) is not None


def test_slip_is_of_no_use_to_another_user_after_its_time_or_in_a_closed_account() -> None:
    user, other, admin = UserFactory(), UserFactory(), UserFactory()
    activation, code = actions.issue_slip(user, by=None)
    after = activation.expires_at

    assert actions.find_by_code(other.username, code, at=timezone.now()) is None
    assert actions.find_by_code(user.username, code, at=after) is None
    assert actions.find_by_code(user.username, code, at=after - dt.timedelta(seconds=1)) == activation

    actions.close_account(user, by=admin, reason="nghỉ việc")

    assert actions.find_by_code(user.username, code, at=timezone.now()) is None
    with pytest.raises(actions.AccountClosed):
        actions.issue_slip(user, by=admin)


def test_opening_the_link_changes_nothing_and_posting_uses_it_up(client: Client) -> None:
    user = UserFactory(email="mau@example.vn")
    activation = actions.issue_invitation(user, by=None)
    url = reverse("accounts_invitation", args=[link_token(activation.pk)])

    for _ in range(3):
        assert client.get(url).status_code == 200
    activation.refresh_from_db()
    assert activation.used_at is None

    response = client.post(url, {"password1": PASSWORD, "password2": PASSWORD})

    user.refresh_from_db()
    assert (response.status_code, response.wsgi_request.user, user.check_password(PASSWORD)) == (302, user, True)
    assert Client().get(url).status_code == 404
    assert (
        Client().post(url, {"password1": "Mật khẩu kẻ gian 99", "password2": "Mật khẩu kẻ gian 99"}).status_code == 404
    )


def test_forged_and_cut_links_are_refused(client: Client) -> None:
    user = UserFactory(email="mau@example.vn")
    token = link_token(actions.issue_invitation(user, by=None).pk)

    assert activation_id_of(token) is not None
    for wrong in (token[:-1], token + "x", "abc", link_token("1 OR 1=1")):
        assert client.get(reverse("accounts_invitation", args=[wrong])).status_code == 404


def _change(client: Client, user: User) -> None:
    client.force_login(user)
    fields = {"oldpassword": "Mật khẩu cũ 2019", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_change_password"), fields)


def _set(client: Client, user: User) -> None:
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    client.post(reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD})


def _reset(client: Client, user: User) -> None:
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    form = client.get(reverse("account_reset_password_from_key", kwargs=key), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})


@pytest.mark.parametrize("choose", [_change, _set, _reset])
@pytest.mark.parametrize("issue", [actions.issue_slip, actions.issue_invitation])
def test_keys_lying_about_are_void_once_the_owner_chose_a_password(client: Client, choose, issue) -> None:
    user = UserFactory(email="mau@example.vn", password="Mật khẩu cũ 2019")
    issue(user, by=None)

    choose(client, user)

    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert not Activation.objects.usable(at=timezone.now()).exists()
    event = Event.objects.get(verb="user.password_changed")
    assert (event.actor_id, event.object_id, event.data) == (user.pk, str(user.pk), {"cancelled_keys": 1})


def test_password_chosen_while_the_account_is_being_closed_does_not_open_it_again() -> None:
    stale = UserFactory(password="Mật khẩu cũ 2019")
    User.objects.filter(pk=stale.pk).update(is_active=False)

    actions.change_password(stale, PASSWORD)

    assert not User.objects.get(pk=stale.pk).is_active


def test_closed_meanwhile_means_no_key_whatever_the_page_thought() -> None:
    stale = UserFactory()
    activation, _ = actions.issue_slip(stale, by=None)
    User.objects.filter(pk=stale.pk).update(is_active=False)

    with pytest.raises(actions.AccountClosed):
        actions.issue_slip(stale, by=None)
    with pytest.raises(actions.ActivationRefused):
        actions.activate(activation_id=activation.pk, password=PASSWORD, at=timezone.now())


def test_second_use_in_another_tab_is_refused() -> None:
    user = UserFactory()
    activation, _ = actions.issue_slip(user, by=None)
    actions.activate(activation_id=activation.pk, password=PASSWORD, at=timezone.now())

    with pytest.raises(actions.ActivationRefused):
        actions.activate(activation_id=activation.pk, password="Mật khẩu khác 2022", at=timezone.now())


def test_weak_password_is_refused_and_the_code_stays(client: Client) -> None:
    user = UserFactory()
    activation, code = actions.issue_slip(user, by=None)

    response = post_code(client, user, code, password="12345678")

    activation.refresh_from_db()
    assert (response.status_code, activation.used_at) == (200, None)


def test_password_typed_in_the_other_unicode_form_is_the_same(client: Client) -> None:
    user = UserFactory()
    _, code = actions.issue_slip(user, by=None)
    post_code(client, user, code, password=unicodedata.normalize("NFD", PASSWORD))

    for form in ("NFC", "NFD"):
        credentials = {"login": user.username, "password": unicodedata.normalize(form, PASSWORD)}
        assert Client().post(reverse("account_login"), credentials).status_code == 302


def test_activation_ends_the_sessions_there_were(client: Client) -> None:
    user = UserFactory(password=PASSWORD)
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    client.get(reverse("usersessions_list"))
    activation, _ = actions.issue_slip(user, by=None)

    actions.activate(activation_id=activation.pk, password="Mật khẩu khác 2022", at=timezone.now())

    assert not client.get(reverse("account_login")).wsgi_request.user.is_authenticated


@pytest.mark.parametrize(
    ("fields", "is_refused"),
    [
        ({"channel": ActivationChannel.SLIP, "code_hash": "x"}, False),
        ({"channel": ActivationChannel.SLIP, "code_hash": ""}, True),
        ({"channel": ActivationChannel.MAIL, "code_hash": ""}, False),
        ({"channel": ActivationChannel.MAIL, "code_hash": "x"}, True),
        ({"channel": ActivationChannel.MAIL, "used_at": timezone.now()}, False),
        ({"channel": ActivationChannel.MAIL, "used_at": timezone.now(), "cancelled_at": timezone.now()}, True),
    ],
)
def test_constraints_of_a_key(fields: dict, is_refused: bool) -> None:
    refused = False
    try:
        with transaction.atomic():
            Activation.objects.create(user=UserFactory(), expires_at=timezone.now(), **fields)
    except IntegrityError:
        refused = True

    assert refused == is_refused


def test_a_user_has_one_open_key() -> None:
    user = UserFactory()
    fields = {"user": user, "channel": ActivationChannel.MAIL, "expires_at": timezone.now()}
    Activation.objects.create(**fields)

    with pytest.raises(IntegrityError, match="activation_open_once"):
        Activation.objects.create(**fields)


def test_no_mail_is_sent_by_a_slip() -> None:
    actions.issue_slip(UserFactory(email="mau@example.vn"), by=None)

    assert mail.outbox == []
