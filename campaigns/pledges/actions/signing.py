"""Opening the text to be signed, signing it on the portal or by a scan, and taking signatures back."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.contention import naming_what_is_taken
from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.papers import HEAD_OF_UNIT
from emulation_portal.files.actions import attach_file
from emulation_portal.files.models import StoredFile
from emulation_portal.procedure.errors import ReasonMissing
from emulation_portal.procedure.moving import lock, moving
from units.models import Position

from ..content import Pledged, as_plain, said_in
from ..enums import SignatureWay
from ..models import Pledge, PledgeParty, PledgeSignature, PledgeVersion
from ..policies import check_can_sign, check_can_withdraw, check_can_write
from ..queries import fates_of
from ..regulations import FEWEST_PARTIES, digest_of


class SignedText(DomainError):
    """The text cannot be opened to be signed as it is."""


class CannotSign(DomainError):
    """The unit cannot sign, or not now."""


_TAKEN = {
    "pledge_signature_one_valid": lambda: CannotSign("Đơn vị đã ký giao ước này rồi. Hãy tải lại trang để xem."),
}


@dataclass(frozen=True)
class SignedOnPaper:
    """A party that signed by hand, and who signed for it."""

    party_id: int
    name: str
    title: str = ""


@transaction.atomic
def open_signing(*, pledge_id: int, by: User, on: dt.date, reason: str = "", read: int | None = None) -> Pledge:
    """Mở ký: freeze the text as the next version, and write down who is to sign it: the members of the khối today.

    After commit: the units are told. Raises PermissionDenied, InvalidMove, ReadAnotherText, SignedText.
    """
    pledge: Pledge = lock(Pledge, pledge_id, read)
    with moving(pledge, "opened", by=by, reason=reason):
        said = said_in(pledge)
        _check_can_be_signed(pledge, said, on=on)
        _freeze(pledge, said, by=by, on=on)
        _write_parties(pledge, on=on)
        pledge.opened_on = pledge.opened_on or on
        pledge.revision += 1
    return pledge


def _check_can_be_signed(pledge: Pledge, said: Pledged, *, on: dt.date) -> None:
    if not said.content:
        raise SignedText("Giao ước chưa có nội dung. Hãy soạn nội dung rồi mới mở ký.")
    if pledge.due_on < on:
        raise SignedText(f"Hạn ký {short_date(pledge.due_on)} đã qua. Hãy sửa hạn ký rồi mới mở ký.")
    if pledge.members(on=on).count() < FEWEST_PARTIES:
        raise SignedText(f"Khối cần có ít nhất {FEWEST_PARTIES} đơn vị mới ký giao ước được. Hãy đưa đơn vị vào khối.")


def _freeze(pledge: Pledge, said: Pledged, *, by: User, on: dt.date) -> PledgeVersion:
    content = {"year": pledge.year, "block": pledge.block.name, **as_plain(said)}
    number = pledge.versions.count() + 1
    return PledgeVersion.objects.create(
        pledge=pledge, number=number, content=content, digest=digest_of(content), opened_on=on, opened_by=by
    )


def _write_parties(pledge: Pledge, *, on: dt.date) -> None:
    """Let the parties be the members of the day: who has gone since the last time is taken off, who came is added."""
    members = {unit.pk: unit for unit in pledge.members(on=on)}
    standing = PledgeParty.objects.standing().filter(pledge=pledge)
    standing.exclude(unit__in=members).update(removed_on=on, removal_reason="Không còn trong khối khi mở ký lại.")
    known = set(standing.values_list("unit", flat=True))
    PledgeParty.objects.bulk_create(
        PledgeParty(pledge=pledge, unit=unit, name=unit.name, added_on=on)
        for key, unit in members.items()
        if key not in known
    )


@transaction.atomic
def recall(*, pledge_id: int, by: User, reason: str, read: int | None = None) -> Pledge:
    """Rút về sửa: what was signed is void, and stays with the reason. After commit: the units are told.

    Raises PermissionDenied, InvalidMove, ReasonMissing, ReadAnotherText.
    """
    pledge: Pledge = lock(Pledge, pledge_id, read)
    signed = PledgeSignature.objects.valid().filter(party__pledge=pledge)
    names = list(signed.order_by("party__name", "pk").values_list("party__name", flat=True))
    with moving(pledge, "recalled", by=by, reason=reason, data={"void": names}):
        signed.update(voided_at=timezone.now(), voided_by=by, void_reason=f"Giao ước rút về sửa: {reason}")
        pledge.revision += 1
    return pledge


@transaction.atomic
def sign(*, party_id: int, version: int, by: User, on: dt.date) -> PledgeSignature:
    """Ký trên Cổng: the head of the unit signs the version that they read. Twice is once.

    Raises PermissionDenied, CannotSign (not signed now; another text meanwhile; taken off, closed or merged; signed).
    """
    party, pledge = _locked_party(party_id)
    check_can_sign(by, party)
    _check_signs_now(pledge)
    last = _version_signed_now(pledge)
    if last.number != version:
        raise CannotSign("Giao ước đã được sửa và mở ký lại sau khi bạn mở trang. Hãy đọc lại bản mới rồi ký.")
    _check_party(pledge, party, on=on)
    there = PledgeSignature.objects.valid().filter(party=party).first()
    if there is not None and there.signed_by_id == by.pk and not there.is_on_paper:
        return there
    position = Position.objects.in_force(on=on).filter(unit=party.unit, person__user=by)
    post = position.select_related("person").order_by("-is_head", "effective_from", "pk").first()
    with naming_what_is_taken(_TAKEN):
        signature = PledgeSignature.objects.create(
            party=party,
            version=last,
            way=SignatureWay.PORTAL,
            signer_name=post.person.full_name if post else by.full_name,
            signer_title=post.title if post else HEAD_OF_UNIT,
            signed_on=on,
            signed_by=by,
        )
    record("pledge.signed", pledge, by=by, at=party.unit, data=_told(signature))
    return signature


@transaction.atomic
def file_scan(
    *, pledge_id: int, signed: Sequence[SignedOnPaper], signed_on: dt.date, scan: StoredFile, by: User, on: dt.date
) -> list[PledgeSignature]:
    """Lưu bản ký tay: one scan for all the units that signed on it, whole or not at all.

    Raises PermissionDenied, CannotSign (not signed now; a day to come or before the text was opened; nobody chosen; one
    of them taken off or signed already), FileRefused.
    """
    pledge: Pledge = lock(Pledge, pledge_id)
    check_can_write(by, pledge)
    _check_signs_now(pledge)
    version = _version_signed_now(pledge)
    if not signed:
        raise CannotSign("Hãy chọn ít nhất một đơn vị đã ký trên bản giấy.")
    if not version.opened_on <= signed_on <= on:
        raise CannotSign(f"Ngày ký phải từ ngày mở ký {short_date(version.opened_on)} đến hôm nay.")
    parties = PledgeParty.objects.standing().filter(pledge=pledge).select_related("unit").in_bulk()
    made = []
    attach_file(scan, pledge, by=by)
    for each in signed:
        party = parties.get(each.party_id)
        if party is None:
            raise CannotSign("Có đơn vị vừa được đưa khỏi danh sách ký. Hãy tải lại trang rồi chọn lại.")
        with naming_what_is_taken({"pledge_signature_one_valid": partial(_signed_already, party.name)}):
            made.append(_keep_scanned(party, version, each, signed_on, scan, by=by))
    record("pledge.scan_filed", pledge, by=by, data={"file": scan.name, "units": [str(each.party) for each in made]})
    return made


def _signed_already(name: str) -> CannotSign:
    return CannotSign(f"{name} đã ký rồi. Hãy tải lại trang rồi chọn lại.")


def _keep_scanned(
    party: PledgeParty, version: PledgeVersion, signed: SignedOnPaper, on: dt.date, scan: StoredFile, *, by: User
) -> PledgeSignature:
    return PledgeSignature.objects.create(
        party=party,
        version=version,
        way=SignatureWay.PAPER,
        signer_name=signed.name,
        signer_title=signed.title,
        signed_on=on,
        signed_by=by,
        scan=scan,
    )


@transaction.atomic
def withdraw_signature(*, signature_id: int, by: User, reason: str) -> PledgeSignature:
    """Rút chữ ký, by who may give it: it is void and stays with the reason. A second press does nothing.

    Raises PermissionDenied, CannotSign (not signed now), ReasonMissing.
    """
    rows = PledgeSignature.objects.select_related("party__pledge")
    pledge: Pledge = lock(Pledge, rows.get(pk=signature_id).party.pledge_id)
    signature = rows.select_related("party__unit", "party__pledge__block__alliance").get(pk=signature_id)
    check_can_withdraw(by, signature)
    if signature.voided_at is not None:
        return signature
    _check_signs_now(pledge)
    if not reason.strip():
        raise ReasonMissing("Hãy ghi lý do rút chữ ký.")
    void(signature, by=by, reason=reason)
    data = _told(signature)
    record("pledge.signature_withdrawn", pledge, by=by, at=signature.party.unit, reason=reason, data=data)
    return signature


def void(signature: PledgeSignature, *, by: User, reason: str) -> None:
    signature.voided_at, signature.voided_by, signature.void_reason = timezone.now(), by, reason
    signature.save(update_fields=["voided_at", "voided_by", "void_reason"])


def _told(signature: PledgeSignature) -> dict[str, object]:
    told = {"unit": str(signature.party), "signer": signature.signer_name, "version": signature.version.number}
    return {**told, "digest": signature.version.digest}


def _locked_party(party_id: int) -> tuple[PledgeParty, Pledge]:
    """Return the party as it stands while its giao ước is locked."""
    pledge: Pledge = lock(Pledge, PledgeParty.objects.values_list("pledge", flat=True).get(pk=party_id))
    return PledgeParty.objects.select_related("unit").get(pk=party_id), pledge


def _check_signs_now(pledge: Pledge) -> None:
    if not pledge.is_signed_now:
        raise CannotSign(
            f"Giao ước đang ở trạng thái “{pledge.get_status_display()}” nên không ký hay rút chữ ký được. "
            "Hãy tải lại trang để xem."
        )


def _version_signed_now(pledge: Pledge) -> PledgeVersion:
    version = pledge.last_version()
    assert version is not None  # opening the signing wrote it
    return version


def _check_party(pledge: Pledge, party: PledgeParty, *, on: dt.date) -> None:
    if party.removed_on is not None:
        raise CannotSign("Đơn vị đã được đưa khỏi danh sách ký giao ước này.")
    fate = fates_of(pledge, [party], on=on).get(party.pk)
    if fate is not None:
        raise CannotSign(
            f"{party}: {fate.words[:1].lower()}{fate.words[1:]}, nên không ký giao ước này được. Hãy báo Khối trưởng hoặc "
            "chuyên viên của Liên minh sửa danh sách ký."
        )
