"""Who is proposed, and what is told of each of them."""

from collections.abc import Sequence
from typing import Any

from django import forms

from emulation_portal.core.dates import today
from emulation_portal.core.fields import VietnameseDateField
from emulation_portal.core.forms import PortalFormHelper, SpokenRows, VietnameseFormMixin
from emulation_portal.core.vietnamese import squeeze
from emulation_portal.law.asked import Asked, asked_of
from emulation_portal.law.catalogue import awards_on, label_of
from emulation_portal.law.enums import AwardSubject, InitiativeKind, Rating, Scope, Worker
from units.models import Position

from ..actions.nominees import NewNominee
from ..boxes import seen_of, value_of
from ..claim import ClaimedInitiative
from ..models import Nomination, NominationDossier

_NUMBER = {"inputmode": "numeric", "autocomplete": "off", "class": "input-short"}
_YES_NO = [("", "Chưa ghi"), ("yes", "Đạt"), ("no", "Không đạt")]
MOST_REPORT = 20_000
MOST_NAME, MOST_POST = 200, 120
_TYPED = {"rows": 3}


class NomineesForm(VietnameseFormMixin, forms.Form):
    """Many at once for one award: people of the unit, the unit itself, and others by their names."""

    award = forms.ChoiceField(label="Danh hiệu, hình thức")
    whole_unit = forms.BooleanField(label="Chính đơn vị", required=False)
    people = forms.MultipleChoiceField(label="Người của đơn vị", required=False, widget=forms.CheckboxSelectMultiple)
    persons = forms.CharField(
        label="Người khác",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs=_TYPED),
        help_text="Mỗi dòng một người: họ và tên, dấu phẩy, chức vụ.",
    )
    collectives = forms.CharField(
        label="Tổ, đội, phòng",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs=_TYPED),
        help_text="Mỗi dòng một tập thể.",
    )
    households = forms.CharField(
        label="Hộ gia đình",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs=_TYPED),
        help_text="Mỗi dòng một hộ.",
    )

    def __init__(
        self, *args: Any, dossier: NominationDossier, posts: Sequence[Position], cancel_url: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.dossier, self.posts = dossier, {str(post.person_id): post for post in posts}
        offered = [
            (each.code, f"{each.label} ({', '.join(subject.label.lower() for subject in each.subjects)})")
            for each, _ in awards_on(dossier.law_day(on=today()))
        ]
        self.fields["award"].choices = [("", "Chọn…"), *offered]  # type: ignore[attr-defined]
        self.fields["whole_unit"].help_text = dossier.unit.name
        people: Any = self.fields["people"]
        people.choices = [(key, f"{post.person.full_name}, {post.title}") for key, post in self.posts.items()]
        if not self.posts:
            del self.fields["people"]
        fields = [name for name in self.fields if name != "award"]
        self.helper = PortalFormHelper(self, "award", *fields, submit="Thêm vào hồ sơ", cancel_url=cancel_url)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for field in ("persons", "collectives", "households"):
            for line in _lines(data.get(field, "")):
                if words := _fault_of(line, is_person=field == "persons"):
                    self.add_error(field, words)
        if not self.errors and not self.nominees():
            self.add_error(None, "Hãy chọn hoặc ghi ít nhất một cá nhân, tập thể.")
        return data

    def nominees(self) -> list[NewNominee]:
        data, unit = self.cleaned_data, self.dossier.unit
        found = [NewNominee(AwardSubject.COLLECTIVE, unit.name)] if data.get("whole_unit") else []
        found += [NewNominee(AwardSubject.COLLECTIVE, name) for name in _lines(data.get("collectives", ""))]
        found += [NewNominee(AwardSubject.HOUSEHOLD, name) for name in _lines(data.get("households", ""))]
        for key in data.get("people", []):
            post = self.posts[key]
            found.append(NewNominee(AwardSubject.PERSON, post.person.full_name, post.title, post.person))
        for line in _lines(data.get("persons", "")):
            name, _, post_words = line.partition(",")
            found.append(NewNominee(AwardSubject.PERSON, squeeze(name), squeeze(post_words)))
        return found


def _fault_of(line: str, *, is_person: bool) -> str:
    """Return what is wrong with a line, and what to do; "" where nothing is."""
    name, _, post = line.partition(",") if is_person else (line, "", "")
    if not squeeze(name):
        return f"Dòng “{line[:40]}” chưa có họ và tên. Hãy ghi họ và tên trước dấu phẩy."
    if len(squeeze(name)) > MOST_NAME:
        return f"Dòng “{line[:40]}…” dài hơn {MOST_NAME} ký tự. Hãy ghi mỗi tên một dòng."
    if len(squeeze(post)) > MOST_POST:
        return f"Chức vụ ở dòng “{line[:40]}…” dài hơn {MOST_POST} ký tự. Hãy ghi ngắn lại."
    return ""


def _lines(text: str) -> list[str]:
    return [words for line in text.splitlines() if (words := squeeze(line))]


class ClaimForm(VietnameseFormMixin, forms.Form):
    """What is told of one nominee: only what the award looks at in such a subject. Kept box by box while one types."""

    name = forms.CharField(label="Họ và tên", max_length=200)
    post = forms.CharField(label="Chức vụ", max_length=120, required=False)
    worker = forms.ChoiceField(label="Thuộc diện", choices=[("", "Chưa ghi"), *Worker.choices], required=False)
    reason = forms.CharField(
        label="Đã có thành tích",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs=_TYPED),
        help_text="In trên Tờ trình, Quyết định và giấy khen. Ví dụ: xuất sắc trong phong trào thi đua năm 2026.",
    )
    plea = forms.CharField(
        label="Lý do vẫn đề nghị",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Chỉ ghi khi có điều kiện không đạt; Hội đồng đọc những chữ này.",
    )

    def __init__(self, *args: Any, nomination: Nomination, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nomination = nomination
        self._seen: dict[str, str] = {}
        dossier = nomination.dossier
        self.asked: Asked = asked_of(
            nomination.award,
            nomination.subject,
            nomination.worker,
            year=dossier.year,
            on=nomination.law_day(on=today()),
        )
        if nomination.is_in_register:
            del self.fields["name"]  # as the register has it: papers and history are of one and the same
        if not nomination.is_of_person:
            if "name" in self.fields:
                self.fields["name"].label = "Tên tập thể, hộ"
            for name in ("post", "worker"):
                del self.fields[name]
        self.facts = list(self._add_facts())
        self.report = list(self._add_report())
        self._fill(nomination)
        for name, field in self.fields.items():
            look = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            more = " typed-text" if isinstance(field.widget, forms.Textarea) else ""
            field.widget.attrs |= {"data-field": name, "class": f"{look}{more} {field.widget.attrs.get('class', '')}"}

    def _add_facts(self) -> Any:
        asked = self.asked
        for year in asked.rating_years:
            choices = [("", "Chưa ghi"), *Rating.choices]
            yield self._add(f"rating_{year}", forms.ChoiceField(label=f"Xếp loại năm {year}", choices=choices))
        if asked.months:
            yield self._add("months_served", _number("Số tháng công tác trong năm", 12))
        if asked.members:
            yield self._add("members", _number("Tổng số người của tập thể", 99_999))
        if asked.members_done:
            yield self._add("members_done", _number("Số người hoàn thành nhiệm vụ", 99_999))
        for award in asked.holders:
            yield self._add(f"holders_{award}", _number(f"Số người đạt {label_of(award)}", 99_999))
        if asked.targets:
            label = "Vượt mức các chỉ tiêu trong năm"
            yield self._add("exceeds_targets", forms.ChoiceField(label=label, choices=_YES_NO))
        for each in asked.judged:
            yield self._add(f"answer_{each.key}", forms.ChoiceField(label=each.text, choices=_YES_NO))

    def _add_report(self) -> Any:
        for each in self.nomination.report_form.sections:
            box = forms.CharField(
                label=each.title,
                max_length=MOST_REPORT,
                widget=forms.Textarea(attrs={"rows": 6 if each.is_asked else 3}),
                help_text=each.hint,
            )
            yield self._add(f"report_{each.key}", box)

    def _add(self, name: str, field: forms.Field) -> str:
        field.required = False
        self.fields[name] = field
        return name

    def _fill(self, nomination: Nomination) -> None:
        first: dict[str, Any] = {name: value_of(nomination, name) for name in self.fields}
        self.initial = {**first, **self.initial}

    def as_seen(self, nomination: Nomination) -> "ClaimForm":
        """Return the form to be shown, each box with what tells the next press which of its words were seen."""
        self._seen = {name: seen_of(nomination, name) for name in self.fields}
        return self

    def _box(self, name: str) -> Any:
        box: Any = self[name]
        box.seen = self._seen.get(name, "")
        return box

    @property
    def reason_box(self) -> Any:
        return self._box("reason")

    @property
    def plea_box(self) -> Any:
        return self._box("plea")

    @property
    def fact_boxes(self) -> list[Any]:
        return [self._box(name) for name in self.facts]

    @property
    def report_boxes(self) -> list[Any]:
        return [self._box(name) for name in self.report]

    @property
    def person_boxes(self) -> list[Any]:
        return [self._box(name) for name in ("name", "post", "worker") if name in self.fields]

    def said(self) -> dict[str, Any]:
        """Return the boxes that were sent and are right, by name; one that was not sent stays as it was kept."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.data}

    def shown(self, name: str) -> str:
        """Return what stands in a box in the words of its choices."""
        value = value_of(self.nomination, name)
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(value, "" if value is None else value))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        members = data.get("members") if "members" in self.data else self.nomination.said.members
        for name in ("members_done", *(each for each in self.facts if each.startswith("holders_"))):
            number = data.get(name)
            if members is not None and number is not None and number > members:
                self.add_error(name, f"Nhiều hơn tổng số {members} người. Hãy xem lại số.")
        return data


def _number(label: str, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs={**_NUMBER}),
        error_messages={
            "invalid": "Hãy ghi một số, ví dụ 12.",
            "min_value": "Hãy ghi số từ 0 trở lên.",
            "max_value": f"Nhiều nhất {most}.",
        },
    )


class InitiativeForm(VietnameseFormMixin, forms.Form):
    # An empty row differs in nothing from its first values.
    kind = forms.ChoiceField(label="Loại", choices=InitiativeKind.choices, initial=InitiativeKind.INITIATIVE)
    title = forms.CharField(label="Tên sáng kiến, đề tài", max_length=300)
    scope = forms.ChoiceField(label="Phạm vi ảnh hưởng", choices=Scope.choices, initial=Scope.UNIT)
    number = forms.CharField(label="Số quyết định công nhận", max_length=80)
    decided_on = VietnameseDateField(label="Ngày quyết định")
    decided_by = forms.CharField(label="Người, cơ quan công nhận", max_length=200, required=False)
    is_applied = forms.BooleanField(label="Đã áp dụng hiệu quả", required=False)

    def clean_decided_on(self) -> Any:
        day = self.cleaned_data["decided_on"]
        if day > today():
            raise forms.ValidationError("Ngày này ở sau hôm nay. Hãy xem lại ngày.")
        return day

    @property
    def said(self) -> ClaimedInitiative:
        data = self.cleaned_data
        return ClaimedInitiative(
            InitiativeKind(data["kind"]),
            data["title"],
            Scope(data["scope"]),
            data["number"],
            data["decided_on"],
            data["decided_by"],
            data["is_applied"],
        )


MOST_INITIATIVES = 20


def initiative_rows(data: Any, told: Sequence[ClaimedInitiative], *, extra: int) -> Any:
    """Return the rows of the initiatives, with empty ones to write into."""
    made: Any = forms.formset_factory(
        InitiativeForm,
        SpokenRows,
        extra=extra,
        can_delete=True,
        max_num=MOST_INITIATIVES,
        validate_max=True,
        absolute_max=MOST_INITIATIVES + 1,
    )
    first = [
        {
            "kind": each.kind,
            "title": each.title,
            "scope": each.scope,
            "number": each.number,
            "decided_on": each.decided_on,
            "decided_by": each.decided_by,
            "is_applied": each.is_applied,
        }
        for each in told
    ]
    return made(data, initial=first, prefix="sang-kien", error_messages=_SAID)


_SAID = {
    "too_many_forms": f"Nhiều nhất {MOST_INITIATIVES} sáng kiến, đề tài. Hãy bỏ bớt dòng rồi lưu.",
    "missing_management_form": "Trang gửi thiếu dữ liệu. Hãy tải lại trang rồi ghi lại.",
}
