"""What a password must be, told in one Vietnamese sentence each.

The checks are Django's. Its Vietnamese catalogue has no words for some of them, and those came out in English.
"""

from typing import Any

from django.contrib.auth import password_validation as checks
from django.core.exceptions import ValidationError


class NotLikeTheOwner(checks.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "Mật khẩu quá giống %(verbose_name)s của bạn. Hãy chọn mật khẩu khác hẳn."

    def get_help_text(self) -> str:
        return "Không giống tên đăng nhập hay thư điện tử của bạn."


class LongEnough(checks.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"Mật khẩu quá ngắn: cần ít nhất {self.min_length} ký tự."

    def get_help_text(self) -> str:
        return f"Ít nhất {self.min_length} ký tự. Một câu ngắn dễ nhớ cũng được; dấu cách và chữ có dấu đều dùng được."


class NotCommon(checks.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "Mật khẩu này nhiều người dùng nên dễ bị đoán. Hãy chọn mật khẩu khác."

    def get_help_text(self) -> str:
        return "Không dùng mật khẩu nhiều người hay đặt."


class NotOnlyDigits(checks.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return "Mật khẩu chỉ có chữ số. Hãy thêm chữ cái."

    def get_help_text(self) -> str:
        return "Không chỉ toàn chữ số."


def check_new_password(password: str, user: Any = None) -> None:
    """Raise ValidationError with the first thing that is wrong: three sentences about one word help nobody."""
    for check in checks.get_default_password_validators():
        try:
            check.validate(password, user)
        except ValidationError as error:
            raise ValidationError(error.messages[0], code=error.code) from None
