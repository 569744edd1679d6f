import datetime as dt
from typing import Any

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.core.routines import routine
from emulation_portal.jobs.registry import Args, Handler, handler

from . import actions
from .models import Draft
from .reminding import remind
from .telling import tell_readers


@handler("drafts.tell_readers")
class TellReaders(Handler):
    """Write to the people of all units that a paper is meant for."""

    def effect(self, args: Args, result: Any) -> dict[str, Any] | None:
        draft = Draft.objects.select_related("document", "issuer__unit").get(pk=args["draft_id"])
        return {"told": tell_readers(draft, args["kind"], by=User.objects.filter(pk=args["by"]).first())}


@handler("drafts.remind")
class Remind(Handler):
    """Write to the people of all units that have not received a paper."""

    def effect(self, args: Args, result: Any) -> dict[str, Any] | None:
        draft = Draft.objects.select_related("document", "issuer__unit").get(pk=args["draft_id"])
        by, on = User.objects.filter(pk=args["by"]).first(), dt.date.fromisoformat(args["on"])
        return {"told": remind(draft, args["note"], on=on, by=by)}


@routine("drafts.purge_imports", "Xóa tệp nhập đã quá hạn lưu")
def purge_imports(**_ignored: object) -> None:
    actions.purge_imports(on=today())


@routine("drafts.purge_readings", "Xóa bản đọc tệp đã quá hạn lưu")
def purge_readings(**_ignored: object) -> None:
    actions.purge_readings(on=today())
