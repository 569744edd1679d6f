"""The sample alliance: units, blocks, people, the personas of the login page, and who signs for whom."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from emulation_portal.accounts.actions import create_account
from emulation_portal.accounts.models import User
from emulation_portal.accounts.personas import PERSONAS, Persona
from emulation_portal.notifications.enums import MailState
from emulation_portal.notifications.models import Message
from emulation_portal.rights.enums import Role, StandIn
from emulation_portal.rights.models import Appointment

from . import sample_names as names
from .actions import appoint, change_standing, grant_signing, reorganise, save_person, save_unit, start_position
from .enums import SigningForm, SuccessionKind, UnitKind
from .letters import INVITATION
from .models import BlockMembership, EmulationBlock, Person, Position, SigningAuthority, Unit

JOINED_ON = dt.date(2020, 1, 1)


@dataclass
class SampleUnits:
    alliance: Unit
    council: Unit
    departments: dict[str, Unit] = field(default_factory=dict)  # by code; the standing office is "VP"
    affiliated: list[Unit] = field(default_factory=list)
    members: list[Unit] = field(default_factory=list)  # the first is that of giamdoc.dongtrieu
    blocks: list[EmulationBlock] = field(default_factory=list)
    users: dict[str, User] = field(default_factory=dict)  # the personas, by user name


@transaction.atomic
def load_units(on: dt.date) -> SampleUnits:
    """Load the sample alliance, as it stands since 2020; again is harmless. `on` is the day the personas are in office."""
    since = min(JOINED_ON, on)
    alliance = _unit(
        "LMHTX",
        UnitKind.ALLIANCE,
        "Liên minh Hợp tác xã tỉnh Quảng Ninh",
        short_name="Liên minh HTX tỉnh Quảng Ninh",
        commune="phường Hạ Long",
    )
    council = _unit(
        "HDTDKT",
        UnitKind.COUNCIL,
        "Hội đồng Thi đua - Khen thưởng Liên minh Hợp tác xã tỉnh Quảng Ninh",
        parent=alliance,
        short_name="Hội đồng Thi đua - Khen thưởng",
    )
    sample = SampleUnits(alliance, council)
    for code, name in names.DEPARTMENTS:
        sample.departments[code] = _unit(code, UnitKind.DEPARTMENT, name, parent=alliance)
    for code, name in names.AFFILIATED_UNITS:
        sample.affiliated.append(_unit(code, UnitKind.AFFILIATED_UNIT, name, parent=alliance))
    sample.blocks = [EmulationBlock.objects.get_or_create(alliance=alliance, name=name)[0] for name in names.BLOCKS]
    _load_members(sample, since)
    for persona in PERSONAS:
        sample.users[persona.username] = _load_persona(sample, persona, since)
    _load_signing(sample, since)
    _load_lead(sample, since)
    _load_deputies(sample, on, since)
    _load_mail(sample)
    _load_renamed(sample)
    _load_merged(sample, on, since)
    return sample


def _unit(code: str, kind: UnitKind, name: str, *, parent: Unit | None = None, **fields: str) -> Unit:
    found = Unit.objects.filter(code=code).first()
    if found:
        return found
    return save_unit(Unit(code=code, kind=kind, name=name, parent=parent, joined_on=JOINED_ON, **fields), by=None)


def _load_members(sample: SampleUnits, since: dt.date) -> None:
    rows = [
        (UnitKind.COOPERATIVE, f"HTX-{number:03d}", f"Hợp tác xã {name}", f"HTX {name}", place, block)
        for number, (name, place, block) in enumerate(names.COOPERATIVES, start=1)
    ]
    numbers: dict[str, int] = {}
    for kind, prefix, name, place, block in names.OTHER_MEMBERS:
        numbers[prefix] = numbers.get(prefix, 0) + 1
        rows.append((kind, f"{prefix}-{numbers[prefix]:02d}", name, "", place, block))
    for number, (kind, code, name, short, place, block) in enumerate(rows):
        unit = _unit(
            code,
            kind,
            name,
            parent=sample.alliance,
            short_name=short if len(short) <= 60 else "",
            commune=place,
            address=f"Địa chỉ mẫu, {place}, tỉnh Quảng Ninh",
        )
        sample.members.append(unit)
        BlockMembership.objects.get_or_create(
            block=sample.blocks[block - 1], unit=unit, defaults={"effective_from": since}
        )
        if number >= 2:  # the first two have the personas
            _serve(unit, names.sample_name(2 * number), "Giám đốc", since, is_head=True)
            _serve(unit, names.sample_name(2 * number + 1), "Kế toán, cán bộ đầu mối", since)


def _load_renamed(sample: SampleUnits) -> None:
    """Let some members have been called otherwise, with the papers of those years."""
    for unit in sample.members:
        former, day = names.RENAMED.get(unit.code, ("", JOINED_ON))
        if former and not unit.former_standings.exists():
            present = unit.name
            Unit.objects.filter(pk=unit.pk).update(name=former)
            unit.name = present
            change_standing(unit, since=day, basis="Giấy chứng nhận đăng ký thay đổi lần 1 (mẫu)", by=None)


def _load_merged(sample: SampleUnits, on: dt.date, since: dt.date) -> None:
    """Let a cooperative have merged into another some months ago, and its director work on there."""
    code, name, short_name, place, block, into = names.MERGED
    day = (on - dt.timedelta(days=150)).replace(day=1)
    if day <= since or Unit.objects.filter(code=code).exists():
        return
    unit = _unit(code, UnitKind.COOPERATIVE, name, parent=sample.alliance, short_name=short_name, commune=place)
    BlockMembership.objects.create(block=sample.blocks[block - 1], unit=unit, effective_from=since)
    _serve(unit, names.MERGED_HEAD, "Phó Giám đốc", since)
    heir = next(each for each in sample.members if each.code == into)
    reorganise(
        kind=SuccessionKind.MERGER,
        unit_ids=[unit.pk],
        successor_ids=[heir.pk],
        on=day,
        basis="Nghị quyết Đại hội thành viên (mẫu)",
        takes_people=True,
        by=None,
    )


def _serve(unit: Unit, full_name: str, title: str, since: dt.date, *, is_head: bool = False) -> Person:
    known = (
        Position.objects.filter(unit=unit, title=title, person__full_name=full_name).select_related("person").first()
    )
    if known:
        return known.person
    person = save_person(Person(full_name=full_name, alliance_id=unit.root_id), by=None)
    start_position(person=person, unit=unit, title=title, is_head=is_head, since=since, by=None)
    return person


def _load_persona(sample: SampleUnits, persona: Persona, since: dt.date) -> User:
    unit, title, is_head = _post_of(sample, persona)
    user = _account(_serve(unit, persona.name, title, since, is_head=is_head), persona.username)
    if not Appointment.objects.filter(user=user, unit=unit, role=persona.appointed_as).exists():
        appoint(user=user, unit=unit, role=persona.appointed_as, since=since, by=None)
    return user


def _account(person: Person, username: str) -> User:
    if person.user is None:
        user = User.objects.filter(username=username).first()
        person.user = user or create_account(username=username, full_name=person.full_name, by=None)
        person.save()
    return person.user


def _load_mail(sample: SampleUnits) -> None:
    """Two invitations: one came back from an address that is none, one went out when it was sent again."""
    admin = sample.users["quantri"]
    letters = (
        (
            "giamdoc.hoanhbo",
            "giamdoc@khong-co.example",
            MailState.FAILED,
            "Máy chủ thư từ chối thư này, thường vì địa chỉ không có thật. Hãy kiểm tra lại địa chỉ rồi gửi lại. (Mã 550)",
        ),
        ("giamdoc.uongbi", "giamdoc@mau.example", MailState.SENT, ""),
    )
    for unit, (username, address, state, reason) in zip(sample.members[2:4], letters, strict=True):
        head = Position.objects.filter(unit=unit, is_head=True).select_related("person").first()
        if head is None or Message.objects.filter(key=f"sample:{username}").exists():
            continue
        user = _account(head.person, username)
        User.objects.filter(pk=user.pk).update(email=address)
        is_sent = state == MailState.SENT
        Message.objects.create(
            kind=INVITATION,
            key=f"sample:{username}",
            to=user,
            subject="Mời sử dụng Cổng Thi đua - Khen thưởng",
            args={"activation_id": 0, **({"asked_again": 1} if is_sent else {})},
            place=unit.path,
            sent_by=admin,
            mail=state,
            reason=reason,
            address=address if is_sent else "",
            mailed_at=timezone.now() if is_sent else None,
        )


def _post_of(sample: SampleUnits, persona: Persona) -> tuple[Unit, str, bool]:
    """Return the unit, title and rank that a persona has."""
    office = sample.departments["VP"]
    posts = {
        "chuyenvien": (office, "Chuyên viên", False),
        "vanthu": (office, "Văn thư", False),
        "ketoan": (office, "Kế toán", False),
        "chanhvanphong": (office, "Chánh Văn phòng", True),
        "quantri": (office, "Chuyên viên công nghệ thông tin", False),
        "kiemtra": (sample.departments["P-TCKT"], "Chuyên viên kiểm tra", False),
        "chutich": (sample.alliance, "Chủ tịch", True),
        "phochutich": (sample.alliance, "Phó Chủ tịch", False),
        "uyvien": (sample.council, "Ủy viên", False),
        "giamdoc.dongtrieu": (sample.members[0], "Giám đốc", True),
        "canbo.dongtrieu": (sample.members[0], "Cán bộ đầu mối", False),
        "canbo.vandon": (sample.members[1], "Cán bộ đầu mối", False),
        "giamdoc.vandon": (sample.members[1], "Giám đốc", True),
    }
    unit, title, is_head = posts[persona.username]
    if persona.appointed_as == Role.ADMIN:  # the right is the alliance's to give, wherever its holder sits
        unit = sample.alliance
    return unit, title, is_head


def _load_lead(sample: SampleUnits, since: dt.date) -> None:
    """Let the director of the first cooperative lead its block."""
    lead, unit, block = sample.users["giamdoc.dongtrieu"], sample.members[0], sample.blocks[0]
    if not Appointment.objects.filter(user=lead, block=block).exists():
        appoint(user=lead, unit=unit, block=block, role=Role.CLUSTER_LEAD, since=since, by=None)


def _load_deputies(sample: SampleUnits, on: dt.date, since: dt.date) -> None:
    """Let a deputy stand in for the Chief of Office around the day, and a department have a head."""
    office, planning = sample.departments["VP"], sample.departments["P-KHKT"]
    deputy = _account(_serve(office, names.DEPUTY, "Phó Chánh Văn phòng", since), "phochanhvanphong")
    head = _account(_serve(planning, names.HEAD, "Trưởng phòng", since, is_head=True), "truongphong.khkt")
    if not Appointment.objects.filter(user=head, unit=planning).exists():
        appoint(user=head, unit=planning, role=Role.DEPT_HEAD, since=since, by=None)
    if Appointment.objects.filter(user=deputy, unit=office).exists():
        return
    begins, ends = on - dt.timedelta(days=7), on + dt.timedelta(days=7)
    appoint(user=deputy, unit=office, role=Role.CHIEF_OF_OFFICE, stand_in=StandIn.KT, since=begins, until=ends, by=None)
    grant_signing(
        SigningAuthority(
            unit=sample.alliance,
            person=deputy.person,
            form=SigningForm.TL_KT,
            own_title="Phó Chánh Văn phòng",
            middle_title="Chánh Văn phòng",
            document_types="GM, TB, HD, CV",
            effective_from=begins,
            effective_to=ends,
        ),
        by=None,
    )


def _load_signing(sample: SampleUnits, since: dt.date) -> None:
    chair, deputy = sample.users["chutich"].person, sample.users["phochutich"].person
    chief = sample.users["chanhvanphong"].person
    top, board = sample.alliance, "Ban Thường vụ"
    rows = [
        SigningAuthority(unit=top, person=chair, form=SigningForm.HEAD, own_title="Chủ tịch"),
        SigningAuthority(unit=top, person=chair, form=SigningForm.TM, body_name=board, own_title="Chủ tịch"),
        SigningAuthority(unit=top, person=deputy, form=SigningForm.KT, own_title="Phó Chủ tịch"),
        SigningAuthority(unit=top, person=deputy, form=SigningForm.TM_KT, body_name=board, own_title="Phó Chủ tịch"),
        SigningAuthority(
            unit=top, person=chief, form=SigningForm.TL, own_title="Chánh Văn phòng", document_types="GM, TB, HD, CV"
        ),
        SigningAuthority(
            unit=sample.council,
            person=chair,
            form=SigningForm.TM,
            body_name="Hội đồng",
            own_title="Chủ tịch",
            post_above_name="Chủ tịch Liên minh HTX tỉnh",
        ),
    ]
    for row in rows:
        if not SigningAuthority.objects.filter(unit=row.unit, person=row.person, form=row.form).exists():
            row.effective_from = since
            grant_signing(row, by=None)
