"""Activation slips for the many without office mail."""

import re
from dataclasses import dataclass

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from emulation_portal.core.dates import today
from emulation_portal.rights.enums import Role

from .. import actions, policies
from ..enums import UnitKind
from ..forms import SlipFilter
from ..models import Person, Unit
from ..queries import AccountState, account_state, with_account_state
from . import fresh_slips
from .common import SignedInRequest, page_of

UNITS_PER_PAGE = 100
_PAIR = re.compile(r"^(?P<person>[0-9]{1,15})-(?P<unit>[0-9]{1,15})$")


@dataclass(frozen=True)
class SlipRow:
    """A unit, who there would get the slip, and whether a slip is wanted."""

    unit: Unit
    person: Person | None
    state: AccountState | None

    @property
    def can_get_slip(self) -> bool:
        return self.person is not None and self.state is not None and self.state.tone not in {"success", "danger"}


def qr_of(address: str) -> SafeString:
    """Return the QR symbol that opens an address on a phone. The code of a slip is never in it: it is typed."""
    symbol = segno.make_qr(address, error="m")
    return mark_safe(symbol.svg_inline(border=0, omitsize=True, svgclass="slip-qr", lineclass=None))  # numbers only


@login_required
@require_safe
def slip_choice(request: SignedInRequest) -> HttpResponse:
    """Chọn đơn vị để in phiếu: who of each unit would get one, and who has an account already."""
    policies.check_can_administer(request.user)
    on = today()
    filters = SlipFilter(request.GET, reader=request.user)
    own = Unit.objects.administered_by(request.user).exclude(kind__in=[UnitKind.ALLIANCE, UnitKind.COUNCIL])
    units = filters.apply(own, on=on)
    page = page_of(request, units, size=UNITS_PER_PAGE)
    contacts = actions.contacts_of(list(page), role=filters.chosen_role, on=on)
    ids = [person.pk for person in contacts.values()]
    people = with_account_state(
        Person.objects.visible_to(request.user).filter(pk__in=ids), seen_by=request.user, at=timezone.now(), on=on
    ).in_bulk()
    rows = []
    for unit in page:
        person = people.get(contacts[unit.pk].pk) if unit.pk in contacts else None
        rows.append(SlipRow(unit, person, account_state(person) if person else None))
    context = {"page": page, "rows": rows, "filters": filters, "role": filters.chosen_role}
    return render(request, "units/slips.html", context)


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
        person_ids=[person for person, _ in pairs], unit_ids=[unit for _, unit in pairs],
        role=role, on=today(), by=request.user,
    )  # fmt: skip
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
        "slips": batch.slips, "skipped": batch.skipped, "back_url": back_url, "activate_url": address,
        "qr": qr_of(settings.PUBLIC_URL + reverse("accounts_activate")),
    }  # fmt: skip
    return render(request, "units/slips_print.html", context)
