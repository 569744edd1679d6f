"""The text of a giao ước: begun once for a block and a year, written as a whole while it is a draft."""

import datetime as dt

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.contention import naming_what_is_taken
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read, saving
from emulation_portal.documents.paper_limits import check_limits
from emulation_portal.procedure.moving import lock
from units.models import EmulationBlock

from ..content import Pledged, as_plain, carried_over, offered, said_in
from ..models import Pledge, PledgeTarget
from ..papers import pledge_paper
from ..policies import check_can_write, check_can_write_for
from ..queries import former_of


class PledgedAlready(DomainError):
    """There is a giao ước of the block and year."""


class NotBeingWritten(DomainError):
    """The giao ước is not being written."""


class PledgeWrittenMeanwhile(DomainError):
    """Somebody else wrote it after the page was opened."""


class DayPassed(DomainError):
    """The last day to sign lies behind."""


_TAKEN = {
    "pledge_once_a_year": lambda: PledgedAlready("Khối đã có giao ước của năm này. Hãy mở giao ước ấy để soạn tiếp.")
}


@transaction.atomic
def begin_pledge(*, block: EmulationBlock, year: int, due_on: dt.date, by: User) -> Pledge:
    """Lập giao ước: a draft with the text of the block's former one, or with the one that is offered.

    Raises PermissionDenied, PledgedAlready.
    """
    check_can_write_for(by, block)
    pledge = Pledge(block=block, year=year, due_on=due_on)
    former = former_of(pledge)
    said = carried_over(said_in(former), former.year, year) if former else None
    said = said or offered(year, block.name, block.alliance.name)
    pledge.preamble, pledge.content = said.preamble, said.content
    with naming_what_is_taken(_TAKEN):
        pledge.save(force_insert=True)
    _put_targets(pledge, said)
    record("pledge.begun", pledge, by=by)
    return pledge


@transaction.atomic
def write_pledge(*, pledge_id: int, said: Pledged, seen: int, by: User) -> Pledge:
    """Keep what the giao ước says in place of what stood there. The same once more changes nothing.

    Raises PermissionDenied, NotBeingWritten, PledgeWrittenMeanwhile, PaperTooLarge.
    """
    pledge: Pledge = lock(Pledge, pledge_id)
    check_can_write(by, pledge)
    if not pledge.is_being_written:
        raise NotBeingWritten(
            f"Giao ước đang ở trạng thái “{pledge.get_status_display()}” nên không sửa được. Muốn sửa hãy rút về sửa."
        )
    stood = said_in(pledge)
    if stood == said:
        return pledge
    if pledge.revision != seen:
        raise PledgeWrittenMeanwhile(
            "Người khác vừa ghi vào giao ước này, sau khi bạn mở trang. Chữ bạn gõ vẫn còn ở dưới; bấm Lưu lần nữa thì chữ "
            "của bạn thay bản vừa lưu."
        )
    check_limits(pledge_paper(pledge, said, (), version=None))
    pledge.preamble, pledge.content = said.preamble, said.content
    pledge.revision += 1
    pledge.save(update_fields=["preamble", "content", "revision"])
    pledge.targets.all().delete()
    _put_targets(pledge, said)
    # Whoever writes over what another wrote has been told; what stood there is kept.
    record("pledge.written", pledge, by=by, data={"before": as_plain(stood)})
    return pledge


def _put_targets(pledge: Pledge, said: Pledged) -> None:
    PledgeTarget.objects.bulk_create(
        PledgeTarget(pledge=pledge, position=at, words=each.words, aim=each.aim) for at, each in enumerate(said.targets)
    )


@transaction.atomic
def save_due_day(pledge: Pledge, *, by: User, on: dt.date, read: Read | None = None) -> Pledge:
    """Sửa hạn ký: no day that has passed, while the giao ước is written or signed.

    Raises PermissionDenied, ChangedMeanwhile, NotBeingWritten, DayPassed.
    """
    check_can_write(by, pledge)
    change = saving(pledge, ("due_on",), read=read)
    if not (change.before.is_being_written or change.before.is_signed_now):
        raise NotBeingWritten(
            f"Giao ước đang ở trạng thái “{change.before.get_status_display()}” nên không sửa hạn ký nữa."
        )
    if "due_on" in change.told and change.after.due_on < on:
        raise DayPassed("Hạn ký phải từ hôm nay trở đi.")
    pledge = change.write()
    if change.told:
        record("pledge.due_day_changed", pledge, by=by, data={"changed": change.told})
    return pledge
