"""Looking whether the log still says what was sealed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Min
from django.utils import timezone

from emulation_portal.core.errors import DomainError

from .digests import FORMS, SIZE, digests_of, is_marked_with, key_of
from .models import Event, Seal
from .outside import Anchor, noted_anchor
from .verbs import verb_of

MOST_NAMED = 20


class LogChanged(DomainError):
    """What was sealed is no longer what is there."""


@dataclass
class LogFindings:
    """What was found wrong, in the order of the log: the first are named, all are counted."""

    named: list[str] = field(default_factory=list)
    count: int = 0
    seals: int = 0
    events: int = 0  # sealed, and as they were
    last: Seal | None = None
    unsealed: int = 0
    unsealed_from: int | None = None

    @property
    def is_whole(self) -> bool:
        return not self.count

    def add(self, words: str) -> None:
        self.count += 1
        if len(self.named) < MOST_NAMED:
            self.named.append(words)


def look_over(anchors: Iterable[Anchor] = ()) -> LogFindings:
    """Look at the whole log, with the anchors given and the one that is noted outside of the database."""
    try:
        noted = noted_anchor()
    except ValueError:
        found = verify(anchors)
        found.add("Tệp ghi dấu niêm phong ngoài cơ sở dữ liệu không đọc được: có thể đã bị sửa.")
        return found
    return verify([*anchors, noted] if noted else anchors)


def verify(anchors: Iterable[Anchor] = ()) -> LogFindings:
    """Compare every sealed event with its seal, every seal with the one before, and the anchors with the seals.

    Holds one batch at a time and locks nothing; what is sealed meanwhile is left out.
    """
    found, wanted = LogFindings(), set(anchors)
    unknown: dict[str, list[int]] = {}
    before: Seal | None = None  # unless something is wrong with it
    for seal in _seals():
        is_sound = _check_seal(seal, before, found, unknown)
        wanted -= {anchor for anchor in wanted if anchor.number == seal.number and seal.mark.startswith(anchor.mark)}
        before, found.last = seal if is_sound else None, seal
    for name, (first, last) in unknown.items():
        found.add(
            f"Dấu niêm phong số {first} đến {last} làm bằng khóa {name}, không có trong AUDIT_SEAL_KEYS, nên không biết "
            "có phải do cổng lập không. Hãy ghi thêm khóa cũ vào AUDIT_SEAL_KEYS rồi kiểm lại."
        )
    for anchor in sorted(wanted):
        found.add(
            f"Dấu niêm phong {anchor} đã được ghi lại ngoài cơ sở dữ liệu mà nay không còn: phần cuối nhật ký đã bị cắt "
            "hoặc thay, hay cơ sở dữ liệu đã lùi về một bản cũ."
        )
    rest = Event.objects.after(found.last).aggregate(count=Count("pk"), first=Min("pk"))
    found.unsealed, found.unsealed_from = rest["count"], rest["first"]
    return found


def _seals() -> Iterator[Seal]:
    """Return the seals of now in their order, one by one."""
    newest = Seal.objects.newest()
    seal = Seal.objects.order_by("number").first()
    while newest and seal and seal.number <= newest.number:
        yield seal
        seal = Seal.objects.filter(number__gt=seal.number).order_by("number").first()


def _check_seal(seal: Seal, before: Seal | None, found: LogFindings, unknown: dict[str, list[int]]) -> bool:
    """Look at one seal and its events; return whether the seal itself is sound."""
    found.seals += 1
    expected = found.last.number + 1 if found.last else 1
    if seal.number > expected:
        missing = f"số {expected}" if seal.number == expected + 1 else f"số {expected} đến {seal.number - 1}"
        found.add(f"Dấu niêm phong {missing} đã bị xóa: các việc trong đó không còn gì để đối chiếu.")
        before = None
    key = key_of(seal)
    if key is None:
        unknown.setdefault(seal.key_id, [seal.number, seal.number])[1] = seal.number
    follows = before is None or (seal.previous, seal.after_id) == (before.mark, before.up_to_id)
    is_sound = seal.form in FORMS and follows and (key is None or is_marked_with(seal, key))
    if is_sound:
        _check_events(seal, found)
    else:
        found.add(
            f"Dấu niêm phong số {seal.number} không phải do cổng lập, hoặc đã bị sửa: việc số {seal.after_id + 1} đến "
            f"{seal.up_to_id} không đối chiếu được."
        )
    return is_sound


def _check_events(seal: Seal, found: LogFindings) -> None:
    events = Event.objects.filter(pk__lte=seal.up_to_id).order_by("pk")
    if seal.number > 1:
        events = events.filter(pk__gt=seal.after_id)  # below the first batch there is nothing, either
    digests = bytes(seal.digests)
    sealed = {key: digests[at * SIZE : (at + 1) * SIZE] for at, key in enumerate(seal.event_ids)}
    bad = {}
    for key, digest in digests_of(events, seal.form):
        as_sealed = sealed.pop(key, None)
        if as_sealed is None:
            bad[key] = "được chèn thêm"
        elif as_sealed != digest:
            bad[key] = "đã bị sửa"
        else:
            found.events += 1
    bad |= dict.fromkeys(sealed, "đã bị xóa")
    for key in sorted(bad):
        found.add(f"Việc số {key} {bad[key]} sau khi niêm phong (dấu số {seal.number}).{_as_it_stands(key, found)}")


def _as_it_stands(key: int, found: LogFindings) -> str:
    """Return what the row tells now; nothing once so many are named that this one will not be."""
    event = Event.objects.filter(pk=key).first() if found.count < MOST_NAMED else None
    if event is None:
        return ""
    at = f"{timezone.localtime(event.at):%H:%M:%S ngày %d/%m/%Y}"
    return f" Nay ghi: {event.actor_name}, {verb_of(event.verb).label}, {event.object_name}, lúc {at}."
