"""The box for a table that is sent."""

from django import forms

from emulation_portal.core.forms import VietnameseFormMixin
from emulation_portal.files.enums import FileKind
from emulation_portal.files.forms import UploadField


class SheetForm(VietnameseFormMixin, forms.Form):
    file = UploadField(label="Tệp Excel", kinds=(FileKind.XLSX,))
