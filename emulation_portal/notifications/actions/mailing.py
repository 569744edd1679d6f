"""One mail: written when it is sent, sent at least once under one Message-ID, and what came of it."""

import re
import smtplib

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.cache import cache
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
from ..models import NO_ADDRESS, Message
from ..registry import Mail, kind_named
from .telling import ask_for_mails

_GONE = "Việc này không còn hiệu lực khi đến lượt gửi."
_NO_ANSWER = "Máy chủ thư không trả lời."
_OF_SETTINGS = "Máy chủ thư không nhận thư của cổng. Quản trị hệ thống cần xem lại cấu hình gửi thư."
_NO_SUCH = "Máy chủ thư từ chối thư này, thường vì địa chỉ không có thật. Hãy kiểm tra lại địa chỉ rồi gửi lại."
_FULL = "Hộp thư của người nhận đã đầy. Hãy báo người nhận rồi gửi lại."
_SILENT, _SILENT_SECONDS = "notifications.mail_server_is_silent", 60
_AUTHENTICATE_FIRST, _MAILBOX_FULL = 530, 552
# Refused for what we are, not for whom it is meant (RFC 3463, 5.7.x).
_OF_WHO_SENDS = re.compile(r"\b5\.7\.\d|\brelay|authenticat", re.IGNORECASE)
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
    if message.to.is_active and not message.to.email:  # taken away since; written again, it is sent
        return {"skipped": NO_ADDRESS}
    mail = compose(message) if message.to.is_active else None
    if mail is None:
        return {"skipped": _GONE}
    if cache.get(_SILENT):
        raise Away(_NO_ANSWER)
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    if (leave := message.args.get("leave_url")) is not None:
        headers["List-Unsubscribe"] = f"<{settings.PUBLIC_URL}{leave}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    email = EmailMessage(" ".join(mail.subject.split()), mail.text, None, [message.to.email], headers=headers)
    try:
        email.send()
    except (smtplib.SMTPServerDisconnected, SoftTimeLimitExceeded) as error:
        raise _silent(message) from error
    except smtplib.SMTPException as error:
        raise _what_it_means(error, message) from error
    except OSError as error:
        raise _silent(message) from error
    return {"address": message.to.email}


def _silent(message: Message) -> Away:
    """Keep that the server does not answer: the mails behind this one do not each wait for it, and hold up other work."""
    cache.set(_SILENT, True, _SILENT_SECONDS)
    return _put_off(message, _NO_ANSWER)


def _put_off(message: Message, reason: str) -> Away:
    Message.objects.filter(pk=message.pk, mail=MailState.WAITING).update(reason=reason)
    return Away(reason)


def _what_it_means(error: smtplib.SMTPException, message: Message) -> Exception:
    """Return whether the server refuses this mail for good, or is to be asked again.

    Only what it says of the address, or of the mail itself, is said of this mail. What it says before, of who we are
    and what we may, is a fault of the settings: it meets all mails, and none of them is lost over it.
    """
    said: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    else:
        return _put_off(message, _OF_SETTINGS)
    if code < _FOR_GOOD:
        return _put_off(message, f"Máy chủ thư chưa nhận thư (mã {code}).")
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    is_of_this_mail = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    if not is_of_this_mail or code == _AUTHENTICATE_FIRST or _OF_WHO_SENDS.search(text):
        return _put_off(message, f"{_OF_SETTINGS} (Mã {code})")
    return MailRefused(f"{_NO_SUCH if code != _MAILBOX_FULL else _FULL} (Mã {code})")


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
    if not message.may_be_sent_again:
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
