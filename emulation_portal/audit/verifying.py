"""Looking whether the log still says what was sealed: all of it by hand, and each night as much as a night has room for."""

from collections.abc import Iterable

from django.db.models import Count, Min

from emulation_portal.core.errors import DomainError

from .models import Event, Seal
from .outside import Anchor, Round, note_round, noted_anchor, noted_round
from .walking import LogFindings, newest_seals_of, walk

# Of a night's look, which ends well within CELERY_TASK_TIME_LIMIT: where the last one stopped, and the newest in any case.
NIGHTLY, NEWEST = 100_000, 20_000  # events


class LogChanged(DomainError):
    """What was sealed is no longer what is there."""


def look_over(anchors: Iterable[Anchor] = ()) -> LogFindings:
    """Look at the whole log, with the anchors given and the one that is noted outside of the database."""
    found = LogFindings()
    walk(found)
    _check_anchors(found, anchors)
    rest = Event.objects.after(found.last).aggregate(count=Count("pk"), first=Min("pk"))
    found.unsealed, found.unsealed_from = rest["count"], rest["first"]
    return found


def look_tonight(*, most: int = NIGHTLY, newest: int = NEWEST) -> LogFindings:
    """Look at the next part of the log, at its newest, and again at what was found wrong before; note where to go on.

    The log grows for ever and a night does not: after the end, the next night begins at the first seal again.
    """
    noted, found = noted_round(), LogFindings()
    if not Seal.objects.filter(number=noted.after).exists():  # none yet; or it went, with the end of the log or alone
        noted = noted._replace(after=0)
    reached = walk(found, since=noted.after, most=most)
    begin_of_newest = max(reached, newest_seals_of(newest))
    walk(found, since=begin_of_newest)
    for number in noted.wrong:
        if not (noted.after < number <= reached or number > begin_of_newest):
            walk(found, since=number - 1, most=1)
    _check_anchors(found, ())
    is_round = not Seal.objects.filter(number__gt=reached).exists()
    note_round(Round(0 if is_round else reached, tuple(found.wrong)))
    return found


def _check_anchors(found: LogFindings, anchors: Iterable[Anchor]) -> None:
    """Tell of the anchors given, and of the one noted outside, to which there is no seal any more."""
    wanted, is_spoiled = set(anchors), False
    try:
        noted = noted_anchor()
        wanted |= {noted} if noted else set()
    except ValueError:
        is_spoiled = True
    for anchor in sorted(wanted):
        if not Seal.objects.filter(number=anchor.number, mark__startswith=anchor.mark).exists():
            found.add(
                f"Dấu niêm phong {anchor} đã được ghi lại ngoài cơ sở dữ liệu mà nay không còn: phần cuối nhật ký đã bị "
                "cắt hoặc thay, hay cơ sở dữ liệu đã lùi về một bản cũ."
            )
    if is_spoiled:
        found.add("Tệp ghi dấu niêm phong ngoài cơ sở dữ liệu không đọc được: có thể đã bị sửa.")
