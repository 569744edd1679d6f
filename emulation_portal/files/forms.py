"""A field for a file that comes in by the one door. What the file is, is asked when it is received."""

from collections.abc import Sequence
from typing import Any

from django import forms

from emulation_portal.core.cleaning import MAX_FILE_MB
from emulation_portal.core.forms import VietnameseFormMixin

from .enums import EVIDENCE, FileKind


class UploadField(forms.FileField):
    """A file of one of these kinds. The form's own checks are of name and size; `actions.receive_file` asks the rest."""

    def __init__(self, *, kinds: Sequence[FileKind] = EVIDENCE, **kwargs: Any) -> None:
        self.kinds = tuple(kinds)
        names = ", ".join(f".{kind}" for kind in self.kinds)
        kwargs.setdefault("help_text", f"{names}; nhiều nhất {MAX_FILE_MB} MB.")
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in self.kinds)}))
        super().__init__(**kwargs)
        self.error_messages |= {
            "required": "Hãy chọn tệp.",
            "empty": "Tệp bạn chọn không có nội dung. Hãy chọn lại tệp.",
        }


class EvidenceForm(VietnameseFormMixin, forms.Form):
    """One file to be put at a thing."""

    file = UploadField(label="Tệp minh chứng")
