"""Every act of units, tried by somebody on what is another alliance's."""

import io
from types import SimpleNamespace

from django.utils import timezone

from emulation_portal.core.dates import today
from emulation_portal.rights.enums import Role
from tests.factories.people import Alliance, PersonFactory
from units import actions
from units.enums import ImportKind, SigningForm, SuccessionKind
from units.models import EmulationBlock, SigningAuthority, Unit


def acts(w: SimpleNamespace, by) -> dict[str, object]:
    """Return every act of units, tried by somebody on what is ours."""
    on, spare = today(), "Giám đốc"
    new = PersonFactory.build(full_name="Người Mới", alliance=w.whole.unit)
    return {
        "add_person": lambda: actions.add_person(person=new, unit=w.unit, title=spare, is_head=False, since=on, by=by),
        "apply_import": lambda: actions.apply_import(import_id=w.table.pk, by=by, at=timezone.now()),
        "discard_table": lambda: actions.discard_table(import_id=w.table.pk, by=by),
        "receive_table": lambda: actions.receive_table(
            ImportKind.UNITS, "a.xlsx", io.BytesIO(b"no table"), alliance=w.whole.unit, by=by
        ),
        "appoint": lambda: actions.appoint(user=w.user, unit=w.unit, role=Role.UNIT_HEAD, since=on, by=by),
        "cancel_appointment": lambda: actions.cancel_appointment(
            appointment_id=w.appointment.pk, today=on, reason="x", by=by
        ),
        "cancel_succession": lambda: actions.cancel_succession(succession_id=w.succession.pk, reason="x", by=by),
        "change_standing": lambda: actions.change_standing(renamed(w), since=on, basis="x", by=by),
        "change_email": lambda: actions.change_email(user=w.user, email="ho@example.vn", by=by),
        "close_account": lambda: actions.close_account(user=w.user, on=on, reason="x", by=by),
        "close_unit": lambda: actions.close_unit(unit_id=w.unit.pk, on=on, reason="x", by=by),
        "end_appointment": lambda: actions.end_appointment(appointment_id=w.appointment.pk, on=on, by=by),
        "end_position": lambda: actions.end_position(position_id=w.position.pk, on=on, by=by),
        "end_signing": lambda: actions.end_signing(authority_id=w.signing.pk, on=on, by=by),
        "grant_signing": lambda: actions.grant_signing(
            SigningAuthority(unit=w.whole.unit, person=w.person, form=SigningForm.HEAD, effective_from=on), by=by
        ),
        "hand_out_slip": lambda: actions.hand_out_slip(user=w.user, unit_name="x", by=by),
        "hand_out_slips": lambda: actions.hand_out_slips(
            person_ids=[w.person.pk], unit_ids=[w.unit.pk], role=Role.UNIT_EDITOR, on=on, by=by
        ),
        "hand_over": lambda: actions.hand_over(appointment_ids=[w.appointment.pk], to=w.other_user, on=on, by=by),
        "invite": lambda: actions.invite(user=w.user, by=by),
        "join_block": lambda: actions.join_block(block=w.block, unit=w.unit, since=on, by=by),
        "leave_block": lambda: actions.leave_block(membership_id=w.membership.pk, on=on, by=by),
        "open_account": lambda: actions.open_account(person_id=w.person.pk, username="ho.mau", by=by),
        "remove_second_factor": lambda: actions.remove_second_factor(user=w.user, reason="x", by=by),
        "reopen_account": lambda: actions.reopen_account(user=w.user, by=by),
        "reorganise": lambda: actions.reorganise(
            kind=SuccessionKind.SEPARATION, unit_ids=[w.unit.pk], successor_ids=[w.spare.pk], on=on, basis="x", by=by
        ),
        "reopen_unit": lambda: actions.reopen_unit(unit_id=w.closed.pk, reason="x", by=by),
        "save_block": lambda: actions.save_block(EmulationBlock(alliance=w.whole.unit, name="Khối Lạ"), by=by),
        "save_person": lambda: actions.save_person(w.person, by=by),
        "save_unit": lambda: actions.save_unit(
            Unit(kind="cooperative", name="Lạ", code="LA-1", parent=w.whole.unit), by=by
        ),
        "start_position": lambda: actions.start_position(person=w.person, unit=w.unit, title="Lạ", since=on, by=by),
        "undo_standing": lambda: actions.undo_standing(
            unit_id=w.spare.pk, of=w.spare.former_standings.get().pk, reason="x", by=by
        ),
    }


def renamed(w: SimpleNamespace) -> Unit:
    unit = Unit.objects.get(pk=w.unit.pk)
    unit.name = "Tên Lạ"
    return unit


def crossings(w: SimpleNamespace, theirs: Alliance, by) -> dict[str, object]:
    """Return acts that would bring something of ours into the other alliance, or something of theirs into ours."""
    on = today()
    unit = Unit.objects.get(pk=theirs.member.pk)
    unit.parent = w.whole.unit
    signing = SigningAuthority(unit=theirs.unit, person=w.person, form=SigningForm.HEAD, effective_from=on)
    lead = {"block": theirs.block, "role": Role.CLUSTER_LEAD, "since": on, "by": by}
    own = theirs.users["unit_editor"]
    return {
        "our account there": lambda: actions.appoint(
            user=w.user, unit=theirs.member, role=Role.UNIT_HEAD, since=on, by=by
        ),
        "their account here": lambda: actions.appoint(user=own, unit=w.unit, role=Role.UNIT_HEAD, since=on, by=by),
        "our person there": lambda: actions.start_position(
            person=w.person, unit=theirs.member, title="Lạ", since=on, by=by
        ),
        "our signer there": lambda: actions.grant_signing(signing, by=by),
        "our unit in their block": lambda: actions.join_block(block=theirs.block, unit=w.unit, since=on, by=by),
        "their unit under ours": lambda: actions.save_unit(unit, by=by),
        "our lead of their block": lambda: actions.appoint(user=w.user, unit=w.unit, **lead),
        "their role to us": lambda: actions.hand_over(
            appointment_ids=[own.appointments.get().pk], to=w.user, on=on, by=by
        ),
    }
