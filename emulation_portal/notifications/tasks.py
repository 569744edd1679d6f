"""Doorways from jobs and the clock to messages."""

from typing import Any

from emulation_portal.core.dates import today
from emulation_portal.core.routines import routine
from emulation_portal.jobs.registry import Args, Handler, Progress, handler

from .actions import gather_digests, purge_messages, send_mail_of
from .actions.mailing import note_failed, note_sent


@handler("notifications.mail", queue="mail")
class MailOfMessage(Handler):
    """Send one mail. A worker killed in between sends the same mail again, under the same Message-ID."""

    def work(self, args: Args, progress: Progress) -> Any:
        return send_mail_of(args["message_id"])

    def effect(self, args: Args, result: Any) -> dict[str, Any] | None:
        note_sent(args["message_id"], result)
        return None

    def on_failed(self, args: Args, reason: str) -> None:
        note_failed(args["message_id"], reason)


@routine("notifications.purge", "Xóa thông báo đã quá hạn lưu")
def purge(**_ignored: Any) -> None:
    purge_messages(on=today())


@routine("notifications.digest", "Gửi bản tin ngày")
def digest(**_ignored: Any) -> None:
    gather_digests(on=today())
