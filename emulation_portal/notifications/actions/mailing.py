"""One mail: written when it is sent, sent at least once under one Message-ID, and what came of it."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.jobs.registry import Away

from .. import policies
from ..enums import MailState
from ..models import Message
from ..registry import Mail, kind_named
from .telling import ask_for_mails

_GONE = "Việc này không còn hiệu lực khi đến lượt gửi."
_FOR_GOOD = 500  # answers of a mail server from here on are its last word


class MailRefused(DomainError):
    """The mail server refuses this mail for good."""


class MailNotFailed(DomainError):
    """Only what could not be sent is sent again."""


def compose(message: Message) -> Mail | None:
    """Return the mail of a message; None when there is nothing to send any more."""
    kind = kind_named(message.kind)
    if kind.compose is not None:
        return kind.compose(message)
    context = {"message": message, "user": message.to, "portal_url": settings.PUBLIC_URL}
    return Mail(message.subject, render_to_string("notifications/mail/message.txt", context))


def send_mail_of(message_id: int) -> dict[str, str]:
    """Send the mail of a message, and return to whom; nothing when it need not be sent any more.

    Raises MailRefused for good; Away when the server is not there, or asks to come again.
    """
    message = Message.objects.select_related("to").get(pk=message_id)
    if message.mail != MailState.WAITING:
        return {}
    mail = compose(message) if message.to.is_active and message.to.email else None
    if mail is None:
        return {"skipped": _GONE}
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    if (leave := message.args.get("leave_url")) is not None:
        headers["List-Unsubscribe"] = f"<{settings.PUBLIC_URL}{leave}>"
    email = EmailMessage(" ".join(mail.subject.split()), mail.text, None, [message.to.email], headers=headers)
    try:
        email.send()
    except smtplib.SMTPException as error:
        raise _what_it_means(error) from error
    except OSError as error:
        raise Away("Máy chủ thư không trả lời.") from error
    return {"address": message.to.email}


def _what_it_means(error: smtplib.SMTPException) -> Exception:
    """Return whether the server refuses for good, or is to be asked again."""
    codes: list[int] = []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
    elif isinstance(error, smtplib.SMTPResponseException) and not isinstance(error, smtplib.SMTPAuthenticationError):
        codes = [error.smtp_code]
    if codes and min(codes) >= _FOR_GOOD:
        words = "Máy chủ thư từ chối thư này, thường vì địa chỉ không có thật. Hãy kiểm tra lại địa chỉ rồi gửi lại."
        return MailRefused(f"{words} (Mã {codes[0]})")
    return Away("Máy chủ thư chưa nhận thư.")


def note_sent(message_id: int, sent: dict[str, str]) -> None:
    """Keep what came of it, in the transaction that ends the job."""
    waiting = Message.objects.filter(pk=message_id, mail=MailState.WAITING)
    if "address" in sent:
        waiting.update(mail=MailState.SENT, address=sent["address"], mailed_at=timezone.now(), reason="")
    elif "skipped" in sent:
        waiting.update(mail=MailState.SKIPPED, reason=sent["skipped"])


def note_failed(message_id: int, reason: str) -> None:
    Message.objects.filter(pk=message_id, mail=MailState.WAITING).update(mail=MailState.FAILED, reason=reason)


@transaction.atomic
def send_again(*, message_id: int, by: User) -> Message:
    """Gửi lại: ask for a mail again that could not be sent, to the address of today.

    Raises PermissionDenied, MailNotFailed (somebody was faster).
    """
    message = Message.objects.select_for_update(of=("self",)).select_related("to").get(pk=message_id)
    policies.check_can_send_again(by, message)
    if message.mail not in {MailState.FAILED, MailState.SKIPPED}:
        raise MailNotFailed(f"Thư này đang ở trạng thái “{message.get_mail_display()}” nên không cần gửi lại.")
    if not message.to.email:
        raise MailNotFailed(f"{message.to.full_name} chưa có địa chỉ thư điện tử. Hãy ghi địa chỉ rồi gửi lại.")
    again = int(message.args.get("asked_again", 0)) + 1
    reason, message.mail, message.reason = message.reason, MailState.WAITING, ""
    message.args = {**message.args, "asked_again": again}
    message.save(update_fields=["mail", "reason", "args"])
    ask_for_mails([message], by=by, attempt=again)
    record("message.sent_again", message, by=by, data={"reason": reason})
    return message
