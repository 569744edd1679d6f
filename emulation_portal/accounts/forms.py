"""The forms of logging in and of one's own account. Passwords are NFC: a Mac and a PC type “ậ” differently."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.validators import ProhibitNullCharactersValidator
from django.utils import timezone

from emulation_portal.core.forms import PortalFormHelper, VietnameseFormMixin, limit_length, speak_plainly
from emulation_portal.core.vietnamese import nfc

from .actions import find_by_code
from .models import Activation, User
from .passwords import check_new_password
from .queries import plain_login

_NUL = "Ô này có ký tự không nhìn thấy được. Hãy xóa đi và gõ lại bằng tay."


def _say(form: forms.Form, name: str, label: str, help_text: str = "", **attrs: str) -> None:
    """Put our words on a field that came from the library, a limit, and no placeholder: it vanishes while one types."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    if isinstance(field, forms.CharField):
        limit_length(field)
    speak_plainly(field)
    field.error_messages["required"] = "Hãy điền ô này."
    _refuse_nul_in_vietnamese(field)
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


def _refuse_nul_in_vietnamese(field: forms.Field) -> None:
    kept = [check for check in field.validators if not isinstance(check, ProhibitNullCharactersValidator)]
    field.validators = [*kept, ProhibitNullCharactersValidator(message=_NUL)]


class NewPasswordMixin:
    """Two boxes for a new password; help with the rules beside the first."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def say_passwords(self) -> None:
        form: Any = self
        _say(form, "password1", "Mật khẩu mới", password_validators_help_text_html())
        _say(form, "password2", "Nhập lại mật khẩu mới")

    def clean_password1(self) -> str:
        return nfc(self.cleaned_data["password1"])

    def clean_password2(self) -> str:
        return nfc(self.cleaned_data["password2"])

    def clean(self) -> Any:
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Hai lần nhập mật khẩu chưa giống nhau. Hãy nhập lại.")  # type: ignore[attr-defined]
            return self.cleaned_data
        return super().clean()  # type: ignore[misc]


class LoginForm(account_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self,
            "login",
            "Tên đăng nhập hoặc thư điện tử",
            autocomplete="username",
            autocapitalize="none",
            spellcheck="false",
            autofocus="autofocus",
        )
        _say(self, "password", "Mật khẩu")

    def clean_login(self) -> str:
        return plain_login(self.cleaned_data["login"])

    def clean_password(self) -> str:
        return nfc(self.cleaned_data["password"])


class ChangePasswordForm(NewPasswordMixin, account_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", "Mật khẩu hiện nay")
        self.say_passwords()

    def clean_oldpassword(self) -> str:
        self.cleaned_data["oldpassword"] = nfc(self.cleaned_data["oldpassword"])
        return super().clean_oldpassword()


class SetPasswordForm(NewPasswordMixin, account_forms.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say_passwords()


class ResetPasswordForm(account_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", "Thư điện tử", "Địa chỉ mà Văn phòng đã ghi cho tài khoản của bạn.")


class ResetPasswordKeyForm(NewPasswordMixin, account_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say_passwords()


class ReauthenticateForm(account_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", "Mật khẩu")

    def clean_password(self) -> str:
        self.cleaned_data["password"] = nfc(self.cleaned_data["password"])
        return super().clean_password()


_CODE_HELP = "Mở ứng dụng xác thực trên điện thoại và nhập 6 chữ số đang hiện."


class SecondFactorForm(mfa_forms.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self, "code", "Mã xác thực", f"{_CODE_HELP} Mất điện thoại thì nhập một mã dự phòng.", autofocus="autofocus"
        )


class SecondFactorAgainForm(mfa_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", "Mã xác thực", _CODE_HELP, autofocus="autofocus")


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", "Mã xác thực", _CODE_HELP, inputmode="numeric")


class ChoosePasswordForm(VietnameseFormMixin, forms.Form):
    """The first password of an account, chosen by its owner."""

    password1 = forms.CharField(
        label="Mật khẩu mới",
        strip=False,
        help_text=password_validators_help_text_html(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="Nhập lại mật khẩu mới",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("password1", "password2"):
            _refuse_nul_in_vietnamese(self.fields[name])
        self.user = user
        self.helper = PortalFormHelper(self, submit="Đặt mật khẩu và bắt đầu", keep_warning=False)

    def clean_password1(self) -> str:
        return nfc(self.cleaned_data["password1"])

    def clean_password2(self) -> str:
        return nfc(self.cleaned_data["password2"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Hai lần nhập mật khẩu chưa giống nhau. Hãy nhập lại.")
        elif first:
            try:
                check_new_password(first, self.user)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return self.cleaned_data


class ActivationForm(ChoosePasswordForm):
    """What stands on the printed slip, and the password its owner wants."""

    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=60,
        help_text="Ghi trên phiếu, ví dụ: mau.htx001.",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label="Mã kích hoạt",
        max_length=40,
        help_text="12 chữ và số trên phiếu, ví dụ: ABCD-EFGH-JKLM. Gõ chữ thường, có hay không có gạch nối đều được.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    field_order = ["username", "code", "password1", "password2"]
    activation: Activation | None = None

    def clean(self) -> dict[str, Any]:
        username, code = self.cleaned_data.get("username"), self.cleaned_data.get("code")
        if username and code:
            self.activation = find_by_code(username, code, at=timezone.now())
            if self.activation is None:
                self.add_error(
                    None,
                    "Tên đăng nhập hoặc mã kích hoạt không đúng, đã dùng hoặc đã hết hạn. Hãy xem lại phiếu; "
                    "nếu vẫn không được, xin Văn phòng Liên minh cấp phiếu mới.",
                )
                return self.cleaned_data
            self.user = self.activation.user
        return super().clean()
