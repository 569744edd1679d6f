"""Taking numbers. The register's row is locked from here to the end of the issuing transaction."""

import datetime as dt
from textwrap import shorten
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from ..enums import EntryKind, NumberingMode
from ..models import Issuer, Register, RegisterEntry
from ..regulations import NumberedLine, WrongNumber, check_order

# No office comes near it in a year; beyond it a key was held down too long.
GREATEST_NUMBER = 99_999


def lock_issuers(*issuers: Issuer) -> None:
    """Lock several issuers in the order of their keys, so that their books may then be locked in any order."""
    keys = {issuer.pk for issuer in issuers}
    list(Issuer.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values("pk"))


def lock_register(issuer: Issuer, document_type: str, year: int) -> Register:
    """Return the register of that year's series, locked until the transaction ends. It is opened when it is missing.

    The issuer's row is locked first and read anew: a change of its series must not slip in between.
    """
    issuer = Issuer.objects.select_for_update(no_key=True).get(pk=issuer.pk)
    place = {"issuer": issuer, "series": issuer.series_of(document_type, year=year), "year": year}
    register = Register.objects.select_for_update().filter(**place).first() or _open_register(place)
    register.issuer = issuer
    return register


def _open_register(place: dict[str, Any]) -> Register:
    try:
        with transaction.atomic():
            Register.objects.get_or_create(**place)
    except IntegrityError:
        pass  # another transaction opened it meanwhile
    return Register.objects.select_for_update().get(**place)


def next_number(register: Register, *, issued_on: dt.date) -> int:
    """Take the next number. Raises WrongDate when the book has a later date already."""
    number = register.last_number + 1
    check_neighbours(register, number, issued_on)
    register.last_number = number
    register.save(update_fields=["last_number"])
    return number


def typed_number(register: Register, number: int, *, issued_on: dt.date, kind: EntryKind) -> int:
    """Take a number that the clerk typed from a book kept elsewhere, or from a paper issued before.

    Raises WrongNumber (taken, below one, absurd, or beyond the portal's own last number), WrongDate (order of dates).
    """
    check_size(number)
    counts_itself = register.issuer.numbering_mode == NumberingMode.PORTAL
    taken = next((line for line in register.entries.filter(number=number) if _holds_its_number(register, line)), None)
    if taken:
        title = shorten(taken.summary, 120, placeholder="…")
        raise WrongNumber(
            f"Số {taken.printed_number} đã có trong sổ năm {register.year}: {title}. Hãy kiểm tra lại số văn bản."
        )
    has_own = counts_itself and register.entries.filter(kind=EntryKind.ISSUED).exists()
    if kind == EntryKind.TRANSCRIBED and has_own and number > register.last_number:
        raise WrongNumber(
            f"Sổ năm {register.year} do cổng cấp số và mới đến số {register.last_number:02d}; "
            f"ghi số {number:02d} sẽ làm sổ bị nhảy số. Hãy kiểm tra lại số văn bản."
        )
    check_neighbours(register, number, issued_on)
    if number > register.last_number:
        register.last_number = number
        register.save(update_fields=["last_number"])
    return number


def check_size(number: int) -> None:
    """Raise WrongNumber for a number that no paper of a year bears."""
    if number < 1:
        raise WrongNumber("Số văn bản phải từ 1 trở lên.")
    if number > GREATEST_NUMBER:
        raise WrongNumber(f"Số {number} lớn bất thường so với số văn bản của một năm. Hãy kiểm tra lại số văn bản.")


def settle_last_number(register: Register) -> None:
    """Let the book go on after its greatest valid number, once a mistyped one that the portal never gave is void."""
    counts_itself = register.issuer.numbering_mode == NumberingMode.PORTAL
    if counts_itself and register.entries.filter(kind=EntryKind.ISSUED).exists():
        return
    valid = register.entries.filter(voided_at__isnull=True)
    register.last_number = valid.aggregate(greatest=Max("number"))["greatest"] or 0
    register.save(update_fields=["last_number"])


def given_here(register: Register, line: RegisterEntry) -> bool:
    """Say whether the portal itself gave this number; it then gives it to nobody else."""
    return line.kind == EntryKind.ISSUED and register.issuer.numbering_mode == NumberingMode.PORTAL


def _holds_its_number(register: Register, line: RegisterEntry) -> bool:
    """Say whether the number is taken. One that was only typed wrong is free for the paper that truly bears it."""
    return line.voided_at is None or given_here(register, line)


def check_neighbours(register: Register, number: int, issued_on: dt.date) -> None:
    """Raise WrongDate unless the number's date fits between those of its neighbours; void numbers do not count."""
    valid = register.entries.filter(voided_at__isnull=True).values_list("number", "issued_on")
    before = valid.filter(number__lt=number).order_by("-number")[:1]
    after = valid.filter(number__gt=number).order_by("number")[:1]
    neighbours = [NumberedLine(*each) for each in before.union(after)]
    check_order(
        number,
        issued_on,
        before=next((line for line in neighbours if line.number < number), None),
        after=next((line for line in neighbours if line.number > number), None),
    )
