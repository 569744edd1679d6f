"""Dossiers and nominations, as tests need them, brought to any station by the real actions."""

import datetime as dt
from typing import Any

from awards.nominations import actions
from awards.nominations.actions import NewNominee
from awards.nominations.boxes import seen_of
from awards.nominations.claim import ClaimedInitiative
from awards.nominations.models import Nomination, NominationDossier
from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.law.enums import AwardGround, AwardSubject, Rating
from emulation_portal.procedure.acting import carry_out
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from units.models import Unit

from .campaigns import cast
from .people import AppointmentFactory, UserFactory
from .reports import people_of_unit, reporting_unit

REPORT = {"achievements": "Hoàn thành vượt mức kế hoạch năm."}


def dossier(unit: Unit | None = None, *, by: User | None = None, **says: Any) -> NominationDossier:
    """Return a regular dossier of this year that a unit has begun."""
    unit = unit or reporting_unit()
    year = says.get("year", today().year)
    common: dict[str, Any] = {
        "unit": unit,
        "ground": AwardGround.MERIT,
        "year": year,
        "achieved_from": dt.date(year, 1, 1),
        "achieved_to": dt.date(year, 12, 31),
    }
    row = NominationDossier(**common | says)
    return actions.begin_dossier(row, by=by or people_of_unit(unit)[0], on=today())


def nominated(
    of: NominationDossier, *nominees: NewNominee, award: str = "GK", by: User | None = None
) -> list[Nomination]:
    """Propose these, or one person whom nobody knows, for the award."""
    found = nominees or (NewNominee(AwardSubject.PERSON, "Nguyễn Thị Đề Cử", "Tổ trưởng"),)
    return actions.add_nominees(dossier_id=of.pk, award=award, nominees=found, by=by or people_of_unit(of.unit)[0])


def told(nomination: Nomination, *, by: User | None = None, plea: str = "", **facts: Any) -> Nomination:
    """Tell what every nominee needs, and these facts: boxes by name, and `ratings`, `answers`, `holders` by their keys."""
    nomination = Nomination.objects.select_related("dossier__unit").get(pk=nomination.pk)
    year, by = nomination.dossier.year, by or people_of_unit(nomination.dossier.unit)[0]
    said: dict[str, Any] = {"reason": f"Có thành tích xuất sắc năm {year}.", "plea": plea, "months_served": 12}
    said |= {f"rating_{of}": rating for of, rating in facts.pop("ratings", {year: Rating.EXCELLENT}).items()}
    said |= {f"answer_{key}": "yes" if answer else "no" for key, answer in facts.pop("answers", {}).items()}
    said |= {f"holders_{award}": number for award, number in facts.pop("holders", {}).items()}
    said |= {f"report_{key}": words for key, words in facts.pop("report", REPORT).items()}
    has_none = facts.pop("has_initiatives", None) is False
    said |= facts
    nomination = actions.write_nomination(
        nomination_id=nomination.pk, said=said, seen={box: seen_of(nomination, box) for box in said}, by=by
    )
    if has_none:
        return initiatives(nomination, by=by)
    return nomination


def initiatives(nomination: Nomination, *found: ClaimedInitiative, by: User | None = None) -> Nomination:
    """Tell these initiatives of a nominee, or that there are none."""
    return actions.save_initiatives(
        nomination_id=nomination.pk,
        initiatives=found,
        has_none=not found,
        seen=actions.initiatives_seen(nomination),
        by=by or people_of_unit(nomination.dossier.unit)[0],
    )


def met(of: NominationDossier, *, by: User | None = None) -> NominationDossier:
    """Write down a meeting at which all agreed to all."""
    of.refresh_from_db()
    of.met_on, of.chair, of.secretary, of.summoned, of.present = today(), "Trần Văn Chủ", "Lê Thị Ký", 12, 11
    votes = {each.pk: 11 for each in of.nominations.all()}
    return actions.save_meeting(of, votes, by=by or people_of_unit(of.unit)[0])


def whole(unit: Unit | None = None, **says: Any) -> NominationDossier:
    """Return a dossier that may be sent: one person for a Giấy khen."""
    row = dossier(unit, **says)
    for each in nominated(row):
        told(each)
    return met(row)


def sent(row: NominationDossier, *, people: tuple[User, User] | None = None) -> NominationDossier:
    editor, head = people or people_of_unit(row.unit)
    carry_out(row, "sent_to_head", by=editor, on=today())
    return carry_out(row, "sent", by=head, on=today())


def received(
    row: NominationDossier, *, people: tuple[User, User] | None = None, officer: User | None = None
) -> NominationDossier:
    return carry_out(sent(row, people=people), "received", by=officer or cast().officer, on=today())


def in_state(status: str) -> NominationDossier:
    """Return a dossier of the department that reports in this state."""
    row, officer = whole(), cast().officer
    editor, head = people_of_unit(row.unit)
    if status == "draft":
        return row
    if status == "awaiting_head":
        return carry_out(row, "sent_to_head", by=editor, on=today())
    row = sent(row)
    if status == "submitted":
        return row
    if status == "returned":
        return carry_out(row, "returned", by=officer, on=today(), reason="Thiếu giấy tờ.")
    row = carry_out(row, "received", by=officer, on=today())
    if status == "withdrawn":
        return carry_out(row, "withdrawn", by=head, on=today(), reason="Đơn vị rút.")
    if status == "closed":
        carry_out(row.nominations.get(), "found_ineligible", by=officer, on=today(), reason="Không đạt.")
        row.refresh_from_db()
    return row


def nomination_in(status: str) -> Nomination:
    """Return a nomination of such a dossier in this state."""
    if status == "draft":
        return in_state("draft").nominations.get()
    row, officer = in_state("received").nominations.get(), cast().officer
    head = people_of_unit(row.dossier.unit)[1]
    event = {
        "returned": ("returned", officer),
        "held": ("held", officer),
        "eligible": ("found_eligible", officer),
        "ineligible": ("found_ineligible", officer),
        "withdrawn": ("withdrawn", head),
    }.get(status)
    if event is None:
        return row
    return carry_out(row, event[0], by=event[1], on=today(), reason="Theo hồ sơ.")


def colleague_of(officer: User) -> User:
    """Return another officer of the same office."""
    held = Appointment.objects.filter(user=officer, role=Role.OFFICER)[0]
    colleague = UserFactory(full_name="Đỗ Thị Đồng Nghiệp")
    AppointmentFactory(user=colleague, unit=held.unit, role=Role.OFFICER)
    return colleague
