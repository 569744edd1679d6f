"""One's own messages under the bell, and what was mailed for the body."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.errors import DomainError
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link, noted, status
from emulation_portal.core.permissions import allows
from emulation_portal.core.tables import Column
from emulation_portal.rights.held import rights_of

from . import actions, policies
from .forms import ChoiceForm, InboxFilters, OutboxFilters
from .models import MailChoice, Message
from .registry import kind_named


class Inbox(ListPage):
    """Thông báo gửi đến tôi, the newest first."""

    template_name, filters = "notifications/inbox.html", InboxFilters
    noun, caption = "thông báo", "Thông báo của tôi"

    def rows(self) -> QuerySet[Message]:
        return Message.objects.under_bell(self.reader)

    def complete(self, rows: Any) -> Any:
        return rows.select_related("sent_by")

    def columns(self) -> list[Column]:
        return [
            Column("Thông báo", lambda message: link(message, message.subject), names_row=True),
            Column("Từ", lambda message: message.sent_by.full_name if message.sent_by else "Cổng"),
            Column("Lúc", lambda message: message.created_at),
            Column("", _read_state, is_quiet=True),
        ]

    def row_css(self, message: Message) -> str:
        return "" if message.read_at else "is-unread"

    def nothing(self) -> Nothing:
        return Nothing("Chưa có thông báo nào", "Văn bản mới, việc được trả lại cho bạn sẽ hiện ở đây.")

    def extra(self) -> dict[str, Any]:
        keeps = rights_of(self.reader).hold(*policies.KEEPERS)
        return {"unread": Message.objects.under_bell(self.reader).unread().count(), "keeps_outbox": keeps}


def _read_state(message: Message) -> Any:
    return "" if message.read_at else status("Chưa đọc", "info")


@login_required
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One message to oneself; opening it is reading it."""
    message = get_object_or_404(Message.objects.visible_to(request.user).filter(to=request.user), pk=pk)
    actions.mark_read(message, by=request.user)
    return render(request, "notifications/detail.html", {"message": message})


@login_required
@require_POST
def all_read(request: SignedInRequest) -> HttpResponse:
    """Đánh dấu tất cả thông báo của mình là đã đọc."""
    number = actions.mark_all_read(by=request.user)
    messages.success(request, f"Đã đánh dấu {number} thông báo là đã đọc.")
    return redirect("notifications:inbox")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choice(request: SignedInRequest) -> HttpResponse:
    """Nhận hay không nhận bản tin ngày."""
    known = MailChoice.objects.filter(user=request.user.pk).first()
    initial = {"wants_digest": known.wants_digest if known else True}
    form = ChoiceForm(request.POST or None, initial=initial, cancel_url=reverse("notifications:inbox"))
    if request.method == "POST":
        actions.choose_digest(user_id=request.user.pk, wants="wants_digest" in request.POST)
        messages.success(request, "Đã lưu lựa chọn nhận thư.")
        return redirect("notifications:inbox")
    return render(request, "notifications/choice.html", {"form": form})


@csrf_exempt  # a mail program asks by itself (RFC 8058); the signature says whose digest it is
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the digest without logging in. A GET, as scanners of mails make it, changes nothing."""
    user = actions.reader_of(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        actions.choose_digest(user_id=user.pk, wants=False)
    return render(request, "notifications/leave.html", {"is_done": request.method == "POST"})


class Outbox(ListPage):
    """Thư đã gửi cho người của cơ quan: to whom, what became of it."""

    template_name, filters = "notifications/outbox.html", OutboxFilters
    noun, caption = "thư", "Thư đã gửi"

    def check(self) -> None:
        policies.check_can_see_outbox(self.reader)

    def rows(self) -> QuerySet[Message]:
        return Message.objects.in_outbox_of(self.reader)

    def complete(self, rows: Any) -> Any:
        return rows.select_related("to")

    def columns(self) -> list[Column]:
        return [
            Column("Người nhận", lambda row: noted(link(row.mail_url, row.to.full_name), row.address), names_row=True),
            Column("Thư", lambda row: noted(row.subject, kind_named(row.kind).label)),
            Column("Trạng thái", lambda row: noted(status(row.get_mail_display(), row.mail_state.tone), row.reason)),
            Column("Lúc", lambda row: row.mailed_at or row.created_at),
        ]

    def nothing(self) -> Nothing:
        return Nothing("Chưa có thư nào", "Thư mời, thư báo mà cổng gửi cho mọi người sẽ hiện ở đây cùng kết quả gửi.")


@login_required
@require_safe
def mail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One mail of the outbox, with what became of it."""
    policies.check_can_see_outbox(request.user)
    message = _mailed(request, pk)
    kind = kind_named(message.kind)
    context = {
        "message": message,
        "kind": kind,
        "mail": actions.compose(message) if kind.compose is None else None,
        "tone": message.mail_state.tone,
        "can_send_again": message.may_be_sent_again and allows(policies.check_can_send_again, request.user, message),
    }
    return render(request, "notifications/mail.html", context)


@login_required
@require_POST
def send_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Gửi lại một thư không gửi được."""
    policies.check_can_see_outbox(request.user)
    message = _mailed(request, pk)
    try:
        actions.send_again(message_id=message.pk, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã đưa thư gửi {message.to.full_name} vào hàng chờ gửi lại.")
    return redirect(message.mail_url)


def _mailed(request: SignedInRequest, pk: int) -> Message:
    mailed = Message.objects.in_outbox_of(request.user).select_related("to", "sent_by")
    return get_object_or_404(mailed, pk=pk)
