"""Dossiers in the sample: last year's regular titles, received and appraised; this year's in full swing."""

import datetime as dt
from typing import Any

from django.utils import timezone

from campaigns.sample.staging import Cast
from emulation_portal.accounts.models import User
from emulation_portal.law.enums import AwardGround, AwardSubject, Rating
from emulation_portal.procedure.acting import carry_out
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from units.models import Position, Unit
from units.sample import SampleUnits

from .actions import NewNominee, add_nominees, begin_dossier, save_meeting, send_dossier, send_to_head, write_nomination
from .boxes import seen_of
from .enums import NominationStatus
from .models import Nomination, NominationDossier

_REPORT = {
    "traits": "Đơn vị thành viên của Liên minh, hoạt động ổn định (mẫu).",
    "duties": "Tổ chức sản xuất, dịch vụ theo kế hoạch được đại hội thông qua (mẫu).",
    "achievements": "Hoàn thành kế hoạch được giao; thu nhập của thành viên tăng so với năm trước (mẫu).",
}
_WAITS = "Đơn thư phản ánh đang được xác minh (mẫu)."
_MISSING = "Thiếu bản sao quyết định công nhận sáng kiến (mẫu)."


def is_there() -> bool:
    return NominationDossier.objects.exists()


def load_nominations(on: dt.date, so_far: dict[type, Any]) -> None:
    """Load dossiers of members in which one writes and another signs, relative to the day."""
    units, cast = so_far[SampleUnits], so_far[Cast]
    year = on.year if on.month >= 10 else on.year - 1
    staffed = _with_two_people(units)
    for at, unit in enumerate(staffed[:4]):
        sent_on = on - dt.timedelta(days=9 - 2 * at)
        dossier = _sent(unit, year, sent_on)
        if at < 2:
            carry_out(dossier, "received", by=cast.officer, on=sent_on + dt.timedelta(days=1))
        if at == 0:
            _appraised(dossier, cast.officer, on)
    if len(staffed) > 4:
        _written(staffed[4], year, on)


def _appraised(dossier: NominationDossier, officer: User, on: dt.date) -> None:
    """Let one be eligible, one be held, one be sent back; the others wait."""
    waiting = list(dossier.nominations.filter(status=NominationStatus.APPRAISING).order_by("pk"))
    if len(waiting) < 3:
        return
    held, returned, found = waiting[:3]
    carry_out(held, "held", by=officer, on=on, reason=_WAITS)
    carry_out(returned, "returned", by=officer, on=on, reason=_MISSING, due_on=on + dt.timedelta(days=7))
    carry_out(found, "found_eligible", by=officer, on=on, reason="Đã đối chiếu bản giấy (mẫu).")


def _with_two_people(units: SampleUnits) -> list[Unit]:
    """Return the members in which one writes and another signs, in the order of the sample."""
    held = Appointment.objects.filter(unit__in=units.members)
    writing, signing = (
        set(held.filter(role=role).values_list("unit", flat=True)) for role in (Role.UNIT_EDITOR, Role.UNIT_HEAD)
    )
    return [unit for unit in units.members if unit.pk in writing & signing]


def _person(unit: Unit, role: Role) -> User:
    return Appointment.objects.filter(unit=unit, role=role).select_related("user").order_by("pk")[0].user


def _written(unit: Unit, year: int, on: dt.date) -> NominationDossier:
    """Write a dossier of all who serve in the unit, and of the unit itself."""
    editor = _person(unit, Role.UNIT_EDITOR)
    whole = (dt.date(year, 1, 1), dt.date(year, 12, 31))
    dossier = NominationDossier(
        unit=unit, ground=AwardGround.MERIT, year=year, achieved_from=whole[0], achieved_to=whole[1]
    )
    dossier = begin_dossier(dossier, by=editor, on=on)
    posts = list(Position.objects.in_force(on=on).filter(unit=unit).select_related("person").order_by("pk"))
    people = [NewNominee(AwardSubject.PERSON, each.person.full_name, each.title, each.person) for each in posts]
    add_nominees(dossier_id=dossier.pk, award="GK", nominees=people, by=editor)
    collective = NewNominee(AwardSubject.COLLECTIVE, unit.name)
    add_nominees(dossier_id=dossier.pk, award="GK", nominees=[collective], by=editor)
    for nomination in Nomination.objects.filter(dossier=dossier).order_by("pk"):
        _tell(nomination, year, editor)
    return dossier


def _tell(nomination: Nomination, year: int, editor: User) -> None:
    traits = {"traits": "Lý lịch theo hồ sơ của đơn vị (mẫu)."} if nomination.is_of_person else {}
    keys = {each.key for each in nomination.report_form.sections}
    said: dict[str, Any] = {
        "reason": f"Có thành tích xuất sắc trong phong trào thi đua năm {year}.",
        f"rating_{year}": Rating.EXCELLENT,
        "months_served": 12,
        **{f"report_{key}": words for key, words in (_REPORT | traits).items() if key in keys},
    }
    seen = {box: seen_of(nomination, box) for box in said}
    write_nomination(nomination_id=nomination.pk, said=said, seen=seen, by=editor)


def _sent(unit: Unit, year: int, on: dt.date) -> NominationDossier:
    dossier = _written(unit, year, on)
    editor, head = _person(unit, Role.UNIT_EDITOR), _person(unit, Role.UNIT_HEAD)
    dossier.refresh_from_db()
    dossier.met_on, dossier.met_at, dossier.venue = on - dt.timedelta(days=2), dt.time(8), f"Trụ sở {unit.name}"
    dossier.chair, dossier.secretary = head.full_name, editor.full_name
    dossier.summoned, dossier.present = 15, 14
    save_meeting(dossier, {each.pk: 14 for each in dossier.nominations.all()}, by=editor)
    send_to_head(dossier_id=dossier.pk, by=editor, on=on)
    at = timezone.make_aware(dt.datetime.combine(on, dt.time(9)))
    return send_dossier(dossier_id=dossier.pk, by=head, now=at)
