"""Setting up an issuer: how its header reads and how it numbers."""

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read, saving

from .. import policies
from ..models import Issuer, Register, RegisterEntry

# What decides which number comes next. Changed in mid-year, one number would be given twice, or the book would skip.
NUMBERING_FIELDS = ("series_scope", "numbering_mode")
ISSUER_FIELDS = (
    "superior_lines",
    "name_lines",
    "full_name",
    "place_name",
    "symbol",
    "head_title",
    "archive_line",
    "prints_qr",
    *NUMBERING_FIELDS,
)


class NumberingFixed(DomainError):
    """Numbers of this year are given already, so the way of numbering stays until the year turns."""


@transaction.atomic
def create_issuer(issuer: Issuer, *, by: User) -> Issuer:
    """Let a body of the alliance issue papers. Raises PermissionDenied."""
    policies.check_can_set_up(by, issuer)
    issuer.save()
    record("issuer.created", issuer, by=by, data={name: getattr(issuer, name) for name in ISSUER_FIELDS})
    return issuer


@transaction.atomic
def save_issuer(issuer: Issuer, *, by: User, this_year: int, read: Read | None = None) -> Issuer:
    """Keep the settings as they stand on `issuer`. Papers issued before keep the header they were issued with.

    Series and way of numbering change only while the year's book is empty: NĐ 30/2020 Điều 15.1 numbers from 01 on
    1 January to 31 December in one order. Raises PermissionDenied, NumberingFixed, ChangedMeanwhile.
    """
    # Whoever gives a number holds this row's lock: we wait for it, then look.
    change = saving(issuer, ISSUER_FIELDS, read=read)
    policies.check_can_set_up(by, change.before)
    if set(change.names) & set(NUMBERING_FIELDS):
        _check_no_number_given(issuer, this_year)
    issuer = change.write()
    if change.told:
        record("issuer.changed", issuer, by=by, data={"changed": change.told})
    return issuer


def numbers_given(issuer: Issuer, year: int) -> int:
    """Return how many lines the issuer's books of the year hold, void ones included."""
    return RegisterEntry.objects.filter(register__issuer=issuer, register__year=year).count()


def _check_no_number_given(issuer: Issuer, year: int) -> None:
    list(Register.objects.select_for_update().filter(issuer=issuer, year=year))
    given = numbers_given(issuer, year)
    if given:
        raise NumberingFixed(
            f"Năm {year} đã có {given} số trong sổ nên chưa đổi được dãy số hoặc cách cấp số: sổ sẽ bị trùng hoặc nhảy số. "
            f"Hãy đổi vào đầu năm {year + 1}, trước khi ban hành văn bản đầu tiên của năm."
        )
