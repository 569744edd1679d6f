from django import forms

from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.filters import FilterForm
from emulation_portal.core.vietnamese import fold

from .queries import LogFilter
from .verbs import subjects, verbs


def _by_label(words: dict[str, str]) -> list[tuple[str, str]]:
    """Return the words in their order, each once, under the first code that is called so."""
    codes: dict[str, str] = {}
    for code, label in words.items():
        codes.setdefault(label, code)
    return [(codes[label], label) for label in sorted(codes, key=fold)]


class LogFilterForm(FilterForm):
    """The filters of the log. A wrong date is told at its field and filters nothing."""

    since = VietnameseDateField(label="Từ ngày", required=False)
    until = VietnameseDateField(label="Đến ngày", required=False)
    who = forms.CharField(label="Người làm", required=False, max_length=120)
    verb = forms.ChoiceField(label="Việc", required=False)
    kind = forms.ChoiceField(label="Loại", required=False)
    q = forms.CharField(label="Tên đối tượng", required=False, max_length=200)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        of_verbs = {code: verb.label for code, verb in verbs().items()}
        of_kinds = {subject.label: subject.words for subject in subjects().values()}
        self.fields["verb"].choices = [("", "Mọi việc"), *_by_label(of_verbs)]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", "Mọi loại"), *_by_label(of_kinds)]  # type: ignore[attr-defined]
        for name in ("since", "until"):
            self.fields[name].widget.attrs["placeholder"] = "ngày/tháng/năm"

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.add_error("until", "“Đến ngày” phải bằng hoặc sau “Từ ngày”.")
        return data

    @property
    def form(self) -> "LogFilterForm":
        return self

    @property
    def is_filtered(self) -> bool:
        return bool(self.wanted().as_data())

    def wanted(self) -> LogFilter:
        """Return the filters that were understood."""
        self.is_valid()
        data = self.cleaned_data
        return LogFilter(
            who=data.get("who") or "",
            verb=data.get("verb") or "",
            kind=data.get("kind") or "",
            text=data.get("q") or "",
            since=data.get("since"),
            until=data.get("until"),
        )
