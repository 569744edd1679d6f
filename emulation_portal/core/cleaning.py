"""Clean Vietnamese text at the door: one spelling, nothing unseen, no longer than the portal can carry."""

import re

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator

from .legacy_fonts import find_legacy_encoding
from .numbering import grouped
from .vietnamese import MAX_MARKS, has_piled_marks, nfc, squeeze

MAX_LINE = 500
MAX_TEXT = 60_000
MAX_FILE_MB = 20
MAX_CHOSEN = 2_000  # characters of what is no text: a number, a day, one choice
MAX_PASSWORD = 500

# Word and web pages leave these in what is pasted: soft hyphens, zero-width spaces and joiners, byte order marks.
_UNSEEN = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
# Control codes, halves of letters, and marks that turn the direction of writing. Tabs and line breaks are none: what is
# refused for its length was not cleaned, and still has those of all kinds.
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
# Word's line break (Shift+Enter) and Unicode's own.
_LINE_BREAKS = re.compile(r"\r\n|[\r\v\f\u0085\u2028\u2029]")


def clean_line(text: str) -> str:
    """Return what was typed into a one-line field: NFC, nothing unseen, single spaces."""
    return squeeze(text.translate(_UNSEEN))


def clean_text(text: str) -> str:
    """Return what was typed into a box: NFC, nothing unseen, every line break as \\n, no spaces at line ends."""
    return "\n".join(line.rstrip() for line in clean_pasted(text).split("\n")).strip()


def clean_pasted(text: str) -> str:
    """Return the same of a table: the tabs at the ends of its lines stay, for an outer cell may be empty."""
    return _LINE_BREAKS.sub("\n", nfc(text.translate(_UNSEEN))).replace("\u00a0", " ")


def refuse_control_characters(text: str) -> None:
    """Raises ValidationError for NUL, control codes and marks that turn the direction of writing."""
    found = _HIDDEN.search(text)
    if found:
        raise ValidationError(
            f"Nội dung có ký tự điều khiển không nhìn thấy (U+{ord(found.group()):04X}). "
            "Hãy dán lại dưới dạng văn bản thuần (Ctrl+Shift+V) hoặc gõ lại.",
            code="control_character",
        )


def refuse_old_font(text: str) -> None:
    """Refuse a line that was typed for a font from before Unicode: “Hîp t¸c x·”."""
    if not text.isascii() and (encoding := find_legacy_encoding(text)):
        raise ValidationError(
            f"Chữ gõ bằng {encoding}, không phải Unicode. Hãy chuyển bảng mã của bộ gõ sang Unicode rồi gõ lại ô này."
        )


def refuse_piled_marks(text: str) -> None:
    """Raises ValidationError where more marks stand on one letter than any writing has."""
    if has_piled_marks(text):
        raise ValidationError(
            f"Có chữ mang hơn {MAX_MARKS} dấu chồng lên nhau. Hãy xóa chữ ấy rồi gõ lại.", code="piled_marks"
        )


def refuse_big_file(file: UploadedFile) -> None:
    """Raises ValidationError above MAX_FILE_MB. The web server's own limit stands in front of this one."""
    if (file.size or 0) > MAX_FILE_MB * 1024 * 1024:
        raise ValidationError(
            f"Tệp nặng {(file.size or 0) / 1024 / 1024:.0f} MB, quá mức {MAX_FILE_MB} MB. Hãy giảm dung lượng ảnh trong tệp rồi tải lại.",
            code="file_too_big",
        )


class NotTooLong(MaxLengthValidator):
    """How long a text may be, how long it is, and what to do: Django's sentence leaves the last out."""

    def __call__(self, value: str) -> None:
        if len(value) > self.limit_value:
            raise ValidationError(
                f"Nhiều nhất {grouped(self.limit_value)} ký tự; đang có {grouped(len(value))}. Hãy viết gọn lại.",
                code=self.code,
            )
