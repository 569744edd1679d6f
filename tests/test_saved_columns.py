"""What can be typed into a form on a row that is there already is written by its act: none says “Đã lưu” and drops a field."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from awards.history.actions import save_award
from awards.nominations.actions import begin_dossier, save_meeting
from campaigns.pledges.actions import save_due_day
from campaigns.registration.actions import save_call
from campaigns.reports import actions as reporting
from campaigns.scoring.actions import change_scoring, save_conference, save_score_sheet
from campaigns.scoring.models import BlockConference, ScoreCard
from emulation_portal.core.dates import today
from emulation_portal.core.versioned_forms import VersionedFormMixin
from emulation_portal.documents.actions.bookkeeping import ClerkColumns, edit_line
from emulation_portal.documents.actions.setup import save_issuer
from emulation_portal.rights.enums import Role
from tests.factories import history, nominations, pledges, registrations, scoring
from tests.factories import reports as make
from tests.factories.campaigns import campaign_in
from tests.factories.documents import issued_document, issuer
from tests.factories.people import BlockFactory, PersonFactory, PositionFactory, UnitFactory, account, user_with_role
from tests.factories.reports import people_of_unit
from tests.factories.versions import fresh, read_of, typed
from units import actions

from .test_saving import house_forms

DAY = dt.date(2026, 3, 2)

# Forms that write a row down and edit none, and why. It only shrinks.
NEW_ROWS = {"NewIssuerForm": "a body becomes an issuer once"}


@dataclass(frozen=True)
class Edit:
    """How the row of a form is made, saved as it was typed into, and what else each of its columns may say."""

    make: Callable[[], Any]
    save: Callable[[Any, Any], object]  # given the row and what was read of it
    values: Mapping[str, Any]


def by(role: Role = Role.ADMIN) -> Any:
    return user_with_role(role)


def save_line(line: Any, read: Any) -> object:
    columns = ClerkColumns(**{each.name: getattr(line, each.name) for each in dataclasses.fields(ClerkColumns)})
    return edit_line(entry_id=line.pk, columns=columns, by=by(Role.CLERK), today=dt.date(2030, 1, 1), read=read)


def held_conference() -> BlockConference:
    row = scoring.settled()
    lead, since = row.cards.get(rank=1).unit, today() + dt.timedelta(days=30)
    return scoring.conference(row, present=1, next_lead=lead, takes_office_on=since)


EDITS = {
    "UnitForm": Edit(
        UnitFactory,
        lambda unit, read: actions.save_unit(unit, by=by(), read=read),
        {
            "kind": "affiliated_unit",
            "name": "Hợp tác xã Khác",
            "short_name": "HTX Khác",
            "code": "KHAC-1",
            "parent": lambda: UnitFactory(kind="cooperative_union"),
            "commune": "xã Khác",
            "address": "Tổ 1",
            "phone": "0203 3825 123",
            "email": "htx@example.vn",
            "joined_on": DAY,
        },
    ),
    "StandingForm": Edit(
        UnitFactory,
        lambda unit, read: actions.change_standing(unit, since=today(), basis="Giấy chứng nhận", by=by(), read=read),
        {
            "name": "Hợp tác xã Khác",
            "short_name": "HTX Khác",
            "parent": lambda: UnitFactory(kind="cooperative_union"),
        },
    ),
    "BlockForm": Edit(
        BlockFactory,
        lambda block, read: actions.save_block(block, by=by(), read=read),
        {"kind": "cluster", "name": "Cụm Khác"},
    ),
    "PersonForm": Edit(
        lambda: PersonFactory(full_name="Nguyễn Thị Mẫu"),
        lambda person, read: actions.save_person(person, by=by(), read=read),
        {
            "full_name": "Trần Thị Mẫu",
            "family_name": "Nguyễn Thị",
            "middle_name": "Văn",
            "given_name": "Khác",
            "birth_date": dt.date(1980, 1, 2),
        },
    ),
    "EmailForm": Edit(
        account,
        lambda user, read: actions.change_email(user=user, email=user.email, by=by(), read=read),
        {"email": "khac@example.vn"},
    ),
    "DayForm": Edit(
        PositionFactory,
        lambda row, read: actions.end_position(position_id=row.pk, on=row.effective_to, by=by(), read=read),
        {"effective_to": DAY},
    ),
    "LineForm": Edit(
        lambda: issued_document().entry,
        save_line,
        {
            "archive_holder": "VT, Ban Kinh tế",
            "copies": 12,
            "forwarded_on": dt.date(2029, 1, 2),
            "received_by": "Bưu điện",
            "note": "Gửi hỏa tốc",
        },
    ),
    "IndicatorForm": Edit(
        lambda: make.indicator("CHI_TIEU"),
        lambda row, read: reporting.save_indicator(row, by=by(Role.OFFICER), read=read),
        {
            "name": "Chỉ tiêu khác",
            "measure": "người",
            "group": "emulation",
            "value_type": "decimal",
            "nature": "stock",
            "places": 2,
            "numerator_name": "Số người",
            "denominator_name": "Tất cả",
            "lowest": Decimal(1),
            "highest": Decimal(9),
            "usual_change_percent": 20,
            "expectation": "A + B",
            "less_is_better": True,
            "wants_source": True,
            "hint": "Ghi theo tháng.",
            "is_offered": False,
        },
    ),
    "DemandForm": Edit(
        make.demand,
        lambda row, read: reporting.save_demand(row, blocks=[], units=[], by=by(Role.OFFICER), read=read),
        {
            "name": "Báo cáo khác",
            "owing": "kinds",
            "kinds": ["cooperative"],
            "parts": ["results"],
            "year_starts_in": 12,
        },
    ),
    "PeriodForm": Edit(
        lambda: make.month(make.demand()),
        lambda row, read: reporting.save_period(row, by=by(Role.OFFICER), read=read),
        {
            "kind": "ad_hoc",
            "name": "Kỳ khác",
            "period_from": dt.date(2026, 2, 2),
            "period_to": dt.date(2026, 3, 30),
            "opens_on": dt.date(2026, 3, 20),
            "due_on": dt.date(2026, 4, 9),
            "due_rule": "next",
        },
    ),
    "DossierForm": Edit(
        lambda: nominations.dossier(year=2024, ground="campaign", campaign=campaign_in("running")),
        lambda row, read: begin_dossier(row, by=people_of_unit(row.unit)[0], on=DAY, read=read),
        {
            "ground": "exceptional",
            "campaign": lambda: campaign_in("running"),
            "year": 2025,
            "achieved_from": dt.date(2024, 2, 1),
            "achieved_to": dt.date(2024, 11, 30),
            "is_simplified": True,
        },
    ),
    "MeetingForm": Edit(
        lambda: nominations.met(nominations.dossier(year=2024)),
        lambda row, read: save_meeting(row, {}, by=people_of_unit(row.unit)[0], read=read),
        {
            "met_on": dt.date(2025, 2, 1),
            "met_at": dt.time(9, 15),
            "venue": "Nhà văn hóa",
            "chair": "Người Chủ Khác",
            "secretary": "Người Ghi Khác",
            "summoned": 30,
            "present": 9,
            "discussion": "Nhất trí.",
        },
    ),
    "CallForm": Edit(
        lambda: registrations.call(2026),
        lambda row, read: save_call(row, by=by(Role.OFFICER), read=read),
        {
            "year": 2027,
            "opens_on": dt.date(2026, 1, 2),
            "due_on": today() + dt.timedelta(days=30),
            "changes_until": dt.date(2030, 5, 6),
            "is_basis": True,
            "note": "Ghi cả chỉ tiêu.",
        },
    ),
    "PastAwardForm": Edit(
        lambda: history.past_award(
            award="BKT", year=None, achieved_from=dt.date(2021, 1, 1), achieved_to=dt.date(2021, 12, 31)
        ),
        lambda row, read: save_award(row, by=by(Role.OFFICER), on=today(), read=read),
        {
            "unit": UnitFactory,
            "subject": "collective",
            "name": "Nguyễn Thị Khác",
            "post": "Tổ trưởng",
            "birth_year": 1980,
            "person": lambda: PersonFactory(full_name="Nguyễn Thị Khen"),
            "award": "GK",
            "ground": "campaign",
            "year": 2022,
            "achieved_from": dt.date(2021, 1, 2),
            "achieved_to": dt.date(2022, 3, 4),
            "achievement": "Ủng hộ.",
            "decision_number": "9/QĐ-UBND",
            "decided_on": dt.date(2022, 5, 6),
            "decided_by": "Chủ tịch Ủy ban nhân dân tỉnh",
        },
    ),
    "ScoreSheetForm": Edit(
        lambda: scoring.sheet(demand=make.demand(), period_kind="month", groups=()),
        lambda row, read: save_score_sheet(row, by=by(Role.OFFICER), read=read),
        {
            "year": 2031,
            "name": "Bảng khác",
            "scale": Decimal(1000),
            "stays_within_scale": True,
            "bonus_within_scale": True,
            "issued_by": "Hội đồng",
            "decision": "QĐ số 9",
            "decided_on": dt.date(2026, 2, 3),
            "demand": make.demand,
            "period_kind": "quarter",
            "grades": [["Đạt", "50"]],
        },
    ),
    "ScoringForm": Edit(
        lambda: scoring.scoring(scoring.block_of(UnitFactory(), UnitFactory())),
        lambda row, read: change_scoring(row, by=by(Role.OFFICER), read=read),
        {
            "counts_from": dt.date(2020, 1, 1),
            "counts_to": today().replace(day=2),
            "self_due_on": today(),
            "cross_due_on": dt.date(2036, 1, 1),
            "flags": 3,
            "merits": 4,
        },
    ),
    "QuotaForm": Edit(
        scoring.settled,
        lambda row, read: change_scoring(row, by=by(Role.OFFICER), read=read),
        {"flags": 3, "merits": 4},
    ),
    "ConferenceForm": Edit(
        held_conference,
        lambda row, read: save_conference(row, endorsed=(), by=by(Role.OFFICER), read=read),
        {
            "held_on": DAY,
            "begins_hour": dt.time(9),
            "ends_hour": dt.time(10, 30),
            "venue": "Nơi khác",
            "chair": "Người khác",
            "secretary": "Thư ký khác",
            "invited": 1,
            "present": 2,
            "absent": "Đơn vị khác (bận)",
            "guests": "Khách khác",
            "discussion": "Nhất trí.",
            "ballot_mode": "secret",
            "next_lead": lambda: ScoreCard.objects.get(rank=2).unit,
            "next_deputy": lambda: ScoreCard.objects.get(rank=2).unit,
            "takes_office_on": today() + dt.timedelta(days=60),
        },
    ),
    "DueDayForm": Edit(
        lambda: pledges.draft(pledges.block_of_units()),
        lambda row, read: save_due_day(row, by=by(Role.OFFICER), on=today(), read=read),
        {"due_on": today() + dt.timedelta(days=90)},
    ),
    "IssuerForm": Edit(
        issuer,
        lambda row, read: save_issuer(row, by=by(), this_year=2026, read=read),
        {
            "superior_lines": "CƠ QUAN KHÁC",
            "name_lines": "CƠ QUAN MẪU",
            "full_name": "Cơ quan Mẫu",
            "place_name": "Hạ Long",
            "symbol": "MAU",
            "head_title": "Giám đốc",
            "archive_line": "Lưu: VP.",
            "series_scope": "per_type",
            "numbering_mode": "book",
            "prints_qr": False,
        },
    ),
}


def columns_of(form: Any) -> set[str]:
    """Return the columns that a form writes. Rows that it names besides are tried with their act: reports/test_demands.py."""
    names = set(form.edits.values()) or set(form._meta.fields)
    fields = form._meta.model._meta if hasattr(form, "_meta") else None
    return {name for name in names if fields is None or not fields.get_field(name).many_to_many}


def versioned_forms() -> dict[str, Any]:
    return {form.__name__: form for form in house_forms(VersionedFormMixin)}


def test_every_form_on_a_row_and_every_column_of_it_is_tried() -> None:
    found = {name: columns_of(form) for name, form in versioned_forms().items() if name not in NEW_ROWS}

    assert found == {name: set(edit.values) for name, edit in EDITS.items()}


@pytest.mark.django_db
@pytest.mark.parametrize(("form", "column"), [(form, column) for form, edit in EDITS.items() for column in edit.values])
def test_act_writes_what_its_form_asks_for(form: str, column: str) -> None:
    edit = EDITS[form]
    row, value = edit.make(), edit.values[column]
    wanted = value() if callable(value) else value
    assert getattr(fresh(row), column) != wanted

    edit.save(typed(row, **{column: wanted}), read_of(fresh(row), *edit.values))

    assert getattr(fresh(row), column) == wanted
