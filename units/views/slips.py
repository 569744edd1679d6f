"""Activation slips for the many without office mail."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from emulation_portal.core.dates import today
from emulation_portal.core.lists import ListPage
from emulation_portal.core.markup import link, noted, status
from emulation_portal.core.tables import Column
from emulation_portal.rights.enums import Role

from .. import actions, policies
from ..forms import SlipFilters
from ..models import Person, Unit
from ..queries import AccountState, account_state, with_account
from . import fresh_slips
from .common import SignedInRequest

UNITS_PER_PAGE = 100
_PAIR = re.compile(r"^(?P<person>[0-9]{1,15})-(?P<unit>[0-9]{1,15})$")


@dataclass(frozen=True)
class SlipRow:
    """A unit, who there would get the slip, and whether a slip is wanted."""

    unit: Unit
    person: Person | None
    state: AccountState | None

    @property
    def pk(self) -> int:
        return self.unit.pk

    @property
    def can_get_slip(self) -> bool:
        return self.person is not None and self.state is not None and self.state.tone not in {"success", "danger"}


def qr_of(address: str) -> SafeString:
    """Return the QR symbol that opens an address on a phone. The code of a slip is never in it: it is typed."""
    symbol = segno.make_qr(address, error="m")
    return mark_safe(symbol.svg_inline(border=0, omitsize=True, svgclass="slip-qr", lineclass=None))  # numbers only


class SlipChoice(ListPage):
    """Chọn đơn vị để in phiếu: who of each unit would get one, and who has an account already."""

    template_name, filters = "units/slips.html", SlipFilters
    noun, size, is_numbered = "đơn vị", UNITS_PER_PAGE, False
    is_printed = False  # it is chosen from: what is printed are the slips
    chosen: SlipFilters

    def table_words(self) -> str:
        return f"Chọn đơn vị để in phiếu cho {self.chosen.chosen_role.label}"

    def check(self) -> None:
        policies.check_can_administer(self.reader)

    def rows(self) -> QuerySet[Unit]:
        own = Unit.objects.administered_by(self.reader).that_get_slips()
        return own.working(on=today()).order_by("name", "pk")

    def complete(self, rows: QuerySet[Unit]) -> Iterator[SlipRow]:
        units = list(rows.only("name", "code"))
        contacts = actions.contacts_of(units, role=self.chosen.chosen_role, on=today())
        serving = Person.objects.filter(pk__in=contacts.values())  # in units that the reader administers
        people = with_account(serving.order_by(), at=timezone.now()).in_bulk()
        for unit in units:
            person = people.get(contacts.get(unit.pk, 0))
            yield SlipRow(unit, person, account_state(person) if person else None)

    def columns(self) -> list[Column]:
        return [
            Column("In", _box, css="pick"),
            Column("Đơn vị", lambda row: noted(_label(row), f"Mã: {row.unit.code}"), names_row=True),
            Column("Phiếu cho", _who, css="nowrap"),
            Column(
                "Tài khoản",
                lambda row: noted(status(row.state.label, row.state.tone), row.state.note) if row.state else "",
            ),
        ]

    def sheet_columns(self) -> list[Column]:
        return [
            Column("Mã đơn vị", lambda row: row.unit.code),
            Column("Tên đơn vị", lambda row: row.unit.name),
            Column("Phiếu cho", lambda row: row.person.full_name if row.person else "Chưa ghi người"),
            Column(
                "Tài khoản", lambda row: ", ".join(filter(None, (row.state.label, row.state.note))) if row.state else ""
            ),
        ]

    def extra(self) -> dict[str, Any]:
        return {"role": self.chosen.chosen_role}


def _box(row: SlipRow) -> SafeString:
    if not row.can_get_slip or row.person is None:
        return mark_safe("&nbsp;")
    box = '<input class="form-check-input" type="checkbox" name="person" id="p{}" value="{}-{}">'
    return format_html(box, row.unit.pk, row.person.pk, row.unit.pk)


def _label(row: SlipRow) -> SafeString:
    words = '<label for="p{}">{}</label>' if row.can_get_slip else "{1}"
    return format_html(words, row.unit.pk, row.unit.name)


def _who(row: SlipRow) -> SafeString | str:
    if row.person:
        return row.person.full_name
    add = link(reverse("units:person-add", args=[row.unit.pk]), "Thêm người")
    return format_html('<span class="soft">Chưa ghi người. {}</span>', add)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def slip_print(request: SignedInRequest) -> HttpResponse:
    """In phiếu cho những người đã chọn. The page of the slips is read, not posted: F5 there makes no new codes."""
    policies.check_can_administer(request.user)
    if request.method != "POST":
        return show_slips(request, back_url=reverse("units:slips"))
    chosen = [_PAIR.match(pair) for pair in request.POST.getlist("person")]
    pairs = [(int(found["person"]), int(found["unit"])) for found in chosen if found]
    role = request.POST.get("role", "")
    if not pairs or role not in {Role.UNIT_EDITOR, Role.UNIT_HEAD}:
        messages.warning(request, "Hãy chọn ít nhất một đơn vị để in phiếu.")
        return redirect("units:slips")
    batch = actions.hand_out_slips(
        person_ids=[person for person, _ in pairs],
        unit_ids=[unit for _, unit in pairs],
        role=role,
        on=today(),
        by=request.user,
    )
    return keep_and_show(request, batch)


def keep_and_show(request: HttpRequest, batch: actions.SlipBatch) -> HttpResponse:
    """Keep what was just handed out for its page, and go there."""
    fresh_slips.keep(request, batch)
    return redirect(request.path)


def show_slips(request: HttpRequest, *, back_url: str) -> HttpResponse:
    """Show the slips handed out here a moment ago, with the address as people can type it; else go back."""
    batch = fresh_slips.kept(request)
    if batch is None:
        messages.info(
            request,
            "Phiếu chỉ hiện trong 10 phút sau khi cấp, cho người vừa cấp. Phiếu đã in vẫn dùng được; "
            "chưa kịp in thì hãy cấp lại.",
        )
        return redirect(back_url)
    address = settings.PUBLIC_URL.removeprefix("https://") + reverse("accounts_activate")
    context = {
        "slips": batch.slips,
        "skipped": batch.skipped,
        "back_url": back_url,
        "activate_url": address,
        "qr": qr_of(settings.PUBLIC_URL + reverse("accounts_activate")),
    }
    return render(request, "units/slips_print.html", context)
