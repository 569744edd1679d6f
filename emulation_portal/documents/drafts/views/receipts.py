"""Đã tiếp nhận: the unit's button, and the office's board of who has pressed it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link, noted, status
from emulation_portal.core.permissions import allows
from emulation_portal.core.tables import Column
from emulation_portal.notifications.actions import compose
from emulation_portal.notifications.models import Message

from .. import actions, policies, receipts, reminding
from ..forms.filters import ReceiptFilters
from ..forms.receipts import ReminderForm
from .access import row_or_404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Write the receipt down and go back to the paper. A GET, as after logging in again, only goes there."""
    draft = row_or_404(request, kind, pk)
    if request.method == "POST":
        if draft.document is None:
            raise Http404
        new = actions.confirm_receipt(draft, by=request.user)
        names = ", ".join(receipt.unit.name for receipt in new)
        if new:
            messages.success(request, f"Đã ghi: {names} đã tiếp nhận {draft.noun} số {draft.document.printed_number}.")
    return redirect(draft)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Nhắc đơn vị chưa tiếp nhận: shows to whom and what, by name and number, and sends when told to."""
    draft = row_or_404(request, kind, pk)
    policies.check_can_remind(request.user, draft)
    if not receipts.asks_for_receipts(draft):
        raise Http404
    board = reverse("drafts:receipts", args=[kind, pk])
    form = ReminderForm(request.POST or None, cancel_url=board)
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        try:
            number = actions.ask_to_remind(draft, note=form.cleaned_data["note"], by=request.user)
        except actions.NobodyToRemind as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đang gửi nhắc đến {number} người. Kết quả từng thư ở “Thư đã gửi”.")
            return redirect(board)
    note = form.cleaned_data.get("note", "") if form.is_bound else ""
    told = reminding.told_of(draft, note, on=today())
    reader = reminding.people_missing(draft, on=today()).order_by("full_name", "pk").first() or request.user
    sample = Message(kind=told.kind, to=reader, subject=told.subject, text=told.text, url=told.url)
    reached = reminding.reminding(draft, on=today())
    context = {
        "draft": draft,
        "form": form,
        "reached": reached,
        "is_reminded": reminding.is_reminded(draft, on=today()),
        "mail": compose(sample),
        "board_url": board,
    }
    return render(request, "drafts/remind.html", context)


class ReceiptBoard(ListPage):
    """Tình hình tiếp nhận một văn bản: each unit it is meant for, and whether it has said that it received it."""

    template_name, filters = "drafts/receipts.html", ReceiptFilters
    noun, caption = "đơn vị", "Tình hình tiếp nhận"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.on = today()

    def check(self) -> None:
        self.draft = row_or_404(self.request, self.kwargs["kind"], self.kwargs["pk"])
        policies.check_can_see_receipts(self.reader, self.draft)
        if not receipts.asks_for_receipts(self.draft):
            raise Http404

    def rows(self) -> Any:
        units = receipts.units_on_board(self.draft, on=self.on).order_by("name", "pk")
        return receipts.with_receipts(units, self.draft, on=self.on)

    def complete(self, rows: Any) -> list[Any]:
        units = list(receipts.with_receipts(receipts.with_people(rows, on=self.on), self.draft, on=self.on))
        given = receipts.receipts_for(self.draft, units, on=self.on)
        stands_in = receipts.whom_they_stand_in_for(self.draft, units, on=self.on)
        for unit in units:
            unit.receipt = given.get(unit.pk) if unit.has_received else None
            unit.stands_in = "; ".join(stands_in.get(unit.pk, []))
        return units

    def columns(self) -> list[Column]:
        return [
            Column("Đơn vị", lambda unit: noted(link(unit, unit.name), _note(unit)), names_row=True),
            Column("Tình trạng", _state),
            Column("Lúc", lambda unit: unit.receipt.received_at if unit.receipt else None),
            Column("Người xác nhận", lambda unit: unit.receipt.received_by.full_name if unit.receipt else None),
        ]

    def extra(self) -> dict[str, Any]:
        units = self.rows()
        missing = units.filter(has_received=False)
        meant, count = units.count(), missing.count()
        address = self.request.build_absolute_uri(self.draft.get_absolute_url())
        shown = missing[: receipts.NAMES_IN_A_MESSAGE]
        can_remind = count and allows(policies.check_can_remind, self.reader, self.draft)
        return {
            "draft": self.draft,
            "can_remind": can_remind,
            "document": self.draft.document,
            "meant": meant,
            "received": meant - count,
            "missing": count,
            "reminder": receipts.reminder(self.draft, shown, count=count, address=address) if count else "",
        }

    def nothing(self) -> Nothing:
        return Nothing("Văn bản không gửi đến đơn vị nào", "Đơn vị nhận được chọn ở phần “Nơi nhận” khi soạn văn bản.")


def _note(unit: Any) -> str:
    closed = f"thôi hoạt động từ {short_date(unit.closed_on)}" if unit.closed_on else ""
    return " · ".join(filter(None, (unit.commune, unit.stands_in and f"kế tục {unit.stands_in}", closed)))


def _state(unit: Any) -> Any:
    if unit.receipt:
        return status("Đã tiếp nhận", "success")
    return status("Chưa tiếp nhận", "waiting") if unit.has_people else status("Chưa có người dùng cổng", "neutral")
