"""Who is proposed for what: added to a dossier, many at once, and taken out again while it is written."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from awards.history.actions.keeping import collective_of
from awards.history.regulations import may_be_given_to
from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.core.vietnamese import fold
from emulation_portal.law.catalogue import label_of
from emulation_portal.law.enums import AwardSubject, Worker
from units.models import Person

from ..enums import NominationStatus
from ..models import Nomination, NominationDossier
from .issuing import withdraw_papers
from .writing import NotWritable, open_dossier, touched

MOST_NOMINEES = 500  # in one dossier


class WrongNominee(DomainError):
    """The award is not given to such a subject, or somebody stands there already; the message says who."""


@dataclass(frozen=True)
class NewNominee:
    """Who is proposed: a person that the portal knows or not, a collective, a household."""

    subject: AwardSubject
    name: str
    post: str = ""
    person: Person | None = None


@transaction.atomic
def add_nominees(*, dossier_id: int, award: str, nominees: Sequence[NewNominee], by: User) -> list[Nomination]:
    """Propose these for the award. All or none. Raises PermissionDenied, NotWritable, WrongNominee."""
    dossier = open_dossier(dossier_id, by=by)
    standing = {_key(each) for each in dossier.nominations.filter(award=award)}
    last = dossier.nominations.aggregate(last=Max("position"))["last"] or 0
    if dossier.nominations.count() + len(nominees) > MOST_NOMINEES:
        raise WrongNominee(f"Một hồ sơ nhiều nhất {MOST_NOMINEES} đề nghị. Hãy lập thêm hồ sơ khác.")
    added = []
    for at, each in enumerate(nominees, start=last + 1):
        nomination = _nomination(dossier, award, each, at)
        if _key(nomination) in standing:
            raise WrongNominee(f"{each.name} đã có trong hồ sơ với {label_of(award)}. Hãy bỏ chọn người ấy.")
        standing.add(_key(nomination))
        nomination.save()
        record("nomination.added", nomination, by=by)
        added.append(nomination)
    if added:
        touched(dossier)
    return added


def _nomination(dossier: NominationDossier, award: str, nominee: NewNominee, position: int) -> Nomination:
    if not may_be_given_to(award, nominee.subject):
        whom = nominee.subject.label.lower()
        raise WrongNominee(f"{label_of(award)} không tặng cho {whom}. Hãy chọn lại danh hiệu hoặc đối tượng.")
    is_person = nominee.subject == AwardSubject.PERSON
    if nominee.person is not None and nominee.person.alliance_id != dossier.unit.root_id:
        raise WrongNominee(f"{nominee.name} không thuộc Liên minh này.")
    return Nomination(
        dossier=dossier,
        position=position,
        award=award,
        subject=nominee.subject,
        person=nominee.person,
        collective=None if is_person else collective_of(dossier.unit, nominee.name, nominee.subject),
        name=nominee.name,
        post=nominee.post,
        worker=Worker.STAFF if is_person and nominee.post else "",
    )


def _key(nomination: Nomination) -> tuple[str, object]:
    if nomination.person_id or nomination.collective_id:
        return nomination.subject, nomination.person_id or nomination.collective_id
    return nomination.subject, (fold(nomination.name), fold(nomination.post))


@transaction.atomic
def drop_nominee(*, nomination_id: int, by: User, on: dt.date) -> str:
    """Take one out that was never received; return whose it was, "" when it is gone already.

    Raises PermissionDenied, NotWritable.
    """
    key = Nomination.objects.filter(pk=nomination_id).values_list("dossier_id", flat=True).first()
    if key is None:
        return ""
    dossier = open_dossier(key, by=by)
    nomination = dossier.nominations.select_for_update().filter(pk=nomination_id).first()
    if nomination is None:
        return ""
    if nomination.status != NominationStatus.DRAFT or nomination.was_received:
        raise NotWritable("Đề nghị này Liên minh đã nhận nên không bỏ được. Gửi hồ sơ xong, hãy rút đề nghị ấy.")
    withdraw_papers([nomination], by=by, on=on, reason="Đã bỏ khỏi hồ sơ.")
    record("nomination.dropped", nomination, by=by, data={"claim": nomination.claim, "reason": nomination.reason})
    nomination.delete()
    touched(dossier)
    return str(nomination.name)
